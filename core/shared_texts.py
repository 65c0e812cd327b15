"""Texts that several people write together on one page: saved by a button, or each as it is typed.

A text is kept where nobody wrote something else in it meanwhile; otherwise both are shown.

    form = MeetingNotesForm.of(record, request.user, request.POST)
    return save_all(request, record, form, ("app/page.html", context_of))
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from core import autosave
from core.autosave import as_posted, one_line_end
from core.fields import TextField
from core.forms import Form, render_form


class Conflicts(Exception):  # noqa: N818 - they are, not errors of ours
    """Parts that somebody changed in the meantime: what is stored of each, by name."""

    def __init__(self, theirs: dict[str, str]):
        super().__init__("Somebody changed these parts.")
        self.theirs = theirs


@transaction.atomic
def save_texts(record, texts: dict, was: dict) -> None:
    """Write the texts that changed since the person began to type, all or none.

    `texts` and `was` map names of the record's text fields to what is meant now, and to what the
    page had. Raises Conflicts where the other one has written something else meanwhile.
    """
    record = type(record).objects.select_for_update().get(pk=record.pk)
    stored = {name: one_line_end(getattr(record, name)) for name in texts}
    changed = {name: text for name, text in texts.items() if text not in (was[name], stored[name])}
    theirs = {name: stored[name] for name in changed if stored[name] != was[name]}
    if theirs:
        raise Conflicts(theirs)
    for name, text in changed.items():
        setattr(record, name, text)
    if changed:
        record.save(update_fields=list(changed))


def shared_text(label, help_text="", *, rows=4, required=False):
    """One text of such a page."""
    return TextField(
        label=label,
        help_text=help_text,
        required=required,
        show_hidden_initial=True,
        widget=forms.Textarea({"rows": rows}),
    )


class SharedTextsForm(Form):
    """Its fields are text fields of the record it is made `of`."""

    submit_label = "Save"

    @classmethod
    def of(cls, record, user, data=None):
        """The form with what is stored; bound where `data` was posted."""
        names = cls.base_fields
        stored = {name: as_posted(getattr(record, name)) for name in names}
        return cls(data, user=user, initial=stored)

    def was(self):
        """Each text as the page had it when the person began to type."""
        texts = {
            name: self.data.get(self.add_initial_prefix(name), self.initial[name])
            for name in self.fields
        }
        return {name: one_line_end(text) for name, text in texts.items()}

    def start_from(self, theirs):
        """The next saving is meant to replace what is stored now."""
        self.data = self.data.copy()
        for name, text in theirs.items():
            self.data[self.add_initial_prefix(name)] = text


def save_all(request, record, form, page, *, save=save_texts):
    """Save the whole form. `page` is the template and a function that makes its context from the
    form and the texts stored meanwhile; a conflict answers 409 with both."""
    template, context = page
    if not form.is_valid():
        return render_form(request, template, context(form, {}))
    try:
        save(record, form.cleaned_data, form.was())
    except Conflicts as conflicts:
        form.start_from(conflicts.theirs)
        return render(request, template, context(form, conflicts.theirs), status=409)
    messages.success(request, "Saved.")
    return redirect(record)


def save_one(request, record, form, *, now, others="", save=save_texts):
    """Autosave of one text; `others` says who else writes here, for the words of a conflict."""
    change = autosave.read(request)
    if change.field not in form.fields:
        raise Http404
    try:
        text = form.fields[change.field].clean(change.value)
        save(record, {change.field: text}, {change.field: change.was})
    except ValidationError as error:
        return autosave.refused(error)
    except Conflicts as conflicts:
        return autosave.conflict(autosave.Conflict(conflicts.theirs[change.field], others))
    return autosave.saved(text, now=now)
