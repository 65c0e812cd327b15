"""What meetings tell people, kind by kind (notices/kinds.py says how)."""

from notices.kinds import NoticeKind, register

register(
    NoticeKind(
        name="minutes_ready",
        label="A meeting you missed was held",
        url=lambda notice, meeting: meeting.get_absolute_url(),
        still_needed=lambda notice, meeting: meeting.is_held,
        detail=lambda notice, meeting: meeting.team.name,
        related=("team",),
        duties=("team",),
        button="Read the minutes",
        is_instant=True,
    ),
    NoticeKind(
        name="prework_ahead",
        label="Prework for a meeting of your team",
        url=lambda notice, meeting: meeting.get_absolute_url(),
        still_needed=lambda notice, meeting: is_prework_open(notice, meeting),
        detail=lambda notice, meeting: meeting.team.name,
        related=("team", "school_system"),
        duties=("team",),
        button="Read the agenda",
    ),
    NoticeKind(
        name="team_has_not_met",
        label="A team has not met for a while",
        url=lambda notice, team: team.get_absolute_url(),
        still_needed=lambda notice, team: (
            team.ended_at is None and str(last_held_on(team)) == notice.slot
        ),
        detail=lambda notice, team: team.name,
        related=("school_system",),
        duties=("team",),
        button="Plan the next meeting",
    ),
)


def is_prework_open(notice, meeting):
    """Planned on that day still, and this person has not said that it is done."""
    day = meeting.starts_at.astimezone(meeting.school_system.zone).date()
    own = meeting.attendances.with_prework_open().filter(user=notice.to_id)
    return str(day) == notice.slot and own.exists()


def last_held_on(team):
    """The day of the team's latest meeting held, on its school system's clock."""
    last = team.meetings.filter(state="held").order_by("-starts_at").first()
    return last and last.starts_at.astimezone(team.school_system.zone).date()
