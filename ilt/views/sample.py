"""Sample agendas: studied, and started from."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core import wall_clock
from core.dates import moment
from core.forms import render_form
from ilt.actions.sample import start_meeting
from ilt.forms.sample import SampleStartForm, teams_to_plan_for
from ilt.samples import BY_SLUG, SAMPLES
from meetings.actions.planning import parts_in_order

NOT_A_MEMBER = "Meetings are planned by the members of a team and the principals of its school."


def _get_sample(slug):
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _trail(*pages):
    samples = ("Sample agendas", reverse("ilt:sample_list") if pages else None)
    return [("Teams", reverse("meetings:team_list")), samples, *pages]


@require_safe
def sample_list(request):
    """The samples, one line each."""
    return render(request, "ilt/sample_list.html", {"samples": SAMPLES, "trail": _trail()})


@require_safe
def sample_detail(request, slug):
    """One sample, its parts in the order of the school system."""
    sample = _get_sample(slug)
    order = parts_in_order(request.user.school_system)
    context = {
        "sample": sample,
        "parts": [(part.label, sample.parts[part]) for part in order],
        "can_start": teams_to_plan_for(request.user).exists(),
        "trail": _trail((sample.title, None)),
    }
    return render(request, "ilt/sample_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sample_start(request, slug):
    """Plan a meeting of one of the own teams that begins as this sample."""
    sample, user = _get_sample(slug), request.user
    data = request.POST if request.method == "POST" else None
    form = SampleStartForm(data, user=user)
    if not form.fields["team"].queryset.exists():
        raise PermissionDenied(NOT_A_MEMBER)
    if form.is_valid():
        try:
            meeting = _start(sample, form.cleaned_data, user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            when = timezone.localtime(meeting.starts_at, user.zone)
            messages.success(request, f"The meeting of {moment(when)} is planned.")
            return redirect(meeting.team)
    address = reverse("ilt:sample_detail", args=[slug])
    trail = _trail((sample.title, address), ("Start a meeting", None))
    return render_form(
        request, "ilt/sample_start.html", {"form": form, "sample": sample, "trail": trail}
    )


def _start(sample, values, user):
    starts_at = wall_clock.at(values["on"], values["at"], user.zone)
    return start_meeting(sample, values["team"], starts_at=starts_at, lead=values["lead"], by=user)
