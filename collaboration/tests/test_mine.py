"""What a member promised the team, beside the coaching step; hours of learning from attendance."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from demo.builders import people
from demo.builders import study as build
from demo.builders import team as build_team
from meetings.models import AssignmentReport, Attendance
from people.models import Team

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def teacher():
    school = people.make_school(people.make_system())
    return people.make_teacher(school, "Mo Member")


@pytest.fixture
def team(teacher):
    school = teacher.memberships.get().school
    facilitator = people.make_coach(school, "Fay Leader")
    return build_team.make_team(
        school.school_system, Team.Kind.TC, school, facilitator, [teacher], name="Grade 3"
    )


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def body(response):
    return response.content.decode()


def held(team, day, zone, minutes=60):
    moment = dt.datetime.combine(day, dt.time(15), zone)
    return build_team.make_meeting(team, moment, state="held", held_at=moment, minutes=minutes)


def tasks_of(user):
    return body(signed_in(user).get(reverse("collaboration:my_tasks")))


def test_my_coaching_asks_for_the_tasks(teacher, team):
    page = body(signed_in(teacher).get(reverse("coaching:my_coaching")))
    assert f'hx-get="{reverse("collaboration:my_tasks")}"' in page


def test_a_task_shows_until_its_member_says_it_is_done(teacher, team):
    meeting = held(team, teacher.today - 7 * DAY, teacher.zone)
    everyone = build_team.make_assignment(meeting, text="Bring three pieces of work.")
    build_team.make_assignment(meeting, teacher, text="Film the opening.")
    other = team.members.get(role="facilitator").user
    build_team.make_assignment(meeting, other, text="Book the room.")
    assert "Bring three pieces of work." in tasks_of(teacher)
    assert "Film the opening." in tasks_of(teacher)
    assert "Book the room." not in tasks_of(teacher)
    build_team.report_on(everyone, teacher, meeting.held_at, status=AssignmentReport.Status.PARTLY)
    assert "Bring three pieces of work." in tasks_of(teacher)
    everyone.reports.update(status=AssignmentReport.Status.DONE)
    assert "Bring three pieces of work." not in tasks_of(teacher)
    assert "Bring three pieces of work." in tasks_of(other)


def test_what_an_earlier_meeting_asked_for_is_over(teacher, team):
    first = held(team, teacher.today - 14 * DAY, teacher.zone)
    build_team.make_assignment(first, text="Bring three pieces of work.")
    held(team, teacher.today - 7 * DAY, teacher.zone)
    assert "Bring three pieces of work." not in tasks_of(teacher)


def test_hours_count_held_meetings_at_which_a_person_was(teacher, team):
    day = teacher.today.replace(day=1) - 10 * DAY
    rows = [held(team, day - number * DAY, teacher.zone, 45) for number in range(3)]
    Attendance.objects.filter(meeting__in=rows[:2], user=teacher).update(state="present")
    Attendance.objects.filter(meeting=rows[2], user=teacher).update(state="absent")
    page = body(signed_in(teacher).get(reverse("collaboration:my_hours")))
    assert "1.5 hours in team meetings you were at" in page
    member = team.members.get(user=teacher)
    member.ends_on = teacher.today
    member.save()
    page = body(signed_in(teacher).get(reverse("collaboration:my_hours")))
    assert "1.5 hours in team meetings you were at" in page


@pytest.mark.parametrize(("asked", "is_marked"), [(None, False), (1, False), (2, True)])
def test_the_team_s_leader_sees_hours_and_marks_only_where_switched_on(
    teacher, team, asked, is_marked
):
    facilitator = team.members.get(role="facilitator").user
    day = teacher.today.replace(day=1) - 10 * DAY
    year = people.make_year(team.school_system, starts_on=day - 60 * DAY, ends_on=day + 240 * DAY)
    build.make_year_plan(team, year, hours_a_month=asked)
    meeting = held(team, day, teacher.zone, 90)
    Attendance.objects.filter(meeting=meeting).update(state="present")
    page = body(signed_in(facilitator).get(reverse("collaboration:team_hours", args=[team.pk])))
    assert "1.5 hours" in page
    assert ("fewer than" in page) is is_marked
