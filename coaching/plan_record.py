"""The plan of record: what both sign, what the principal and the district read, what is exported.

One structure for the page, the snapshot, the PDF and every export. Nothing that is private to the
pair is in it: no evidence, marks, step status, self-check or reflection answer, save the one
reflection the teacher adds herself.

    {
      "schema": 1, "plan_id": "…",
      "status": "agreed", "status_label": "Agreed",
      "school_system": "…", "school": "…", "school_year": "2026–27" or "",
      "subject": "teacher" or "leader", "teacher": "…", "coach": "…",      whoever is coached
      "alignment": None, or of a leader's plan what coaching/alignment.py says,
      "chain": [{"level", "place", "statement", "change", "ends_on"}],    top first, what it serves
      "refinement_area": {"code", "name", "domain", "descriptor"} or None,
      "student_need": "…",
      "goal": {"text", "measure", "baseline", "target", "due_on"},
      "next_observation_on": "2026-12-18" or None, "opened_on": "2026-10-05",
      "steps": [{
          "number": 1, "activity", "teacher_does", "starts_on", "due_on", "support" (its label),
          "teacher_look_fors": ["…"], "student_look_fors": ["…"],
          "resources": [{"title", "kind" (its label), "link"}]
      }],
      "teacher_look_fors": ["…"], "student_look_fors": ["…"],     of the whole plan
      "prompts": ["…"],
      "signatures": [{"name", "role" ("teacher", "leader" or "coach"), "signed_at"}],
      "agreed_at": "2026-10-12T15:04:05+00:00" or None, "completed_at": … or None,
      "revision": {"number", "because", "reason", "data", "by", "begun_at"} or None,   (S0.24)
      "reflection": {"prompt", "text"} or None,                       the one the teacher added
      "response": {"name", "text", "updated_at"} or None              travels with every copy
    }

Texts are as typed, never HTML. In the stored form dates (`…_on`) and moments (`…_at`) are ISO
text; `plan_record` hands them out as `date` and `datetime`, ready for a template.
"""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from coaching.alignment import alignment_of
from coaching.models import (
    LookFor,
    Plan,
    PlanSnapshot,
    Reflection,
    ReflectionPrompt,
    Signature,
)
from coaching.plan_parts import Parts
from goals.chain import chain_above

SCHEMA = 1
NEIGHBOURS = (
    "teacher",
    "coach",
    "school",
    "school_year",
    "school_system",
    "cycle__refinement_indicator",
    "cycle__school_goal__source_plan",
    "response__author",
)


def with_record(plans):
    """The plans of a query with all that a plan of record needs: one query, however many plans."""
    plan = OuterRef("pk")
    signatures = Signature.objects.filter(plan=plan).as_facts()
    prompts = ReflectionPrompt.objects.filter(plan=plan).as_facts()
    snapshots = PlanSnapshot.objects.filter(plan=plan).order_by("-taken_at")
    return with_added_reflection(plans.select_related(*NEIGHBOURS)).annotate(
        valid_signatures=ArraySubquery(signatures),
        prompt_facts=ArraySubquery(prompts),
        frozen_record=Subquery(snapshots.values("content")[:1]),
    )


def with_added_reflection(plans):
    """The plans of a query with the reflection the teacher added to each."""
    added = Reflection.objects.filter(plan=OuterRef("pk")).as_added()
    return plans.annotate(added_reflection=Subquery(added[:1]))


def plan_record(plan: Plan, parts: Parts | None = None) -> dict:
    """The plan of record as somebody reads it today, with dates as dates.

    An agreed plan is read from its latest snapshot, whatever became of its rows; the teacher's
    response and the reflection she added come from today, so they travel with every copy. A page
    that has read the `parts` of a draft already hands them over.
    """
    if not plan.is_agreed:
        return thaw(live_record(plan, parts))
    frozen = plan.frozen_record or live_record(plan, parts)
    return thaw(frozen | _added_since(plan))


def working_record(plan: Plan, parts: Parts) -> dict:
    """The plan as the two who write it have it before them: its rows, also while an agreed plan is
    being adjusted, with the reason why."""
    revision = plan.revisions.filter(agreed_at=None, left_at=None).select_related("begun_by")
    return thaw(live_record(plan, parts, revision.first() if plan.adjustment else None))


