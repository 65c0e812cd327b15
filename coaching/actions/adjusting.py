"""Adjusting an agreed plan in the middle of the year, with the reason and the data (S0.24)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from coaching.models import Plan, PlanRevision
from notices.actions import notify
from people.models import User

NOT_NOW = "This plan is not agreed, or is being adjusted already."


@transaction.atomic
def begin_adjustment(revision: PlanRevision, *, by: User, now: dt.datetime) -> PlanRevision:
    """Open an agreed plan for changes that both sign anew; its readers go on reading what holds.

    `revision` brings plan, reason and data along. Raises ValidationError where somebody else was
    faster.
    """
    plan = _locked(revision.plan)
    if plan.status != Plan.Status.AGREED or plan.adjustment:
        raise ValidationError(NOT_NOW)
    plan.signatures.valid().update(withdrawn_at=now)
    plan.agreed_version, plan.adjustment = plan.version, Plan.Adjustment.DRAFT
    plan.version += 1
    plan.save(update_fields=["agreed_version", "adjustment", "version"])
    last = plan.snapshots.agreed().first()
    revision.school_system_id, revision.plan = plan.school_system_id, plan
    revision.number = (last.number if last else 1) + 1
    revision.begun_by, revision.begun_at = by, now
    revision.save(force_insert=True)
    other = plan.partner_of(by)
    notify("plan_adjusted", about=plan, to=[other], now=now, slot=f"version {plan.version}")
    return revision


@transaction.atomic
def leave_adjustment(plan: Plan, *, now: dt.datetime) -> bool:
    """Leave the plan as it was agreed, with its signatures; False where something was changed."""
    plan = _locked(plan)
    if plan.agreed_version is None or plan.version != plan.agreed_version + 1:
        return False
    revision = plan.revisions.get(agreed_at=None, left_at=None)
    plan.signatures.valid().update(withdrawn_at=now)
    plan.signatures.filter(withdrawn_at=revision.begun_at).update(withdrawn_at=None)
    plan.version, plan.agreed_version = plan.agreed_version, None
    plan.adjustment = Plan.Adjustment.NONE
    plan.save(update_fields=["agreed_version", "adjustment", "version"])
    revision.left_at = now
    revision.save(update_fields=["left_at"])
    return True


def _locked(plan):
    people = ("teacher__school_system", "coach__school_system")
    plans = Plan.objects.select_for_update(of=["self"]).select_related(*people)
    return plans.get(pk=plan.pk)
