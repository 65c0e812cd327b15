from ilt.forms.shared import SharedForm
from ilt.names import names_around
from people.names import named_in

NAMES_SOMEBODY = "“{}” is in the directory. Say what was seen, not whose room it was"


class NamelessForm(SharedForm):
    """Refuses names of the directory in the texts named in `nameless`."""

    nameless: tuple[str, ...] = ()

    def school_id(self):
        """Whose directory; None for the whole system's."""
        return self.instance.school_id

    def clean(self):
        cleaned = super().clean()
        said = {name: cleaned.get(name) or "" for name in self.nameless if name in self.fields}
        if any(said.values()):
            names = names_around(self.user, self.school_id())
            for field, text in said.items():
                if name := named_in(text, names):
                    self.add_error(field, NAMES_SOMEBODY.format(name))
        return cleaned
