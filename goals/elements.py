"""What makes a goal of each level a good one (S2.08–S2.10), and the five SMART answers (S2.11)."""

import dataclasses

from goals.models import Goal

Level = Goal.Level

OF_EVERY_GOAL = (
    "It reflects a need of particular students or adults.",
    "It can be measured, and names how much is to grow.",
    "It rests on the newest numbers there are, and on how the curriculum is taught.",
    "It has a window: a day it begins and a day it is to be reached by.",
)
OF_A_CYCLE = (
    "It lies in line with the school goal and the yearly goal of the collaboration team.",
    "It shows in what students achieve.",
    "It is about knowledge or a skill that feeds the wider area.",
    "It comes from summative results and is followed all along with the assessments of the "
    "curriculum; one more at the end is optional.",
)
OF_A_TC_CYCLE = (*OF_A_CYCLE, "It is grounded in teaching the high-quality curriculum well.")
OF_LEVEL = {
    Level.STRATEGIC: (
        "It spans three to five years and names the steps towards it.",
        *OF_EVERY_GOAL,
        "It is looked at whenever new data arrive.",
    ),
    Level.SYSTEM_YEAR: ("It is the one focus of the whole system this year.", *OF_EVERY_GOAL),
    Level.SCHOOL: (
        "It comes from the school’s summative results and steers its leadership team.",
        *OF_EVERY_GOAL,
    ),
    Level.SUBGOAL: ("It is a part of the school goal with a number of its own.", *OF_EVERY_GOAL),
    Level.TC_YEAR: OF_EVERY_GOAL,
    Level.TC_CYCLE: OF_A_TC_CYCLE,
    Level.ILT_CYCLE: OF_A_CYCLE,
}


@dataclasses.dataclass(frozen=True)
class SmartPart:
    """One of the five answers, and what it still needs."""

    name: str
    label: str
    question: str
    text: str
    needs: str

    @property
    def is_met(self) -> bool:
        return not self.needs


def smart_parts(goal: Goal) -> list[SmartPart]:
    """The five answers of a goal, each checked: against its numbers and its window too."""
    parts = []
    for name in Goal.SMART:
        field, text = Goal._meta.get_field(name), getattr(goal, name)
        needs = _needs(goal, name) or ("" if text else "Write an answer.")
        parts.append(SmartPart(name, name.capitalize(), field.help_text, text, needs))
    return parts


def _needs(goal, name):
    """What the goal's own facts leave open for this part."""
    if name == "measurable" and not (goal.metric and goal.has_numbers):
        return "Say what is measured, where it stands now and the target."
    if name == "timely" and not (goal.starts_on and goal.ends_on):
        return "Enter both days of the goal."
    return ""
