"""Teams and their members; meetings still to come follow who is in the team."""

import datetime as dt

from django.db import transaction

from meetings.actions.planning import MeetingDraft, plan_all
from meetings.models import Attendance, Meeting
from meetings.series import moment_of
from people.models import Team, TeamMember, User


@transaction.atomic
def save_team(team: Team) -> Team:
    """Save a team. Raises IntegrityError naming the constraint that refuses it."""
    if not team._state.adding:
        team.version += 1
    team.save()
    return team


@transaction.atomic
def begin_team(team: Team, *, by: User) -> Team:
    """Save a new team; whoever begins one that is theirs to be in facilitates it, from today."""
    team.save()
    if team.school_id is None or team.school_id in by.led_school_ids | by.ilt_school_ids:
        TeamMember.objects.create(
            school_system_id=team.school_system_id,
            team=team,
            user=by,
            role=TeamMember.Role.FACILITATOR,
            starts_on=by.today,
        )
    return team


@transaction.atomic
def end_team(team: Team, *, now: dt.datetime | None) -> None:
    """Meet no more (or, with None, again after all): members and meetings stay as they are."""
    team.ended_at = now
    team.version += 1
    team.save(update_fields=["ended_at", "version"])


@transaction.atomic
def save_member(member: TeamMember, *, now: dt.datetime) -> TeamMember:
    """Save who is in the team and put the lists of coming meetings right. Raises IntegrityError
    where the person is in the team at that time already."""
    member.save()
    follow_members(member.team, now=now)
    return member


def follow_members(team: Team, *, now: dt.datetime) -> None:
    """On the list of each meeting still to come is whoever is in the team on its day; who was
    marked or invited as a guest stays on it."""
    zone = team.school_system.zone
    meetings = Meeting.objects.planned().filter(team=team, starts_at__gte=now)
    days = {pk: at.astimezone(zone).date() for pk, at in meetings.values_list("pk", "starts_at")}
    if not days:
        return
    members = list(team.members.all())
    meant = {(pk, m.user_id) for pk, day in days.items() for m in members if m.holds_on(day)}
    rows = Attendance.objects.filter(meeting__in=days)
    listed = {(row.meeting_id, row.user_id): row for row in rows}
    gone = [
        row.pk
        for pair, row in listed.items()
        if pair not in meant and not row.is_guest and row.state == Attendance.State.EXPECTED
    ]
    Attendance.objects.filter(pk__in=gone).delete()
    Attendance.objects.bulk_create(
        Attendance(school_system_id=team.school_system_id, meeting_id=meeting, user_id=user)
        for meeting, user in sorted(meant - listed.keys())
    )


@transaction.atomic
def plan_series(team: Team, days: list[dt.date], *, by: User) -> list[Meeting]:
    """Plan a meeting on each day at the team's time, but where it meets at that moment already."""
    moments = [moment_of(team, day) for day in days]
    taken = Meeting.objects.filter(team=team, starts_at__in=moments)
    taken = set(taken.exclude(state=Meeting.State.CANCELLED).values_list("starts_at", flat=True))
    return plan_all([MeetingDraft(team, at) for at in moments if at not in taken], by=by)