def live_record(plan: Plan, parts: Parts | None = None, revision=None) -> dict:
    """The plan of record as its rows stand, in the stored form: what a snapshot keeps."""
    parts = parts or Parts.of(plan)
    return {
        "schema": SCHEMA,
        "plan_id": str(plan.pk),
        **_heading(plan),
        "student_need": plan.student_need,
        "goal": _goal(plan),
        "next_observation_on": _iso(plan.next_observation_on),
        "opened_on": _iso(plan.cycle.opened_on),
        "steps": [_step(parts, number, step) for number, step in enumerate(parts.steps, start=1)],
        **_look_fors(parts, plan),
        "prompts": [prompt.text for prompt in parts.prompts if prompt.text.strip()],
        "signatures": [_signature(plan, row) for row in plan.valid_signatures],
        "agreed_at": _iso(plan.agreed_at),
        "completed_at": _iso(plan.completed_at),
        "revision": revision.as_facts() if revision else None,
        "reflection": None,
        "response": None,
    }


def thaw(value):
    """The same structure with every `…_on` as a date and every `…_at` as a moment."""
    if isinstance(value, list):
        return [thaw(item) for item in value]
    if isinstance(value, dict):
        return {key: _thawed(key, item) for key, item in value.items()}
    return value


def _thawed(key, item):
    if isinstance(item, str) and key.endswith("_on"):
        return dt.date.fromisoformat(item)
    if isinstance(item, str) and key.endswith("_at"):
        return dt.datetime.fromisoformat(item)
    return thaw(item)


def _heading(plan):
    return {
        "status": plan.status,
        "status_label": plan.get_status_display(),
        "school_system": plan.school_system.name,
        "school": plan.school.name,
        "school_year": plan.school_year.name if plan.school_year else "",
        "subject": plan.subject_word,
        "alignment": alignment_of(plan.cycle) if plan.is_leaders else None,
        "chain": _chain(plan.cycle.school_goal_id or plan.serves_id),
        "teacher": plan.teacher.name,
        "coach": plan.coach.name,
        "refinement_area": _refinement_area(plan.cycle),
    }


def _chain(goal_id):
    """From the strategic plan down to the goal the plan serves."""
    if goal_id is None:
        return []
    return [
        {
            "level": goal.get_level_display(),
            "place": goal.place,
            "statement": goal.statement,
            "change": goal.change,
            "ends_on": _iso(goal.ends_on),
        }
        for goal in chain_above(goal_id)
    ]


def _refinement_area(cycle):
    indicator = cycle.refinement_indicator
    return indicator and {
        "code": indicator.code,
        "name": indicator.name,
        "domain": indicator.domain,
        "descriptor": cycle.refinement_descriptor,
    }


def _goal(plan):
    return {
        "text": plan.goal,
        "measure": plan.measure,
        "baseline": plan.baseline,
        "target": plan.target,
        "due_on": _iso(plan.goal_due_on),
    }


def _step(parts, number, step):
    return {
        "number": number,
        "activity": step.activity,
        "teacher_does": step.teacher_does,
        "starts_on": _iso(step.starts_on),
        "due_on": _iso(step.due_on),
        "support": step.get_support_display(),
        **_look_fors(parts, step),
        "resources": [
            {"title": row.title, "kind": row.get_kind_display(), "link": row.link}
            for row in parts.resources_of(step)
            if row.title.strip() or row.link
        ],
    }


def _look_fors(parts, owner):
    """The look-fors of a step, or of the whole plan, by whose practice they show in."""
    written = [row for row in parts.look_fors_of(owner) if row.text.strip()]
    return {
        f"{audience}_look_fors": [row.text for row in written if row.audience == audience]
        for audience in LookFor.Audience.values
    }


def _signature(plan, row):
    role = plan.subject_word if row["signer"] == str(plan.teacher_id) else "coach"
    return {"name": row["name"], "role": role, "signed_at": row["signed_at"]}


def _added_since(plan):
    response = getattr(plan, "response", None)
    reflection = plan.added_reflection
    return {
        "response": response
        and {
            "name": response.author.name,
            "text": response.text,
            "updated_at": _iso(response.updated_at),
        },
        "reflection": reflection
        and {"prompt": reflection["prompt"] or "", "text": reflection["text"]},
    }


def _iso(value):
    return value.isoformat() if value else None
