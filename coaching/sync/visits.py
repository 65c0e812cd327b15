"""What operations do to a visit: it starts, ends, goes on, and its fields change."""

import datetime as dt

from coaching import tickets
from coaching.sync.state import VisitState, already_shared, applied, conflict, missing, rejected

REOPEN_WITHIN = dt.timedelta(minutes=10)
FUTURE = dt.timedelta(hours=24)


def is_ahead(state, moment) -> bool:
    """More than a day ahead of the server: the device's clock is wrong."""
    return moment - state.now > FUTURE


def wrong_clock():
    return rejected("clock", "The clock of this device is ahead. Set it right, then send again.")


def start(state, op):
    if is_ahead(state, op.started_at):
        return wrong_clock()
    visit = state.visits.get(op.id)
    if visit is None:
        return _start_new(state, op)
    if visit.teacher_id != op.teacher or state.writable_visit(op.id) is None:
        return missing()
    if visit.started_at is None:
        visit.started_at, visit.is_changed = op.started_at, True
    return applied()


def _start_new(state, op):
    is_late = not state.is_assigned(op.teacher)
    if is_late and not _has_ticket(state, op):
        return rejected("not_assigned", "You do not coach this teacher. Copy the notes you took.")
    if op.teacher not in state.schools:
        return rejected("no_school", "Ask your administrator to enter this teacher's school.")
    state.visits[op.id] = VisitState(
        id=op.id,
        coach_id=state.user_id,
        teacher_id=op.teacher,
        school_id=state.schools[op.teacher],
        created_at=state.now,
        kind=op.kind,
        started_at=op.started_at,
        is_late=is_late,
        is_changed=True,
    )
    return applied()


def _has_ticket(state, op):
    ticket = tickets.read(op.ticket)
    if ticket is None or (ticket.coach_id, ticket.teacher_id) != (state.user_id, op.teacher):
        return False
    is_inside = state.was_assigned(op.teacher, op.started_at)
    return is_inside and ticket.covers(op.started_at, state.now)


def end(state, op):
    visit = state.writable_visit(op.visit)
    if visit is None or visit.started_at is None:
        return missing()
    if visit.shared_at:
        return already_shared()
    if op.ended_at is None:
        return _reopen(state, visit)
    if is_ahead(state, op.ended_at):
        return wrong_clock()
    ended_at = max(op.ended_at, visit.started_at)
    visit.is_changed = visit.is_changed or visit.ended_at != ended_at
    visit.ended_at = ended_at
    return applied()


def _reopen(state, visit):
    if visit.ended_at is None:
        return applied()
    if state.now - visit.ended_at > REOPEN_WITHIN:
        return rejected("ended", "This visit ended a while ago. Add the note in its review.")
    visit.ended_at, visit.is_changed = None, True
    return applied()


def set_field(state, op):
    visit = state.writable_visit(op.visit)
    if visit is None:
        return missing()
    if visit.shared_at:
        return already_shared()
    stored = getattr(visit, op.field)
    if stored not in (op.value, op.based_on):
        return conflict("edited_elsewhere", f"The {op.field} was changed on another device.")
    visit.is_changed = visit.is_changed or stored != op.value
    setattr(visit, op.field, op.value)
    return applied()


def set_group(state, op):
    visit = state.writable_visit(op.visit)
    if visit is None:
        return missing()
    if visit.shared_at:
        return already_shared()
    groups = set(visit.groups) | {op.group} if op.is_checked else set(visit.groups) - {op.group}
    visit.is_changed = visit.is_changed or groups != set(visit.groups)
    visit.groups = sorted(groups)
    return applied()
