"""What happens to every request: sign-in, idle time, local time, clean text, privacy of pages."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_structlog.middlewares import RequestMiddleware

from core import kept
from core.devices import device_words
from core.forms import clean_data
from core.text import UNSTORABLE

LAST_PERSON_COOKIE = "last-person"
LAST_SEEN = "last_seen"
SIGNED_IN = "signed_in"
ENDED = "session_ended"
SHARED_DEVICE = "shared_device"
DEVICE = "device"
# Addresses that end in a secret: whoever reads the log must not be able to use it.
SECRET = re.compile(
    r"^(/calendar/|/invitations/|/notices/(?:stop|start)/|/feedback/got-it/"
    r"|/accounts/password/reset/key/)[^/]{9,}"
    r"|^(/accounts/single-sign-on/[^/]+/back/).+"
)
last_person = Signer(salt="core.last-person")


def mark_shared(session):
    """The browser is on a shared device: signed out sooner, and when it is closed."""
    session[SHARED_DEVICE] = True
    session.set_expiry(0)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Closes every page but those marked @login_not_required, and answers each asker in kind.

    A page 302s to sign-in, an htmx fragment gets 401 + HX-Redirect, the API 401 as JSON. What a
    signed-out person posted is kept for after they sign in (core.kept).
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if asks_for_json(request):
            return JsonResponse({"detail": "Sign in first."}, status=401)
        came_from = request.get_full_path()
        if request.method == "POST":
            keep_post(request)
            came_from = resolve_url("send_again")
        sign_in = self.get_login_url(view_func)
        if request.headers.get("HX-Request") == "true":
            if request.method != "POST":
                came_from = _page_of_fragment(request)
            url = f"{resolve_url(sign_in)}?{urlencode({'next': came_from})}"
            return HttpResponse(status=401, headers={"HX-Redirect": url})
        return redirect(f"{resolve_url(sign_in)}?{urlencode({'next': came_from})}")


def asks_for_json(request):
    return request.path.startswith("/api/") or request.content_type == "application/json"


def _page_of_fragment(request):
    """The page a fragment was asked from: that is where to return to, never the fragment."""
    url = request.headers.get("HX-Current-URL", "")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()):
        return "/"
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def keep_post(request):
    """Keep what was posted for the person who last signed in on this browser."""
    try:
        person = last_person.unsign(request.COOKIES.get(LAST_PERSON_COOKIE, ""))
    except BadSignature:
        return
    kept.keep(request, person=person)


class RequestLogMiddleware(RequestMiddleware):
    """One line in the log when a request starts and one when it ends, without secrets."""

    @staticmethod
    def format_request(request):
        path = SECRET.sub(r"\1\2…", request.get_full_path())
        return f"{request.method} {path}"


class IdleMiddleware:
    """Signs out after an hour without activity (half on a shared device), and after twelve hours.

    Requests a page makes by itself (header X-Background) do not count as activity. The moment is
    written at most once in five minutes, so most pages save no session.
    """

    WRITE_EVERY = 300

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _has_session(request) and LAST_SEEN in request.session:
            self._check(request, request.session)
        return self.get_response(request)

    def _check(self, request, session):
        now = timezone.now().timestamp()
        idle = now - session[LAST_SEEN]
        too_long = now - session[SIGNED_IN] > settings.SESSION_COOKIE_AGE
        if too_long or idle > idle_minutes(session) * 60:
            logout(request)
            request.session[ENDED] = True
        elif idle > self.WRITE_EVERY and "X-Background" not in request.headers:
            mark_seen(request)


def idle_minutes(session):
    is_shared = session.get(SHARED_DEVICE)
    return settings.SHARED_IDLE_MINUTES if is_shared else settings.IDLE_MINUTES


def mark_seen(request):
    """Note that the person is there: the idle time starts anew."""
    request.session[LAST_SEEN] = timezone.now().timestamp()


def mark_signed_in(request, **_signal):
    """Django's signal for signing in: both clocks start, and the device is noted."""
    mark_seen(request)
    request.session[DEVICE] = device_words(request.headers.get("User-Agent", ""))
    request.session[SIGNED_IN] = request.session[LAST_SEEN]
    request.session.pop(ENDED, None)


def _has_session(request):
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class LocalTimeMiddleware:
    """Times are shown in the zone of the person's school system."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        timezone.deactivate()
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if getattr(view_func, "login_required", True) and request.user.is_authenticated:
            timezone.activate(request.user.zone)


class CleanTextMiddleware:
    """Takes NUL and lone surrogates out of posted fields and the query string."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        for name in ("GET", "POST"):
            data = getattr(request, name)
            if _is_unclean(data):
                setattr(request, name, clean_data(data))


def _is_unclean(data):
    return any(
        UNSTORABLE.search(text)
        for key, values in data.lists()
        for text in (key, *values)
        if isinstance(text, str)
    )


class WrongMethodMiddleware:
    """Whoever opens an address that only takes a form gets a page; Django's answer is blank."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        wants_page = request.method == "GET" and not asks_for_json(request)
        if response.status_code == 405 and wants_page and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response


class PrivatePagesMiddleware:
    """No page is kept by a browser or proxy: what one person saw, the next cannot call back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page or not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        _remember_person(request, response)
        return response


def _remember_person(request, response):
    """A signed cookie with the id of who signed in last: text kept at sign-out is theirs alone."""
    user = getattr(request, "_cached_user", None)
    if user is None or not user.is_authenticated:
        return
    signed = last_person.sign(str(user.pk))
    if request.COOKIES.get(LAST_PERSON_COOKIE) != signed:
        response.set_cookie(
            LAST_PERSON_COOKIE,
            signed,
            max_age=30 * 24 * 60 * 60,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
