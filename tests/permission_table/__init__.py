"""Who may reach which page: one row per URL and method, one answer per person.

Each module of this package holds the rows of one area:

    ROWS = {
        "GET coaching:visit_detail shared": answers(404, subject=200, owner=200),
        "POST coaching:visit_end": answers(404, owner=302),
    }
    ARGS = {
        "coaching:visit_detail shared": lambda world: {"pk": world.shared_visit.pk},
        "coaching:visit_end": lambda world: {"pk": world.live_visit.pk},
    }
    DATA = {"POST coaching:visit_end": lambda world: {"version": 1}}
    SHOWS = {
        "GET coaching:caseload": (lambda world: world.subject.name, ["owner", "contributor"]),
    }

A key is METHOD, URL name and, where one URL answers differently for different states, a third word.
`answers(default, **by_person)` gives every person the default, the anonymous one 302 (or what
`anonymous=` says). `ARGS` may call methods of the world that change it: each row is probed in a
transaction of its own, and each person in a savepoint. 302 also means "done" after a POST.
`SHOWS` names, for a list whose status is 200 for many, a text and exactly the people who find it
there.
"""

import importlib
import pkgutil

PEOPLE = (
    "anonymous",
    "other_system",
    "subject",
    "peer",
    "owner",
    "contributor",
    "former",
    "principal",
    "other_principal",
    "evaluator",
    "district",
    "custodian",
    "admin",
)


def answers(default: int, **by_person: int) -> dict[str, int]:
    """The expected status for each of `PEOPLE`; anonymous is sent to sign in unless said."""
    unknown = set(by_person) - set(PEOPLE)
    if unknown:
        raise ValueError(f"No such person in the permission table: {sorted(unknown)}")
    return {"anonymous": 302, **dict.fromkeys(PEOPLE[1:], default), **by_person}


def collect(name: str) -> dict:
    """The union of the dictionary `name` over all modules of the package."""
    merged = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        part = getattr(module, name, {})
        twice = merged.keys() & part.keys()
        if twice:
            raise ValueError(f"{info.name} repeats {sorted(twice)}")
        merged |= part
    return merged
