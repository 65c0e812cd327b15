"""A form as one person fills it: texts go into its controls, and come back out of its columns."""

import dataclasses
import json
from collections.abc import Callable
from functools import partial

from django.test import Client

from tests.pages import form_with


@dataclasses.dataclass(frozen=True)
class Door:
    """One form: who fills it, on which page, and which controls go into which columns.

    `columns` maps "app.Model.column" to its slots: (control, row), the row being asked for once
    the form was sent. `more` is added to what the page's form holds. `sent_to` is where the form
    goes when it is not its page; `autosave` where a single field goes. `again` undoes what the
    form did before, where it could not be sent twice.
    """

    person: str
    page: Callable
    columns: Callable
    more: dict = dataclasses.field(default_factory=dict)
    sent_to: Callable | None = None
    autosave: Callable | None = None
    again: Callable | None = None

    def open(self, world):
        return OpenDoor(self, world)


class OpenDoor:
    """A door opened by its person in a world: texts go in, columns come out."""

    def __init__(self, door, world, **client_options):
        self.person = world.people[door.person]
        self.client = Client(**client_options)
        self.client.force_login(self.person)
        self.page = door.page(world)
        self.columns = door.columns(world)
        self.address = door.sent_to(world) if door.sent_to else self.page
        self.autosave = door.autosave(world) if door.autosave else None
        self.again = partial(door.again, world) if door.again else lambda: None
        self.form = self.shown() | door.more

    def shown(self):
        """What the page's form holds."""
        [(control, _row), *_] = next(iter(self.columns.values()))
        return form_with(self.client.get(self.page), control)

    def send(self, texts: dict[str, list[str]]):
        """Post the form with these texts in the controls of their columns."""
        self.again()
        return self.client.post(self.address, self.form | self.typed(texts))

    def typed(self, texts):
        """{control: text}"""
        pairs = [
            pair
            for column in texts
            for pair in zip(self.columns[column], texts[column], strict=False)
        ]
        return {control: text for (control, _row), text in pairs}

    def save(self, column, text):
        """Autosave one field, from what is stored."""
        control, _row = self.columns[column][0]
        change = {"field": control, "value": text, "was": self.form.get(control, "")}
        response = self.client.post(
            self.autosave, json.dumps(change), content_type="application/json"
        )
        if response.status_code == 200:
            self.form[control] = response.json()["stored"]
        return response

    def stored(self, column):
        """What the column's rows hold now."""
        name = column.rsplit(".", 1)[1]
        return [getattr(row(), name) for _control, row in self.columns[column]]

    def go_on_from_stored(self):
        """The form as the next page would hold it, begun from what is stored."""
        for column, slots in self.columns.items():
            for (control, _row), text in zip(slots, self.stored(column), strict=True):
                if f"initial-{control}" in self.form:
                    self.form[f"initial-{control}"] = text
                if "rev" in self.form:
                    self.form["rev"] = _row().rev
