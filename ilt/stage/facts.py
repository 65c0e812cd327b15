"""The numbers of a team, in one query.

They are counts alone, without a name or a text, so they are the same for everybody who reads the
team's stage; what they count is behind the links, with its own guards.
"""

import datetime as dt

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery

from core import wall_clock
from goals.models import DataSet, Goal, GoalReview, Measurement, Need, SourcePlan
from ilt.models.data_review import DataReview
from ilt.stage.judging import Facts
from meetings.models import Assignment, Meeting, QualityCheck, Section, SectionResource
from people.models import SchoolYear, Team, TeamMember


def begin_of_year(team: Team, today: dt.date) -> dt.date:
    """The first day of the school year that `today` is in; outside of one, a year ago."""
    years = SchoolYear.objects.filter(school_system=team.school_system_id).on(today)
    year = years.first()
    return year.starts_on if year else today - dt.timedelta(days=365)


def facts_of(team: Team, *, now: dt.datetime, today: dt.date) -> Facts:
    """What the team has done in this school year, as it stands now."""
    since = begin_of_year(team, today)
    at = wall_clock.at(since, dt.time(), team.school_system.zone)
    counts = {
        **_of_people(team, today),
        **_of_ground(team),
        **_of_goals(team, since, today),
        **_of_meetings(team, at, now),
        **_of_watching(team, since, at),
    }
    columns = {f"n_{name}": column for name, column in counts.items()}  # `members` is a relation
    row = Team.objects.filter(pk=team.pk).values(**columns).get()
    found = {name: row[f"n_{name}"] for name in counts}
    has_time = team.weekday is not None and team.meets_at is not None
    return Facts(since=since, is_ilt=team.is_ilt, has_time=has_time, **found)


def _count(rows, what="pk"):
    """How many (different) there are, as a column of another query."""
    function = Func(
        F(what),
        function="COUNT",
        template="%(function)s(DISTINCT %(expressions)s)",
        output_field=IntegerField(),
    )
    return Subquery(rows.order_by().annotate(counted=function).values("counted"))


def _of_people(team, today):
    active = TeamMember.objects.active(today).filter(team=team)
    members = active.exclude(role=TeamMember.Role.GUEST)
    return {
        "members": _count(members),
        "facilitators": _count(members.filter(role=TeamMember.Role.FACILITATOR)),
        "groups": _count(members.exclude(represents=""), "represents"),
    }


def _there(model, team):
    """Rows of the team's school, or of the whole system."""
    return model.objects.filter(school_system=team.school_system_id, school=team.school_id)


def _of_ground(team):
    return {
        "needs": _count(_there(Need, team).filter(ended_at=None)),
        "plans": _count(_there(SourcePlan, team).filter(ended_at=None)),
    }


def goals_of(team: Team):
    """Goals in force that are the team's to reach: its own, and a leadership team's also those of
    its school, or the system's of the year."""
    own = Q(team=team)
    if team.kind == Team.Kind.SCHOOL_ILT:
        own |= Q(school=team.school_id, level__in=(Goal.Level.SCHOOL, Goal.Level.SUBGOAL))
    if team.kind == Team.Kind.SYSTEM_ILT:
        own |= Q(school_system=team.school_system_id, level=Goal.Level.SYSTEM_YEAR)
    return Goal.objects.active().filter(own)


def _of_goals(team, since, today):
    goals = goals_of(team).filter(ends_on__gte=today)
    said = ~Q(specific="") & ~Q(measurable="") & ~Q(attainable="")
    said &= ~Q(realistic="") & ~Q(timely="")
    measured = Measurement.objects.kept().filter(measured_on__gte=since)
    in_goals = Q(goal__in=goals_of(team).values("pk"))
    return {
        "goals": _count(goals),
        "smart": _count(goals.filter(Q(level=Goal.Level.SYSTEM_YEAR) | said)),
        "timed": _count(goals.filter(checkpoints__removed_at=None, checkpoints__isnull=False)),
        "measured": _count(goals.filter(Exists(measured.filter(goal=OuterRef("pk"))))),
        "reviews": _reviews(team, in_goals, since),
        "data": _data(team, measured.filter(in_goals), since),
    }


def _reviews(team, in_goals, since):
    looked_at = _count(GoalReview.objects.filter(in_goals, reviewed_on__gte=since))
    if not team.is_ilt:
        return looked_at
    held = _there(DataReview, team).held().filter(review_on__gte=since)
    return looked_at + _count(held)


def _data(team, measured, since):
    if team.is_ilt:
        return _count(measured) + _count(_there(DataSet, team).kept().filter(ends_on__gte=since))
    shown = Meeting.objects.held().filter(team=team, starts_at__date__gte=since)
    return _count(measured) + _count(shown.exclude(study=None).exclude(study__evidence=""))


def _of_meetings(team, at, now):
    begun = Meeting.objects.filter(team=team, starts_at__gte=at, starts_at__lte=now)
    held = begun.held()
    tasks = Assignment.objects.kept().filter(meeting__in=held.values("pk"))
    own = tasks.exclude(member=None)
    return {
        "begun": _count(begun),
        "held": _count(held),
        "with_need": _count(held.exclude(study=None).exclude(study__need="")),
        "with_agenda": _count(held.filter(Exists(_parts().exclude(plan="")))),
        "from_sample": _count(held.filter(is_from_sample=True)),
        "with_task": _count(held.filter(Exists(tasks.filter(meeting=OuterRef("pk"))))),
        "tasks": _count(own),
        "reported": _count(own.exclude(reports=None)),
        "busy": _busy(team, held, own, now),
        "with_material": _count(held.filter(_has_material())),
        "on_purpose": _count(held.filter(_is_on_purpose())),
        "with_impact": _count(
            held.filter(Exists(_parts().filter(part=Section.Part.IMPACT).exclude(notes="")))
        ),
    }


def _parts():
    return Section.objects.filter(meeting=OuterRef("pk"))


def _has_material():
    resources = SectionResource.objects.filter(section__meeting=OuterRef("pk"))
    in_plan = Q(plan_week__removed_at=None) & Q(plan_week__isnull=False)
    return Exists(resources) | (in_plan & ~Q(plan_week__materials=""))


def _is_on_purpose():
    return Q(goal__isnull=False) | Q(study__isnull=False) | Q(plan_week__isnull=False)


def _busy(team, held, own, now):
    """Members who had a task or led a part, guests aside."""
    led = Section.objects.filter(meeting__in=held.values("pk"), leader__isnull=False)
    members = TeamMember.objects.filter(team=team).exclude(role=TeamMember.Role.GUEST)
    members = members.active(now.astimezone(team.school_system.zone).date())
    did = Q(user__in=own.values("member")) | Q(user__in=led.values("leader"))
    return _count(members.filter(did))


def _of_watching(team, since, at):
    """Walks of the team; of a leadership team also the visits its school's teams had."""
    visits = QualityCheck.objects.filter(meeting__starts_at__gte=at)
    around = Q(meeting__team=team)
    if team.is_ilt:
        around |= Q(meeting__team__school_system=team.school_system_id) & (
            Q(meeting__team__school=team.school_id) if team.school_id else Q()
        )
    walks = team.learning_walks.filter(walked_on__gte=since)
    return {"walks": _count(walks), "visits": _count(visits.filter(around))}
