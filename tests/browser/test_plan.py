"""Two people write one plan in two browsers, sign it, and nothing typed is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coaching.models import ActionStep, Plan
from demo.builders import coaching as build
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
CONTROLS = "input:not([type=hidden]), textarea, select"


@pytest.fixture
def world():
    return World()


def edit(plan):
    return reverse("coaching:plan_edit", args=[plan.pk])


def stored(plan):
    return Plan.objects.get(pk=plan.pk)


def line_of(page, label):
    """The line under a field that says when it was saved."""
    return page.locator(".field", has=page.get_by_label(label, exact=True)).locator(".save-line")


def write(page, label, text):
    """Type over what a field holds and leave it."""
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).blur()


def test_a_field_saves_itself_and_says_when(world, open_page):
    plan = world.draft_plan
    page = open_page(world.owner, edit(plan))
    page.get_by_label("Target", exact=True).fill("22 of 24")
    expect(line_of(page, "Target")).to_contain_text("Saved ")
    assert stored(plan).target == "22 of 24"
    page.reload()
    expect(page.get_by_label("Target", exact=True)).to_have_value("22 of 24")


def test_a_day_that_was_refused_is_saved_once_the_day_beside_it_fits(world, open_page):
    plan = world.draft_plan
    due = world.today + dt.timedelta(days=10)
    ActionStep.objects.filter(plan=plan).update(starts_on=None, due_on=due)
    page = open_page(world.owner, edit(plan))
    starts = due + dt.timedelta(days=2)
    write(page, "Step 1: starts (optional)", starts.isoformat())
    expect(line_of(page, "Step 1: starts (optional)")).to_contain_text("Not saved.")
    write(page, "Step 1: due", (due + dt.timedelta(days=5)).isoformat())
    expect(line_of(page, "Step 1: starts (optional)")).to_contain_text("Saved ")
    assert plan.steps.order_by("order").first().starts_on == starts


def test_two_people_in_one_field_see_both_texts_and_lose_nothing(world, open_page):
    plan = world.draft_plan
    coach, teacher = open_page(world.owner, edit(plan)), open_page(world.subject, edit(plan))
    write(coach, "Goal", "The coach's goal.")
    expect(line_of(coach, "Goal")).to_contain_text("Saved ")
    write(teacher, "Goal", "The teacher's goal.")
    panel = teacher.get_by_role("group", name="while you were typing")
    expect(panel).to_contain_text("The coach's goal.")
    expect(panel).to_contain_text("The teacher's goal.")
    assert stored(plan).goal == "The coach's goal."
    assert axe_violations(teacher) == []
    panel.get_by_role("button", name="Merge both").click()
    expect(line_of(teacher, "Goal")).to_contain_text("Saved ")
    assert stored(plan).goal == "The coach's goal.\n\nThe teacher's goal."


@pytest.mark.parametrize(
    ("choice", "kept"), [("Keep mine", "The teacher's."), ("Keep theirs", "The coach's.")]
)
def test_one_of_two_texts_is_kept_by_choice(world, open_page, choice, kept):
    plan = world.draft_plan
    teacher = open_page(world.subject, edit(plan))
    Plan.objects.filter(pk=plan.pk).update(goal="The coach's.")
    write(teacher, "Goal", "The teacher's.")
    teacher.get_by_role("button", name=choice).click()
    expect(teacher.get_by_label("Goal", exact=True)).to_have_value(kept)
    expect(teacher.get_by_role("group", name="while you were typing")).to_have_count(0)
    write(teacher, "Target", "22 of 24")
    expect(line_of(teacher, "Target")).to_contain_text("Saved ")
    assert stored(plan).goal == kept


def test_text_typed_without_a_connection_is_sent_when_it_is_back(world, open_page):
    plan = world.draft_plan
    page = open_page(world.owner, edit(plan))
    page.context.set_offline(True)
    write(page, "Goal", "Typed in the basement.")
    expect(line_of(page, "Goal")).to_contain_text("no connection")
    assert stored(plan).goal == plan.goal
    page.context.set_offline(False)
    expect(line_of(page, "Goal")).to_contain_text("Saved ")
    assert stored(plan).goal == "Typed in the basement."


def test_text_typed_after_signing_out_survives_signing_in_again(world, open_page, sign_in):
    plan = world.draft_plan
    page = open_page(world.owner, edit(plan))
    page.context.clear_cookies(name="sessionid")
    write(page, "Goal", "Typed too late.")
    expect(line_of(page, "Goal")).to_contain_text("You are signed out")
    sign_in(page.context, world.owner)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Goal", exact=True)).to_have_value("Typed too late.")
    expect(line_of(page, "Goal")).to_contain_text("Saved ")
    assert stored(plan).goal == "Typed too late."


def test_a_feedback_step_becomes_an_agreeable_plan_in_eight_fields_or_fewer(world, open_page):
    meeting = world.shared_feedback
    meeting.area_of_need = world.indicators["QU"]
    meeting.save()
    path = reverse("coaching:plan_start")
    page = open_page(world.owner, f"{path}?teacher={world.subject.pk}&feedback={meeting.pk}")
    page.get_by_role("button", name="Start the plan").click()
    assert fill_what_is_missing(page) <= 8
    page.get_by_role("link", name="Read and sign the plan").click()
    page.get_by_role("button", name="Sign: I took part").click()
    expect(page.get_by_role("status")).to_contain_text("You signed.")
    assert Plan.objects.get().status == Plan.Status.PROPOSED


def test_a_plan_with_three_steps_takes_thirty_fields_or_fewer(world, open_page):
    page = open_page(world.subject, reverse("coaching:plan_start"))
    count = 0
    page.get_by_role("button", name="Start the plan").click()
    for _ in range(2):
        page.get_by_role("button", name="Add a step").click()
    count += fill_what_is_missing(page)
    assert Plan.objects.get().steps.kept().count() == 3
    assert count <= 30


def fill_what_is_missing(page):
    """Follow each line of what is missing, fill its field, and count the fields."""
    count = 0
    missing = page.locator(".plan-mirror li a")
    while missing.count():
        left = missing.count()
        target = missing.first.get_attribute("href")
        control = page.locator(f'[id="{target[1:]}"]')
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(index=1)
        elif control.get_attribute("type") == "date":
            control.fill((dt.date.today() + dt.timedelta(days=10)).isoformat())  # noqa: DTZ011
        else:
            control.fill("20 of 24 students explain how they know.")
        control.blur()
        count += 1
        expect(missing).to_have_count(left - 1)
    return count


def test_both_sign_and_the_principal_reads_what_they_signed(world, open_page):
    plan = world.draft_plan
    sign = reverse("coaching:plan_sign", args=[plan.pk])
    coach = open_page(world.owner, sign)
    expect(coach.get_by_text("Pia Principal")).to_be_visible()
    coach.get_by_role("button", name="Sign: I took part").click()
    expect(coach.get_by_role("status")).to_contain_text("You signed.")
    teacher = open_page(world.subject, sign)
    teacher.get_by_role("button", name="Sign: I took part").click()
    expect(teacher.get_by_role("status")).to_contain_text("Both of you have signed.")
    principal = open_page(world.principal, plan.get_absolute_url())
    expect(principal.get_by_role("heading", level=1)).to_contain_text("Tess Arceneaux")
    expect(principal.get_by_text(plan.student_need)).to_be_visible()
    assert stored(plan).status == Plan.Status.AGREED


def test_a_change_while_the_other_reads_stops_the_signature(world, open_page):
    plan = world.draft_plan
    teacher = open_page(world.subject, reverse("coaching:plan_sign", args=[plan.pk]))
    coach = open_page(world.owner, edit(plan))
    write(coach, "Goal", "Changed at the last minute.")
    expect(line_of(coach, "Goal")).to_contain_text("Saved ")
    teacher.get_by_role("button", name="Sign: I took part").click()
    expect(teacher.get_by_role("alert")).to_contain_text("The plan has changed since you opened it")
    expect(teacher.get_by_text("Changed at the last minute.")).to_be_visible()
    assert stored(plan).signatures.count() == 0


def test_the_editor_works_by_keyboard_alone(world, open_page):
    plan = world.draft_plan
    page = open_page(world.owner, edit(plan))
    press_until(page, "Add a step")
    page.keyboard.press("Enter")
    page.wait_for_url("**#step-*")
    expect(page.get_by_label("Step 2: activity", exact=True)).to_be_focused()
    page.keyboard.type("Ask for a reason.")
    press_until(page, "Move up step 2")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Step 1: activity", exact=True)).to_have_value("Ask for a reason.")
    press_until(page, "Remove step 1")
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Step 1: activity", exact=True)).to_have_value("Ask for a reason.")


def press_until(page, name):
    """Tab on until the button of that name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()")
        if focused == name:
            return
    raise AssertionError(f"Tab never reached {name}")


