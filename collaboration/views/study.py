"""One meeting of a cycle of study: what it is about, and the proof that its strategies work."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.forms.study import FieldTestForm, StudyMeetingForm
from collaboration.meetings_of import evidence_before, with_place
from collaboration.models import FieldTest, StudyMeeting
from collaboration.models.student_work import can_read_work
from collaboration.views.finding import trail_of_cycle
from core.forms import render_form
from core.messages import success_with_undo
from core.shared_texts import save_all, save_one
from meetings.models import Meeting
from people.actions.rows import save_row
from people.forms.rows import is_saved
from people.models import Team
from people.views.finding import allow, get_editable

PAGE = "collaboration/study_meeting.html"
READERS = ("the team’s members", "the school’s principals", "the school’s leadership team")
MEMBERS = "The team’s members write here, and the school’s principals."
OTHERS = "Somebody of the team"


def _study(request, pk):
    rows = with_place(StudyMeeting.objects.visible_to(request.user))
    rows = rows.select_related("meeting__team", "cycle__year_plan__team")
    return get_object_or_404(rows, pk=pk)


def _editable(request, pk):
    study = _study(request, pk)
    allow(study.can_be_edited_by(request.user), MEMBERS)
    return study


@require_http_methods(["GET", "HEAD", "POST"])
def study_meeting(request, pk):
    """What the meeting studies; whoever may write finds a form whose texts save themselves."""
    if request.method != "POST":
        study = _study(request, pk)
        return render_form(request, PAGE, _context(request, study))
    study = _editable(request, pk)
    form = StudyMeetingForm.asking(study, request.user, request.POST)
    return save_all(request, study, form, (PAGE, partial(_context, request, study)))


def _context(request, study, form=None, theirs=None):
    user = request.user
    can_edit = study.can_be_edited_by(user)
    form = form or StudyMeetingForm.asking(study, user)
    return {
        "study": study,
        "meeting": study.meeting,
        "form": form,
        "conflicts": [(form[name], text) for name, text in (theirs or {}).items()],
        "has_errors": bool(theirs),
        "can_edit": can_edit,
        "reports": evidence_before(study, user) if study.number > 1 else [],
        "tests": FieldTest.objects.visible_to(user).kept().filter(study=study),
        "sees_work": can_read_work(user, study.cycle.year_plan),
        "keeps_tests": study.cycle.year_plan.uses_field_tests,
        "readers": READERS,
        "trail": trail_of_cycle(study.cycle, (f"Meeting {study.number}", None)),
    }


@require_POST
def study_save(request, pk):
    """Autosave of one text."""
    study = _editable(request, pk)
    form = StudyMeetingForm.of(study, request.user)
    return save_one(request, study, form, now=timezone.now(), others=OTHERS)


@require_safe
def meeting_study(request, pk):
    """Fragment for a meeting's page: which cycle it belongs to, and what is missing."""
    rows = Meeting.objects.visible_to(request.user).filter(team__kind=Team.Kind.TC)
    meeting = get_object_or_404(rows, pk=pk)
    studies = with_place(StudyMeeting.objects.visible_to(request.user)).filter(meeting=meeting)
    study = studies.select_related("meeting", "cycle__year_plan").first()
    if study is None:
        return HttpResponse("")
    return render(request, "collaboration/_meeting_study.html", {"study": study})


@require_http_methods(["GET", "HEAD", "POST"])
def field_test_add(request, pk):
    study = _editable(request, pk)
    if not study.cycle.year_plan.uses_field_tests:
        raise Http404
    row = FieldTest(school_system_id=study.school_system_id, study=study)
    return _field_test_form(request, row, "Add a field test")


def _field_test(request, pk):
    rows = FieldTest.objects.visible_to(request.user)
    rows = rows.select_related("study__meeting__team", "study__cycle__year_plan__team")
    return get_editable(request, rows, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def field_test_edit(request, pk):
    return _field_test_form(request, _field_test(request, pk), "Change the field test")


def _field_test_form(request, row, heading):
    data = request.POST if request.method == "POST" else None
    form = FieldTestForm(data, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "Field test saved.")
        return redirect(row.study)
    trail = trail_of_cycle(row.study.cycle, (heading, None))
    context = {"form": form, "heading": heading, "trail": trail}
    return render_form(request, "collaboration/form.html", context)


@require_POST
def field_test_remove(request, pk):
    row = _field_test(request, pk)
    row.set_removed(timezone.now())
    undo = reverse("collaboration:field_test_restore", args=[row.pk])
    success_with_undo(request, "Field test removed.", undo)
    return redirect(row.study)


@require_POST
def field_test_restore(request, pk):
    row = _field_test(request, pk)
    row.set_removed(None)
    messages.success(request, "The field test is back.")
    return redirect(row.study)
