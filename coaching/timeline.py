"""One timeline of a teacher's coaching: visits, feedback, plans, reflections, steps that were met.

Each kind of row comes through its own `visible_to`, and all of them in one query.
"""

import dataclasses
import datetime as dt

from django.db.models import Case, CharField, DateTimeField, F, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Left
from django.urls import reverse

from coaching.models import (
    ActionStep,
    FeedbackMeeting,
    Plan,
    Reflection,
    StudentWorkAnalysis,
    Support,
    Visit,
    Walkthrough,
)
from people.models import Term, User

PAGE = 30
NOTE_LENGTH = 160
COLUMNS = ("entry", "row", "at", "state", "words")
TITLES = {
    "visit": "Visit",
    "not_held": "Planned visit",
    "walkthrough": "Walkthrough",
    "formal_visit": "Formal visit",
    "support": "Support",
    "student_work": "Student work",
    "feedback": "Feedback meeting",
    "plan": "Coaching plan",
    "step": "Action step done",
    "reflection_step": "Reflection on a step",
    "reflection_plan": "Reflection on the plan",
}
PAGES = {
    "visit": "coaching:visit_detail",
    "not_held": "coaching:visit_detail",
    "walkthrough": "coaching:walkthrough_detail",
    "formal_visit": "coaching:walkthrough_detail",
    "support": "coaching:support_detail",
    "student_work": "coaching:student_work_detail",
    "feedback": "coaching:feedback_detail",
    "plan": "coaching:plan_detail",
    "step": "coaching:step_detail",
    "reflection_step": "coaching:step_detail",
    "reflection_plan": "coaching:plan_detail",
}
STATES = {
    "not_held": ("Did not happen", ""),
    "live": ("Live", "active"),
    "draft": ("Draft", "private"),
    "shared": ("Shared", "waiting"),
    "read": ("Read", "done"),
    "proposed": ("Waiting for signature", "waiting"),
    "agreed": ("Agreed", "done"),
    "completed": ("Completed", "done"),
    "private": ("Only you", "private"),
    "with_coach": ("Shared", "done"),
    "met": ("Done", "done"),
    "given": ("Given", "done"),
    "planned": ("Prepared", "waiting"),
    "looked_at": ("Looked at", "done"),
}


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing that happened."""

    when: dt.datetime
    title: str
    url: str
    note: str
    status: str
    tone: str

    @property
    def is_unread_walkthrough(self):
        titles = (TITLES["walkthrough"], TITLES["formal_visit"])
        return self.title in titles and self.status == STATES["shared"][0]

    @classmethod
    def of(cls, kind, row, at, state, words):
        status, tone = STATES[state]
        return cls(at, TITLES[kind], reverse(PAGES[kind], args=[row]), words, status, tone)


@dataclasses.dataclass(frozen=True)
class Timeline:
    """A page of entries, newest first, and where the older ones begin."""

    entries: list[Entry]
    older: str


def timeline(teacher: User, viewer: User, *, before: dt.datetime | None = None) -> Timeline:
    """What `viewer` may read of the teacher's coaching before a moment: one query."""
    kinds = (
        *(_visits, _not_held, _walkthroughs, _feedback, _supports, _student_work),
        *(_plans, _reflections, _met_steps),
    )
    first, *others = (_before(kind(teacher, viewer), before) for kind in kinds)
    rows = list(first.union(*others, all=True).order_by("-at", "row")[: PAGE + 1])
    entries = [Entry.of(*(row[name] for name in COLUMNS)) for row in rows[:PAGE]]
    older = entries[-1].when.isoformat() if len(rows) > PAGE else ""
    return Timeline(entries, older)


def _before(rows, before):
    rows = rows.filter(at__lt=before) if before else rows
    return rows.order_by().values(*COLUMNS)


def _in_columns(rows, *, entry, row="pk", at, state, words):
    """The five columns in which all kinds of rows are read together."""
    return rows.annotate(
        entry=entry if isinstance(entry, Case) else Value(entry, CharField()),
        row=F(row) if isinstance(row, str) else row,
        at=at,
        state=Cast(state, CharField()),
        words=Left(Cast(words, TextField()), NOTE_LENGTH),
    )


def _state_of_visit():
    return Case(
        When(ended_at=None, then=Value("live")),
        When(shared_at=None, then=Value("draft")),
        When(read_at=None, then=Value("shared")),
        default=Value("read"),
    )


def _visits(teacher, viewer):
    state = _state_of_visit()
    visits = Visit.objects.visible_to(viewer).held().filter(teacher=teacher)
    return _in_columns(visits, entry="visit", at=F("started_at"), state=state, words="lesson")


