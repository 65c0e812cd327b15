"""Notes of a coach who was reassigned meanwhile: a ticket of that morning still lets them land."""

import datetime as dt

import pytest

from coaching import tickets
from coaching.models import Visit
from coaching.tests.device import NOW, device, op, pair, put, school, texts, visit
from core.ids import uuid7
from demo.builders import people

__all__ = ["device", "pair", "school", "visit"]
pytestmark = pytest.mark.django_db


def hand_over(pair, days=0):
    """The assignment ended `days` ago, at noon so to speak."""
    today = pair[1].today
    pair[1].coach_assignments.update(ends_on=today - dt.timedelta(days=days))


def test_a_coach_reassigned_at_noon_can_send_the_ten_oclock_notes(device, pair):
    started_at = NOW() - dt.timedelta(hours=2)
    ticket = tickets.issue(pair[1].pk, pair[0].pk, started_at - dt.timedelta(minutes=5))
    hand_over(pair)
    visit = Visit(pk=uuid7())
    start = op("visit.start", id=visit.pk, teacher=pair[0].pk, started_at=started_at, ticket=ticket)
    assert device.statuses(start, put(visit, "At ten.")) == ["applied", "applied"]
    stored = Visit.objects.get()
    assert (stored.is_late, texts(stored)) == (True, ["At ten."])
    assert not stored.can_be_edited_by(pair[1])


def test_notes_of_a_visit_begun_before_the_hand_over_still_land(device, visit, pair):
    hand_over(pair)
    assert device.statuses(put(visit, "Before noon.")) == ["applied"]
    visit.refresh_from_db()
    assert (visit.is_late, texts(visit)) == (True, ["Before noon."])


@pytest.mark.parametrize("flaw", ["none", "forged", "other teacher", "before it", "old", "later"])
def test_without_the_right_ticket_a_former_coach_starts_nothing(flaw, device, pair, school):
    other = people.make_teacher(school)
    started_at, issued_at = NOW() - dt.timedelta(hours=2), NOW() - dt.timedelta(hours=3)
    ended_days_ago = 0
    teacher = pair[0]
    if flaw == "other teacher":
        teacher = other
    if flaw == "before it":
        started_at = issued_at - dt.timedelta(minutes=6)
    if flaw == "old":
        issued_at = NOW() - dt.timedelta(days=7, minutes=1)
    if flaw == "later":
        ended_days_ago = 2
    ticket = tickets.issue(pair[1].pk, pair[0].pk, issued_at)
    ticket = {"none": "", "forged": ticket[:-2] + "xx"}.get(flaw, ticket)
    hand_over(pair, ended_days_ago)
    start = op("visit.start", id=uuid7(), teacher=teacher.pk, started_at=started_at, ticket=ticket)
    assert device.send(start)[0]["code"] == "not_assigned"
    assert Visit.objects.count() == 0


def test_after_a_week_a_former_coach_writes_no_more(device, visit, pair):
    long_ago = NOW() - dt.timedelta(days=8)
    Visit.objects.filter(pk=visit.pk).update(started_at=long_ago, created_at=long_ago)
    hand_over(pair)
    assert device.send(put(visit, "Too late."))[0]["code"] == "not_found"
