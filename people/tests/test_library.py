import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import people
from people.models import LibraryLink, Membership

pytestmark = pytest.mark.django_db
LIST = "people:library_list"


@pytest.fixture
def district():
    return people.make_central(people.make_system(), Membership.Role.DISTRICT_STAFF, "Dora Staff")


@pytest.fixture
def teacher(district):
    return people.make_teacher(people.make_school(district.school_system, "Oak"), "Tess Teacher")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def make(person, title, first=-5, last=None):
    """A link shown from `first` days after today, until `last` days after it."""
    return LibraryLink.objects.create(
        school_system=person.school_system,
        title=title,
        address="https://example.org/page",
        kind="rubric",
        starts_on=person.today + dt.timedelta(days=first),
        ends_on=None if last is None else person.today + dt.timedelta(days=last),
    )


def titles(person):
    context = signed_in(person).get(reverse(LIST)).context
    in_force = [link.title for _label, links in context["kinds"] for link in links]
    return in_force, [row.title for row in context["coming"]], [r.title for r in context["over"]]


def post(person, url="people:library_add", args=(), **fields):
    data = {
        "title": "Handbook",
        "address": "https://example.org/handbook",
        "kind": "handbook",
        "starts_on": person.today.isoformat(),
        **fields,
    }
    return signed_in(person).post(reverse(url, args=args), data)


def test_a_link_is_shown_on_its_days_alone(district, teacher):
    make(district, "Now")
    make(district, "Last day was yesterday", first=-9, last=0)
    make(district, "Last day is today", first=-9, last=1)
    make(district, "Tomorrow", first=1)
    now = ["Last day is today", "Now"]
    assert titles(teacher) == (now, [], [])
    assert titles(district) == (now, ["Tomorrow"], ["Last day was yesterday"])


def test_an_added_link_is_there_for_everybody(district, teacher):
    assert post(district).url == reverse(LIST)
    page = signed_in(teacher).get(reverse(LIST)).content.decode()
    assert 'href="https://example.org/handbook"' in page
    assert "Change<span" not in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/a", "no link"]
)
def test_an_address_is_a_web_address_or_is_refused(district, address):
    answer = post(district, address=address)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["address"]
    assert not LibraryLink.objects.exists()


def test_the_last_day_comes_after_the_first(district):
    answer = post(district, ends_on=district.today.isoformat())
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "ends_on": ["Enter a day after the first day it is shown"]
    }


def test_a_link_is_changed_and_removed(district):
    link = make(district, "Old title")
    post(district, "people:library_edit", [link.pk], title="New title")
    assert LibraryLink.objects.get().title == "New title"
    signed_in(district).post(reverse("people:library_remove", args=[link.pk]))
    assert not LibraryLink.objects.exists()


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_takes_as_many_queries_for_many_links(district, count):
    for number in range(count):
        make(district, f"Link {number}")
    client = signed_in(district)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    assert len(queries) == 5


def test_the_database_keeps_dates_and_addresses(district):
    with pytest.raises(IntegrityError, match="ends_after_it_starts"), transaction.atomic():
        make(district, "Backwards", first=0, last=0)
    link = make(district, "Fine")
    link.address = "javascript:alert(1)"
    with pytest.raises(IntegrityError, match="is_a_web_address"), transaction.atomic():
        link.save()
