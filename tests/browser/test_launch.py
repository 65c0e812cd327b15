"""The launch meeting on a phone: one tap each, one tap for a whole caseload, both texts kept."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from demo.builders import people
from people.models import LaunchMeeting
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll
from tests.browser.test_feedback import Taps
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
MET = "We have met and agreed how we work"


@pytest.fixture
def world():
    return World()


def check(page):
    assert sideways_scroll(page) == 0
    assert axe_violations(page) == []


@pytest.mark.parametrize(
    ("button", "answer"),
    [(MET, "met"), ("Will do by this day", "planned"), ("Not needed", "not_needed")],
)
def test_each_answer_is_one_tap_on_the_teachers_page(button, answer, world, open_page):
    url = reverse("coaching:teacher_detail", args=[world.subject.pk])
    page = open_page(world.owner, url, viewport=PHONE)
    check(page)
    coach = Taps(page)
    coach.tap("button", f"{button} ({world.subject.name})")
    expect(page.locator("#messages")).to_contain_text("Noted")
    assert (LaunchMeeting.objects.get().answer, coach.taps, coach.fields) == (answer, 1, 0)
    check(page)
    page.locator("#messages").get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Taken back")
    assert LaunchMeeting.objects.get().answer == ""


def test_from_today_one_tap_for_the_whole_caseload(world, open_page):
    for number in range(3):
        people.assign(people.make_teacher(world.school, f"Teacher {number}"), world.owner)
    page = open_page(world.owner, "/", viewport=PHONE)
    page.get_by_role("link", name="Answer in one tap").click()
    check(page)
    coach = Taps(page)
    coach.tap("button", f"{MET} (everybody not answered yet)")
    expect(page.locator("#messages")).to_contain_text("with 4 teachers was held")
    assert LaunchMeeting.objects.filter(answer="met").count() == 4
    assert coach.taps == 1
    expect(page.get_by_role("heading", name="Launch meetings:")).to_have_count(0)


def test_what_the_two_write_saves_itself_and_a_clash_shows_both(world, open_page):
    meeting = world.launch_meeting
    page = open_page(world.subject, meeting.get_absolute_url(), viewport=PHONE)
    check(page)
    box = page.get_by_role("textbox", name="The students")
    with page.expect_response("**/save/"):
        box.fill("24, six of them new.")
        box.blur()
    saved = page.locator(".save-line", has_text=re.compile("^Saved ")).first
    expect(saved).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.students == "24, six of them new."
    LaunchMeeting.objects.update(students="The coach's words.")
    with page.expect_response("**/save/"):
        box.fill("24, seven of them new.")
        box.blur()
    expect(page.get_by_text("The coach's words.")).to_be_visible()
    expect(box).to_have_value("24, seven of them new.")
    check(page)
