"""Feedback aimed elsewhere than the open refinement area: a plain hint on both pages, no block."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.models import ActionStep, Cycle, FeedbackMeeting
from demo.builders import coaching as build
from tests.world import World

pytestmark = pytest.mark.django_db
HINT = "Another area:"


@pytest.fixture
def world():
    """The open refinement area is questioning; a contributor has visited."""
    world = World()
    assert world.draft_plan.cycle.refinement_indicator == world.indicators["QU"]
    return world


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def feedback_of(world, **fields):
    """A draft of the contributor's, and its step about something."""
    visit = build.make_visit(world.subject, world.contributor, world.yesterday)
    meeting = build.make_feedback(visit)
    ActionStep.objects.filter(pk=meeting.step_id).update(**fields)
    return meeting


def other(world):
    return next(row for code, row in world.indicators.items() if code != "QU")


def pages(world, meeting):
    """Which pages of the feedback screen say so to its author."""
    client = signed_in(meeting.coach)
    urls = {
        "edit": reverse("coaching:feedback_edit", args=[meeting.visit_id]),
        "fragment": reverse("coaching:feedback_focus", args=[meeting.visit_id]),
        "check": reverse("coaching:feedback_check", args=[meeting.pk]),
    }
    return {name for name, url in urls.items() if HINT in client.get(url).content.decode()}


def test_a_step_about_another_indicator_is_hinted_at_and_still_shared(world):
    meeting = feedback_of(world, indicator=other(world))
    assert pages(world, meeting) == {"edit", "fragment", "check"}
    client = signed_in(world.contributor)
    check = client.get(reverse("coaching:feedback_check", args=[meeting.pk]))
    page = check.content.decode()
    assert f"this is about {other(world).name}" in page
    assert f"The open refinement area is {world.indicators['QU'].name}" in page
    checked = check.context["shown"].fingerprint()
    share = reverse("coaching:feedback_share", args=[meeting.pk])
    assert client.post(share, {"checked": checked}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.shared_at is not None


def test_an_area_of_need_elsewhere_is_hinted_at(world):
    meeting = feedback_of(world, indicator=world.indicators["QU"])
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(area_of_need=other(world))
    assert pages(world, meeting) == {"edit", "fragment", "check"}


@pytest.mark.parametrize("about", ["the same", "nothing"])
def test_what_fits_or_names_nothing_says_nothing(about, world):
    indicator = world.indicators["QU"] if about == "the same" else None
    meeting = feedback_of(world, indicator=indicator)
    assert pages(world, meeting) == set()


def test_without_an_open_cycle_there_is_nothing_to_leave(world):
    meeting = feedback_of(world, indicator=other(world))
    Cycle.objects.update(closed_at=timezone.now())
    assert pages(world, meeting) == set()


def test_the_hint_comes_with_the_next_saving(world):
    meeting = feedback_of(world, indicator=None)
    client = signed_in(world.contributor)
    url = reverse("coaching:feedback_save", args=[meeting.visit_id])
    change = {"field": "indicator", "value": str(other(world).pk), "was": ""}
    saved = client.post(url, json.dumps(change), content_type="application/json")
    assert saved.status_code == 200
    assert pages(world, meeting) == {"edit", "fragment", "check"}


@pytest.mark.parametrize(
    ("who", "page"), [("owner", "teacher"), ("contributor", "teacher"), ("subject", "own")]
)
def test_the_teachers_pages_say_which_step_leads_elsewhere(who, page, world):
    build.make_step(
        world.subject,
        world.contributor,
        "Another thing.",
        indicator=other(world),
        shared_at=timezone.now(),
    )
    url = reverse("coaching:my_coaching")
    if page == "teacher":
        url = reverse("coaching:teacher_detail", args=[world.subject.pk])
    client = signed_in(world.people[who])
    assert client.get(url).content.decode().count(HINT) == 1
    ActionStep.objects.update(indicator=world.indicators["QU"])
    assert HINT not in client.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_steps_with_hints_take_no_more_queries(count, world, django_assert_num_queries):
    for _ in range(count):
        build.make_step(
            world.subject, world.owner, indicator=other(world), shared_at=timezone.now()
        )
    client = signed_in(world.owner)
    with django_assert_num_queries(11):
        client.get(reverse("coaching:teacher_detail", args=[world.subject.pk]))
