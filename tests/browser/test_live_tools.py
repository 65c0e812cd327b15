"""What stands beside the note box of the live screen: talk counters, the interval prompt, dark
colors, keys that can be switched off, a screen that stays on."""

import re

import pytest
from playwright.sync_api import expect

from coaching.models import SyncOp, TalkCount, Visit
from people.actions.feature import switch_off
from people.models import Feature, School
from tests.browser.conftest import DESKTOP, PHONE, axe_violations, sideways_scroll
from tests.browser.test_live_notes import SMALL_PHONE, in_theme, live, open_live, scene, texts

__all__ = ["live", "open_live", "scene"]
pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 640}
FIVE = "5 minutes since the last look round the room."
KEYS = {
    "Enter": "Save the note",
    "Shift Enter": "New line",
    "↑": "In the empty box: change the last note",
    "# code Space": "Tag the note, like #QU",
    "Esc": "Stop changing a note",
    "Ctrl Z": "Outside the box: bring back the note just deleted",
}


def counts(visit):
    return dict(TalkCount.objects.filter(visit=visit).values_list("kind", "count"))


def button(live, kind):
    return live.page.locator(f'[data-talk="{kind}"]')


def undo(live):
    return live.page.locator("[data-undo-talk]")


def prompt(live):
    return live.page.locator("[data-prompt]")


# --- talk counters ----------------------------------------------------------------------------


def test_talk_is_counted_and_the_last_count_taken_back(live, scene):
    for kind in ("teacher", "student", "student", "teacher"):
        button(live, kind).click()
    expect(button(live, "teacher")).to_have_text("Teacher talk 2")
    expect(live.box).to_be_focused()
    undo(live).click()
    expect(button(live, "teacher")).to_have_text("Teacher talk 1")
    expect(undo(live)).to_have_text("Undo the last student talk")
    live.expect_saved()
    assert counts(scene) == {"teacher": 1, "student": 2}
    for _ in range(4):
        undo(live).dispatch_event("click")  # it says that it is off, and answers all the same
    expect(live.page.locator("#talk [role=status]")).to_have_text("Nothing to take back.")
    expect(undo(live)).to_have_attribute("aria-disabled", "true")
    live.expect_saved()
    assert counts(scene) == {"teacher": 0, "student": 0}


def test_talk_is_counted_with_the_keyboard_alone(live, scene):
    keyboard = live.page.keyboard
    button(live, "teacher").focus()
    for key in ("Enter", "Space", "Tab", "Space", "Tab", "Enter"):
        keyboard.press(key)
    expect(undo(live)).to_be_focused()
    expect(live.page.locator("#talk [role=status]")).to_have_text("Taken back. Student talk 0.")
    live.expect_saved()
    assert counts(scene) == {"teacher": 2, "student": 0}


def test_counts_without_wifi_survive_a_reload_and_can_be_taken_back_after_it(live, scene, context):
    button(live, "teacher").click()
    live.expect_saved()
    context.set_offline(True)
    for kind in ("student", "student", "teacher"):
        button(live, kind).click()
    expect(live.line).to_have_text("Saved on this device. 3 changes waiting for wifi.")
    assert counts(scene) == {"teacher": 1}
    live.page.route("**/api/v1/**", lambda route: route.abort())
    context.set_offline(False)
    live.open()
    expect(button(live, "teacher")).to_have_text("Teacher talk 2")
    expect(button(live, "student")).to_have_text("Student talk 2")
    undo(live).click()
    expect(button(live, "teacher")).to_have_text("Teacher talk 1")
    live.page.unroute("**/api/v1/**")
    live.page.evaluate("dispatchEvent(new Event('online'))")
    live.expect_saved()
    assert counts(scene) == {"teacher": 1, "student": 2}
    live.open()
    expect(button(live, "student")).to_have_text("Student talk 2")
    undo(live).click()
    live.expect_saved()
    assert counts(scene) == {"teacher": 1, "student": 1}


