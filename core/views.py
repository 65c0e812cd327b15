"""Pages of the shell itself: help, errors, text sent again, staying signed in."""

import logging
import uuid

import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.middleware.csrf import REASON_BAD_ORIGIN
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from core import kept
from core.middleware import mark_seen

log = logging.getLogger(__name__)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NOT_ALLOWED = "You can see this, but this step is not yours to take."


@login_not_required  # somebody who cannot sign in needs it most
@require_safe
def help_page(request):
    """How to do the common things, and whom to ask."""
    return render(request, "help.html")


@require_POST
def stay_signed_in(request):
    """*Stay signed in* in the dialog before the idle time ends."""
    mark_seen(request)
    return HttpResponse(status=204)


@require_safe
def send_again(request):
    """What was typed when the session ended, to be sent again after signing in."""
    held = kept.take(request)
    if held is None:
        return redirect("/")
    context = {"fields": held["fields"], "path": held["path"], "title": "Send what you typed"}
    return render(request, "send_again.html", context)


@require_POST
def forget_kept(request):
    """Throw away what was kept: it was sent, or is not wanted."""
    kept.forget(request)
    return redirect("/")


def csrf_failure(request, reason=""):
    """The form's key was stale: show what was typed, with a fresh key, unless it came from afar."""
    is_ours = _is_from_here(request, reason)
    context = {
        "fields": kept.fields_of(request.POST) if is_ours else [],
        "path": request.get_full_path(),
        "title": "Send this page again",
        "is_stale_form": True,
    }
    return render(request, "send_again.html", context, status=403)


def _is_from_here(request, reason):
    """Only a form of our own pages is echoed: never what another site made this browser post."""
    if reason.startswith(REASON_BAD_ORIGIN.split("%", 1)[0]):
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def not_found(request, exception=None):
    """The same words, byte for byte, for what does not exist and for what is out of reach."""
    request.is_absent = True  # no entry of the menu is the current one
    return HttpResponseNotFound(render_to_string("404.html", request=request))


def forbidden(request, exception=None):
    """Seen, but not allowed: the page says why."""
    context = {"reason": str(exception or "") or NOT_ALLOWED}
    return render(request, "403.html", context, status=403)


def bad_request(request, exception=None):
    """413 when it was too much to send, else 400."""
    if isinstance(exception, TOO_LARGE):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def too_many_requests(request, exception=None):
    """Tried too often: when to try again."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request):
    """Our fault. No database, no session: a plain page with the number it was logged under."""
    context_ids = structlog.contextvars.get_contextvars()
    reference = str(context_ids.get("request_id") or uuid.uuid4())[:8]
    log.error("server error, reference %s", reference)
    return HttpResponseServerError(render_to_string("500.html", {"reference": reference}))
