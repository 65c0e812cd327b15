"""The questions that lead a team from its first idea to its first meeting: 54 of the launch path
and 7 to reflect on as a school system (S2.21, S2.32). Data, in our own words; answers are rows."""

from meetings.guiding.collaboration import TC_MEETING, TC_STRUCTURE, TC_YEAR
from meetings.guiding.leadership import ILT_MEETING, ILT_STRUCTURE, ILT_YEAR
from meetings.guiding.sheets import Question, Sheet
from meetings.guiding.system import GATES, REFLECTION
from people.models import Team

PATHS = {
    Team.Kind.SYSTEM_ILT: (GATES, ILT_STRUCTURE, ILT_YEAR, ILT_MEETING, REFLECTION),
    Team.Kind.SCHOOL_ILT: (GATES, ILT_STRUCTURE, ILT_YEAR, ILT_MEETING),
    Team.Kind.TC: (TC_STRUCTURE, TC_YEAR, TC_MEETING),
    Team.Kind.NETWORK: (),
}
SHEETS = (
    GATES,
    ILT_STRUCTURE,
    ILT_YEAR,
    ILT_MEETING,
    TC_STRUCTURE,
    TC_YEAR,
    TC_MEETING,
    REFLECTION,
)
QUESTIONS = {question.code: question for sheet in SHEETS for question in sheet.questions}


def meeting_sheet(kind) -> Sheet | None:
    """The sheet about planning one meeting, for a team of this kind."""
    sheets = [sheet for sheet in PATHS[kind] if sheet in (ILT_MEETING, TC_MEETING)]
    return sheets[0] if sheets else None


def questions_of(part, team) -> list[tuple[Question, str]]:
    """The questions that help this team with one part of a meeting, each with its advice."""
    sheet = meeting_sheet(team.kind)
    asked = sheet.questions if sheet else ()
    return [(one, one.advice_for(team)) for one in asked if one.section == part]


__all__ = ["PATHS", "QUESTIONS", "SHEETS", "Question", "Sheet", "meeting_sheet", "questions_of"]