def test_a_lost_answer_counts_once_also_after_a_reload(live, scene):
    answers = []

    def lose(route):
        answers.append(route.fetch())
        route.abort()

    live.page.route("**/api/v1/sync", lose)
    button(live, "student").click()
    expect(live.line).to_have_text("Saved on this device. 1 change waiting for wifi.")
    button(live, "student").click()
    live.page.wait_for_timeout(500)
    assert answers[0].ok
    assert counts(scene)["student"] >= 1
    live.page.unroute("**/api/v1/sync")
    live.open()
    live.expect_saved()
    expect(button(live, "student")).to_have_text("Student talk 2")
    assert counts(scene) == {"student": 2}
    assert SyncOp.objects.count() == 2


def test_two_devices_count_together(open_live, context, new_context, scene):
    laptop, tablet = open_live(context), open_live(new_context())
    for device in (laptop, tablet, laptop):
        button(device, "student").click()
        device.expect_saved()
    expect(button(laptop, "student")).to_have_text("Student talk 3")
    expect(undo(tablet)).to_have_text("Undo the last student talk")
    undo(tablet).click()
    tablet.expect_saved()
    expect(button(tablet, "student")).to_have_text("Student talk 2")
    assert counts(scene) == {"student": 2}


def test_what_was_counted_stands_in_the_review(live):
    button(live, "student").click()
    live.expect_saved()
    live.page.goto(live.url.replace("/live/", "/review/"))
    expect(
        live.page.get_by_text("Counted: teacher talk 0 times, student talk 1 time.")
    ).to_be_visible()


# --- the interval prompt ----------------------------------------------------------------------


@pytest.fixture
def timed(context, open_live):
    """The live page with a clock that the test moves."""
    context.clock.install()
    live = open_live(context)
    live.page.wait_for_timeout(300)
    live.page.evaluate(
        """() => {
          window.said = [];
          const place = document.querySelector("#interval [role=status]");
          new MutationObserver(() => place.textContent && window.said.push(place.textContent))
            .observe(place, { childList: true, characterData: true, subtree: true });
        }"""
    )
    return live


def pass_minutes(live, minutes):
    live.page.clock.fast_forward(minutes * 60 * 1000)
    live.page.clock.run_for(1500)


def test_after_five_minutes_the_screen_asks_for_a_look_round_and_says_it_once(timed):
    pass_minutes(timed, 4)
    expect(prompt(timed)).to_be_hidden()
    pass_minutes(timed, 1)
    expect(prompt(timed)).to_contain_text(FIVE)
    expect(timed.box).to_be_focused()
    pass_minutes(timed, 2)
    expect(prompt(timed)).to_contain_text("7 minutes since the last look round the room.")
    assert timed.page.evaluate("window.said") == [FIVE]


def test_looking_round_starts_the_five_minutes_anew(timed):
    pass_minutes(timed, 6)
    timed.page.get_by_role("button", name="Looked round").click()
    expect(prompt(timed)).to_be_hidden()
    expect(timed.box).to_be_focused()
    pass_minutes(timed, 4)
    expect(prompt(timed)).to_be_hidden()
    pass_minutes(timed, 1)
    expect(prompt(timed)).to_be_visible()
    assert len(timed.page.evaluate("window.said")) == 2


def test_a_visit_may_go_on_without_the_prompt(timed):
    pass_minutes(timed, 5)
    timed.page.get_by_role("button", name="Don’t ask again in this visit").click()
    pass_minutes(timed, 20)
    expect(prompt(timed)).to_be_hidden()
    timed.page.wait_for_timeout(300)
    timed.open()
    pass_minutes(timed, 20)
    expect(prompt(timed)).to_be_hidden()


def test_a_reload_neither_starts_the_five_minutes_anew_nor_says_it_again(timed):
    pass_minutes(timed, 5)
    expect(prompt(timed)).to_be_visible()
    timed.page.wait_for_timeout(300)
    timed.open()
    expect(prompt(timed)).to_be_visible()
    expect(timed.page.locator("#interval [role=status]")).to_have_text("")


def test_the_prompt_covers_nothing_and_moves_neither_the_box_nor_what_is_tapped(timed):
    parts = ("#note-box", "#save-line", '[data-talk="student"]')
    before = [timed.page.locator(part).bounding_box() for part in parts]
    pass_minutes(timed, 5)
    expect(prompt(timed)).to_be_visible()
    assert [timed.page.locator(part).bounding_box() for part in parts] == before
    top = prompt(timed).bounding_box()["y"]
    assert all(top >= box["y"] + box["height"] for box in before)


