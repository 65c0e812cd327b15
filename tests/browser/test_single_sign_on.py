"""Single sign-on in a real Chromium, with a real provider that runs beside the product."""

import pytest
from playwright.sync_api import expect

from demo.builders import people
from people.actions.sign_in_domain import keep_domains
from people.tests.oidc import Provider
from people.tests.test_single_sign_on import EMAIL, configure
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider(settings):
    with Provider() as provider:
        configure(settings, provider.environment())
        yield provider


@pytest.fixture
def ann(transactional_db):
    school = people.make_school(people.make_system())
    user = people.make_user(school.school_system, "Ann Lee", EMAIL)
    people.give_role(user, "teacher", school)
    return user


@pytest.fixture
def tab(new_context, live_server, provider):
    page = new_context(viewport=PHONE).new_page()
    page.problems = []
    page.on(
        "console", lambda line: page.problems.append(line.text) if line.type == "error" else None
    )
    page.goto(f"{live_server.url}/accounts/login/?next=/settings/")
    return page


def test_the_button_leads_there_and_back_to_the_page_asked_for(tab, ann, live_server):
    assert axe_violations(tab) == []
    assert sideways_scroll(tab) == 0
    tab.get_by_role("link", name="Sign in with Pelican Accounts").click()
    expect(tab.get_by_role("heading", name="Pelican")).to_be_visible()
    tab.get_by_role("link", name="Continue").click()
    tab.wait_for_url(f"{live_server.url}/settings/")
    expect(tab.get_by_role("main").get_by_text(EMAIL)).to_be_visible()
    assert tab.problems == []


def test_who_is_not_on_the_roster_reads_what_to_do(tab, ann, provider, live_server):
    provider.claims |= {"sub": "stranger", "email": "stranger@pelican.example"}
    tab.get_by_role("link", name="Sign in with Pelican Accounts").click()
    tab.get_by_role("link", name="Continue").click()
    expect(tab.get_by_role("heading", name="You are not signed in")).to_be_visible()
    assert axe_violations(tab) == []
    assert sideways_scroll(tab) == 0
    tab.get_by_role("link", name="Back to sign in").click()
    tab.wait_for_url(f"{live_server.url}/accounts/login/")


def test_an_e_mail_of_a_named_domain_finds_the_button_alone(tab, ann, live_server):
    keep_domains(ann.school_system, ["pelican.example"])
    tab.get_by_label("E-mail").fill(EMAIL)
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_text("with its own accounts")).to_be_visible()
    assert tab.get_by_label("Password").count() == 0
    assert axe_violations(tab) == []
    assert sideways_scroll(tab) == 0
    tab.get_by_role("link", name="Sign in with Pelican Accounts", exact=True).click()
    tab.get_by_role("link", name="Continue").click()
    tab.wait_for_url(f"{live_server.url}/settings/")
    assert tab.problems == []
