"""Reminders: what has come due between coaches and teachers, found for a whole system at once.

Everything is counted in school days of the teacher's school, on the clocks of the school system,
and leave pauses it. Each rule answers with reminders; `notices` writes those not yet written, so
planning twice, or from two places at once, changes nothing.
"""

import dataclasses
import datetime as dt
from collections import defaultdict

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, Subquery

from coaching.cadence import counted_from, due_after
from coaching.models import (
    ActionStep,
    Plan,
    Reflection,
    ReflectionPrompt,
    Signature,
    Visit,
    Walkthrough,
)
from coaching.round_reminders import remind_of_steps
from coaching.walkthrough_week_reminders import weeks_to_submit
from core import wall_clock
from notices.actions import Reminder, remind
from notices.hours import DAY_BEGINS
from people.models import CoachAssignment, Leave, Membership, SchoolSystem
from people.school_days import SystemCalendar

SHARED_BY = dt.time(16)  # on the next school day a walkthrough is shared by itself
FEEDBACK_AFTER = 2  # school days from the visit to its feedback meeting
SIGNATURE_AFTER = 3  # school days from one signature to the other


def plan_reminders(system: SchoolSystem, *, now: dt.datetime) -> None:
    """Write every reminder of a school system that has come due by `now`, once."""
    day = SystemDay.of(system, now)
    for kind, find in (
        ("visit_due", visits_due),
        ("feedback_not_held", feedback_not_held),
        ("plan_waiting", plans_waiting),
        ("step_check_back", steps_to_check),
        ("reflection_asked", reflections_asked),
        ("walkthrough_to_share", walkthroughs_to_share),
        ("walkthrough_week_due", weeks_to_submit),
    ):
        remind(kind, find(day), now=now)
    remind_of_steps(day, now=now)


