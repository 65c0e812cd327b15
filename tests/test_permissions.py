"""The permission table is the law of permissions.md, probed URL by URL and person by person."""

import contextlib
import copy
import re
import uuid

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import URLPattern, get_resolver, reverse

from tests.permission_table import PEOPLE, collect
from tests.world import World

pytestmark = pytest.mark.django_db

ROWS, ARGS, DATA, SHOWS = (collect(name) for name in ("ROWS", "ARGS", "DATA", "SHOWS"))
# What a GET may write: sessions, who opened what, and that something (recovery codes too) was read.
READING_WRITES = (
    re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "people_session"'),
    re.compile(r'^INSERT INTO "people_accessevent"'),
    re.compile(r'^UPDATE "mfa_authenticator" SET '),
    re.compile(r'^UPDATE "\w+" SET "(read_at|opened_at)" = [^,]+ WHERE'),
    re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "throttle_cache"'),
)
A_DAY = 24 * 60 * 60
OURS = ("core", "people", "notices", "coaching", "collaboration", "reports", "config")
WRITE = re.compile(r"^(INSERT|UPDATE|DELETE|TRUNCATE)")


def url_names(patterns=None, prefix=""):
    """Every named URL of the project, with its namespace."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from url_names(pattern.url_patterns, inner)


def parts(row):
    """METHOD, URL name and the key under which ARGS knows it."""
    method, name, *state = row.split()
    return method, name, " ".join([name, *state])


class Probe:
    """One row of the table against one world: asks as each person, and undoes what it did."""

    def __init__(self, row, world):
        self.method, self.name, key = parts(row)
        self.world = world
        kwargs = ARGS[key](world) if key in ARGS else {}
        self.kwargs = kwargs
        self.data = DATA[row](world) if row in DATA else {}
        self.writes = []

    def ask(self, person, **headers):
        """The response this person gets; whatever it changed is rolled back."""
        client = Client(raise_request_exception=True)
        if person != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.world.session_keys[person]
        with transaction.atomic():
            with connection.execute_wrapper(self._watch):
                response = self._send(client, headers)
                response.content if not response.streaming else b"".join(response)
            transaction.set_rollback(True)
        return response

    def _send(self, client, headers):
        url = reverse(self.name, kwargs=self.kwargs)
        if self.method == "GET":
            return client.get(url, self.data, headers=headers)
        body = self.data
        if isinstance(body, str):
            return client.generic(
                self.method, url, body, content_type="application/json", headers=headers
            )
        return client.post(url, body, headers=headers)

    def _watch(self, execute, sql, params, many, context):
        if WRITE.match(sql):
            self.writes.append(sql)
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def built_world(django_db_setup, django_db_blocker):
    """One world for all rows: building it for each would take longer than asking it. Whoever
    signed in for the first row has done so recently for the last."""
    recently = override_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=A_DAY)
    with django_db_blocker.unblock(), recently, transaction.atomic():
        world = World()
        world.session_keys = {person: session_key_of(user) for person, user in world.people.items()}
        yield world
        transaction.set_rollback(True)


def session_key_of(user):
    """The key of a session in which this person has signed in."""
    client = Client()
    client.force_login(user)
    return client.session.session_key


@contextlib.contextmanager
def as_it_was(world):
    """A copy of the world; what is done to it inside is undone, in the database and in memory."""
    with transaction.atomic():
        yield copy.deepcopy(world)
        transaction.set_rollback(True)


@pytest.fixture
def world(built_world):
    with as_it_was(built_world) as world:
        yield world


def test_every_url_has_a_row():
    listed = {parts(row)[1] for row in ROWS}
    assert set(url_names()) - listed == set()
    assert listed - set(url_names()) == set()


@pytest.mark.parametrize("row", sorted(ROWS))
def test_each_person_gets_the_right_answer_and_reading_changes_nothing(row, world):
    marker = SHOWS[row][0](world) if row in SHOWS else None
    probe = Probe(row, world)
    responses = {person: probe.ask(person) for person in PEOPLE}
    assert {person: response.status_code for person, response in responses.items()} == ROWS[row]
    if ROWS[row]["anonymous"] == 302:
        assert responses["anonymous"].url.startswith(reverse(settings.LOGIN_URL))
    if marker:
        shown = {person for person in PEOPLE if marker in body_of(responses[person])}
        assert shown == set(SHOWS[row][1])
    if probe.method == "GET":
        assert surprises_in(probe.writes) == []


def surprises_in(writes):
    """Statements that a GET may not send."""
    return [sql for sql in writes if not any(rule.match(sql) for rule in READING_WRITES)]


@pytest.mark.parametrize("row", sorted(row for row in ROWS if row.startswith("POST")))
def test_what_only_changes_state_refuses_get(row, world):
    name = parts(row)[1]
    if any(parts(other)[1] == name for other in ROWS if other.startswith("GET")):
        return
    probe = Probe(row, world)
    probe.method, probe.data = "GET", {}
    assert probe.ask("owner").status_code == 405


def views(patterns=None):
    """Every function view of the project, by name; what packages built answers for itself."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(pattern, URLPattern):
            yield from views(pattern.url_patterns)
        elif pattern.callback.__module__.split(".")[0] in OURS and not _has_class(pattern):
            yield pattern.name, pattern.callback


def _has_class(pattern):
    return hasattr(pattern.callback, "view_class")


@pytest.mark.parametrize(("name", "view"), sorted(dict(views()).items()))
def test_a_page_refuses_a_method_it_does_not_know(name, view):
    """Before it looks at anything: the view is called without what it would need."""
    assert view(RequestFactory().put("/")).status_code == 405


@pytest.mark.parametrize("row", sorted(row for row in ROWS if row.startswith("GET")))
def test_a_signed_out_fragment_is_told_where_to_sign_in(row, world):
    if ROWS[row]["anonymous"] != 302:
        return
    response = Probe(row, world).ask("anonymous", **{"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.parametrize("row", sorted(row for row in ROWS if 404 in ROWS[row].values()))
def test_forbidden_and_absent_look_the_same(row, world):
    probe = Probe(row, world)
    person = next(name for name in PEOPLE if ROWS[row][name] == 404)
    forbidden = probe.ask(person)
    if any(isinstance(value, uuid.UUID) for value in probe.kwargs.values()):
        probe.kwargs = {
            name: uuid.uuid4() if isinstance(value, uuid.UUID) else value
            for name, value in probe.kwargs.items()
        }
    absent = probe.ask(person)
    assert absent.status_code == 404
    assert _without_tokens(forbidden) == _without_tokens(absent)


def body_of(response):
    """What the page says; nothing where there is none (an error page says who is signed in)."""
    if response.streaming or response.status_code >= 400:
        return ""
    return response.content.decode(errors="replace")


def _without_tokens(response):
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", text)
