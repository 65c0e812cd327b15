"""What operations do to evidence notes. No text is ever dropped (offline.md §3).

An edit names the revision it began from. Where that is the one stored it applies, and the text
before stays as a revision. Where it is not, both texts are kept until the coach picks one. What
the teacher has seen is never altered from a device.
"""

from coaching.evidence import judgement_words_in
from coaching.sync.state import NoteState, already_shared, applied, conflict, missing, rejected
from coaching.sync.visits import is_ahead, wrong_clock

REPLACED, CONFLICT = "replaced", "conflict"


def put(state, op):
    visit = state.writable_visit(op.visit)
    if visit is None or visit.started_at is None:
        return missing()
    if is_ahead(state, op.occurred_at):
        return wrong_clock()
    note = state.notes.get(op.id)
    if note is None:
        return _create(state, visit, op)
    if note.visit_id != op.visit or note.author_id != state.user_id:
        return missing()
    if op.text == note.text and (note.deleted_at is None or op.base_rev != note.rev):
        return applied(rev=note.rev)
    if is_shown(visit, note):
        return _keep_both(state, note, op.text, "shared")
    if op.base_rev == note.rev or note.deleted_at:
        return _change(state, note, op)
    return _keep_both(state, note, op.text, "edited_elsewhere")


def is_shown(visit, note):
    """Whether the teacher has been shown this note."""
    return bool(visit.shared_at) and not (note.is_late or note.is_left_out)


def _create(state, visit, op):
    state.notes[op.id] = NoteState(
        id=op.id,
        visit_id=op.visit,
        author_id=state.user_id,
        seq=op.seq,
        rev=1,
        occurred_at=op.occurred_at,
        device_at=op.device_at,
        text=op.text,
        is_late=bool(visit.shared_at),
        judgement_words=judgement_words_in(op.text, state.judgement_words),
        is_changed=True,
    )
    return applied(rev=1)


def _change(state, note, op):
    was_deleted = note.deleted_at is not None
    if op.text != note.text:
        _remember(state, note, note.text, REPLACED)
    note.text, note.deleted_at, note.is_changed = op.text, None, True
    note.rev += 1
    note.judgement_words = judgement_words_in(op.text, state.judgement_words)
    return applied(rev=note.rev, **({"code": "undeleted"} if was_deleted else {}))


def _keep_both(state, note, text, code):
    _remember(state, note, text, CONFLICT)
    message = {
        "shared": "The teacher has seen this note. Your text is kept beside it in the review.",
        "edited_elsewhere": "This note was changed on another device. Both texts are kept.",
    }
    return conflict(code, message[code], rev=note.rev)


def _remember(state, note, text, why):
    if text in note.texts:
        return
    note.texts.add(text)
    state.new_revisions.append((note.id, note.rev, text, why))


def delete(state, op):
    visit = state.writable_visit(op.visit)
    note = state.notes.get(op.id)
    if visit is None or note is None:
        return missing()
    if note.visit_id != op.visit or note.author_id != state.user_id:
        return missing()
    if note.deleted_at:
        return applied(rev=note.rev)
    if is_shown(visit, note):
        return rejected("shared", "The teacher has seen this note, so it stays.")
    if op.base_rev != note.rev:
        message = "This note was changed on another device, so it was kept."
        return conflict("edited_elsewhere", message, rev=note.rev)
    note.deleted_at, note.is_changed = state.now, True
    note.rev += 1
    return applied(rev=note.rev)


def tag(state, op):
    """Add or remove one tag: sets, merged whatever the order."""
    note = state.notes.get(op.note)
    visit = state.writable_visit(note.visit_id) if note else None
    if visit is None or note.author_id != state.user_id:
        return missing()
    if is_shown(visit, note):
        return already_shared()
    if not _is_known(state, visit, op):
        return rejected("not_found", "Choose one from the list on this page.")
    if op.op == "tag.add":
        note.tags.add(op.thing)
    else:
        note.tags.discard(op.thing)
    return applied()


def _is_known(state, visit, op):
    if op.indicator:
        return op.indicator in state.indicators
    if op.look_for:
        return state.look_fors.get(op.look_for) == visit.teacher_id
    return True
