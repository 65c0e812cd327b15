"""Saving one field while a person types (static/core/autosave.js is the other half).

The page posts `{"field": …, "value": …, "was": …, "person": …}` as JSON: the field's name, its
text, the text it started from, and who the page was made for. Where the stored text is still
`was`, or already `value`, the field is saved; otherwise the answer is 409 with the stored text for
that field alone, and nothing is lost.

    def meeting_save(request, pk):
        meeting = _get_editable_meeting(request, pk)
        change = autosave.read(request)
        try:
            stored = actions.save_field(meeting, change, by=request.user)
        except autosave.Conflict as conflict:
            return autosave.conflict(conflict)
        except ValidationError as error:
            return autosave.refused(error)
        return autosave.saved(stored, now=timezone.now())
"""

import dataclasses
import datetime as dt
import json

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import JsonResponse

from core.dates import clock
from core.text import strip_unstorable


@dataclasses.dataclass(frozen=True)
class Change:
    """What one field holds now, and what it held when the person began to type."""

    field: str
    value: str
    was: str


class Conflict(Exception):  # noqa: N818 - it is one, not an error of ours
    """Somebody else changed the field in the meantime; `theirs` is what is stored."""

    def __init__(self, theirs: str, by: str = ""):
        super().__init__("Somebody else changed this field.")
        self.theirs, self.by = theirs, by


def one_line_end(text: str) -> str:
    """`text` as it is stored: nothing unstorable, every line end LF."""
    return strip_unstorable(text).replace("\r\n", "\n").replace("\r", "\n")


def as_posted(value) -> str:
    """A stored value as the field's control holds it: the text that `was` is compared with."""
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, dt.date):
        return value.isoformat()
    return one_line_end(str(value))


def read(request) -> Change:
    """The change in the request's JSON body.

    Raises BadRequest where it is not one, PermissionDenied where somebody else has signed in on
    this browser since the page was made.
    """
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise BadRequest("Not JSON.") from error
    names = [field.name for field in dataclasses.fields(Change)]
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in names):
        raise BadRequest("A change has a field, a value and what it was.")
    if body.get("person") not in (None, "", str(request.user.pk)):
        raise PermissionDenied("Somebody else is signed in on this browser now.")
    return Change(*(one_line_end(body[name]) for name in names))


def saved(stored: str, *, now: dt.datetime, message: str = "") -> JsonResponse:
    """The field is stored: what it holds now, when, and a sentence where there is more to say."""
    return JsonResponse({"stored": stored, "saved": f"Saved {clock(now)}", "message": message})


def conflict(error: Conflict) -> JsonResponse:
    """409 for this field alone, with the other text and whose it is where that is known."""
    return JsonResponse({"theirs": error.theirs, "by": error.by}, status=409)


def refused(error: ValidationError) -> JsonResponse:
    """422: what to do about the text, which stays on the page."""
    return JsonResponse({"errors": error.messages}, status=422)
