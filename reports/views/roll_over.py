from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions import roll_over as actions
from people.models import RollOver, School
from people.roll_over import WORDS, Draft, Goes
from people.views.finding import allow
from reports.forms.roll_over import ChoicesForm, PrepareForm
from reports.open_work import open_work

STATES = {
    "": ("Nothing changed yet", "waiting"),
    "due": ("Under way", "active"),
    "done": ("Rolled over", "done"),
    "failed": ("Not rolled over", "late"),
    "dead": ("Not rolled over", "late"),
    "cancelled": ("Taken back", "neutral"),
}
LATER = ("due", "done")


def _trail(*entries):
    years = ("School years", reverse("people:year_list"))
    return [years, ("Roll-over", reverse("reports:roll_over_list")), *entries]


@require_http_methods(["GET", "HEAD", "POST"])
def roll_over_list(request):
    """The roll-overs there were, and into which year the next one may lead."""
    allow(request.user.is_system_admin)
    form = PrepareForm(request.POST or None, user=request.user)
    if form.is_valid() and (roll_over := _prepared(request, form)):
        return redirect(roll_over)
    rows = RollOver.objects.visible_to(request.user)
    context = {
        "form": form,
        "has_years": form.fields["year"].queryset.exists(),
        "rows": rows.select_related("from_year", "to_year", "prepared_by"),
        "trail": [*_trail()[:1], ("Roll-over", None)],
    }
    return render_form(request, "reports/roll_over_list.html", context)


def _prepared(request, form):
    """The roll-over, or None with the reason at the field."""
    try:
        return actions.prepare(form.cleaned_data["year"], by=request.user)
    except actions.RefusedError as error:
        form.add_error("year", error.reasons[0])
        return None


def _get_roll_over(request, pk):
    return get_object_or_404(RollOver.objects.visible_to(request.user).with_years(), pk=pk)


def _words(roll_over):
    return f"{roll_over.from_year.name} to {roll_over.to_year.name}"


@require_safe
def roll_over_detail(request, pk):
    """What would happen at each school, or what has."""
    return _show(request, _get_roll_over(request, pk))


def _show(request, roll_over, refused="", status=200):
    draft = Draft(roll_over, request.user.today)
    states = {row.school_id: row for row in roll_over.schools.all()}
    work = open_work(draft.schools.values(), roll_over.school_system.minimum_group)
    rows = [_row(one, states.get(pk), work[pk]) for pk, one in draft.schools.items()]
    context = {
        "roll_over": roll_over,
        "draft": draft,
        "rows": rows,
        "totals": _totals(rows),
        "open": sum(row["is_open"] for row in rows),
        "done": sum(row["state"] == "done" for row in rows),
        "is_running": any(row["state"] == "due" for row in rows),
        "refused": refused,
        "has_errors": bool(refused),
        "trail": _trail((_words(roll_over), None)),
    }
    return render(request, "reports/roll_over_detail.html", context, status=status)


def _row(draft, stored, work):
    """One school of the page; what is rolled over shows what was done."""
    state = stored.state if stored else ""
    is_done = state == "done"
    words, tone = STATES[state]
    return {
        "school": draft.school,
        "counts": stored.counts if is_done else draft.counts,
        "work": work,
        "state": state,
        "words": words,
        "tone": tone,
        "reason": stored.reason if stored else "",
        "at": stored.finished_at if stored and not stored.is_open else None,
        "is_open": state not in LATER,
    }


def _totals(rows):
    names = rows[0]["counts"] if rows else {}
    totals = {name: sum(row["counts"].get(name, 0) for row in rows) for name in names}
    counted = [row["work"] for row in rows if row["work"]]
    return totals | {
        "plans": sum(one[0] for one in counted),
        "steps": sum(one[1] for one in counted),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def roll_over_school(request, pk, school):
    """The people of one school and where they go; what is still to be decided, by name."""
    roll_over = _get_roll_over(request, pk)
    draft = Draft(roll_over, request.user.today).schools.get(school)
    if draft is None:
        raise Http404
    stored = roll_over.schools.filter(school=school).first()
    is_open = stored is None or stored.is_open
    lines = draft.lines if is_open else []
    data = request.POST if request.method == "POST" and is_open else None
    form = ChoicesForm(data, user=request.user, lines=lines, school=draft.school)
    if form.is_valid():
        return _chosen(request, roll_over, draft, form)
    row = _row(draft, stored, None)
    context = {
        "form": form,
        "roll_over": roll_over,
        "draft": draft,
        "row": row,
        "fields": [(line, form[name]) for name, line in form.lines.items()],
        "others": [line for line in draft.lines if not line.can_be_chosen],
        "labels": {"moves": WORDS[Goes.MOVES], "leaves": WORDS[Goes.LEAVES]},
        "trail": _trail(
            (_words(roll_over), roll_over.get_absolute_url()), (draft.school.name, None)
        ),
    }
    return render_form(request, "reports/roll_over_school.html", context)


def _chosen(request, roll_over, draft, form):
    try:
        actions.choose(roll_over, draft.school.pk, form.choices(roll_over))
    except actions.RefusedError as error:
        messages.error(request, error.reasons[0])
    else:
        messages.success(request, f"{draft.school.name} was saved. Nothing is rolled over yet.")
    return redirect("reports:roll_over_school", roll_over.pk, draft.school.pk)


@require_POST
def roll_over_start(request, pk):
    """The admin's yes: to one school where the form names it, else to all that are open."""
    roll_over = _get_roll_over(request, pk)
    schools = _schools(request)
    try:
        count = actions.start(
            roll_over,
            [school.pk for school in schools],
            seen=request.POST.get("seen", ""),
            now=timezone.now(),
            today=request.user.today,
        )
    except actions.ChangedError as error:
        return _show(request, roll_over, error.reasons[0], status=409)
    if count:
        words = f"{count} {'school is' if count == 1 else 'schools are'} being rolled over."
        messages.success(request, words)
    else:
        messages.info(request, "These schools are rolled over already, or under way.")
    return redirect(roll_over)


@require_POST
def roll_over_undo(request, pk):
    """Take back one school where the form names it, else all that are done."""
    roll_over = _get_roll_over(request, pk)
    schools = _schools(request)
    rows = list(roll_over.schools.filter(state="done", school__in=schools))
    count = actions.undo_schools(rows, now=timezone.now())
    if count:
        one = "1 school is as it was before." if count == 1 else ""
        messages.success(request, one or f"{count} schools are as they were before.")
    if count < len(rows):
        messages.error(request, f"{len(rows) - count} stay as they are; each says why.")
    return redirect(roll_over)


def _schools(request):
    """The school that the form names, or every one of the system."""
    wanted = request.POST.get("school", "")
    schools = School.objects.visible_to(request.user)
    return [one for one in schools if not wanted or str(one.pk) == wanted]
