"""Forms of single rows: the database keeps its constraints, the form says which one refused."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError

from core.forms import WordedForm

BOUNDS = MinValueValidator | MaxValueValidator


class BoundedForm(forms.ModelForm):
    """Asks the model's least and greatest values at the form's field, where they get our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                continue  # what is not among its choices is refused already
            column = self._meta.model._meta._forward_fields_map.get(name)
            rules = column.validators if column is not None else ()
            bounds = {type(rule): rule for rule in reversed(rules) if isinstance(rule, BOUNDS)}
            kept = [rule for rule in field.validators if type(rule) not in bounds]
            field.validators = [*kept, *bounds.values()]


class RowForm(WordedForm, BoundedForm):
    """Edits one row of the person's own school system.

    Constraints are not asked beforehand (a query each, and still a race): `tell` turns the refusal
    of the database into an error at the field named in `constraint_fields`.
    """

    constraint_fields = {}
    constraint_words = {}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if self.instance._state.adding:
            self.instance.school_system_id = user.school_system_id

    def _get_validation_exclusions(self):
        """The form's fields have checked the values; constraints are left to the database."""
        return {field.name for field in self._meta.model._meta.fields}

    def validate_unique(self):
        """Left to the database."""

    def check_order(self, first, last, words, *, is_same_day_fine=True):
        """An error at `last` where it lies before `first`."""
        a, b = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if a and b and (b < a or (b == a and not is_same_day_fine)):
            self.add_error(last, words)

    def tell(self, error: IntegrityError):
        """The constraint's own words, at its field. Raises `error` where it is no constraint of
        this row."""
        constraint = constraint_of(self._meta.model, error)
        words = self.constraint_words.get(constraint.name) or constraint.violation_error_message
        self.add_error(self.constraint_fields.get(constraint.name), words)


def constraint_of(model, error: IntegrityError):
    """The constraint of `model` that refused. Raises `error` where it is none of this model."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    found = [constraint for constraint in model._meta.constraints if constraint.name == name]
    if not found:
        raise error
    return found[0]


def is_saved(form, act, *args, **kwargs) -> bool:
    """Whether `act` went through; where a rule of the rows refused, the form says why."""
    try:
        act(*args, **kwargs)
    except IntegrityError as error:
        form.tell(error)
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True
