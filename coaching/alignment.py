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


def alignment_of(cycle) -> dict:
    """The school goal of a leader's cycle with its subgoals and school-level steps."""
    goal = cycle.school_goal
    subgoals = goal.subgoals.current().order_by("created_at")
    return {
        "goal": _numbers(goal),
        "subgoals": [_numbers(one) for one in subgoals],
        "source": {
            "label": goal.get_source_display(),
            "title": goal.source_title,
            "link": goal.source_link,
        },
        "steps": [step.text for step in goal.steps.kept()],
    }


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
