"""The coach's list of teachers."""

import datetime as dt

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coaching.caseload import caseload_of
from coaching.forms.caseload import CaseloadForm
from coaching.forms.launch import LaunchAnswerForm
from people.models import Membership

LAST = dt.date.max
SHOWN = {
    "due": lambda line: line.is_due,
    "no_step": lambda line: not line.teacher.open_step,
    "launch": lambda line: line.asks_launch,
    "no_visit": lambda line: not line.teacher.next_visit,
}
SORTED = {
    "contact": lambda line: (line.last_visit_on or dt.date.min, line.since),
    "next": lambda line: line.next_visit_on or LAST,
    "school": lambda line: line.school_name,
}


@require_safe
def caseload(request):
    """Everybody the coach works with: last visit, focus, open step, next visit, plan."""
    if Membership.Role.COACH not in request.user.duties:
        raise Http404
    everybody = caseload_of(request.user)
    schools = sorted({(line.school_id, line.school_name) for line in everybody}, key=_by_name)
    form = CaseloadForm(request.GET, user=request.user, schools=schools)
    lines = _wanted(everybody, form.cleaned_data) if form.is_valid() else everybody
    context = {
        "form": form,
        "lines": lines,
        "total": len(everybody),
        "due": sum(line.is_due for line in everybody),
        "launch_asked": sum(line.asks_launch for line in everybody),
        "launch_form": LaunchAnswerForm(user=request.user),
        "trail": [("Today", "/"), ("Caseload", None)],
    }
    return render(request, "coaching/caseload.html", context)


def _by_name(school):
    return school[1]


def _wanted(lines, filters):
    """The lines that match what was asked, in the order asked for; names break ties."""
    word = filters["q"].casefold()
    lines = [line for line in lines if word in line.teacher.name.casefold()]
    if filters.get("school"):
        lines = [line for line in lines if line.school_id == filters["school"]]
    if filters["show"]:
        lines = [line for line in lines if SHOWN[filters["show"]](line)]
    if filters["sort"]:
        lines.sort(key=SORTED[filters["sort"]])
    return lines
