"""The shell in a real Chromium: keys, focus, messages, menus, both themes, narrow and wide."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from core.tests.conftest import coach
from demo.builders.people import give_role, make_coach, make_school, make_system
from tests.browser.conftest import DESKTOP, axe_violations, type_sign_in

__all__ = ["coach"]
pytestmark = pytest.mark.django_db(transaction=True)

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD_PAGE = "/accounts/password/change/"


@pytest.fixture
def visitor(live_server, new_context):
    """A browser tab of nobody in particular."""
    page = new_context().new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    return page


@pytest.fixture
def tab(visitor, coach, live_server):
    """A browser tab in which the coach is signed in."""
    type_sign_in(visitor, coach.email, "cypress-lantern-9")
    visitor.wait_for_url(f"{live_server.url}/")
    visitor.goto(f"{live_server.url}{PASSWORD_PAGE}")
    return visitor


def focused(page, what="id"):
    return page.evaluate(f"document.activeElement.{what}")


def test_the_first_tab_leads_past_the_navigation(tab):
    tab.keyboard.press("Tab")
    assert focused(tab, "className") == "skip-link"

    tab.keyboard.press("Enter")
    assert focused(tab) == "main"


def test_errors_take_the_focus_and_lead_to_their_fields(tab):
    tab.get_by_role("button", name="Save the new password").click()

    expect(tab).to_have_title("Error: Change password – Throughline")
    assert focused(tab, "className") == "error-summary"
    for link in tab.locator(".error-summary a").all():
        link.click()
        assert f"#{focused(tab)}" == link.get_attribute("href")


def test_ctrl_enter_sends_the_form(tab):
    tab.get_by_label("Current password").focus()
    tab.keyboard.press("Control+Enter")

    expect(tab.locator(".error-summary")).to_be_focused()


def test_a_second_click_sends_nothing_again(tab):
    sent = []
    tab.on("request", lambda request: sent.append(request.method))
    tab.route(f"**{PASSWORD_PAGE}", lambda route: tab.wait_for_timeout(300) or route.continue_())
    tab.get_by_role("button", name="Save the new password").dblclick()
    expect(tab.get_by_role("alert").first).to_be_visible()
    assert sent.count("POST") == 1


def test_the_question_mark_lists_the_keys_but_not_inside_a_field(tab):
    tab.get_by_label("Current password").press("?")
    expect(tab.get_by_role("dialog")).to_have_count(0)

    tab.locator("h1").click()
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert tab.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")

    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)


def test_no_key_does_anything_once_switched_off(tab, coach):
    coach.shortcuts_on = False
    coach.save(update_fields=["shortcuts_on"])
    tab.reload()

    for key in ("?", "/", "Control+k"):
        tab.keyboard.press(key)

    expect(tab.get_by_role("dialog")).to_have_count(0)
    assert focused(tab, "tagName") == "BODY"


def test_the_menu_works_by_keyboard(tab):
    tab.set_viewport_size({"width": 320, "height": 640})
    summary = tab.locator("summary", has_text="Menu")
    summary.press("Enter")
    expect(tab.get_by_role("navigation", name="Main")).to_be_visible()

    tab.keyboard.press("Escape")

    expect(tab.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(summary).to_be_focused()


def test_many_duties_keep_to_one_line_with_the_rest_under_more(open_page):
    system = make_system()
    supervisor = make_coach(make_school(system))
    give_role(supervisor, "district_staff")
    give_role(supervisor, "school_leader", make_school(system))
    page = open_page(supervisor, "/help/", viewport=DESKTOP)
    row = page.locator(".nav-wide")
    assert row.bounding_box()["height"] < 70
    more = row.locator("summary", has_text="More")
    more.press("Enter")
    expect(row.get_by_role("link", name="Rubric")).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(row.get_by_role("link", name="Rubric")).to_be_hidden()
    expect(more).to_be_focused()
    more.press("Enter")
    row.get_by_role("link", name="Rubric").click()
    expect(row.locator(".menu:has([aria-current]) > summary")).to_have_text("More")


def test_the_menu_works_without_scripts(new_context, coach, live_server, client):
    client.force_login(coach)
    context = new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/help/")

    page.locator("summary", has_text="Menu").click()

    expect(page.get_by_role("link", name="Today")).to_be_visible()


def test_a_fragment_with_errors_is_swapped_in_and_focused(tab):
    make_fragment(tab, PASSWORD_PAGE)
    tab.get_by_role("button", name="Save the new password").click()

    expect(tab.locator(".error-summary")).to_be_focused()


def test_a_failed_fragment_says_so_and_keeps_the_text(tab):
    make_fragment(tab, "/nothing/")
    tab.get_by_label("Current password").fill("typed before")
    tab.get_by_role("button", name="Save the new password").click()

    expect(tab.get_by_role("status")).to_contain_text("This is no longer here")
    expect(tab.get_by_label("Current password")).to_have_value("typed before")


def test_success_fades_unless_somebody_is_on_it(tab):
    tab.clock.install()
    show(tab, "success", "Plan shared.")
    tab.get_by_role("button", name="Dismiss").focus()
    tab.clock.run_for(20_000)
    expect(tab.get_by_role("status")).to_contain_text("Plan shared.")

    tab.get_by_label("Current password").focus()
    tab.clock.run_for(20_000)
    expect(tab.get_by_role("status")).to_have_text("")


def test_an_error_stays_until_dismissed(tab):
    tab.clock.install()
    show(tab, "error", "The file was not read.")
    tab.clock.run_for(60_000)
    expect(tab.get_by_role("status")).to_contain_text("The file was not read.")

    tab.get_by_role("button", name="Dismiss").click()
    expect(tab.get_by_role("status")).to_have_text("")


def test_two_minutes_before_the_end_one_can_stay(tab):
    tab.clock.install()
    tab.reload()
    tab.clock.fast_forward("58:20")
    dialog = tab.get_by_role("dialog", name="You will be signed out soon")
    expect(dialog).to_be_visible()

    with tab.expect_response(re.compile("/stay-signed-in/")) as answer:
        dialog.get_by_role("button", name="Stay signed in").click()

    assert answer.value.status == 204
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_no_page_of_the_shell_shuts_anybody_out(
    new_context, coach, client, live_server, theme, width
):
    client.force_login(coach)
    context = new_context(
        color_scheme=theme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    problems = {}
    for path in ("/accounts/login/", "/accounts/password/reset/"):
        page.goto(live_server.url + path)
        problems[path] = problems_of(page)
        page.locator("main button").first.click()
        problems[f"{path} with errors"] = problems_of(page)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    for path in ("/help/", PASSWORD_PAGE, "/nothing/", "/accounts/logout/"):
        page.goto(live_server.url + path)
        problems[path] = problems_of(page)
    page.keyboard.press("?")
    problems["dialog"] = problems_of(page)

    assert problems == {page: [] for page in problems}


def problems_of(page):
    """What axe finds, sideways scrolling, and targets under 24 px that stand alone."""
    found = Axe().run(page, options={"runOnly": AXE_RULES}).response["violations"]
    sideways = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, input, select, summary')]
           .filter(e => !e.closest('p, dd'))
           .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 24)
           .map(e => e.outerHTML.slice(0, 80))"""
    )
    return [rule["id"] for rule in found] + ["scrolls sideways"] * sideways + small


def make_fragment(page, url):
    page.evaluate(
        """url => {
            const form = document.querySelector('main form');
            form.setAttribute('hx-post', url);
            form.setAttribute('hx-select', 'main form');
            form.setAttribute('hx-swap', 'outerHTML');
            htmx.process(form);
        }""",
        url,
    )


def show(page, kind, text):
    page.evaluate(
        """([kind, text]) =>
            import('/static/core/messages.js').then(shell => shell.showMessage(kind, text))""",
        [kind, text],
    )
