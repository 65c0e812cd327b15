"""Every page of the permission table, as the first person who may open it, at both widths."""

import pytest
from django.urls import reverse

from tests.browser.conftest import DESKTOP, PHONE, axe_violations, sideways_scroll
from tests.permission_table import PEOPLE
from tests.test_permissions import ARGS, DATA, ROWS, parts
from tests.world import World

NOT_PAGES = {
    "coaching:artifact_file",
    "coaching:picture_preview",
    "coaching:coach_log_csv",
    "coaching:peer_visit_csv",
    "healthz",
    "readyz",
    "mfa_download_recovery_codes",
    "coaching:calendar_feed",
    "coaching:visit_calendar",
    "people:import_export",
    "people:import_template",
    "reports:export_download",
}
PAGES = sorted(
    row
    for row, answers in ROWS.items()
    if row.startswith("GET") and 200 in answers.values() and parts(row)[1] not in NOT_PAGES
)


def reader(row):
    """Who looks at the page: the first person of the table who gets it."""
    return next(person for person in PEOPLE if ROWS[row][person] == 200)


@pytest.fixture(scope="module")
def one_context(browser, browser_context_args):
    """One context for all pages, so that style sheets and scripts are fetched once."""
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(one_context):
    one_context.clear_cookies()
    page = one_context.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("row", PAGES)
def test_a_page_has_no_axe_violations(row, page, live_server, sign_in, transactional_db):
    world = World()
    _method, name, key = parts(row)
    person = reader(row)
    url = reverse(name, kwargs=ARGS[key](world) if key in ARGS else {})
    query = "&".join(f"{k}={v}" for k, v in (DATA[row](world) if row in DATA else {}).items())
    if person != "anonymous":
        sign_in(page.context, world.people[person])
    problems = []
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    response = page.goto(f"{live_server.url}{url}?{query}")
    assert response.status == 200
    if not page.evaluate("document.contentType").startswith("text/html"):
        return
    if page.locator("html[lang]").count() == 0:
        return  # a fragment; it is looked at in its page
    found = {}
    for label, size in (("1280", DESKTOP), ("360", PHONE)):
        page.set_viewport_size(size)
        found[label] = axe_violations(page)
        found[f"{label} scroll"] = sideways_scroll(page)
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-bs-theme=dark]").wait_for(state="attached")
    page.wait_for_timeout(150)  # inherited colours follow a frame or two later
    found["dark"] = axe_violations(page, ["color-contrast"])
    assert found == {"1280": [], "1280 scroll": 0, "360": [], "360 scroll": 0, "dark": []}
    assert problems == []
