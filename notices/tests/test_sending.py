"""One notice, one mail: over real SMTP, through races, repeats, kills and refusals."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from config import celery_app
from core.leases import Leased, bell
from demo.builders.people import make_coach, make_pair, make_school, make_system, make_teacher
from notices import actions
from notices.actions import sending
from notices.kinds import KINDS
from notices.models import CUT_OFF, NO_LONGER_TRUE, NOT_ACTIVE, SWITCHED_OFF, MutedKind, Notice
from notices.tests.conftest import NOON
from people.models import User

State = Leased.State
AFTER_THE_LEASE = NOON + dt.timedelta(minutes=10)
in_the_open = pytest.mark.django_db(transaction=True)


def tell_teacher(teacher, now=NOON, slot=""):
    """An instant notice about who coaches her: (kind, what it is about) of the people app."""
    assignment = teacher.teacher_assignments.get()
    actions.notify("coach_named_themself", about=assignment, to=[teacher], now=now, slot=slot)
    return Notice.objects.get(to=teacher, slot=slot)


def ask_for_password(person, now=NOON):
    """A security notice."""
    actions.notify("password_reset", about=person, to=[person], now=now)
    return Notice.objects.get(to=person)


def state_of(notice):
    notice.refresh_from_db()
    return notice.state, notice.reason


def parts(message):
    return {part.get_content_type(): part.get_content() for part in message.iter_parts()}


def test_a_mail_says_it_in_text_and_html_and_can_be_stopped_by_one_click(pair, mail_server):
    teacher, _ = pair
    notice = tell_teacher(teacher)
    sending.send_notice(notice.pk, now=NOON)
    [(recipients, message)] = mail_server.mails
    assert recipients == [teacher.email]
    assert message["To"] == teacher.email
    assert message["Cc"] is None
    assert message["Bcc"] is None
    assert message["Subject"] == "Somebody made themself your coach"
    assert message["Message-ID"] == f"<{notice.pk}@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    stop = message["List-Unsubscribe"].strip()
    assert stop.startswith(f"<{settings.SITE_URL}/notices/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    said = parts(message)
    assert set(said) == {"text/plain", "text/html"}
    for body in said.values():
        assert f"{settings.SITE_URL}/notices/{notice.pk}/" in body
        assert stop.strip("<>") in body
        assert "Somebody made themself your coach" in body
    assert state_of(notice) == (State.DONE, "")


def test_no_mail_names_another_person(pair, mail_server):
    teacher, coach = pair
    User.objects.filter(pk=coach.pk).update(name="Canary Coachname")
    sending.send_notice(tell_teacher(teacher).pk, now=NOON)
    assert "Canary" not in mail_server.messages[0].as_string()


def test_security_mail_cannot_be_stopped_and_carries_a_link_made_when_it_is_sent(
    pair, mail_server, client
):
    teacher, _ = pair
    midnight = NOON + dt.timedelta(hours=12)
    notice = ask_for_password(teacher, now=midnight)
    assert notice.is_in_bell is False
    sending.send_notice(notice.pk, now=midnight)
    [message] = mail_server.messages
    assert message["List-Unsubscribe"] is None
    text = parts(message)["text/plain"]
    link = next(word for word in text.split() if "/password/reset/key/" in word)
    response = client.get(link.removeprefix(settings.SITE_URL), follow=True)
    assert b"new password" in response.content
    assert response.context["form"].user == teacher


def test_telling_twice_in_one_slot_is_telling_once(pair, mail_server):
    teacher, _ = pair
    tell_teacher(teacher)
    notice = tell_teacher(teacher)
    sending.sweep(NOON)
    sending.send_notice(notice.pk, now=NOON)
    assert len(mail_server.mails) == 1


def test_a_task_that_runs_three_times_sends_one_mail(pair, mail_server):
    notice = tell_teacher(pair[0])
    for _ in range(3):
        sending.send_notice(notice.pk, now=NOON)
    assert len(mail_server.mails) == 1


@in_the_open
@pytest.mark.parametrize("tell", [tell_teacher, ask_for_password])
def test_four_workers_at_once_send_one_mail(pair, mail_server, tell):
    notice = tell(pair[0])
    start = threading.Barrier(4)

    def work():
        start.wait()
        sending.send_notice(notice.pk, now=NOON)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mail_server.mails) == 1
    assert state_of(notice)[0] == State.DONE


def test_the_mail_goes_to_the_address_of_the_moment_it_is_sent(pair, mail_server):
    teacher, _ = pair
    notice = tell_teacher(teacher)
    User.objects.filter(pk=teacher.pk).update(email="new.name@example.org")
    sending.send_notice(notice.pk, now=NOON)
    assert mail_server.mails[0][0] == ["new.name@example.org"]


def test_instant_mail_waits_for_the_end_of_quiet_hours(pair, mail_server):
    teacher, _ = pair
    evening = dt.datetime(2026, 11, 20, 19, 0, tzinfo=teacher.zone)
    monday = dt.datetime(2026, 11, 23, 6, 0, tzinfo=teacher.zone)
    notice = tell_teacher(teacher, now=evening)
    assert notice.due_at == monday
    sending.send_notice(notice.pk, now=evening)
    assert mail_server.mails == []
    assert list(teacher.notices.unread()) == [notice]
    sending.send_notice(notice.pk, now=monday)
    assert len(mail_server.mails) == 1


def test_what_was_due_by_day_is_put_off_when_its_turn_comes_at_night(pair, mail_server):
    teacher, _ = pair
    notice = tell_teacher(teacher)
    sending.send_notice(notice.pk, now=dt.datetime(2026, 11, 17, 22, 0, tzinfo=teacher.zone))
    notice.refresh_from_db()
    assert notice.due_at == dt.datetime(2026, 11, 18, 6, 0, tzinfo=teacher.zone)
    sending.send_notice(notice.pk, now=notice.due_at)
    assert len(mail_server.mails) == 1


def deactivate(teacher):
    User.objects.filter(pk=teacher.pk).update(is_active=False)


def switch_off(teacher):
    MutedKind.objects.create(
        user=teacher, school_system=teacher.school_system, kind="coach_named_themself"
    )


def end_assignment(teacher):
    teacher.teacher_assignments.update(ends_on=dt.date(2026, 11, 1))


def move_away(teacher):
    """What it was about is not readable to her any more."""
    other = make_pair(make_school(make_system("Other Parish Schools")))[0]
    teacher.notices.update(about_id=other.teacher_assignments.get().pk)


@pytest.mark.parametrize(
    ("happens", "reason", "stays_in_bell"),
    [
        (deactivate, NOT_ACTIVE, False),
        (switch_off, SWITCHED_OFF, True),
        (end_assignment, NO_LONGER_TRUE, False),
        (move_away, NO_LONGER_TRUE, False),
    ],
)
def test_before_it_goes_out_it_is_asked_whether_it_still_should(
    pair, mail_server, happens, reason, stays_in_bell
):
    notice = tell_teacher(pair[0])
    happens(pair[0])
    sending.send_notice(notice.pk, now=NOON)
    assert state_of(notice) == (State.SKIPPED, reason)
    assert notice.is_in_bell is stays_in_bell
    assert mail_server.mails == []


def test_a_person_without_access_gets_no_security_mail_either(pair, mail_server):
    notice = ask_for_password(pair[0])
    deactivate(pair[0])
    sending.send_notice(notice.pk, now=NOON)
    assert state_of(notice) == (State.SKIPPED, NOT_ACTIVE)


def test_a_kind_that_the_product_no_longer_has_is_skipped(pair, mail_server):
    notice = tell_teacher(pair[0])
    Notice.objects.update(kind="gone")
    sending.send_notice(notice.pk, now=NOON)
    assert state_of(notice)[0] == State.SKIPPED


@pytest.mark.parametrize("tell", [tell_teacher, ask_for_password])
@pytest.mark.parametrize("mood", ["refuse", "busy"])
def test_what_the_server_does_not_take_is_tried_five_times(pair, mail_server, tell, mood):
    mail_server.mood = mood
    notice = tell(pair[0])
    now = NOON
    waits = []
    for _ in range(4):
        sending.send_notice(notice.pk, now=now)
        assert state_of(notice)[0] == State.DUE
        waits.append((notice.due_at - now).total_seconds() / 60)
        sending.send_notice(notice.pk, now=now)
        now = notice.due_at
    sending.send_notice(notice.pk, now=now)
    assert waits == [2, 4, 8, 16]
    assert state_of(notice)[0] == State.DEAD
    assert notice.attempts == 5
    assert "refused the address" in notice.reason or "answered 451" in notice.reason
    assert notice.to.email not in notice.reason
    assert mail_server.mails == []


def test_a_mail_that_found_no_server_goes_when_it_is_back(pair, mail_server, settings):
    settings.EMAIL_PORT = 1
    notice = tell_teacher(pair[0])
    sending.send_notice(notice.pk, now=NOON)
    assert state_of(notice)[0] == State.DUE
    settings.EMAIL_PORT = mail_server.port
    sending.send_notice(notice.pk, now=notice.due_at)
    assert state_of(notice)[0] == State.DONE
    assert len(mail_server.mails) == 1


def test_a_reminder_whose_line_broke_after_the_words_is_unknown_and_not_resent(pair, mail_server):
    mail_server.mood = "hang up"
    notice = tell_teacher(pair[0])
    sending.send_notice(notice.pk, now=NOON)
    state, reason = state_of(notice)
    assert state == State.UNKNOWN
    assert reason.startswith(CUT_OFF)
    mail_server.mood = "friendly"
    sending.sweep(AFTER_THE_LEASE)
    sending.send_notice(notice.pk, now=AFTER_THE_LEASE)
    assert len(mail_server.mails) == 1


def test_security_mail_whose_line_broke_is_sent_again_with_the_same_id(pair, mail_server):
    mail_server.mood = "hang up"
    notice = ask_for_password(pair[0])
    sending.send_notice(notice.pk, now=NOON)
    mail_server.mood = "friendly"
    notice.refresh_from_db()
    sending.send_notice(notice.pk, now=notice.due_at)
    ids = [message["Message-ID"] for message in mail_server.messages]
    assert ids == [f"<{notice.pk}@localhost>"] * 2
    assert state_of(notice)[0] == State.DONE


def start_worker(code, mail_server):
    """A process of its own, with the tests' database and mail server, that runs `code`."""
    place = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(place._replace(path=f"/{connection.settings_dict['NAME']}"))
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
    }
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def kill_while_sending(row, door, mail_server):
    """A worker sends `row` and is killed once the server has the words."""
    mail_server.mood = "hold"
    send = f"{door}.send_{door if door == 'digest' else 'notice'}"
    code = (
        "import datetime as dt, django; django.setup();"
        f"from notices.actions import {door};"
        f"{send}('{row.pk}', now=dt.datetime.fromisoformat('{row.due_at.isoformat()}'))"
    )
    worker = start_worker(code, mail_server)
    try:
        assert mail_server.taken.wait(30)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    mail_server.mood = "friendly"


