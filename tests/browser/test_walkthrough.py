"""A walkthrough on a phone, from Today to shared, within the budget of taps: 8 and one line."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coaching.models import Walkthrough
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll
from tests.browser.test_feedback import Taps
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return World()


def mark(person, look_for, value):
    """One tap on one of the four words under a look-for."""
    person.taps += 1
    group = person.page.get_by_role("group", name=look_for.text)
    group.get_by_label(value, exact=True).click()


def test_from_today_to_shared_in_eight_taps_and_one_line(world, open_page):
    page = open_page(world.principal, "/", viewport=PHONE)
    principal = Taps(page)
    principal.tap("button", f"Walk in on {world.subject.name}")
    expect(page.get_by_text("You are here as")).to_be_visible()
    assert sideways_scroll(page) == 0
    assert axe_violations(page) == []
    for look_for in world.form.items():
        mark(principal, look_for, "Seen")
    principal.write("A line of evidence", "14 of 20 students write.")
    principal.tap("button", "End and share")
    expect(page.locator("#messages")).to_contain_text(f"Shared with {world.subject.name}")
    walkthrough = Walkthrough.objects.get()
    assert walkthrough.shared_at is not None
    assert set(walkthrough.values_by_look_for().values()) == {"seen"}
    assert walkthrough.line().text == "14 of 20 students write."
    assert (principal.taps, principal.fields) == (8, 1)


def test_a_mark_survives_a_phone_that_is_put_away(world, open_page):
    walkthrough = world.running_walkthrough
    page = open_page(
        world.principal, reverse("coaching:walkthrough_edit", args=[walkthrough.pk]), viewport=PHONE
    )
    look_for = world.form.items()[0]
    group = page.get_by_role("group", name=look_for.text)
    with page.expect_response("**/save/"):
        group.get_by_label("Partly", exact=True).click()
    expect(group.locator("xpath=..").locator(".save-line")).to_have_text(re.compile("^Saved "))
    page.reload()
    expect(group.get_by_label("Partly", exact=True)).to_be_checked()


def test_without_a_connection_a_mark_waits_and_goes_out_by_itself(world, open_page):
    walkthrough = world.running_walkthrough
    page = open_page(
        world.principal, reverse("coaching:walkthrough_edit", args=[walkthrough.pk]), viewport=PHONE
    )
    look_for = world.form.items()[0]
    group = page.get_by_role("group", name=look_for.text)
    page.context.set_offline(True)
    group.get_by_label("Not seen", exact=True).click()
    expect(group.locator("xpath=..").locator(".save-line")).to_contain_text("Not sent yet")
    with page.expect_response("**/save/"):
        page.context.set_offline(False)
    assert walkthrough.values_by_look_for()[look_for.pk] == "not_seen"
