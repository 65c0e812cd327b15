"""Two pages for machines: is the process alive, and is everything it stands on there?"""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app
from notices.models import Digest, Heartbeat, Notice
from reports.models import ExportPart

NEEDED_WORKERS = ("mail", "default")  # the one for PDFs may be busy for longer, or not be there
STALE_BEAT = dt.timedelta(minutes=5)
STALE_WORKER = dt.timedelta(minutes=3)
STALE_QUEUE = dt.timedelta(minutes=15)


@login_not_required  # a load balancer has no account
@require_safe
def healthz(request):
    """The web process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required  # a load balancer has no account; the answer names parts, never data
@require_safe
def readyz(request):
    """Each part the product stands on, as `{name: true|false}`; 503 while one is missing."""
    parts = checks(timezone.now())
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def checks(now) -> dict:
    """Database, migrations, broker, beat, workers, and no work left lying."""
    parts = dict.fromkeys(("database", "migrations", "beat", "workers", "queue"), False)
    try:
        parts["migrations"] = not _pending_migrations()
        beats = dict(Heartbeat.objects.values_list("name", "beaten_at"))
        parts["beat"] = _is_fresh(beats, "beat", now - STALE_BEAT)
        since = now - STALE_WORKER
        parts["workers"] = all(_is_fresh(beats, name, since) for name in NEEDED_WORKERS)
        parts["queue"] = not _has_stale_work(now)
        parts["database"] = True
    except DatabaseError:
        connection.close()
    parts["broker"] = _broker_answers()
    return parts


def _pending_migrations():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _is_fresh(beats, name, since):
    return name in beats and beats[name] > since


def _has_stale_work(now):
    """Whether a mail or a file waits that should have been made long ago; the notices that wait
    for a daily mail wait rightly."""
    waiting = (Notice.objects.single(), Digest.objects.all(), ExportPart.objects.all())
    return any(rows.claimable(now - STALE_QUEUE).exists() for rows in waiting)


def _broker_answers():
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, OSError):
        return False
    return True
