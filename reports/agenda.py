"""What waits for a person today, of all their duties at once: one query, like a desk's in-tray.

A thing leaves the list when it is done, because it is worked out from the rows themselves.
"""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from coaching.models import (
    FeedbackMeeting,
    PeerVisit,
    Plan,
    Reflection,
    ReflectionPrompt,
    RoundStep,
    StepProposal,
    Visit,
    VisitInvitation,
    Walkthrough,
)
from ilt.models import PromisedStep
from meetings.models import Assignment, Meeting
from people.models import CoachAssignment, CoachingVision, FeatureSurvey, ImportBatch, User
from reports.models import Export

COLUMNS = ("entry", "row", "at", "name", "words")
RECENT = dt.timedelta(days=14)
AHEAD = dt.timedelta(days=7)
MOST = 60


@dataclasses.dataclass(frozen=True)
class Kind:
    """How one kind of thing is named, where it leads, and what its button says."""

    title: str
    page: str
    button: str
    is_about_a_row: bool = True
    query: str = ""

    def url(self, pk):
        return reverse(self.page, args=[pk] if self.is_about_a_row else []) + self.query


KINDS = {
    "live": Kind("Visit to {name}", "coaching:visit_live", "Continue the visit"),
    "planned": Kind("Visit to {name}", "coaching:visit_detail", "Open"),
    "no_feedback": Kind("Visit to {name}", "coaching:feedback_edit", "Hold the feedback meeting"),
    "unshared": Kind("Feedback for {name}", "coaching:feedback_edit", "Finish and share"),
    "sign": Kind("Coaching plan with {name}", "coaching:plan_sign", "Read and sign"),
    "feedback": Kind("Feedback from {name}", "coaching:feedback_detail", "Read it"),
    "notes": Kind("Notes of a visit by {name}", "coaching:visit_detail", "Read them"),
    "walk_running": Kind("Walkthrough: {name}", "coaching:walkthrough_edit", "Go on"),
    "formal_running": Kind("Formal visit: {name}", "coaching:walkthrough_edit", "Go on"),
    "formal": Kind("Formal visit by {name}", "coaching:walkthrough_detail", "Read it"),
    "walk_unshared": Kind("Walkthrough: {name}", "coaching:walkthrough_detail", "Share it"),
    "walkthrough": Kind("Walkthrough by {name}", "coaching:walkthrough_detail", "Read it"),
    "reflect": Kind("Reflection on your plan", "coaching:plan_reflect", "Reflect"),
    "goes_along": Kind(
        "What goes along to {name}", "people:assignment_history", "Say what goes along"
    ),
    "proposal": Kind("Step proposed by {name}", "coaching:proposal_detail", "Read and answer"),
    "invitation": Kind("{name} invites you", "coaching:visit_invitation", "Answer"),
    "peer": Kind("Peer visit with {name}", "coaching:peer_visit", "Answer"),
    "peer_write": Kind("Your visit to {name}", "coaching:peer_visit_write", "Write what you saw"),
    "peer_told": Kind("{name} visited you", "coaching:peer_visit", "Read it"),
    "meeting": Kind("{name}", "meetings:meeting_detail", "Read the agenda"),
    "assignment": Kind("To do for {name}", "meetings:assignment_report", "Say what became of it"),
    "promise": Kind("Promised: {name}", "ilt:promise_outcome", "Say what became of it"),
    "export": Kind("{name}", "reports:export_detail", "Get the file"),
    "vision": Kind("How we coach here is new", "people:vision_detail", "Read it", False),
    "survey": Kind("Two questions about what is new here", "people:survey", "Answer them"),
    "import": Kind("{name}", "people:import_detail", "Look at the preview"),
}
# Steps of observation rounds past their last day: a line for each kind of step, with their number.
ROUND_KINDS = {
    f"round_{step.value}": Kind(
        f"{step.label}: {{name}} still open",
        "coaching:round_list",
        "See which",
        is_about_a_row=False,
        query=f"?show=overdue&step={step.value}",
    )
    for step in RoundStep.Step
} | {
    "round_self_assessment": Kind(
        "Your self-assessment is still open", "coaching:my_observation_round", "Write it", False
    )
}
KINDS |= ROUND_KINDS


@dataclasses.dataclass(frozen=True)
class Item:
    """One thing that waits."""

    title: str
    url: str
    button: str
    at: dt.datetime
    words: str
    pk: uuid.UUID | None = None


