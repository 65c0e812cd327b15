from django import forms

from core.forms import Form
from notices.kinds import DAILY_MAIL, KINDS

AT_ONCE = "At once, but never in the evening, at night or at a weekend."
WITH_THE_DAILY_MAIL = "In the daily mail."


class PreferencesForm(Form):
    """A switch for the daily mail, and one for each kind of mail that can concern the person."""

    submit_label = "Save"

    def __init__(self, *args, user, muted, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        muted = () if self.is_bound else set(muted)  # what is posted says it all
        self.fields[DAILY_MAIL] = self._switch(
            "The daily mail", "One mail at 7 AM on school days, when something waits.", muted
        )
        for kind in KINDS.values():
            if kind.concerns(user) and not kind.is_security:
                when = AT_ONCE if kind.is_instant else WITH_THE_DAILY_MAIL
                self.fields[kind.name] = self._switch(kind.label, when, muted, kind.name)

    def _switch(self, label, when, muted, name=DAILY_MAIL):
        return forms.BooleanField(
            label=label, help_text=when, required=False, initial=name not in muted
        )
