"""The course of a goal: its numbers over time as a chart, and the same numbers in words."""

from core.charts import Course, course
from goals.models import Goal


def course_of(goal: Goal, measurements, checkpoints) -> Course | None:
    """Where the number stood, is, and should be; nothing where no number is known yet."""
    measured = [(row.measured_on, row.value, goal.in_words(row.value)) for row in measurements]
    planned = [(row.due_on, row.value, goal.in_words(row.value)) for row in checkpoints]
    if goal.starts_on and goal.baseline is not None:
        planned.append((goal.starts_on, goal.baseline, goal.in_words(goal.baseline)))
    if goal.ends_on and goal.target is not None:
        planned.append((goal.ends_on, goal.target, goal.in_words(goal.target)))
    if len(measured) + len(planned) < 2:
        return None
    return course(measured, sorted(planned))
