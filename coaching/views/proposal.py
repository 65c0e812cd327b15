"""Steps that a contributor proposes, and what teacher or owner coach answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import proposal as actions
from coaching.forms.proposal import ProposalForm, WhyNotForm
from coaching.models import StepProposal
from coaching.readers import who_can_read
from core.forms import render_form
from core.messages import success_with_undo
from people.models import CoachAssignment

NOT_YOURS = "Whoever took the step into the set puts it back."
OWNER_ADDS = "You are the owner coach: add the step to the set yourself."


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_add(request, pk):
    """A contributor proposes a step for a teacher of the caseload."""
    user = request.user
    rows = CoachAssignment.objects.visible_to(user).active(user.today).filter(coach=user)
    rows = rows.select_related("teacher__school_system")
    assignment = get_object_or_404(rows, teacher=pk, teacher__is_active=True)
    if assignment.kind == CoachAssignment.Kind.OWNER:
        raise PermissionDenied(OWNER_ADDS)
    teacher = assignment.teacher
    form = ProposalForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        proposal = form.save(commit=False)
        proposal.school_system_id = teacher.school_system_id
        proposal.teacher, proposal.proposed_by = teacher, user
        actions.propose(proposal, by=user, now=timezone.now())
        words = f"Proposed. {teacher.name} and the owner coach are told."
        messages.success(request, words)
        return redirect(proposal)
    trail = [(teacher.name, _page_of(teacher)), ("Propose a step", None)]
    context = {"form": form, "teacher": teacher, "trail": trail}
    return render_form(request, "coaching/proposal_add.html", context)


def _page_of(teacher):
    return reverse("coaching:teacher_detail", args=[teacher.pk])


def _get_proposal(request, pk):
    rows = StepProposal.objects.visible_to(request.user).select_related(
        "teacher__school_system", "proposed_by", "answered_by", "indicator", "step"
    )
    return get_object_or_404(rows, pk=pk)


def _get_answerable(request, pk):
    """A proposal this person answers; one that is answered already is looked at instead."""
    proposal = _get_proposal(request, pk)
    if proposal.answered_at is None and not proposal.can_be_answered_by(request.user):
        raise PermissionDenied
    return proposal


@require_safe
def proposal_detail(request, pk):
    """What is proposed, by whom, and what became of it."""
    return _page(request, _get_proposal(request, pk), WhyNotForm(user=request.user))


def _page(request, proposal, form):
    user = request.user
    home = (proposal.teacher.name, _page_of(proposal.teacher))
    if user.pk == proposal.teacher_id:
        home = ("My coaching", reverse("coaching:my_coaching"))
    context = {
        "proposal": proposal,
        "form": form,
        "can_answer": proposal.can_be_answered_by(user),
        "readers": who_can_read(proposal),
        "trail": [home, ("Proposed step", None)],
    }
    return render_form(request, "coaching/proposal_detail.html", context)


@require_POST
def proposal_take(request, pk):
    """One tap: the step is in the teacher's set."""
    proposal = _get_answerable(request, pk)
    try:
        step = actions.take(proposal, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect(proposal)
    words = "The step is in the set now. Everybody concerned is told."
    success_with_undo(request, words, reverse("coaching:proposal_put_back", args=[pk]))
    return redirect(step)


@require_POST
def proposal_put_back(request, pk):
    """Undo: the step leaves the set, and the proposal waits again."""
    proposal = _get_proposal(request, pk)
    if not proposal.can_be_put_back_by(request.user):
        raise PermissionDenied(NOT_YOURS)
    try:
        actions.put_back(proposal, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, "The step is out of the set, and waits for an answer again.")
    return redirect(proposal)


@require_POST
def proposal_decline(request, pk):
    """The step stays out, and whoever proposed it reads why."""
    proposal = _get_answerable(request, pk)
    form = WhyNotForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, proposal, form)
    why_not = form.cleaned_data["why_not"]
    try:
        actions.decline(proposal, why_not, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, f"{proposal.proposed_by.name} reads why not.")
    return redirect(proposal)
