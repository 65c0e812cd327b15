import datetime as dt

import pytest
from django.utils import timezone

from demo.builders import people
from people.actions import import_batch as actions
from people.files import export
from people.models import CoachAssignment, Membership
from people.tests.files import CASELOAD, caseload_csv, draft, errors, people_csv, put_in

pytestmark = pytest.mark.django_db
Role = Membership.Role
NOW = timezone.now()


@pytest.fixture
def admin():
    return people.make_central(people.make_system(), Role.SYSTEM_ADMIN, "Ada Admin")


@pytest.fixture
def school(admin):
    return people.make_school(admin.school_system, "Oak")


@pytest.fixture
def teacher(school):
    return people.make_teacher(school, "Tess", email="t@b.org")


@pytest.fixture
def coach(school):
    return people.make_coach(school, "Cora", email="c@b.org")


def held(teacher):
    rows = teacher.teacher_assignments.order_by("starts_on", "ends_on")
    return [(row.coach.name, row.kind, row.starts_on, row.ends_on) for row in rows]


def test_a_caseload_file_of_three_hundred_takes_few_queries(admin, django_assert_num_queries):
    put_in(people_csv(), admin, NOW)
    batch = actions.read_file(caseload_csv().encode(), "caseload.csv", by=admin)[0]
    seen = actions.draft_of(batch, admin.today).fingerprint
    with django_assert_num_queries(9):
        actions.apply_file(batch, seen=seen, typed="", now=NOW, today=admin.today)
    assert CoachAssignment.objects.owners().count() == 308


def test_the_same_caseload_twice_changes_nothing_and_the_export_reads_back(admin):
    put_in(people_csv(2, 4, 2), admin, NOW)
    put_in(caseload_csv(2, 4), admin, NOW)
    assert draft(caseload_csv(2, 4), admin).counts["unchanged"] == 8
    text = export.export("caseload", admin.school_system, admin.today)
    found = draft(text, admin)
    assert found.counts == {"added": 0, "changed": 0, "unchanged": 8, "errors": 0, "schools": 0}


def test_a_new_owner_takes_over_on_the_day_given(admin, teacher, coach, school):
    people.make_coach(school, "Dora", email="d@b.org")
    people.assign(teacher, coach, starts_on=dt.date(2026, 8, 6))
    put_in(f"{CASELOAD}\nt@b.org,d@b.org,owner,", admin, NOW, typed="1")
    assert held(teacher) == [
        ("Cora", "owner", dt.date(2026, 8, 6), admin.today),
        ("Dora", "owner", admin.today, None),
    ]


def test_an_owner_in_the_past_cannot_be_replaced_by_file(admin, teacher, coach, school):
    people.make_coach(school, "Dora", email="d@b.org")
    people.assign(teacher, coach, starts_on=dt.date(2026, 8, 6))
    found = draft(f"{CASELOAD}\nt@b.org,d@b.org,owner,9/1/2026", admin)
    assert errors(found) == {
        2: "Cora is owner from Thu, Aug 6, 2026. Start today or later to take over, "
        "or write contributor"
    }
    assert (found.changes, found.assignments) == ([], [])


def test_owner_becomes_contributor_from_today(admin, teacher, coach):
    people.assign(teacher, coach, starts_on=dt.date(2026, 8, 6))
    put_in(f"{CASELOAD}\nt@b.org,c@b.org,contributor,", admin, NOW)
    assert held(teacher) == [
        ("Cora", "owner", dt.date(2026, 8, 6), admin.today),
        ("Cora", "contributor", admin.today, None),
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("x@b.org,c@b.org,owner,", "Nobody here signs in as x@b.org"),
        ("c@b.org,t@b.org,owner,", "Cora is not a teacher here"),
        ("t@b.org,u@b.org,owner,", "Ursa is neither coach nor teacher leader"),
        ("t@b.org,t@b.org,owner,", "Teacher and coach are the same person"),
        ("t@b.org,c@b.org,boss,", "“boss” is neither owner nor contributor"),
        ("t@b.org,c@b.org,owner,someday", "Enter the start, like 11/24/2026"),
        ("t@b.org,c@b.org,owner,13/45/2026", "Enter the start, like 11/24/2026"),
    ],
)
def test_each_mistake_is_told_by_row(admin, teacher, coach, school, rows, words):
    people.make_teacher(school, "Ursa", email="u@b.org")
    assert errors(draft(f"{CASELOAD}\n{rows}", admin))[2].startswith(words)


def test_two_owners_in_one_file_are_one_too_many(admin, teacher, coach, school):
    people.make_coach(school, "Dora", email="d@b.org")
    found = draft(f"{CASELOAD}\nt@b.org,c@b.org,owner,\nt@b.org,d@b.org,owner,", admin)
    assert errors(found) == {3: "Row 2 gives Tess an owner already"}


def test_people_of_another_system_are_nobody_here(admin, teacher):
    there = people.make_school(people.make_system("Other"), "There")
    people.make_coach(there, "Stranger", email="s@b.org")
    found = draft(f"{CASELOAD}\nt@b.org,s@b.org,owner,", admin)
    assert errors(found)[2].startswith("Nobody here signs in as s@b.org")


def test_undoing_a_caseload_gives_the_teacher_back(admin, teacher, coach, school):
    people.make_coach(school, "Dora", email="d@b.org")
    people.assign(teacher, coach, starts_on=dt.date(2026, 8, 6))
    batch = put_in(f"{CASELOAD}\nt@b.org,d@b.org,owner,", admin, NOW, typed="1")
    actions.undo_file(batch, now=NOW)
    assert held(teacher) == [("Cora", "owner", dt.date(2026, 8, 6), None)]
