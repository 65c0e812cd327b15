"""The live note screen in a real Chromium: keys, lost answers, wifi that fails, two devices."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from coaching.actions.rubric import load_starting_rubric
from coaching.models import EvidenceNote, NoteRevision, SyncOp, Visit
from demo.builders import coaching as build
from demo.builders import people
from tests.browser.conftest import DESKTOP, PHONE, axe_violations, sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = re.compile(r"^All changes saved")
SMALL_PHONE = {"width": 320, "height": 330}  # with the on-screen keyboard up


@pytest.fixture
def scene():
    """A coach with a live visit, a step with look-fors, and the starting rubric."""
    school = people.make_school(people.make_system())
    teacher, coach = people.make_pair(school)
    load_starting_rubric(school.school_system)
    build.make_step(teacher, coach, shared_at=timezone.now())
    return build.make_visit(
        teacher, coach, timezone.now() - dt.timedelta(minutes=12), minutes=None, notes=()
    )


class Live:
    """The live page as its coach uses it."""

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.box = page.locator("#note-box")
        self.line = page.locator("#save-line [data-save-text]")
        self.notes = page.locator("#notes > li")

    def open(self):
        self.page.goto(self.url)
        expect(self.box).to_be_focused()
        return self

    def write(self, text):
        self.box.fill(text)
        self.box.press("Enter")

    def expect_saved(self):
        expect(self.line).to_have_text(SAVED)


@pytest.fixture
def open_live(live_server, sign_in, scene):
    def opened(context):
        sign_in(context, scene.coach)
        url = live_server.url + reverse("coaching:visit_live", args=[scene.pk])
        return Live(context.new_page(), url).open()

    return opened


@pytest.fixture
def live(open_live, context):
    return open_live(context)


def texts(visit):
    return list(visit.notes.kept().values_list("text", flat=True))


def test_sixty_notes_by_keyboard_alone_take_less_than_a_tenth_of_a_second_each(live, scene):
    live.write("The first one, while the page is still settling.")
    live.expect_saved()
    live.page.evaluate(
        """() => {
          window.lags = [];
          let pressed = 0;
          document.addEventListener("keydown", (event) => {
            if (event.key === "Enter") pressed = performance.now();
          }, true);
          new MutationObserver(() => {
            if (pressed) window.lags.push(performance.now() - pressed);
            pressed = 0;
          }).observe(document.getElementById("notes"), { childList: true });
        }"""
    )
    for number in range(60):
        live.page.keyboard.type(f"n{number}")
        live.page.keyboard.press("Enter")
    expect(live.notes).to_have_count(61)
    lags = live.page.evaluate("window.lags")
    assert len(lags) == 60
    assert max(lags) < 100
    live.expect_saved()
    assert texts(scene)[1:] == [f"n{number}" for number in range(60)]


def test_enter_saves_shift_enter_breaks_the_line_and_up_changes_the_last(live, scene):
    keyboard = live.page.keyboard
    keyboard.type("T: “Why?”")
    keyboard.press("Shift+Enter")
    keyboard.type("S: “Because.”")
    keyboard.press("Enter")
    expect(live.box).to_have_value("")
    keyboard.press("ArrowUp")
    expect(live.box).to_have_value("T: “Why?”\nS: “Because.”")
    keyboard.type(" 3 hands.")
    keyboard.press("Enter")
    live.expect_saved()
    note = scene.notes.get()
    assert note.text == "T: “Why?”\nS: “Because.” 3 hands."
    expect(live.notes.first).to_contain_text("edited")


def test_a_note_has_the_time_of_its_first_character(live, scene):
    live.page.keyboard.type("S")
    begun = timezone.now()
    live.page.wait_for_timeout(1500)
    live.page.keyboard.type(" reads.")
    live.page.keyboard.press("Enter")
    live.expect_saved()
    assert abs((scene.notes.get().occurred_at - begun).total_seconds()) < 1


def test_a_device_whose_clock_is_wrong_keeps_the_servers_time(new_context, open_live, scene):
    context = new_context()
    context.add_init_script(
        "const own = Date.now; Date.now = () => own() + 3600 * 1000;"
        "window.Date = class extends Date {"
        "  constructor(...parts) { parts.length ? super(...parts) : super(Date.now()); }"
        "};"
    )
    live = open_live(context)
    live.page.wait_for_timeout(500)
    live.write("On time.")
    live.expect_saved()
    note = scene.notes.get()
    assert abs((note.occurred_at - timezone.now()).total_seconds()) < 10
    assert (note.device_at - note.occurred_at).total_seconds() > 3500


def test_a_code_typed_in_the_note_tags_it(live, scene):
    live.page.keyboard.type("T: “How do you know?” #q ")
    expect(live.page.locator('[data-tag][title="Questioning"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    live.page.keyboard.type("2 hands #t")
    expect(live.page.locator("#suggestions button")).to_have_text(
        [
            re.compile("#TCK"),
            re.compile("#TKS"),
            re.compile("#TH"),
        ]
    )
    live.page.keyboard.type("h")
    live.page.keyboard.press("Enter")
    live.expect_saved()
    note = scene.notes.get()
    assert note.text == "T: “How do you know?” 2 hands"
    assert {tag.indicator.code for tag in note.tags.all()} == {"QU", "TH"}


def test_codes_in_a_pasted_note_tag_it_too(live, scene):
    live.write("T: “Why?” #qu then waits #TH and goes on #1.")
    live.expect_saved()
    note = scene.notes.get()
    assert note.text == "T: “Why?” then waits and goes on #1."
    assert {tag.indicator.code for tag in note.tags.all()} == {"QU", "TH"}


def test_a_tag_button_with_an_empty_box_tags_the_last_note(live, scene):
    live.write("S reads aloud.")
    live.page.get_by_role("button", name="English learners").click()
    live.expect_saved()
    assert scene.notes.get().tags.get().priority_group == "English learners"
    live.page.get_by_role("button", name="English learners").click()
    live.expect_saved()
    assert scene.notes.get().tags.count() == 0


def test_words_that_judge_are_hinted_at_while_typing(live):
    live.page.keyboard.type("Great pacing, well done.")
    expect(live.page.locator("#judgement-hint")).to_have_text(
        "“great”, “well” judge. What did you see or hear?"
    )


def test_look_fors_groups_and_the_lesson_are_saved_beside_the_notes(live, scene):
    live.page.get_by_role("radio", name="Partly").first.check()
    live.page.get_by_role("checkbox", name="English learners").check()
    live.page.get_by_label("Unit and lesson").fill("Unit 3, lesson 4")
    live.page.get_by_label("How you visit").select_option("synchronous")
    live.expect_saved()
    live.page.wait_for_timeout(1300)
    live.expect_saved()
    scene.refresh_from_db()
    assert (scene.lesson, scene.mode) == ("Unit 3, lesson 4", "synchronous")
    assert scene.priority_groups_checked == ["English learners"]
    assert [mark.value for mark in scene.marks.all()] == ["partly"]


def test_a_lost_answer_stores_the_note_once(live, scene):
    answers = []

    def lose_the_first(route):
        if answers:
            route.continue_()
            return
        answers.append(route.fetch())
        route.abort()

    live.page.route("**/api/v1/sync", lose_the_first)
    live.write("Heard once.")
    expect(live.line).to_have_text("Saved on this device. 1 note waiting for wifi.")
    live.expect_saved()
    assert answers[0].ok
    assert texts(scene) == ["Heard once."]
    assert SyncOp.objects.count() == 1


def test_notes_written_without_wifi_come_through_afterwards_even_after_a_reload(
    live, scene, context
):
    live.page.keyboard.type("Begun with wifi, ")
    context.set_offline(True)
    live.page.keyboard.type("ended without.")
    live.page.keyboard.press("Enter")
    for text in ("Two.", "Three."):
        live.write(text)
    expect(live.line).to_have_text("Saved on this device. 3 notes waiting for wifi.")
    assert texts(scene) == []
    live.page.route("**/api/v1/**", lambda route: route.abort())
    context.set_offline(False)
    live.open()
    expect(live.notes).to_have_count(3)
    expect(live.line).to_have_text("Saved on this device. 3 notes waiting for wifi.")
    live.page.unroute("**/api/v1/**")
    live.expect_saved()
    assert texts(scene) == ["Begun with wifi, ended without.", "Two.", "Three."]


def test_the_unfinished_note_survives_a_reload(live):
    live.page.keyboard.type("Not yet ended #qu and")
    live.page.wait_for_timeout(600)
    live.open()
    expect(live.box).to_have_value("Not yet ended and")
    expect(live.page.locator('[data-tag][title="Questioning"]')).to_have_attribute(
        "aria-pressed", "true"
    )


def test_what_stays_on_the_device_cannot_be_read_there(live, context):
    context.set_offline(True)
    live.write("Secret of room 12.")
    expect(live.line).to_contain_text("waiting for wifi")
    kept = live.page.evaluate(
        """async (name) => {
          const open = indexedDB.open(name);
          const database = await new Promise((done) => {
            open.onsuccess = () => done(open.result);
          });
          const rows = [];
          for (const store of database.objectStoreNames) {
            const all = database.transaction(store).objectStore(store).getAll();
            rows.push(...await new Promise((done) => { all.onsuccess = () => done(all.result); }));
          }
          const bytes = rows.flatMap((row) => [...new Uint8Array(row.locked)]);
          const text = new TextDecoder("latin1").decode(new Uint8Array(bytes));
          return { rows: rows.length, text };
        }""",
        "obs-"
        + live.page.evaluate("JSON.parse(document.getElementById('live-data').text).user_id"),
    )
    assert kept["rows"] >= 1
    assert "Secret" not in kept["text"]


def test_a_wifi_page_that_answers_for_us_is_not_believed(live, scene):
    live.page.route(
        "**/api/v1/**",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Welcome</h1>"),
    )
    live.write("Kept.")
    expect(live.line).to_have_text("Saved on this device. 1 note waiting for wifi.")
    live.page.unroute("**/api/v1/**")
    live.expect_saved()
    assert texts(scene) == ["Kept."]


def test_signed_out_the_notes_are_kept_and_sent_after_signing_in_again(
    live, scene, context, sign_in
):
    context.clear_cookies()
    live.write("One.")
    live.write("Two.")
    expect(live.line).to_have_text("Signed out. 2 notes kept on this device. Sign in to send.")
    expect(live.page.get_by_role("link", name="Sign in (opens a new tab)")).to_be_visible()
    sign_in(context, scene.teacher)
    live.page.evaluate("dispatchEvent(new Event('online'))")
    expect(live.line).to_have_text(
        "Another person is signed in here. Your 2 notes will wait for you."
    )
    assert texts(scene) == []
    sign_in(context, scene.coach)
    live.page.evaluate("dispatchEvent(new Event('online'))")
    live.expect_saved()
    assert texts(scene) == ["One.", "Two."]


def test_edits_on_two_devices_keep_both_texts(open_live, context, new_context, scene):
    laptop = open_live(context)
    laptop.write("First.")
    laptop.expect_saved()
    tablet = open_live(new_context())
    for device, text in ((laptop, "From the laptop."), (tablet, "From the tablet.")):
        device.box.press("ArrowUp")
        device.write(text)
        expect(device.page.locator("#save-line")).not_to_have_attribute("data-state", "saving")
    expect(tablet.line).to_have_text("1 note needs attention.")
    expect(tablet.page.locator("#troubles")).to_contain_text("From the tablet.")
    note = scene.notes.get()
    assert note.text == "From the laptop."
    assert NoteRevision.objects.get(why="conflict").text == "From the tablet."
    tablet.page.get_by_role("link", name="Compare in the review").click()
    expect(tablet.page.locator(".side-by-side")).to_contain_text("From the laptop.")
    tablet.page.get_by_role("button", name="Keep both as two notes").click()
    expect(tablet.page.locator(".review-note")).to_have_count(2)


def test_a_deleted_note_comes_back_within_ten_seconds(live, scene):
    live.write("Oops.")
    live.expect_saved()
    live.page.get_by_role("button", name="Delete the note").click()
    expect(live.notes).to_have_count(0)
    expect(live.page.locator("#undo")).to_be_focused()
    live.expect_saved()
    assert texts(scene) == []
    live.page.keyboard.press("Control+z")
    expect(live.notes).to_have_count(1)
    expect(live.box).to_be_focused()
    live.expect_saved()
    assert texts(scene) == ["Oops."]


def test_the_end_shows_the_counts_and_can_be_taken_back(live, scene):
    live.write("Only one.")
    live.expect_saved()
    live.page.get_by_role("button", name="End the visit").click()
    dialog = live.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 note, 12 min. Everything is sent.")
    expect(dialog).to_contain_text("Visits usually take 15 to 30 minutes.")
    dialog.get_by_role("button", name="End the visit").click()
    live.expect_saved()
    assert Visit.objects.get().status == "draft"
    live.page.get_by_role("button", name="Undo: go on with the visit").click()
    live.expect_saved()
    assert Visit.objects.get().status == "live"
    expect(live.box).to_be_focused()


def test_a_refused_note_can_be_copied_and_discarded(live, scene):
    scene.coach.coach_assignments.all().delete()
    live.write("For nobody.")
    expect(live.line).to_have_text("1 note needs attention.")
    expect(live.page.locator("#troubles")).to_contain_text("For nobody.")
    live.page.get_by_role("button", name="Discard here").click()
    expect(live.page.locator("#troubles")).to_be_hidden()
    assert EvidenceNote.objects.count() == 0


def test_a_browser_that_keeps_nothing_says_so_and_still_saves(new_context, open_live, scene):
    context = new_context()
    context.add_init_script("indexedDB.open = () => { throw new Error('refused'); };")
    live = open_live(context)
    live.write("Still sent.")
    expect(live.line).to_have_text(
        re.compile("^All changes saved .*This browser cannot keep notes if wifi drops")
    )
    assert texts(scene) == ["Still sent."]


def test_the_keys_are_listed_under_the_question_mark(live):
    live.page.locator("h1").click()
    live.page.keyboard.press("?")
    expect(live.page.get_by_role("dialog")).to_contain_text(
        "In the empty box: change the last note"
    )


def test_with_shortcuts_off_up_changes_nothing(live, scene):
    live.write("Stays.")
    live.page.evaluate("document.body.dataset.shortcuts = 'off'")
    live.box.press("ArrowUp")
    expect(live.box).to_have_value("")


def test_box_and_save_line_stay_in_view_on_a_small_phone_with_its_keyboard(live):
    for number in range(12):
        live.write(f"A line of what was seen, number {number}, long enough to wrap on a phone.")
    live.expect_saved()
    live.page.set_viewport_size(SMALL_PHONE)
    live.page.wait_for_timeout(300)
    expect(live.box).to_be_focused()
    for part in ("#note-box", "#save-line", "#save-note"):
        box = live.page.locator(part).bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= SMALL_PHONE["height"], part
    assert sideways_scroll(live.page) <= 0


def test_what_is_tapped_is_big_enough(live):
    live.page.set_viewport_size(PHONE)
    live.write("One.")
    sizes = live.page.evaluate(
        """() => [...document.querySelectorAll("[data-tag], #save-note, #open-end, .mark-choice")]
          .map((made) => [made.textContent.trim(), made.getBoundingClientRect().height])"""
    )
    assert [one for one in sizes if one[1] < 44] == []


def in_theme(page, theme):
    page.emulate_media(color_scheme=theme)
    page.locator(f"html[data-bs-theme={theme}]").wait_for(state="attached")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_live_page_has_no_axe_violation_in_any_state(live, scene, theme, size):
    live.page.set_viewport_size(size)
    in_theme(live.page, theme)
    assert axe_violations(live.page) == []
    live.write("One. #qu ")
    live.write("Two.")
    live.page.keyboard.type("Great #t")
    assert axe_violations(live.page) == []
    live.page.get_by_role("button", name="Delete the note").first.click()
    assert axe_violations(live.page) == []
    live.page.get_by_role("button", name="End the visit").click()
    assert axe_violations(live.page) == []
    live.page.locator("#end-now").click()
    assert axe_violations(live.page) == []
    assert sideways_scroll(live.page) <= 0


def test_notes_left_on_the_device_show_on_today_and_go_out_from_there(live, live_server, scene):
    page = live.page
    page.route("**/api/v1/**", lambda route: route.abort())
    live.write("Kept while the wifi was away.")
    expect(live.line).to_contain_text("Saved on this device")
    page.goto(live_server.url)
    expect(page.locator("#unsent")).to_contain_text("1 note waiting for wifi")
    assert axe_violations(page) == []
    page.unroute("**/api/v1/**")
    page.reload()
    expect(page.locator("#unsent")).to_contain_text("All changes saved")
    assert texts(scene) == ["Kept while the wifi was away."]
    page.reload()
    expect(page.locator("#unsent")).to_be_hidden()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["visit_review", "visit_detail", "visit_edit", "visit_list"])
def test_pages_of_a_visit_have_no_axe_violation(name, size, context, sign_in, live_server, scene):
    visit = build.make_visit(scene.teacher, scene.coach)
    note = visit.notes.first()
    note.tags.create(school_system=visit.school_system, priority_group="English learners")
    fields = {"school_system": visit.school_system, "note": note, "rev": 1}
    NoteRevision.objects.create(text="Other.", why="conflict", **fields)
    NoteRevision.objects.create(text="Before.", why="replaced", **fields)
    sign_in(context, scene.coach)
    page = context.new_page()
    page.set_viewport_size(size)
    args = [] if name == "visit_list" else [visit.pk]
    page.goto(live_server.url + reverse(f"coaching:{name}", args=args))
    assert axe_violations(page) == []
    in_theme(page, "dark")
    assert axe_violations(page) == []
    assert sideways_scroll(page) <= 0


def test_many_notes_are_selected_and_tagged_by_keyboard(context, sign_in, live_server, scene):
    visit = build.make_visit(scene.teacher, scene.coach)
    sign_in(context, scene.coach)
    page = context.new_page()
    page.goto(live_server.url + reverse("coaching:visit_review", args=[visit.pk]))
    page.locator("[data-select-note]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#selected-count")).to_have_text("3 selected")
    page.get_by_label("Tag the selected notes with").select_option(label="QU – Questioning")
    page.get_by_role("button", name="Tag them").press("Enter")
    expect(page.locator("#messages")).to_contain_text("3 notes tagged.")
    assert visit.notes.filter(tags__indicator__code="QU").count() == 3
