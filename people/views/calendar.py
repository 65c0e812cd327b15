from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions.calendar import add_closures, remove_year
from people.actions.rows import remove_row, save_row
from people.forms.calendar import ClosuresForm, TermForm, YearForm
from people.forms.rows import is_saved
from people.models import Closure, SchoolYear, Term
from people.views.finding import allow, get_editable


def _trail(*entries):
    return [("School years", reverse("people:year_list")), *entries]


@require_safe
def year_list(request):
    """The school years of the system, newest first."""
    context = {
        "years": SchoolYear.objects.visible_to(request.user),
        "today": request.user.today,
        "is_admin": request.user.is_system_admin,
    }
    return render(request, "people/year_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def year_add(request):
    allow(request.user.is_system_admin)
    form = YearForm(request.POST or None, user=request.user)
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, f"School year {form.instance.name} was added.")
        return redirect(form.instance)
    context = {
        "form": form,
        "words": "Add a school year",
        "trail": _trail(("Add a school year", None)),
    }
    return render_form(request, "people/calendar_edit.html", context)


@require_safe
def year_detail(request, pk):
    """One school year: its terms, and the days without school."""
    user = request.user
    year = get_object_or_404(SchoolYear.objects.visible_to(user), pk=pk)
    return render(request, "people/year_detail.html", _year_context(user, year))


def _year_context(user, year):
    closures = Closure.objects.visible_to(user).filter(
        starts_on__lte=year.ends_on, ends_on__gte=year.starts_on
    )
    return {
        "year": year,
        "terms": Term.objects.visible_to(user).filter(school_year=year),
        "closures": closures.select_related("school"),
        "can_edit": year.can_be_edited_by(user),
        "closures_form": ClosuresForm(user=user, year=year),
        "trail": _trail((year.name, None)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def year_edit(request, pk):
    year = get_editable(request, SchoolYear.objects.visible_to(request.user), pk)
    trail = _trail((year.name, year.get_absolute_url()), ("Change", None))
    form = YearForm(request.POST or None, instance=year, user=request.user)
    if form.is_valid() and is_saved(form, save_row, year):
        messages.success(request, f"School year {year.name} was saved.")
        return redirect(year)
    context = {"form": form, "words": "Change the school year", "trail": trail}
    return render_form(request, "people/calendar_edit.html", context)


@require_POST
def year_remove(request, pk):
    """Remove a school year entered by mistake, while nothing stands on it."""
    year = get_editable(request, SchoolYear.objects.visible_to(request.user), pk)
    try:
        remove_year(year)
    except ProtectedError:
        messages.error(request, f"School year {year.name} stays: plans belong to it.")
        return redirect(year)
    messages.success(request, f"School year {year.name} was removed.")
    return redirect("people:year_list")


@require_http_methods(["GET", "HEAD", "POST"])
def term_add(request, pk):
    year = get_editable(request, SchoolYear.objects.visible_to(request.user), pk)
    form = TermForm(request.POST or None, year=year, user=request.user)
    return _term_page(request, form, year, "Add a term")


@require_http_methods(["GET", "HEAD", "POST"])
def term_edit(request, pk):
    rows = Term.objects.visible_to(request.user).select_related("school_year")
    term = get_editable(request, rows, pk)
    form = TermForm(request.POST or None, instance=term, year=term.school_year, user=request.user)
    return _term_page(request, form, term.school_year, "Change the term")


def _term_page(request, form, year, words):
    trail = _trail((year.name, year.get_absolute_url()), (words, None))
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, f"{form.instance.name} was saved.")
        return redirect(year)
    context = {"form": form, "words": words, "trail": trail}
    return render_form(request, "people/calendar_edit.html", context)


@require_POST
def term_remove(request, pk):
    rows = Term.objects.visible_to(request.user).select_related("school_year")
    term = get_editable(request, rows, pk)
    remove_row(term)
    messages.success(request, f"{term.name} was removed.")
    return redirect(term.school_year)


@require_POST
def closures_add(request, pk):
    """Days without school, pasted one a line."""
    year = get_editable(request, SchoolYear.objects.visible_to(request.user), pk)
    form = ClosuresForm(request.POST, user=request.user, year=year)
    if form.is_valid():
        count = add_closures(form.closures())
        messages.success(request, f"{count} {'line' if count == 1 else 'lines'} read and saved.")
        return redirect(year)
    context = _year_context(request.user, year) | {"closures_form": form}
    return render_form(request, "people/year_detail.html", context)


@require_POST
def closure_remove(request, pk):
    closure = get_editable(request, Closure.objects.visible_to(request.user), pk)
    remove_row(closure)
    messages.success(request, f"{closure.label} was removed: these are school days again.")
    years = SchoolYear.objects.visible_to(request.user)
    year = years.filter(starts_on__lte=closure.ends_on, ends_on__gte=closure.starts_on).first()
    return redirect(year or "people:year_list")
