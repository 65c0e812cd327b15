"""How far a cycle of study has come, and which goals it serves."""

from django.db.models import Count, Q

from meetings.models import Meeting

State = Meeting.State


def with_standing(cycles):
    """Each cycle with its meetings `planned` and `held`, and `reached` of its `milestone_count`."""
    kept = Q(milestones__removed_at=None)
    return cycles.annotate(
        planned=Count("studies", Q(studies__meeting__state=State.PLANNED), distinct=True),
        held=Count("studies", Q(studies__meeting__state=State.HELD), distinct=True),
        reached=Count("milestones", kept & Q(milestones__reached_at__isnull=False), distinct=True),
        milestone_count=Count("milestones", kept & Q(milestones__isnull=False), distinct=True),
    )


def goal_chain(goal):
    """The goal and what it serves, up to the strategic plan, nearest first (S2.29)."""
    chain = []
    while goal is not None:
        chain.append(goal)
        goal = goal.parent
    return chain
