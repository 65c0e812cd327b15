"""How feedback is given here: read by everybody, written by district staff and the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coaching.actions.feedback_template import save_templates
from coaching.forms.feedback_template import FeedbackTemplateForm
from coaching.models import FeedbackTemplate
from core.forms import render_form

NOT_KEPT = "The district's coaching staff and the system admin change this."
ALWAYS = ("Precise praise", "Action step")


def _trail(*pages):
    here = ("How feedback is given", reverse("coaching:feedback_template_list") if pages else None)
    last = [(page, None) for page in pages]
    return [("How we coach here", reverse("people:vision_detail")), here, *last]


@require_safe
def feedback_template_list(request):
    """The parts that each role is asked for."""
    rows = FeedbackTemplate.objects.visible_to(request.user)
    left_out = {row.role: row.leaves_out for row in rows}
    roles = [
        (label, _asked(left_out.get(role, []))) for role, label in FeedbackTemplate.Role.choices
    ]
    context = {
        "roles": roles,
        "always": ALWAYS,
        "can_edit": FeedbackTemplate.can_be_written_by(request.user),
        "trail": _trail(),
    }
    return render(request, "coaching/feedback_template_list.html", context)


def _asked(left_out):
    return [label for part, label in FeedbackTemplate.Part.choices if part not in left_out]


@require_http_methods(["GET", "HEAD", "POST"])
def feedback_template_edit(request):
    """Tick what each role is asked for."""
    user = request.user
    if not FeedbackTemplate.can_be_written_by(user):
        raise PermissionDenied(NOT_KEPT)
    rows = FeedbackTemplate.objects.visible_to(user)
    data = request.POST if request.method == "POST" else None
    form = FeedbackTemplateForm(data, user=user, rows=rows)
    if form.is_valid():
        save_templates(form.cleaned_data, by=user)
        messages.success(request, "It is kept how feedback is given.")
        return redirect("coaching:feedback_template_list")
    context = {"form": form, "trail": _trail("Change")}
    return render_form(request, "coaching/feedback_template_edit.html", context)
