"""Files of a visit, a step or a plan: add, see, put right, remove."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching import artifact_store as store
from coaching.actions import artifact as actions
from coaching.forms.artifact import ArtifactFilterForm, ArtifactForm, ArtifactWordsForm
from coaching.models import ActionStep, Artifact, Plan, Visit
from coaching.readers import who_can_read
from core.forms import render_form
from core.messages import success_with_undo

PAGE = 50
NOT_YOURS = "Files are added by the teacher and the coach of this work."
ONLY_THEIRS = "A file is changed by whoever added it, and by its teacher."
LOOK = "Look at it once more: names of students can be cut off under “Turn and cut”."
# Even if a browser were made to open it as a page, it could do nothing.
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _visits(user):
    return Visit.objects.visible_to(user).for_page()


def _steps(user):
    steps = ActionStep.objects.visible_to(user).kept().with_owner(user.today)
    return steps.select_related("teacher__school_system", "coach")


def _plans(user):
    plans = Plan.objects.visible_to(user).with_owner(user.today)
    return plans.select_related("teacher__school_system", "coach")


PLACES = {"visit": _visits, "step": _steps, "plan": _plans}
NAMES = {"visit": "Visit", "step": "Action step", "plan": "Coaching plan"}


def _get_place(request, kind, pk):
    """The visit, step or plan, where this person may read it and add a file."""
    if kind not in PLACES:
        raise Http404
    place = get_object_or_404(PLACES[kind](request.user), pk=pk)
    if not place.files_can_be_added_by(request.user):
        raise PermissionDenied(NOT_YOURS)
    return place


def _get_artifact(request, pk, *, is_removed=False):
    rows = Artifact.objects.visible_to(request.user).filter(removed_at__isnull=not is_removed)
    people = ("teacher__school_system", "uploaded_by", "coach", "changed_by")
    places = (f"{place}__{person}" for place in PLACES for person in ("teacher", "coach"))
    return get_object_or_404(rows.select_related(*people, *places), pk=pk)


def get_editable_artifact(request, pk, *, is_removed=False):
    artifact = _get_artifact(request, pk, is_removed=is_removed)
    if not artifact.can_be_edited_by(request.user):
        raise PermissionDenied(ONLY_THEIRS)
    return artifact


def _trail(place, user, *pages):
    """The way to a file: what it lies with, named by the other one, then the page itself."""
    other = place.coach if user.pk == place.teacher_id else place.teacher
    return [(f"{_name_of(place)}, {other.name}", place.get_absolute_url()), *pages]


def trail_of(artifact, user, words):
    """The way to a page of a file."""
    above = ("File", artifact.get_absolute_url())
    return _trail(artifact.place, user, above, (words, None))


def _name_of(place):
    return NAMES[place._meta.model_name.removeprefix("action")]


@require_safe
def artifact_list(request):
    """Every file this person may read, newest first."""
    rows = Artifact.objects.visible_to(request.user).kept().for_list()
    form = ArtifactFilterForm(request.GET or None, user=request.user)
    if form.is_bound and form.is_valid():
        rows = form.narrow(rows)
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "is_filtered": bool(request.GET),
        "trail": [("Today", "/"), ("Files", None)],
    }
    return render_form(request, "coaching/artifact_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def artifact_add(request, kind, pk):
    """Add a photo or a PDF to a visit, a step or a plan."""
    place = _get_place(request, kind, pk)
    data = (request.POST, request.FILES) if request.method == "POST" else (None,)
    form = ArtifactForm(*data, user=request.user, teacher=place.teacher)
    if form.is_valid() and _add(request, place, form):
        return redirect(f"{place.get_absolute_url()}#files")
    context = {
        "form": form,
        "place": place,
        "is_seen": _is_seen_at_once(place),
        "trail": _trail(place, request.user, ("Add a file", None)),
    }
    return render_form(request, "coaching/artifact_add.html", context)


def _add(request, place, form):
    """The file, or None with the reason at the field."""
    words = {name: form.cleaned_data[name] for name in form.Meta.fields}
    try:
        artifact = actions.add_artifact(place, form.copy, **words, by=request.user)
    except ValidationError as error:
        form.add_error("file", error)
        return None
    is_work = artifact.is_picture and artifact.is_student_work
    messages.success(request, f"File added. {LOOK}" if is_work else "File added.")
    return artifact


def _is_seen_at_once(place):
    """Whether the teacher sees a coach's file at once: not while its visit or step is a draft."""
    return isinstance(place, Plan) or place.shared_at is not None


@require_safe
def artifact_detail(request, pk):
    """One file: what it is, who added it, and the picture itself."""
    artifact = _get_artifact(request, pk)
    context = {
        "artifact": artifact,
        "place": artifact.place,
        "place_name": _name_of(artifact.place),
        "can_edit": artifact.can_be_edited_by(request.user),
        "readers": who_can_read(artifact),
        "trail": _trail(artifact.place, request.user, (artifact.label, None)),
    }
    return render(request, "coaching/artifact_detail.html", context)


@require_safe
def artifact_file(request, pk):
    """The file itself, to whoever may read it at this moment; no browser keeps it or runs it."""
    artifact = get_object_or_404(Artifact.objects.visible_to(request.user).kept(), pk=pk)
    try:
        data = store.path_of(artifact).read_bytes()
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"file-{str(artifact.pk)[-8:]}.{artifact.suffix}"
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=artifact.content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def artifact_edit(request, pk):
    """Change what is said of a file; the file itself stays as it is."""
    artifact = get_editable_artifact(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ArtifactWordsForm(data, instance=artifact, user=request.user, teacher=artifact.teacher)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect(artifact)
    trail = trail_of(artifact, request.user, "Change")
    context = {"form": form, "artifact": artifact, "trail": trail}
    return render_form(request, "coaching/artifact_edit.html", context)


@require_POST
def artifact_remove(request, pk):
    """Remove a file; the message offers to bring it back."""
    artifact = get_editable_artifact(request, pk)
    actions.remove(artifact, now=timezone.now())
    undo = reverse("coaching:artifact_restore", args=[artifact.pk])
    success_with_undo(request, "File removed. It is erased for good tomorrow.", undo)
    return redirect(f"{artifact.place.get_absolute_url()}#files")


@require_POST
def artifact_restore(request, pk):
    """Bring a removed file back."""
    artifact = get_editable_artifact(request, pk, is_removed=True)
    try:
        actions.restore(artifact)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, "The file is back.")
    return redirect(f"{artifact.place.get_absolute_url()}#files")
