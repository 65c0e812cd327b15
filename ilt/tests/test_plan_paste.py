"""A plan pasted from a document: whatever it was copied from, and errors by row in plain words."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from demo.builders import long_range as build
from ilt.pasted_days import days_in
from ilt.pasted_table import rows_of_table
from tests.pages import form_with, words
from tests.world import World

HEAD = "Week/Date\tTopic/s\tOutcome\tMaterials/Resources\tActions\tProgress/Next Steps"
ROWS = (
    "9/1\tModeling\tFind problems\tUnit 2\tObserve one lesson\tHalf of us\n"
    "Week of Sep 8\tReasoning\tPlan a lesson\tGuide\tModel a lesson\t"
)


class Year:
    starts_on, ends_on = dt.date(2026, 8, 6), dt.date(2027, 5, 22)


# --- reading --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\n1\t2",
        "a | b\n--- | ---\n1 | 2",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<table><tr><th>a</th><th>b</th></tr><tr><td> 1</td><td><p>2</p></td></tr></table>",
        "<tr><td>a<td>b<tr><td>1<td><script>x</script>2",
    ],
)
def test_a_table_is_read_however_it_was_copied(text):
    assert rows_of_table(text) == [["a", "b"], ["1", "2"]]


def test_a_cell_of_several_lines_stays_one_cell():
    assert rows_of_table('a\t"one\ntwo"\tc') == [["a", "one\ntwo", "c"]]
    html = "<tr><td>a</td><td><p>one</p><p>two</p></td></tr>"
    assert rows_of_table(html) == [["a", "one\ntwo"]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-01", (2026, 9, 1)),
        ("9/1/2026", (2026, 9, 1)),
        ("9/1/26", (2026, 9, 1)),
        ("9-1-2026", (2026, 9, 1)),
        ("9/1", (2026, 9, 1)),
        ("1/12", (2027, 1, 12)),
        ("Sep 1", (2026, 9, 1)),
        ("Sept. 1st, 2026", (2026, 9, 1)),
        ("Week of September 1", (2026, 9, 1)),
        ("Tue, Sep 1, 2026", (2026, 9, 1)),
        ("1 September", (2026, 9, 1)),
        ("Week 3: 9/1 – 9/4", (2026, 9, 1)),
    ],
)
def test_a_day_is_read_as_people_write_it(text, day):
    assert days_in(text, Year)[0] == dt.date(*day)


@pytest.mark.parametrize("text", ["soon", "", "Week 3", "2/30", "13/45/2026", "unit 4.2"])
def test_what_is_no_day_is_none(text):
    assert days_in(text, Year) == []


# --- the page -------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return build.make_long_range_plan(world.school_ilt, world.year)


@pytest.fixture
def paste(world, plan):
    """`paste(text)` reads a table; `paste(text, add=True)` adds what was read."""
    client = Client()
    client.force_login(world.principal)
    url = reverse("ilt:plan_paste", args=[plan.pk])

    def post(text, *, add=False):
        response = client.post(url, {"table": text})
        if not add or response.status_code != 200:
            return response
        return client.post(url, form_with(response, "version") | {"table": text, "add": "yes"})

    return post


def errors(response):
    assert response.status_code == 422
    return words(response)


def test_rows_make_the_first_cycle_of_an_empty_plan(paste, plan):
    page = words(paste(f"{HEAD}\n{ROWS}"))
    assert "2 weeks read" in page
    assert "New cycle from Mon, Aug 31, 2026 to Fri, Sep 11, 2026" in page
    assert plan.weeks.count() == 0
    assert paste(f"{HEAD}\n{ROWS}", add=True).status_code == 302
    first, second = plan.weeks.all()
    assert (first.on, first.topics, first.progress) == (
        dt.date(2026, 9, 1),
        "Modeling",
        "Half of us",
    )
    assert (second.on, second.materials, second.actions) == (
        dt.date(2026, 9, 8),
        "Guide",
        "Model a lesson",
    )


def test_columns_may_stand_in_another_order(paste, plan):
    paste("Topics\tDate\tOutcome\nModeling\t9/1\tFind problems", add=True)
    week = plan.weeks.get()
    assert (week.topics, week.outcome) == ("Modeling", "Find problems")


def test_cycles_come_along_with_their_heads(paste, plan):
    text = (
        "CYCLE 1\nTimeframe: 8/10 – 9/18\tPriority: Modeling\t"
        f"Short Term Goal (STG): Half of the students model\n{HEAD}\n{ROWS}\n"
        "Cycle 2\nTimeframe: 9/21/2026 to 10/30/2026\tPriority: Writing\n10/6\tWriting\t\t\t\t"
    )
    assert paste(text, add=True).status_code == 302
    first, second = plan.cycles.all()
    assert (first.starts_on, first.ends_on) == (dt.date(2026, 8, 10), dt.date(2026, 9, 18))
    assert (first.priority, second.priority) == ("Modeling", "Writing")
    assert (first.goal.statement, first.goal.is_draft) == ("Half of the students model", True)
    assert [cycle.weeks.count() for cycle in (first, second)] == [2, 1]


def test_rows_go_where_the_cycles_of_the_plan_stand(paste, plan):
    cycle = build.make_plan_cycle(plan)
    paste(ROWS, add=True)
    assert plan.cycles.get() == cycle
    assert cycle.weeks.count() == 2


def test_every_wrong_row_is_named_and_nothing_is_saved(paste, plan):
    build.make_plan_week(build.make_plan_cycle(plan), dt.date(2026, 9, 1))
    text = f"{HEAD}\n{ROWS}\n10/6\tWriting\t\t\t\t\nsoon\tScience\t\t\t\t"
    page = errors(paste(text))
    assert (
        "Row 4: Tue, Oct 6, 2026 is a week outside its cycle: no cycle of the plan runs on that day"
        in page
    )
    assert "Row 5: enter the week or date, like 9/14/2026. It says “soon”." in page
    assert "Science" in page
    assert plan.weeks.count() == 1


def test_a_day_that_has_a_week_is_named(paste, plan):
    build.make_plan_week(build.make_plan_cycle(plan), dt.date(2026, 9, 1))
    assert "Row 1: the plan has a week on Tue, Sep 1, 2026 already." in errors(paste(ROWS))


def test_a_week_outside_its_timeframe_is_named(paste):
    text = f"Cycle 1\nTimeframe: 8/10 – 9/4\n{ROWS}"
    assert (
        "Row 4: Tue, Sep 8, 2026 is a week outside its cycle, which runs from Mon, Aug 10, 2026"
        in errors(paste(text))
    )


def test_a_day_beyond_the_school_year_is_named(paste):
    assert "Row 1: Thu, Jul 1, 2027 is not in the school year" in errors(paste("7/1/2027\ta\tb"))


def test_a_timeframe_that_is_none_is_named(paste):
    assert "Row 2: write the timeframe as two days" in errors(
        paste(f"Cycle 1\nTimeframe: fall\n{ROWS}")
    )


@pytest.mark.parametrize("text", ["Only a sentence.", "a\tb\tc"])
def test_what_is_no_table_stays_in_the_box(paste, text):
    response = paste(text)
    assert response.status_code == 422
    assert text in words(response)
