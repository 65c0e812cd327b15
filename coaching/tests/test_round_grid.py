"""The grid: dates and areas of many teachers at once, errors at the cell, nothing typed is lost."""

import datetime as dt

import pytest

from coaching.models import ObservationRound, RoundStep
from coaching.models.observation import NO_SCORE
from demo.builders import people
from demo.builders.observation import make_area, make_round
from people.models import Closure
from people.school_days import SchoolCalendar
from tests.pages import form_with, typed_in
from tests.world import World

pytestmark = pytest.mark.django_db
GRID = "/observation-rounds/grid/"
VISIT = dt.date(2026, 11, 4)
COLUMNS = ("pre_conference_on", "visit_on", "post_conference_on", "reinforcement", "refinement")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def grid(client, world):
    """The evaluator's grid, with one teacher in it."""
    client.force_login(world.evaluator)
    return client


def cell(column, teacher):
    return f"{column}-{teacher.pk}"


def filled(client, teacher, *, query="", **texts):
    """What a browser posts of the page with these texts typed for a teacher."""
    data = form_with(client.get(GRID + query), cell("visit_on", teacher))
    return data | {cell(column, teacher): text for column, text in texts.items()}


def send(client, teacher, *, query="", **texts):
    return client.post(GRID + query, filled(client, teacher, query=query, **texts))


def the_round(teacher):
    return ObservationRound.objects.open().get(teacher=teacher)


def test_one_line_begins_a_round_with_its_dates_and_confirmed_areas(grid, world):
    response = send(
        grid,
        world.subject,
        pre_conference_on="11/2/2026",
        visit_on="Nov 4, 2026",
        post_conference_on="11/9/26",
        reinforcement="tks Knows who needs a start",
        refinement="QU: Students ask each other why",
    )
    row = the_round(world.subject)
    assert response.url == f"{GRID}?"
    assert (row.pre_conference_on, row.visit_on, row.post_conference_on) == (
        dt.date(2026, 11, 2),
        VISIT,
        dt.date(2026, 11, 9),
    )
    assert row.is_announced
    assert {
        (area.kind, area.indicator.code, area.descriptor, area.confirmed_by)
        for area in row.areas.all()
    } == {
        ("reinforcement", "TKS", "Knows who needs a start", world.evaluator),
        ("refinement", "QU", "Students ask each other why", world.evaluator),
    }
    done = row.steps.filter(done_by=world.evaluator).values_list("step", flat=True)
    assert set(done) == {"pre_conference", "visit", "post_conference"}
    assert row.steps.get(step="follow_up").due_on == dt.date(2026, 12, 21)


def test_the_grid_shows_what_is_stored_and_saving_it_changes_nothing(grid, world):
    row = make_round(world.subject, world.year, world.evaluator, visit_on=VISIT)
    make_area(row, "refinement", world.indicators["QU"], world.evaluator, text="Reasons.")
    shown = typed_in(grid.get(GRID))
    assert shown[cell("visit_on", world.subject)] == "11/4/2026"
    assert shown[cell("refinement", world.subject)] == "QU Reasons."
    before = list(RoundStep.objects.values())
    send(grid, world.subject)
    assert list(RoundStep.objects.values()) == before


def test_a_visit_to_come_is_planned_and_announced(grid, world):
    day = SchoolCalendar.of(world.school).add(world.today, 12)
    send(grid, world.subject, visit_on=f"{day.month}/{day.day}/{day.year}")
    row = the_round(world.subject)
    assert (row.visit_planned_on, row.visit_on, row.is_announced) == (day, None, True)
    assert row.steps.get(step="visit").due_on == day


def test_a_cell_is_emptied_and_an_area_taken_away(grid, world):
    row = make_round(world.subject, world.year, world.evaluator, visit_on=VISIT)
    make_area(row, "refinement", world.indicators["QU"], world.evaluator)
    send(grid, world.subject, visit_on="", refinement="")
    row = the_round(world.subject)
    assert (row.visit_on, row.areas.count()) == (None, 0)
    assert row.steps.get(step="visit").done_at is None


@pytest.mark.parametrize(
    ("texts", "column", "words"),
    [
        ({"visit_on": "soon"}, "visit_on", "Enter the day of the formal visit, like 11/24/2026"),
        ({"visit_on": "2/30/2026"}, "visit_on", "Enter the day of the formal visit, like"),
        ({"visit_on": "11/8/2026"}, "visit_on", "There is no school on Sun, Nov 8, 2026"),
        ({"visit_on": "11/7/2026"}, "visit_on", "There is no school on Sat, Nov 7, 2026"),
        ({"visit_on": "11/4/2021"}, "visit_on", "Enter a date of this school year or the next"),
        (
            {"visit_on": "11/4/2026", "post_conference_on": "11/3/2026"},
            "post_conference_on",
            "Enter a day on or after the formal visit, Wed, Nov 4, 2026",
        ),
        (
            {"visit_on": "11/4/2026", "pre_conference_on": "11/5/2026"},
            "visit_on",
            "Enter a day on or after the pre-conference, Thu, Nov 5, 2026",
        ),
        (
            {"post_conference_on": "11/3/2026"},
            "visit_on",
            "Enter the day of the formal visit first",
        ),
        (
            {"visit_on": "11/4/2026", "post_conference_on": "12/30/2026"},
            "post_conference_on",
            "Enter it once it was held",
        ),
        ({"refinement": "Questions"}, "refinement", "Begin with the code of an indicator, like"),
        ({"refinement": "QU 3"}, "refinement", NO_SCORE),
        ({"reinforcement": "QU 4.5/5"}, "reinforcement", NO_SCORE),
    ],
)
def test_an_error_stands_at_its_cell_and_nothing_typed_is_lost(texts, column, words, grid, world):
    texts = {"reinforcement": "TKS <b>Kept</b>"} | texts
    response = send(grid, world.subject, **texts)
    assert response.status_code == 422
    assert words in response.content.decode().replace("&#x27;", "'")
    shown = typed_in(response)
    assert {name: shown[cell(name, world.subject)] for name in texts} == texts
    assert f'id="id_{cell(column, world.subject)}_error"' in response.content.decode()
    assert ObservationRound.objects.count() == 0


