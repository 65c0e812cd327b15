"""What changed: look-for marks over visits and cycles, for the pair's own eyes."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from coaching.change import Change, what_changed
from coaching.models import BankLookFor, LookFor, LookForMark
from demo.builders import coaching as build
from tests.world import World

MINE = "/my-coaching/change/"
VALUES = st.lists(st.sampled_from(LookForMark.Value.values), max_size=40)


@given(VALUES)
def test_fractions_equal_a_recount_and_no_chance_never_counts(values):
    change = Change.of(values)
    with_chance = [value for value in values if value != "no_chance"]
    n_first, n_latest = change.first.visits, change.latest.visits
    assert n_first + n_latest == min(10, len(with_chance))
    assert n_latest - n_first in (0, 1)
    seen_first = sum(1 for value in with_chance[:n_first] if value == "seen")
    seen_latest = sum(1 for value in list(reversed(with_chance))[:n_latest] if value == "seen")
    assert (change.first.seen, change.latest.seen) == (seen_first, seen_latest)


@given(VALUES, st.integers(0, 40))
def test_a_visit_without_a_chance_changes_nothing(values, place):
    more = [*values[:place], "no_chance", *values[place:]]
    assert Change.of(more) == Change.of(values)


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def look_for(world):
    return LookFor.objects.get(step=world.shared_step, audience="teacher")


def visit_on(world, days_ago, **fields):
    at = world.days_ago(days_ago)
    return build.make_visit(world.subject, world.owner, at, notes=(), **{"shared_at": at, **fields})


def mark(world, visit, value, *, by=None, count=None, **thing):
    return LookForMark.objects.create(
        school_system=world.system,
        visit=visit,
        marked_by=by or world.owner,
        value=value,
        count=count,
        **thing,
    )


def page_of(client, user, address):
    client.force_login(user)
    return html.unescape(client.get(address).content.decode())


def coach_page(world):
    return reverse("coaching:teacher_change", args=[world.subject.pk])


def test_first_against_latest_in_plain_words(client, world, look_for):
    values = ["not_seen", "seen", "no_chance", "partly", "not_seen", *["seen"] * 4, "partly"]
    for number, value in enumerate(values):
        mark(world, visit_on(world, 60 - number), value, look_for=look_for)
    page = page_of(client, world.owner, coach_page(world))
    assert "Coach: Seen in 1 of 4 visits at first, 4 of 5 lately." in page


def test_a_look_for_of_the_bank_is_followed_across_plans(world, look_for):
    bank = BankLookFor.objects.first()
    step = build.make_step(world.subject, world.owner, shared_at=timezone.now())
    later = step.look_fors.first()
    LookFor.objects.filter(pk__in=[look_for.pk, later.pk]).update(bank_look_for=bank)
    mark(world, visit_on(world, 30), "not_seen", look_for=look_for)
    mark(world, visit_on(world, 20), "partly", bank_look_for=bank)
    mark(world, visit_on(world, 10), "seen", look_for=later)
    (followed,) = what_changed(world.subject, world.owner)
    assert [one.value for one in followed.marks] == ["not_seen", "partly", "seen"]


def test_the_teacher_finds_the_coachs_marks_only_after_her_own(client, world, look_for):
    visit = visit_on(world, 5)
    mark(world, visit, "partly", look_for=look_for)
    assert "No marks yet" in page_of(client, world.subject, MINE)
    mark(world, visit, "seen", by=world.subject, look_for=look_for)
    assert table_of(page_of(client, world.subject, MINE)) == [["Partly", "Seen"]]
    assert table_of(page_of(client, world.owner, coach_page(world))) == [["Partly", "Seen"]]


def test_marks_of_a_visit_that_is_not_shared_show_to_nobody(client, world, look_for):
    mark(world, visit_on(world, 5, shared_at=None), "seen", look_for=look_for)
    assert "No marks yet" in page_of(client, world.owner, coach_page(world))
    assert "No marks yet" in page_of(client, world.subject, MINE)


def test_a_contributor_finds_no_marks_of_the_owners_visits(client, world, look_for):
    mark(world, visit_on(world, 5), "seen", look_for=look_for)
    assert "No marks yet" in page_of(client, world.contributor, coach_page(world))


def test_the_data_table_has_what_the_chart_draws(client, world, look_for):
    for number, value in enumerate(LookForMark.Value.values):
        visit = visit_on(world, 20 - number)
        mark(world, visit, value, count=number + 2, look_for=look_for)
        if number % 2:
            mark(world, visit, "partly", by=world.subject, look_for=look_for)
    page = page_of(client, world.owner, coach_page(world))
    rows = table_of(page)
    drawn = re.findall(r'data-value="([^"]+)"', page)
    assert drawn == [row[who] for who in (0, 1) for row in rows if row[who] != "–"]
    assert rows[0] == ["Seen, 2 times", "–"]
    assert rows[3] == ["No chance to see, 5 times", "Partly"]


def table_of(page):
    cells = re.findall(r'<tr><th scope="row">.+?</th><td>([^<]+)</td><td>([^<]+)</td></tr>', page)
    return [list(row) for row in cells]


def test_a_short_part_waits_on_the_pages_of_the_pair(client, world, look_for):
    mark(world, visit_on(world, 5), "seen", look_for=look_for)
    page = page_of(client, world.owner, reverse("coaching:teacher_detail", args=[world.subject.pk]))
    assert f'hx-get="{coach_page(world)}" hx-trigger="load"' in page
    part = client.get(coach_page(world), headers={"HX-Target": "change-in-short"})
    words = part.content.decode()
    assert "Coach: Seen in 1 of 1 visit so far." in words
    assert "<h1" not in words
    assert f'hx-get="{MINE}" hx-trigger="load"' in page_of(client, world.subject, "/my-coaching/")


def test_each_cycle_has_its_own_window_its_plan_and_its_steps(client, world, look_for):
    plan = world.agreed_plan()
    opened = plan.cycle.opened_on
    days = (world.today - opened).days
    mark(world, visit_on(world, days + 3), "not_seen", look_for=look_for)
    mark(world, visit_on(world, max(days - 1, 0)), "seen", look_for=look_for)
    page = page_of(client, world.owner, coach_page(world)).split("Cycle by cycle")[1]
    total = plan.steps.kept().count()
    assert f"Agreed · 0 of {total} steps met" in page
    assert "Coach: Seen in 1 of 1 visit so far." in page


def test_the_page_costs_nine_queries_at_five_and_at_fifty_visits(client, world, look_for):
    world.agreed_plan()
    counts = []
    for more in (5, 45):
        for number in range(more):
            mark(world, visit_on(world, more + number), "seen", look_for=look_for)
        client.force_login(world.owner)
        with CaptureQueriesContext(connection) as queries:
            client.get(coach_page(world))
        counts.append(len(queries))
    assert counts == [8, 8]
