"""How a leader's plan hangs together with the plan of the school (S0.19–S0.20).

What stands beside the refinement area and the leader's own steps, in the stored form of the plan of
record:

    {
      "goal": {"statement", "metric", "baseline", "target", "change", "starts_on", "ends_on"},
      "subgoals": [the same],
      "source": {"label", "title", "link"},            the school's plan that the goal comes from
      "steps": ["…"]                                   what the school's teachers do
    }
"""

from goals.models import Goal


def alignment_of(cycle) -> dict:
    """The school goal of a leader's cycle with its subgoals and school-level steps."""
    goal = cycle.school_goal
    subgoals = goal.children.active().filter(level=Goal.Level.SUBGOAL).order_by("created_at")
    return {
        "goal": _numbers(goal),
        "subgoals": [_numbers(one) for one in subgoals],
        "source": _source(goal.source_plan),
        "steps": [step.text for step in goal.steps.kept()],
    }


def _source(plan):
    """The plan the goal comes from: its kind, its title where it says more, its link."""
    if plan is None:
        return {"label": "", "title": "", "link": ""}
    label = plan.get_kind_display()
    return {"label": label, "title": "" if plan.title == label else plan.title, "link": plan.link}


def _numbers(goal):
    return {
        "statement": goal.statement,
        "metric": goal.metric,
        "baseline": goal.from_words,
        "target": goal.to_words,
        "change": goal.change,
        "starts_on": goal.starts_on.isoformat(),
        "ends_on": goal.ends_on.isoformat(),
    }
