"""What the live note screen talks to: who is signed in, and the operations it has kept.

Every answer carries X-App: coach, so that a wifi page that answers for us is never believed.
"""

import functools
import json

from django.contrib.auth.decorators import login_not_required
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.security import django_auth
from pydantic import ValidationError

from coaching import offline_keys
from coaching.actions.sync import sync as apply_batch
from coaching.sync import shapes

api = NinjaAPI(title="Throughline", urls_namespace="api", docs_url=None, openapi_url=None)
HEADERS = {"X-App": "coach", "Cache-Control": "no-store"}


@api.get("session", url_name="api_session")
def session(request):
    """Who is signed in, and a fresh token: asked before each flush, so that none is ever stored."""
    user = request.user if request.user.is_authenticated else None
    return {
        "user_id": user and str(user.pk),
        "csrf": get_token(request),
        "server_time": timezone.now().isoformat(),
        "min_client": shapes.MIN_CLIENT,
        "offline_key": user and offline_keys.key_for(user),
    }


@api.post("sync", url_name="api_sync", auth=django_auth)
def sync(request):
    """Apply a batch; every operation gets its own answer."""
    envelope = _read(request.body)
    if envelope.expected_user != request.user.pk:
        raise HttpError(409, "Another person is signed in here. Their notes will wait for them.")
    now = timezone.now()
    raw_ops = envelope.ops
    shaped = [shapes.read_op(raw) for raw in raw_ops]
    sent = [
        (op, shapes.body_hash(raw))
        for raw, (op, _) in zip(raw_ops, shaped, strict=True)
        if op is not None
    ]
    answers = iter(apply_batch(request.user, sent, now=now) if sent else ())
    results = [
        next(answers) if op is not None else _not_understood(raw, words)
        for raw, (op, words) in zip(raw_ops, shaped, strict=True)
    ]
    return {"server_time": now.isoformat(), "results": results}


def _not_understood(raw, words):
    return {
        "op_id": str(raw.get("op_id", ""))[:36],
        "status": "rejected",
        "code": "not_valid",
        "message": words,
    }


def _read(body: bytes):
    """The batch, or the reason why it cannot be one: too much, too deep, not ours."""
    if len(body) > shapes.MAX_BYTES:
        raise HttpError(413, "Send at most 256 KB at a time.")
    if shapes.depth_of(body) > shapes.MAX_DEPTH:
        raise HttpError(400, "Send a batch of operations.")
    try:
        data = shapes.storable(json.loads(body))
    except ValueError as error:
        raise HttpError(400, "Send a batch of operations.") from error
    try:
        return shapes.Envelope.model_validate(data)
    except ValidationError as error:
        if any(item["type"] == "too_long" for item in error.errors()):
            raise HttpError(413, "Send at most 200 operations at a time.") from error
        raise HttpError(400, "Send a batch of operations.") from error


def _ours(view):
    """Ninja answers 401 itself; the sign-in middleware would redirect a machine to a page."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return login_not_required(wrapper)


def urlpatterns():
    """The two addresses, without the pages of documentation that ninja would add."""
    patterns = [pattern for pattern in api.urls[0] if pattern.name.startswith("api_")]
    for pattern in patterns:
        pattern.callback = _ours(pattern.callback)
    return patterns
