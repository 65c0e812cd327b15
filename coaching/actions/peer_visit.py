"""Peer visits: asked for, accepted, called off, and told to the host."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from coaching.models import PeerVisit
from coaching.peers import common_school
from notices.actions import notify, take_back
from people.models import User
from people.school_days import check_school_day

NO_SCHOOL = "The two of you teach at no common school today. Choose another colleague."
TWICE = "The two of you have a visit on that day already."
MEANWHILE = "This visit was answered or called off meanwhile: look at what became of it."
TOO_EARLY = "Write what you saw once the day of the visit has come."


@transaction.atomic
def ask(visit: PeerVisit, *, now: dt.datetime) -> PeerVisit:
    """Keep what one of the two asks for, and tell the other. Raises ValidationError where they
    share no school, there is none that day, or they have a visit then already."""
    asker = visit.asked_by
    visit.school = common_school(asker, visit.other_than(asker))
    if visit.school is None:
        raise ValidationError(NO_SCHOOL)
    check_school_day(visit.school, visit.planned_on)
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError as error:
        raise ValidationError(TWICE) from error
    notify("peer_visit_asked", about=visit, to=[visit.other_than(asker)], now=now)
    return visit


@transaction.atomic
def accept(visit: PeerVisit, *, by: User, now: dt.datetime) -> None:
    """Both have agreed; whoever asked is told. Raises ValidationError where it was answered or
    called off meanwhile."""
    visit = _locked(visit)
    if not visit.can_be_accepted_by(by):
        raise ValidationError(MEANWHILE)
    visit.accepted_at = now
    visit.save(update_fields=["accepted_at"])
    notify("peer_visit_accepted", about=visit, to=[visit.other_than(by)], now=now)


@transaction.atomic
def call_off(visit: PeerVisit, *, by: User, now: dt.datetime) -> None:
    """Nobody comes. The other is told, unless nobody has told of the visit itself yet. Raises
    ValidationError where the host has been told what was seen."""
    visit = _locked(visit)
    if visit.called_off_at:
        return
    if not visit.can_be_called_off_by(by):
        raise ValidationError(MEANWHILE)
    visit.called_off_at = now
    visit.save(update_fields=["called_off_at"])
    is_unheard = visit.asked_by_id == by.pk and take_back("peer_visit_asked", about=visit)
    if visit.accepted_at or not is_unheard:
        notify("peer_visit_called_off", about=visit, to=[visit.other_than(by)], now=now)


@transaction.atomic
def write(visit: PeerVisit, saw: str, *, is_given: bool, by: User, now: dt.datetime) -> None:
    """Keep what the visitor saw; given, the host reads it and is told, and it stays as it is.
    Raises ValidationError where it is not hers to write any more, or the day is still ahead."""
    visit = _locked(visit)
    if not visit.can_be_written_by(by):
        raise ValidationError(MEANWHILE)
    if visit.planned_on > by.today:
        raise ValidationError(TOO_EARLY)
    visit.saw, visit.given_at = saw, now if is_given else None
    visit.save(update_fields=["saw", "given_at"])
    if is_given:
        notify("peer_visit_given", about=visit, to=[visit.host], now=now)


def _locked(visit):
    rows = PeerVisit.objects.select_for_update(of=("self",))
    return rows.for_page().get(pk=visit.pk)