def _walkthroughs(teacher, viewer):
    """Walkthroughs and formal visits shared with the teacher; for her coach those she shows."""
    rows = Walkthrough.objects.visible_to(viewer).filter(teacher=teacher)
    by, state = F("coach__name"), _state_of_visit()
    formal = When(kind=Visit.Kind.FORMAL, then=Value("formal_visit"))
    entry = Case(formal, default=Value("walkthrough"), output_field=CharField())
    return _in_columns(rows, entry=entry, at=F("started_at"), state=state, words=by)


def _not_held(teacher, viewer):
    """Planned visits that did not happen, when that was said, and why."""
    labels = [
        When(not_held_because=value, then=Value(label))
        for value, label in Visit.NotHeldBecause.choices
    ]
    words = Case(*labels, default=Value(""), output_field=TextField())
    visits = Visit.objects.visible_to(viewer).not_held().filter(teacher=teacher)
    state, at = Value("not_held"), F("not_held_at")
    return _in_columns(visits, entry="not_held", at=at, state=state, words=words)


def _feedback(teacher, viewer):
    state = Case(
        When(shared_at=None, then=Value("draft")),
        When(read_at=None, then=Value("shared")),
        default=Value("read"),
    )
    meetings = FeedbackMeeting.objects.visible_to(viewer).filter(teacher=teacher)
    at = Coalesce("shared_at", "created_at")
    words = Coalesce("step__activity", Value(""))
    return _in_columns(meetings, entry="feedback", at=at, state=state, words=words)


def _at_noon(day):
    """The moment of something that has a day and no hour: noon UTC is that day in every zone of
    the United States."""
    return Cast(F(day), DateTimeField()) + Value(dt.timedelta(hours=12))


def _supports(teacher, viewer):
    kinds = [When(kind=value, then=Value(label)) for value, label in Support.Kind.choices]
    words = Case(*kinds, default=Value(""), output_field=TextField())
    supports = Support.objects.visible_to(viewer).kept().filter(teacher=teacher)
    at, state = _at_noon("given_on"), Value("given")
    return _in_columns(supports, entry="support", at=at, state=state, words=words)


def _student_work(teacher, viewer):
    nothing_yet = dict.fromkeys(StudentWorkAnalysis.AFTER, "")
    state = Case(When(**nothing_yet, then=Value("planned")), default=Value("looked_at"))
    rows = StudentWorkAnalysis.objects.visible_to(viewer).kept().filter(teacher=teacher)
    at = _at_noon("lesson_on")
    return _in_columns(rows, entry="student_work", at=at, state=state, words="task")


def _plans(teacher, viewer):
    plans = Plan.objects.visible_to(viewer).filter(teacher=teacher)
    at = Coalesce("completed_at", "agreed_at", "created_at")
    words = Coalesce("cycle__refinement_indicator__name", Value(""))
    return _in_columns(plans, entry="plan", at=at, state=F("status"), words=words)


def _reflections(teacher, viewer):
    about_step = When(step__isnull=False, then=Value("reflection_step"))
    is_shared = When(shared_at__isnull=False, then=Value("with_coach"))
    return _in_columns(
        Reflection.objects.visible_to(viewer).filter(author=teacher).exclude(text=""),
        entry=Case(about_step, default=Value("reflection_plan"), output_field=CharField()),
        row=Coalesce("step_id", "plan_id"),
        at=Coalesce("shared_at", "updated_at"),
        state=Case(is_shared, default=Value("private")),
        words="text",
    )


def _met_steps(teacher, viewer):
    steps = ActionStep.objects.visible_to(viewer).kept().filter(teacher=teacher)
    steps = steps.filter(status=ActionStep.Status.MET, met_at__isnull=False)
    at = F("met_at")
    return _in_columns(steps, entry="step", at=at, state=F("status"), words="activity")


@dataclasses.dataclass(frozen=True)
class Minutes:
    """How long a teacher was visited in a month, or a term."""

    name: str
    visits: int
    minutes: int


def minutes_of(teacher: User, viewer: User) -> list[Minutes]:
    """Minutes and visits of the running term, then month by month since its school year began;
    a minute counted once. Two queries."""
    today = viewer.today
    terms = Term.objects.visible_to(viewer).on(today)
    term = terms.select_related("school_year").last()
    since = term.school_year.starts_on if term else today - dt.timedelta(days=365)
    visits = Visit.objects.visible_to(viewer).filter(teacher=teacher, ended_at__isnull=False)
    visits = visits.filter(started_at__date__gte=since).only(
        "started_at", "ended_at", "hours_are_known"
    )
    days = [
        (visit.started_at.astimezone(viewer.zone).date(), visit.minutes or 0) for visit in visits
    ]
    rows = (
        [_sum(f"{term.name} term", [m for day, m in days if day >= term.starts_on])] if term else []
    )
    months = dict.fromkeys(sorted((day.replace(day=1) for day, _ in days), reverse=True))
    return rows + [
        _sum(f"{month:%B %Y}", [m for day, m in days if day.replace(day=1) == month])
        for month in months
    ]


def _sum(name, minutes):
    return Minutes(name, len(minutes), sum(minutes))
