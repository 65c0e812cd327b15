"""The next school year, and a roll-over into it that is prepared but not yet done."""

from demo.builders.people import make_year
from people.actions.roll_over import prepare
from people.models import Membership, RollOverChoice, User


def write_roll_over(district) -> None:
    """In the second school a teacher leaves, in the third one moves and the coach leaves."""
    year = make_year(district.system, district.first_year + 2)
    admins = User.objects.filter(memberships__role=Membership.Role.SYSTEM_ADMIN)
    roll_over = prepare(year, by=admins.get(school_system=district.system))
    first, second, third = district.schools[:3]
    leaves, moves = district.teachers[second][-1], district.teachers[third][-1]
    _choose(roll_over, leaves, "leaves")
    _choose(roll_over, moves, "moves", first)
    coach = Membership.objects.filter(school=third, role=Membership.Role.COACH).first()
    _choose(roll_over, coach.user, "leaves")


def _choose(roll_over, person, goes, to_school=None):
    RollOverChoice.objects.create(
        school_system_id=roll_over.school_system_id,
        roll_over=roll_over,
        membership=person.memberships.first(),
        goes=goes,
        to_school=to_school,
    )
