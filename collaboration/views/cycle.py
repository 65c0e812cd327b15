"""A cycle of study: what it is about, its milestones, its meetings."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.actions.planning import save_cycle
from collaboration.forms.plans import CycleForm, MilestoneForm
from collaboration.meetings_of import meetings_of, others_in_window
from collaboration.models import Milestone, StudyComment, StudyCycle
from collaboration.models.student_work import can_read_work
from collaboration.models.voice import can_speak
from collaboration.pdf import cycles_for
from collaboration.standing import goal_chain, with_standing
from collaboration.views.finding import (
    READERS,
    REMOVERS,
    cycles,
    get_kept_cycle,
    get_year_plan,
    trail_of_cycle,
    trail_of_team,
)
from core.forms import render_form
from core.messages import success_with_undo
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.views.finding import allow, get_editable

FORM = "collaboration/form.html"


@require_safe
def cycle_detail(request, pk):
    """What everybody at the school reads of a cycle; what was said in its meetings is theirs."""
    user = request.user
    kept = Milestone.objects.visible_to(user).kept()
    rows = with_standing(cycles(request).kept().select_related("goal__parent__parent__parent"))
    rows = rows.prefetch_related(Prefetch("milestones", kept, to_attr="kept_milestones"))
    comments = StudyComment.objects.visible_to(user).kept().select_related("author")
    rows = rows.prefetch_related(Prefetch("comments", comments, to_attr="kept_comments"))
    cycle = get_object_or_404(rows, pk=pk)
    can_edit = cycle.can_be_edited_by(user)
    context = {
        "cycle": cycle,
        "chain": goal_chain(cycle.goal),
        "meetings": meetings_of(cycle, user),
        "others": others_in_window(cycle, user) if can_edit else [],
        "can_edit": can_edit,
        "can_remove": cycle.can_be_removed_by(user),
        "takes_along": cycles_for(user).filter(pk=cycle.pk).exists(),
        "can_speak": can_speak(user, cycle.year_plan),
        "sees_work": can_read_work(user, cycle.year_plan),
        "readers": READERS,
        "trail": trail_of_cycle(cycle),
    }
    return render(request, "collaboration/cycle_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_add(request, pk):
    plan = get_year_plan(request, pk)
    row = StudyCycle(school_system_id=plan.school_system_id, year_plan=plan)
    data = request.POST if request.method == "POST" else None
    form = CycleForm(data, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "The cycle is in the plan. Plan its meetings next.")
        return redirect(row)
    crumbs = trail_of_team(plan.team, ("Add a cycle of study", None))
    context = {"form": form, "heading": "Add a cycle of study", "trail": crumbs}
    return render_form(request, FORM, context)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle_edit(request, pk):
    cycle = get_kept_cycle(request, pk)
    crumbs = trail_of_cycle(cycle, ("Change", None))
    data = request.POST if request.method == "POST" else None
    form = CycleForm(data, instance=cycle, user=request.user)
    if form.is_valid() and is_saved(form, save_cycle, cycle):
        messages.success(request, "Cycle saved.")
        return redirect(cycle)
    context = {"form": form, "heading": "Change the cycle", "trail": crumbs}
    return render_form(request, FORM, context)


@require_POST
def cycle_end(request, pk):
    """Studied; Undo goes on with it."""
    cycle = get_kept_cycle(request, pk)
    cycle.end(timezone.now())
    undo = reverse("collaboration:cycle_resume", args=[cycle.pk])
    success_with_undo(request, "The cycle is ended. What was written in it stays.", undo)
    return redirect(cycle)


@require_POST
def cycle_resume(request, pk):
    cycle = get_kept_cycle(request, pk)
    cycle.resume()
    messages.success(request, "The cycle goes on.")
    return redirect(cycle)


@require_POST
def cycle_remove(request, pk):
    """Take it out of the plan; Undo brings it back."""
    cycle = get_kept_cycle(request, pk)
    allow(cycle.can_be_removed_by(request.user), REMOVERS)
    cycle.set_removed(timezone.now())
    undo = reverse("collaboration:cycle_restore", args=[cycle.pk])
    success_with_undo(request, "The cycle is out of the plan. Its meetings stay.", undo)
    return redirect(cycle.year_plan)


@require_POST
def cycle_restore(request, pk):
    cycle = get_editable(request, cycles(request), pk)
    allow(cycle.can_be_removed_by(request.user), REMOVERS)
    cycle.set_removed(None)
    messages.success(request, "The cycle is back in the plan.")
    return redirect(cycle)


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_add(request, pk):
    cycle = get_kept_cycle(request, pk)
    row = Milestone(school_system_id=cycle.school_system_id, cycle=cycle)
    data = request.POST if request.method == "POST" else None
    form = MilestoneForm(data, instance=row, initial={"due_on": cycle.ends_on}, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Milestone added.")
        return redirect(cycle)
    context = {"form": form, "heading": "Add a milestone"}
    context["trail"] = trail_of_cycle(cycle, ("Add a milestone", None))
    return render_form(request, FORM, context)


def _milestone(request, pk):
    rows = Milestone.objects.visible_to(request.user)
    return get_editable(request, rows.select_related("cycle__year_plan__team"), pk)


@require_http_methods(["GET", "HEAD", "POST"])
def milestone_edit(request, pk):
    row = _milestone(request, pk)
    data = request.POST if request.method == "POST" else None
    form = MilestoneForm(data, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Milestone saved.")
        return redirect(row.cycle)
    context = {"form": form, "heading": "Change the milestone"}
    context["trail"] = trail_of_cycle(row.cycle, ("Change the milestone", None))
    return render_form(request, FORM, context)


@require_POST
def milestone_reach(request, pk):
    """Reached, or not yet after all."""
    row = _milestone(request, pk)
    row.set_reached(None if row.reached_at else timezone.now())
    said = "Milestone reached." if row.reached_at else "The milestone is open again."
    messages.success(request, said)
    return redirect(row.cycle)


@require_POST
def milestone_remove(request, pk):
    row = _milestone(request, pk)
    row.set_removed(timezone.now())
    undo = reverse("collaboration:milestone_restore", args=[row.pk])
    success_with_undo(request, "Milestone removed.", undo)
    return redirect(row.cycle)


@require_POST
def milestone_restore(request, pk):
    row = _milestone(request, pk)
    row.set_removed(None)
    messages.success(request, "The milestone is back.")
    return redirect(row.cycle)
