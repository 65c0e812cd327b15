"""Rounds of formal observation in two schools, every state present, and one coach who observes."""

import datetime as dt

from core import wall_clock
from demo.builders.observation import make_area, make_round, make_self_assessment
from demo.builders.people import register_evaluator
from people.models import CoachAssignment, EvaluatorAssignment
from people.school_days import SchoolCalendar

SCHOOLS, EACH = 2, 12
KEPT = "Knows who needs a start, and gives it before the class moves on."
WORKED_ON = "Students ask each other for reasons before the teacher does."
OWN_WORDS = "Pairs talked it through. I still answered my own questions twice."


def write_rounds(district) -> None:
    """The first teachers of two schools stand at every point of a round; some certifications end
    soon, one has ended, and one coach is registered as an additional observer."""
    calendar = SchoolCalendar.of(district.schools[0])
    owners = CoachAssignment.objects.filter(school_system=district.system).owners()
    owners = {
        row.teacher_id: row.coach for row in owners.active(district.today).select_related("coach")
    }
    for school in district.schools[:SCHOOLS]:
        lines = EvaluatorAssignment.objects.filter(teacher__in=district.teachers[school])
        evaluators = {line.teacher_id: line.evaluator for line in lines.select_related("evaluator")}
        for place, teacher in enumerate(district.teachers[school][:EACH]):
            by = evaluators[teacher.pk]
            _write_round(district, calendar, teacher, by, owners.get(teacher.pk), place)
    _register(district, owners)


def _write_round(district, calendar, teacher, by, coach, place):
    """`place` chooses how far the round has come."""

    def back(days):
        return calendar.add(district.today, -days)

    stage = place % 6
    dates = (
        {"visit_planned_on": calendar.add(district.today, 4)},
        {"visit_on": back(2), "is_announced": False},
        {"visit_on": back(8), "visit_planned_on": back(8), "pre_conference_on": back(10)},
        {"visit_on": back(16), "post_conference_on": back(13)},
        {"visit_on": back(40), "post_conference_on": back(36), "self_assessment_on": back(39)},
        {
            "visit_on": back(40),
            "post_conference_on": back(37),
            "self_assessment_on": back(38),
            "adjustment_on": back(30),
            "follow_up_on": back(20),
            "next_visit_by": calendar.add(district.today, 25),
        },
    )[stage]
    last = max((day for day in dates.values() if day not in (True, False)), default=district.today)
    said = min(last, district.today)
    now = wall_clock.at(said, dt.time(15, 10), district.system.zone)
    row = make_round(teacher, district.years[1], by, now=now, **dates)
    if stage < 3:
        return
    is_copied = stage == 3 and coach is not None
    indicators = district.indicators
    make_area(row, "reinforcement", indicators["TKS"], by, text=KEPT, now=now)
    enters = coach if is_copied else by
    make_area(
        row,
        "refinement",
        indicators["QU"],
        enters,
        is_official=not is_copied,
        text=WORKED_ON,
        now=now,
    )
    if stage > 3:
        make_self_assessment(row, *([coach] if coach else []), refinement=OWN_WORDS)


def _register(district, owners):
    lines = EvaluatorAssignment.objects.filter(school_system=district.system)
    here = lines.filter(teacher__in=district.teachers[district.schools[0]]).order_by("pk")
    soon = district.today + dt.timedelta(days=24)
    lines.filter(pk__in=here.values("pk")[:6]).update(certified_until=soon)
    ended = here.exclude(certified_until=soon).values("pk")[:1]
    lines.filter(pk__in=ended).update(certified_until=district.today - dt.timedelta(days=9))
    coached = [one for one in district.teachers[district.schools[0]] if one.pk in owners]
    for teacher in coached[1:3]:
        register_evaluator(
            teacher,
            owners[teacher.pk],
            kind=EvaluatorAssignment.Kind.OBSERVER,
            certified_until=district.years[1].ends_on,
            starts_on=district.years[1].starts_on,
        )
