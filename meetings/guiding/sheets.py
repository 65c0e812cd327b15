"""What a guiding question is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question of a sheet.

    code: appendix letter and number, like "a2"; part of the key of its answers.
    advice: what is recommended. Where systems and schools are advised differently, `for_system` is
    what the system's own team reads instead.
    check: which number of the team answers it too ("weeks", "minutes", "members"), or "".
    section: which of the five parts of a meeting it helps with, or "".
    """

    code: str
    text: str
    advice: str
    for_system: str = ""
    check: str = ""
    section: str = ""

    def advice_for(self, team) -> str:
        """The recommendation in the words for this team."""
        return self.for_system if self.for_system and team.school_id is None else self.advice


@dataclass(frozen=True)
class Sheet:
    """Some questions that the same people answer at the same time."""

    key: str
    title: str
    who: str
    questions: tuple[Question, ...]