@pytest.mark.parametrize(
    ("motion", "name"), [("reduce", "none"), ("no-preference", "interval-comes")]
)
def test_the_prompt_moves_only_where_motion_is_welcome(timed, motion, name):
    timed.page.emulate_media(reduced_motion=motion)
    pass_minutes(timed, 5)
    found = prompt(timed).evaluate("element => getComputedStyle(element).animationName")
    assert found == name


def test_an_ended_visit_asks_for_nothing(timed):
    timed.page.get_by_role("button", name="End the visit").click()
    timed.page.locator("#end-now").click()
    pass_minutes(timed, 6)
    expect(prompt(timed)).to_be_hidden()
    expect(timed.page.locator("#talk")).to_be_hidden()
    assert timed.page.evaluate("window.said") == []


# --- both: hidden until switched on, big enough, without findings ------------------------------


def test_a_school_without_them_has_the_screen_as_it_was(open_live, context, scene):
    for feature in (Feature.TALK_COUNTERS, Feature.INTERVAL_PROMPT):
        switch_off(feature, School.objects.all())
    live = open_live(context)
    live.write("Still written.")
    live.expect_saved()
    assert texts(scene) == ["Still written."]
    assert live.page.locator("#talk, #interval").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
def test_the_tools_have_no_axe_violation_and_are_big_enough(timed, theme, size):
    timed.page.set_viewport_size(size)
    in_theme_at_once(timed.page, theme)
    button(timed, "student").click()
    pass_minutes(timed, 5)
    expect(prompt(timed)).to_be_visible()
    assert axe_violations(timed.page) == []
    assert sideways_scroll(timed.page) <= 0
    for made in timed.page.locator("#talk button, #interval button, .live-tools button").all():
        assert made.bounding_box()["height"] >= 44


def in_theme_at_once(page, theme):
    page.emulate_media(color_scheme=theme)
    page.locator(f"html[data-bs-theme={theme}]").wait_for(state="attached")


def test_box_and_save_line_stay_in_view_with_the_phones_keyboard_and_a_prompt(timed):
    pass_minutes(timed, 5)
    timed.write("A line of what was seen.")
    timed.page.set_viewport_size(SMALL_PHONE)
    timed.page.clock.run_for(500)
    for part in ("#note-box", "#save-line", "#save-note"):
        box = timed.page.locator(part).bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= SMALL_PHONE["height"], part


# --- notes need no network; nothing covers the box; the end ------------------------------------


def test_sixty_notes_need_no_network(live, scene, context):
    live.page.route("**/api/v1/**", lambda route: route.abort())
    context.set_offline(True)
    for number in range(60):
        live.page.keyboard.type(f"n{number}")
        live.page.keyboard.press("Enter")
    expect(live.notes).to_have_count(60)
    expect(live.line).to_have_text("Saved on this device. 60 notes waiting for wifi.")
    context.set_offline(False)
    live.page.unroute("**/api/v1/**")
    live.page.evaluate("dispatchEvent(new Event('online'))")
    live.expect_saved()
    assert texts(scene) == [f"n{number}" for number in range(60)]


@pytest.mark.parametrize(
    "size", [DESKTOP, PHONE, SMALL_PHONE], ids=["desktop", "phone", "keyboard"]
)
def test_no_message_covers_the_note_box(live, size):
    live.page.set_viewport_size(size)
    live.write("One.")
    live.page.evaluate(
        """async () => {
          const { src } = document.querySelector("script[src*='core/app']");
          const path = src.replace(/app[^/]*$/, "messages.js");
          const { showMessage } = await import(path);
          showMessage("success", "Something happened elsewhere.");
        }"""
    )
    live.page.get_by_role("button", name="Delete the note").first.dispatch_event("click")
    live.box.focus()
    live.page.wait_for_timeout(300)
    on_top = live.box.evaluate(
        """(box) => {
          const { left, top, width, height } = box.getBoundingClientRect();
          const spots = [[0.05, 0.1], [0.5, 0.5], [0.95, 0.9]];
          const at = ([x, y]) => document.elementFromPoint(left + x * width, top + y * height);
          return spots.map((spot) => at(spot)?.id);
        }"""
    )
    assert on_top == ["note-box"] * 3


