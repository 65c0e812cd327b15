"""The checklist before a cycle: the coach's own, a warning, and never a block."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.models import Readiness
from people.actions.feature import switch_off
from people.models import Feature, School
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def checklist(world):
    return reverse("coaching:readiness", args=[world.draft_plan.pk])


def make(world, **days):
    return Readiness.objects.create(
        school_system=world.system, plan=world.draft_plan, coach=world.owner, **days
    )


def test_a_tick_keeps_its_day_and_goes_when_it_is_taken_out(client, world):
    long_ago = world.today - dt.timedelta(days=9)
    row = make(world, standards_on=long_ago, texts_on=long_ago)
    client.force_login(world.owner)
    answer = client.post(checklist(world), {"standards_on": "on", "summative_on": "on"})
    row.refresh_from_db()
    assert answer.url == world.draft_plan.get_absolute_url()
    days = (row.standards_on, row.materials_on, row.texts_on, row.summative_on)
    assert days == (long_ago, None, None, world.today)


def test_what_is_open_is_said_to_the_coach_and_stops_nothing(client, world):
    make(world, materials_on=world.today)
    client.force_login(world.owner)
    page = client.get(world.draft_plan.get_absolute_url()).content.decode()
    assert "I have completed the summative task in full" in page
    assert "I know the materials" not in page
    signing = client.get(reverse("coaching:plan_sign", args=[world.draft_plan.pk]))
    assert signing.status_code == 200


def test_the_teacher_sees_nothing_of_it(client, world):
    make(world)
    client.force_login(world.subject)
    page = client.get(world.draft_plan.get_absolute_url()).content.decode()
    assert "Readiness" not in page
    assert client.get(checklist(world)).status_code == 404


def test_a_school_that_has_it_off_shows_nothing_and_keeps_what_was_ticked(client, world):
    make(world, materials_on=world.today)
    switch_off(Feature.READINESS_CHECKLIST, School.objects.filter(pk=world.school.pk))
    client.force_login(world.owner)
    page = client.get(world.draft_plan.get_absolute_url()).content.decode()
    assert "Readiness" not in page
    assert client.get(checklist(world)).status_code == 404
    assert Readiness.objects.get().materials_on == world.today


def test_after_a_hand_over_the_new_coach_has_a_checklist_of_their_own(client, world):
    row = make(world, materials_on=world.today)
    assert [Readiness.objects.visible_to(world.owner).count()] == [1]
    world.handed_over()
    assert Readiness.objects.visible_to(world.owner).count() == 0
    assert Readiness.objects.visible_to(world.former).count() == 0
    assert row.coach == world.owner


def test_a_coach_has_one_for_a_plan(world):
    make(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(world)


def test_the_page_takes_few_queries(client, world):
    url = checklist(world)
    client.force_login(world.owner)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) <= 12
