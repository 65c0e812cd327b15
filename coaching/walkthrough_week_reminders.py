"""On the day a week of walkthroughs is due, whoever has not submitted it is reminded once."""

from collections import defaultdict

from coaching.models import WalkthroughQuota, WalkthroughWeek
from coaching.models.relations import works_where
from coaching.models.walkthrough_week import WEEKS
from coaching.walkthrough_week import Wanted, monday_of
from core import wall_clock
from notices.actions import Reminder
from notices.hours import DAY_BEGINS
from people.models import EvaluatorAssignment, Membership


def weeks_to_submit(day):
    """Weeks due today or earlier in this week, for those with a quota who are at work."""
    quotas = WalkthroughQuota.objects.filter(school_system=day.system).on()
    quotas = {quota.duty: quota for quota in quotas}
    if not quotas:
        return
    monday = monday_of(day.today)
    weeks = WalkthroughWeek.objects.filter(school_system=day.system, monday=monday)
    done = set(weeks.submitted().values_list("maker", flat=True))
    for person, (quota, school) in _asked_of(day, quotas).items():
        due_on = Wanted.of(quota, monday, day.calendar.at(school)).due_on
        is_due = due_on is not None and due_on <= day.today and person not in done
        if is_due and not _is_away(day.leaves.get(person, ()), day.today):
            told_from = wall_clock.at(due_on, DAY_BEGINS, day.system.zone)
            yield Reminder(quota, person, str(monday), told_from)


def _is_away(leaves, today):
    return any(first <= today and (not back or today < back) for first, back in leaves)


def _asked_of(day, quotas):
    """{id of a person: (the greater quota, the one school led or None)}, where the weeks are on."""
    schools = defaultdict(set)
    leaders = Membership.objects.filter(school_system=day.system, user__is_active=True)
    leaders = leaders.active(day.today).filter(role=Membership.Role.SCHOOL_LEADER)
    leaders = leaders.filter(WEEKS.is_on())
    for person, school in leaders.values_list("user", "school"):
        schools[person].add(school)
    register = EvaluatorAssignment.objects.filter(
        school_system=day.system, kind="evaluator", evaluator__is_active=True
    )
    register = register.filter(teacher__in=works_where(WEEKS, day.today))
    evaluators = register.active(day.today).values_list("evaluator", flat=True).distinct()
    duties = {"school_leader": set(schools), "evaluator": set(evaluators)}
    found = {}
    for quota in sorted(quotas.values(), key=lambda quota: (quota.per_week, -quota.due_weekday)):
        for person in duties[quota.duty]:
            led = schools.get(person, ())
            found[person] = (quota, next(iter(led)) if len(led) == 1 else None)
    return found