def agenda(user: User, now: dt.datetime) -> dict[str, list[Item]]:
    """What waits for `user`, by kind, the oldest first: one query."""
    first, *others = (rows.order_by().values(*COLUMNS) for rows in _sources(user, now))
    items = defaultdict(list)
    for row in first.union(*others, all=True).order_by("at", "row")[:MOST]:
        kind = KINDS[row["entry"]]
        items[row["entry"]].append(
            Item(
                kind.title.format(name=row["name"]),
                kind.url(row["row"]),
                kind.button,
                row["at"],
                row["words"],
                row["row"],
            )
        )
    return dict(items)


def _sources(user, now):
    """The rows of each kind, in the five columns of the agenda."""
    yield from _visits_of_the_coach(user, now)
    yield _plans_to_sign(user)
    proposals = StepProposal.objects.visible_to(user).waiting_for(user)
    yield _in_columns(proposals, "proposal", "created_at", "proposed_by__name", "activity")
    yield _invitations_to(user)
    yield from _walkthroughs_of(user)
    yield _steps_past_their_day(user)
    yield from _for_the_teacher(user)
    yield _assignments_of(user)
    yield _meetings_of(user, now)
    promised = PromisedStep.objects.visible_to(user).promised().filter(owner=user)
    yield _in_columns(promised, "promise", "review__held_at", "review__title", "text")
    yield _files(Export.objects.visible_to(user).downloadable(now), "export", "finished_at")
    batches = ImportBatch.objects.visible_to(user).filter(uploaded_by=user)
    waiting = batches.filter(state=ImportBatch.State.PREVIEWED)
    yield _files(waiting, "import", "created_at")
    vision = CoachingVision.objects.visible_to(user).waiting_for(user)
    yield _in_columns(vision, "vision", "published_at", Value(""), Value(""))
    surveys = FeatureSurvey.objects.visible_to(user).asking(user)
    yield _in_columns(surveys, "survey", "created_at", Value(""), Value(""))


def _visits_of_the_coach(user, now):
    """The coach's own visits: running, planned for today, and not yet fed back."""
    mine = Visit.objects.visible_to(user).filter(coach=user)
    mine = mine.filter(teacher__in=User.objects.coached_by(user))
    today = mine.planned().filter(planned_on=user.today)
    held = mine.filter(ended_at__isnull=False, emptied_at=None).filter(
        Q(shared_at=None) | Q(started_at__gt=now - RECENT)
    )
    drafts = FeedbackMeeting.objects.visible_to(user).filter(coach=user, shared_at=None)
    drafts = drafts.filter(visit__in=mine.filter(emptied_at=None).values("pk"))
    yield _in_columns(mine.live(), "live", "started_at", "teacher__name", "lesson")
    yield _in_columns(today, "planned", "created_at", "teacher__name", "period")
    yield _in_columns(
        held.filter(feedback=None), "no_feedback", "started_at", "teacher__name", "lesson"
    )
    yield _in_columns(
        drafts, "unshared", "visit__started_at", "teacher__name", Value(""), row="visit_id"
    )


def _invitations_to(user):
    """Lessons that teachers invite this coach to see, with the day they are on."""
    rows = VisitInvitation.objects.visible_to(user).waiting_for(user, user.today)
    day = Func(F("planned_on"), Value("Dy, Mon FMDD"), function="to_char", output_field=TextField())
    said = Concat(day, Value(" "), "period", Value(" "), "look_for", output_field=TextField())
    return _in_columns(rows, "invitation", "created_at", "teacher__name", said)


def _assignments_of(user):
    """What the person's teams gave them to do at their latest meeting, until they say what became
    of it."""
    later = Meeting.objects.held().filter(
        team=OuterRef("meeting__team"), starts_at__gt=OuterRef("meeting__starts_at")
    )
    teams = user.team_memberships.active(user.today).values("team")
    mine = Assignment.objects.of_member(user).unreported_by(user).filter(meeting__team__in=teams)
    mine = mine.filter(~Exists(later), meeting__state=Meeting.State.HELD)
    return _in_columns(mine, "assignment", "meeting__starts_at", "meeting__team__name", "text")