def test_the_end_tells_what_is_not_sent_and_is_taken_back_before_it_was_sent(live, scene):
    live.page.route("**/api/v1/**", lambda route: route.abort())
    live.write("One.")
    live.write("Two.")
    button(live, "student").click()
    expect(live.line).to_contain_text("waiting for wifi")
    live.page.get_by_role("button", name="End the visit").click()
    dialog = live.page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 notes, 12 min. 3 not sent yet: kept on this device")
    dialog.get_by_role("button", name="End the visit").click()
    expect(live.page.locator("#ended")).to_be_visible()
    live.page.get_by_role("button", name="Undo: go on with the visit").click()
    expect(live.box).to_be_focused()
    live.page.unroute("**/api/v1/**")
    live.page.evaluate("dispatchEvent(new Event('online'))")
    live.expect_saved()
    assert (Visit.objects.get().status, texts(scene)) == ("live", ["One.", "Two."])


# --- keys, the screen, dark colors -------------------------------------------------------------


def test_every_key_of_the_live_screen_is_listed(live):
    live.page.locator("h1").click()
    live.page.keyboard.press("?")
    listed = live.page.locator("[data-page-shortcuts] .shortcut-list > div").evaluate_all(
        "rows => rows.map((row) => [...row.children].map((part) => part.textContent.trim()))"
    )
    assert {re.sub(r"\s+", " ", keys): words for keys, words in listed} == KEYS


def test_a_coach_who_switched_keys_off_has_none_of_them(open_live, context, scene):
    scene.coach.shortcuts_on = False
    scene.coach.save(update_fields=["shortcuts_on"])
    live = open_live(context)
    live.write("Stays.")
    live.box.press("ArrowUp")
    expect(live.box).to_have_value("")
    live.page.get_by_role("button", name="Edit the note").click()
    live.box.press("Escape")
    expect(live.box).to_have_value("Stays.")
    live.page.get_by_role("button", name="Stop changing it").click()
    live.page.get_by_role("button", name="Delete the note").click()
    live.page.keyboard.press("Control+z")
    live.page.keyboard.press("?")
    expect(live.page.get_by_role("dialog")).to_have_count(0)
    expect(live.notes).to_have_count(0)


def test_the_screen_is_kept_on_and_asked_for_anew_when_it_is_looked_at_again(
    new_context, open_live
):
    context = new_context()
    context.add_init_script(
        """window.asked = [];
        Object.defineProperty(navigator, "wakeLock", {
          value: { request: async (kind) => { window.asked.push(kind); return {}; } },
        });"""
    )
    live = open_live(context)
    assert live.page.evaluate("window.asked") == ["screen"]
    live.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert live.page.evaluate("window.asked") == ["screen", "screen"]


def test_a_browser_that_cannot_keep_the_screen_on_writes_all_the_same(
    new_context, open_live, scene
):
    context = new_context()
    context.add_init_script("Object.defineProperty(navigator, 'wakeLock', { value: undefined });")
    live = open_live(context)
    live.write("Written.")
    live.expect_saved()
    assert texts(scene) == ["Written."]


def test_dark_colors_are_offered_for_a_dim_room_and_kept_on_the_device(live):
    made = live.page.get_by_role("button", name="Dark colors")
    expect(made).to_have_attribute("aria-pressed", "false")
    live.write("Written in the light.")
    made.click()
    expect(live.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(made).to_have_attribute("aria-pressed", "true")
    expect(live.notes).to_have_count(1)
    assert axe_violations(live.page) == []
    live.open()
    expect(live.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    made.click()
    expect(live.page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_dark_colors_follow_what_the_device_wears(live):
    in_theme(live.page, "dark")
    made = live.page.get_by_role("button", name="Dark colors")
    expect(made).to_have_attribute("aria-pressed", "true")
