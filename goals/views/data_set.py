"""Sets of results: pasted as a table, looked at first, shown as a table and a chart."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.charts import bars
from core.forms import render_form
from core.messages import success_with_undo
from goals.actions.data_set import remove_data_set, restore_data_set, save_data_set
from goals.forms.data_set import DataSetForm
from goals.hiding import hidden_points
from goals.models import DataPoint, DataSet, Need
from goals.models.reading import keeps_anything, reads_data
from goals.views.finding import KEEPERS, trail
from people.forms.rows import is_saved
from people.views.finding import allow, get_editable, page_of

READERS = (
    "principals and leadership team of the school",
    "coaches at the school",
    "the system’s leadership team",
    "district coaching staff",
    "the personnel custodian",
)
DRAWN = 40


def _trail(*entries):
    return trail(("Data sets", reverse("goals:data_set_list") if entries else None), *entries)


@require_safe
def data_set_list(request):
    """The results of the schools the person leads, or of all of them."""
    allow(reads_data(request.user), "Data sets are read by leadership teams and coaches.")
    rows = DataSet.objects.visible_to(request.user).select_related("school")
    shows_removed = request.GET.get("show") == "removed"
    rows = rows.exclude(removed_at=None) if shows_removed else rows.kept()
    context = {
        "page": page_of(request, rows),
        "shows_removed": shows_removed,
        "can_add": keeps_anything(request.user),
        "trail": _trail(),
    }
    return render(request, "goals/data_set_list.html", context)


@require_safe
def data_set_detail(request, pk):
    """One set of results; small figures of other schools are hidden."""
    data_set = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
    points = DataPoint.objects.visible_to(request.user).filter(data_set=data_set)
    rows = list(points.select_related("school").order_by("school__name", "grade", "subject", "pk"))
    own = request.user.led_school_ids | request.user.ilt_school_ids
    rows = shown_rows(data_set, rows, hidden_points(rows, own))
    drawn = [(row["label"], row["share"]) for row in rows if row["share"] is not None]
    context = {
        "data_set": data_set,
        "rows": rows,
        "chart": bars(drawn[:DRAWN]) if drawn else None,
        "hides_some": any(row["is_hidden"] for row in rows),
        "leaning": what_leans_on(data_set, request.user),
        "can_edit": data_set.can_be_edited_by(request.user),
        "readers": READERS,
        "trail": _trail((str(data_set), None)),
    }
    return render(request, "goals/data_set_detail.html", context)


def what_leans_on(data_set, user):
    """The data reviews that lay it on the table and the needs that name it among their sources, as
    far as the person reads them; `open` is one that is not held yet, anybody's."""
    reviews = list(data_set.data_reviews.select_related("school"))
    read = set(data_set.data_reviews.visible_to(user).values_list("pk", flat=True))
    needs = Need.objects.visible_to(user).filter(ended_at=None)
    return {
        "reviews": [review for review in reviews if review.pk in read],
        "others": sum(review.pk not in read for review in reviews),
        "needs": list(needs.filter(sources__contains=[data_set.title]).select_related("school")),
        "open": any(not review.is_held for review in reviews),
    }


@require_POST
def data_set_remove(request, pk):
    """Out of the lists; Undo brings it back. What leans on it is on its page."""
    data_set = get_editable(request, DataSet.objects.visible_to(request.user), pk)
    try:
        remove_data_set(data_set, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect(data_set)
    undo = reverse("goals:data_set_restore", args=[data_set.pk])
    success_with_undo(request, "The data set is removed. Reviews that were held keep it.", undo)
    return redirect("goals:data_set_list")


@require_POST
def data_set_restore(request, pk):
    data_set = get_editable(request, DataSet.objects.visible_to(request.user), pk)
    restore_data_set(data_set)
    messages.success(request, "The data set is back.")
    return redirect(data_set)


def shown_rows(data_set, points, hidden):
    """Each point as the page says it; nothing of a hidden one but where it belongs."""
    return [_row(data_set, point, point.pk in hidden) for point in points]


def _row(data_set, point, is_hidden):
    """The school is said where a set is of several."""
    where = "" if data_set.school_id else point.school.name
    parts = [where, point.grade, point.subject, point.student_group]
    label = ", ".join(part for part in parts if part) or "All students"
    row = {"point": point, "label": label}
    if is_hidden:
        return {**row, "is_hidden": True, "n": None, "figures": (), "share": None}
    figures = point.counts if data_set.levels else [f"{point.value.normalize():f}"]
    share = point.value
    if data_set.levels:
        share = round(100 * point.counts[-1] / point.n, 1)
    return {**row, "is_hidden": False, "n": point.n, "figures": figures, "share": share}


@require_http_methods(["GET", "HEAD", "POST"])
def data_set_add(request):
    """Paste a table, look at what was read, then keep it."""
    allow(keeps_anything(request.user), KEEPERS)
    data_set = DataSet()
    form = DataSetForm(request.POST or None, instance=data_set, user=request.user)
    is_fine = form.is_valid()
    if is_fine and "confirm" in request.POST:
        if is_saved(form, save_data_set, data_set, form.points):
            messages.success(request, f"{len(form.points)} rows kept.")
            return redirect(data_set)
        is_fine = False
    context = {
        "form": form,
        "data_set": data_set,
        "rows": shown_rows(data_set, form.points, set()) if is_fine else None,
        "trail": _trail(("Add results", None)),
    }
    return render_form(request, "goals/data_set_add.html", context)
