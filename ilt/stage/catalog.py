"""The 21 actions of the three stages, in our own words. Data in code; what a team says of them are
rows (ilt/models/stage.py).

An action is computed where the team's meetings, goals and reviews show it (ilt/stage/judging.py);
of the others the team's leaders say it.
"""

from dataclasses import dataclass

STAGES = {1: "Implementation", 2: "Application", 3: "Evaluation"}


@dataclass(frozen=True)
class Action:
    """One action. `code` is the number of its stage and a letter; `hint` says what counts."""

    code: str
    title: str
    hint: str
    is_computed: bool = True

    @property
    def stage(self) -> int:
        return int(self.code[0])


ACTIONS = (
    Action(
        "1a",
        "The team meets on a fixed day, at a fixed time",
        "A day, a time, and three in four of the planned meetings held.",
    ),
    Action(
        "1b",
        "Its members lead instruction in different places",
        "A facilitator, three members or more, and two groups that somebody speaks for.",
    ),
    Action(
        "1c",
        "Needs are found in the plans in force and in data",
        "Leadership teams: a need with its sources, and a plan it stands on. Collaboration teams: "
        "the need is written in three of four meetings held.",
    ),
    Action("1d", "Goals answer the needs", "Every goal in force says all five SMART parts."),
    Action(
        "1e",
        "Each goal says by when, and when it is looked at",
        "Every goal in force has its dates and a checkpoint on the way.",
    ),
    Action(
        "1f",
        "Agendas say what the team will do",
        "Three in four of the meetings held had a plan for their parts.",
    ),
    Action(
        "1g",
        "Everybody it concerns knows what will be done",
        "Teachers, families or leaders have been told, and by whom.",
        is_computed=False,
    ),
    Action(
        "1h",
        "Those it concerns are asked how it goes",
        "There is a way to say it, and people use it.",
        is_computed=False,
    ),
    Action(
        "1i",
        "The team decides which advice it takes up",
        "What was taken up, what was not, and why, is written down.",
        is_computed=False,
    ),
    Action(
        "2a",
        "Meetings end in steps towards a goal",
        "Three in four of the meetings held left an assignment.",
    ),
    Action(
        "2b",
        "The work is shared out among the members",
        "Half of the members had a task or a part of a meeting of their own, and half of the own "
        "tasks were reported on.",
    ),
    Action(
        "2c",
        "What the work takes is found and named",
        "Half of the meetings held name materials or resources.",
    ),
    Action(
        "2d",
        "Members watch classrooms and meetings with the plan in hand",
        "Leadership teams: a learning walk and a visit to a meeting. Collaboration teams: two "
        "visits to their meetings, written up.",
    ),
    Action(
        "2e",
        "Members often work together on one need",
        "Four meetings held or more belong to a goal, a cycle or a long-range plan.",
    ),
    Action(
        "2f",
        "Data that matter are gathered",
        "Two numbers, sets of results or pieces of evidence, or more.",
    ),
    Action(
        "2g",
        "The team thinks about what the data say",
        "A goal or the data were reviewed, and half of the meetings held have notes on what the "
        "last one changed.",
    ),
    Action(
        "3a",
        "Numbers show how far each goal is",
        "Every goal in force has a number measured in this school year.",
    ),
    Action(
        "3b",
        "Feedback on teaching and the curriculum rests on data and work samples",
        "Students’ and teachers’ work is looked at before feedback is given.",
        is_computed=False,
    ),
    Action(
        "3c",
        "Data show what plans and support leave out",
        "A gap that was found, and where it is written down.",
        is_computed=False,
    ),
    Action(
        "3d",
        "Numbers and what people say change plans, goals and agendas",
        "A change that was made, and what led to it.",
        is_computed=False,
    ),
    Action(
        "3e",
        "The team knows whether its meetings make members decide better",
        "What members can decide about instruction now, and how the team knows.",
        is_computed=False,
    ),
)
BY_CODE = {action.code: action for action in ACTIONS}
COMPUTED = tuple(action.code for action in ACTIONS if action.is_computed)


def actions_of(stage: int) -> list[Action]:
    return [action for action in ACTIONS if action.stage == stage]
