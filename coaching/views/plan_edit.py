"""Writing a plan together: the editor, its autosave, and the rows that come and go."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import plan as actions
from coaching.actions import plan_rows
from coaching.actions.plan import PlanIsSigned
from coaching.forms.plan import SECTIONS, BankForm, PlanEditor, field_change, posted_changes
from coaching.models import ActionStep, LookFor, Plan
from coaching.plan_mirror import Task, gaps, needed, task_list
from coaching.plan_parts import Parts
from coaching.views.plan import get_plan, posted, trail_of
from core import autosave
from core.forms import render_form
from core.messages import success_with_undo


def get_editable_plan(request, pk) -> Plan:
    """The plan, where this person may change it today."""
    plan = get_plan(request, pk)
    if not plan.can_be_edited_by(request.user):
        raise PlanIsSigned
    return plan


BODIES = [
    (section, label, f"coaching/_plan_{section.replace('-', '_')}.html")
    for section, label in SECTIONS.items()
]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request, pk):
    """The editor as a task list of sections; a plain POST saves the section it came from."""
    plan = get_editable_plan(request, pk)
    if request.method != "POST":
        editor = PlanEditor(Parts.of(plan), user=request.user)
        return _editor_page(request, plan, editor)
    if request.POST.get("section") not in SECTIONS:
        raise BadRequest("A section of the plan is saved at a time.")
    answer = _save_section(request, plan)
    return answer or redirect(_place(plan, request.POST["section"]))


def _editor_page(request, plan, editor, status=200):
    context = {
        **_mirror(request, plan, editor.parts),
        "plan": plan,
        "editor": editor,
        "sections": BODIES,
        "has_errors": status != 200,
        "trail": trail_of(plan, ("Write the plan", None)),
        "partner": plan.partner_of(request.user),
        "can_hand_over": plan.can_be_handed_over_by(request.user),
        "can_copy": _last_plan(request, plan) if not _is_begun(editor.parts) else None,
    }
    return render(request, "coaching/plan_edit.html", context, status=status)


def _mirror(request, plan, parts):
    """The task list, and what is missing to agree."""
    found = gaps(parts)
    tasks = task_list(parts, found, SECTIONS)
    mine = plan.self_checks.filter(answered_by=request.user).first()
    tasks.append(Task("self-check", "Self-check", _progress(mine), is_optional=True))
    return {
        "tasks": tasks,
        "missing": needed(found),
        "hints": [gap for gap in found if not gap.is_needed],
        "is_signed_by_me": plan.is_signed_by(request.user),
    }


def _progress(check):
    answered = [check.is_aligned, check.is_manageable, check.shows_progress] if check else []
    if not any(answered):
        return "Not started"
    return "Completed" if all(answered) else "In progress"


def _is_begun(parts):
    return any(step.activity.strip() for step in parts.steps)


def _last_plan(request, plan):
    """The teacher's plan before this one, to copy steps from."""
    earlier = Plan.objects.visible_to(request.user).filter(teacher=plan.teacher)
    return earlier.exclude(pk=plan.pk).order_by("-created_at").first()


def _save_section(request, plan):
    """Store the posted section; the page to show instead where something is in the way."""
    section = request.POST.get("section")
    if section not in SECTIONS:
        return None
    try:
        changes = posted_changes(plan, request.POST, user=request.user)
    except (KeyError, ValueError) as error:
        raise BadRequest("The plan has no such field.") from error
    if not changes:
        return _refused_page(request, plan, section) if changes is None else None
    try:
        lost, signers = actions.save_fields(plan, changes, by=request.user, now=timezone.now())
    except ValidationError as error:
        return _refused_page(request, plan, section, error.messages)
    tell_about_signatures(request, signers)
    return _conflict_page(request, plan, section, lost) if lost else None


def _refused_page(request, plan, section, errors=()):
    """422: the section with what was typed and what to do about it."""
    editor = PlanEditor(Parts.of(plan), user=request.user, section=section, data=request.POST)
    editor.errors = errors
    return _editor_page(request, plan, editor, status=422)


def tell_about_signatures(request, signers):
    words = _signature_words(request.user, signers)
    if words:
        messages.info(request, words)


