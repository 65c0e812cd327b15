"""Signing, agreeing and completing a plan: what freezes it, and who is told."""

import datetime as dt

from django.db import transaction

from coaching.models import Plan, PlanSnapshot, Signature
from coaching.plan_mirror import Gap, Parts, gaps, needed
from coaching.plan_record import live_record
from notices.actions import notify
from people.models import SchoolSystem, User


class StalePlan(Exception):  # noqa: N818 - a fact about the plan
    """The plan was changed after the page to sign was shown."""


class NotReady(Exception):  # noqa: N818 - a fact about the plan
    """Something that both must agree on is still missing: `gaps`."""

    def __init__(self, gaps: list[Gap]):
        super().__init__("The plan is not ready to be signed.")
        self.gaps = gaps


@transaction.atomic
def sign_plan(plan: Plan, *, by: User, version: int, now: dt.datetime) -> Plan:
    """One of the two signs the plan they have read; the second signature makes it agreed.

    Signing twice does nothing. Raises StalePlan where the plan is no longer the `version` shown,
    NotReady where something to agree is missing.
    """
    plan = _locked(plan)
    signers = _signers(plan)
    if by.pk in signers:
        return plan
    if plan.version != version or not plan.is_open_for_changes:
        raise StalePlan
    missing = needed(gaps(Parts.of(plan)))
    if missing:
        raise NotReady(missing)
    Signature.objects.create(
        school_system_id=plan.school_system_id,
        plan=plan,
        signer=by,
        signed_at=now,
        plan_version=version,
    )
    _after_signature(plan, signers | {by.pk}, by=by, now=now)
    return plan


@transaction.atomic
def complete_plan(plan: Plan, *, by: User, now: dt.datetime) -> None:
    """The plan's work is done: its cycle closes and the record as agreed is frozen once more."""
    plan = _locked(plan)
    if plan.status != Plan.Status.AGREED or plan.adjustment:
        return
    plan.status, plan.completed_at = Plan.Status.COMPLETED, now
    plan.save(update_fields=["status", "completed_at"])
    plan.cycle.closed_at = now
    plan.cycle.save(update_fields=["closed_at"])
    freeze(plan, PlanSnapshot.Occasion.COMPLETED, now=now)


def freeze(plan: Plan, occasion: str, *, now: dt.datetime) -> PlanSnapshot:
    """Keep the plan of record as it stands. Completing repeats what was agreed, word for word."""
    agreed = plan.snapshots.agreed().first()
    content = agreed.content if agreed else live_record(_with_neighbours(plan))
    return _keep(plan, occasion, content, number=agreed.number if agreed else 1, now=now)


def _keep(plan, occasion, content, *, number, now):
    ended = {
        "status": plan.status,
        "status_label": plan.get_status_display(),
        "completed_at": plan.completed_at.isoformat() if plan.completed_at else None,
    }
    return PlanSnapshot.objects.create(
        school_system_id=plan.school_system_id,
        plan=plan,
        occasion=occasion,
        content=content | ended,
        taken_at=now,
        number=number,
    )


def let_principal_read(plan: Plan) -> None:
    """The teacher shows an agreed plan to her principal and evaluator, where the policy waits."""
    plan.principal_may_read = True
    plan.save(update_fields=["principal_may_read"])


def _signers(plan):
    """Ids of those whose signature on the plan holds."""
    return set(plan.signatures.filter(withdrawn_at=None).values_list("signer", flat=True))


def _after_signature(plan, signers, *, by, now):
    if {plan.teacher_id, plan.coach_id} <= signers:
        agree = _agree_again if plan.adjustment else _agree
        agree(plan, now=now)
        return
    if plan.adjustment:
        plan.adjustment = Plan.Adjustment.PROPOSED
    else:
        plan.status = Plan.Status.PROPOSED
    plan.save(update_fields=["status", "adjustment"])
    other = plan.partner_of(by)
    notify("plan_waiting", about=plan, to=[other], now=now, slot=f"version {plan.version}")


def _agree(plan, *, now):
    """Both have signed: who may read it is settled as the policies stand today."""
    policies = SchoolSystem.objects.get(pk=plan.school_system_id)
    on_agreement = SchoolSystem.PlanVisibility.ON_AGREEMENT
    plan.status, plan.agreed_at = Plan.Status.AGREED, now
    plan.principal_may_read = policies.plan_visibility == on_agreement
    plan.district_may_read = policies.district_reads_agreed_plans
    plan.save(update_fields=["status", "agreed_at", "principal_may_read", "district_may_read"])
    plan.steps.kept().filter(shared_at=None).update(shared_at=now)
    freeze(plan, PlanSnapshot.Occasion.AGREED, now=now)
    notify("plan_agreed", about=plan, to=[plan.teacher, plan.coach], now=now)


def _agree_again(plan, *, now):
    """Both have signed the adjustment: it is the plan from now on, for the same readers."""
    revision = plan.revisions.select_related("begun_by").get(agreed_at=None, left_at=None)
    plan.agreed_at, plan.adjustment, plan.agreed_version = now, Plan.Adjustment.NONE, None
    plan.save(update_fields=["agreed_at", "adjustment", "agreed_version"])
    plan.steps.kept().filter(shared_at=None).update(shared_at=now)
    revision.agreed_at = now
    revision.save(update_fields=["agreed_at"])
    content = live_record(_with_neighbours(plan), revision=revision)
    _keep(plan, PlanSnapshot.Occasion.AGREED, content, number=revision.number, now=now)
    people, slot = [plan.teacher, plan.coach], f"adjustment {revision.number}"
    notify("plan_agreed", about=plan, to=people, now=now, slot=slot)


def _locked(plan):
    """The plan, held against every other change until the transaction ends, with its two people."""
    people = ("teacher__school_system", "coach__school_system")
    plans = Plan.objects.select_for_update(of=["self"]).select_related("cycle", *people)
    return plans.get(pk=plan.pk)


def _with_neighbours(plan):
    """The plan anew: no list of it that was read before is trusted when it is frozen."""
    return Plan.objects.select_related("cycle__refinement_indicator", "school").get(pk=plan.pk)