@in_the_open
def test_a_worker_killed_between_the_words_and_the_mark_leaves_it_unknown(pair, mail_server):
    notice = tell_teacher(pair[0])
    kill_while_sending(notice, "sending", mail_server)
    assert state_of(notice)[0] == State.DUE
    sending.send_notice(notice.pk, now=AFTER_THE_LEASE)
    sending.sweep(AFTER_THE_LEASE)
    sending.send_notice(notice.pk, now=AFTER_THE_LEASE)
    assert state_of(notice) == (State.UNKNOWN, CUT_OFF)
    assert len(mail_server.mails) == 1


@in_the_open
def test_security_mail_of_a_killed_worker_is_sent_again(pair, mail_server):
    notice = ask_for_password(pair[0])
    kill_while_sending(notice, "sending", mail_server)
    sending.sweep(AFTER_THE_LEASE)
    sending.send_notice(notice.pk, now=AFTER_THE_LEASE)
    assert state_of(notice)[0] == State.DONE
    assert {message["Message-ID"] for message in mail_server.messages} == {
        f"<{notice.pk}@localhost>"
    }


SEND_ALL = """
import datetime as dt, django
django.setup()
from notices.actions import sending
from notices.models import Notice
now = dt.datetime.fromisoformat("{now}")
for pk in Notice.objects.claimable(now).values_list("pk", flat=True):
    sending.send_notice(pk, now=now)
"""


