"""What a person keeps beside plans, and submitted weeks, are in everything about her."""

import datetime as dt

import pytest
from django.utils import timezone

from coaching.models import LearningTargets, WalkthroughWeek
from core.dates import long_date
from demo.builders.stage import make_mark
from reports.about_me import AboutMe

pytestmark = pytest.mark.django_db
TARGET = "20 of 24 students explain their claim by May."


def titled(person, title):
    sections = AboutMe(person, timezone.now()).sections()
    return [section for section in sections if section.title == title]


def test_learning_targets_are_the_teachers_and_not_her_coachs(world):
    LearningTargets.objects.create(
        school_system=world.system, plan=world.draft_plan, first=TARGET, reflection="21 did."
    )
    (section,) = titled(world.subject, "Student learning targets")
    assert [row[1:] for row in section.rows] == [[TARGET, "", "21 did.", ""]]
    assert titled(world.owner, "Student learning targets") == []


def test_submitted_weeks_of_walkthroughs_are_their_makers(world):
    monday = world.today - dt.timedelta(days=world.today.weekday() + 7)
    for weeks, submitted_at in ((0, timezone.now()), (1, None)):
        WalkthroughWeek.objects.create(
            school_system=world.system,
            maker=world.principal,
            monday=monday - dt.timedelta(weeks=weeks),
            made=7,
            wanted=10,
            submitted_at=submitted_at,
        )
    title = "Weeks of walkthroughs you submitted"
    (section,) = titled(world.principal, title)
    assert [row[:3] for row in section.rows] == [[long_date(monday), "7", "10"]]
    assert titled(world.evaluator, title) == []


def test_what_a_person_said_of_a_teams_stage_is_hers_alone(world):
    make_mark(world.school_ilt, world.principal, evidence="The letter.")
    title = "What you said of your teams’ stages"
    (section,) = titled(world.principal, title)
    assert [row[3:5] for row in section.rows] == [["Partly", "The letter."]]
    assert titled(world.contributor, title) == []
