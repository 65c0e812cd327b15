from django import forms

from core.forms import Form
from core.uploads.changing import MOST_CUT, TURNS, Change

EDGES = ("left", "top", "right", "bottom")
PAIRS = (("left", "right"), ("top", "bottom"))
TOO_MUCH = f"Cut off less: both together may be {MOST_CUT} per cent"
NOTHING = "Turn the photo, or cut something off"


def edge(name):
    return forms.IntegerField(
        label=name.capitalize(),
        min_value=0,
        max_value=MOST_CUT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class PictureForm(Form):
    """How a photo is turned and cut. `version` is the one that was looked at."""

    turn = forms.TypedChoiceField(
        choices=[(turn, turn) for turn in TURNS], coerce=int, widget=forms.HiddenInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    left, top, right, bottom = map(edge, EDGES)

    class Meta:
        things = {name: f"what is cut off at the {name}" for name in EDGES}

    def clean(self):
        data = super().clean()
        for first, last in PAIRS:
            if data.get(first, 0) + data.get(last, 0) > MOST_CUT:
                self.add_error(last, TOO_MUCH)
        return data

    @property
    def edges(self):
        return [self[name] for name in EDGES]

    @property
    def change(self) -> Change:
        """What is asked; where it cannot be, the photo as it is."""
        return _change(self.cleaned_data) if self.is_valid() else Change()

    @property
    def proposed(self) -> Change:
        """What a form that was not sent yet begins with."""
        return _change(self.initial)


def _change(data):
    return Change(**{name: data[name] for name in ("turn", *EDGES)})
