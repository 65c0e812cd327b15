"""Saving texts that two people write together: all of them by a button, or one as it is typed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from coaching.actions.feedback import Conflicts
from coaching.actions.pair_texts import save_texts
from core import autosave
from core.forms import render_form


def save_all(request, record, form, page):
    """Save the whole form. `page` is the template and a function that makes its context from the
    form and the texts stored meanwhile; a conflict answers 409 with both."""
    template, context = page
    if not form.is_valid():
        return render_form(request, template, context(form, {}))
    try:
        save_texts(record, form.cleaned_data, form.was())
    except Conflicts as conflicts:
        form.start_from(conflicts.theirs)
        return render(request, template, context(form, conflicts.theirs), status=409)
    messages.success(request, "Saved.")
    return redirect(record)


def save_one(request, record, form, partner):
    """Autosave of one text; `partner` is who else writes here."""
    change = autosave.read(request)
    if change.field not in form.fields:
        raise Http404
    try:
        text = form.fields[change.field].clean(change.value)
        save_texts(record, {change.field: text}, {change.field: change.was})
    except ValidationError as error:
        return autosave.refused(error)
    except Conflicts as conflicts:
        return autosave.conflict(autosave.Conflict(conflicts.theirs[change.field], partner.name))
    return autosave.saved(text, now=timezone.now())