def _signature_words(user, signers):
    """What a change did to signatures, or nothing."""
    if not signers:
        return ""
    if signers == [user]:
        return (
            "You changed the plan, so your signature was taken back. Sign again when it is ready."
        )
    names = ", ".join(person.name for person in signers if person != user)
    return f"The plan changed, so the signature of {names} was taken back. They have been told."


def _conflict_page(request, plan, section, lost):
    """409: both texts of every field that somebody else was faster with; nothing is lost."""
    data = request.POST.copy()
    editor = PlanEditor(Parts.of(plan), user=request.user, section=section, data=data)
    theirs = {(change.row.pk, change.field): actions.stored_text(plan, change) for change in lost}
    fields = []
    for form in editor.forms:
        for name in form.fields:
            text = theirs.get((form.instance.pk, name))
            if text is not None:
                data[form[name].html_initial_name] = text
                fields.append({"field": form[name], "theirs": _in_words(form.fields[name], text)})
    context = {
        "plan": plan,
        "fields": fields,
        "section": section,
        "has_errors": True,
        "trail": trail_of(plan, ("Two texts", None)),
    }
    return render(request, "coaching/plan_conflict.html", context, status=409)


def _in_words(field, text):
    """A stored value as its control shows it: the words of a choice, else the text itself."""
    choices = dict(flatten_choices(getattr(field, "choices", ())))
    return choices.get(text, text)


@require_POST
def plan_save_field(request, pk):
    """Autosave of one field; see core/autosave.py for what goes over the wire."""
    plan = get_editable_plan(request, pk)
    typed = autosave.read(request)
    now = timezone.now()
    try:
        change = field_change(plan, typed, user=request.user)
        lost, signers = actions.save_fields(plan, [change], by=request.user, now=now)
    except (KeyError, ValueError) as error:
        raise BadRequest("The plan has no such field.") from error
    except ValidationError as error:
        return autosave.refused(error)
    if lost:
        return _conflict(plan, change)
    stored = autosave.as_posted(change.value)
    return autosave.saved(stored, now=now, message=_signature_words(request.user, signers))


def _conflict(plan, change):
    theirs = actions.stored_text(plan, change)
    if theirs is None:
        raise Http404
    return autosave.conflict(autosave.Conflict(theirs))


@require_safe
def plan_tasks(request, pk):
    """The task list and the mirror, as the page fetches them anew after each save."""
    plan = get_editable_plan(request, pk)
    context = {**_mirror(request, plan, Parts.of(plan)), "plan": plan}
    return render(request, "coaching/_plan_tasks.html", context)


# --- rows -----------------------------------------------------------------------------------


@require_POST
def plan_add(request, pk, kind):
    """Add a step, look-for, resource or prompt; what was typed in the section is saved first."""
    plan = get_editable_plan(request, pk)
    if kind not in ADD:
        raise Http404
    answer = _save_section(request, plan)
    if answer:
        return answer
    try:
        row = ADD[kind](request, plan)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(_place(plan, KIND_SECTIONS[kind]))
    return redirect(_place(plan, f"{kind}-{row.pk}"))


def _add_step(request, plan):
    return plan_rows.add_step(plan, by=request.user, now=timezone.now())


def _add_look_for(request, plan):
    audience = request.GET.get("audience")
    if audience not in LookFor.Audience.values:
        raise BadRequest("A look-for is the teacher's or the students'.")
    step = _step(request, plan) if request.GET.get("step") else None
    now = timezone.now()
    return plan_rows.add_look_for(plan, step=step, audience=audience, by=request.user, now=now)


def _add_resource(request, plan):
    step = _step(request, plan)
    return plan_rows.add_resource(plan, step=step, by=request.user, now=timezone.now())


def _add_prompt(request, plan):
    return plan_rows.add_prompt(plan, by=request.user, now=timezone.now())


ADD = {
    "step": _add_step,
    "look": _add_look_for,
    "resource": _add_resource,
    "prompt": _add_prompt,
}
KIND_SECTIONS = {"step": "steps", "look": "look-fors", "resource": "resources", "prompt": "prompts"}
KIND_WORDS = {"step": "Step", "look": "Look-for", "resource": "Resource", "prompt": "Prompt"}


