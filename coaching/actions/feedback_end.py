"""Feedback that is never shared, though its visit is, ends on the course of drafts (D12)."""

import datetime as dt

from django.db import transaction

from coaching.actions import draft_end as drafts
from coaching.actions.draft_end import LostError, Outcome, State
from coaching.actions.sharing import share_feedback
from coaching.models import DraftEnd, FeedbackMeeting, Visit
from coaching.models.relations import is_caseload
from coaching.reminders import SystemDay
from coaching.retention import TOLD_AFTER, WARN_AFTER
from coaching.shown import Shown
from core import wall_clock
from notices.actions import Reminder, remind
from notices.hours import DAY_BEGINS
from people.models import SchoolSystem


@transaction.atomic
def plan_feedback_ends(system: SchoolSystem, *, now: dt.datetime) -> None:
    """Begin the course of each draft of feedback, move it where leave or closures changed, and tell
    its author once on each day. Planning twice changes nothing."""
    day, told = SystemDay.of(system, now), []
    for visit in _old(system, now - WARN_AFTER):
        row = _current(visit)
        runs = drafts.course_of(visit, row, day, _since(visit))
        _keep(visit, row, runs, day, now)
        if visit.coach.is_active:
            told += _reminders(visit, runs, day)
    remind("feedback_ends", told, now=now)


def _old(system, before):
    """Shared visits with feedback from before this moment that is not shared."""
    begun = FeedbackMeeting.objects.drafts().filter(created_at__lte=before)
    visits = Visit.objects.filter(school_system=system, shared_at__lte=before, feedback__in=begun)
    return visits.select_related("feedback", "feedback_end", "coach")


def _since(visit):
    """While the visit was a draft itself, its feedback ended with it."""
    return max(visit.feedback.created_at, visit.shared_at)


def _current(visit):
    """The row of this draft. One that has ended was of a draft before: feedback was begun anew, or
    shared and taken back."""
    row = getattr(visit, "feedback_end", None)
    if row is not None and row.state in (State.DONE, State.SKIPPED):
        row.delete()
        return None
    return row


def _keep(visit, row, runs, day, now):
    first, due_at = runs.told[TOLD_AFTER[0]], drafts.due_at_of(runs.ends_on, day.system, now)
    if row is None and first and first <= day.today:
        DraftEnd.objects.create(
            school_system=day.system,
            feedback_of=visit,
            first_seen_on=day.today,
            ends_on=runs.ends_on,
            policy=day.system.retention_drafts,
            due_at=due_at,
        )
    elif row is not None and row.state == State.DUE and row.ends_on != runs.ends_on:
        DraftEnd.objects.filter(pk=row.pk).update(ends_on=runs.ends_on, due_at=due_at)


def _reminders(visit, runs, day):
    for count, date in runs.told.items():
        if date and date <= day.today:
            told_from = wall_clock.at(date, DAY_BEGINS, day.system.zone)
            yield Reminder(visit.feedback, visit.coach_id, str(count), told_from)


@transaction.atomic
def choose_for_feedback(visit: Visit, choice: str, *, now: dt.datetime) -> bool:
    """The author says what becomes of the feedback on its last day; False where it was shared or
    has ended. The next planning works out the day, long before it comes."""
    visit = drafts.locked_visit(visit.pk)
    if not _is_draft(visit):
        return False
    ends = DraftEnd.objects.filter(feedback_of=visit)
    ends.exclude(state=State.DUE).delete()
    system = visit.school_system
    new = DraftEnd(
        school_system=system,
        feedback_of=visit,
        first_seen_on=now.astimezone(system.zone).date(),
        policy=system.retention_drafts,
        due_at=drafts.due_at_of(None, system, now),
    )
    DraftEnd.objects.bulk_create([new], ignore_conflicts=True)
    return bool(ends.open().update(choice=choice))


@transaction.atomic
def remove_feedback_now(visit: Visit, *, now: dt.datetime) -> bool:
    """The author ends the draft before its day: every word of it goes, the visit stays. False where
    it was shared or has ended."""
    visit = drafts.locked_visit(visit.pk)
    if not _is_draft(visit):
        return False
    drafts.remove_feedback(visit, now)
    ended = {"state": State.DONE, "outcome": Outcome.PURGED, "finished_at": now}
    DraftEnd.objects.open().filter(feedback_of=visit).update(**ended)
    return True


def _is_draft(visit):
    begun = FeedbackMeeting.objects.drafts().filter(visit=visit)
    return visit.shared_at is not None and begun.exists()


def end_feedback(pk, *, now: dt.datetime) -> None:
    """Do what is due with one draft of feedback, if nobody else does."""
    row = DraftEnd.objects.filter(visit=None).claim(pk, now)
    if row is None:
        return
    try:
        _end(row, now)
    except LostError:
        return


@transaction.atomic
def _end(row, now):
    """Share it where that is the rule and nothing is missing, else remove every word of it; not
    where it was shared meanwhile, or its day has moved. The visit stays as it is."""
    visit = drafts.locked_visit(row.feedback_of_id)
    meeting = FeedbackMeeting.objects.drafts().filter(visit=visit).first()
    if meeting is None or visit.shared_at is None:
        return drafts.finish_end(row, State.SKIPPED, now)
    visit.feedback = meeting
    day = SystemDay.of(visit.school_system, now)
    last = drafts.course_of(visit, row, day, _since(visit)).ends_on
    is_assigned = is_caseload(visit.coach, visit.teacher_id)
    if not is_assigned:
        last = last and max(last, drafts.kept_for_former(visit, day))
    if last is None or last >= day.today:
        return drafts.postpone(row, last, day, now)
    is_shared = is_assigned and row.wanted == Outcome.SHARED and _share(meeting, visit, now)
    if not is_shared:
        drafts.remove_feedback(visit, now)
    outcome = Outcome.SHARED if is_shared else Outcome.PURGED
    return drafts.finish_end(row, State.DONE, now, outcome=outcome)


def _share(meeting, visit, now) -> bool:
    """Whether it was whole, and is shared now."""
    shown = Shown.of(meeting)
    if shown.missing:
        return False
    share_feedback(meeting, checked=shown.fingerprint(), by=visit.coach, now=now)
    return True
