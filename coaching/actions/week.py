"""Planning by days: a teacher is put on a day, a planned visit moves, or comes off the plan."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from coaching.actions.visit import announce
from coaching.caseload import held_line
from coaching.models import Visit
from coaching.week import check_day
from core.ids import uuid7
from notices.actions import notify, take_back
from people.models import User


@transaction.atomic
def place_visit(teacher_id, day: dt.date, *, by: User) -> Visit | None:
    """Plan a visit to a teacher of the caseload for a day, and give it; the one that is planned for
    that day where there is one: a second tap plans nothing. None where she is not in the caseload.
    Raises ValidationError where there is no school, or she is on leave."""
    User.objects.hold(by.pk)
    line = held_line(by, teacher_id)
    if line is None:
        return None
    check_day(line, day)
    planned = Visit.objects.planned().filter(coach=by, teacher=line.teacher, planned_on=day)
    return planned.first() or Visit.objects.create(
        pk=uuid7(),
        school_system_id=by.school_system_id,
        teacher=line.teacher,
        coach=by,
        school_id=line.school_id,
        planned_on=day,
    )


@transaction.atomic
def move_visit(visit: Visit, day: dt.date, *, by: User, now: dt.datetime) -> bool:
    """Plan a visit for another day; False where it is not planned any more. Where it is announced,
    the teacher is told the new date. Raises ValidationError as `place_visit` does."""
    check_day(held_line(by, visit.teacher_id), day)
    rows = Visit.objects.planned().filter(pk=visit.pk)
    is_moved = bool(rows.update(planned_on=day, plan_changes=F("plan_changes") + 1))
    visit.planned_on = day
    if is_moved and visit.is_announced:
        announce(visit, now=now)
    return is_moved


@transaction.atomic
def take_off_plan(visit: Visit, *, now: dt.datetime) -> bool:
    """A planned visit is planned no more; False where it has begun or did not happen. Where it was
    announced, the teacher is told that nobody comes."""
    rows = Visit.objects.planned().filter(pk=visit.pk)
    is_off = bool(rows.update(unplanned_at=now, plan_changes=F("plan_changes") + 1))
    if is_off and visit.is_announced:
        slot = f"{visit.planned_on} {visit.plan_changes + 1}"
        notify("visit_off_plan", about=visit, to=[visit.teacher], now=now, slot=slot)
    return is_off


@transaction.atomic
def put_back_on_plan(visit: Visit) -> None:
    """Take back that a visit was taken off the plan, and the notice of it that has not gone out."""
    rows = Visit.objects.filter(pk=visit.pk, unplanned_at__isnull=False)
    rows.update(unplanned_at=None, plan_changes=F("plan_changes") + 1)
    take_back("visit_off_plan", about=visit)