@dataclasses.dataclass(frozen=True)
class SystemDay:
    """A day of a school system: its calendar, who teaches where, who coaches, who is away."""

    system: SchoolSystem
    today: dt.date
    calendar: SystemCalendar
    schools: dict
    owners: dict
    leaves: dict

    @classmethod
    def of(cls, system, now):
        """Read the day: five queries, however many people there are."""
        today = now.astimezone(system.zone).date()
        works = Membership.objects.filter(school_system=system).active(today).where_coached()
        owned = CoachAssignment.objects.filter(school_system=system).active(today).owners()
        leaves = defaultdict(list)
        rows = Leave.objects.filter(school_system=system).order_by("starts_on")
        for user, *span in rows.values_list("membership__user", "starts_on", "ends_on"):
            leaves[user].append(tuple(span))
        return cls(
            system=system,
            today=today,
            calendar=SystemCalendar.of(system),
            schools=dict(works.reverse().values_list("user", "school")),
            owners=dict(owned.filter(coach__is_active=True).values_list("teacher", "coach")),
            leaves=leaves,
        )

    def date_of(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(self.system.zone).date()

    def school_days_after(self, day: dt.date, count: int, teacher_id) -> dt.date:
        """The day `count` school days after `day` where the teacher teaches."""
        return self.calendar.at(self.schools.get(teacher_id)).add(day, count)

    def reminders(self, about, people, *, slot, due):
        """Tell `people` (ids) on `due`, or on the first school day after it when both they and the
        teacher are at work; not at all while one is away without a date of return."""
        for person in people:
            leaves = [*self.leaves.get(about.teacher_id, ()), *self.leaves.get(person, ())]
            leaves.sort(key=lambda span: span[0])
            if day := self._first_day_at_work(due, leaves, about.teacher_id):
                told_from = wall_clock.at(day, DAY_BEGINS, self.system.zone)
                yield Reminder(about, person, str(slot), told_from)

    def _first_day_at_work(self, day, leaves, teacher_id):
        tried = None
        while day and day != tried:
            tried = self.school_days_after(day, 0, teacher_id)
            day = back_from_leave(tried, leaves)
        return day


def back_from_leave(day: dt.date, leaves) -> dt.date | None:
    """`day`, or the day of return where it falls into leave; None where that is not known."""
    for starts_on, ends_on in leaves:
        if starts_on <= day and ends_on is None:
            return None
        if starts_on <= day < ends_on:
            day = ends_on
    return day


def visits_due(day: SystemDay):
    """Teachers not visited for the system's cadence, for their owner coach, once per lapse."""
    held = Visit.objects.held().filter(teacher=OuterRef("teacher")).order_by("-started_at")
    owned = CoachAssignment.objects.filter(school_system=day.system).active(day.today).owners()
    owned = owned.filter(teacher__in=day.schools, coach__is_active=True)
    for assignment in owned.annotate(last_visit=Subquery(held.values("started_at")[:1])):
        visited_on = assignment.last_visit and day.date_of(assignment.last_visit)
        start = counted_from(assignment.starts_on, visited_on)
        leaves = day.leaves.get(assignment.teacher_id, ())
        due = due_after(start, day.system.visit_cadence_days, leaves)
        if due and due <= day.today:
            slot = start + dt.timedelta(days=day.system.visit_cadence_days)
            yield from day.reminders(assignment, [assignment.coach_id], slot=slot, due=due)


def feedback_not_held(day: SystemDay):
    """Visits that ended two school days ago and whose feedback is not shared, for their coach."""
    assigned = CoachAssignment.objects.active(day.today).filter(
        teacher=OuterRef("teacher"), coach=OuterRef("coach")
    )
    drafts = Visit.objects.drafts().filter(
        Exists(assigned), school_system=day.system, feedback__shared_at=None, coach__is_active=True
    )
    for visit in drafts:
        ended_on = day.date_of(visit.ended_at)
        due = day.school_days_after(ended_on, FEEDBACK_AFTER, visit.teacher_id)
        yield from day.reminders(visit, [visit.coach_id], slot="", due=due)


def plans_waiting(day: SystemDay):
    """Plans that one person signed three school days ago, for the other."""
    standing = Signature.objects.filter(withdrawn_at=None)
    plans = Plan.objects.switched_on().filter(school_system=day.system).half_signed()
    plans = plans.filter(teacher__is_active=True)
    for plan in plans.prefetch_related(Prefetch("signatures", standing, "standing")):
        signers = {signature.signer_id for signature in plan.standing}
        owner = day.owners.get(plan.teacher_id)
        partners = {plan.teacher_id} | ({owner} & {plan.coach_id})
        if plan.standing:
            signed_on = day.date_of(max(signature.signed_at for signature in plan.standing))
            due = day.school_days_after(signed_on, SIGNATURE_AFTER, plan.teacher_id)
            yield from day.reminders(plan, partners - signers, slot=signed_on, due=due)


def steps_to_check(day: SystemDay):
    """Open steps whose check-back date has come, for the teacher and the owner coach."""
    steps = (
        ActionStep.objects.switched_on()
        .to_check(day.today)
        .filter(school_system=day.system, shared_at__isnull=False, teacher__is_active=True)
    )
    for step in steps:
        partners = {step.teacher_id, day.owners.get(step.teacher_id)} - {None}
        due = step.check_back_on
        yield from day.reminders(step, partners, slot=due, due=due)


def reflections_asked(day: SystemDay):
    """Agreed plans with a step due or met and a prompt without an answer, for the teacher."""
    kept = Q(steps__removed_at=None)
    plans = Plan.objects.switched_on().filter(school_system=day.system, status=Plan.Status.AGREED)
    plans = plans.filter(Exists(unanswered_prompts()), teacher__is_active=True)
    plans = plans.annotate(
        last_due=Max("steps__due_on", filter=kept & Q(steps__due_on__lte=day.today)),
        last_met=Max("steps__met_at", filter=kept),
    )
    for plan in plans:
        met_on = plan.last_met and day.date_of(plan.last_met)
        days = [date for date in (plan.last_due, met_on) if date]
        if days:
            yield from day.reminders(plan, [plan.teacher_id], slot=max(days), due=max(days))


def unanswered_prompts():
    """Prompts of the outer plan that its teacher has written nothing about."""
    answers = Reflection.objects.filter(prompt=OuterRef("pk")).exclude(text="")
    prompts = ReflectionPrompt.objects.filter(plan=OuterRef("pk"), removed_at=None)
    return prompts.filter(~Exists(answers))


def walkthroughs_to_share(day: SystemDay):
    """Walkthroughs of the school day before that the teacher cannot read yet, for their maker."""
    for walkthrough, shared_on in _unshared_walkthroughs(day):
        if walkthrough.coach.is_active:
            people = [walkthrough.coach_id]
            yield from day.reminders(walkthrough, people, slot="", due=shared_on)


def overdue_walkthroughs(system: SchoolSystem, *, now: dt.datetime) -> list:
    """Ids of those whose next school day after the visit has come to 4 PM: the teacher reads them
    from now on, whatever became of their maker (permissions R24)."""
    day = SystemDay.of(system, now)
    return [
        walkthrough.pk
        for walkthrough, shared_on in _unshared_walkthroughs(day)
        if wall_clock.at(shared_on, SHARED_BY, system.zone) <= now
    ]


def _unshared_walkthroughs(day):
    """(walkthrough, the day by which it is shared) of each that is not: the next school day of its
    school; of a formal visit the day of the post-conference, or its own where that is later."""
    rows = Walkthrough.objects.unshared().filter(school_system=day.system)
    rows = rows.walk_ins() | rows.filter(round__post_conference_on__isnull=False)
    for walkthrough in rows.select_related("coach", "round"):
        began_on = day.date_of(walkthrough.started_at)
        if walkthrough.is_formal:
            yield walkthrough, max(began_on, walkthrough.round.post_conference_on)
        else:
            yield walkthrough, day.calendar.at(walkthrough.school_id).add(began_on, 1)
