from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions import import_batch as actions
from people.files import export
from people.files.reading import UnreadableFileError
from people.forms.import_batch import UploadForm
from people.models import ImportBatch
from people.views.finding import allow, get_editable, page_of

State = ImportBatch.State
SHOWN = 200


def _trail(*entries):
    return [("Files", reverse("people:import_list")), *entries]


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request):
    """Upload a file, fetch the present ones, and look at those that were applied."""
    user = request.user
    allow(user.is_system_admin or (user.is_district_staff and request.method != "POST"))
    form = UploadForm(request.POST or None, request.FILES or None, user=user)
    if form.is_valid() and (batch := _read(request, form)):
        return redirect(batch)
    batches = ImportBatch.objects.visible_to(user).defer("rows", "undo")
    context = {
        "form": form,
        "page": page_of(request, batches.select_related("uploaded_by")),
        "is_admin": user.is_system_admin,
        "trail": [("Files", None)],
    }
    return render_form(request, "people/import_list.html", context)


def _read(request, form):
    """The batch kept for its preview, or None with the reason at the field."""
    file = form.cleaned_data["file"]
    try:
        batch, unused = actions.read_file(file.read(), file.name, by=request.user)
    except UnreadableFileError as error:
        form.add_error("file", str(error))
        return None
    if unused:
        messages.info(request, f"Columns that are not used: {', '.join(unused)[:300]}")
    return batch


def _get_batch(request, pk):
    rows = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("school_system", "uploaded_by"), pk=pk)


@require_safe
def import_detail(request, pk):
    """The preview of a file, or what became of it."""
    return _show(request, _get_batch(request, pk))


def _show(request, batch, refused=(), status=200):
    """The page of a batch; a preview is worked out anew each time it is looked at."""
    is_preview = batch.state == State.PREVIEWED
    draft = actions.draft_of(batch, request.user.today) if is_preview else None
    outcomes = [outcome.as_dict() for outcome in draft.outcomes] if draft else batch.rows
    context = {
        "batch": batch,
        "draft": draft,
        "counts": draft.counts if draft else batch.undo.get("counts", {}),
        "groups": _grouped(outcomes),
        "shown": SHOWN,
        "refused": refused,
        "can_edit": batch.can_be_edited_by(request.user),
        "upload": UploadForm(user=request.user),
        "trail": _trail((batch.file_name, None)),
        "has_errors": bool(refused),
    }
    return render(request, "people/import_detail.html", context, status=status)


def _grouped(outcomes):
    """The rows by what happens with them: errors first, what stays last."""
    headings = {
        "error": "Left out: correct these rows and choose the file again",
        "change": "Changed",
        "add": "Added",
        "same": "Unchanged",
    }
    groups = []
    for says, heading in headings.items():
        rows = [outcome for outcome in outcomes if outcome["says"] == says]
        if rows:
            more = max(0, len(rows) - SHOWN)
            groups.append(
                {
                    "says": says,
                    "heading": heading,
                    "rows": rows,
                    "first": rows[:SHOWN],
                    "more": more,
                }
            )
    return groups


def _get_editable_batch(request, pk):
    rows = ImportBatch.objects.visible_to(request.user)
    return get_editable(request, rows.select_related("school_system", "uploaded_by"), pk)


@require_POST
def import_apply(request, pk):
    """The admin's yes to the preview."""
    batch = _get_editable_batch(request, pk)
    try:
        batch = actions.apply_file(
            batch,
            seen=request.POST.get("seen", ""),
            typed=request.POST.get("typed", ""),
            now=timezone.now(),
            today=request.user.today,
        )
    except actions.ChangedError as error:
        return _show(request, batch, error.reasons, status=409)
    except actions.RefusedError as error:
        return _show(request, batch, error.reasons, status=422)
    if batch.state == State.UNDONE:
        messages.error(request, f"{batch.file_name} was undone. Choose the file again.")
    else:
        messages.success(request, f"{batch.file_name} was applied.")
    return redirect(batch)


@require_POST
def import_undo(request, pk):
    """Take back what a file did."""
    batch = _get_editable_batch(request, pk)
    try:
        batch = actions.undo_file(batch, now=timezone.now())
    except actions.RefusedError as error:
        return _show(request, batch, error.reasons, status=409)
    messages.success(request, f"{batch.file_name} was undone: everything is as before.")
    return redirect(batch)


@require_safe
def import_template(request, kind):
    """The headings and an example row of one kind of file."""
    allow(request.user.is_system_admin or request.user.is_district_staff)
    return _file(kind, export.template(_known(kind)), f"{kind}-example.csv")


@require_safe
def import_export(request, kind):
    """The present people or caseload, in the columns that are read back."""
    allow(request.user.is_system_admin)
    user = request.user
    text = export.export(_known(kind), user.school_system, user.today)
    return _file(kind, text, f"{kind}.csv")


def _known(kind):
    if kind not in ImportBatch.Kind.values:
        raise Http404
    return kind


def _file(kind, text, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
