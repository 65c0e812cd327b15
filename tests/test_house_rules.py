"""Rules of the house that no linter knows."""

import ast
import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

APPS = ("people", "notices", "goals", "meetings", "coaching", "ilt", "collaboration", "reports")
DOORS = sorted(
    path
    for app in APPS
    for pattern in ("views.py", "views/*.py", "forms.py", "forms/*.py", "api.py", "api/*.py")
    for path in (settings.BASE_DIR / app).glob(pattern)
)
SOURCES = sorted(
    path
    for app in ("core", *APPS, "config")
    for path in (settings.BASE_DIR / app).rglob("*.py")
    if "migrations" not in path.parts and "tests" not in path.parts
)
UNSCOPED = re.compile(
    r"\b[A-Z]\w*\.(?:objects|_default_manager)\.(?!visible_to\b|none\b)\w+"
    r"|_or_404\(\s*[A-Z]\w*\s*,"
)


TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
DATE_AS_TEXT = re.compile(
    r"block title %}[^\n]*?\|(?:long_date|short_date|clock|moment)"
    r'|\s[a-z-]+="[^"<>]*?\|(?:long_date|short_date|clock|moment)\b'
)


def ids(paths):
    return [str(path.relative_to(settings.BASE_DIR)) for path in paths]


@pytest.mark.parametrize("path", DOORS, ids=ids(DOORS))
def test_doors_read_only_what_the_person_may_see(path):
    """Views, forms and API reach rows through `Model.objects.visible_to(user)`, never around it."""
    assert UNSCOPED.findall(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_no_title_and_no_attribute_holds_the_markup_of_a_date(path):
    """`long_date` and its like write `<time>`; there `date:"M j, Y"` stands."""
    assert DATE_AS_TEXT.findall(path.read_text()) == []


@pytest.mark.parametrize("path", SOURCES, ids=ids(SOURCES))
def test_transactions_are_opened_by_actions_alone(path):
    """`transaction.atomic` stands in actions, and in core where the leases live."""
    if "actions" in str(path) or path.parent.name == "core":
        return
    assert "transaction.atomic" not in path.read_text()


@pytest.mark.parametrize("path", SOURCES, ids=ids(SOURCES))
def test_nothing_is_scheduled_by_eta(path):
    """Due times are rows; a message with an ETA would loop past the visibility timeout."""
    assert re.findall(r"\b(?:eta|countdown)\s*=", path.read_text()) == []


@pytest.mark.parametrize("path", SOURCES, ids=ids(SOURCES))
def test_only_doors_ask_what_time_it_is(path):
    """Actions, models and forms are told; views, tasks, commands and middleware may ask."""
    doors = ("views", "tasks", "api", "management", "middleware", "health", "context", "sign_in")
    doors += ("signals",)
    if any(part.removesuffix(".py") in doors for part in path.parts):
        return
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("timezone.now", "datetime.now")
    ]
    assert [ast.unparse(call) for call in calls] == []


def test_deleting_a_person_or_a_cycle_takes_nothing_with_it():
    """Things end, they do not vanish: every CASCADE of ours is on this list, with its reason."""
    allowed = {
        "people.Session.user",  # a browser that is signed in, no record of work
        "notices.MutedKind.user",  # a switch of the person, no record of work
        "reports.ExportPart.export",  # the working part of a file, swept with it
    }
    cascades = {
        f"{field.model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.model is model
        and field.remote_field.on_delete is models.CASCADE
    }
    assert cascades - allowed == set()


def test_every_row_a_person_reads_has_visible_to():
    """Each model with an own manager says who may read it."""
    missing = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and type(model._default_manager.all()) is not models.QuerySet
        and not hasattr(model._default_manager.all(), "visible_to")
    ]
    assert missing == ["notices.Digest", "reports.ExportPart"]  # no page shows these
