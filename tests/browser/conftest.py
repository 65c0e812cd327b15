"""A real Chromium against a real server: signing in, axe, and what a page must never do."""

import os
import shutil
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import CommandError
from django.test import Client, TransactionTestCase

# Playwright's event loop runs in this thread, so Django would take every query for an async one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


_flush = TransactionTestCase._fixture_teardown


def _flush_once_quiet(self):
    """Empty the tables; a request that a closing page had sent may hold them for a moment yet."""
    for _ in range(5):
        try:
            return _flush(self)
        except CommandError:
            time.sleep(0.5)
    return _flush(self)


TransactionTestCase._fixture_teardown = _flush_once_quiet


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": DESKTOP,
        "timezone_id": "America/Chicago",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def context(context):
    context.set_default_timeout(10_000)
    return context


@pytest.fixture
def sign_in(live_server):
    """`sign_in(context, user)` gives a browser context the person's session."""

    def give_session(context, user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return give_session


def type_sign_in(page, email, password):
    """Sign in on the page for it, by both of its steps."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def new_context(browser, browser_context_args):
    """Further contexts: another person, another device."""
    opened = []

    def make(**changes):
        context = browser.new_context(**{**browser_context_args, **changes})
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def open_page(live_server, new_context, sign_in):
    """`open_page(user, path)`: a page of this person's own browser."""

    def open_as(user, path, **changes):
        context = new_context(**changes)
        sign_in(context, user)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_as


def axe_violations(page, rules=None):
    """What axe finds on the page as it stands: `rule: target` lines, none where all is well."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options)", options)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def sideways_scroll(page):
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
