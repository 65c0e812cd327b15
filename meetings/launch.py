"""The launch path of a team: which questions it answers, what it has answered, how far it is."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from core.dates import long_date
from meetings.guiding import PATHS, Question, Sheet
from meetings.models import GuidingAnswer
from people.models import SchoolYear, Team

ENOUGH_MEMBERS = 3
MINUTES_A_WEEK = 45


@dataclass(frozen=True)
class Check:
    """Whether a number of the team is as recommended, said in a sentence."""

    is_fine: bool
    text: str


@dataclass
class Answers:
    """A sheet as one team answers it in one school year."""

    team: Team
    school_year: SchoolYear
    sheet: Sheet
    rows: dict[str, GuidingAnswer]

    def get_absolute_url(self):
        return reverse("meetings:launch_sheet", args=[self.team.pk, self.sheet.key])

    @cached_property
    def texts(self) -> dict[str, str]:
        """Every question's answer, empty where there is none."""
        return {q.code: self.rows[q.code].text if q.code in self.rows else "" for q in self}

    @property
    def answered(self) -> int:
        return sum(bool(text.strip()) for text in self.texts.values())

    @property
    def asked(self) -> int:
        return len(self.sheet.questions)

    @property
    def is_complete(self) -> bool:
        return self.answered == self.asked

    def __iter__(self):
        return iter(self.sheet.questions)

    def lines(self) -> list:
        """(question, its advice for this team, the answer's row or None) in order."""
        return [(q, q.advice_for(self.team), self.rows.get(q.code)) for q in self]


def launch_path(user, team, school_year) -> list[Answers]:
    """Every sheet of the team's path with what the person may read of its answers: one query."""
    rows = GuidingAnswer.objects.visible_to(user).filter(team=team, school_year=school_year)
    by_code = {row.question: row for row in rows.select_related("answered_by")}
    return [Answers(team, school_year, sheet, by_code) for sheet in PATHS[team.kind]]


def check_of(question: Question, team: Team, members: int, today: dt.date) -> Check | None:
    """What the team's own entry says about a question that asks for one."""
    checks = {
        "weeks": _check_weeks,
        "minutes": _check_minutes,
        "members": lambda team: _check_members(members),
        "place": lambda team: _check_text(team.place, "place"),
        "protocol": lambda team: _check_text(team.protocol, "protocol"),
        "norms": lambda team: _check_norms(team, today),
    }
    return checks[question.check](team) if question.check else None


def _check_weeks(team):
    if team.weekday is None or team.meets_at is None:
        return Check(False, "The team has no day and time yet.")
    day = team.get_weekday_display()
    often = "week" if team.every_weeks == 1 else f"{team.every_weeks} weeks"
    most = 2 if team.kind == Team.Kind.SYSTEM_ILT else 1
    return Check(team.every_weeks <= most, f"It meets on {day}s, every {often}.")


def _check_minutes(team):
    a_week = team.minutes / team.every_weeks
    return Check(a_week >= MINUTES_A_WEEK, f"It meets for {team.minutes} minutes.")


def _check_members(members):
    said = "1 person is" if members == 1 else f"{members} people are"
    return Check(members >= ENOUGH_MEMBERS, f"{said} in the team.")


def _check_text(text, what):
    return Check(bool(text), f"The team’s {what} is set." if text else f"No {what} is set yet.")


def _check_norms(team, today):
    if not team.norms:
        return Check(False, "No norms are set yet.")
    if team.norms_review_on is None:
        return Check(False, "Norms are set, without a day to look at them again.")
    if team.norms_review_on <= today:
        day = long_date(team.norms_review_on)
        return Check(False, f"The day to look at the norms again has come: {day}.")
    return Check(True, "Norms and the day to look at them again are set.")
