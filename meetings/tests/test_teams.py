import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.builders import people
from demo.builders import team as build
from meetings.reminders import plan_reminders
from meetings.series import days_of_series
from meetings.team_calendar import days_without
from notices.models import Notice
from people.models import Closure, SchoolSystem, Team, TeamMember
from people.school_days import SchoolCalendar
from tests.pages import form_with, words
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url_of(name, row):
    return reverse(f"meetings:{name}", args=[row.pk])


def test_a_principal_begins_a_team_of_the_own_school_and_facilitates_it(world):
    data = {"kind": "tc", "school": world.school.pk, "name": "Math", "minutes": 45}
    signed_in(world.principal).post(reverse("meetings:team_add"), data | {"every_weeks": 2})
    team = Team.objects.get(name="Math")
    assert (team.school, team.minutes, team.every_weeks) == (world.school, 45, 2)
    assert [(m.user, m.role) for m in team.members.all()] == [(world.principal, "facilitator")]


def test_the_series_of_a_team_is_changed_on_its_page(world):
    client, url = signed_in(world.contributor), url_of("team_edit", world.tc)
    data = form_with(client.get(url), "name") | {"weekday": "3", "meets_at": "08:15"}
    assert client.post(url, data).status_code == 302
    team = Team.objects.get(pk=world.tc.pk)
    assert (team.weekday, team.meets_at, team.version) == (3, dt.time(8, 15), 2)
    assert "Thursday, 8:15 AM, 1 h" in words(client.get(team.get_absolute_url()))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"school": ""}, "Choose the school of this team"),
        ({"name": "Grades 3–5"}, "There is a team of this name already"),
        ({"minutes": "5"}, "must be 10 or more"),
        ({"every_weeks": "14"}, "must be 13 or less"),
    ],
)
def test_what_is_wrong_with_a_team_is_said_and_nothing_is_stored(world, wrong, said):
    assert world.tc
    data = {"kind": "tc", "school": world.school.pk, "name": "Math"}
    data |= {"minutes": "60", "every_weeks": "1"}
    answer = signed_in(world.principal).post(reverse("meetings:team_add"), data | wrong)
    assert answer.status_code == 422
    assert said in words(answer)
    assert Team.objects.count() == 1


def test_a_school_has_one_leadership_team(world):
    assert world.school_ilt
    data = {"kind": "school_ilt", "school": world.school.pk, "name": "ILT 2"}
    data |= {"minutes": "60", "every_weeks": "1"}
    answer = signed_in(world.principal).post(reverse("meetings:team_add"), data)
    assert "This school has a leadership team already" in words(answer)


def test_a_new_member_is_on_the_lists_of_meetings_to_come_and_one_who_leaves_is_off(world):
    client = signed_in(world.contributor)
    assert world.tc_meeting
    data = {"person": world.former.email, "role": "member", "represents": "Grade 4"}
    client.post(url_of("member_add", world.tc), data | {"starts_on": world.today.isoformat()})
    member = TeamMember.objects.get(user=world.former)
    assert world.tc_meeting.attendances.filter(user=world.former).exists()
    assert not world.tc_held.attendances.filter(user=world.former).exists()
    client.post(url_of("member_end", member))
    assert not world.tc_meeting.attendances.filter(user=world.former).exists()


def test_a_person_is_in_a_team_once_at_a_time(world):
    data = {"person": world.subject.email, "role": "member", "starts_on": "2026-09-01"}
    answer = signed_in(world.contributor).post(url_of("member_add", world.tc), data)
    assert answer.status_code == 422
    assert "This person is in the team at that time already" in words(answer)


def test_norms_whose_day_has_come_are_shown_to_be_looked_at(world):
    world.tc.norms, world.tc.norms_review_on = "We begin on time.", world.today
    world.tc.save()
    page = words(signed_in(world.peer).get(world.tc.get_absolute_url()))
    assert "We begin on time." in page
    assert "To look at" in page


def test_an_ended_team_is_off_the_list_and_comes_back_with_undo(world):
    client, url = signed_in(world.contributor), reverse("meetings:team_list")
    client.post(url_of("team_end", world.tc))
    assert world.tc.name not in words(signed_in(world.peer).get(url))
    signed_in(world.principal).post(url_of("team_restore", world.tc))
    assert world.tc.name in words(client.get(url))


def test_the_teams_of_the_own_school_stand_before_all_others(world):
    own, elsewhere = world.tc, world.other_school
    other = build.make_team(world.system, "tc", elsewhere, name="Ahead in the alphabet")
    page = signed_in(world.principal).get(reverse("meetings:team_list"))
    assert own in page.context["here"]
    assert other in page.context["page"].object_list
    assert own not in page.context["page"].object_list
    assert words(page).index(own.name) < words(page).index(other.name)