@pytest.mark.faults
@in_the_open
def test_twenty_kills_at_random_moments_double_no_mail(pair, mail_server):
    teacher, chance = pair[0], random.Random(7)
    for number in range(300):
        tell_teacher(teacher, slot=str(number))
    now = NOON
    for _ in range(20):
        worker = start_worker(SEND_ALL.format(now=now.isoformat()), mail_server)
        have = len(mail_server.mails)
        while len(mail_server.mails) == have and worker.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.1))
        worker.kill()
        worker.wait()
        now += dt.timedelta(minutes=6)
        sending.sweep(now)
    for pk in Notice.objects.claimable(now).values_list("pk", flat=True):
        sending.send_notice(pk, now=now)
    arrived = Counter(message["Message-ID"] for message in mail_server.messages)
    states = Counter(Notice.objects.values_list("state", flat=True))
    done = Notice.objects.filter(state=State.DONE).values_list("pk", flat=True)
    assert set(arrived.values()) == {1}
    assert {f"<{pk}@localhost>" for pk in done} <= set(arrived)
    assert states[State.DONE] + states[State.UNKNOWN] == 300
    assert states[State.UNKNOWN] <= 20


def test_a_worker_that_wakes_up_after_another_has_sent_it_sends_nothing(pair, mail_server):
    notice = tell_teacher(pair[0])
    sleeper = Notice.objects.claim(notice.pk, NOON)
    sending.send_notice(notice.pk, now=AFTER_THE_LEASE)
    assert sleeper.begin_sending(AFTER_THE_LEASE) is False
    assert len(mail_server.mails) == 1


