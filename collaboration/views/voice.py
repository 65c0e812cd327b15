"""Teachers decide with: comments on a cycle, and one's own goal of the year."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.forms.voice import CommentForm, TeacherGoalForm
from collaboration.models import StudyComment, TeacherGoal, YearPlan
from collaboration.models.voice import can_speak
from collaboration.views.finding import found, get_cycle, trail_of_cycle, trail_of_team
from core.forms import render_form
from core.messages import success_with_undo
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.views.finding import allow, get_editable

MEMBERS = "The team’s members comment on their studies."


@require_http_methods(["GET", "HEAD", "POST"])
def comment_add(request, pk):
    cycle = get_cycle(request, pk)
    allow(can_speak(request.user, cycle.year_plan), MEMBERS)
    row = StudyComment(school_system_id=cycle.school_system_id, cycle=cycle, author=request.user)
    data = request.POST if request.method == "POST" else None
    form = CommentForm(data, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Your comment stands with the cycle.")
        return redirect(cycle)
    context = {"form": form, "heading": "Comment on the cycle"}
    context["trail"] = trail_of_cycle(cycle, ("Comment", None))
    return render_form(request, "collaboration/form.html", context)


def _comment(request, pk):
    rows = StudyComment.objects.visible_to(request.user)
    return get_editable(request, rows.select_related("cycle"), pk)


@require_POST
def comment_remove(request, pk):
    row = _comment(request, pk)
    row.set_removed(timezone.now())
    undo = reverse("collaboration:comment_restore", args=[row.pk])
    success_with_undo(request, "Your comment is taken back.", undo)
    return redirect(row.cycle)


@require_POST
def comment_restore(request, pk):
    row = _comment(request, pk)
    row.set_removed(None)
    messages.success(request, "Your comment is back.")
    return redirect(row.cycle)


@require_http_methods(["GET", "HEAD", "POST"])
def teacher_goal(request, pk):
    """One's own goal of the year in this team; private until its button shares it."""
    user = request.user
    plans = YearPlan.objects.visible_to(user).select_related("team", "school_year")
    plan = get_object_or_404(plans, pk=pk)
    found(can_speak(user, plan))
    own = TeacherGoal.objects.visible_to(user).filter(year_plan=plan, author=user).first()
    row = own or TeacherGoal(school_system_id=plan.school_system_id, year_plan=plan, author=user)
    data = request.POST if request.method == "POST" else None
    form = TeacherGoalForm(data, instance=row, user=user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Your goal is saved.")
        return redirect("collaboration:teacher_goal", plan.pk)
    shared = TeacherGoal.objects.visible_to(user).filter(year_plan=plan).exclude(author=user)
    context = {
        "plan": plan,
        "form": form,
        "own": own,
        "shared": shared.select_related("author"),
        "readers": ("you", "the team’s members") if own and own.shared_at else ("you",),
        "trail": trail_of_team(plan.team, ("My goal", None)),
    }
    return render_form(request, "collaboration/teacher_goal.html", context)


@require_POST
def teacher_goal_share(request, pk):
    """Share it with the team, or keep it to oneself again."""
    row = get_editable(request, TeacherGoal.objects.visible_to(request.user), pk)
    row.set_shared(None if row.shared_at else timezone.now())
    said = "Your team reads your goal." if row.shared_at else "Your goal is yours alone again."
    messages.success(request, said)
    return redirect("collaboration:teacher_goal", row.year_plan_id)
