"""Three weeks of walkthroughs by the leaders of each school, every state present."""

import datetime as dt

from coaching.models import EvidenceNote, LookForMark, Walkthrough
from core import wall_clock
from people.models import CoachAssignment, Membership
from people.school_days import SchoolCalendar

DAYS = 12  # school days back
LINES = (
    "22 of 24 students write while the teacher walks the room.",
    "Objective on the board; two students read it aloud.",
    "“How do you know?” asked four times in six minutes.",
    "Students at three tables compare their answers before the share-out.",
)


def write_walkthroughs(district) -> None:
    """Each leader walks in on some teachers; what was made before yesterday is shared and mostly
    read, some of it shown to the coach."""
    owners = CoachAssignment.objects.filter(school_system=district.system).owners()
    owners = dict(owners.active(district.today).values_list("teacher", "coach"))
    calendar = SchoolCalendar.of(district.schools[0])
    days = [calendar.add(district.today, -back) for back in range(1, DAYS + 1)]
    rows = {Walkthrough: [], EvidenceNote: [], LookForMark: []}
    leaders = Membership.objects.filter(school_system=district.system, role="school_leader")
    for number, leader in enumerate(leaders.order_by("pk").select_related("user", "school")):
        teachers = district.teachers[leader.school]
        for place, day in enumerate(days):
            teacher = teachers[(number + 3 * (place - 1)) % len(teachers)]
            turn = number * DAYS + place
            began = wall_clock.at(day, dt.time(8 + turn % 6, 5 * (turn % 12)), district.system.zone)
            shown_to = owners.get(teacher.pk) if turn % 5 == 4 else None
            _write_one(district, rows, leader, teacher, began, turn, place, shown_to)
    for model, made in rows.items():
        model.objects.bulk_create(made, batch_size=2000)


def _write_one(district, rows, leader, teacher, began, turn, place, shown_to):
    """`place` counts back: the newest of every other leader is not shared yet."""
    ended = began + dt.timedelta(minutes=3 + turn % 6)
    shared = None if place == 0 and turn % 2 == 0 else ended + dt.timedelta(minutes=2)
    walkthrough = Walkthrough(
        school_system=district.system,
        teacher=teacher,
        coach=leader.user,
        school=leader.school,
        kind=Walkthrough.Kind.WALKTHROUGH,
        made_as=Walkthrough.MadeAs.PRINCIPAL,
        walkthrough_form=district.form,
        started_at=began,
        ended_at=ended,
        shared_at=shared,
        read_at=shared + dt.timedelta(hours=5) if shared and place > 2 else None,
        shown_to_id=shown_to if shared else None,
    )
    rows[Walkthrough].append(walkthrough)
    rows[EvidenceNote].append(
        EvidenceNote(
            school_system=district.system,
            visit_id=walkthrough.pk,
            author=leader.user,
            seq=1,
            occurred_at=began,
            text=LINES[turn % len(LINES)],
        )
    )
    values = LookForMark.Value.values
    rows[LookForMark].extend(
        LookForMark(
            school_system=district.system,
            visit_id=walkthrough.pk,
            bank_look_for_id=look_for,
            marked_by=leader.user,
            value=values[(turn + order) % len(values)],
        )
        for order, look_for in enumerate(district.form.look_fors)
    )
