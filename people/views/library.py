"""The library: links that everybody looks up, kept by district staff and the system admin."""

import itertools

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions.rows import remove_row, save_row
from people.forms.library import LibraryLinkForm
from people.forms.rows import is_saved
from people.models import LibraryLink
from people.views.finding import allow, get_editable


def _trail(*pages):
    last = [(page, None) for page in pages]
    return [("Library", reverse("people:library_list") if pages else None), *last]


@require_safe
def library_list(request):
    """What holds today, by kind; those who keep it also see what is to come and what is over."""
    user = request.user
    links = list(LibraryLink.objects.visible_to(user))
    coming = [link for link in links if link.is_coming(user.today)]
    over = [link for link in links if link.is_over(user.today)]
    in_force = [link for link in links if link not in coming and link not in over]
    context = {
        "kinds": _by_kind(in_force),
        "coming": coming,
        "over": over,
        "can_edit": LibraryLink.can_be_kept_by(user),
        "trail": _trail(),
    }
    return render(request, "people/library_list.html", context)


def _by_kind(links):
    """(label, links) in the order of the kinds; `links` come by kind."""
    of_kind = {kind: list(few) for kind, few in itertools.groupby(links, lambda one: one.kind)}
    return [(label, of_kind[k]) for k, label in LibraryLink.Kind.choices if k in of_kind]


@require_http_methods(["GET", "HEAD", "POST"])
def library_add(request):
    user = request.user
    allow(LibraryLink.can_be_kept_by(user))
    data = request.POST if request.method == "POST" else None
    form = LibraryLinkForm(data, user=user, initial={"starts_on": user.today})
    if form.is_valid() and is_saved(form, save_row, form.instance):
        messages.success(request, f"{form.instance.title} is in the library.")
        return redirect("people:library_list")
    context = {"form": form, "words": "Add a link", "trail": _trail("Add a link")}
    return render_form(request, "people/library_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def library_edit(request, pk):
    link = get_editable(request, LibraryLink.objects.visible_to(request.user), pk)
    data = request.POST if request.method == "POST" else None
    form = LibraryLinkForm(data, instance=link, user=request.user)
    if form.is_valid() and is_saved(form, save_row, link):
        messages.success(request, f"{link.title} was saved.")
        return redirect("people:library_list")
    context = {"form": form, "words": "Change the link", "link": link, "trail": _trail("Change")}
    return render_form(request, "people/library_edit.html", context)


@require_POST
def library_remove(request, pk):
    """Take out a link entered by mistake; one that has had its time is ended by its date."""
    link = get_editable(request, LibraryLink.objects.visible_to(request.user), pk)
    title = link.title
    remove_row(link)
    messages.success(request, f"{title} was removed.")
    return redirect("people:library_list")
