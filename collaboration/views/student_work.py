"""Student work of a meeting: each member's own analysis, and the impact over the cycle."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.forms.student_work import WorkAnalysisForm
from collaboration.impact import chart_of, impact_of
from collaboration.meetings_of import with_place
from collaboration.models import FocusNote, StudyMeeting, WorkAnalysis
from collaboration.models.student_work import can_look_closely, can_read_work
from collaboration.views.finding import found, get_cycle, trail_of_cycle
from core.forms import render_form
from core.messages import success_with_undo
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.views.finding import allow, get_editable

READERS = ("the team’s members", "the school’s principals")
NOTE = (
    "It is in no export, and is deleted sixty days after the school year. Counts and codes only, "
    "no students’ names."
)
MEMBERS = "The team’s members look at student work here."


def get_study(request, pk):
    """A meeting whose student work the person reads."""
    rows = with_place(StudyMeeting.objects.visible_to(request.user))
    rows = rows.select_related("meeting__team", "cycle__year_plan__team__school")
    study = get_object_or_404(rows, pk=pk)
    found(can_read_work(request.user, study.cycle.year_plan))
    return study


@require_safe
def work_list(request, pk):
    """What each member entered for the meeting."""
    study, user = get_study(request, pk), request.user
    rows = WorkAnalysis.objects.visible_to(user).kept().filter(study=study)
    rows = list(rows.select_related("author"))
    for row in rows:
        row.lines = list(
            zip(row.levels, row.before, row.after or [None] * len(row.levels), strict=True)
        )
        row.is_own = row.author_id == user.pk
    notes = FocusNote.objects.visible_to(user).filter(study=study).exclude(text="")
    context = {
        "study": study,
        "rows": rows,
        "notes": notes.select_related("student").order_by("student__place"),
        "can_add": can_look_closely(user, study.cycle.year_plan),
        "readers": READERS,
        "note": NOTE,
        "trail": _trail(study),
    }
    return render(request, "collaboration/work_list.html", context)


def _trail(study, *pages):
    here = (f"Meeting {study.number}", study.get_absolute_url())
    address = reverse("collaboration:work_list", args=[study.pk])
    return trail_of_cycle(study.cycle, here, ("Student work", address if pages else None), *pages)


@require_http_methods(["GET", "HEAD", "POST"])
def work_add(request, pk):
    study = get_study(request, pk)
    allow(can_look_closely(request.user, study.cycle.year_plan), MEMBERS)
    cycle = study.cycle
    row = WorkAnalysis(
        school_system_id=study.school_system_id,
        study=study,
        author=request.user,
        levels=cycle.levels,
        reached_from=cycle.reached_from,
    )
    return _form_page(request, row, study, "Look at student work")


def _own(request, pk):
    rows = WorkAnalysis.objects.visible_to(request.user)
    return get_editable(request, rows.select_related("study__cycle__year_plan"), pk)


@require_http_methods(["GET", "HEAD", "POST"])
def work_edit(request, pk):
    row = _own(request, pk)
    return _form_page(request, row, get_study(request, row.study_id), "Change your analysis")


def _form_page(request, row, study, heading):
    data = request.POST if request.method == "POST" else None
    form = WorkAnalysisForm(data, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Analysis saved. Your team reads it.")
        return redirect("collaboration:work_list", study.pk)
    context = {"form": form, "heading": heading, "trail": _trail(study, (heading, None))}
    return render_form(request, "collaboration/work_form.html", context)


@require_POST
def work_remove(request, pk):
    row = _own(request, pk)
    row.set_removed(timezone.now())
    undo = reverse("collaboration:work_restore", args=[row.pk])
    success_with_undo(request, "Analysis removed.", undo)
    return redirect("collaboration:work_list", row.study_id)


@require_POST
def work_restore(request, pk):
    row = _own(request, pk)
    row.set_removed(None)
    messages.success(request, "The analysis is back.")
    return redirect("collaboration:work_list", row.study_id)


@require_safe
def impact(request, pk):
    """Students by level before and after, over the meetings of the cycle."""
    cycle, user = get_cycle(request, pk), request.user
    found(can_read_work(user, cycle.year_plan))
    studies = with_place(StudyMeeting.objects.visible_to(user).filter(cycle=cycle))
    rows = impact_of(cycle, user, studies.select_related("meeting").order_by("meeting__starts_at"))
    context = {
        "cycle": cycle,
        "reached": cycle.levels[cycle.reached_from - 1],
        "rows": rows,
        "chart": chart_of(rows) if rows else None,
        "readers": READERS,
        "note": NOTE,
        "trail": trail_of_cycle(cycle, ("Impact", None)),
    }
    return render(request, "collaboration/impact.html", context)
