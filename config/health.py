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
from notices.models import Heartbeat, Notice
from reports.models import ExportPart

STALE_BEAT = dt.timedelta(minutes=5)
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
    """Database, migrations, broker, beat's heartbeat and the age of the queue, as booleans."""
    parts = {"database": False, "migrations": False, "beat": False, "queue": False}
    try:
        parts["migrations"] = not _pending_migrations()
        parts["beat"] = Heartbeat.objects.filter(beaten_at__gt=now - STALE_BEAT).exists()
        parts["queue"] = not _has_stale_work(now)
        parts["database"] = True
    except DatabaseError:
        connection.close()
    parts["broker"] = _broker_answers()
    return parts


def _pending_migrations():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _has_stale_work(now):
    return any(
        model.objects.claimable(now - STALE_QUEUE).exists() for model in (Notice, ExportPart)
    )


def _broker_answers():
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, OSError):
        return False
    return True
