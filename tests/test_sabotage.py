"""The permission table is worth what it notices: each guard in turn lets everything through."""

import sys

import pytest
from django.apps import apps

from tests.permission_table import PEOPLE
from tests.test_house_rules import APPS
from tests.test_permissions import (
    ROWS,
    SHOWS,
    Probe,
    as_it_was,
    body_of,
    built_world,
    world,
)

__all__ = ["built_world", "world"]


def guards():
    """Every queryset class of ours that says who may read its rows, by name."""
    classes = {
        type(model._default_manager.all())
        for model in apps.get_models()
        if model._meta.app_label in APPS
    }
    return {
        cls.__name__ if cls.__name__ != "InSystemQuerySet" else f"{cls.__module__}": cls
        for cls in classes
        if "visible_to" in vars(cls)
    }


def let_everything_through(self, user):
    return self.all()


def wrong_answers(row, world):
    """How many people get another answer, or are shown more, than the table says."""
    marker, shown_to = SHOWS.get(row, (lambda world: "", PEOPLE))
    text = marker(world)
    probe = Probe(row, world)
    responses = {person: probe.ask(person) for person in PEOPLE}
    return sum(
        response.status_code != ROWS[row][person]
        or (text in body_of(response)) != (person in shown_to)
        for person, response in responses.items()
    )


def _probed_alone(row, built_world):
    with as_it_was(built_world) as world:
        return wrong_answers(row, world)


@pytest.mark.parametrize("guard", sorted(guards()))
def test_a_guard_that_lets_everything_through_is_noticed(guard, monkeypatch, world):
    monkeypatch.setattr(guards()[guard], "visible_to", let_everything_through)
    assert wrong_answers(CAUGHT_BY[guard], world) > 0


@pytest.mark.faults
@pytest.mark.parametrize("guard", sorted(guards()))
def test_count_the_wrong_answers(guard, monkeypatch, capsys, built_world):
    monkeypatch.setattr(guards()[guard], "visible_to", let_everything_through)
    wrong = {row: count for row in sorted(ROWS) if (count := _probed_alone(row, built_world))}
    with capsys.disabled():
        sys.stdout.write(f"\n{guard}: {sum(wrong.values())} wrong answers in {len(wrong)} rows\n")
    assert wrong


CAUGHT_BY = {}
