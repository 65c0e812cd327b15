"""Sample plans: studied with three questions, and started from."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coaching.actions.sample import start_from_sample
from coaching.forms.plan import SelfCheckForm
from coaching.forms.sample import SampleStartForm
from coaching.models import ActionStep
from coaching.samples import BY_SLUG, SAMPLES
from core.forms import render_form

QUESTIONS = SelfCheckForm.Meta.labels


def _get_sample(slug):
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _trail(*pages):
    samples = ("Sample plans", reverse("coaching:sample_list") if pages else None)
    return [("Plans", reverse("coaching:plan_list")), samples, *pages]


def _may_start(user):
    return not user.duties.isdisjoint({"teacher", "coach"})


@require_safe
def sample_list(request):
    """The samples, one line each."""
    return render(request, "coaching/sample_list.html", {"samples": SAMPLES, "trail": _trail()})


@require_safe
def sample_detail(request, slug):
    """One sample as a reader of a plan would find it, and the three questions to study it with."""
    sample = _get_sample(slug)
    context = {
        "sample": sample,
        "steps": [(step, ActionStep.Support(step.support).label) for step in sample.steps],
        "questions": [(words, getattr(sample, name)) for name, words in QUESTIONS.items()],
        "can_start": _may_start(request.user),
        "trail": _trail((sample.title, None)),
    }
    return render(request, "coaching/sample_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sample_start(request, slug):
    """Start a plan that begins as this sample."""
    sample = _get_sample(slug)
    user = request.user
    if not _may_start(user):
        raise PermissionDenied("Plans are started by a teacher or her coach.")
    data = request.POST if request.method == "POST" else None
    own = {} if "coach" in user.duties else {"teacher": str(user.pk)}
    form = SampleStartForm(data, user=user, initial=own)
    if form.is_valid():
        try:
            teacher = form.cleaned_data["teacher"]
            plan = start_from_sample(sample, teacher, by=user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("coaching:plan_edit", plan.pk)
    address = reverse("coaching:sample_detail", args=[slug])
    trail = _trail((sample.title, address), ("Start a plan", None))
    context = {"form": form, "sample": sample, "trail": trail}
    return render_form(request, "coaching/sample_start.html", context)
