"""The grid in which evaluators enter a round of many teachers: one line each, read at once."""

import dataclasses

from django.db.models import Prefetch

from coaching.models import ObservationArea, ObservationRound
from coaching.rounds import observable_by
from people.models import User

DATES = ("pre_conference_on", "visit_on", "post_conference_on")
AREAS = ("reinforcement", "refinement")
COLUMNS = (*DATES, *AREAS)
OPEN, NEXT = "open", "next"


@dataclasses.dataclass(frozen=True)
class GridLine:
    """One teacher of the grid, and the round her cells are about, if there is one."""

    teacher: User
    row: ObservationRound | None
    closes: ObservationRound | None = None

    @property
    def areas(self):
        """{kind: area} of the round."""
        return {area.kind: area for area in self.row.areas.all()} if self.row else {}

    def date(self, column):
        """The day in a cell; an announced visit that was not held yet shows when it is planned."""
        if self.row is None:
            return None
        planned = self.row.visit_planned_on if column == "visit_on" else None
        return getattr(self.row, column) or planned

    def text(self, column) -> str:
        """What a cell says: a date as people type it, or an indicator's code and words."""
        if column in DATES:
            day = self.date(column)
            return f"{day.month}/{day.day}/{day.year}" if day else ""
        area = self.areas.get(column)
        return f"{area.indicator.code} {area.descriptor}".strip() if area else ""


def teachers_of_grid(user: User):
    """Those whom `user` observes formally, by name."""
    return observable_by(user).filter(is_official=True).order_by("name", "pk")


def lines_of_grid(teachers, user: User, *, mode: str, is_locked=False) -> list[GridLine]:
    """A line for each teacher: about the open round, or the round that comes next.

    The next one is for those without an open round and for those whose post-conference was held:
    the open round is closed when it begins. Two queries, and one for the areas.
    """
    teachers = list(teachers)
    rows = ObservationRound.objects.visible_to(user).open().filter(teacher__in=teachers)
    rows = rows.select_for_update(of=("self",)).order_by("pk") if is_locked else rows
    areas = ObservationArea.objects.visible_to(user).select_related("indicator")
    by_teacher = {row.teacher_id: row for row in rows.prefetch_related(Prefetch("areas", areas))}
    lines = [(teacher, by_teacher.get(teacher.pk)) for teacher in teachers]
    if mode == NEXT:
        ready = [(one, row) for one, row in lines if row is None or row.post_conference_on]
        return [GridLine(teacher, None, row) for teacher, row in ready]
    return [GridLine(teacher, row) for teacher, row in lines]
