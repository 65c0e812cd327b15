"""Walkthroughs a week: wanted of whom, counted against days with school, submitted, reminded."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.models import WalkthroughQuota, WalkthroughWeek
from coaching.reminders import plan_reminders
from coaching.walkthrough_week import Wanted, monday_of, walk_week
from core import wall_clock
from demo.builders import coaching as build
from demo.builders import week as build_week
from notices.kinds import KINDS
from notices.models import Notice
from people.models import Closure, Leave
from people.school_days import SchoolCalendar
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 2)
QUOTA = WalkthroughQuota(per_week=10, due_weekday=4)


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, *args):
    return reverse(f"coaching:{name}", args=args)


def closed(*days):
    return SchoolCalendar((), tuple((day, day) for day in days))


@pytest.mark.parametrize(
    ("off", "number", "due"),
    [
        ([], 10, 4),
        ([4], 8, 3),
        ([0], 8, 4),
        ([2, 3, 4], 4, 1),
        ([0, 1, 2, 3], 2, 4),
        ([0, 1, 2, 3, 4], 0, None),
    ],
)
def test_days_without_school_ask_for_fewer_and_bring_the_day_forward(off, number, due):
    calendar = closed(*(MONDAY + n * DAY for n in off))
    wanted = Wanted.of(QUOTA, MONDAY, calendar)
    assert (wanted.number, wanted.due_on) == (number, due if due is None else MONDAY + due * DAY)


def test_an_odd_share_is_rounded_up():
    quota = WalkthroughQuota(per_week=3, due_weekday=2)
    wanted = Wanted.of(quota, MONDAY, closed(MONDAY))
    assert (wanted.number, wanted.due_on) == (3, MONDAY + 2 * DAY)
    late = Wanted.of(quota, MONDAY, closed(*(MONDAY + n * DAY for n in range(3))))
    assert late.due_on == MONDAY + 4 * DAY


def test_without_a_quota_nothing_is_shown(world):
    principal = signed_in(world.principal)
    for page in ("/", url("walkthrough_list")):
        assert "Submit my week" not in principal.get(page).text


def test_progress_shows_where_walkthroughs_begin_and_the_week_is_submitted_and_undone(world):
    build_week.want_walkthroughs(world.system, due_weekday=4)
    for number in range(2):
        began = timezone.now() - dt.timedelta(seconds=30 * number)
        build.make_walkthrough(world.subject, world.principal, began, minutes=0)
    build.make_walkthrough(world.peer, world.principal, timezone.now(), minutes=None)
    build.make_walkthrough(world.subject, world.principal, world.days_ago(9))
    principal = signed_in(world.principal)
    wanted = walk_week(world.principal).wanted
    if wanted.due_on is None:
        pytest.skip("a week without school")
    for page in ("/", url("walkthrough_list")):
        assert f"<strong>2 of {wanted.number}</strong> walkthroughs this week" in (
            principal.get(page).text
        )
    page = principal.post(url("walkthrough_week_submit"), follow=True).text
    week = WalkthroughWeek.objects.get()
    assert (week.maker, week.monday) == (world.principal, monday_of(world.today))
    assert (week.made, week.wanted) == (2, wanted.number)
    assert week.submitted_at is not None
    assert f"Week submitted: 2 of {wanted.number} walkthroughs." in page
    assert url("walkthrough_week_undo", week.pk) in page
    first = week.submitted_at
    principal.post(url("walkthrough_week_submit"))
    week.refresh_from_db()
    assert week.submitted_at == first
    page = principal.post(url("walkthrough_week_undo", week.pk), follow=True).text
    week.refresh_from_db()
    assert week.submitted_at is None
    assert "Submit my week" in page


def test_nobody_is_asked_by_the_quota_of_another_duty(world):
    build_week.want_walkthroughs(world.system, duty="evaluator")
    assert walk_week(world.principal) is None
    assert walk_week(world.evaluator) is not None


def test_of_two_duties_the_greater_quota_counts(world):
    build_week.want_walkthroughs(world.system, duty="evaluator", per_week=5)
    build_week.want_walkthroughs(world.system, duty="school_leader", per_week=20, due_weekday=3)
    world.principal.duties.add("evaluator")
    monday = monday_of(world.today)
    whole = Wanted.of(WalkthroughQuota(per_week=20, due_weekday=3), monday, closed())
    shown = walk_week(world.principal).wanted
    assert shown.number <= whole.number
    assert shown.number > 5 or shown.due_on is None


def test_the_district_sets_it_and_0_switches_it_off(world):
    district = signed_in(world.district)
    data = {
        "school_leader-per_week": "10",
        "school_leader-due_weekday": "3",
        "evaluator-per_week": "0",
        "evaluator-due_weekday": "4",
    }
    for number in ("10", "0"):
        data["school_leader-per_week"] = number
        district.post(url("walkthrough_quota"), data)
        rows = WalkthroughQuota.objects.values_list("duty", "per_week", "due_weekday")
        assert list(rows) == [("evaluator", 0, 4), ("school_leader", int(number), 3)]
    assert walk_week(world.principal) is None
    refused = district.post(url("walkthrough_quota"), data | {"evaluator-per_week": "51"})
    assert refused.status_code == 422
    assert "Enter a number from 0 to 50" in refused.text


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"per_week": 51}, "a_walkthrough_quota_is_within_a_school_week"),
        ({"due_weekday": 5}, "a_walkthrough_quota_is_within_a_school_week"),
    ],
)
def test_the_database_keeps_quotas_within_a_week(change, constraint, world):
    build_week.want_walkthroughs(world.system)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        WalkthroughQuota.objects.update(**change)


def test_the_database_keeps_weeks_that_begin_on_monday(world):
    week = build_week.submit_week(world.principal)
    with pytest.raises(IntegrityError, match="begins_on_monday"), transaction.atomic():
        WalkthroughWeek.objects.filter(pk=week.pk).update(monday=MONDAY + DAY)


# --- the reminder -------------------------------------------------------------------------------


def remind_at(world, day, hour):
    plan_reminders(world.system, now=wall_clock.at(day, dt.time(hour), world.system.zone))
    rows = Notice.objects.filter(kind="walkthrough_week_due")
    return set(rows.values_list("to__name", flat=True))


def a_monday(world):
    """The Monday of a week with school on every day."""
    monday, calendar = monday_of(world.today) - 14 * DAY, SchoolCalendar.of(world.school)
    while not all(calendar.is_school_day(monday + n * DAY) for n in range(5)):
        monday -= 7 * DAY
    return monday


def test_on_the_due_day_each_is_reminded_once(world):
    build_week.want_walkthroughs(world.system)
    monday = a_monday(world)
    assert remind_at(world, monday + 3 * DAY, 12) == set()
    assert remind_at(world, monday + 4 * DAY, 5) == set()
    both = {world.principal.name, world.other_principal.name}
    assert remind_at(world, monday + 4 * DAY, 7) == both
    assert remind_at(world, monday + 4 * DAY, 15) == both
    assert Notice.objects.filter(kind="walkthrough_week_due").count() == 2


def test_with_the_friday_closed_the_reminder_comes_on_thursday(world):
    build_week.want_walkthroughs(world.system)
    friday = a_monday(world) + 4 * DAY
    Closure.objects.create(
        school_system=world.system, label="Fair", starts_on=friday, ends_on=friday
    )
    assert len(remind_at(world, friday - DAY, 7)) == 2


def test_who_has_submitted_or_is_on_leave_is_not_reminded(world):
    build_week.want_walkthroughs(world.system)
    monday = a_monday(world)
    build_week.submit_week(world.principal, monday)
    Leave.objects.create(
        school_system=world.system,
        membership=world.other_principal.memberships.get(),
        starts_on=monday,
    )
    assert remind_at(world, monday + 4 * DAY, 7) == set()


def test_what_was_told_holds_until_the_week_is_submitted(world):
    quota = build_week.want_walkthroughs(world.system)
    notice = Notice(to=world.principal, slot=str(monday_of(world.today)))
    still_needed = KINDS["walkthrough_week_due"].still_needed
    assert still_needed(notice, quota)
    build_week.submit_week(world.principal)
    assert not still_needed(notice, quota)
    quota.per_week = 0
    assert not still_needed(Notice(to=world.other_principal, slot=notice.slot), quota)


@pytest.mark.parametrize("is_on", [False, True])
def test_the_quota_takes_one_query_on_or_off(is_on, world, django_assert_num_queries):
    if is_on:
        build_week.want_walkthroughs(world.system)
        build_week.submit_week(world.principal)
    assert world.principal.duties
    with django_assert_num_queries(1):
        assert bool(walk_week(world.principal)) is is_on


# --- the week just past -----------------------------------------------------------------------


@pytest.fixture
def on(monkeypatch, world):
    """Makes it 7 PM of a day where the school system is."""

    def set_clock(day):
        moment = wall_clock.at(day, dt.time(19), world.system.zone)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


def the_week_before(world):
    """The Monday of this week, two walkthroughs of the week before, and none since."""
    build_week.want_walkthroughs(world.system)
    monday = monday_of(world.today)
    for number in range(2):
        began = wall_clock.at(monday - 4 * DAY, dt.time(9 + number), world.system.zone)
        build.make_walkthrough(world.subject, world.principal, began)
    return monday


SUBMIT_BEFORE = "Submit the week before"


def test_until_monday_evening_the_week_before_is_submitted(world, on):
    monday = the_week_before(world)
    on(monday)
    wanted = walk_week(world.principal).before.wanted
    principal = signed_in(world.principal)
    for page in ("/", url("walkthrough_list")):
        assert SUBMIT_BEFORE in principal.get(page).text
    page = principal.post(url("walkthrough_week_submit"), {"before": "yes"}, follow=True).text
    row = WalkthroughWeek.objects.get()
    assert (row.monday, row.made, row.wanted) == (monday - 7 * DAY, 2, wanted.number)
    assert url("walkthrough_week_undo", row.pk) in page
    assert SUBMIT_BEFORE not in page


def test_from_tuesday_on_it_can_no_longer_be(world, on):
    monday = the_week_before(world)
    on(monday + DAY)
    principal = signed_in(world.principal)
    assert SUBMIT_BEFORE not in principal.get(url("walkthrough_list")).text
    page = principal.post(url("walkthrough_week_submit"), {"before": "yes"}, follow=True).text
    assert "that ends on Monday evening" in page
    assert not WalkthroughWeek.objects.exists()


def test_a_week_that_was_submitted_is_not_submitted_again(world, on):
    monday = the_week_before(world)
    row = build_week.submit_week(world.principal, monday=monday - 7 * DAY)
    on(monday)
    principal = signed_in(world.principal)
    assert SUBMIT_BEFORE not in principal.get(url("walkthrough_list")).text
    principal.post(url("walkthrough_week_submit"), {"before": "yes"})
    assert WalkthroughWeek.objects.get().submitted_at == row.submitted_at
