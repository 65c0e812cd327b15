"""A team's yearly plan and a cycle of study on paper.

What stands in them is open to the school (permissions R34); what a meeting studied is added for
those who may read that meeting (R35). Nothing of class S is in either.
"""

import hashlib
import json

from django.db.models import Prefetch, Q
from django.utils import timezone

from collaboration.meetings_of import meetings_of
from collaboration.models import Milestone, StudyCycle, StudyMeeting, YearPlan
from collaboration.standing import goal_chain, with_standing
from core import pdf

GOALS = "goal__parent__parent__parent"


def may_take_along(user) -> Q:
    """Yearly plans the person may have as a file: those who keep them, the system's leadership team
    and the district's coaching staff (permissions R34)."""
    if user.is_district_staff or user.is_in_system_ilt:
        return Q()
    kept = Q(school__in=user.led_school_ids | user.ilt_school_ids)
    return kept | Q(team__in=user.facilitated_team_ids)


def year_plans_for(user):
    """Yearly plans the person may take along."""
    return YearPlan.objects.visible_to(user).filter(may_take_along(user))


def cycles_for(user):
    """Cycles of study the person may take along."""
    rows = StudyCycle.objects.visible_to(user).kept()
    return rows.filter(year_plan__in=year_plans_for(user))


def year_plans_to_print(user):
    return year_plans_for(user).select_related(
        "team__school", "school_year", "school_system", GOALS
    )


def cycles_to_print(user):
    return cycles_for(user).select_related(
        "year_plan__team__school", "year_plan__school_year", "school_system", GOALS
    )


def year_plan_pdf(plan: YearPlan, *, reader, now) -> bytes:
    """The year with its goal, cycles and milestones. Raises CannotPrintError."""
    return _print("collaboration/year_plan.pdf.html", year_plan_context(plan), plan, now)


def cycle_pdf(cycle: StudyCycle, *, reader, now) -> bytes:
    """One cycle, its milestones and meetings. Raises CannotPrintError."""
    return _print("collaboration/cycle.pdf.html", cycle_context(cycle, reader), cycle, now)


def year_plan_context(plan):
    kept = Milestone.objects.kept()
    rows = with_standing(plan.cycles.kept().select_related("goal"))
    rows = rows.prefetch_related(Prefetch("milestones", kept, to_attr="kept_milestones"))
    return {"plan": plan, "team": plan.team, "chain": goal_chain(plan.goal), "cycles": list(rows)}


def cycle_context(cycle, reader):
    lines = meetings_of(cycle, reader)
    for line in lines:
        line.study.facts = _facts(line.study) if line.is_readable else []
    return {
        "cycle": cycle,
        "team": cycle.year_plan.team,
        "chain": goal_chain(cycle.goal),
        "milestones": list(cycle.milestones.kept()),
        "lines": lines,
    }


def _facts(study):
    """(label, text) of what was written for a meeting."""
    labels = {name: StudyMeeting._meta.get_field(name).verbose_name for name in StudyMeeting.TEXTS}
    return [
        (label[:1].upper() + label[1:], getattr(study, name))
        for name, label in labels.items()
        if getattr(study, name).strip()
    ]


def _print(template, context, record, now):
    system = record.school_system
    with timezone.override(system.zone):
        return pdf.render(template, {**context, "system": system.name, "as_of": now})


def year_plan_stamp(plan: YearPlan, *, reader) -> str:
    """Changes whenever a new print would say something else."""
    context = year_plan_context(plan)
    said = [[str(goal.pk), goal.version] for goal in context["chain"]]
    for row in context["cycles"]:
        said.append([_said(row), row.planned, row.held, [_said(m) for m in row.kept_milestones]])
    return _digest(said)


def cycle_stamp(cycle: StudyCycle, *, reader) -> str:
    """Changes whenever a new print for this reader would say something else."""
    context = cycle_context(cycle, reader)
    said = [_said(cycle), [[str(goal.pk), goal.version] for goal in context["chain"]]]
    said += [_said(row) for row in context["milestones"]]
    for line in context["lines"]:
        said.append([line.number, _said(line.meeting), line.study.facts])
    return _digest(said)


def _said(row):
    """Every column of a row as text."""
    return [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]


def _digest(said):
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:16]
