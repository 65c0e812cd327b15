"""Figures of groups, pasted as a table: wrong rows are told in plain words, students never kept."""

import itertools

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.ids import uuid7
from demo.builders import goal as build
from goals.data_table import read_table
from goals.hiding import hidden_points
from goals.models import DataPoint, DataSet
from people.models import School
from tests.pages import every, tree_of, typed_in, words
from tests.world import World

pytestmark = pytest.mark.django_db
HEADS = "school\tgrade\tsubject\tstudent group\tn\t"


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def _post(world, table, **fields):
    about = {"title": "Fall screener", "kind": "screener"}
    days = {"starts_on": "2026-09-01", "ends_on": "2026-09-20"}
    url = reverse("goals:data_set_add")
    return signed_in(world.principal).post(url, about | days | {"table": table} | fields)


def _read(world, table):
    return read_table(table, {world.school.name.lower(): world.school})


def test_a_pasted_table_is_looked_at_before_it_is_kept(world):
    table = f"{HEADS}Below\tMastery\n{world.school.name}\t4\tMath\tEnglish learners\t24\t14\t10"
    page = _post(world, table)
    assert page.status_code == 200
    assert "1 row. Nothing is kept yet" in words(page)
    assert not DataSet.objects.exists()
    assert typed_in(page)["table"].strip() == table
    answer = _post(world, table, confirm="1")
    data_set = DataSet.objects.get()
    assert answer.url == data_set.get_absolute_url()
    assert data_set.levels == ["Below", "Mastery"]
    point = data_set.points.get()
    facts = (point.school, point.grade, point.subject, point.student_group, point.n, point.counts)
    assert facts == (world.school, "4", "Math", "English learners", 24, [14, 10])


def test_commas_do_as_well_as_tabs_and_order_is_free(world):
    read = _read(world, f"n,value,school\n24,41.5%,{world.school.name.upper()}\n\n")
    assert read.errors == []
    assert [(point.n, str(point.value)) for point in read.points] == [(24, "41.50")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Nowhere\t4\tMath\t\t24\t41", "“Nowhere” is no school whose figures you enter."),
        ("{school}\t4\tMath\t\tmany\t41", "enter n, how many students, as a number."),
        ("{school}\t4\tMath\t\t1\t41", "n is 1: a group has two students or more"),
        ("{school}\t4\tMath\t\t24\thigh", "enter the value as a number, like 41.5."),
        ("{school}\t4\tMath\tBenoit, Lucie\t24\t41", "looks like a student"),
        ("{school}\t4\tMath\tLucie Benoit\t24\t41", "looks like a student"),
        ("{school}\t4\tMath\t10023456\t24\t41", "looks like a student"),
        ("{school}\t4\tMath\tlb@school.example\t24\t41", "looks like a student"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_kept(world, row, said):
    table = f"{HEADS}value\n{world.school.name}\t3\t\t\t30\t40\n" + row.format(
        school=world.school.name
    )
    page = _post(world, table, confirm="1")
    assert page.status_code == 422
    assert "Row 3: " in words(page)
    assert said in words(page)
    assert not DataSet.objects.exists()


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("school\tStudent name\tn\tvalue", "take out the column “Student name”"),
        ("school\tLASID\tn\tvalue", "take out the column “LASID”"),
        ("school\tdate of birth DOB\tn\tvalue", "take out the column"),
        ("grade\tn\tvalue", "there is no column “school”"),
        ("school\tgrade\tn", "add a column “value”, or a column for each level"),
        ("school\tn\tvalue\tBelow", "use either “value” or columns for levels"),
    ],
)
def test_wrong_columns_are_named(world, heads, said):
    read = _read(world, f"{heads}\n{world.school.name}\t24\t41\t41")
    assert said in " ".join(read.errors)
    assert read.points == []


@pytest.mark.parametrize(
    "group", ["Students with disabilities", "English Learners", "Special Education", "Black"]
)
def test_the_names_of_groups_are_no_names(world, group):
    table = f"{HEADS}value\n{world.school.name}\t4\tMath\t{group}\t24\t41"
    assert _read(world, table).errors == []


def test_levels_that_add_up_to_more_than_n_and_rows_said_twice_are_told(world):
    line = f"{world.school.name}\t4\tMath\t"
    table = (
        f"{HEADS}Below\tMastery\n{line}\t24\t20\t10\n{line}Girls\t12\t2\t3\n{line}Girls\t12\t2\t3"
    )
    errors = _read(world, table).errors
    assert errors == [
        "Row 2: the levels add up to 30, more than n, 24.",
        "Row 4: it says the same as row 3.",
    ]


ROWS = [
    ("4", "Math", "", 60, 41),
    ("4", "Math", "English learners", 7, 12),
    ("4", "Math", "Girls", 25, 44),
    ("4", "Math", "Boys", 28, 47),
]


def _shown(person, data_set):
    page = signed_in(person).get(data_set.get_absolute_url())
    rows = every(tree_of(page), "tr")[1:]
    return [[cell.text or "" for cell in every(row, "td")][-2:] for row in rows], page


def test_figures_under_ten_are_hidden_outside_the_school_with_one_more(world):
    data_set = build.make_data_set(world.school, ROWS)
    inside, _ = _shown(world.principal, data_set)
    assert [n for n, _ in inside] == ["60", "7", "25", "28"]
    outside, page = _shown(world.district, data_set)
    assert [n for n, _ in outside] == ["60", "Hidden", "Hidden", "28"]
    marks = [one.get("data-value") for one in tree_of(page).iter() if one.get("data-value")]
    assert marks == ["41", "47"]
    assert "12.00" not in page.content.decode()


@given(st.lists(st.integers(2, 40), min_size=1, max_size=6))
def test_no_hidden_row_can_be_worked_out_from_its_total(sizes):
    """An attacker knows the total and every row that is shown: never is one row alone unknown."""
    school = School(pk=uuid7())
    rows = [DataPoint(school=school, student_group=f"{n}", n=size) for n, size in enumerate(sizes)]
    total = DataPoint(school=school, n=sum(sizes))
    hidden = hidden_points([total, *rows], set())
    assert {row.pk for row in rows if row.n < 10} <= hidden
    unknown = [row for row in rows if row.pk in hidden]
    assert len(unknown) != 1 or total.pk in hidden


@pytest.mark.parametrize("count", [1, 12])
def test_a_data_set_takes_as_many_queries_for_one_row_as_for_twelve(world, count):
    rows = [(str(n), subject, "", 24, 41) for n, subject in itertools.product(range(count), "MS")]
    data_set, client = build.make_data_set(world.school, rows), signed_in(world.principal)
    asked = {}
    for name, url in (
        ("list", reverse("goals:data_set_list")),
        ("one", data_set.get_absolute_url()),
    ):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked[name] = len(queries)
    assert asked == {"list": 7, "one": 10}
