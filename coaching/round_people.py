"""Who does what in an observation round: those who observe, the owner coach, the observed."""

import dataclasses
import datetime as dt
from collections import defaultdict

from django.db.models import Q

from coaching.models import ObservationRound, RoundStep
from people.models import CoachAssignment, EvaluatorAssignment, Membership, SchoolSystem, User


@dataclasses.dataclass(frozen=True)
class RoundPeople:
    """Everybody around the rounds of a school system on a day, read once: ids of active people."""

    evaluators: dict
    leaders: dict
    owners: dict

    @classmethod
    def of(cls, system: SchoolSystem, today: dt.date):
        """Three queries."""
        register = EvaluatorAssignment.objects.filter(school_system=system, kind="evaluator")
        register = register.active(today).filter(evaluator__is_active=True)
        leading = Membership.objects.filter(school_system=system, role="school_leader")
        leading = leading.active(today).filter(user__is_active=True)
        owned = CoachAssignment.objects.filter(school_system=system).active(today).owners()
        owned = owned.filter(coach__is_active=True)
        return cls(
            _sets(register.values_list("teacher", "evaluator")),
            _sets(leading.values_list("school", "user")),
            dict(owned.values_list("teacher", "coach")),
        )

    def formal(self, row: ObservationRound) -> set:
        """The evaluators of record; where the register names none, the leaders of the school."""
        people = self.evaluators.get(row.teacher_id) or self.leaders.get(row.school_id, set())
        return people - {row.teacher_id}

    def doing(self, row: ObservationRound, step: str) -> set:
        """Who does a step. Without an owner coach, what follows the post-conference is done by
        whoever observes."""
        if step == RoundStep.Step.SELF_ASSESSMENT:
            return {row.teacher_id}
        owner = self.owners.get(row.teacher_id)
        if step in RoundStep.COACHED and owner:
            return {owner}
        return self.formal(row)

    def concerned(self, row: ObservationRound) -> set:
        """Everybody who plans by the dates of a round."""
        owner = self.owners.get(row.teacher_id)
        return {row.teacher_id} | self.formal(row) | ({owner} if owner else set())


def formal_people(row: ObservationRound, today: dt.date):
    """As `RoundPeople.formal`, for one round: the evaluators of record, else the leaders. Two
    queries."""
    people = User.objects.active().select_related("school_system").exclude(pk=row.teacher_id)
    return list(people.filter(pk__in=_evaluators(row, today))) or list(
        people.filter(pk__in=_leaders(row, today))
    )


def may_be_shown_to(row: ObservationRound, today: dt.date):
    """To whom the person observed may show what is hers: owner coach, evaluators, leaders."""
    owners = CoachAssignment.objects.active(today).owners().filter(teacher=row.teacher_id)
    return (
        User.objects.active()
        .exclude(pk=row.teacher_id)
        .filter(
            Q(pk__in=owners.values("coach"))
            | Q(pk__in=_evaluators(row, today))
            | Q(pk__in=_leaders(row, today))
        )
        .select_related("school_system")
    )


def _evaluators(row, today):
    lines = EvaluatorAssignment.objects.active(today).filter(kind="evaluator")
    return lines.filter(teacher=row.teacher_id).values("evaluator")


def _leaders(row, today):
    """Leaders of the schools where she teaches today."""
    active = Membership.objects.active(today)
    taught = active.teachers().filter(user=row.teacher_id)
    return active.filter(role="school_leader", school__in=taught.values("school")).values("user")


def _sets(pairs):
    found = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return dict(found)
