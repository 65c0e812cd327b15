"""The training record: who is trained and normed, and who is not yet."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions.rows import remove_row, save_row
from people.forms.assignment import people_with
from people.forms.rows import is_saved
from people.forms.training import TRAINED, TrainingForm
from people.models import Training
from people.views.finding import allow, get_editable, page_of

NEEDED = (Training.Kind.APPROACH, Training.Kind.NORMING)


def _trail(*pages):
    last = [(page, None) for page in pages]
    here = ("Training record", reverse("people:training_list") if pages else None)
    return [("People", reverse("people:person_list")), here, *last]


@require_safe
def training_list(request):
    """Everybody's trainings for those who keep the record; for anybody else, one's own."""
    user = request.user
    rows = Training.objects.visible_to(user).select_related("user", "recorded_by")
    is_reader = Training.can_be_read_by(user)
    page = page_of(request, rows)
    for row in page:
        row.run_out = row.is_run_out(user.today)
    context = {
        "page": page,
        "missing": _missing(user) if is_reader else None,
        "is_reader": is_reader,
        "can_edit": Training.can_be_kept_by(user),
        "trail": _trail() if is_reader else [("My training", None)],
    }
    return render(request, "people/training_list.html", context)


def _missing(user):
    """Coaches and leaders who lack a valid training of the kinds that everybody needs."""
    people = people_with(user, *TRAINED).order_by("name", "pk")
    valid = Training.objects.visible_to(user).valid(user.today).filter(user=OuterRef("pk"))
    marks = {kind.value: Exists(valid.filter(kind=kind)) for kind in NEEDED}
    rows = people.annotate(**{f"has_{name}": mark for name, mark in marks.items()})
    return rows.exclude(has_approach=True, has_norming=True)


@require_http_methods(["GET", "HEAD", "POST"])
def training_add(request):
    user = request.user
    allow(Training.can_be_kept_by(user))
    data = request.POST if request.method == "POST" else None
    form = TrainingForm(data, user=user)
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, f"The training of {form.instance.user.name} is recorded.")
        return redirect("people:training_list")
    context = {"form": form, "words": "Record a training", "trail": _trail("Record a training")}
    return render_form(request, "people/training_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def training_edit(request, pk):
    rows = Training.objects.visible_to(request.user).select_related("user")
    row = get_editable(request, rows, pk)
    data = request.POST if request.method == "POST" else None
    form = TrainingForm(data, instance=row, user=request.user)
    if form.is_valid() and is_saved(form, save_row, row):
        messages.success(request, "The training was saved.")
        return redirect("people:training_list")
    words = f"Training of {row.user.name}"
    context = {"form": form, "words": words, "row": row, "trail": _trail("Change")}
    return render_form(request, "people/training_edit.html", context)


@require_POST
def training_remove(request, pk):
    """Take out a training recorded by mistake."""
    row = get_editable(request, Training.objects.visible_to(request.user), pk)
    remove_row(row)
    messages.success(request, "The training was removed.")
    return redirect("people:training_list")
