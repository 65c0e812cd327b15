"""Who is alive shows it by doing a task, and /readyz believes nothing else."""

import datetime as dt
import json

import pytest
from django.conf import settings
from django.utils import timezone

from config import celery_app, health
from demo.builders.people import make_pair
from notices import actions
from notices.actions.heartbeat import beat
from notices.models import Digest, Heartbeat, Notice
from notices.tasks import heartbeat
from notices.tests.conftest import NOON

A_MINUTE = dt.timedelta(minutes=1)


def parts(now):
    return {name: health.checks(now)[name] for name in ("beat", "workers", "queue")}


def test_a_heartbeat_is_written_by_doing_the_task(db):
    heartbeat("beat")
    first = Heartbeat.objects.get(name="beat").beaten_at
    heartbeat("beat")
    assert Heartbeat.objects.get(name="beat").beaten_at > first


def test_beat_is_missed_after_five_minutes_and_a_worker_after_three(db):
    for name in ("beat", "mail", "default"):
        beat(name, now=NOON)
    assert parts(NOON + 2 * A_MINUTE) == {"beat": True, "workers": True, "queue": True}
    assert parts(NOON + 4 * A_MINUTE) == {"beat": True, "workers": False, "queue": True}
    assert parts(NOON + 6 * A_MINUTE) == {"beat": False, "workers": False, "queue": True}


def test_a_worker_alone_is_no_beat_and_one_queue_is_not_all(db):
    beat("mail", now=NOON)
    assert parts(NOON) == {"beat": False, "workers": False, "queue": True}


def test_a_mail_left_lying_is_seen_and_what_waits_for_the_daily_mail_is_not(school):
    teacher, coach = make_pair(school)
    daily = Notice(kind="visit_due", due_at=NOON)
    at_once = Notice(kind="password_reset", due_at=NOON)
    for notice in (daily, at_once):
        notice.school_system, notice.to = school.school_system, coach
        notice.about_label, notice.about_id = "people.user", teacher.pk
    daily.save()
    assert parts(NOON + dt.timedelta(days=3))["queue"] is True
    at_once.save()
    assert parts(NOON + 10 * A_MINUTE)["queue"] is True
    assert parts(NOON + 20 * A_MINUTE)["queue"] is False


def test_a_daily_mail_left_lying_is_seen(pair):
    Digest.objects.create(
        school_system=pair[0].school_system, to=pair[0], day=NOON.date(), due_at=NOON
    )
    assert parts(NOON + 20 * A_MINUTE)["queue"] is False


@pytest.mark.parametrize("name", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_beat_runs_plain_intervals_and_tasks_that_exist(name):
    celery_app.loader.import_default_modules()
    entry = settings.CELERY_BEAT_SCHEDULE[name]
    assert isinstance(entry["schedule"], int)
    assert entry["task"] in celery_app.tasks


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("notices.tasks.send_notice", "mail"),
        ("notices.tasks.send_digest", "mail"),
        ("reports.tasks.make_part", "pdf"),
        ("coaching.tasks.plan_reminders", "default"),
    ],
)
def test_mail_does_not_stand_in_line_behind_files(task, queue):
    route = celery_app.amqp.router.route({}, task)
    assert route["queue"].name == queue


def test_readyz_names_what_is_missing(client, db):
    for name in ("beat", "mail"):
        beat(name, now=timezone.now())
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert {name for name, is_there in json.loads(answer.content).items() if not is_there} - {
        "broker"
    } == {"workers"}


def test_nobody_is_told_about_heartbeats(pair):
    actions.notify("password_reset", about=pair[0], to=[pair[0]], now=NOON)
    assert not Heartbeat.objects.visible_to(pair[0]).exists()
