import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from config.celery import app
from core import leases
from core.leases import Bell, Leased, ring_on_commit, sweep
from demo.builders import people
from notices.models import Digest
from tests.faults.conftest import forget_connections

State = Leased.State
TASK = "core.tests.nothing"


@pytest.fixture
def row(db):
    """A leased row of the product's own: one person's daily mail."""
    return make_row()


def make_row(**fields):
    person = people.make_user(people.make_system(name=f"System {time.monotonic_ns()}"))
    now = timezone.now()
    fields = {"due_at": now, "day": now.date(), **fields}
    return Digest.objects.create(school_system=person.school_system, to=person, **fields)


class Messages:
    """Stands in for the broker: what was sent, or the error it answers with."""

    def __init__(self, error=None):
        self.sent, self.asked, self.error = [], 0, error

    def send_task(self, name, args, retry):
        self.asked += 1
        if self.error:
            raise self.error
        self.sent.append((name, args))


def test_a_row_is_claimed_by_one_worker_only(row):
    now = timezone.now()
    first = Digest.objects.claim(row.pk, now)
    assert (first.attempts, first.leased_until - now) == (1, dt.timedelta(seconds=300))
    assert Digest.objects.claim(row.pk, now) is None


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_once_one_gets_the_row():
    row, now, won, start = make_row(), timezone.now(), [], threading.Barrier(8)

    def work():
        start.wait()
        won.append(Digest.objects.claim(row.pk, now) is not None)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]


def test_a_row_is_not_claimed_before_it_is_due(row):
    assert Digest.objects.claim(row.pk, row.due_at - dt.timedelta(seconds=1)) is None


def test_a_dead_workers_row_is_free_when_the_lease_has_lapsed(row, settings):
    settings.LEASE_SECONDS = 2
    now = timezone.now()
    Digest.objects.claim(row.pk, now)
    assert Digest.objects.claim(row.pk, now + dt.timedelta(seconds=1)) is None
    again = Digest.objects.claim(row.pk, now + dt.timedelta(seconds=3))
    assert again.attempts == 2


def test_a_worker_that_shows_progress_keeps_its_lease(row, settings):
    settings.LEASE_SECONDS = 10
    now = timezone.now()
    held = Digest.objects.claim(row.pk, now)
    assert held.renew(now + dt.timedelta(seconds=9)) is True
    assert Digest.objects.claim(row.pk, now + dt.timedelta(seconds=15)) is None


def test_who_lost_the_lease_cannot_mark_the_row(row, settings):
    settings.LEASE_SECONDS = 1
    now = timezone.now()
    later = now + dt.timedelta(seconds=5)
    slow = Digest.objects.claim(row.pk, now)
    quick = Digest.objects.claim(row.pk, later)
    assert slow.finish(State.FAILED, now=later, reason="too late") is False
    assert slow.renew(later) is False
    assert slow.try_again(at=later, reason="too late") is False
    assert quick.finish(State.DONE, now=later) is True
    row.refresh_from_db()
    assert (row.state, row.reason, row.leased_until) == ("done", "", None)


def test_a_finished_row_is_not_finished_again(row):
    now = timezone.now()
    held = Digest.objects.claim(row.pk, now)
    assert held.finish(State.DONE, now=now) is True
    assert held.finish(State.FAILED, now=now) is False


def test_a_row_given_back_waits_until_its_new_time(row):
    now = timezone.now()
    later = now + dt.timedelta(minutes=1)
    Digest.objects.claim(row.pk, now).try_again(at=later, reason="The disk was full.")
    assert Digest.objects.claim(row.pk, now) is None
    assert Digest.objects.claim(row.pk, later).reason == "The disk was full."


def test_the_sixth_attempt_is_refused_and_the_row_is_dead_and_says_why(row):
    now = timezone.now()
    for _ in range(5):
        assert Digest.objects.claim(row.pk, now) is not None
        now += dt.timedelta(seconds=301)
    assert Digest.objects.claim(row.pk, now) is None
    assert Digest.objects.bury(now) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("dead", 5)
    assert row.reason == "Tried five times without success."


def test_a_row_that_is_still_worked_on_is_not_buried(row):
    now = timezone.now()
    Digest.objects.filter(pk=row.pk).update(attempts=4)
    Digest.objects.claim(row.pk, now)
    assert Digest.objects.bury(now + dt.timedelta(seconds=299)) == 0


def test_the_sweeper_rings_for_what_was_never_rung_and_what_has_lapsed(db, monkeypatch):
    now = timezone.now()
    minute = dt.timedelta(minutes=1)
    lapsed = make_row(due_at=now - 2 * minute, leased_until=now - minute, attempts=1)
    unrung = make_row(due_at=now - minute)
    make_row(due_at=now + minute)
    make_row(due_at=now - minute, leased_until=now + minute, attempts=1)
    spent = make_row(due_at=now - minute, attempts=5)
    make_row(due_at=now - minute, state=State.DONE)
    messages = Messages()
    monkeypatch.setattr(leases, "current_app", messages)
    sweep(Digest.objects.all(), TASK, now)
    assert messages.sent == [(TASK, [str(lapsed.pk)]), (TASK, [str(unrung.pk)])]
    spent.refresh_from_db()
    assert spent.state == "dead"


def test_two_sweepers_do_no_harm(row, monkeypatch):
    monkeypatch.setattr(leases, "current_app", Messages())
    now = timezone.now()
    sweep(Digest.objects.all(), TASK, now)
    sweep(Digest.objects.all(), TASK, now)
    claims = [Digest.objects.claim(row.pk, now), Digest.objects.claim(row.pk, now)]
    assert [claim is None for claim in claims] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_and_never_for_what_was_rolled_back(monkeypatch):
    messages = Messages()
    monkeypatch.setattr(leases, "current_app", messages)
    with transaction.atomic():
        ring_on_commit(TASK, "kept")
        assert messages.sent == []
    with transaction.atomic():
        ring_on_commit(TASK, "lost")
        transaction.set_rollback(True)
    assert messages.sent == [(TASK, ["kept"])]


def test_a_broker_that_is_down_is_left_alone_for_half_a_minute(monkeypatch):
    broker, clock = Messages(OperationalError("down")), [100.0]
    monkeypatch.setattr(leases, "current_app", broker)
    monkeypatch.setattr(leases.time, "monotonic", lambda: clock[0])
    bell = Bell()
    bell.ring(TASK, 1)
    clock[0] += 29
    bell.ring(TASK, 2)
    assert broker.asked == 1
    clock[0] += 2
    broker.error = None
    bell.ring(TASK, 3)
    assert broker.sent == [(TASK, ["3"])]


@pytest.fixture
def broker_at():
    """Point the app at another broker for one test."""
    before = app.conf.broker_url

    def point(url):
        forget_connections()
        app.conf.broker_url = url

    yield point
    point(before)


def test_a_broker_that_refuses_costs_less_than_a_second_and_a_half(broker_at):
    broker_at("redis://127.0.0.1:1/0")
    bell, started = Bell(), time.monotonic()
    bell.ring(TASK, 1)
    assert time.monotonic() - started < 1.5
    assert bell.silent_until > 0