def test_enter_in_a_line_saves_and_stays(world, open_page):
    plan = world.draft_plan
    page = open_page(world.owner, edit(plan))
    page.get_by_label("Target", exact=True).fill("23 of 24")
    page.keyboard.press("Enter")
    expect(line_of(page, "Target")).to_contain_text("Saved ")
    expect(page.get_by_label("Target", exact=True)).to_be_focused()
    assert stored(plan).target == "23 of 24"


def test_the_task_list_follows_what_is_written(world, open_page):
    plan = build.make_plan(world.subject, world.owner, is_full=False)
    page = open_page(world.owner, edit(plan))
    need = page.locator(".task-list li", has_text="Student need")
    expect(need).to_contain_text("Not started")
    write(page, "Student need", "9 of 24 explain.")
    expect(need).to_contain_text("In progress")
    page.get_by_label("Refinement area", exact=True).select_option(label="Questioning (QU)")
    expect(need).to_contain_text("Completed")


def test_the_plan_is_written_without_javascript(world, open_page):
    plan = world.draft_plan
    page = open_page(world.owner, edit(plan), java_script_enabled=False)
    page.get_by_label("Target", exact=True).fill("21 of 24")
    page.locator("#goal").get_by_role("button", name="Save Goal and measure").last.click()
    expect(page.get_by_label("Target", exact=True)).to_have_value("21 of 24")
    assert stored(plan).target == "21 of 24"


@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, PHONE], ids=["1280", "360"])
def test_the_pages_of_a_plan_have_no_axe_violation_and_do_not_scroll_sideways(
    world, open_page, size, live_server
):
    plan = world.draft_plan
    page = open_page(world.subject, edit(plan), viewport=size)
    names = ["plan_edit", "plan_detail", "plan_sign", "plan_self_check", "plan_reflect"]
    paths = [reverse(f"coaching:{name}", args=[plan.pk]) for name in names]
    bank = reverse("coaching:plan_bank", args=[plan.pk, plan.steps.get().pk])
    for path in [*paths, bank, reverse("coaching:plan_list"), reverse("coaching:plan_start")]:
        page.goto(live_server.url + path)
        assert axe_violations(page) == [], path
        assert sideways_scroll(page) <= 0, path
