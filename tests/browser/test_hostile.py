"""Scripts that people type, in a real Chromium: they are read, and never run."""

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.urls import reverse
from playwright.sync_api import expect

from coaching.models import Plan, PlanSnapshot, Resource
from coaching.plan_record import live_record, with_record
from demo.builders import coaching as build
from tests.browser.test_live_notes import SAVED
from tests.hostile import MARKDOWN, SCRIPTS, TEMPLATES
from tests.test_hostile_sinks import fill
from tests.text_fields import FIELDS, text_columns
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "\n".join([*SCRIPTS, *TEMPLATES, *MARKDOWN])
NAME = "<img src=//evil.example/x onerror=alert(1)>"
SHORT = "<svg onload=alert(1)>"
WATCH = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
READERS = {
    "owner": (
        ("reports:today", None),
        ("coaching:caseload", None),
        ("coaching:teacher_detail", "subject"),
        ("coaching:visit_live", "live_visit"),
        ("coaching:visit_review", "draft_visit"),
        ("coaching:feedback_edit", "draft_visit"),
        ("coaching:feedback_check", "draft_feedback"),
        ("coaching:plan_edit", "open_plan"),
        ("coaching:plan_detail", "draft_plan"),
        ("coaching:rubric", None),
    ),
    "subject": (
        ("reports:today", None),
        ("coaching:my_coaching", None),
        ("coaching:visit_detail", "shared_visit"),
        ("coaching:feedback_detail", "shared_feedback"),
        ("coaching:step_detail", "shared_step"),
        ("coaching:plan_detail", "draft_plan"),
        ("people:profile", None),
    ),
    "principal": (
        ("reports:today", None),
        ("reports:school", None),
        ("people:person_list", None),
        ("coaching:plan_detail", "draft_plan"),
    ),
}


@pytest.fixture
def world(transactional_db):
    """Everybody's records, every text of which is a script."""
    world = World()
    for record in ("live_visit", "draft_visit", "draft_feedback", "shared_feedback"):
        getattr(world, record)
    world.agreed_plan()
    world.open_plan = _open_plan(world)
    for column in FIELDS:
        limit = text_columns()[column]
        text = TEXT if limit > 1_000 else NAME if limit > 60 else SHORT
        if not column.startswith("people.SchoolSystem.") and limit > 20:
            label, name = column.rsplit(".", 1)
            fill(apps.get_model(label), {name: text})
    Resource.objects.update(link="https://example.org/page")
    for snapshot in PlanSnapshot.objects.all():
        plan = with_record(Plan.objects.filter(pk=snapshot.plan_id)).get()
        record = live_record(plan)
        texts = {key: record[key] for key in ("student_need", "goal", "steps", "prompts")}
        PlanSnapshot.objects.filter(pk=snapshot.pk).update(content=snapshot.content | texts)
    return world


def _open_plan(world):
    """A plan that is still being written: its cycle takes the place of the agreed one's."""
    cycle = world.draft_plan.cycle
    cycle.closed_at = world.yesterday
    cycle.save()
    return build.make_plan(world.subject, world.owner, indicator=world.indicators["QU"])


@pytest.mark.parametrize("person", READERS)
def test_no_script_that_somebody_typed_runs(person, page, live_server, sign_in, world):
    heard = {"dialogs": [], "foreign": [], "console": [], "refused": []}
    here = urlsplit(live_server.url).netloc

    def asked(request):
        if (
            urlsplit(request.url).scheme in ("http", "https")
            and urlsplit(request.url).netloc != here
        ):
            heard["foreign"].append(request.url)

    def dialog(shown):
        heard["dialogs"].append(shown.message)
        shown.dismiss()

    page.add_init_script(WATCH)
    page.on("dialog", dialog)
    page.on("request", asked)
    page.on(
        "console",
        lambda line: heard["console"].append(line.text) if line.type == "error" else None,
    )
    sign_in(page.context, world.people[person])
    for name, record in READERS[person]:
        args = [getattr(world, record).pk] if record else []
        response = page.goto(f"{live_server.url}{reverse(name, args=args)}")
        assert response.status == 200, name
        page.wait_for_load_state("networkidle")
        heard["refused"] += page.evaluate("window.refused")
    assert heard == {"dialogs": [], "foreign": [], "console": [], "refused": []}


def test_a_script_typed_on_the_live_screen_is_shown_as_it_was_typed(
    page, live_server, sign_in, world
):
    dialogs = []
    page.on("dialog", lambda shown: (dialogs.append(shown.message), shown.dismiss()))
    page.add_init_script(WATCH)
    sign_in(page.context, world.owner)
    page.goto(f"{live_server.url}{reverse('coaching:visit_live', args=[world.live_visit.pk])}")
    box = page.locator("#note-box")
    for text in SCRIPTS[:12]:
        box.fill(text)
        box.press("Enter")
        page.get_by_text(text, exact=True).first.wait_for()
    expect(page.locator("#save-line [data-save-text]")).to_have_text(SAVED)
    assert dialogs == []
    assert page.evaluate("window.refused") == []
    there = set(world.live_visit.notes.values_list("text", flat=True))
    assert set(SCRIPTS[:12]) <= there
