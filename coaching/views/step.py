"""Action steps: read, added, changed, marked by both, and reflected on by the teacher."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import sharing
from coaching.actions import step as actions
from coaching.forms.once import row_id
from coaching.forms.step import ReflectionForm, StepForm
from coaching.models import ActionStep, Artifact, Reflection
from coaching.models.leaders import has_hidden_plan
from coaching.readers import who_can_read
from core import autosave, kept
from core.forms import render_form
from core.messages import success_with_undo
from people.models import User

HEADING = "Action step"
ONLY_OWNER = "The owner coach adds steps to the teacher's one set."
IN_PLAN = "This step is part of the coaching plan: change it there."
DONE = {
    ActionStep.Status.OPEN: "The step is open again.",
    ActionStep.Status.PRACTISING: "Marked as practicing.",
    ActionStep.Status.MET: "Marked as done.",
    ActionStep.Status.DROPPED: "The step is dropped.",
}


def get_step(request, pk):
    """A step this person may read."""
    user = request.user
    steps = ActionStep.objects.visible_to(user).kept().with_owner(user.today)
    steps = steps.annotate(plan_is_hidden=has_hidden_plan())
    steps = steps.select_related(
        "teacher__school_system", "coach", "indicator", "plan", "feedback__visit", "priority"
    )
    return get_object_or_404(steps, pk=pk)


def _get_own_step(request, pk):
    """A step of the person's own, to reflect on."""
    step = get_step(request, pk)
    if step.teacher_id != request.user.pk:
        raise PermissionDenied
    return step


@require_safe
def step_detail(request, pk):
    """One step: what to do, what one would see, how it goes, what the teacher shared about it."""
    step = get_step(request, pk)
    user = request.user
    is_subject = step.teacher_id == user.pk
    reflections = Reflection.objects.visible_to(user).filter(step=step)
    files = Artifact.objects.visible_to(user).kept().filter(step=step)
    context = {
        "step": step,
        "files": files.for_list(),
        "can_add_files": step.files_can_be_added_by(user),
        "add_file_url": reverse("coaching:artifact_add", args=["step", step.pk]),
        "look_fors": step.look_fors.kept(),
        "resources": step.resources.filter(removed_at=None),
        "reflection": reflections.select_related("author").first(),
        "is_subject": is_subject,
        "can_mark": step.can_be_marked_by(user),
        "can_edit": step.can_be_edited_by(user),
        "can_tag": step.can_be_tagged_by(user),
        "statuses": ActionStep.Status,
        "reflect_url": reverse("coaching:step_reflect", args=[step.pk]),
        "readers": who_can_read(step),
        "trail": step_trail(step, user, HEADING),
    }
    return render(request, "coaching/step_detail.html", context)


def step_trail(step, user, *pages):
    """The way to a step's pages: from my coaching, or from the teacher's page."""
    first = (step.teacher.name, reverse("coaching:teacher_detail", args=[step.teacher_id]))
    if step.teacher_id == user.pk:
        first = ("My coaching", reverse("coaching:my_coaching"))
    if len(pages) == 1:
        return [first, (pages[0], None)]
    return [first, (HEADING, step.get_absolute_url()), (pages[-1], None)]


