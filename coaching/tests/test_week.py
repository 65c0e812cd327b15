"""My week: who is due, what stands on which day, and planning in one tap."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from coaching.actions.week import place_visit, take_off_plan
from coaching.models import Visit
from coaching.week import Week
from core.dates import long_date
from demo.builders import coaching as build
from demo.builders import people
from notices.kinds import KINDS
from notices.models import Notice
from people.models import Closure, Leave

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def school():
    return people.make_school(people.make_system(), "Cypress Elementary")


@pytest.fixture
def pair(school):
    return people.make_pair(school)


@pytest.fixture
def coach(pair, client):
    client.force_login(pair[1])
    return client


@pytest.fixture
def monday(pair):
    """The Monday of next week: all of its days are still to come."""
    today = pair[1].today
    return today + dt.timedelta(days=7 - today.weekday())


def url(name, *args):
    return reverse(f"coaching:{name}", args=args)


def look(client, day):
    return client.get(url("week"), {"week": day.isoformat()})


def place(client, teacher, day):
    data = {"teacher": teacher.pk, "day": day.isoformat()}
    return client.post(url("week_place"), data, follow=True)


def move(client, visit, day):
    return client.post(url("visit_move", visit.pk), {"day": day.isoformat()}, follow=True)


def close(at, day, **fields):
    fields = {"label": "Thanksgiving break", "starts_on": day, "ends_on": day} | fields
    return Closure.objects.create(school_system=at.school_system, **fields)


def go_on_leave(teacher, first, back):
    membership = teacher.memberships.get()
    return Leave.objects.create(
        school_system=teacher.school_system, membership=membership, starts_on=first, ends_on=back
    )


def test_one_tap_plans_a_visit_and_undo_takes_it_off_again(coach, pair, monday):
    page = place(coach, pair[0], monday + DAY).text
    visit = Visit.objects.get()
    assert (visit.teacher, visit.coach, visit.planned_on) == (*pair, monday + DAY)
    assert (visit.status, visit.is_announced) == ("planned", False)
    assert f"planned for {long_date(monday + DAY)}" in page
    assert f'action="{url("visit_unplan", visit.pk)}"' in page
    page = coach.post(url("visit_unplan", visit.pk), follow=True).text
    visit.refresh_from_db()
    assert (visit.status, Visit.objects.planned().count()) == ("unplanned", 0)
    assert f'action="{url("visit_unplan_undo", visit.pk)}"' in page
    coach.post(url("visit_unplan_undo", visit.pk))
    visit.refresh_from_db()
    assert (visit.status, visit.planned_on) == ("planned", monday + DAY)
    assert Notice.objects.count() == 0


def test_a_second_tap_plans_nothing(coach, pair, monday):
    for _ in range(2):
        place(coach, pair[0], monday)
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_plan_one_visit(pair, monday):
    barrier = threading.Barrier(4)

    def tap():
        barrier.wait()
        place_visit(pair[0].pk, monday, by=pair[1])
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(tap) for _ in range(4)]:
            done.result()
    assert Visit.objects.count() == 1


def test_a_planned_visit_moves_in_one_tap(coach, pair, monday):
    visit = build.plan_visit(*pair, monday, period="2nd period")
    page = move(coach, visit, monday + 3 * DAY)
    visit.refresh_from_db()
    assert (visit.planned_on, visit.period, visit.plan_changes) == (
        monday + 3 * DAY,
        "2nd period",
        1,
    )
    assert f"moved to {long_date(monday + 3 * DAY)}" in page.text
    assert Notice.objects.count() == 0


def test_an_announced_visit_tells_the_teacher_its_new_date(coach, pair, monday):
    visit = build.plan_visit(*pair, monday, is_announced=True)
    move(coach, visit, monday + DAY)
    notice = Notice.objects.get()
    assert (notice.kind, notice.to) == ("visit_announced", pair[0])
    assert notice.slot.startswith(f"{monday + DAY} ")


def test_a_teacher_hears_that_an_announced_visit_is_off_but_not_where_it_was_a_slip(
    coach, pair, monday
):
    visit = build.plan_visit(*pair, monday, is_announced=True)
    coach.post(url("visit_unplan", visit.pk))
    notice = Notice.objects.get()
    assert (notice.kind, notice.to) == ("visit_off_plan", pair[0])
    coach.post(url("visit_unplan_undo", visit.pk))
    assert Notice.objects.count() == 0


def test_nobody_hears_of_a_visit_that_was_never_announced(coach, pair, monday):
    visit = build.plan_visit(*pair, monday)
    coach.post(url("visit_unplan", visit.pk))
    assert Notice.objects.count() == 0


def test_what_was_mailed_of_a_visit_off_the_plan_holds_until_its_day(pair, monday):
    visit = build.plan_visit(*pair, monday, is_announced=True)
    tell = KINDS["visit_off_plan"].still_needed
    assert not tell(None, visit)
    take_off_plan(visit, now=timezone.now())
    visit.refresh_from_db()
    assert tell(None, visit)
    visit.planned_on = pair[0].today - DAY
    assert not tell(None, visit)


def test_nobody_is_put_on_a_closed_day(coach, pair, school, monday):
    close(school, monday + DAY)
    page = place(coach, pair[0], monday + DAY).text
    expected = f"Cypress Elementary has no school on {long_date(monday + DAY)}. Choose another day."
    assert expected in page
    assert "No school: <bdi>Thanksgiving break</bdi>" in page
    assert Visit.objects.count() == 0
    visit = build.plan_visit(*pair, monday)
    assert expected in move(coach, visit, monday + DAY).text
    visit.refresh_from_db()
    assert visit.planned_on == monday


def test_nobody_is_visited_on_leave(coach, pair, monday):
    go_on_leave(pair[0], monday, monday + 2 * DAY)
    page = place(coach, pair[0], monday + DAY).text
    assert f"is on leave on {long_date(monday + DAY)}. Choose another day." in page
    assert Visit.objects.count() == 0
    place(coach, pair[0], monday + 2 * DAY)
    assert Visit.objects.get().planned_on == monday + 2 * DAY


def test_no_visit_is_planned_for_a_day_that_is_gone(coach, pair):
    page = place(coach, pair[0], pair[1].today - DAY).text
    assert "Choose today or a later day for the visit." in page
    assert Visit.objects.count() == 0


def test_a_teacher_without_a_school_is_said_so(coach, pair, monday):
    pair[0].memberships.all().delete()
    page = place(coach, pair[0], monday).text
    assert "Ask your administrator to enter the school" in page
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("day", ["", "soon", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_a_day_that_is_none_is_not_found(day, coach, pair):
    data = {"teacher": pair[0].pk, "day": day}
    assert coach.post(url("week_place"), data).status_code == 404
    assert coach.get(url("week"), {"week": day or "x"}).status_code == 404


def test_the_days_show_what_was_planned_held_and_not_held(coach, pair, monday):
    planned = build.plan_visit(*pair, monday)
    gone = build.plan_visit(*pair, monday + DAY)
    coach.post(url("visit_not_held", gone.pk), {"reason": "testing"})
    off = build.plan_visit(*pair, monday + 2 * DAY)
    coach.post(url("visit_unplan", off.pk))
    held = build.make_visit(*pair)
    days = {day.date: day for day in Week(pair[1], monday).days}
    assert list(days) == [monday + n * DAY for n in range(5)]
    assert [place.visit for place in days[monday].planned] == [planned]
    assert days[monday + DAY].others == [gone]
    assert (days[monday + 2 * DAY].planned, days[monday + 2 * DAY].others) == ([], [])
    began = held.started_at.astimezone(pair[1].zone).date()
    week = Week(pair[1], began - dt.timedelta(days=began.weekday()))
    assert [visit for day in week.days for visit in day.others] == [held]
    assert "Testing" in look(coach, monday).text


def test_a_saturday_shows_only_where_something_stands_there(pair, monday):
    build.plan_visit(*pair, monday + 5 * DAY)
    assert [day.date for day in Week(pair[1], monday).days][5:] == [monday + 5 * DAY]


def test_who_is_due_by_friday_stands_first_the_longest_first(coach, school, pair, monday):
    teacher, owner = pair
    teachers = [people.make_teacher(school, name) for name in ("Ana", "Bo", "Cy", "Di")]
    for one in teachers:
        people.assign(one, owner)
    ana, bo, cy, di = teachers
    for one, days in ((teacher, 20), (ana, 30), (bo, 1)):
        build.make_visit(one, owner, timezone.now() - dt.timedelta(days=days))
    build.plan_visit(cy, owner, monday)  # due for long, and planned
    go_on_leave(di, owner.today - DAY, None)
    week = Week(owner, monday)
    assert [place.line.teacher for place in week.due] == [ana, teacher]
    assert [place.line.teacher for place in week.others] == [bo, cy, di]
    assert week.others[2].days == []
    assert "Everybody else (3)" in look(coach, monday).text


def test_no_button_is_offered_for_a_day_without_school_or_on_leave(school, pair, monday):
    close(school, monday)
    other = people.make_school(school.school_system, "Elsewhere")
    close(other, monday + DAY, school=other, label="Flood")
    go_on_leave(pair[0], monday + 2 * DAY, monday + 3 * DAY)
    (place,) = Week(pair[1], monday).due
    assert place.days == [monday + DAY, monday + 3 * DAY, monday + 4 * DAY]
    assert place.away == [monday, monday + 2 * DAY]
    closures = [day.closures for day in Week(pair[1], monday).days]
    assert closures == [["Thanksgiving break"], [], [], [], []]


def test_a_visit_that_stands_on_a_closed_day_is_marked(coach, school, pair, monday):
    build.plan_visit(*pair, monday)
    assert "move it" not in look(coach, monday).text
    close(school, monday)
    assert "No school or on leave: move it" in look(coach, monday).text


def test_a_past_week_offers_nothing_to_place(coach, pair, monday):
    page = look(coach, monday - dt.timedelta(days=21)).text
    assert "A visit is due" not in page
    assert url("week_place") not in page


def test_weeks_follow_each_other_by_link(coach, monday):
    page = look(coach, monday + 2 * DAY).text
    for day in (monday - 7 * DAY, monday + 7 * DAY):
        assert f'href="{url("week")}?week={day}"' in page
    assert f"Week of {long_date(monday)}" in page


def test_somebody_without_a_caseload_reads_what_goes_here(client, school):
    client.force_login(people.make_coach(school))
    assert "Nobody in your caseload yet" in client.get(url("week")).text


def test_a_visit_off_the_plan_is_neither_changed_nor_counted(coach, pair, monday):
    visit = build.plan_visit(*pair, monday)
    coach.post(url("visit_unplan", visit.pk))
    page = coach.get(visit.get_absolute_url()).text
    assert "This visit was taken off the plan." in page
    assert coach.get(url("visit_replan", visit.pk)).status_code == 403
    coach.post(url("visit_not_held", visit.pk), {"reason": "testing"})
    assert "This visit is not planned any more." in move(coach, visit, monday + DAY).text
    visit.refresh_from_db()
    assert (visit.status, visit.planned_on) == ("unplanned", monday)
    assert str(visit.pk) not in coach.get(url("visit_list")).text


def test_starting_it_after_all_puts_it_back(coach, pair, monday):
    visit = build.plan_visit(*pair, monday)
    coach.post(url("visit_unplan", visit.pk))
    coach.post(url("visit_begin", visit.pk))
    visit.refresh_from_db()
    assert (visit.status, visit.unplanned_at) == ("live", None)


def test_what_has_begun_stays_on_the_plan(coach, pair):
    visit = build.make_visit(*pair)
    page = coach.post(url("visit_unplan", visit.pk), follow=True).text
    visit.refresh_from_db()
    assert (visit.status, visit.unplanned_at) == ("draft", None)
    assert "This visit is not planned any more." in page
    with pytest.raises(IntegrityError, match="only_a_planned_visit_is_taken_off_the_plan"):
        Visit.objects.filter(pk=visit.pk).update(unplanned_at=timezone.now())


@pytest.mark.parametrize("teachers", [5, 50])
def test_the_page_takes_as_many_queries_for_any_caseload(
    teachers, coach, school, pair, monday, django_assert_num_queries
):
    for number in range(teachers - 1):
        teacher = people.make_teacher(school)
        people.assign(teacher, pair[1])
        if number % 2:
            build.plan_visit(teacher, pair[1], monday + (number % 5) * DAY)
    close(school, monday)
    with django_assert_num_queries(9):
        assert look(coach, monday).status_code == 200
