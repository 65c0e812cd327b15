"""Forms of single rows: the database keeps its constraints, the form says which one refused."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from core.forms import ModelForm


class RowForm(ModelForm):
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

    def validate_unique(self):
        """Left to the database."""

    def validate_constraints(self):
        """Left to the database."""

    def check_order(self, first, last, words, *, is_same_day_fine=True):
        """An error at `last` where it lies before `first`."""
        a, b = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if a and b and (b < a or (b == a and not is_same_day_fine)):
            self.add_error(last, words)

    def tell(self, error: IntegrityError):
        """The constraint's own words, at its field. Raises `error` where it is no constraint of
        this row."""
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        constraints = {
            constraint.name: constraint for constraint in self._meta.model._meta.constraints
        }
        if name not in constraints:
            raise error
        words = self.constraint_words.get(name) or constraints[name].violation_error_message
        self.add_error(self.constraint_fields.get(name), words)


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
