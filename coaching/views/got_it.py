"""The page that the link in a mail leads to: one button, and no word of the feedback."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coaching.actions import got_it as actions
from coaching.got_it import read_token


@login_not_required  # the signed link lets the teacher say one thing, and shows nothing
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_got_it(request, token):
    """GET asks, so that programs which open every link of a mail confirm nothing; POST confirms.
    410 where the link was used, has run out, or the feedback was read or taken back."""
    try:
        pk, shared_at = read_token(token)
    except ValueError as error:
        raise Http404 from error
    now = timezone.now()
    if request.method == "POST":
        state = "done" if actions.confirm(pk, shared_at, now=now) else "closed"
    else:
        state = "open" if actions.waits_for_it(pk, shared_at, now=now) else "closed"
    context = {"state": state, "token": token}
    status = 410 if state == "closed" else 200
    return render(request, "coaching/feedback_got_it.html", context, status=status)
