"""The doors that time opens. Each task carries a row's id at most; the rows say what is due."""

from celery import shared_task
from celery.signals import beat_init, worker_ready
from django.utils import timezone

from core.leases import bell
from notices.actions import digest, sending
from notices.actions.heartbeat import beat

BEAT = "beat"


@shared_task
def send_notice(pk):
    sending.send_notice(pk, now=timezone.now())


@shared_task
def send_digest(pk):
    digest.send_digest(pk, now=timezone.now())


@shared_task
def sweep_notices():
    sending.sweep(timezone.now())


@shared_task
def plan_digests():
    digest.plan_digests(timezone.now())


@shared_task
def heartbeat(name):
    beat(name, now=timezone.now())


@worker_ready.connect
def show_worker(sender, **_signal):
    """A worker that has just started does a task on each of its queues: nobody waits a minute."""
    for queue in sender.app.amqp.queues.consume_from:
        heartbeat.apply_async(args=[queue], queue=queue, retry=False)


@beat_init.connect
def show_beat(**_signal):
    """Beat has just started: the same for it."""
    bell.ring(heartbeat, BEAT)
