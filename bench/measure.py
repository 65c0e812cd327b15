"""Pairs of measurements, and what they say."""

import contextlib
import dataclasses
import random
import statistics
import time
from collections.abc import Callable

from django.db import connection

WARM_UPS = 2


@dataclasses.dataclass(frozen=True)
class Figure:
    """One line of the outcome; `bar` is what it must not pass, or None."""

    subject: str
    name: str
    value: float
    unit: str
    bar: str = ""

    def __str__(self):
        bar = f"   (bar: {self.bar})" if self.bar else ""
        return f"{self.subject:10} {self.name:46} {self.value:10.2f} {self.unit}{bar}"


def seconds(work: Callable) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def pairs(subject: Callable, floor: Callable, rounds: int) -> list[tuple[float, float]]:
    """Seconds of subject and floor, `rounds` times, which of them first decided by lot."""
    taken, lot = [], random.Random(1)  # noqa: S311 (a coin)
    for _ in range(WARM_UPS + rounds):
        if lot.random() < 0.5:
            ours, least = seconds(subject), seconds(floor)
        else:
            least, ours = seconds(floor), seconds(subject)
        taken.append((ours, least))
    return taken[WARM_UPS:]


def quartiles(values: list[float]) -> tuple[float, float, float]:
    """Lower quartile, median, upper quartile."""
    if len(values) < 2:
        return (values[0],) * 3
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return lower, median, upper


@contextlib.contextmanager
def own_database():
    """An empty database beside the ordinary one, dropped afterwards: nothing is left behind."""
    ordinary = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{ordinary}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(ordinary, verbosity=0)