def test_a_formal_visit_is_not_entered_for_a_day_closed_at_the_teachers_school(grid, world):
    day = SchoolCalendar.of(world.school).add(world.today, 12)
    closed = {"school_system": world.system, "label": "Snow", "school": world.school}
    Closure.objects.create(starts_on=day, ends_on=day, **closed)
    response = send(grid, world.subject, visit_on=day.isoformat())
    assert response.status_code == 422
    assert "There is no school on" in response.content.decode()


def test_one_wrong_line_saves_no_other(grid, world):
    people.register_evaluator(world.peer, world.evaluator)
    data = filled(grid, world.subject, visit_on="11/4/2026")
    data[cell("visit_on", world.peer)] = "yesterday"
    response = grid.post(GRID, data)
    assert response.status_code == 422
    assert ObservationRound.objects.count() == 0
    data[cell("visit_on", world.peer)] = "11/5/2026"
    grid.post(GRID, data)
    assert ObservationRound.objects.count() == 2


def test_two_people_in_one_grid_do_not_undo_each_others_work(client, world):
    make_round(world.subject, world.year, world.evaluator, visit_on=VISIT)
    client.force_login(world.evaluator)
    mine = filled(client, world.subject, visit_on="11/6/2026")
    theirs = filled(client, world.subject, visit_on="11/5/2026")
    client.force_login(world.principal)
    client.post(GRID, theirs)
    client.force_login(world.evaluator)
    response = client.post(GRID, mine)
    assert response.status_code == 409
    assert "Somebody entered “11/5/2026” meanwhile" in response.content.decode()
    assert the_round(world.subject).visit_on == dt.date(2026, 11, 5)
    client.post(GRID, form_with(response, cell("visit_on", world.subject)))
    assert the_round(world.subject).visit_on == dt.date(2026, 11, 6)


def test_what_somebody_else_changed_in_another_cell_stays(client, world):
    row = make_round(world.subject, world.year, world.evaluator, visit_on=VISIT)
    client.force_login(world.evaluator)
    mine = filled(client, world.subject, post_conference_on="11/9/2026")
    make_area(row, "refinement", world.indicators["QU"], world.principal, text="Theirs.")
    client.post(GRID, mine)
    row = the_round(world.subject)
    assert row.post_conference_on == dt.date(2026, 11, 9)
    assert row.areas.get().descriptor == "Theirs."


def test_the_grid_of_the_next_round_closes_the_one_before(grid, world):
    people.register_evaluator(world.peer, world.evaluator)
    dates = {"visit_on": VISIT, "post_conference_on": VISIT}
    first = make_round(world.subject, world.year, world.evaluator, **dates)
    make_round(world.peer, world.year, world.evaluator, visit_on=VISIT)
    response = grid.get(f"{GRID}?round=next")
    assert [line.teacher for line in response.context["form"].lines] == [world.subject]
    send(grid, world.subject, query="?round=next", visit_on="11/20/2026")
    first.refresh_from_db()
    assert (first.closed_by, first.visit_on) == (world.evaluator, VISIT)
    assert the_round(world.subject).visit_on == dt.date(2026, 11, 20)


def test_nobody_else_is_reached_through_the_grid(grid, world):
    data = {cell(column, world.peer): "" for column in COLUMNS}
    grid.post(GRID, data | {cell("visit_on", world.peer): "11/4/2026"})
    assert ObservationRound.objects.count() == 0


@pytest.mark.parametrize("teachers", [5, 40])
def test_saving_asks_as_often_for_forty_teachers_as_for_five(
    teachers, client, world, django_assert_num_queries
):
    listed = [people.make_teacher(world.school, f"Aa {number:02}") for number in range(teachers)]
    client.force_login(world.principal)
    data = form_with(client.get(GRID), cell("visit_on", listed[0]))
    for teacher in listed:
        data |= {
            cell("visit_on", teacher): "11/4/2026",
            cell("post_conference_on", teacher): "11/9/2026",
            cell("reinforcement", teacher): "TKS Knows each student",
            cell("refinement", teacher): "QU Asks for reasons",
        }
    with django_assert_num_queries(20):
        response = client.post(GRID, data)
    assert response.status_code == 302
    assert ObservationRound.objects.filter(teacher__in=listed).count() == teachers


@pytest.mark.parametrize("teachers", [5, 38])
def test_the_page_asks_as_often_for_forty_teachers_as_for_five(
    teachers, client, world, django_assert_num_queries
):
    for number in range(teachers):
        teacher = people.make_teacher(world.school, f"Aa {number:02}")
        row = make_round(teacher, world.year, world.principal, visit_on=VISIT)
        make_area(row, "refinement", world.indicators["QU"], world.principal)
    client.force_login(world.principal)
    client.get(GRID)
    with django_assert_num_queries(10):
        client.get(GRID)
