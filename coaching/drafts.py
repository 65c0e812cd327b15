"""The drafts of one author with the day each ends; and how many there are, for the admin."""

import dataclasses
import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q

from coaching.actions.draft_end import course_of
from coaching.models import DraftEnd, FeedbackMeeting, Visit
from coaching.reminders import SystemDay
from coaching.retention import WARN_AFTER

SOON = dt.timedelta(days=14)


@dataclasses.dataclass
class Draft:
    """One visit that is not shared: when it ends, and what becomes of it."""

    visit: Visit
    ends_on: dt.date | None
    wanted: str
    is_old: bool
    is_chosen: bool
    is_assigned: bool


def drafts_of(author, now) -> list[Draft]:
    """The author's drafts, and what was never ended in 14 days, the oldest at the head."""
    own = Visit.objects.visible_to(author).filter(coach=author)
    rows = own.drafts() | own.never_ended(now - WARN_AFTER)
    rows = list(rows.select_related("teacher", "school", "draft_end").order_by("started_at"))
    if not rows:
        return []
    day = SystemDay.of(author.school_system, now)
    assigned = author.coach_assignments.active(day.today).values_list("teacher", flat=True)
    assigned = set(assigned)
    return [_draft(visit, visit.teacher_id in assigned, day, now) for visit in rows]


def _draft(visit, is_assigned, day, now):
    row = getattr(visit, "draft_end", None)
    wanted = row.wanted if row else day.system.retention_drafts
    return Draft(
        visit,
        course_of(visit, row, day).ends_on,
        wanted if is_assigned else DraftEnd.Outcome.PURGED,
        is_old=now - visit.unshared_since >= WARN_AFTER,
        is_chosen=bool(row and row.choice),
        is_assigned=is_assigned,
    )


def feedback_drafts_of(author, now):
    """The author's unshared feedback of shared visits, the oldest first, each with whether it is
    old and whether its author still coaches the teacher. The last day of each stands in its row,
    once the author was told."""
    rows = FeedbackMeeting.objects.visible_to(author).drafts().filter(coach=author)
    rows = rows.filter(visit__shared_at__isnull=False)
    rows = rows.select_related("teacher", "visit__school", "visit__feedback_end")
    assigned = author.coach_assignments.active(author.today).filter(teacher=OuterRef("teacher"))
    rows = rows.annotate(is_assigned=Exists(assigned)).order_by("created_at", "pk")
    for meeting in rows:
        begun = max(meeting.created_at, meeting.visit.shared_at)
        meeting.is_old = now - begun >= WARN_AFTER
    return rows


def draft_counts(system, today) -> dict:
    """How many visits and how much feedback waits, and ended in which way: {"visits": numbers,
    "feedback": numbers} of a whole system."""
    ends = DraftEnd.objects.filter(school_system=system)
    of_visits, of_feedback = Q(visit__isnull=False), Q(feedback_of__isnull=False)
    counts = ends.aggregate(
        **_counts("visits", of_visits, today), **_counts("feedback", of_feedback, today)
    )
    visits = Visit.objects.drafts().filter(school_system=system)
    meetings = FeedbackMeeting.objects.drafts().filter(school_system=system)
    counts["visits_drafts"] = visits.count()
    counts["feedback_drafts"] = meetings.filter(visit__shared_at__isnull=False).count()
    return {
        kind: {
            name.partition("_")[2]: count
            for name, count in counts.items()
            if name.startswith(f"{kind}_")
        }
        for kind in ("visits", "feedback")
    }


def _counts(kind, which, today):
    """What is counted of the ends of one kind of draft."""
    due = which & Q(state=DraftEnd.State.DUE)
    filters = {
        "told": due & Q(ends_on__isnull=False),
        "soon": due & Q(ends_on__lte=today + SOON),
        "stuck": which & Q(state=DraftEnd.State.DEAD),
        **{str(outcome): which & Q(outcome=outcome) for outcome in DraftEnd.Outcome},
    }
    return {f"{kind}_{name}": Count("pk", filter=rule) for name, rule in filters.items()}
