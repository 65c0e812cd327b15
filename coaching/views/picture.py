"""A photo turned and cut: shown as it would be, and kept when its person says so."""

import dataclasses

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from coaching.actions import artifact as actions
from coaching.forms.picture import EDGES, NOTHING, PictureForm
from coaching.models import Artifact
from coaching.views.artifact import HEADERS, get_editable_artifact, trail_of
from core.forms import render_form
from core.uploads import RefusedError
from core.uploads.changing import Change

ONLY_PHOTOS = "A PDF cannot be turned or cut here. Take a photo of the page, and remove the PDF."
TURNED = {"left": Change.turned_left, "right": Change.turned_right}


@require_http_methods(["GET", "HEAD", "POST"])
def picture_edit(request, pk):
    """Turn a photo and cut off its edges, above all names of students."""
    artifact = get_editable_artifact(request, pk)
    if not artifact.is_picture:
        messages.error(request, ONLY_PHOTOS)
        return redirect(artifact)
    form = PictureForm(request.POST) if request.method == "POST" else _form(artifact, Change())
    if form.is_valid() and request.POST.get("do") in TURNED:
        form = _form(artifact, TURNED[request.POST["do"]](form.change))
    elif form.is_valid() and request.POST.get("do") == "keep":
        return _keep(request, artifact, form)
    return _page(request, artifact, form)


def _form(artifact, change):
    return PictureForm(initial=dataclasses.asdict(change) | {"version": artifact.version})


def _page(request, artifact, form):
    change = form.change if form.is_bound else form.proposed
    context = {
        "form": form,
        "artifact": artifact,
        "change": change,
        "shown": urlencode(dataclasses.asdict(change)),
        "edges": EDGES,
        "trail": trail_of(artifact, request.user, "Turn and cut"),
    }
    return render_form(request, "coaching/picture_edit.html", context)


def _keep(request, artifact, form):
    """Back to the file; where the photo is not what was looked at, look at it again."""
    if form.change.is_none:
        form.add_error(None, NOTHING)
        return _page(request, artifact, form)
    seen = form.cleaned_data["version"]
    try:
        actions.change_picture(
            artifact, form.change, seen=seen, by=request.user, now=timezone.now()
        )
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, artifact, form)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("coaching:picture_edit", artifact.pk)
    messages.success(request, "The new picture is kept. The one before is gone.")
    return redirect(artifact)


@require_safe
def picture_preview(request, pk):
    """The photo as it would be kept; nothing is."""
    artifact = get_editable_artifact(request, pk)
    form = PictureForm({**dataclasses.asdict(Change()), "version": 0, **request.GET.dict()})
    if not artifact.is_picture or not form.is_valid():
        raise Http404
    try:
        copy = actions.changed_picture(artifact, form.change)
    except RefusedError as refused:
        return HttpResponse(str(refused), content_type="text/plain", status=503)
    return HttpResponse(copy.data, content_type=Artifact.TYPES[copy.suffix], headers=HEADERS)
