from django import forms

from core.forms import Form
from core.leases import Leased
from notices.kinds import KINDS


def kinds():
    return [("", "All"), *((kind.name, kind.label) for kind in KINDS.values())]


class MailLogFilter(Form):
    """Filters of the mail log; they live in the address."""

    q = forms.CharField(label="Person", required=False, help_text="A name or an e-mail.")
    kind = forms.ChoiceField(label="Kind", required=False, choices=kinds)
    state = forms.ChoiceField(required=False, choices=[("", "All"), *Leased.State.choices])
