"""Supports between visits, and the coach's log, which reads them with visits and meetings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.forms.once import row_id
from coaching.forms.support import LogForm, SupportForm
from coaching.log import Log, log_of
from coaching.models import Support
from coaching.readers import who_can_read
from core.forms import render_form
from core.messages import success_with_undo
from people.models import Membership, User

PAGE = 100
ONLY_THEIRS = "A support is changed by the coach who gave it."


def _get_support(request, pk, *, is_removed=False):
    rows = Support.objects.visible_to(request.user).filter(removed_at__isnull=not is_removed)
    return get_object_or_404(rows.select_related("teacher__school_system", "coach"), pk=pk)


def _get_own_support(request, pk, *, is_removed=False):
    support = _get_support(request, pk, is_removed=is_removed)
    if not support.can_be_edited_by(request.user):
        raise PermissionDenied(ONLY_THEIRS)
    return support


def _trail(teacher, user, *pages):
    """The way here: from my coaching, or from the teacher's page."""
    first = (teacher.name, reverse("coaching:teacher_detail", args=[teacher.pk]))
    if teacher.pk == user.pk:
        first = ("My coaching", reverse("coaching:my_coaching"))
    return [first, *pages]


@require_http_methods(["GET", "HEAD", "POST"])
def support_add(request, pk):
    """A coach notes what they did with a teacher of their caseload."""
    user = request.user
    teachers = User.objects.visible_to(user).coached_by(user)
    teacher = get_object_or_404(teachers.select_related("school_system"), pk=pk)
    own = {"school_system_id": teacher.school_system_id, "teacher": teacher, "coach": user}
    support = Support(pk=row_id(request), **own)
    data = request.POST if request.method == "POST" else None
    form = SupportForm(data, instance=support, initial={"given_on": user.today}, user=user)
    if form.is_valid():
        support.save_once()
        messages.success(request, f"Support saved. {teacher.name} can read it.")
        return redirect("coaching:teacher_detail", teacher.pk)
    context = {"form": form, "teacher": teacher, "row_id": support.pk}
    context["trail"] = _trail(teacher, user, ("Note a support", None))
    return render_form(request, "coaching/support_edit.html", context)


@require_safe
def support_detail(request, pk):
    """One support, for the two it is about."""
    support = _get_support(request, pk)
    context = {
        "support": support,
        "can_edit": support.can_be_edited_by(request.user),
        "is_subject": support.teacher_id == request.user.pk,
        "readers": who_can_read(support),
        "trail": _trail(support.teacher, request.user, ("Support", None)),
    }
    return render(request, "coaching/support_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def support_edit(request, pk):
    """The coach puts a support right."""
    support = _get_own_support(request, pk)
    data = request.POST if request.method == "POST" else None
    form = SupportForm(data, instance=support, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Support saved.")
        return redirect(support)
    above = ("Support", support.get_absolute_url())
    context = {"form": form, "teacher": support.teacher, "support": support}
    context["trail"] = _trail(support.teacher, request.user, above, ("Change", None))
    return render_form(request, "coaching/support_edit.html", context)


@require_POST
def support_remove(request, pk):
    """Take a support off the log; the message offers to bring it back."""
    support = _get_own_support(request, pk)
    support.set_removed(timezone.now())
    undo = reverse("coaching:support_restore", args=[support.pk])
    success_with_undo(request, "Support removed.", undo)
    return redirect("coaching:teacher_detail", support.teacher_id)


@require_POST
def support_restore(request, pk):
    """Bring a removed support back."""
    support = _get_own_support(request, pk, is_removed=True)
    support.set_removed(None)
    messages.success(request, "The support is back.")
    return redirect(support)


@require_safe
def coach_log(request):
    """Everything the coach did, as the address asks for it; nothing is written here."""
    form, log = _asked(request)
    context = {
        "form": form,
        "log": log,
        "page": Paginator(log.lines, PAGE).get_page(request.GET.get("page")),
        "is_filtered": bool(request.GET),
        "trail": [("Caseload", reverse("coaching:caseload")), ("My log", None)],
    }
    return render_form(request, "coaching/coach_log.html", context)


@require_safe
def coach_log_csv(request):
    """The same lines as a file."""
    form, log = _asked(request)
    if form.is_bound and not form.is_valid():
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="coaching-log.csv"'}
    return HttpResponse(log.as_csv, content_type="text/csv; charset=utf-8", headers=headers)


def _asked(request):
    """The filter and the lines that fit; none where the filter makes no sense."""
    if Membership.Role.COACH not in request.user.duties:
        raise Http404
    form = LogForm(request.GET or None, user=request.user)
    if not form.is_bound:
        return form, log_of(request.user)
    return form, log_of(request.user, **form.cleaned_data) if form.is_valid() else Log([])
