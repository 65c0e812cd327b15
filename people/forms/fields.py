"""The field in which a person is named: type part of a name and pick, or type the e-mail."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

FEW = 300


class PersonInput(forms.TextInput):
    """A text field with suggestions; without JavaScript the first few hundred people are there."""

    def __init__(self, role=""):
        super().__init__(attrs={"autocomplete": "off", "spellcheck": "false"})
        self.role = role
        self.options = []

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_people"
        context["widget"]["attrs"] |= {
            "list": list_id,
            "hx-get": f"{reverse('people:person_options')}?field={name}&role={self.role}",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{list_id}",
            "hx-sync": "this:replace",
        }
        return context

    def render(self, name, value, attrs=None, renderer=None):
        """The input, and the list of suggestions it refers to."""
        html = super().render(name, value, attrs, renderer)
        list_id = f"{(attrs or {}).get('id', name)}_people"
        context = {"people": self.options, "list_id": list_id}
        return html + render_to_string("people/_person_suggestions.html", context)


class PersonField(forms.CharField):
    """A person of `people`, a queryset that the form narrows to what its user may see."""

    def __init__(self, *, role="", **kwargs):
        super().__init__(widget=PersonInput(role), **kwargs)
        self.people = None

    def offer(self, people):
        """The people that can be named here."""
        self.people = people
        self.widget.options = people.order_by("name")[:FEW]

    def prepare_value(self, value):
        if hasattr(value, "email"):
            return label_of(value)
        return value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        address = re.search(r"\(([^()\s]+@[^()\s]+)\)$", text)
        found = list(self.people.filter(email=(address[1] if address else text).lower())[:2])
        found = found or list(self.people.filter(name__iexact=text)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"Several people are named “{text}”. Pick one from the list")
        raise ValidationError(
            f"“{text}” is nobody who can be chosen here. Type part of the name and pick from the "
            "list, or type the e-mail"
        )


def label_of(person) -> str:
    """How a picked person stands in the field."""
    return f"{person.name} ({person.email})"
