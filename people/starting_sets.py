"""What an empty school system starts with. Higher apps add theirs in `<app>/new_system.py`:

from people.starting_sets import register

register(load_starting_rubric)
"""

from collections.abc import Callable

STARTING_SETS: list[Callable] = []


def register(make: Callable) -> None:
    """Call `make(system)` in the transaction that starts each new school system."""
    if make not in STARTING_SETS:
        STARTING_SETS.append(make)
