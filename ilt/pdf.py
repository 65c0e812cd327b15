"""A long-range plan on paper: a page turned on its side, the headings on every page."""

import hashlib
import json

from django.utils import timezone

from core import pdf
from ilt.models import LongRangePlan
from ilt.plan_page import rows_of


def plan_pdf(plan: LongRangePlan, *, reader, now) -> bytes:
    """The plan as a PDF; what became of assignments only where `reader` may know it. Raises
    CannotPrintError."""
    system = plan.school_system
    context = {
        "plan": plan,
        "cycles": rows_of(plan, reader),
        "system": system.name,
        "as_of": now,
    }
    with timezone.override(system.zone):
        return pdf.render("ilt/plan.pdf.html", context)


def plan_stamp(plan: LongRangePlan, *, reader) -> str:
    """Changes whenever a new print of the plan would say something else to its reader."""
    said = [
        [
            [
                rows.cycle.starts_on,
                rows.cycle.ends_on,
                rows.cycle.priority,
                *_goal(rows.cycle.goal),
            ],
            [_week(week) for week in rows.weeks],
        ]
        for rows in rows_of(plan, reader)
    ]
    words = json.dumps(said, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _goal(goal):
    return [str(goal), goal and goal.resources]


def _week(week):
    outcomes = [[one.text, str(one)] for one in week.outcomes]
    return [week.on, *(getattr(week, name) for name in week.TEXTS), outcomes]
