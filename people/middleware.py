"""Nothing opens before the second step of signing in that the school system asks for is set up; and
the history of records learns who changes them."""

import pghistory
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.middleware import asks_for_json
from people.second_step import DUE

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
OPEN = {"account_logout", "account_reauthenticate", "help", "stay_signed_in", "healthz", "readyz"}


class SecondStepMiddleware:
    """Leads whoever still has to set up a second step to the page that does it.

    Who has to is worked out when they sign in and stands in the session: no query.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _is_open(request.resolver_match):
            return None
        return _lead(request) if request.session.get(DUE) else None


def _is_open(match):
    return match.url_name in OPEN or match.url_name.startswith("mfa_")


def _lead(request):
    url = reverse("mfa_index")
    if asks_for_json(request):
        return JsonResponse({"detail": "Set up a second step first."}, status=403)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return redirect(url)


class ChangedByMiddleware:
    """Says to the history who makes the changes of a request: no query, it goes along with the
    statements that change something (people/models/history.py)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        who = {"user": str(request.user.pk)} if request.user.is_authenticated else {}
        with pghistory.context(**who):
            return self.get_response(request)