def _step(request, plan):
    """The step of this plan that the address names."""
    try:
        return get_object_or_404(plan.steps.kept(), pk=request.GET.get("step"))
    except ValidationError:
        raise Http404 from None


@require_POST
def plan_remove(request, pk, kind, row):
    """Remove a row; the message offers to bring it back."""
    plan = get_editable_plan(request, pk)
    answer = _save_section(request, plan)
    if answer:
        return answer
    _set_removed(request, plan, kind, row, is_removed=True)
    undo = reverse("coaching:plan_restore", args=[plan.pk, kind, row])
    success_with_undo(request, f"{KIND_WORDS[kind]} removed.", undo)
    return redirect(_place(plan, KIND_SECTIONS[kind]))


@require_POST
def plan_restore(request, pk, kind, row):
    """Bring a removed row back, with everything that was in it."""
    plan = get_editable_plan(request, pk)
    _set_removed(request, plan, kind, row, is_removed=False)
    messages.success(request, f"{KIND_WORDS[kind]} is back.")
    return redirect(_place(plan, f"{kind}-{row}"))


def _set_removed(request, plan, kind, pk, *, is_removed):
    if kind not in ADD:
        raise Http404
    row = get_object_or_404(actions.rows_of_kind(plan, kind, is_removed=not is_removed), pk=pk)
    plan_rows.set_removed(plan, row, by=request.user, now=timezone.now(), is_removed=is_removed)


@require_POST
def plan_move_step(request, pk, row):
    """Move a step one place up or down."""
    plan = get_editable_plan(request, pk)
    answer = _save_section(request, plan)
    if answer:
        return answer
    by_one = -1 if request.GET.get("direction") == "up" else 1
    try:
        plan_rows.move_step(plan, row, by_one=by_one, by=request.user, now=timezone.now())
    except ActionStep.DoesNotExist:
        raise Http404 from None
    return redirect(_place(plan, f"step-{row}"))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_bank(request, pk, row):
    """Choose look-fors for a step from the system's bank; the refinement area's come first."""
    plan = get_editable_plan(request, pk)
    step = get_object_or_404(plan.steps.kept(), pk=row)
    form = BankForm(posted(request), user=request.user)
    if form.is_valid():
        chosen = list(form.cleaned_data["look_fors"])
        plan_rows.add_from_bank(plan, step, chosen, by=request.user, now=timezone.now())
        return redirect(_place(plan, "look-fors"))
    area = plan.cycle.refinement_indicator_id
    options = form.fields["look_fors"].queryset.order_by("indicator__order", "-audience", "text")
    options = sorted(options, key=lambda item: item.indicator_id != area)
    context = {
        "plan": plan,
        "step": step,
        "form": form,
        "options": options,
        "trail": trail_of(plan, ("Look-for bank", None)),
    }
    return render_form(request, "coaching/plan_bank.html", context)


@require_POST
def plan_copy(request, pk):
    """Copy steps, look-fors, resources and prompts from the teacher's plan before this one."""
    plan = get_editable_plan(request, pk)
    source = _last_plan(request, plan)
    if source is None:
        raise Http404
    count = actions.copy_from_last_plan(plan, source=source, by=request.user, now=timezone.now())
    steps = "1 step" if count == 1 else f"{count} steps"
    messages.success(request, f"Copied {steps}. Check what still fits.")
    return redirect(_place(plan, "steps"))


@require_POST
def plan_hand_over(request, pk):
    """The teacher takes a draft whose coach has left to her coach of today."""
    plan = get_plan(request, pk)
    if not plan.can_be_handed_over_by(request.user):
        raise PermissionDenied("A draft is handed over by its teacher, once its coach has left.")
    actions.hand_over_plan(plan, by=request.user, now=timezone.now())
    messages.success(request, "Your coach now writes this plan with you.")
    return redirect("coaching:plan_edit", plan.pk)


def _place(plan, anchor):
    return f"{reverse('coaching:plan_edit', args=[plan.pk])}#{anchor}"
