"""The second step in a real Chromium: passkeys of a virtual authenticator, codes of an app."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import expect

from core.tests.conftest import coach
from people.models import SchoolSystem
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll, type_sign_in

__all__ = ["coach"]
pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "cypress-lantern-9"
INDEX, LOGIN = "/accounts/second-step/", "/accounts/login/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def fresh_throttles(transactional_db):
    cache.clear()


@pytest.fixture
def tab(new_context, live_server):
    """A phone's tab with an authenticator in it; what the console complains of is in `problems`."""
    page = new_context(viewport=PHONE).new_page()
    page.problems = []
    page.on(
        "console", lambda line: page.problems.append(line.text) if line.type == "error" else None
    )
    page.devtools = page.context.new_cdp_session(page)
    page.devtools.send("WebAuthn.enable")
    made = page.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.authenticator = made["authenticatorId"]
    page.goto(live_server.url + LOGIN)
    return page


def sign_in(page, coach):
    type_sign_in(page, coach.email, PASSWORD)


def sign_out(page, live_server):
    page.goto(live_server.url + "/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{live_server.url}{LOGIN}*")


def add_passkey(page, live_server):
    page.goto(live_server.url + INDEX)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def verify_as(page, *, is_user):
    page.devtools.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": page.authenticator, "isUserVerified": is_user},
    )


def assert_is_well_made(page):
    assert axe_violations(page) == []
    assert sideways_scroll(page) == 0


def test_a_passkey_is_made_and_signs_in_alone(tab, coach, live_server):
    sign_in(tab, coach)
    tab.wait_for_url(f"{live_server.url}/")
    add_passkey(tab, live_server)
    assert Authenticator.objects.filter(type="webauthn").get().user == coach

    sign_out(tab, live_server)
    tab.get_by_role("button", name="Sign in with a passkey").click()
    tab.wait_for_url(f"{live_server.url}/")
    assert tab.problems == []


def test_a_passkey_follows_the_password_and_a_stranger_s_finger_does_not(tab, coach, live_server):
    sign_in(tab, coach)
    tab.wait_for_url(f"{live_server.url}/")
    add_passkey(tab, live_server)
    sign_out(tab, live_server)

    sign_in(tab, coach)
    tab.wait_for_url("**/second-step/sign-in/")
    assert_is_well_made(tab)
    verify_as(tab, is_user=False)
    tab.get_by_role("button", name="Use a passkey").click()
    expect(tab.get_by_text("Nothing was used: it was cancelled")).to_be_visible()

    verify_as(tab, is_user=True)
    tab.get_by_role("button", name="Use a passkey").click()
    tab.wait_for_url(f"{live_server.url}/")


def test_a_removed_passkey_signs_in_no_more(tab, coach, live_server):
    sign_in(tab, coach)
    tab.wait_for_url(f"{live_server.url}/")
    add_passkey(tab, live_server)
    tab.goto(live_server.url + INDEX)
    tab.get_by_role("link", name="Remove Passkey made in").click()
    tab.get_by_role("button", name="Remove the passkey").click()
    expect(tab.get_by_text("The passkey is removed.")).to_be_visible()

    sign_out(tab, live_server)
    tab.get_by_role("button", name="Sign in with a passkey").click()
    expect(tab.get_by_text("That did not fit.")).to_be_visible()


def test_who_must_have_a_step_sets_up_an_app_and_goes_on(tab, coach, live_server):
    SchoolSystem.objects.update(require_mfa=SchoolSystem.RequireMfa.EVERYONE)
    sign_in(tab, coach)
    tab.wait_for_url(live_server.url + INDEX)
    assert_is_well_made(tab)
    tab.get_by_role("link", name="Set up an app").click()
    assert tab.locator("img.qr").evaluate("img => img.naturalWidth") > 0
    assert_is_well_made(tab)

    secret = tab.get_by_label("Or type this key into the app").input_value()
    tab.get_by_label("Code", exact=True).fill(
        format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    )
    tab.get_by_role("button", name="Use this app").click()
    expect(tab.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = tab.get_by_label("10 codes are left").input_value().split()
    tab.get_by_role("link", name="I have kept them").click()
    tab.wait_for_url(f"{live_server.url}/")

    sign_out(tab, live_server)
    sign_in(tab, coach)
    tab.get_by_label("Code", exact=True).fill(codes[0])
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url(f"{live_server.url}/")
    assert tab.problems == []
