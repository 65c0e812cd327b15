"""Meetings within their budgets: an agenda in six fields, the same one for other teams in a tap
each, closed with one tap and one field; and two people who write notes at once."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from demo.builders import team as build
from meetings.models import Meeting, Section
from people.models import Team
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll
from tests.browser.test_feedback import Taps
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return World()


def test_a_routine_meeting_takes_six_fields_and_one_tap_for_each_other_team(world, open_page):
    other = build.make_team(
        world.system, Team.Kind.TC, world.school, world.contributor, name="Grades 1–2"
    )
    page = open_page(world.contributor, reverse("meetings:meeting_add", args=[world.tc.pk]))
    person = Taps(page)
    for label, text in (("Focus", "Thirds on the number line"), ("Outcome", "Open the lesson.")):
        person.fields += 1
        page.get_by_label(label).fill(text)
    for name in ("Define the purpose", "Receive new learning", "Internalize and practice"):
        person.fields += 1
        part = page.get_by_role("group", name=name)
        part.get_by_label("What happens").fill(f"What we do: {name}")
    person.tap("button", "Save the agenda")
    expect(page.locator("#messages")).to_contain_text("The meeting is planned.")
    assert (person.fields, person.taps) == (5, 1)
    person.tap("button", "Use it for Grades 1–2")
    expect(page.locator("#messages")).to_contain_text("Grades 1–2 has this agenda on")
    assert person.taps == 2
    assert other.meetings.get().focus == "Thirds on the number line"


def test_a_meeting_is_closed_on_a_phone_with_one_tap_and_one_field(world, open_page):
    page = open_page(world.contributor, world.tc_meeting.get_absolute_url(), viewport=PHONE)
    assert sideways_scroll(page) == 0
    assert axe_violations(page) == []
    person = Taps(page)
    person.fields += 1
    page.get_by_label("What everyone does until the next meeting").fill("Bring three pieces.")
    person.tap("button", "All present – close the meeting")
    expect(page.locator("#messages")).to_contain_text("The meeting is closed.")
    assert (person.fields, person.taps) == (1, 1)
    assert Meeting.objects.get(pk=world.tc_meeting.pk).is_held


def test_notes_save_themselves_and_the_part_is_free_once_their_writer_leaves(world, open_page):
    url = world.tc_meeting.get_absolute_url()
    section = world.tc_meeting.sections.get(part="practice")
    page = open_page(world.subject, url)
    page.get_by_role("button", name="Write notes: Internalize and practice").click()
    expect(page.locator(".field .save-line")).to_be_attached()  # the script is there
    with page.expect_response("**/save/"):
        page.get_by_label("Notes").fill("Thirds first.")
    expect(page.locator(".field .save-line")).to_contain_text("Saved")
    other = open_page(world.peer, url)
    expect(other.locator("#practice")).to_contain_text("Tess Arceneaux is writing here since")
    assert other.get_by_role("button", name="Write notes: Internalize").count() == 0
    page.keyboard.press("Escape")
    page.goto(page.url.replace(f"/meetings/parts/{section.pk}/notes/", "/teams/"))
    other.reload()
    expect(other.locator("#practice")).to_contain_text("Thirds first.")
    other.get_by_role("button", name="Write notes: Internalize and practice").click()
    expect(other.get_by_label("Notes")).to_have_value("Thirds first.")
    assert Section.objects.get(pk=section.pk).is_held(timezone.now())


def test_who_types_and_is_done_at_once_has_saved_and_holds_nothing(world, open_page):
    page = open_page(world.subject, world.tc_meeting.get_absolute_url())
    section = world.tc_meeting.sections.get(part="practice")
    for text in ("Thirds first.", "Thirds first, then sixths.", "Sixths alone."):
        page.get_by_role("button", name="Write notes: Internalize and practice").click()
        expect(page.locator(".field .save-line")).to_be_attached()  # the script is there
        page.get_by_label("Notes").fill(text)
        page.get_by_role("button", name="Done writing").click()
        expect(page.locator("#practice")).to_contain_text(text)
        section.refresh_from_db()
        assert (section.notes, section.is_held(timezone.now())) == (text, False)


def test_the_timer_waits_until_somebody_opens_it_and_the_keyboard_goes_on(world, open_page):
    world.tc_meeting.sections.update(minutes=10)
    page = open_page(world.peer, reverse("meetings:meeting_project", args=[world.tc_meeting.pk]))
    expect(page.get_by_role("timer")).to_be_hidden()
    page.get_by_text("Timer", exact=True).click()
    expect(page.get_by_role("timer")).to_contain_text("9:5")
    page.get_by_role("link", name="Next: Receive new learning").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Receive new learning")