def test_what_kills_its_worker_five_times_is_dead(pair, mail_server):
    notice = tell_teacher(pair[0])
    now = NOON
    for _ in range(5):
        assert Notice.objects.claim(notice.pk, now)
        now += dt.timedelta(minutes=10)
    sending.sweep(now)
    assert state_of(notice)[0] == State.DEAD


@pytest.fixture
def broker_down(monkeypatch):
    """A Celery app whose broker is a closed port, and a bell that would ring."""
    deaf = Celery("deaf", broker="redis://127.0.0.1:1/0", set_as_current=False)
    deaf.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    deaf.set_current()
    monkeypatch.setattr(bell, "silent_until", 0.0)
    yield
    celery_app.set_current()


@in_the_open
def test_with_the_broker_down_telling_succeeds_and_the_sweeper_sends(
    pair, mail_server, broker_down, monkeypatch
):
    notice = tell_teacher(pair[0])
    assert bell.silent_until > 0
    rung = []
    monkeypatch.setattr(bell, "ring", lambda task, pk: rung.append((task, pk)))
    sending.sweep(NOON)
    assert rung == [("notices.tasks.send_notice", notice.pk)]
    sending.send_notice(rung[0][1], now=NOON)
    assert len(mail_server.mails) == 1


def test_the_sweeper_leaves_what_waits_for_the_daily_mail(school, monkeypatch):
    teacher, coach = make_teacher(school), make_coach(school)
    daily = next(kind for kind in KINDS.values() if kind.is_daily)
    actions.notify(daily.name, about=coach, to=[teacher], now=NOON)
    rung = []
    monkeypatch.setattr(bell, "ring", lambda task, pk: rung.append(task))
    sending.sweep(NOON + dt.timedelta(days=3))
    assert rung == []


def test_nobody_is_told_with_a_kind_that_is_not_registered(pair):
    with pytest.raises(KeyError):
        actions.notify("no_such_kind", about=pair[0], to=[pair[0]], now=NOON)
