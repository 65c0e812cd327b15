"""When a visit is due: the caseload and the reminders count the days between visits alike."""

import datetime as dt


def counted_from(assigned_on: dt.date, visited_on: dt.date | None) -> dt.date:
    """The day from which the days without a visit count: the assignment, or a visit after it."""
    return max(assigned_on, visited_on) if visited_on else assigned_on


def due_after(start: dt.date, days: int, leaves) -> dt.date | None:
    """The date `days` days after `start`, days of leave not counted; None during open leave."""
    due = start + dt.timedelta(days=days)
    for starts_on, ends_on in leaves:
        away_from = max(starts_on, start)
        if away_from >= due:
            break
        if ends_on is None:
            return None
        due += max(ends_on - away_from, dt.timedelta())
    return due
