"""Sample agendas: whole, about nobody, and the beginning of a team's own meeting."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from ilt.samples import SAMPLES, Part
from meetings.models import Meeting
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def principal(world):
    client = Client()
    client.force_login(world.principal)
    return client


def test_there_are_five_and_each_is_whole():
    assert len(SAMPLES) == 5
    for sample in SAMPLES:
        assert set(sample.parts) == set(Part)
        assert all(part.happens for part in sample.parts.values())
        assert any(part.resources for part in sample.parts.values())
        assert len(sample.focus) <= 200
        assert sample.prework
        assert len(sample.look_fors) >= 3
        assert any(line.startswith("Everyone: ") for line in sample.assignments)


@pytest.mark.parametrize(("stands", "first"), [("first", "Assess"), ("last", "Define")])
def test_parts_stand_in_the_order_of_the_school_system(principal, world, stands, first):
    type(world.system).objects.filter(pk=world.system.pk).update(impact_stands=stands)
    page = words(principal.get(reverse("ilt:sample_detail", args=[SAMPLES[0].slug])))
    assert f"1. {first}" in page


def start(client, world, **data):
    data = {"team": world.school_ilt.pk, "on": "2026-12-08", "at": "15:00"} | data
    return client.post(reverse("ilt:sample_start", args=[SAMPLES[1].slug]), data)


def test_a_meeting_begins_as_the_sample(principal, world):
    assert start(principal, world, lead=world.contributor.pk).status_code == 302
    meeting = Meeting.objects.get()
    when = meeting.starts_at.astimezone(world.system.zone)
    assert (when.date(), when.time()) == (dt.date(2026, 12, 8), dt.time(15))
    assert meeting.is_from_sample
    assert (meeting.focus, meeting.prework) == (SAMPLES[1].focus, SAMPLES[1].prework)
    parts = list(meeting.sections.values_list("part", flat=True))
    assert parts == ["impact", "purpose", "learning", "practice", "implementing"]
    implementing = meeting.sections.get(part="implementing")
    assert f"- {SAMPLES[1].look_fors[0]}" in implementing.plan
    assert implementing.resources.count() == 3
    assert [one.member for one in meeting.assignments.all()] == [None, None, world.contributor]


def test_without_a_lead_the_team_sees_whose_it_is(principal, world):
    start(principal, world)
    assert Meeting.objects.get().assignments.last().text.startswith("Math lead: ")


def test_two_meetings_do_not_begin_at_one_time(principal, world):
    start(principal, world)
    response = start(principal, world)
    assert response.status_code == 422
    assert "The team has a meeting at that time already." in words(response)
    assert Meeting.objects.count() == 1


def test_a_lead_is_a_member_of_the_team(principal, world):
    assert world.tc
    response = start(principal, world, lead=world.subject.pk)
    assert response.status_code == 422
    assert "Choose a member of this team" in words(response)
