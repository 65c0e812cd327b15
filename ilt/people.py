"""Whom the pages of leadership teams name: those who may read them."""

from django.db.models import Q

from people.models import Membership, Team, TeamMember, User

NOT_GUEST = ~Q(role=TeamMember.Role.GUEST)


def system_ilt_of(user):
    """Who is in the system's leadership team today, guests aside."""
    members = TeamMember.objects.visible_to(user).active(user.today).filter(NOT_GUEST)
    members = members.filter(team__kind=Team.Kind.SYSTEM_ILT)
    return User.objects.visible_to(user).active().filter(pk__in=members.values("user"))


def leaders_around(user, school_id):
    """Who leads at the school, or in its leadership team, and the system's leadership team."""
    today = user.today
    members = TeamMember.objects.visible_to(user).active(today).filter(NOT_GUEST)
    kinds = Q(team__kind=Team.Kind.SYSTEM_ILT)
    if school_id:
        kinds |= Q(team__kind=Team.Kind.SCHOOL_ILT, team__school=school_id)
    heads = Membership.objects.visible_to(user).active(today)
    heads = heads.filter(role=Membership.Role.SCHOOL_LEADER, school=school_id)
    people = User.objects.visible_to(user).active()
    return people.filter(
        Q(pk__in=members.filter(kinds).values("user")) | Q(pk__in=heads.values("user"))
    ).order_by("name", "pk")
