"""What is written about a plan: reflections, the self-check, the teacher's response."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from coaching.actions import reflecting as actions
from coaching.forms.plan import ReflectionForm, ResponseForm, SelfCheckForm
from coaching.models import Plan, Reflection
from coaching.views.plan import get_plan, posted, trail_of
from coaching.views.plan_edit import get_editable_plan
from core import autosave
from core.forms import render_form


def _get_own_plan(request, pk) -> Plan:
    """The plan, where it is this teacher's own."""
    plan = get_plan(request, pk)
    if not plan.can_be_reflected_on_by(request.user):
        raise PermissionDenied("Reflections are the teacher's own.")
    return plan


def _get_reflection(request, plan, pk) -> Reflection:
    return get_object_or_404(Reflection.objects.visible_to(request.user), plan=plan, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_reflect(request, pk):
    """The plan's prompts with the teacher's own drafts; each shared on its own."""
    plan = _get_own_plan(request, pk)
    forms = _reflection_forms(request, plan)
    if request.method != "POST":
        return _reflect_page(request, plan, forms)
    prompt = next((one for one in forms if one.prefix == request.POST.get("prompt")), None)
    if prompt is None:
        raise BadRequest("A reflection answers a prompt of this plan.")
    return _save_by_hand(request, plan, prompt, forms)


def _reflection_forms(request, plan):
    """A form for each prompt, bound where it is the one that was posted."""
    written = Reflection.objects.visible_to(request.user).filter(plan=plan, author=request.user)
    by_prompt = {reflection.prompt_id: reflection for reflection in written}
    answered = request.POST.get("prompt")
    forms = []
    for prompt in plan.prompts.filter(removed_at=None).exclude(text=""):
        data = request.POST if answered == f"prompt-{prompt.pk}" else None
        reflection = by_prompt.get(prompt.pk)
        forms.append(ReflectionForm(data, user=request.user, prompt=prompt, reflection=reflection))
    return forms


def _reflect_page(request, plan, forms, status=200, **more):
    context = {
        "plan": plan,
        "forms": forms,
        "has_errors": status != 200,
        "trail": trail_of(plan, ("Reflect", None)),
        **more,
    }
    return render(request, "coaching/plan_reflect.html", context, status=status)


def _save_by_hand(request, plan, form, forms):
    if not form.is_valid():
        return _reflect_page(request, plan, forms, status=422)
    change = form.change()
    try:
        reflection = actions.save_reflection(
            plan, form.prompt, change, written=form.reflection, now=timezone.now()
        )
    except autosave.Conflict as conflict:
        more = {"theirs": conflict.theirs, "conflicting": form}
        return _reflect_page(request, plan, forms, status=409, **more)
    if "share" in request.POST:
        return _share(request, plan, reflection)
    messages.success(request, "Saved. Only you can read it until you share it.")
    return redirect("coaching:plan_reflect", plan.pk)


def _share(request, plan, reflection):
    if not reflection.text.strip():
        messages.error(request, "Write your reflection before you share it.")
    else:
        actions.share_reflection(reflection, now=timezone.now())
        messages.success(request, f"Shared with {plan.coach.name}.")
    return redirect("coaching:plan_reflect", plan.pk)


@require_POST
def plan_save_reflection(request, pk):
    """Autosave of one reflection."""
    plan = _get_own_plan(request, pk)
    change = autosave.read(request)
    forms = {f"{form.prefix}-text": form for form in _reflection_forms(request, plan)}
    if change.field not in forms:
        raise BadRequest("A reflection answers a prompt of this plan.")
    form = forms[change.field]
    try:
        form.fields["text"].clean(change.value)
        reflection = actions.save_reflection(
            plan, form.prompt, change, written=form.reflection, now=timezone.now()
        )
    except ValidationError as error:
        return autosave.refused(error)
    except autosave.Conflict as conflict:
        return autosave.conflict(conflict)
    return autosave.saved(reflection.text, now=timezone.now())


@require_POST
def plan_unshare_reflection(request, pk, reflection):
    """Take a shared reflection back into one's own keeping."""
    plan = _get_own_plan(request, pk)
    actions.unshare_reflection(_get_reflection(request, plan, reflection))
    messages.success(request, "Taken back. Only you can read it now.")
    return redirect("coaching:plan_reflect", plan.pk)


@require_POST
def plan_record_reflection(request, pk, reflection):
    """Add one reflection to the plan of record, or take it out again."""
    plan = _get_own_plan(request, pk)
    row = _get_reflection(request, plan, reflection)
    is_in_record = "add" in request.POST
    actions.put_in_record(row, is_in_record=is_in_record)
    added = "Added. Everybody who reads the plan reads this reflection."
    messages.success(request, added if is_in_record else "Taken out of the plan of record.")
    return redirect("coaching:plan_reflect", plan.pk)


@require_POST
def plan_ask_reflection(request, pk):
    """The coach asks the teacher for a reflection, at most once a day."""
    plan = get_plan(request, pk)
    if not plan.can_be_asked_about_by(request.user):
        raise PermissionDenied("The plan's coach asks for a reflection once it is agreed.")
    actions.ask_for_reflection(plan, today=request.user.today, now=timezone.now())
    messages.success(request, f"{plan.teacher.name} has been asked for a reflection.")
    return redirect(plan)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_self_check(request, pk):
    """The three quality questions, answered by each of the two for themselves."""
    plan = get_editable_plan(request, pk)
    is_post = request.method == "POST"
    mine = None if is_post else plan.self_checks.filter(answered_by=request.user).first()
    form = SelfCheckForm(posted(request), user=request.user, instance=mine)
    if form.is_valid():
        actions.save_self_check(plan, by=request.user, answers=form.cleaned_data)
        messages.success(request, "Your answers are kept. They are printed nowhere.")
        return redirect("coaching:plan_edit", plan.pk)
    others = plan.self_checks.exclude(answered_by=request.user).first()
    context = {
        "plan": plan,
        "form": form,
        "others": others,
        "partner": plan.partner_of(request.user),
        "trail": trail_of(plan, ("Self-check", None)),
    }
    return render_form(request, "coaching/plan_self_check.html", context)


@require_POST
def plan_answer(request, pk):
    """The teacher responds to her agreed plan."""
    plan = get_plan(request, pk)
    now = timezone.now()
    if not plan.response_can_be_written_by(request.user, now):
        raise PermissionDenied("The teacher responds to an agreed plan and changes it for 30 days.")
    form = ResponseForm(request.POST, user=request.user)
    if form.is_valid():
        actions.answer_plan(plan, text=form.cleaned_data["text"], by=request.user, now=now)
        messages.success(request, "Your response is saved. It goes with every copy of the plan.")
        return redirect(plan)
    context = {"plan": plan, "form": form, "trail": trail_of(plan, ("Your response", None))}
    return render_form(request, "coaching/plan_answer.html", context)
