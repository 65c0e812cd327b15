"""One batch: read once, fold every operation into the rows, write once."""

import datetime as dt
import json
import uuid

from coaching.models import sync as sql
from coaching.sync import marks, notes, talk, visits
from coaching.sync.state import Mark, NoteState, State, Talk, VisitState, rejected

HANDLERS = {
    "visit.start": visits.start,
    "visit.end": visits.end,
    "visit.set": visits.set_field,
    "group.set": visits.set_group,
    "entry.put": notes.put,
    "entry.delete": notes.delete,
    "tag.add": notes.tag,
    "tag.remove": notes.tag,
    "mark.set": marks.set_mark,
    "talk.add": talk.add,
}
KEPT = ("applied", "conflict")  # answers the ledger keeps; a refusal may be tried again


def run(user, sent, now) -> list[dict]:
    """Apply `sent`, a list of (operation, hash of its body); answers in the same order."""
    ids = _ids([op for op, _ in sent])
    sql.take_turn(user.pk, ids["visits"], ids["notes"])
    params = {
        "user": user.pk,
        "system": user.school_system_id,
        "now": now,
        "today": now.astimezone(user.zone).date(),
    }
    state = _load(user, sql.read(params | ids), now)
    answers = [_answer(state, op, body_hash) for op, body_hash in sent]
    sql.write(_parts(state), params)
    return answers


def _answer(state, op, body_hash):
    known = state.ledger.get(op.op_id)
    if known is None:
        result = HANDLERS[op.op](state, op)
        if result["status"] in KEPT:
            state.ledger[op.op_id] = state.new_ledger[op.op_id] = (body_hash, result)
    elif known[0] != body_hash:
        result = rejected(
            "op_reused", "This was sent before with another text. Copy it, then discard."
        )
    else:
        result = known[1]
        if result["status"] == "applied":
            result = result | {"status": "duplicate"}
        if op.op == "talk.add":
            result = result | talk.as_it_stands(state, op)
    return {"op_id": str(op.op_id), **result}


def _ids(ops) -> dict[str, list[uuid.UUID]]:
    """Which rows the operations speak of."""
    found = {name: set() for name in ("ops", "visits", "notes", "tagged", "marked", "teachers")}
    found |= {name: set() for name in ("indicators", "look_fors", "bank", "talked")}
    for op in ops:
        found["ops"].add(op.op_id)
        group = op.op.partition(".")[0]
        if op.op == "visit.start":
            found["visits"].add(op.id)
            found["teachers"].add(op.teacher)
        elif group in ("visit", "group", "entry", "mark", "talk"):
            found["visits"].add(op.visit)
        if group == "entry":
            found["notes"].add(op.id)
        if group == "tag":
            found["notes"].add(op.note)
            found["tagged"].add(op.note)
            found["indicators"].add(op.indicator)
        if group == "mark":
            found["marked"].add(op.visit)
            found["bank"].add(op.bank_look_for)
        if group == "talk":
            found["talked"].add(op.visit)
        if group in ("tag", "mark"):
            found["look_fors"].add(op.look_for)
    return {name: sorted(ids - {None}) for name, ids in found.items()}


def _load(user, rows, now):
    state = State(
        user_id=user.pk,
        now=now,
        zone=user.zone,
        judgement_words=user.school_system.judgement_word_list,
    )
    for kind, row in rows:
        LOADERS[kind](state, json.loads(row) if isinstance(row, str) else row)
    return state


def _load_op(state, row):
    state.ledger[uuid.UUID(row["op_id"])] = (row["body_hash"], row["result"])


def _load_visit(state, row):
    visit = VisitState(
        id=uuid.UUID(row["id"]),
        coach_id=uuid.UUID(row["coach_id"]),
        teacher_id=uuid.UUID(row["teacher_id"]),
        school_id=uuid.UUID(row["school_id"]),
        created_at=_moment(row["created_at"]),
        started_at=_moment(row["started_at"]),
        ended_at=_moment(row["ended_at"]),
        shared_at=_moment(row["shared_at"]),
        groups=row["priority_groups_checked"],
        **{name: row[name] for name in ("kind", "mode", "grouping", "lesson", "materials")},
        is_late=row["is_late"],
        made_as=row["made_as"],
        is_emptied=row["emptied_at"] is not None,
    )
    state.visits[visit.id] = visit


def _load_note(state, row):
    note = NoteState(
        id=uuid.UUID(row["id"]),
        visit_id=uuid.UUID(row["visit_id"]),
        author_id=uuid.UUID(row["author_id"]),
        occurred_at=_moment(row["occurred_at"]),
        device_at=_moment(row["device_at"]),
        deleted_at=_moment(row["deleted_at"]),
        **{name: row[name] for name in ("seq", "rev", "text", "judgement_words")},
        is_left_out=row["is_left_out"],
        is_late=row["is_late"],
    )
    state.notes[note.id] = note


