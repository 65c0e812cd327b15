"""Forms of rows that several people write: each text is saved from what it started from."""

from core.autosave import one_line_end
from people.forms.rows import RowForm
from people.models import School

WHOLE_SYSTEM = "The whole system"
CHANGED = (
    "Somebody changed this while you were typing. Saved now: “{}”. Saving again puts yours in its "
    "place"
)


class SharedForm(RowForm):
    """Names in `shared` the texts that two may change at once."""

    shared: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.shared:
            if name in self.fields:
                self.fields[name].show_hidden_initial = True

    def started_from(self):
        """(input name, text) of what each shared text said when the page was made."""
        names = [name for name in self.shared if name in self.fields]
        return [(self.add_initial_prefix(name), self._start(name)) for name in names]

    def _start(self, name):
        """What is stored, once both texts were shown; else what the form was sent with."""
        sent = self.data.get(self.add_initial_prefix(name)) if self.is_bound else None
        stored = getattr(self, "stored", {})
        return stored.get(name, self.initial.get(name, "") if sent is None else sent)

    def before(self) -> dict:
        """What the shared texts said when the page was made, as they are stored."""
        return {
            name: one_line_end(self.data.get(self.add_initial_prefix(name), ""))
            for name in self.shared
            if name in self.fields and self.add_initial_prefix(name) in self.data
        }

    def tell_changed(self, stored: dict):
        """Show what others saved meanwhile, beside what was typed."""
        self.stored = stored
        for name, text in stored.items():
            self.add_error(name, CHANGED.format(text))


def offer_schools(form, user):
    """Whose a new row may be: a school of those the person keeps, the only one chosen already; for
    the system's leadership team any, or the whole system."""
    field, schools = form.fields["school"], School.objects.visible_to(user)
    if user.is_in_system_ilt:
        field.queryset, field.empty_label = schools, WHOLE_SYSTEM
        return
    own = user.led_school_ids | user.ilt_school_ids
    field.queryset, field.required = schools.filter(pk__in=own), True
    if len(own) == 1 and not form.initial.get("school"):
        form.initial["school"] = next(iter(own))
