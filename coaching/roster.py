"""Names that may not stand on student work: those of the school's own roster, as far as we know."""

from people.models import Membership


def roster_of(teacher) -> list[str]:
    """The names of everybody at the schools where the teacher teaches: one query."""
    works = teacher.memberships.active(teacher.today).where_coached()
    schools = works.order_by().values("school")
    there = Membership.objects.filter(school__in=schools)
    return list(there.order_by("user__name").values_list("user__name", flat=True).distinct())
