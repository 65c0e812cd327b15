"""School leaders' own coaching plans: starting one, and how it hangs together with the school's."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coaching.actions.leader_plan import start_leader_plan
from coaching.forms.leader import LeaderPlanStartForm
from coaching.models.leaders import LEADERS
from coaching.plan_record import plan_record
from coaching.views.plan import get_plan, leave_a_trail, posted, trail_of
from core.forms import render_form


@require_http_methods(["GET", "HEAD", "POST"])
def leader_plan_start(request):
    """Start the plan of a school leader, on a goal of the school; 404 where no school has them."""
    user = request.user
    if not user.has_feature(LEADERS):
        raise Http404
    if "coach" not in user.duties and not user.led_school_ids:
        raise PermissionDenied("A leader’s plan is started by the leader or her coach.")
    form = LeaderPlanStartForm(posted(request), user=user, initial=_start_from(request))
    if form.is_valid():
        try:
            plan = _start(form.cleaned_data, by=user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("coaching:plan_edit", plan.pk)
    context = {
        "form": form,
        "may_start": form.fields["leader"].queryset.exists(),
        "has_goals": form.fields["goal"].queryset.exists(),
        "may_add_goal": bool(user.led_school_ids),
        "trail": [("Plans", reverse("coaching:plan_list")), ("Start a leader’s plan", None)],
    }
    return render_form(request, "coaching/leader_plan_start.html", context)


def _start(chosen, *, by):
    return start_leader_plan(
        chosen["leader"],
        goal=chosen["goal"],
        by=by,
        now=timezone.now(),
        feedback=chosen["feedback"],
        steps=chosen["steps"],
    )


def _start_from(request):
    """What the link brought along; a leader starts her own."""
    leader = request.GET.get("leader")
    if not leader and request.user.led_school_ids:
        leader = str(request.user.pk)
    return {"leader": leader, "feedback": request.GET.get("feedback")}


@require_safe
def plan_alignment(request, pk):
    """Four blocks side by side: school goal, refinement area, what teachers do, what the leader
    does (S0.20)."""
    plan = get_plan(request, pk)
    if not plan.is_leaders:
        raise Http404
    leave_a_trail(request, plan)
    context = {
        "plan": plan,
        "record": plan_record(plan),
        "trail": trail_of(plan, ("Alignment", None)),
    }
    return render(request, "coaching/plan_alignment.html", context)
