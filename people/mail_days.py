"""The daily mail goes out on school days: this tells the notices which days those are."""

from notices import mail_days
from people.models import Membership
from people.school_days import SATURDAY, SystemCalendar


def those_at_work(day, system, people: set) -> set:
    """Who of `people` has a school day: at one of their schools or, for those who work in the whole
    system, any weekday that no closure of the whole system covers, summer included."""
    calendar = SystemCalendar.of(system)
    memberships = Membership.objects.active(day).filter(user__in=people, school__isnull=False)
    pairs = list(memberships.values_list("user", "school"))
    schools = {school for _, school in pairs}
    open_schools = {pk for pk in schools if calendar.at(pk).is_school_day(day)}
    at_work = {user for user, school in pairs if school in open_schools}
    closed = any(a <= day <= b for a, b in calendar.at(None).closures)
    if day.weekday() < SATURDAY and not closed:
        at_work |= people - {user for user, _ in pairs}
    return at_work


mail_days.ask(those_at_work)
