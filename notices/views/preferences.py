"""Which mails a person wants: the page with the switches, and the link in every mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import render_form
from notices import links
from notices.actions import switches
from notices.forms.preferences import PreferencesForm
from notices.kinds import DAILY_MAIL, KINDS
from notices.models import MutedKind


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """A switch for each kind of mail; the bell shows every kind, whatever is switched."""
    muted = MutedKind.objects.visible_to(request.user).values_list("kind", flat=True)
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, user=request.user, muted=muted)
    if form.is_valid():
        switches.set_switches(request.user, form.cleaned_data)
        messages.success(request, "Saved which mails you get.")
        return redirect("notices:preferences")
    trail = [("Notices", reverse("notices:notice_list")), ("Mails you get", None)]
    return render_form(request, "notices/preferences.html", {"form": form, "trail": trail})


def _read(token):
    """(user id, kind, its label) of a link in a mail; 404 where we did not make it."""
    try:
        user_id, kind = links.read_token(token)
    except BadSignature as error:
        raise Http404 from error
    if not switches.can_be_switched(kind):
        raise Http404
    label = "The daily mail" if kind == DAILY_MAIL else KINDS[kind].label
    return user_id, kind, label


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed link is the key
@login_not_required  # nobody has to sign in to get fewer mails; the link moves one switch
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """The link in a mail: GET asks, POST (by the person or their mail program) switches off."""
    user_id, kind, label = _read(token)
    is_off = request.method == "POST"
    if is_off:
        switches.switch_by_link(user_id, kind, is_on=False)
    context = {"token": token, "label": label, "is_off": is_off}
    return render(request, "notices/unsubscribe.html", context)


@login_not_required  # undoes the page above, by the same link
@require_POST
def resubscribe(request, token):
    """Changed their mind: switch the kind on again."""
    user_id, kind, label = _read(token)
    switches.switch_by_link(user_id, kind, is_on=True)
    context = {"token": token, "label": label, "is_on_again": True}
    return render(request, "notices/unsubscribe.html", context)
