"""Free text of leadership teams names nobody of the directory (permissions R37)."""

from people.models import Membership


def names_around(user, school_id=None) -> list[str]:
    """The names of everybody at the school, or in the whole system: one query."""
    there = Membership.objects.visible_to(user)
    if school_id:
        there = there.filter(school=school_id)
    return list(there.order_by("user__name").values_list("user__name", flat=True).distinct())