@require_http_methods(["GET", "HEAD", "POST"])
def step_add(request, pk):
    """The owner coach adds a step to the teacher's one set."""
    user = request.user
    owners = user.coach_assignments.active(user.today).owners().filter(teacher=OuterRef("pk"))
    teachers = User.objects.visible_to(user).coached_by(user).annotate(is_owned=Exists(owners))
    teacher = get_object_or_404(teachers.select_related("school_system"), pk=pk)
    if not teacher.is_owned:
        raise PermissionDenied(ONLY_OWNER)
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, user=user)
    if form.is_valid():
        fields = form.step_fields | {"pk": row_id(request)}
        step = actions.add_step(teacher, fields, form.look_fors, by=user, now=timezone.now())
        messages.success(request, f"Step added. {teacher.name} sees it now.")
        return redirect(step)
    page = reverse("coaching:teacher_detail", args=[teacher.pk])
    trail = [(teacher.name, page), ("Add a step", None)]
    context = {"form": form, "teacher": teacher, "row_id": row_id(request), "trail": trail}
    return render_form(request, "coaching/step_add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request, pk):
    """The owner coach changes a step that is in no plan."""
    step = get_step(request, pk)
    if step.plan_id:
        raise PermissionDenied(IN_PLAN)
    if not step.can_be_edited_by(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, user=request.user, instance=step)
    if form.is_valid():
        if form.has_changed():
            sharing.change_step(step, form.step_fields, form.look_fors, now=timezone.now())
        messages.success(request, "Step saved.")
        return redirect(step)
    context = {"form": form, "step": step, "trail": step_trail(step, request.user, "", "Change")}
    return render_form(request, "coaching/step_edit.html", context)


@require_POST
def step_mark(request, pk, status):
    """Teacher or coach says how it goes; *Undo* puts the mark before back."""
    step = get_step(request, pk)
    if status not in ActionStep.Status.values:
        raise Http404
    if not step.can_be_marked_by(request.user):
        raise PermissionDenied
    before = step.status
    step.mark(status, now=timezone.now())
    undo = reverse("coaching:step_mark", args=[step.pk, before])
    success_with_undo(request, DONE[status], undo)
    return redirect(kept.local_path(request, request.POST.get("next") or step.get_absolute_url()))


# --- reflections ------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def step_reflect(request, pk):
    """The teacher writes about a step: hers alone until she shares it."""
    step = _get_own_step(request, pk)
    reflections = Reflection.objects.visible_to(request.user).filter(step=step)
    if request.method != "POST":
        return _reflect_page(request, step, reflections.first())
    form = _reflection_form(request, None, request.POST)
    if not form.is_valid():
        return _reflect_page(request, step, reflections.first(), form)
    try:
        reflection = actions.save_reflection(step, form.change, by=request.user)
    except autosave.Conflict as conflict:
        form.start_from(conflict.theirs)
        return _reflect_page(request, step, reflections.first(), form, theirs=conflict.theirs)
    return _after_writing(request, step, reflection)


def _after_writing(request, step, reflection):
    """Saved, or saved and shared, by the button that was pressed."""
    if "share" not in request.POST:
        messages.success(request, "Saved.")
        return redirect("coaching:step_reflect", step.pk)
    if not reflection.text.strip():
        messages.warning(request, "Write something first, then share it.")
        return redirect("coaching:step_reflect", step.pk)
    actions.share_step_reflection(reflection, now=timezone.now())
    messages.success(request, "Shared with your coach.")
    return redirect(step)


def _reflection_form(request, reflection, data=None):
    text = reflection.text if reflection else ""
    return ReflectionForm(data, user=request.user, initial={"text": text})


def _reflect_page(request, step, reflection, form=None, theirs=None):
    """The page to write on: 409 with both texts where another tab was faster."""
    context = {
        "step": step,
        "reflection": reflection,
        "form": form or _reflection_form(request, reflection),
        "theirs": theirs,
        "readers": who_can_read(reflection) if reflection else [request.user.name],
        "trail": step_trail(step, request.user, HEADING, "Reflect"),
    }
    if theirs is None:
        return render_form(request, "coaching/step_reflect.html", context)
    context["has_errors"] = True
    return render(request, "coaching/step_reflect.html", context, status=409)


@require_POST
def step_reflection_save(request, pk):
    """Autosave of what the teacher writes about a step."""
    step = _get_own_step(request, pk)
    change = autosave.read(request)
    if change.field != "text":
        raise Http404
    try:
        ReflectionForm(user=request.user).fields["text"].clean(change.value)
        reflection = actions.save_reflection(step, change, by=request.user)
    except ValidationError as error:
        return autosave.refused(error)
    except autosave.Conflict as conflict:
        return autosave.conflict(conflict)
    return autosave.saved(reflection.text, now=timezone.now())


@require_POST
def step_reflection_unshare(request, pk):
    """The teacher stops sharing what she wrote about a step."""
    step = _get_own_step(request, pk)
    reflections = Reflection.objects.visible_to(request.user).filter(step=step)
    get_object_or_404(reflections).unshare()
    messages.success(request, "Not shared any more. Only you can read it.")
    return redirect(step)
