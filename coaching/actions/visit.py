"""What pages do to visits. What a device can do too goes through the same door, actions.sync."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Max, Q

from coaching.actions.sync import sync
from coaching.models import EvidenceNote, NoteRevision, Visit
from coaching.sync import shapes
from core.ids import uuid7
from core.rows import insert_once
from notices.actions import notify
from people.models import User

FROM_A_PAGE = "page"
PLANNED = ("teacher_id", "coach_id", "planned_on", "period", "kind", "is_announced")


def send(user: User, *ops, now: dt.datetime) -> list[dict]:
    """Apply operations made by a page. Raises ValidationError with the words of a refusal; a
    conflict is no refusal: both texts are kept."""
    answers = sync(user, [(op, FROM_A_PAGE) for op in ops], now=now)
    refusals = [answer["message"] for answer in answers if answer["status"] == "rejected"]
    if refusals:
        raise ValidationError(refusals)
    return answers


def make_op(shape, **fields):
    """One operation of a page, with an id made here."""
    name = {"VisitStart": "visit.start", "VisitEnd": "visit.end", "VisitSet": "visit.set"}
    name |= {"EntryPut": "entry.put", "EntryDelete": "entry.delete"}
    return shape(op_id=uuid7(), op=fields.pop("op", name.get(shape.__name__)), **fields)


def start_visit(teacher: User, *, by: User, now: dt.datetime) -> uuid.UUID:
    """Start a visit now and give its id; where one of this coach with the teacher is live, that
    one: a second tap starts nothing."""
    live = Visit.objects.unfinished_by(by).filter(teacher=teacher).first()
    if live:
        return live.pk
    visit_id = uuid7()
    start = make_op(shapes.VisitStart, id=visit_id, teacher=teacher.pk, started_at=now)
    send(by, start, now=now)
    return visit_id


def begin_planned(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """A planned visit starts now. Starting a visit that has begun does nothing."""
    start = make_op(shapes.VisitStart, id=visit.pk, teacher=visit.teacher_id, started_at=now)
    send(by, start, now=now)


def end_visit(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """End a visit that is live; an ended one stays as it is."""
    if visit.ended_at is None:
        send(by, make_op(shapes.VisitEnd, visit=visit.pk, ended_at=now), now=now)


@transaction.atomic
def plan_visit(visit: Visit, *, now: dt.datetime) -> None:
    """Keep a planned visit, new or changed; where it is announced, tell the teacher the date.

    A page that is sent twice plans one visit."""
    if visit._state.adding:
        is_new = insert_once(visit, PLANNED)
    else:
        visit.plan_changes += 1
        visit.save()
        is_new = True
    if is_new and visit.is_announced:
        announce(visit, now=now)


def announce(visit: Visit, *, now: dt.datetime) -> None:
    """Tell the teacher the date of a planned visit."""
    slot = f"{visit.planned_on} {visit.period}"[:32]
    notify("visit_announced", about=visit, to=[visit.teacher], now=now, slot=slot)


def did_not_happen(visit: Visit, reason: str, *, now: dt.datetime) -> bool:
    """A planned visit did not happen; False where it has begun meanwhile. Another reason takes
    the place of the first."""
    rows = Visit.objects.filter(pk=visit.pk, started_at=None, unplanned_at=None)
    changes = F("plan_changes") + 1
    return bool(rows.update(not_held_because=reason, not_held_at=now, plan_changes=changes))


def is_planned_again(visit: Visit) -> None:
    """Take back that a visit did not happen."""
    rows = Visit.objects.filter(pk=visit.pk).exclude(not_held_because="")
    rows.update(not_held_because="", not_held_at=None, plan_changes=F("plan_changes") + 1)


def add_note(visit: Visit, *, pk: uuid.UUID, text: str, by: User, now: dt.datetime) -> None:
    """A note written afterwards, or without JavaScript; private where the visit is shared.

    A page that is sent twice writes one note; with another text it is another note."""
    is_another = Count("pk", filter=Q(pk=pk) & ~Q(text=text))
    notes = EvidenceNote.objects.filter(visit=visit)
    known = notes.aggregate(last=Max("seq"), others=is_another)
    note = make_op(
        shapes.EntryPut,
        id=uuid7() if known["others"] else pk,
        visit=visit.pk,
        seq=(known["last"] or 0) + 1,
        base_rev=0,
        occurred_at=now,
        text=text,
    )
    send(by, note, now=now)


def edit_note(note: EvidenceNote, *, text: str, base_rev: int, by: User, now: dt.datetime) -> bool:
    """Change a note from revision `base_rev`; False where it was changed meanwhile: then both
    texts are kept."""
    answers = send(by, _put(note, text, base_rev), now=now)
    return answers[0]["status"] != "conflict"


def delete_note(note: EvidenceNote, *, by: User, now: dt.datetime) -> None:
    """Take a note away; it can be brought back."""
    delete = make_op(shapes.EntryDelete, id=note.pk, visit=note.visit_id, base_rev=note.rev)
    send(by, delete, now=now)


def restore_note(note: EvidenceNote, *, by: User, now: dt.datetime) -> None:
    """Bring a deleted note back."""
    send(by, _put(note, note.text, note.rev), now=now)


def _put(note, text, base_rev):
    return make_op(
        shapes.EntryPut,
        id=note.pk,
        visit=note.visit_id,
        seq=note.seq,
        base_rev=base_rev,
        occurred_at=note.occurred_at,
        text=text,
    )


def tag_notes(notes, thing: dict, *, is_added: bool, by: User, now: dt.datetime) -> None:
    """Tag many notes with one thing (`indicator`, `look_for` or `priority_group`), or untag."""
    kind = "tag.add" if is_added else "tag.remove"
    ops = [make_op(shapes.Tag, op=kind, note=note.pk, **thing) for note in notes]
    for start in range(0, len(ops), shapes.MAX_OPS):
        send(by, *ops[start : start + shapes.MAX_OPS], now=now)


@transaction.atomic
def save_details(visit: Visit, changes, *, focus, by: User, now: dt.datetime) -> list[str]:
    """Save the fields beside the notes, each from the text it started from: (field, value, that
    text). Answers the names of those that somebody changed meanwhile; they stay as they are."""
    ops = [
        make_op(shapes.VisitSet, visit=visit.pk, field=name, value=value, based_on=before)
        for name, value, before in changes
    ]
    answers = send(by, *ops, now=now) if ops else []
    Visit.objects.filter(pk=visit.pk).update(candidate_focus=focus)
    return [
        op.field for op, answer in zip(ops, answers, strict=True) if answer["status"] == "conflict"
    ]


@transaction.atomic
def leave_out(note: EvidenceNote, *, is_left_out: bool) -> bool:
    """Keep a note out of what the teacher will see, or put it back; False once it is shared."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=note.visit_id)
    if visit.shared_at:
        return False
    EvidenceNote.objects.filter(pk=note.pk).update(is_left_out=is_left_out)
    Visit.objects.filter(pk=visit.pk).update(version=visit.version + 1)
    return True


@transaction.atomic
def settle(note: EvidenceNote, revision_id, *, choice: str, by: User, now: dt.datetime) -> None:
    """End a conflict: keep the note as it is, take the other text, or keep both as two notes."""
    revision = NoteRevision.objects.select_for_update(of=("self",)).get(
        pk=revision_id, note=note, why=NoteRevision.Why.CONFLICT
    )
    if revision.settled_at:
        return
    if choice == "other":
        send(by, _put(note, revision.text, note.rev), now=now)
    elif choice == "both":
        twin = _put(note, revision.text, 0)
        send(by, twin.model_copy(update={"id": uuid7()}), now=now)
    revision.settled_at = now
    revision.save(update_fields=["settled_at"])
