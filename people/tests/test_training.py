import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import people
from people.models import Membership, Training

pytestmark = pytest.mark.django_db
LIST = "people:training_list"


@pytest.fixture
def district():
    return people.make_central(people.make_system(), Membership.Role.DISTRICT_STAFF, "Dora Staff")


@pytest.fixture
def coach(district):
    return people.make_coach(people.make_school(district.school_system, "Oak"), "Cora Coach")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def record(by, person, kind="approach", days=-30, until=None):
    """A training held so many days from today, to be done again `until` days from today."""
    return Training.objects.create(
        school_system=by.school_system,
        user=person,
        kind=kind,
        led_by="Regional center",
        held_on=by.today + dt.timedelta(days=days),
        valid_until=None if until is None else by.today + dt.timedelta(days=until),
        recorded_by=by,
    )


def missing(person):
    context = signed_in(person).get(reverse(LIST)).context
    return {p.name: (p.has_approach, p.has_norming) for p in context["missing"]}


def post(district, **fields):
    data = {"kind": "norming", "led_by": "Regional center", **fields}
    return signed_in(district).post(reverse("people:training_add"), data)


def test_a_training_is_recorded_for_a_coach_by_whoever_typed_it(district, coach):
    answer = post(district, user=coach.email, held_on=district.today.isoformat())
    assert answer.url == reverse(LIST)
    row = Training.objects.get()
    assert (row.user, row.kind, row.recorded_by) == (coach, "norming", district)
    assert "Normed on the rubric" in signed_in(coach).get(reverse(LIST)).content.decode()


def test_a_teacher_is_nobody_who_is_trained_to_coach(district, coach):
    teacher = people.make_teacher(coach.memberships.get().school, "Tess Teacher")
    answer = post(district, user=teacher.email, held_on=district.today.isoformat())
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["user"]


def test_it_is_recorded_once_held(district, coach):
    tomorrow = district.today + dt.timedelta(days=1)
    answer = post(district, user=coach.email, held_on=tomorrow.isoformat())
    assert answer.context["form"].errors == {
        "held_on": ["Enter today or an earlier day: it is recorded once held"]
    }


def test_who_lacks_a_training_or_has_one_run_out_is_named(district, coach):
    record(district, district)
    record(district, district, "norming")
    assert missing(district) == {coach.name: (False, False)}
    record(district, coach)
    record(district, coach, "norming", until=0)
    assert missing(district) == {coach.name: (True, False)}
    record(district, coach, "norming", days=-1, until=1)
    assert missing(district) == {}


def test_the_same_training_of_a_day_is_recorded_once(district, coach):
    row = record(district, coach, "norming", days=0)
    answer = post(district, user=coach.email, held_on=row.held_on.isoformat())
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "held_on": ["This training of the same day is recorded already."]
    }


def test_a_training_recorded_by_mistake_is_removed(district, coach):
    row = record(district, coach)
    signed_in(district).post(reverse("people:training_remove", args=[row.pk]))
    assert not Training.objects.exists()


def test_others_see_their_own_alone(district, coach):
    record(district, district)
    page = signed_in(coach).get(reverse(LIST))
    assert page.context["missing"] is None
    assert list(page.context["page"]) == []


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_takes_as_many_queries_for_many_people(district, coach, count):
    school = coach.memberships.get().school
    for number in range(count):
        record(district, people.make_coach(school, f"Coach {number}"))
    client = signed_in(district)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    assert len(queries) == 7


def test_the_database_keeps_the_order_of_its_days(district, coach):
    with pytest.raises(IntegrityError, match="valid_after_it_was_held"), transaction.atomic():
        record(district, coach, days=0, until=0)
