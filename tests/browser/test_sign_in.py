"""The two steps of signing in, in a real Chromium: by keyboard, narrow and wide."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from core.tests.conftest import coach
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll

__all__ = ["coach"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tab(new_context, live_server, transactional_db):
    cache.clear()
    page = new_context(viewport=PHONE).new_page()
    page.problems = []
    page.on(
        "console", lambda line: page.problems.append(line.text) if line.type == "error" else None
    )
    page.goto(f"{live_server.url}/accounts/login/?next=/settings/")
    return page


def test_typing_and_enter_alone_sign_in(tab, coach, live_server):
    tab.get_by_label("E-mail").focus()
    tab.keyboard.type(coach.email)
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Password")).to_be_focused()
    assert axe_violations(tab) == []
    assert sideways_scroll(tab) == 0
    tab.keyboard.type("cypress-lantern-9")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{live_server.url}/settings/")
    assert tab.problems == []


def test_another_e_mail_is_typed_and_a_wrong_password_keeps_it(tab, coach):
    tab.get_by_label("E-mail").fill("wrong@school.example")
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_role("button", name="Use another e-mail").click()
    expect(tab.get_by_label("E-mail")).to_have_value("wrong@school.example")
    tab.get_by_label("E-mail").fill(coach.email)
    tab.get_by_role("button", name="Continue").click()
    tab.get_by_label("Password").fill("wrong")
    tab.get_by_role("button", name="Sign in", exact=True).click()
    expect(tab.get_by_role("alert")).to_contain_text("The e-mail or the password is not right.")
    expect(tab.get_by_text(coach.email)).to_be_visible()
    assert axe_violations(tab) == []
