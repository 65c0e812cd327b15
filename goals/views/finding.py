"""How the pages of a goal find it, and the line of pages above them."""

from django.urls import reverse

from goals.models import Goal

OF_SYSTEM = ("everybody in the school system",)
OF_SCHOOL = (
    "everybody who works at the school",
    "whoever coaches or evaluates somebody there",
    "the system’s leadership team",
    "district coaching staff",
)
KEEPERS = (
    "Goals of the system are kept by its leadership team, a school’s by its principals and "
    "leadership team, a collaboration team’s by its facilitator too."
)
NEIGHBOURS = ("school", "team", "parent", "need", "source_plan")


def goals_of(request):
    """The goals this person may read, each with what stands around it."""
    return Goal.objects.visible_to(request.user).select_related(*NEIGHBOURS)


def trail(*entries):
    return [("Goals", reverse("goals:goal_list") if entries else None), *entries]


def trail_of(goal, *entries):
    """The list, the goal above, the goal, and what comes below it."""
    above = [(str(goal.parent), goal.parent.get_absolute_url())] if goal.parent else []
    url = goal.get_absolute_url() if entries else None
    return trail(*above, (str(goal), url), *entries)


def readers_of(goal):
    return OF_SYSTEM if goal.school_id is None else OF_SCHOOL
