"""Drafts that are never shared come to an end: announced, chosen, and done once (D12)."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Subquery
from django.db.models.functions import Greatest

from coaching import artifact_store
from coaching.models import (
    ActionStep,
    Artifact,
    DraftEnd,
    EvidenceNote,
    FeedbackMeeting,
    LookFor,
    LookForMark,
    NoteRevision,
    NoteTag,
    QuotedNote,
    TalkCount,
    Visit,
)
from coaching.models.relations import is_caseload
from coaching.models.visit import FORMER_COACH_DAYS
from coaching.reminders import SystemDay
from coaching.retention import TOLD_AFTER, WARN_AFTER, Course, course
from core import wall_clock
from core.leases import Leased, sweep
from notices.actions import Reminder, notify, remind
from notices.hours import DAY_BEGINS
from people.models import CoachAssignment, SchoolSystem

END_DRAFT = "coaching.tasks.end_draft"
PAUSED_FOR = dt.timedelta(days=365)  # looked at again long before: each plan sets it anew
State = Leased.State
Outcome = DraftEnd.Outcome


class LostError(Exception):
    """Another worker has the draft meanwhile: this one writes nothing."""


@transaction.atomic
def plan_ends(system: SchoolSystem, *, now: dt.datetime) -> None:
    """Begin, and move where leave or closures changed, the course of each draft; tell its author
    once on each day. Planning twice changes nothing."""
    day = SystemDay.of(system, now)
    told, begun = [], []
    for visit in (
        _old(now - WARN_AFTER).filter(school_system=system).select_related("draft_end", "coach")
    ):
        row = getattr(visit, "draft_end", None)
        runs = course_of(visit, row, day)
        first = runs.told[TOLD_AFTER[0]]
        if row is None and first and first <= day.today:
            begun.append(_begin(visit, day.system, day.today, runs.ends_on, now))
        elif row is not None and row.state == State.DUE and row.ends_on != runs.ends_on:
            due_at = due_at_of(runs.ends_on, system, now)
            DraftEnd.objects.filter(pk=row.pk).update(ends_on=runs.ends_on, due_at=due_at)
        if visit.coach.is_active:
            told += _reminders(visit, runs, day)
    DraftEnd.objects.bulk_create(begun, ignore_conflicts=True)
    remind("draft_ends", told, now=now)


def _old(before):
    """Drafts from before this moment, and visits that were begun before it and never ended."""
    drafts = Visit.objects.drafts().filter(ended_at__lte=before)
    return drafts | Visit.objects.never_ended(before)


def course_of(visit: Visit, row: DraftEnd | None, day: SystemDay, since=None) -> Course:
    """The days of one draft, as calendar and leave stand; of a visit's feedback from `since` on."""
    first_seen_on = row.first_seen_on if row else day.today
    leaves = day.leaves.get(visit.coach_id, ())
    calendar = day.calendar.at(visit.school_id)
    since = day.date_of(since or visit.unshared_since)
    return course(since, first_seen_on, calendar, leaves)


def _begin(visit, system, today, ends_on, now):
    return DraftEnd(
        school_system=system,
        visit=visit,
        first_seen_on=today,
        ends_on=ends_on,
        policy=system.retention_drafts,
        due_at=due_at_of(ends_on, system, now),
    )


def due_at_of(ends_on, system, now):
    """The end of the last day, so that the whole of it is the author's."""
    if ends_on is None:
        return now + PAUSED_FOR
    return wall_clock.at(ends_on + dt.timedelta(days=1), dt.time(), system.zone)


def _reminders(visit, runs, day):
    for count, date in runs.told.items():
        if date and date <= day.today:
            told_from = wall_clock.at(date, DAY_BEGINS, day.system.zone)
            slot = str(count) if visit.ended_at else f"open {count}"
            yield Reminder(visit, visit.coach_id, slot, told_from)


@transaction.atomic
def choose(visit: Visit, choice: str, *, now: dt.datetime) -> bool:
    """The author says what becomes of the draft; False where it was shared or has ended.

    The next planning works out the day, long before it comes.
    """
    visit = locked_visit(visit.pk)
    if not visit.is_kept_unshared:
        return False
    if visit.ended_at is None and choice == Outcome.SHARED:
        return False
    system = visit.school_system
    new = _begin(visit, system, now.astimezone(system.zone).date(), None, now)
    DraftEnd.objects.bulk_create([new], ignore_conflicts=True)
    return bool(DraftEnd.objects.open().filter(visit=visit).update(choice=choice))


@transaction.atomic
def end_now(visit: Visit, *, now: dt.datetime) -> bool:
    """The author ends a visit that was left open; False where it is ended already. It is a draft
    from now on, with its own days to be told and to choose."""
    visit = locked_visit(visit.pk)
    if visit.status != Visit.Status.LIVE:
        return False
    _end_visit(visit)
    today = now.astimezone(visit.school_system.zone).date()
    DraftEnd.objects.open().filter(visit=visit).update(first_seen_on=today, choice="")
    return True


def _end_visit(visit):
    """It ended when the last note of it was written; without a note, when it began."""
    notes = EvidenceNote.objects.filter(visit=visit.pk).order_by("-occurred_at")
    ended_at = Greatest("started_at", Subquery(notes.values("occurred_at")[:1]))
    rows = Visit.objects.filter(pk=visit.pk)
    rows.update(ended_at=ended_at, version=F("version") + 1)


