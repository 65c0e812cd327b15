"""Plain builders of coaching records, each for one teacher and one coach."""

import datetime as dt
import io

from django.utils import timezone
from PIL import Image

from coaching import artifact_store
from coaching.models import (
    ActionStep,
    Artifact,
    Cycle,
    EvidenceNote,
    FeedbackMeeting,
    ImpactEntry,
    LookFor,
    LookForMark,
    Plan,
    Reflection,
    ReflectionPrompt,
    Resource,
    Signature,
    StepProposal,
    StudentWorkAnalysis,
    Support,
    TalkCount,
    Visit,
    Walkthrough,
    WalkthroughForm,
)

NOTES = (
    "T: “Turn to your partner and tell how you know.” 22 of 24 students talk.",
    "S at table 3 reads line 12 aloud and underlines two words.",
    "T asks “Why?” and calls on A. after two seconds.",
    "6 students write in the organizer; 4 look at the board.",
)


def school_of(teacher):
    """The school where the teacher teaches."""
    return teacher.memberships.teachers().filter(ends_on=None).select_related("school").get().school


def plan_visit(teacher, coach, planned_on, **fields):
    """A visit that is planned and has not begun."""
    return Visit.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        school=school_of(teacher),
        planned_on=planned_on,
        **fields,
    )


def make_visit(teacher, coach, started_at=None, *, minutes=20, notes=NOTES, **fields):
    """A visit that was held: ended after `minutes` (still live where None), not yet shared."""
    started_at = started_at or timezone.now() - dt.timedelta(hours=2)
    ended_at = started_at + dt.timedelta(minutes=minutes) if minutes is not None else None
    visit = Visit.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        school=school_of(teacher),
        started_at=started_at,
        ended_at=ended_at,
        **fields,
    )
    add_notes(visit, notes)
    return visit


def add_notes(visit, texts):
    """Evidence notes of a visit, two minutes apart."""
    return EvidenceNote.objects.bulk_create(
        EvidenceNote(
            school_system_id=visit.school_system_id,
            visit=visit,
            author_id=visit.coach_id,
            seq=seq,
            occurred_at=visit.started_at + dt.timedelta(minutes=2 * seq),
            text=text,
        )
        for seq, text in enumerate(texts, start=1)
    )


def count_talk(visit, teacher=12, student=31):
    """How often the teacher and students talked in a visit."""
    return TalkCount.objects.bulk_create(
        TalkCount(
            school_system_id=visit.school_system_id, visit_id=visit.pk, kind=kind, count=count
        )
        for kind, count in (("teacher", teacher), ("student", student))
    )


def make_step(teacher, coach, activity="Wait three seconds after each question.", **fields):
    """An action step with one teacher look-for and one student look-for."""
    step = ActionStep.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        activity=activity,
        **fields,
    )
    for audience, text in (
        (LookFor.Audience.TEACHER, "Counts to three before calling on a student."),
        (LookFor.Audience.STUDENT, "More than half of the hands are up."),
    ):
        LookFor.objects.create(
            school_system=teacher.school_system, step=step, audience=audience, text=text
        )
    return step


def propose_step(teacher, coach, activity="Ask a second question before going on.", **fields):
    """A step that a contributor proposes."""
    fields.setdefault("why", "In two lessons the first answer ended the talk.")
    return StepProposal.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        proposed_by=coach,
        activity=activity,
        **fields,
    )


def make_feedback(visit, *, shared_at=None, read_at=None, step=None, **fields):
    """The feedback meeting of a visit, with its step; shared where `shared_at` says so."""
    today = visit.started_at.date()
    fields.setdefault("praise", "You had every student say the objective to a partner.")
    step = step or make_step(
        visit.teacher, visit.coach, check_back_on=today + dt.timedelta(days=7), shared_at=shared_at
    )
    meeting = FeedbackMeeting.objects.create(
        school_system_id=visit.school_system_id,
        visit=visit,
        teacher=visit.teacher,
        coach=visit.coach,
        step=step,
        held_on=today,
        probe="What did you notice about who answered?",
        goal="Half of the class answers in each discussion.",
        upcoming_lesson="Unit 3, lesson 4",
        upcoming_on=today + dt.timedelta(days=1),
        is_practised=True,
        shared_at=shared_at,
        read_at=read_at,
        **fields,
    )
    if shared_at:
        visit.shared_at, visit.read_at = shared_at, read_at
        visit.save(update_fields=["shared_at", "read_at"])
    return meeting


