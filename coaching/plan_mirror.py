"""The plan-quality mirror: what a plan still needs before both can agree, item by item (S0.12).

It teaches and never blocks drafting; only signing is refused while something "to agree" is missing.
Each gap links to its field by the id that the editor gives the control.
"""

import dataclasses

from coaching.models import LookFor
from coaching.plan_parts import Parts

MANY_STEPS = 6


@dataclasses.dataclass(frozen=True)
class Gap:
    """One thing to do: where it stands, in what section, and whether agreeing waits for it."""

    section: str
    text: str
    target: str
    is_needed: bool = True


def gaps(parts: Parts) -> list[Gap]:
    """What is missing to agree, in the order of the page; then what would make it better."""
    found = [*_need(parts), *_goal(parts), *_steps(parts), *_look_fors(parts)]
    return [*found, *_hints(parts)]


def needed(found: list[Gap]) -> list[Gap]:
    """Those gaps that agreeing waits for."""
    return [gap for gap in found if gap.is_needed]


def control_id(prefix: str, field: str) -> str:
    """The id of the editor's control for a field."""
    return f"id_{prefix}-{field}"


def _need(parts):
    plan, cycle = parts.plan, parts.plan.cycle
    if not plan.student_need.strip():
        yield Gap("need", "Say what students need", control_id("plan", "student_need"))
    if not cycle.refinement_indicator_id:
        target = control_id("cycle", "refinement_indicator")
        yield Gap("need", "Choose one refinement area", target)


def _goal(parts):
    plan = parts.plan
    wanted = {
        "goal": "Write the goal",
        "measure": "Say how the goal is measured",
        "target": "Enter the target, like 20 of 24",
        "goal_due_on": "This goal has no date: enter the date of the goal",
        "next_observation_on": "Enter when the next observation is expected by",
    }
    for field, text in wanted.items():
        value = getattr(plan, field)
        if value is None or not str(value).strip():
            yield Gap("goal", text, control_id("plan", field))


def _steps(parts):
    if not parts.steps:
        yield Gap("steps", "Add the first action step", "add-step")
    for number, step in enumerate(parts.steps, start=1):
        prefix = f"step-{step.pk}"
        if not step.activity.strip():
            yield Gap("steps", f"Step {number}: write the activity", control_id(prefix, "activity"))
        yield from _due(parts.plan, number, step)


def _due(plan, number, step):
    target = control_id(f"step-{step.pk}", "due_on")
    if step.due_on is None:
        yield Gap("steps", f"Step {number}: enter when it is due", target)
    elif plan.next_observation_on and step.due_on >= plan.next_observation_on:
        words = "choose a due date before the next observation"
        yield Gap("steps", f"Step {number}: {words}", target)


def _look_fors(parts):
    teacher, student = LookFor.Audience.TEACHER, LookFor.Audience.STUDENT
    for number, step in enumerate(parts.steps, start=1):
        rows = parts.look_fors_of(step)
        if not _written(rows, teacher):
            target = _where_to_write(rows, teacher, step)
            words = f"Step {number}: write a {parts.plan.subject_word} look-for"
            yield Gap("look-fors", words, target)
    if not _written(parts.look_fors, student):
        owner = parts.steps[0] if parts.steps else parts.plan
        target = _where_to_write(parts.look_fors, student, owner)
        yield Gap("look-fors", "Write a student look-for", target)


def _where_to_write(rows, audience, owner):
    """The first empty look-for, or else the button that adds one."""
    empty = [row for row in rows if row.audience == audience]
    return control_id(f"look-{empty[0].pk}", "text") if empty else f"add-{audience}-{owner.pk}"


def _hints(parts):
    plan = parts.plan
    if plan.target.strip() and not plan.baseline.strip():
        text = "A target says more beside a start: enter where it stands now"
        yield Gap("goal", text, control_id("plan", "baseline"), is_needed=False)
    if len(parts.steps) >= MANY_STEPS:
        text = f"{len(parts.steps)} steps are many for one cycle: is this manageable?"
        yield Gap("steps", text, "steps", is_needed=False)
    if (
        plan.goal_due_on
        and plan.next_observation_on
        and plan.goal_due_on > plan.next_observation_on
    ):
        text = "The date of the goal is after the next observation"
        yield Gap("goal", text, control_id("plan", "goal_due_on"), is_needed=False)
    if not any(prompt.text.strip() for prompt in parts.prompts):
        text = "A question to reflect on helps to see progress: add a reflection prompt"
        yield Gap("prompts", text, "add-prompt", is_needed=False)


def _written(rows, audience):
    return [row for row in rows if row.audience == audience and row.text.strip()]


# --- the task list --------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Task:
    """One section of the editor and how far it is."""

    section: str
    label: str
    status: str
    is_optional: bool = False

    @property
    def tone(self):
        return {"Completed": "done", "In progress": "active"}.get(self.status, "neutral")


def task_list(parts: Parts, found: list[Gap], labels: dict[str, str]) -> list[Task]:
    """The sections named in `labels`, each Completed, In progress or Not started."""
    begun = _begun(parts)
    open_sections = {gap.section for gap in needed(found)}
    tasks = []
    for section, label in labels.items():
        status = "Completed" if section not in open_sections else "In progress"
        is_optional = section in ("resources", "prompts")
        status = status if begun[section] else "Not started"
        tasks.append(Task(section, label, status, is_optional))
    return tasks


def _begun(parts):
    """Whether something is written in each section; dates that came along do not count."""
    plan = parts.plan
    goal = (plan.goal, plan.measure, plan.baseline, plan.target)
    return {
        "need": plan.student_need.strip() or plan.cycle.refinement_indicator_id,
        "goal": any(text.strip() for text in goal),
        "steps": any(step.activity.strip() for step in parts.steps),
        "look-fors": any(row.text.strip() for row in parts.look_fors),
        "resources": any(row.title.strip() or row.link for row in parts.resources),
        "prompts": any(row.text.strip() for row in parts.prompts),
    }
