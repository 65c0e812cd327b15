"""Focus students of a cycle: three or four, under codes."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.actions.focus import remove_student, save_notes
from collaboration.forms.student_work import FocusNotesForm, FocusStudentForm
from collaboration.models import FocusNote, FocusStudent
from collaboration.models.student_work import (
    MOST_FOCUS_STUDENTS,
    can_look_closely,
    can_read_work,
)
from collaboration.views.finding import found, get_cycle, trail_of_cycle
from collaboration.views.student_work import MEMBERS, NOTE, READERS, get_study
from core.forms import render_form
from core.shared_texts import Conflicts
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.views.finding import allow

NOTES = "collaboration/focus_notes.html"


@require_http_methods(["GET", "HEAD", "POST"])
def focus_list(request, pk):
    """The codes with what each meeting's work showed; a member adds one."""
    cycle, user = get_cycle(request, pk), request.user
    found(can_read_work(user, cycle.year_plan))
    can_write = can_look_closely(user, cycle.year_plan)
    if request.method == "POST":
        allow(can_write, MEMBERS)
    notes = FocusNote.objects.visible_to(user).exclude(text="").select_related("study__meeting")
    students = FocusStudent.objects.visible_to(user).filter(cycle=cycle)
    students = list(students.prefetch_related(Prefetch("notes", notes, to_attr="shown")))
    row = FocusStudent(
        school_system_id=cycle.school_system_id, cycle=cycle, place=_free_place(students)
    )
    data = request.POST if request.method == "POST" else None
    form = FocusStudentForm(data, instance=row, user=user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, f"{row.code} is in focus.")
        return redirect(row)
    context = {
        "cycle": cycle,
        "students": students,
        "form": form,
        "can_write": can_write,
        "is_full": len(students) >= MOST_FOCUS_STUDENTS,
        "readers": READERS,
        "note": NOTE,
        "trail": trail_of_cycle(cycle, ("Focus students", None)),
    }
    return render_form(request, "collaboration/focus_list.html", context)


def _free_place(students):
    """The first place nobody has; past the last one the database refuses."""
    taken = {student.place for student in students}
    return next(place for place in range(1, MOST_FOCUS_STUDENTS + 2) if place not in taken)


@require_POST
def focus_remove(request, pk):
    """Take a student off the list for good, with the notes."""
    rows = FocusStudent.objects.visible_to(request.user).select_related("cycle__year_plan")
    student = get_object_or_404(rows, pk=pk)
    allow(can_look_closely(request.user, student.cycle.year_plan), MEMBERS)
    remove_student(student)
    messages.success(request, f"{student.code} and the notes are deleted.")
    return redirect("collaboration:focus_list", student.cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def focus_notes(request, pk):
    """What each focus student's work showed at one meeting."""
    study, user = get_study(request, pk), request.user
    allow(can_look_closely(user, study.cycle.year_plan), MEMBERS)
    students = list(FocusStudent.objects.visible_to(user).filter(cycle=study.cycle_id))
    held = FocusNote.objects.visible_to(user).filter(study=study)
    texts = dict(held.values_list("student", "text"))
    data = request.POST if request.method == "POST" else None
    form = FocusNotesForm(data, students=students, texts=texts, user=user)
    theirs = {}
    if form.is_valid():
        try:
            save_notes(study, form.texts, form.was())
            messages.success(request, "Notes saved.")
            return redirect("collaboration:work_list", study.pk)
        except Conflicts as conflicts:
            theirs = conflicts.theirs
            form.start_from(theirs)
    context = {"form": form, "heading": "Focus students", "has_errors": bool(theirs)}
    context |= {"cycle": study.cycle, "students": students}
    context["conflicts"] = [(form[name], text) for name, text in theirs.items()]
    context["lead"] = f"Meeting {study.number}. Codes only, never a name."
    context["trail"] = trail_of_cycle(
        study.cycle, (f"Meeting {study.number}", study.get_absolute_url()), ("Focus students", None)
    )
    if theirs:
        return render(request, NOTES, context, status=409)
    return render_form(request, NOTES, context)
