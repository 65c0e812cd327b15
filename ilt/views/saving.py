"""What the pages of this app share: a form saved or shown again, and who finds the pages at all."""

from django.http import Http404
from django.urls import reverse

from core.forms import render_form
from goals.models.reading import reads_data
from ilt.actions.rows import ChangedMeanwhileError, save_over
from people.forms.rows import is_saved

TEAMS = ("Teams", "meetings:team_list")


def teams_trail(*entries):
    return [(TEAMS[0], reverse(TEAMS[1])), *entries]


def find_pages(user, reads=reads_data):
    """Pages of what leadership teams gather are there for those who may read any of it."""
    if not reads(user):
        raise Http404


def is_written(form, act=save_over, *args, **kwargs) -> bool:
    """Whether the shared form's row is saved; else the form says what is in the way."""
    before = form.before() if hasattr(form, "before") else {}
    try:
        return is_saved(form, act, form.instance, before, *args, **kwargs)
    except ChangedMeanwhileError as error:
        form.tell_changed(error.stored)
        return False


def form_page(request, form, heading, trail, **more):
    """The page of one form: 409 where somebody saved the same text first."""
    context = {"form": form, "heading": heading, "trail": trail, **more}
    response = render_form(request, "ilt/form.html", context)
    if getattr(form, "stored", None):
        response.status_code = 409
    return response