def _load_revision(state, row):
    state.notes[uuid.UUID(row["note_id"])].texts.add(row["text"])


def _load_tag(state, row):
    note = state.notes[uuid.UUID(row["note_id"])]
    thing = (_uuid(row["indicator_id"]), _uuid(row["look_for_id"]), row["priority_group"])
    note.tags.add(thing)
    note.stored_tags[thing] = uuid.UUID(row["id"])


def _load_mark(state, row):
    key = (
        uuid.UUID(row["visit_id"]),
        _uuid(row["look_for_id"]),
        _uuid(row["bank_look_for_id"]),
    )
    state.marks[key] = Mark(uuid.UUID(row["id"]), row["value"], row["count"])


def _load_talk(state, row):
    key = (uuid.UUID(row["visit_id"]), row["kind"])
    state.talk[key] = Talk(uuid.UUID(row["id"]), row["count"])


def _load_span(state, row):
    ends_on = row["ends_on"] and dt.date.fromisoformat(row["ends_on"])
    span = (dt.date.fromisoformat(row["starts_on"]), ends_on)
    state.spans.setdefault(uuid.UUID(row["teacher_id"]), []).append(span)


def _load_school(state, row):
    state.schools[uuid.UUID(row["teacher_id"])] = uuid.UUID(row["school_id"])


def _load_look_for(state, row):
    state.look_fors[uuid.UUID(row["id"])] = _uuid(row["teacher_id"])


LOADERS = {
    "op": _load_op,
    "visit": _load_visit,
    "note": _load_note,
    "revision": _load_revision,
    "tag": _load_tag,
    "mark": _load_mark,
    "talk": _load_talk,
    "span": _load_span,
    "school": _load_school,
    "indicator": lambda state, row: state.indicators.add(uuid.UUID(row["id"])),
    "bank": lambda state, row: state.bank.add(uuid.UUID(row["id"])),
    "look_for": _load_look_for,
}


def _moment(text):
    return text and dt.datetime.fromisoformat(text)


def _uuid(text):
    return text and uuid.UUID(text)


def _parts(state) -> dict[str, list]:
    """What changed, as rows for the one writing statement."""
    changed = [visit for visit in state.visits.values() if visit.is_changed]
    written = {visit.id for visit in changed}
    tags, gone_tags, tagged = _tag_parts(state)
    marked = {key: mark for key, mark in state.marks.items() if mark.is_changed}
    touched = {note.visit_id for note in state.notes.values() if note.is_changed}
    counted = {key: talk for key, talk in state.talk.items() if talk.is_changed}
    touched |= tagged | {key[0] for key in (*marked, *counted)}
    return {
        "visits": [_visit_row(visit) for visit in changed],
        "notes": [_note_row(note) for note in state.notes.values() if note.is_changed],
        "revisions": [(sql.new_id(), *revision) for revision in state.new_revisions],
        "tags": tags,
        "gone_tags": gone_tags,
        "marks": [_mark_row(key, mark) for key, mark in marked.items() if mark.value],
        "gone_marks": [mark.id for mark in marked.values() if not mark.value and mark.id],
        "talk": [_talk_row(key, talk) for key, talk in counted.items()],
        "ledger": [_ledger_row(op_id, kept) for op_id, kept in state.new_ledger.items()],
        "touched": sorted(touched - written),
    }


def _tag_parts(state):
    new, gone, visits_of = [], [], set()
    for note in state.notes.values():
        added = note.tags - note.stored_tags.keys()
        removed = note.stored_tags.keys() - note.tags
        new += [(sql.new_id(), note.id, *thing) for thing in added]
        gone += [note.stored_tags[thing] for thing in removed]
        if added or removed:
            visits_of.add(note.visit_id)
    return new, gone, visits_of


def _visit_row(visit):
    return (
        visit.id,
        visit.teacher_id,
        visit.school_id,
        visit.kind,
        visit.mode,
        visit.grouping,
        visit.started_at,
        visit.ended_at,
        visit.lesson,
        visit.materials,
        sql.SEPARATOR.join(visit.groups),
        visit.is_late,
    )


def _note_row(note):
    return (
        note.id,
        note.visit_id,
        note.seq,
        note.rev,
        note.occurred_at,
        note.device_at,
        note.text,
        sql.SEPARATOR.join(note.judgement_words),
        note.is_late,
        note.deleted_at,
    )


def _mark_row(key, mark):
    return (mark.id or sql.new_id(), *key, mark.value, mark.count)


def _talk_row(key, talk):
    return (talk.id or sql.new_id(), *key, talk.count)


def _ledger_row(op_id, kept):
    body_hash, result = kept
    return (sql.new_id(), op_id, body_hash, json.dumps(result))
