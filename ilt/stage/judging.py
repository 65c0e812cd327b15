"""What the numbers of a team say of each computed action: a status and the sentence why."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

MOST, HALF = (3, 4), (1, 2)
TEAM, GOALS, NEEDS, STUDIES = (
    "meetings:team_detail",
    "goals:goal_list",
    "goals:need_list",
    "collaboration:team_studies",
)
PLANS, WALKS, REVIEWS = "ilt:plan_list", "ilt:walk_list", "ilt:review_list"
OF_ONE_TEAM = (TEAM, STUDIES, PLANS)


@dataclass(frozen=True)
class Facts:
    """What is known of a team between the day `since` and now (ilt/stage/facts.py)."""

    since: dt.date
    is_ilt: bool
    has_time: bool = False
    begun: int = 0
    held: int = 0
    members: int = 0
    facilitators: int = 0
    groups: int = 0
    needs: int = 0
    plans: int = 0
    with_need: int = 0
    goals: int = 0
    smart: int = 0
    timed: int = 0
    measured: int = 0
    with_agenda: int = 0
    from_sample: int = 0
    with_task: int = 0
    tasks: int = 0
    reported: int = 0
    busy: int = 0
    with_material: int = 0
    walks: int = 0
    visits: int = 0
    on_purpose: int = 0
    data: int = 0
    reviews: int = 0
    with_impact: int = 0


class Verdict(NamedTuple):
    """A status, the sentence why, and the URL name of the page that shows it."""

    status: str
    why: str
    place: str


def judge(facts: Facts) -> dict[str, Verdict]:
    """The verdict on each computed action, by its code."""
    rules = {**_first(facts), **_second(facts), "3a": _measured(facts)}
    return {
        code: Verdict(_status(is_whole, has_some), f"{why}.", place)
        for code, (is_whole, has_some, why, place) in rules.items()
    }


def _status(is_whole, has_some):
    return "in_place" if is_whole else "partial" if has_some else "none"


def _is(part, whole, share=MOST) -> bool:
    """Whether `part` is at least this share of `whole`, and there is any."""
    return whole > 0 and part * share[1] >= whole * share[0]


def _n(number, word, words="") -> str:
    """1 goal, 2 goals."""
    return f"{number} {word if number == 1 else words or f'{word}s'}"


def _of(part, whole, word, did) -> str:
    """5 of 6 meetings held name materials."""
    return f"{part} of {_n(whole, word)} {did}"


def _since(facts) -> str:
    return f"since {facts.since:%B} {facts.since.day}"


def _first(facts):
    since = _since(facts)
    time = "A day and a time are fixed" if facts.has_time else "No day and time are fixed yet"
    met = _of(facts.held, facts.begun, "planned meeting", f"took place {since}")
    people = (
        f"{_n(facts.members, 'member')}, {_n(facts.facilitators, 'facilitator')}, "
        f"{_n(facts.groups, 'group')} with somebody who speaks for it"
    )
    agendas = _of(facts.with_agenda, facts.held, "meeting", f"held {since} had an agenda")
    if facts.from_sample:
        agendas += f"; {facts.from_sample} began from a sample agenda"
    is_led = facts.members >= 3 and facts.facilitators > 0 and facts.groups >= 2
    return {
        "1a": (
            facts.has_time and _is(facts.held, facts.begun),
            facts.has_time or facts.held,
            f"{time}; {met}",
            TEAM,
        ),
        "1b": (is_led, facts.members >= 2, people, TEAM),
        "1c": _needs(facts),
        "1d": (
            facts.goals and facts.smart == facts.goals,
            facts.goals,
            _of(facts.smart, facts.goals, "goal", "in force with all five SMART parts"),
            GOALS,
        ),
        "1e": (
            facts.goals and facts.timed == facts.goals,
            facts.goals,
            _of(facts.timed, facts.goals, "goal", "in force with dates and a checkpoint"),
            GOALS,
        ),
        "1f": (_is(facts.with_agenda, facts.held), facts.with_agenda, agendas, TEAM),
    }


def _needs(facts):
    if facts.is_ilt:
        why = f"{_n(facts.needs, 'need')} with sources, {_n(facts.plans, 'plan')} to stand on"
        both = facts.needs and facts.plans
        return (both, facts.needs or facts.plans, why, NEEDS)
    words = f"held {_since(facts)} name the need"
    why = _of(facts.with_need, facts.held, "meeting", words)
    return (_is(facts.with_need, facts.held), facts.with_need, why, STUDIES)


def _second(facts):
    held = f"held {_since(facts)}"
    tasks = _of(facts.with_task, facts.held, "meeting", f"{held} left an assignment")
    shared = (
        f"{_of(facts.busy, facts.members, 'member', 'had a task or a part of a meeting')} "
        f"{_since(facts)}; {_of(facts.reported, facts.tasks, 'own task', 'reported on')}"
    )
    is_shared = _is(facts.busy, facts.members, HALF) and _is(facts.reported, facts.tasks, HALF)
    materials = _of(facts.with_material, facts.held, "meeting", f"{held} name materials")
    purpose = f"{_n(facts.on_purpose, 'meeting')} {held} on a goal, a cycle or a long-range plan"
    data = f"{_n(facts.data, 'number, result or piece', 'numbers, results or pieces')} of evidence"
    return {
        "2a": (_is(facts.with_task, facts.held), facts.with_task, tasks, TEAM),
        "2b": (is_shared, facts.busy, shared, TEAM),
        "2c": (_is(facts.with_material, facts.held, HALF), facts.with_material, materials, TEAM),
        "2d": _watching(facts),
        "2e": (facts.on_purpose >= 4, facts.on_purpose, purpose, _plans(facts)),
        "2f": (facts.data >= 2, facts.data, f"{data} {_since(facts)}", GOALS),
        "2g": _thinking(facts),
    }


def _plans(facts):
    return PLANS if facts.is_ilt else STUDIES


def _watching(facts):
    visits = f"{_n(facts.visits, 'visit')} to meetings written up {_since(facts)}"
    if facts.is_ilt:
        both = facts.walks and facts.visits
        some = facts.walks or facts.visits
        return (both, some, f"{_n(facts.walks, 'learning walk')} and {visits}", WALKS)
    return (facts.visits >= 2, facts.visits, visits, TEAM)


def _thinking(facts):
    is_noted = _is(facts.with_impact, facts.held, HALF)
    reviews = _n(facts.reviews, "review of goals or data", "reviews of goals or data")
    notes = _of(facts.with_impact, facts.held, "meeting", "held noted what the last one changed")
    place = REVIEWS if facts.is_ilt else GOALS
    why = f"{reviews} {_since(facts)}; {notes}"
    return (facts.reviews and is_noted, facts.reviews or facts.with_impact, why, place)


def _measured(facts):
    why = _of(facts.measured, facts.goals, "goal", f"in force with a number {_since(facts)}")
    return (facts.goals and facts.measured == facts.goals, facts.measured, why, GOALS)
