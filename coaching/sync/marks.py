"""What operations do to look-for marks: the last one stands."""

from coaching.sync.state import Mark, already_shared, applied, missing, rejected


def set_mark(state, op):
    visit = state.writable_visit(op.visit)
    if visit is None or visit.started_at is None:
        return missing()
    if visit.shared_at:
        return already_shared()
    if not _is_known(state, visit, op):
        return rejected("not_found", "Choose one from the list on this page.")
    key = (op.visit, op.look_for, op.bank_look_for)
    mark = state.marks.setdefault(key, Mark(None, None, None))
    is_new = (mark.value, mark.count) != (op.value, op.count)
    mark.is_changed = mark.is_changed or is_new
    mark.value, mark.count = op.value, op.count
    return applied()


def _is_known(state, visit, op):
    if op.look_for:
        return state.look_fors.get(op.look_for) == visit.teacher_id
    return op.bank_look_for in state.bank
