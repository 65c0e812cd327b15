"""What came of the coaching: impact entries, learning targets, readiness ticks, engagement reviews,
success stories, formal visits with a reply, and a proposed step with its look-fors."""

import datetime as dt

from coaching.models import (
    FeedbackMeeting,
    LearningTargets,
    ObservationRound,
    Plan,
    Readiness,
    Response,
    StepProposal,
    Visit,
)
from core import wall_clock
from demo.builders.coaching import make_walkthrough, note_impact
from people.models import EvaluatorAssignment
from people.school_days import SchoolCalendar
from reports.models import SuccessStory

EACH, SOME = 6, 3
SEEN = (
    ("visit", 25, "9 of 24 students gave a reason without being asked."),
    ("student_work", 12, "14 of 24 exit tickets name the line that proves the claim."),
    ("teacher_saw", 4, "17 of 24 students asked a partner for the reason."),
)
TARGETS = {
    "first": "80% of students write a claim with two reasons from the text by December.",
    "second": "Each student speaks in a discussion at least twice a week.",
    "reflection": "Two reasons became usual; the second one is still often a retelling.",
}
TICKS = ("standards_on", "materials_on", "texts_on", "summative_on")
NOT_ENGAGED = "Two at the back worked on something else; three waited to be called on."
REACH_OUT = "Seat them with a partner who begins; ask them first in the next share-out."
QUOTED = "She counted the answers herself, every Friday."
WAITS = "One question more, and it was the class that explained."
STORIES = (
    (
        "Everybody explains",
        "In September 11 of 24 explained an answer. Now it is 20.",
        "system",
        QUOTED,
    ),
    (
        "A question more",
        "I ask one question more before I go on. They wait for it.",
        "school",
        WAITS,
    ),
)
LINE = "18 of 22 students give a reason; the teacher asks “what makes you say that?” six times."
REPLY = "The four who did not had met the text only the day before. I go back to them on Monday."
LOOK_FORS = "Waits three seconds after each question.\nAsks a second student before she answers."


def write_results(district) -> None:
    """For the first coaching plans of the district, and the rounds whose visit was held."""
    calendar = SchoolCalendar.of(district.schools[0])
    plans = Plan.objects.filter(school_system=district.system, is_leaders=False)
    plans = plans.select_related("teacher__school_system", "coach", "school").order_by("pk")
    agreed = list(plans.filter(agreed_at__isnull=False, completed_at=None)[:EACH])
    _note_results(district, calendar, agreed)
    _tick(district, plans.filter(agreed_at=None)[:EACH])
    _review_engagement(district)
    _tell_stories(district, plans.filter(completed_at__isnull=False)[: len(STORIES)])
    _visit_formally(district)
    proposals = StepProposal.objects.filter(school_system=district.system).open().order_by("pk")
    StepProposal.objects.filter(pk__in=proposals.values("pk")[:1]).update(look_fors=LOOK_FORS)


def _note_results(district, calendar, plans):
    """Impact entries of every age, and the learning targets of every other plan."""
    for number, plan in enumerate(plans):
        for source, back, seen in SEEN[: 1 + number % len(SEEN)]:
            by = plan.teacher if source == "teacher_saw" else plan.coach
            day = calendar.add(district.today, -back)
            note_impact(plan, by, seen=seen, source=source, on=day)
        if number % 2 == 0:
            LearningTargets.objects.create(school_system=district.system, plan=plan, **TARGETS)


def _tick(district, plans):
    """Of each draft one tick more than of the one before."""
    for number, plan in enumerate(plans):
        ticked = dict.fromkeys(TICKS[: number % (len(TICKS) + 1)], district.today)
        if ticked:
            own = {"plan": plan, "coach": plan.coach}
            Readiness.objects.create(school_system=district.system, **own, **ticked)


def _review_engagement(district):
    """Some shared feedback is about a lesson that its coach saw as a recording."""
    meetings = FeedbackMeeting.objects.filter(
        school_system=district.system, shared_at__isnull=False, visit__ended_at__isnull=False
    )
    chosen = list(meetings.order_by("-shared_at", "pk").values_list("pk", "visit")[:SOME])
    words = {"not_engaged": NOT_ENGAGED, "reach_out": REACH_OUT, "not_engaged_count": 5}
    FeedbackMeeting.objects.filter(pk__in=[pk for pk, _visit in chosen]).update(**words)
    Visit.objects.filter(pk__in=[visit for _pk, visit in chosen]).update(
        mode=Visit.Mode.ASYNCHRONOUS
    )


def _tell_stories(district, plans):
    for plan, (title, text, reach, line) in zip(plans, STORIES, strict=False):
        story = SuccessStory.of(plan)
        story.title, story.text, story.reach = title, text, reach
        story.is_named, story.coach_line = reach == "school", line
        story.line_confirmed_at = district.now if line == QUOTED else None
        story.publish(district.now)


def _visit_formally(district):
    """The evaluator's formal visit of each round that had its visit; shared since its
    post-conference, and the first of these answered by the teacher."""
    rows = ObservationRound.objects.filter(school_system=district.system, visit_on__isnull=False)
    lines = EvaluatorAssignment.objects.filter(kind=EvaluatorAssignment.Kind.EVALUATOR)
    evaluators = {
        line.teacher_id: line.evaluator
        for line in lines.filter(school_system=district.system).select_related("evaluator")
    }
    shared = [
        visit
        for row in rows.select_related("teacher__school_system").order_by("pk")
        if (visit := _visit_of(district, row, evaluators[row.teacher_id])).shared_at
    ]
    for visit in shared[:1]:
        own = {"school_system": district.system, "author": visit.teacher}
        Response.objects.create(walkthrough=visit, text=REPLY, **own)


def _visit_of(district, row, evaluator):
    zone = district.system.zone
    talked_on = row.post_conference_on
    shared_at = wall_clock.at(talked_on, dt.time(15, 10), zone) if talked_on else None
    began = wall_clock.at(row.visit_on, dt.time(9, 15), zone)
    return make_walkthrough(
        row.teacher,
        evaluator,
        began,
        made_as="evaluator",
        minutes=48,
        shared_at=shared_at,
        read_at=shared_at and shared_at + dt.timedelta(hours=3),
        line=LINE,
        round=row,
    )
