"""Impact entries: a day, one line and where it was seen, while the two work on the plan."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coaching.models import ImpactEntry, Plan
from demo.builders.coaching import note_impact
from tests.world import World

pytestmark = pytest.mark.django_db
LINE = "19 of 24 students give a reason."


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.agreed_plan()


def add(client, person, plan, **data):
    client.force_login(person)
    url = reverse("coaching:plan_impact", args=[plan.pk])
    line = {"seen_on": person.today, "seen": LINE, "source": "student_work"}
    return client.post(url, line | data)


def page_of(client, person, plan):
    client.force_login(person)
    return client.get(reverse("coaching:plan_impact", args=[plan.pk])).content.decode()


@pytest.mark.parametrize("who", ["subject", "owner"])
def test_either_of_the_two_notes_what_was_seen_and_both_read_it(client, world, plan, who):
    add(client, world.people[who], plan)
    entry = ImpactEntry.objects.get()
    assert (entry.plan, entry.seen, entry.source) == (plan, LINE, "student_work")
    assert (entry.seen_on, entry.written_by) == (world.today, world.people[who])
    for reader in (world.subject, world.owner):
        assert LINE in page_of(client, reader, plan)


def test_a_day_to_come_is_refused_and_the_line_stays(client, world, plan):
    response = add(client, world.owner, plan, seen_on=world.today + dt.timedelta(days=1))
    assert response.status_code == 422
    assert "Enter a day up to today" in response.content.decode()
    assert LINE in response.content.decode()
    assert not ImpactEntry.objects.exists()


def test_a_completed_plan_is_read_and_takes_no_more(client, world, plan):
    note_impact(plan, world.owner, seen=LINE)
    Plan.objects.filter(pk=plan.pk).update(
        status=Plan.Status.COMPLETED, completed_at=world.yesterday
    )
    assert LINE in page_of(client, world.subject, plan)
    assert add(client, world.subject, plan).status_code == 403


def test_what_one_removes_can_be_brought_back(client, world, plan):
    entry = note_impact(plan, world.owner, seen=LINE)
    client.force_login(world.owner)
    page = client.post(reverse("coaching:impact_remove", args=[entry.pk]), follow=True)
    assert LINE not in page_of(client, world.owner, plan)
    assert reverse("coaching:impact_restore", args=[entry.pk]) in page.content.decode()
    client.post(reverse("coaching:impact_restore", args=[entry.pk]))
    assert LINE in page_of(client, world.subject, plan)


def test_nothing_of_it_is_on_the_plan_that_others_read(client, world, plan):
    note_impact(plan, world.owner, seen=LINE)
    link = reverse("coaching:plan_impact", args=[plan.pk])
    for name in ("principal", "evaluator", "district"):
        client.force_login(world.people[name])
        page = client.get(plan.get_absolute_url()).content.decode()
        assert (LINE in page, link in page) == (False, False)
    client.force_login(world.subject)
    assert link in client.get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [5, 50])
def test_fifty_entries_are_read_with_as_many_queries_as_five(
    client, world, plan, count, django_assert_num_queries
):
    for number in range(count):
        note_impact(plan, world.owner, seen=f"Seen {number}")
    client.force_login(world.owner)
    client.get(plan.get_absolute_url())
    with django_assert_num_queries(6):
        client.get(reverse("coaching:plan_impact", args=[plan.pk]))


def test_an_entry_without_words_is_none(world, plan):
    with pytest.raises(IntegrityError, match="says_what_was_seen"), transaction.atomic():
        note_impact(plan, world.owner, seen="  ")
