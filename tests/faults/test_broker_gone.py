"""With the broker stopped every save and sign-in works; what waited follows after its return."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from core.leases import bell
from notices.actions.sending import sweep as sweep_notices
from notices.models import Notice
from reports.actions.tidying import sweep_exports
from reports.models import Export
from reports.tests.exporting import agreed_plans
from tests.faults.processes import Beat, wait_until

PASSWORD = "cypress-lantern-9"


@pytest.fixture
def owner(world):
    """The owner coach, who has a password."""
    world.owner.set_password(PASSWORD)
    world.owner.save()
    return world.owner


def sign_in(person):
    """A browser in which this person has signed in on the page."""
    browser = Client()
    response = browser.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302
    return browser


def ask_for_files(browser, plans):
    """Ask for each plan on its page; how long each answer took."""
    times = []
    for plan in plans:
        started = time.monotonic()
        response = browser.post(reverse("reports:plan_export", args=[plan.pk]))
        times.append(time.monotonic() - started)
        assert response.status_code == 302
    return times


def ask_for_a_new_password(person):
    response = Client().post(reverse("account_reset_password"), {"email": person.email})
    assert response.status_code == 302


beat = Beat(sweep_exports, sweep_notices)


def all_done():
    """Whether files and mails are all made and sent, while beat goes on."""
    beat.tick()
    mails = Notice.objects.filter(kind="password_reset")
    return not Export.objects.open().exists() and not mails.exclude(state="done").exists()


def test_while_the_broker_is_gone_saves_and_sign_in_work_and_the_rest_follows(
    world, owner, broker, make_worker, folder
):
    plans = agreed_plans(world, 2)
    make_worker()
    wait_until(lambda: "ready." in (folder / "worker.log").read_text(), 40, "the worker is up")
    broker.kill()
    browser = sign_in(owner)
    assert max(ask_for_files(browser, plans)) < 1.5
    ask_for_a_new_password(owner)
    assert Export.objects.open().count() == 2
    assert Notice.objects.get(kind="password_reset").state == "due"
    broker.start()
    forget_silence()
    wait_until(all_done, 60, "files and mail follow", every=0.5)
    assert [export.state for export in Export.objects.all()] == ["done", "done"]
    [mail] = (folder / "mail").iterdir()
    assert f"To: {owner.email}" in mail.read_text()


def forget_silence():
    """Half a minute later: the bell tries again."""
    bell.silent_until = 0.0


def test_a_frozen_broker_costs_a_save_a_second_once_and_then_nothing(world, owner, broker):
    plans = agreed_plans(world, 3)
    browser = sign_in(owner)
    ask_for_files(browser, plans[:1])
    broker.freeze()
    slow, after = ask_for_files(browser, plans[1:])
    broker.thaw()
    assert slow < 1.5
    assert after < 0.5
    assert Export.objects.open().count() == 3