def locked_visit(pk):
    """The visit, held as sharing and a device's notes hold it."""
    rows = Visit.objects.select_for_update(of=("self",))
    return rows.select_related("school_system", "teacher", "coach__school_system").get(pk=pk)


def end_draft(pk, *, now: dt.datetime) -> None:
    """Do what is due with one draft, if nobody else does."""
    row = DraftEnd.objects.filter(feedback_of=None).claim(pk, now)
    if row is None:
        return
    try:
        files = _end(row, now)
    except LostError:
        return
    for artifact in files:
        artifact_store.erase(artifact)


@transaction.atomic
def _end(row, now) -> list[Artifact]:
    """End the draft, unless it was shared meanwhile or its day has moved; the files to erase.

    A visit that was never ended cannot be shared: where that is the rule, it is ended, and has a
    draft's days from the first word to the last.
    """
    visit = locked_visit(row.visit_id)
    if not visit.is_kept_unshared:
        finish_end(row, State.SKIPPED, now)
        return []
    day = SystemDay.of(visit.school_system, now)
    last = course_of(visit, row, day).ends_on
    outcome = row.wanted
    if not is_caseload(visit.coach, visit.teacher_id):
        outcome = Outcome.PURGED
        last = last and max(last, kept_for_former(visit, day))
    if last is None or last >= day.today:
        postpone(row, last, day, now)
        return []
    if visit.ended_at is None and outcome == Outcome.SHARED:
        _end_visit(visit)
        visit.refresh_from_db(fields=["ended_at"])
        row.first_seen_on = day.today
        postpone(row, course_of(visit, row, day).ends_on, day, now)
        return []
    files = _share(visit, now) if outcome == Outcome.SHARED else _empty(visit, outcome, now)
    finish_end(row, State.DONE, now, outcome=outcome)
    return files


def kept_for_former(visit, day):
    """A former coach reads own drafts for 30 days after the end (permissions R10)."""
    rows = CoachAssignment.objects.filter(teacher=visit.teacher_id, coach=visit.coach_id)
    ends = [row.ends_on + dt.timedelta(days=FORMER_COACH_DAYS) for row in rows if row.ends_on]
    return max(ends, default=dt.date.min)


def postpone(row, last, day, now):
    """Not yet: the row waits anew, with all its attempts."""
    fresh = {"ends_on": last, "due_at": due_at_of(last, day.system, now), "leased_until": None}
    fresh["first_seen_on"] = row.first_seen_on
    mine = DraftEnd.objects.filter(pk=row.pk, state=State.DUE, attempts=row.attempts)
    mine.update(**fresh, attempts=F("attempts") - 1)


def finish_end(row, state, now, **results):
    if not row.finish(state, now=now, **results):
        raise LostError


def _share(visit, now) -> list:
    """The teacher reads its notes from now on, and is told."""
    visit.share(now)
    notify("notes_shared", about=visit, to=[visit.teacher], now=now)
    return []


def _empty(visit, outcome, now) -> list[Artifact]:
    """Remove every word of the draft, and its files; that there was a visit stays.

    Notes quoted in shared feedback stay. The marks go too, unless they are what is kept; talk
    counts are not among what the coach is told is kept.
    """
    files = list(Artifact.objects.filter(visit=visit))
    Artifact.objects.filter(visit=visit).delete()
    remove_feedback(visit, now)
    notes = EvidenceNote.objects.filter(visit=visit)
    quoted = QuotedNote.objects.filter(meeting__shared_at__isnull=False).values("note")
    notes = notes.exclude(pk__in=quoted)
    for model in (NoteRevision, NoteTag):
        model.objects.filter(note__in=notes.values("pk")).delete()
    notes.delete()
    TalkCount.objects.filter(visit=visit).delete()
    if outcome == Outcome.PURGED:
        LookForMark.objects.filter(visit=visit).delete()
    Visit.objects.filter(pk=visit.pk).update(
        emptied_at=now,
        ended_at=visit.unshared_since,
        lesson="",
        materials="",
        priority_groups_checked=[],
        candidate_focus=None,
        version=F("version") + 1,
    )
    return files


def remove_feedback(visit, now):
    """Feedback that was begun and never shared, with its step."""
    meeting = FeedbackMeeting.objects.filter(visit=visit, shared_at=None).first()
    if meeting is None:
        return
    QuotedNote.objects.filter(meeting=meeting).delete()
    step = ActionStep.objects.filter(pk=meeting.step_id, shared_at=None, plan=None)
    LookFor.objects.filter(step__in=step.values("pk")).update(text="", removed_at=now)
    if meeting.cycles.exists():
        words = dict.fromkeys(("praise", "probe", "goal", "upcoming_lesson"), "")
        words |= {"not_engaged_count": None, "not_engaged": "", "reach_out": "", "step": None}
        FeedbackMeeting.objects.filter(pk=meeting.pk).update(**words)
    else:
        FeedbackMeeting.objects.filter(pk=meeting.pk).delete()
    step.update(activity="", teacher_does="", removed_at=now)


def sweep_drafts(now: dt.datetime) -> None:
    """Ring for drafts whose time is up."""
    sweep(DraftEnd.objects.all(), END_DRAFT, now)
