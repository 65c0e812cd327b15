"""Success stories: told by the teacher of a cycle that is over, read by those she chose."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.models import Plan
from core.forms import render_form
from reports.actions.story import answer_line, publish
from reports.forms.story import StoryLineForm, SuccessStoryForm
from reports.models import SuccessStory

PAGE = 20
NOT_OVER = "A story is told once the plan is completed."
ONLY_HERS = "Only the teacher tells a story of her cycle."
ONLY_QUOTED = "Only the coach whom the story quotes answers for the line."
CHANGED = "The line was changed while you read it. Read it as it is now, then answer."
SAID = {
    True: "You confirmed the line. It shows in the story from now on.",
    False: "The line does not show. The teacher is told.",
}


@require_safe
def story_list(request):
    """What teachers have told, newest first; her own stories say whom they reach."""
    rows = SuccessStory.objects.visible_to(request.user)
    rows = rows.select_related("teacher", "school", "plan__coach")
    page = Paginator(rows.published(), PAGE).get_page(request.GET.get("page"))
    return render(
        request, "reports/story_list.html", {"page": page, "trail": [("Success stories", None)]}
    )


def _get_plan(request, pk):
    """Her own completed plan."""
    plans = Plan.objects.visible_to(request.user).select_related("teacher", "school")
    plan = get_object_or_404(plans, pk=pk)
    if plan.teacher_id != request.user.pk:
        raise PermissionDenied(ONLY_HERS)
    if not SuccessStory.can_be_told_by(plan, request.user):
        raise PermissionDenied(NOT_OVER)
    return plan


@require_http_methods(["GET", "HEAD", "POST"])
def story_write(request, pk):
    """Tell the story of a completed plan, or change it; publishing shows it at once."""
    plan = _get_plan(request, pk)
    story = SuccessStory.objects.visible_to(request.user).filter(plan=plan).first()
    is_published = story is not None and story.withdrawn_at is None
    story = story or SuccessStory.of(plan)
    data = request.POST if request.method == "POST" else None
    form = SuccessStoryForm(data, instance=story, user=request.user)
    if form.is_valid():
        publish(story, now=timezone.now())
        messages.success(request, f"“{story.title}” is published.{_asked(story)}")
        return redirect("reports:story_list")
    plan_page = (plan.teacher.name, plan.get_absolute_url())
    context = {"form": form, "plan": plan, "story": story, "is_published": is_published}
    context["trail"] = [
        ("Plans", reverse("coaching:plan_list")),
        plan_page,
        ("Success story", None),
    ]
    return render_form(request, "reports/story_write.html", context)


def _asked(story):
    """What the teacher reads about the line of her coach once she has published."""
    return " Your coach is asked about the line." if story.line_waits else ""


@require_http_methods(["GET", "HEAD", "POST"])
def story_line(request, pk):
    """The coach reads the line that a story quotes, and confirms or declines it, then or later."""
    rows = SuccessStory.objects.visible_to(request.user).select_related("teacher", "school", "plan")
    story = get_object_or_404(rows, pk=pk)
    if not story.line_can_be_answered_by(request.user):
        raise PermissionDenied(ONLY_QUOTED)
    data = request.POST if request.method == "POST" else None
    form = StoryLineForm(data, user=request.user, story=story)
    if form.is_valid():
        if answer_line(story, **form.said, now=timezone.now()):
            messages.success(request, SAID[form.said["is_confirmed"]])
            return redirect("reports:story_list")
        form.add_error(None, CHANGED)
    story.refresh_from_db(fields=["coach_line"])
    trail = [("Success stories", reverse("reports:story_list")), ("A line of yours", None)]
    context = {"form": form, "story": story, "trail": trail}
    return render_form(request, "reports/story_line.html", context)


@require_POST
def story_withdraw(request, pk):
    """Take it off the page; the text stays hers, and can be published again."""
    rows = SuccessStory.objects.visible_to(request.user)
    story = get_object_or_404(rows, pk=pk)
    if story.teacher_id != request.user.pk:
        raise PermissionDenied(ONLY_HERS)
    story.set_withdrawn(timezone.now())
    messages.success(request, f"“{story.title}” is withdrawn. Nobody reads it any more.")
    return redirect("reports:story_list")
