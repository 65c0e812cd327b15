"""How pages find the row they are about: out of reach is 404, seen but not allowed 403."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404

from people.models import User

PER_PAGE = 50


def get_person(request, pk):
    """Anybody of the own system; who has no access any more, only for the admin."""
    people = User.objects.visible_to(request.user).with_ways_to_sign_in()
    people = people.select_related("school_system", "calendar_feed")
    if not request.user.is_system_admin:
        people = people.active()
    return get_object_or_404(people, pk=pk)


def get_administered_person(request, pk):
    person = get_person(request, pk)
    allow(person.can_be_administered_by(request.user))
    return person


def get_editable(request, rows, pk):
    """The row `pk` of `rows` (already narrowed to what is visible), where it may be changed."""
    row = get_object_or_404(rows, pk=pk)
    allow(row.can_be_edited_by(request.user))
    return row


def allow(is_allowed, reason=""):
    if not is_allowed:
        raise PermissionDenied(reason)


def page_of(request, rows):
    """The page the address asks for; a page that is not there becomes the nearest."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