def test_a_series_leaves_out_days_without_school_and_keeps_its_weeks(world):
    first = dt.date(2027, 2, 1)
    Closure.objects.create(
        school_system=world.system, label="Break", starts_on="2027-02-09", ends_on="2027-02-10"
    )
    world.tc.every_weeks = 1
    meets, skipped = days_of_series(world.tc, first, dt.date(2027, 2, 28))
    assert [day.day for day in meets] == [2, 16, 23]
    assert [day.day for day in skipped] == [9]
    world.tc.every_weeks = 2
    meets, skipped = days_of_series(world.tc, dt.date(2027, 2, 3), dt.date(2027, 3, 12))
    assert [(day.month, day.day) for day in meets] == [(2, 23), (3, 9)]
    assert [day.day for day in skipped] == [9]


def test_the_meetings_of_a_term_are_shown_first_and_planned_once(world):
    term = world.year.terms.order_by("starts_on").last()
    client, url = signed_in(world.contributor), url_of("series_plan", world.tc)
    meets, _ = days_of_series(world.tc, term.starts_on, term.ends_on)
    page = words(client.get(url, {"term": term.pk}))
    assert f"{len(meets)} meetings" in page
    assert world.tc.meetings.count() == 0
    for _ in range(2):
        client.post(url, {"term": term.pk})
    assert world.tc.meetings.count() == len(meets)
    zone = world.system.zone
    first = world.tc.meetings.order_by("starts_at").first()
    assert (first.starts_at.astimezone(zone).hour, first.attendances.count()) == (15, 3)


def test_a_page_to_plan_a_meeting_proposes_the_next_day_of_the_series(world):
    data = form_with(signed_in(world.subject).get(url_of("meeting_add", world.tc)), "on")
    tomorrow = world.today + dt.timedelta(days=1)
    meets, _ = days_of_series(world.tc, tomorrow, tomorrow + dt.timedelta(days=90))
    assert (data["on"], data["at"], data["minutes"]) == (meets[0].isoformat(), "15:00", "60")


def test_a_team_that_has_not_met_for_longer_than_allowed_is_told_on_its_page_and_once(world):
    kind = "team_has_not_met"
    held = build.make_meeting(world.tc, world.days_ago(40), state="held")
    for _ in range(2):
        plan_reminders(world.system, now=world.noon)
    told = Notice.objects.filter(kind=kind)
    assert [(notice.to, notice.about_id) for notice in told] == [(world.contributor, world.tc.pk)]
    assert "days since the last meeting held" in words(
        signed_in(world.peer).get(world.tc.get_absolute_url())
    )
    held.starts_at = held.held_at = world.days_ago(2)
    held.save()
    assert "days since" not in words(signed_in(world.peer).get(world.tc.get_absolute_url()))


def test_how_long_a_kind_of_team_may_be_without_meeting_is_the_systems_number(world):
    build.make_meeting(world.tc, world.days_ago(40), state="held")
    SchoolSystem.objects.update(tc_days=90)
    world.system.refresh_from_db()
    plan_reminders(world.system, now=world.noon)
    assert Notice.objects.filter(kind="team_has_not_met").count() == 0


def test_days_of_a_week_without_school_do_not_count():
    closed = ((dt.date(2026, 11, 23), dt.date(2026, 11, 27)),)
    held, today = dt.date(2026, 11, 17), dt.date(2026, 12, 1)
    assert days_without(held, today, SchoolCalendar((), ())) == 14
    assert days_without(held, today, SchoolCalendar((), closed)) == 7


def test_a_network_sees_who_has_passed_its_key_message_on_at_which_school(world):
    network = build.make_team(
        world.system,
        Team.Kind.NETWORK,
        None,
        world.district,
        [world.principal, world.other_principal],
        name="Principals",
    )
    meeting = build.make_meeting(network, world.days_ago(3), state="held")
    message = build.make_assignment(meeting, text="Open with impact.", kind="key_message")
    build.report_on(message, world.principal, world.yesterday, evidence="In Tuesday’s ILT.")
    page = words(signed_in(world.other_principal).get(url_of("key_messages", network)))
    assert "Open with impact." in page
    assert "Cypress Elementary" in page
    assert "1 of 3 have passed it on" in page


@pytest.mark.parametrize("members", [2, 40])
def test_the_page_of_a_team_takes_as_many_queries_however_many_are_in_it(world, members):
    for _ in range(members):
        build.add_member(world.tc, people.make_teacher(world.school))
    assert world.tc_meeting
    client, url = signed_in(world.peer), world.tc.get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert len(statements(captured.captured_queries)) == 12


def test_every_meeting_of_the_team_can_be_found(world):
    long_ago = timezone.now() - dt.timedelta(days=300)
    for week in range(13):
        build.make_meeting(
            world.tc, long_ago + dt.timedelta(weeks=week), state="held", focus=f"Week {week:02}"
        )
    client = signed_in(world.contributor)
    page = client.get(world.tc.get_absolute_url())
    assert "Week 00" not in words(page)
    assert 'href="?meetings=all#meetings"' in page.content.decode()
    page = words(client.get(f"{world.tc.get_absolute_url()}?meetings=all"))
    assert "Week 00" in page
    assert "Show all meetings" not in page
