"""Who can read this: the line on every private record.

It is not a second set of rules. For every person who stands in some relation to the teacher it asks
the record's own `visible_to`, all in one query, and names those who would find the record there.
"""

import dataclasses

from django.db.models import Q, Value

from people.models import Membership, User


@dataclasses.dataclass(frozen=True)
class Reader:
    """One person, or one office with several people, who can read the record."""

    name: str
    words: str

    def __str__(self):
        return f"{self.name} ({self.words})"


def readers_once_agreed(plan) -> list[Reader]:
    """Who will read a plan when both have signed it, as the policies stand today."""
    return who_can_read(plan, found_by="visible_once_agreed_to")


def who_can_read(record, *, found_by="visible_to") -> list[Reader]:
    """The people and offices that `visible_to` lets read `record` today: three queries."""
    candidates = list(_candidates(record.teacher, record.coach_id))
    readable = _ids_that_find(record, candidates, found_by)
    people = [person for person in candidates if person.pk in readable]
    named = [
        Reader(person.name, _words(person, record))
        for person in people
        if not person.is_district_staff or person.pk in (record.teacher_id, record.coach_id)
    ]
    has_office = any(person.is_district_staff for person in people)
    return named + ([Reader("District coaching staff", "agreed plans")] if has_office else [])


def _candidates(teacher, other_id):
    """Everybody with a relation to the teacher, the other one of the pair, and the district's
    staff, with their roles."""
    today = teacher.today
    at_school = teacher.memberships.active(today).teachers().values("school")
    active = Membership.objects.active(today)
    leaders = active.filter(role=Membership.Role.SCHOOL_LEADER, school__in=at_school)
    central = active.filter(
        role=Membership.Role.DISTRICT_STAFF, school_system=teacher.school_system_id
    )
    people = User.objects.active().filter(
        Q(pk__in=(teacher.pk, other_id))
        | Q(pk__in=teacher.teacher_assignments.values("coach"))
        | Q(pk__in=teacher.evaluations.active(today).values("evaluator"))
        | Q(pk__in=leaders.values("user"))
        | Q(pk__in=central.values("user"))
    )
    people = people.select_related("school_system").prefetch_related("memberships")
    for person in people:
        person.current_memberships = [
            membership for membership in person.memberships.all() if membership.is_active_on(today)
        ]
        yield person


def _ids_that_find(record, candidates, found_by):
    rows = getattr(type(record).objects, found_by)
    found = [
        rows(person).filter(pk=record.pk).order_by().values_list(Value(str(person.pk)))
        for person in candidates
    ]
    ids = {pk for (pk,) in found[0].union(*found[1:], all=True)}
    return {person.pk for person in candidates if str(person.pk) in ids}


def _words(person, record):
    if person.pk == record.teacher_id:
        return getattr(record, "subject_word", "teacher")
    if person.pk == record.coach_id:
        return getattr(record, "stands_as", "coach")
    if person.led_school_ids:
        return "school leader"
    return "evaluator or coach of this teacher"
