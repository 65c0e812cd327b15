"""The starting sets of the rubrics: names only, to be checked against the official ones."""

from django.db import transaction

from coaching.models import BankLookFor, Indicator, Rubric

EDUCATOR_RUBRIC = {
    "Instruction": [
        ("SO", "Standards and Objectives"),
        ("MS", "Motivating Students"),
        ("PIC", "Presenting Instructional Content"),
        ("LS", "Lesson Structure and Pacing"),
        ("ACT", "Activities and Materials"),
        ("QU", "Questioning"),
        ("FEED", "Academic Feedback"),
        ("GRP", "Grouping Students"),
        ("TCK", "Teacher Content Knowledge"),
        ("TKS", "Teacher Knowledge of Students"),
        ("TH", "Thinking"),
        ("PS", "Problem-Solving"),
    ],
    "Planning": [
        ("IP", "Instructional Plans"),
        ("SW", "Student Work"),
        ("AS", "Assessment"),
    ],
    "Environment": [
        ("ES", "Expectations"),
        ("ESMB", "Engaging Students and Managing Behavior"),
        ("ENV", "Environment"),
        ("RC", "Respectful Conditions"),
    ],
    "Professionalism": [
        ("GDP", "Growing and Developing Professionally"),
        ("RT", "Reflecting on Teaching"),
        ("SI", "School Involvement"),
        ("SR", "School Responsibilities"),
    ],
}
LOOK_FORS = {
    "SO": (
        "The objective is posted and read aloud with students.",
        "Students can say what they are learning.",
    ),
    "QU": (
        "Waits three seconds after each question.",
        "Students answer in full sentences.",
    ),
    "FEED": (
        "Names what is right in an answer before the next step.",
        "Students change their work after feedback.",
    ),
    "TH": (
        "Asks students to explain how they know.",
        "Students give a reason from the text.",
    ),
    "GRP": (
        "Gives each group member a task.",
        "Every student in the group speaks.",
    ),
    "PS": (
        "Gives a task with more than one way to solve it.",
        "Students compare two ways to solve it.",
    ),
    "ESMB": (
        "States the signal for attention once and waits.",
        "Students are on task within ten seconds.",
    ),
}


# The one area of the leader rubric that is confirmed; the district words the others itself.
LEADER_RUBRIC = ("Leading instruction", "TE", "Teacher Effectiveness")


@transaction.atomic
def load_leader_rubric(system) -> Rubric:
    """The leader rubric of a system, made with its first area where there is none yet."""
    rubric, is_new = Rubric.objects.get_or_create(
        school_system=system,
        kind=Rubric.Kind.LEADER,
        defaults={"name": "Louisiana Leader Rubric"},
    )
    if is_new:
        domain, code, name = LEADER_RUBRIC
        Indicator.objects.create(
            school_system=system, rubric=rubric, domain=domain, code=code, name=name, order=1
        )
    return rubric


@transaction.atomic
def load_starting_rubric(system) -> dict:
    """Give a system the starting set and a small look-for bank; answers the indicators by code."""
    rubric = Rubric.objects.create(school_system=system, name="Louisiana Educator Rubric")
    pairs = [(domain, *pair) for domain, pairs in EDUCATOR_RUBRIC.items() for pair in pairs]
    indicators = Indicator.objects.bulk_create(
        Indicator(
            school_system=system, rubric=rubric, domain=domain, code=code, name=name, order=order
        )
        for order, (domain, code, name) in enumerate(pairs, start=1)
    )
    by_code = {indicator.code: indicator for indicator in indicators}
    BankLookFor.objects.bulk_create(
        BankLookFor(school_system=system, indicator=by_code[code], audience=audience, text=text)
        for code, texts in LOOK_FORS.items()
        for audience, text in zip(BankLookFor.Audience.values, texts, strict=True)
    )
    return by_code