def make_plan(
    teacher, coach, *, indicator=None, opened_on=None, is_full=True, school_goal=None, **fields
):
    """A draft plan with its open cycle; complete enough to be agreed unless `is_full` is false.

    With a `school_goal` it is the plan of a leader of that school.
    """
    opened_on = opened_on or timezone.localdate()
    school = school_goal.school if school_goal else school_of(teacher)
    cycle = Cycle.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        school=school,
        refinement_indicator=indicator,
        opened_on=opened_on,
        is_leaders=school_goal is not None,
        school_goal=school_goal,
    )
    content = {
        "student_need": "11 of 24 students explain an answer with evidence from the text.",
        "goal": "Students explain their answers with evidence.",
        "measure": "Exit tickets with a reason from the text",
        "baseline": "11 of 24",
        "target": "20 of 24",
        "goal_due_on": opened_on + dt.timedelta(weeks=6),
        "next_observation_on": opened_on + dt.timedelta(weeks=7),
    }
    plan = Plan.objects.create(
        school_system=teacher.school_system,
        cycle=cycle,
        teacher=teacher,
        coach=coach,
        school=school,
        is_leaders=school_goal is not None,
        **(content | fields if is_full else fields),
    )
    if is_full:
        _fill(plan, opened_on)
    return plan


def _fill(plan, opened_on):
    step = make_step(
        plan.teacher,
        plan.coach,
        plan=plan,
        starts_on=opened_on,
        due_on=opened_on + dt.timedelta(weeks=2),
        support=ActionStep.Support.MODEL,
        shared_at=timezone.now(),
    )
    Resource.objects.create(
        school_system=plan.school_system, step=step, title="Unit 3 discussion protocol"
    )
    ReflectionPrompt.objects.create(
        school_system=plan.school_system, plan=plan, text="What changed in who talks?"
    )


def sign(plan, user, signed_at=None):
    """One signature on the plan as it stands."""
    return Signature.objects.create(
        school_system=plan.school_system,
        plan=plan,
        signer=user,
        signed_at=signed_at or timezone.now(),
        plan_version=plan.version,
    )


def make_reflection(
    plan, *, prompt=None, shared_at=None, text="Three more students spoke today.", **fields
):
    """What the teacher wrote about a prompt of a plan, the first one if none is named."""
    return Reflection.objects.create(
        school_system=plan.school_system,
        author=plan.teacher,
        plan=plan,
        prompt=prompt or plan.prompts.first(),
        text=text,
        shared_at=shared_at,
        **fields,
    )


def note_impact(plan, by, *, seen="19 of 24 students give a reason.", source="visit", on=None):
    """What one of the two saw change, today unless said."""
    return ImpactEntry.objects.create(
        school_system=plan.school_system,
        plan=plan,
        written_by=by,
        seen=seen,
        source=source,
        seen_on=on or plan.teacher.today,
    )


def make_walkthrough(
    teacher,
    maker,
    started_at=None,
    *,
    made_as="principal",
    minutes=4,
    shared_at=None,
    line="22 of 24 students write while the teacher walks the room.",
    **fields,
):
    """A walkthrough with every look-for of the form marked and a line; running where `minutes` is
    None, empty where `line` is."""
    started_at = started_at or timezone.now() - dt.timedelta(hours=2)
    form = WalkthroughForm.objects.filter(school_system=teacher.school_system).latest("starts_on")
    walkthrough = Walkthrough.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=maker,
        school=school_of(teacher),
        kind=Walkthrough.Kind.FORMAL if fields.get("round") else Walkthrough.Kind.WALKTHROUGH,
        made_as=made_as,
        walkthrough_form=form,
        started_at=started_at,
        ended_at=None if minutes is None else started_at + dt.timedelta(minutes=minutes),
        shared_at=shared_at,
        **fields,
    )
    if line:
        add_notes(walkthrough, [line])
        LookForMark.objects.bulk_create(
            LookForMark(
                school_system=teacher.school_system,
                visit_id=walkthrough.pk,
                bank_look_for_id=look_for,
                marked_by=maker,
                value="seen",
            )
            for look_for in form.look_fors
        )
    return walkthrough


def a_photo(color="white", size=(60, 40)):
    """The bytes of a plain photo, as the check of files leaves it."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG")
    return out.getvalue()


def make_artifact(place, by=None, *, label="Exit ticket, Student A", data=None, **fields):
    """A photo of student work with a visit, a step or a plan; by its coach unless `by` says who."""
    data = data or a_photo()
    kind = place._meta.model_name.removeprefix("action")
    artifact = Artifact(
        school_system_id=place.school_system_id,
        teacher=place.teacher,
        coach=place.coach,
        uploaded_by=by or place.coach,
        label=label,
        size=len(data),
        **{kind: place, "suffix": Artifact.Suffix.JPG, "is_student_work": True, **fields},
    )
    artifact.sha256 = artifact_store.keep(artifact, data)
    artifact.save()
    return artifact


def make_support(teacher, coach, given_on=None, **fields):
    """What a coach did with a teacher between visits, today unless said."""
    content = {"kind": "co_plan", "minutes": 30, "about": "Questions for unit 3, lesson 4."}
    return Support.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        given_on=given_on or teacher.today,
        **(content | fields),
    )


def make_student_work(teacher, coach, lesson_on=None, **fields):
    """What the two look for in the work of a lesson, today unless said."""
    content = {"task": "Exit ticket: solve 3x + 2 = 14 and say why.", "look_fors": "Subtracts 2."}
    return StudentWorkAnalysis.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        lesson_on=lesson_on or teacher.today,
        **(content | fields),
    )
