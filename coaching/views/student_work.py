"""Looking at student work: what to look for before a lesson, what was in it afterwards."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.forms.student_work import StudentWorkForm, StudentWorkStartForm
from coaching.models import StudentWorkAnalysis
from coaching.readers import who_can_read
from core.forms import render_form
from core.messages import success_with_undo
from core.shared_texts import save_all, save_one
from people.models import CoachAssignment, User

PAGE = "coaching/student_work_detail.html"
NO_COACH = "You have no coach right now. When one is assigned, you look at student work together."


def _get_work(request, pk, *, is_removed=False):
    rows = StudentWorkAnalysis.objects.visible_to(request.user)
    rows = rows.filter(removed_at__isnull=not is_removed)
    return get_object_or_404(rows.select_related("teacher__school_system", "coach"), pk=pk)


def _home(work, user):
    """The page from which this person came: the teacher's own, or the coach's page of her."""
    if user.pk == work.teacher_id:
        return reverse("coaching:my_coaching")
    return reverse("coaching:teacher_detail", args=[work.teacher_id])


def _trail(work, user, *pages):
    label = "My coaching" if user.pk == work.teacher_id else work.teacher.name
    return [(label, _home(work, user)), *pages]


def _new_work(request, pk):
    """An unsaved one: of a teacher whom the person coaches, or their own with their owner coach."""
    user = request.user
    if pk == user.pk:
        assignments = CoachAssignment.objects.visible_to(user).active(user.today).owners()
        held = assignments.filter(teacher=user).select_related("coach").first()
        if held is None:
            raise PermissionDenied(NO_COACH)
        teacher, coach = user, held.coach
    else:
        teachers = User.objects.visible_to(user).coached_by(user)
        teacher, coach = get_object_or_404(teachers.select_related("school_system"), pk=pk), user
    return StudentWorkAnalysis(
        school_system_id=teacher.school_system_id, teacher=teacher, coach=coach
    )


@require_http_methods(["GET", "HEAD", "POST"])
def student_work_add(request, pk):
    """Begin with the day, the task and what to look for."""
    work = _new_work(request, pk)
    data = request.POST if request.method == "POST" else None
    first = {"lesson_on": request.user.today}
    form = StudentWorkStartForm(data, instance=work, initial=first, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, f"Saved. {work.partner_of(request.user).name} can read it.")
        return redirect(work)
    context = {"form": form, "partner": work.partner_of(request.user)}
    context["trail"] = _trail(work, request.user, ("Student work", None))
    return render_form(request, "coaching/student_work_add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def student_work_detail(request, pk):
    """The page both write on; each text saves itself."""
    work = _get_work(request, pk)
    if request.method == "POST":
        form = StudentWorkForm.of(work, request.user, request.POST)
        return save_all(request, work, form, (PAGE, partial(_context, request, work)))
    return render_form(request, PAGE, _context(request, work))


def _context(request, work, form=None, theirs=None):
    form = form or StudentWorkForm.of(work, request.user)
    return {
        "work": work,
        "form": form,
        "partner": work.partner_of(request.user),
        "conflicts": [(form[name], text) for name, text in (theirs or {}).items()],
        "has_errors": bool(theirs),
        "readers": who_can_read(work),
        "trail": _trail(work, request.user, ("Student work", None)),
    }


@require_POST
def student_work_save(request, pk):
    """Autosave of one text."""
    work = _get_work(request, pk)
    form = StudentWorkForm.of(work, request.user)
    others = work.partner_of(request.user).name
    return save_one(request, work, form, now=timezone.now(), others=others)


@require_POST
def student_work_remove(request, pk):
    """Take it off both pages; the message offers to bring it back."""
    work = _get_work(request, pk)
    work.set_removed(timezone.now())
    undo = reverse("coaching:student_work_restore", args=[work.pk])
    success_with_undo(request, "Student work removed.", undo)
    return redirect(_home(work, request.user))


@require_POST
def student_work_restore(request, pk):
    """Bring it back."""
    work = _get_work(request, pk, is_removed=True)
    work.set_removed(None)
    messages.success(request, "The student work is back.")
    return redirect(work)