def _meetings_of(user, now):
    """Meetings of the coming seven days, with the prework this person has still to do."""
    ahead = Meeting.objects.ahead_of(user, now, now + AHEAD)
    about = Concat(Value(": "), "focus", output_field=TextField())
    focus = Case(When(focus="", then=Value("")), default=about, output_field=TextField())
    is_open = user.attendances.filter(meeting=OuterRef("pk"), prework_done_at=None)
    asked = Case(
        When(Exists(is_open), then=F("prework")), default=Value(""), output_field=TextField()
    )
    name = Concat("team__name", focus, output_field=TextField())
    return _in_columns(ahead, "meeting", "starts_at", name, asked)


def _plans_to_sign(user):
    plans = Plan.objects.visible_to(user).waiting_for(user)
    partner = Case(When(teacher=user, then=F("coach__name")), default=F("teacher__name"))
    return _in_columns(plans, "sign", "created_at", partner, Value(""))


def _walkthroughs_of(user):
    """Walkthroughs this person makes that the teacher cannot read yet."""
    mine = Walkthrough.objects.visible_to(user).made_by(user).unshared()
    running, ended = mine.running(), mine.walk_ins().filter(ended_at__isnull=False)
    for rows, kind in ((running.walk_ins(), "walk_running"), (running.formal(), "formal_running")):
        yield _in_columns(rows, kind, "started_at", "teacher__name", Value(""))
    yield _in_columns(ended, "walk_unshared", "started_at", "teacher__name", Value(""))


def _steps_past_their_day(user):
    """How many steps of observation rounds this person does are past their last day, by step."""
    steps = RoundStep.objects.visible_to(user).waiting_for(user)
    groups = steps.standing("overdue", user.today).order_by().values("step")
    return groups.annotate(
        entry=Concat(Value("round_"), "step", output_field=CharField()),
        row=Value(None, UUIDField()),
        at=Cast(Min("due_on"), DateTimeField()),
        name=Cast(Count("pk"), TextField()),
        words=Value("", TextField()),
    )


def _for_the_teacher(user):
    """What was shared with the teacher and is unread, and reflections she is asked for."""
    feedback = FeedbackMeeting.objects.visible_to(user).unread().filter(teacher=user)
    visits = Visit.objects.visible_to(user).filter(
        Q(feedback=None) | Q(feedback__shared_at=None),
        teacher=user,
        shared_at__isnull=False,
        read_at=None,
    )
    written = Reflection.objects.visible_to(user).filter(prompt=OuterRef("pk")).exclude(text="")
    asked = ReflectionPrompt.objects.filter(plan=OuterRef("pk"), removed_at=None)
    asked = asked.exclude(text="").exclude(Exists(written))
    plans = Plan.objects.visible_to(user).filter(
        Exists(asked), teacher=user, status=Plan.Status.AGREED
    )
    walkthroughs = Walkthrough.objects.visible_to(user).unread().filter(teacher=user)
    yield from _peer_visits_of(user)
    coaches = CoachAssignment.objects.visible_to(user).history_to_choose()
    coaches = coaches.open_or_later(user.today).filter(teacher=user)
    yield _in_columns(coaches, "goes_along", "created_at", "coach__name", Value(""))
    for rows, kind in ((walkthroughs.walk_ins(), "walkthrough"), (walkthroughs.formal(), "formal")):
        yield _in_columns(rows, kind, "shared_at", "coach__name", Value(""))
    yield _in_columns(feedback, "feedback", "shared_at", "coach__name", Value(""))
    yield _in_columns(visits, "notes", "shared_at", "coach__name", Value(""))
    yield _in_columns(plans, "reflect", "agreed_at", "coach__name", Value(""))


def _peer_visits_of(user):
    """Peer visits to answer, to write about, and to read."""
    visits = PeerVisit.objects.visible_to(user)
    told = visits.held().filter(host=user, read_at=None)
    other = Case(When(host=user, then=F("visitor__name")), default=F("host__name"))
    yield _in_columns(visits.waiting_for(user), "peer", "created_at", other, "look_for")
    yield _in_columns(visits.to_write(user), "peer_write", "accepted_at", "host__name", "look_for")
    yield _in_columns(told, "peer_told", "given_at", "visitor__name", Value(""))


def _files(rows, entry, at):
    return _in_columns(rows, entry, at, "file_name", Value(""))


def _in_columns(rows, entry, at, name, words, row="pk"):
    """The five columns in which all kinds are read together."""
    return rows.annotate(
        entry=Value(entry, CharField()),
        row=F(row),
        at=F(at),
        name=Cast(name, TextField()),
        words=Cast(words, TextField()),
    )
