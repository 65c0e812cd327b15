"""Who reads and writes what leadership teams gather about schools (permissions R37, R39)."""

from goals.models.reading import can_keep_for
from people.models import TeamMember


def can_keep(user, school_id) -> bool:
    """Principals and the leadership team of a school write the school's; the system's leadership
    team writes every school's and what concerns the whole system (`school_id` None)."""
    return user.is_in_system_ilt or can_keep_for(user, school_id)


def keeps_any(user) -> bool:
    """Whether there is anything that this person may write."""
    return user.is_in_system_ilt or bool(user.led_school_ids | user.ilt_school_ids)


def own_ilts(user) -> list:
    """The leadership teams the person is in today, guests aside."""
    members = user.current_team_memberships
    return [m.team for m in members if m.team.is_ilt and m.role != TeamMember.Role.GUEST]
