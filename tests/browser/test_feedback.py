"""From the end of a visit to the teacher's reply, in real browsers, within the budget of taps."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coaching.models import ActionStep, FeedbackMeeting, QuotedNote, Reflection, Response
from demo.builders import coaching as build
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = re.compile("^Saved ")


@pytest.fixture
def world():
    return World()


class Taps:
    """Counts what a person taps, and what they type or pick."""

    def __init__(self, page):
        self.page, self.taps, self.fields = page, 0, 0

    def tap(self, role, name, within="main"):
        self.taps += 1
        self.page.locator(within).get_by_role(role, name=name, exact=True).click()

    def write(self, label, text):
        """Type into a field; where it has not the focus already, that is one tap more."""
        field = self.page.get_by_label(label)
        if not field.evaluate("field => field === document.activeElement"):
            self.taps += 1
            field.click()
        self.fields += 1
        field.fill(text)

    def pick(self, label, value):
        """Choose from a list."""
        self.fields += 1
        self.page.get_by_label(label).select_option(value)


def edit(visit):
    return reverse("coaching:feedback_edit", args=[visit.pk])


def line_of(page, label):
    """The line under a field that says when it was saved."""
    return page.locator(".field", has=page.get_by_label(label, exact=True)).locator(".save-line")


def test_from_the_end_of_the_visit_to_sharing_in_three_fields_and_eight_taps(world, open_page):
    visit = world.live_visit
    page = open_page(world.owner, reverse("coaching:visit_live", args=[visit.pk]), viewport=PHONE)
    coach = Taps(page)
    coach.tap("button", "End the visit", within=".live-head")
    coach.tap("button", "End the visit", within="dialog[open]")
    coach.tap("link", "Review the notes")
    coach.tap("link", "Prepare the feedback meeting")
    coach.write("Precise praise", "Every student told a partner how they know.")
    coach.write("Action step", "Wait three seconds after each question.")
    coach.write("When you are back", (world.today + dt.timedelta(days=7)).isoformat())
    coach.tap("button", "Check before sharing")
    coach.tap("button", f"Share with {world.subject.name}")
    expect(page.locator("#messages")).to_contain_text(f"Shared with {world.subject.name}")
    meeting = FeedbackMeeting.objects.select_related("step").get()
    assert meeting.shared_at is not None
    assert meeting.step.check_back_on == world.today + dt.timedelta(days=7)
    assert coach.fields <= 3
    assert coach.taps <= 8


def test_a_part_saves_itself_and_survives_a_reload(world, open_page):
    page = open_page(world.owner, edit(world.draft_visit))
    expect(page.get_by_label("Precise praise", exact=True)).to_be_focused()
    page.get_by_label("Precise praise", exact=True).fill("Every student spoke.")
    expect(line_of(page, "Precise praise")).to_have_text(SAVED)
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Precise praise", exact=True)).to_have_value("Every student spoke.")


def test_the_form_waits_for_the_save_under_way_and_starts_from_it(world, open_page):
    page = open_page(world.owner, edit(world.draft_visit))
    order = []

    def answer_late(route):
        response = route.fetch()
        page.wait_for_timeout(1500)
        order.append(f"saved {response.status}")
        route.fulfill(response=response)

    page.route("**/feedback/save/", answer_late)
    page.on(
        "request",
        lambda request: request.is_navigation_request() and order.append(request.method),
    )
    praise = page.get_by_label("Precise praise", exact=True)
    with page.expect_request("**/feedback/save/"):
        praise.fill("Every student spoke.")
        praise.blur()
    praise.fill("Every student spoke twice.")
    page.get_by_role("button", name="Check before sharing").click()
    page.wait_for_url("**/check/")
    assert order == ["saved 200", "POST", "GET"]
    assert FeedbackMeeting.objects.get().praise == "Every student spoke twice."


def test_the_form_goes_without_a_save_that_is_never_answered(world, open_page):
    page = open_page(world.owner, edit(world.draft_visit))
    page.route("**/feedback/save/", lambda route: None)
    praise = page.get_by_label("Precise praise", exact=True)
    with page.expect_request("**/feedback/save/"):
        praise.fill("Every student spoke.")
        praise.blur()
    page.get_by_role("button", name="Check before sharing").click()
    page.wait_for_url("**/check/", timeout=20_000)
    assert FeedbackMeeting.objects.get().praise == "Every student spoke."


def test_two_devices_in_one_part_see_both_texts(world, open_page):
    laptop = open_page(world.owner, edit(world.draft_visit))
    phone = open_page(world.owner, edit(world.draft_visit), viewport=PHONE)
    for page, text in ((laptop, "From the laptop."), (phone, "From the phone.")):
        page.get_by_label("Action step", exact=True).fill(text)
        page.get_by_label("Action step", exact=True).blur()
        expect(line_of(page, "Action step")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
    expect(phone.get_by_text("Their text")).to_be_visible()
    assert sideways_scroll(phone) == 0
    assert axe_violations(phone) == []
    phone.get_by_role("button", name="Keep mine").click()
    expect(line_of(phone, "Action step")).to_have_text(SAVED)
    assert ActionStep.objects.get().activity == "From the phone."


def test_a_note_is_quoted_without_a_reload_and_what_is_being_typed_stays(world, open_page):
    visit = world.draft_visit
    note = visit.notes.first()
    page = open_page(world.owner, edit(visit))
    page.locator("#id_goal").fill("Half of the class speaks.")
    group = page.get_by_role("group", name="Quote the note of").first
    group.get_by_role("button", name="Praise").click()
    expect(page.locator("#quotes-praise")).to_contain_text(note.text)
    button = page.locator(f"#quote-praise-{note.pk}")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    expect(page.locator("#id_goal")).to_have_value("Half of the class speaks.")
    assert QuotedNote.objects.get().note == note
    button.click()
    expect(page.locator("#quotes-praise")).not_to_contain_text(note.text)
    assert QuotedNote.objects.count() == 0


def test_a_teacher_reads_and_replies_on_a_phone(world, open_page):
    meeting = world.shared_feedback
    page = open_page(world.subject, "/", viewport=PHONE)
    page.get_by_role("link", name=f"Feedback from {world.owner.name}", exact=True).click()
    expect(page.get_by_text("You opened this on")).to_be_visible()
    assert sideways_scroll(page) == 0
    assert axe_violations(page) == []
    page.get_by_label("Your reply").fill("I will try it on Monday.")
    page.get_by_role("button", name="Send my reply").click()
    expect(page.locator("#messages")).to_contain_text("Your reply is with")
    assert Response.objects.get().feedback == meeting
    page.goto(page.url.partition("/feedback/")[0])
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    expect(page.get_by_role("link", name="Feedback from")).to_have_count(0)


def test_a_step_is_marked_done_without_a_reload_and_undone(world, open_page):
    step = world.shared_step
    page = open_page(world.subject, reverse("coaching:my_coaching"), viewport=PHONE)
    expect(page.get_by_role("heading", name="My step")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Mark done")).to_be_in_viewport()
    page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name="Mark done").click()
    expect(page.get_by_text("No step right now")).to_be_visible()
    assert page.evaluate("window.sameDocument") is True
    step.refresh_from_db()
    assert step.status == ActionStep.Status.MET
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("open again")
    step.refresh_from_db()
    assert step.status == ActionStep.Status.OPEN


def test_a_reflection_is_a_private_draft_until_it_is_shared(world, open_page):
    step = world.shared_step
    page = open_page(world.subject, reverse("coaching:step_reflect", args=[step.pk]))
    page.get_by_label("My reflection").fill("Three more students spoke.")
    expect(page.locator(".field .save-line")).to_have_text(SAVED)
    assert Reflection.objects.get().shared_at is None
    coach = open_page(world.owner, step.get_absolute_url())
    expect(coach.get_by_text("Three more students spoke.")).to_have_count(0)
    page.get_by_role("button", name="Share with my coach").click()
    expect(page.locator("#messages")).to_contain_text("Shared with your coach.")
    coach.reload()
    expect(coach.get_by_text("Three more students spoke.")).to_be_visible()


def test_the_pages_work_without_javascript(world, open_page):
    visit = world.draft_visit
    page = open_page(world.owner, edit(visit), java_script_enabled=False)
    page.get_by_role("button", name="Praise").first.click()
    expect(page.locator("#quotes-praise li")).to_have_count(1)
    page.get_by_label("Precise praise", exact=True).fill("Every student spoke.")
    page.get_by_label("Action step", exact=True).fill("Wait three seconds.")
    page.get_by_role("button", name="Check before sharing").click()
    page.get_by_role("button", name=f"Share with {world.subject.name}").click()
    expect(page.locator("#messages")).to_contain_text("Shared with")
    teacher = open_page(world.subject, reverse("coaching:my_coaching"), java_script_enabled=False)
    teacher.get_by_role("button", name="Mark practicing").first.click()
    expect(teacher.get_by_text("Practicing").first).to_be_visible()
    assert ActionStep.objects.get().status == ActionStep.Status.PRACTISING


def test_a_due_teacher_leaves_the_list_when_the_visit_starts(world, open_page):
    page = open_page(world.owner, "/", viewport=PHONE)
    expect(page.get_by_role("heading", name="A visit is due")).to_be_visible()
    page.get_by_role("button", name=f"Start visit to {world.subject.name}").click()
    page.wait_for_url("**/live/")
    page.goto(page.url.partition("/visits/")[0])
    expect(
        page.get_by_role("heading", name=f"Visit to {world.subject.name} is running")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Start visit to")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_coachs_pages_fit_with_long_content(world, open_page, width):
    build.make_visit(world.subject, world.owner, world.days_ago(2))
    world.shared_step.activity = "Wait " + "verylongwordwithoutanyspace" * 12
    world.shared_step.save()
    viewport = {"width": width, "height": 800}
    paths = [
        reverse("coaching:caseload"),
        reverse("coaching:teacher_detail", args=[world.subject.pk]),
        edit(world.shared_visit),
        world.shared_feedback.get_absolute_url(),
        world.shared_step.get_absolute_url(),
    ]
    page = open_page(world.owner, "/", viewport=viewport)
    origin = page.url.rstrip("/")
    for path in paths:
        page.goto(origin + path)
        assert sideways_scroll(page) == 0, path
