"""Whose cycles of study somebody reads (permissions R34), and whose work in them (R35, R36)."""

from goals.models.reading import schools_around
from people.models import Team, TeamMember


def teams_for(user):
    """Collaboration teams whose yearly plans the person reads: where they work, coach or evaluate;
    all of them for the district's coaching staff and the system's leadership team."""
    teams = Team.objects.visible_to(user).filter(kind=Team.Kind.TC)
    if user.is_district_staff or user.is_in_system_ilt:
        return teams
    return teams.filter(school__in=schools_around(user))


def own_team_ids(user) -> set:
    """Teams the person belongs to today, but as no guest."""
    guest = TeamMember.Role.GUEST
    return {member.team_id for member in user.current_team_memberships if member.role != guest}
