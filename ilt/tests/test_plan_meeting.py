"""A week becomes its meeting with one click, and shows what its assignments became."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.builders import long_range as build
from demo.builders.team import make_meeting, make_tree_goal, report_on
from goals.models import Goal
from ilt.actions.plan_meeting import focus_of, resources_of
from ilt.models import PlanWeek
from meetings.models import Assignment, Meeting
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def week(world):
    plan = build.make_long_range_plan(world.school_ilt, world.year)
    goal = make_tree_goal(
        world.system, Goal.Level.ILT_CYCLE, world.school_tree_goal, team=world.school_ilt
    )
    cycle = build.make_plan_cycle(plan, goal=goal)
    build.make_plan_week(cycle, dt.date(2026, 8, 18))
    return build.make_plan_week(
        cycle,
        dt.date(2026, 8, 24),
        topics="Reasoning\nModeling",
        materials="Planning guide https://example.org/guide\n- Unit 2",
        actions="Connie Contributor: model one lesson\nEveryone: bring three pieces of work\nRead",
    )


@pytest.fixture
def principal(world):
    client = Client()
    client.force_login(world.principal)
    return client


def meet(client, week):
    return client.post(reverse("ilt:week_meet", args=[week.plan_id, week.pk]), follow=True)


def fresh(week):
    return PlanWeek.objects.get(pk=week.pk)


def test_a_week_becomes_its_meeting(principal, world, week):
    page = words(meet(principal, week))
    assert "The meeting of Tue, Aug 25, 2026 is planned." in page
    meeting = fresh(week).meeting
    local = meeting.starts_at.astimezone(world.system.zone)
    assert (local.date(), local.time()) == (dt.date(2026, 8, 25), dt.time(15))
    assert (meeting.team, meeting.focus, meeting.outcome) == (
        world.school_ilt,
        "Reasoning; Modeling",
        week.outcome,
    )
    assert (meeting.goal, meeting.number) == (week.cycle.goal, 2)
    learning = meeting.sections.get(part="learning")
    assert [(one.title, one.link) for one in learning.resources.all()] == [
        ("Planning guide", "https://example.org/guide"),
        ("Unit 2", ""),
    ]
    assert [(one.member, one.text) for one in meeting.assignments.all()] == [
        (world.contributor, "model one lesson"),
        (None, "bring three pieces of work"),
        (None, "Read"),
    ]


def test_a_second_click_plans_no_second_meeting(principal, week):
    meet(principal, week)
    assert "This week has its meeting already." in words(meet(principal, week))
    assert Meeting.objects.count() == 1


def test_a_meeting_that_stands_in_the_series_is_taken(principal, world, week):
    when = dt.datetime(2026, 8, 25, 15, tzinfo=world.system.zone)
    there = make_meeting(world.school_ilt, when, focus="Said before")
    meet(principal, week)
    assert fresh(week).meeting == there
    there.refresh_from_db()
    assert (there.focus, there.outcome, there.goal) == (
        "Said before",
        week.outcome,
        week.cycle.goal,
    )
    assert there.sections.get(part="learning").resources.count() == 2


def test_progress_shows_what_the_assignments_became(principal, world, week):
    meet(principal, week)
    meeting = fresh(week).meeting
    everyone = meeting.assignments.get(text="Read")
    own = meeting.assignments.get(member=world.contributor)
    report_on(everyone, world.principal, timezone.now())
    report_on(own, world.contributor, timezone.now(), status="partly")
    Assignment.objects.filter(text="bring three pieces of work").update(removed_at=timezone.now())
    page = words(principal.get(reverse("ilt:plan_detail", args=[week.plan_id])))
    assert "model one lesson – 1 partly" in page
    assert "Read – 1 done, 1 not said yet" in page
    assert "bring three pieces of work:" not in page


def test_who_is_not_in_the_team_does_not_read_what_became_of_it(principal, world, week):
    meet(principal, week)
    reader = Client()
    reader.force_login(world.subject)
    page = words(reader.get(reverse("ilt:plan_detail", args=[week.plan_id])))
    assert "Reasoning" in page
    assert "not said yet" not in page


@pytest.mark.parametrize(
    ("materials", "resources"),
    [
        ("", []),
        ("https://example.org/a", [("https://example.org/a", "https://example.org/a")]),
        ("Guide (https://example.org/a)", [("Guide", "https://example.org/a")]),
        ("x" * 300, [("x" * 200, "")]),
    ],
)
def test_each_line_of_materials_is_a_resource(materials, resources):
    assert resources_of(materials) == resources


def test_a_long_topic_is_cut_for_the_focus():
    assert len(focus_of("word " * 100)) <= 200
    assert focus_of("word " * 100).endswith("…")
