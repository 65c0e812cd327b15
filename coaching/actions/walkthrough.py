"""What happens to a walkthrough: it begins, is marked, ends, is shared, and is shown to a coach."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from coaching.actions.sharing import TOO_LATE_TO_EDIT
from coaching.evidence import judgement_words_in
from coaching.models import EvidenceNote, LookForMark, Response, Walkthrough, WalkthroughForm
from core.autosave import Change, Conflict, as_posted
from notices.actions import notify, notify_each
from people.models import User

LINE = "evidence"
NOTHING_KEPT = "Mark what you saw, or write a line, before you end the walkthrough."

NOT_SHARED = "What was seen is not shared any more, so there is nothing to reply to."


def start_walkthrough(teacher, form: WalkthroughForm, *, by: User, now: dt.datetime) -> Walkthrough:
    """Begin a walkthrough of a teacher read by `teachers_for`; as whom is fixed here.

    Where one of this pair is running, that one: a second tap starts nothing.
    """
    pair = {"coach": by, "teacher_id": teacher.pk}
    try:
        with transaction.atomic():
            return Walkthrough.objects.create(
                school_system_id=by.school_system_id,
                school_id=teacher.school_id,
                kind=Walkthrough.Kind.WALKTHROUGH,
                made_as=teacher.made_as,
                walkthrough_form=form,
                started_at=now,
                **pair,
            )
    except IntegrityError:
        return Walkthrough.objects.walk_ins().running().get(**pair)


@transaction.atomic
def save_field(walkthrough: Walkthrough, change: Change, *, by: User, now: dt.datetime) -> str:
    """Keep one mark or the line, from what it was; answers what is stored.

    Raises Conflict where another device was faster.
    """
    walkthrough = _locked(walkthrough)
    if change.field == LINE:
        return _save_line(walkthrough, change, by=by, now=now)
    stored = walkthrough.values_by_look_for().get(_key(change.field), "")
    if stored not in (change.was, change.value):
        raise Conflict(stored)
    _mark(walkthrough, {_key(change.field): change.value}, by=by)
    return change.value


def _key(field):
    """The look-for that a field of the form is about; the form knows no other field."""
    return Walkthrough._meta.pk.to_python(field)


def _mark(walkthrough, values, *, by):
    """Each look-for as the maker saw it: the last mark stands, an empty one takes it away."""
    if empty := [pk for pk, value in values.items() if not value]:
        mine = LookForMark.objects.filter(visit=walkthrough, marked_by=by)
        mine.filter(bank_look_for__in=empty).delete()
    LookForMark.objects.bulk_create(
        (
            LookForMark(
                school_system_id=walkthrough.school_system_id,
                visit_id=walkthrough.pk,
                bank_look_for_id=pk,
                marked_by=by,
                value=value,
            )
            for pk, value in values.items()
            if value
        ),
        update_conflicts=True,
        unique_fields=["visit", "look_for", "bank_look_for", "marked_by"],
        update_fields=["value"],
    )


def _save_line(walkthrough, change, *, by, now):
    """The one line of evidence; cleared, it is gone: nobody but its writer ever read it."""
    notes = EvidenceNote.objects.filter(visit=walkthrough, author=by)
    note = notes.first()
    stored = note.text if note else ""
    if as_posted(stored) not in (change.was, change.value):
        raise Conflict(stored)
    if note and not change.value:
        notes.delete()
    elif stored != change.value:
        note = note or _new_line(walkthrough, by, now)
        note.rev, note.text = note.rev + 1, change.value
        note.judgement_words = judgement_words_in(note.text, by.school_system.judgement_word_list)
        note.save()
    return change.value


def _new_line(walkthrough, by, now):
    return EvidenceNote(
        school_system_id=walkthrough.school_system_id,
        visit_id=walkthrough.pk,
        author=by,
        seq=1,
        rev=0,
        occurred_at=now,
    )


@transaction.atomic
def end_walkthrough(
    walkthrough: Walkthrough,
    marks: dict,
    line: Change,
    *,
    is_shared: bool,
    by: User,
    now: dt.datetime,
) -> None:
    """Keep everything on the page, end the walkthrough, and share it where asked.

    Raises ValidationError where nothing was marked or written, Conflict where another device has
    written another line; nothing is changed then.
    """
    walkthrough = _locked(walkthrough)
    _save_line(walkthrough, line, by=by, now=now)
    _mark(walkthrough, marks, by=by)
    if not line.value and not any(marks.values()):
        raise ValidationError(NOTHING_KEPT)
    if walkthrough.ended_at is None:
        walkthrough.ended_at = max(now, walkthrough.started_at)
        walkthrough.save(update_fields=["ended_at"])
    if is_shared:
        _share([walkthrough], now=now)


@transaction.atomic
def share_walkthrough(walkthrough: Walkthrough, *, now: dt.datetime) -> None:
    """The teacher may read it from now on, and is told. Sharing it again does nothing."""
    walkthrough = _locked(walkthrough)
    if walkthrough.shared_at is None:
        _share([walkthrough], now=now)


def _share(walkthroughs: Iterable[Walkthrough], *, now):
    for walkthrough in walkthroughs:
        walkthrough.share(now)
    told = defaultdict(list)
    for one in walkthroughs:
        told["formal_visit_shared" if one.is_formal else "walkthrough_shared"].append(
            (one, one.teacher, "")
        )
    for kind, about in told.items():
        notify_each(kind, about, now=now)


def share_at_post_conference(rounds: Iterable, *, now: dt.datetime) -> None:
    """The teacher reads the formal visits of rounds whose post-conference was held. Call it where
    these rounds are locked."""
    rows = Walkthrough.objects.select_for_update(of=("self",)).formal().unshared()
    rows = rows.filter(round__in=rounds, ended_at__isnull=False)
    _share(list(rows.select_related("teacher__school_system")), now=now)


def hold_back_again(rounds: Iterable) -> None:
    """The post-conference was entered by mistake: what the teacher has not opened waits for it."""
    rows = Walkthrough.objects.formal().unread().filter(round__in=rounds, response=None)
    rows.update(shared_at=None)


@transaction.atomic
def share_overdue(ids: Iterable, *, now: dt.datetime) -> None:
    """Share those that their makers have kept back until the end of the next school day; a running
    one ends, and one with nothing in it, begun by mistake, is taken away."""
    rows = Walkthrough.objects.select_for_update(of=("self",)).filter(pk__in=ids).unshared()
    rows = list(rows.kept().select_related("teacher__school_system"))
    for walkthrough in rows:
        if walkthrough.ended_at is None:
            walkthrough.ended_at = walkthrough.started_at
            walkthrough.save(update_fields=["ended_at"])
    _share(rows, now=now)
    Walkthrough.objects.filter(pk__in=ids).running().empty().delete()


@transaction.atomic
def discard(walkthrough: Walkthrough) -> bool:
    """Take away a walkthrough begun by mistake; False where something is marked or written."""
    deleted, _rows = Walkthrough.objects.filter(pk=walkthrough.pk).running().empty().delete()
    return bool(deleted)


@transaction.atomic
def show_to_coach(walkthrough: Walkthrough, coach: User, *, now: dt.datetime) -> None:
    """The teacher shows a shared walkthrough to her owner coach, who is told."""
    walkthrough.show_to(coach)
    notify("walkthrough_shown", about=walkthrough, to=[coach], now=now, slot=now.isoformat()[:32])


@transaction.atomic
def answer_walkthrough(walkthrough: Walkthrough, *, text: str, by: User, now: dt.datetime) -> None:
    """The teacher's reply, which travels with every copy; who made it is told when it is new. It
    can be changed for 30 days; PermissionDenied after that, and once it is not shared any more."""
    walkthrough = _locked(walkthrough)
    if walkthrough.shared_at is None:
        raise PermissionDenied(NOT_SHARED)
    response = Response.objects.filter(walkthrough=walkthrough).first()
    if response is None:
        own = {"school_system_id": walkthrough.school_system_id, "author": by}
        Response.objects.create(walkthrough=walkthrough, text=text, **own)
        notify("walkthrough_answered", about=walkthrough, to=[walkthrough.coach], now=now)
        return
    if not response.is_open_for_changes(now):
        raise PermissionDenied(TOO_LATE_TO_EDIT)
    response.text = text
    response.save(update_fields=["text", "updated_at"])


def _locked(walkthrough):
    rows = Walkthrough.objects.select_for_update(of=("self",))
    return rows.select_related("teacher__school_system", "coach").get(pk=walkthrough.pk)
