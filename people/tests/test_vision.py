import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.builders import people
from people.actions.vision import acknowledge_vision, publish_vision
from people.models import Acknowledgement, CoachingVision, Membership

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def district():
    return people.make_central(people.make_system(), Role.DISTRICT_STAFF, "Dora Staff")


@pytest.fixture
def teacher(district):
    return people.make_teacher(people.make_school(district.school_system, "Oak"), "Tess Teacher")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def write(district, text="Somebody comes back.", **fields):
    return signed_in(district).post(
        reverse("people:vision_edit"), {"vision": text, "asks_to_be_read": "on", **fields}
    )


def published(district, text="Somebody comes back.", **fields):
    write(district, text, **fields)
    return publish_vision(by=district, now=timezone.now())


def test_writing_and_publishing_make_version_one_which_everybody_reads(district, teacher):
    answer = write(district, phases="See it\nDo it")
    assert answer.url == reverse("people:vision_publish")
    signed_in(district).post(reverse("people:vision_publish"))
    page = signed_in(teacher).get(reverse("people:vision_detail")).content.decode()
    assert "Somebody comes back." in page
    assert CoachingVision.objects.get().phase_list == ["See it", "Do it"]


def test_a_draft_is_seen_by_nobody_else_until_it_is_published(district, teacher):
    write(district)
    page = signed_in(teacher).get(reverse("people:vision_detail")).content.decode()
    assert "Somebody comes back." not in page
    assert "Not written yet" in page


def test_a_new_version_begins_as_the_one_before_and_leaves_it_as_it_was(district):
    published(district, "First words", glossary="look-for: what one sees")
    form = signed_in(district).get(reverse("people:vision_edit")).context["form"]
    assert form.initial["glossary"] == "look-for: what one sees"
    published(district, "Second words")
    rows = CoachingVision.objects.order_by("version").values_list("version", "vision")
    assert list(rows) == [(1, "First words"), (2, "Second words")]


def test_what_coaching_is_for_must_be_said(district):
    answer = write(district, "")
    assert answer.status_code == 422
    assert "<title>Error: Write how we coach here" in answer.content.decode()
    assert answer.context["form"].errors == {"vision": ["Enter what coaching is for here"]}


def test_publishing_without_a_draft_says_so(district):
    page = signed_in(district).post(reverse("people:vision_publish"), follow=True)
    assert [str(told) for told in page.context["messages"]] == [
        "There is no new version to publish. Write one first."
    ]


def test_a_person_acknowledges_a_version_once(district, teacher):
    vision = published(district)
    for _ in range(2):
        signed_in(teacher).post(reverse("people:vision_acknowledge"))
    assert Acknowledgement.objects.filter(vision=vision, user=teacher).count() == 1


def test_today_asks_until_it_is_read_and_asks_anew_for_a_new_version(district, teacher):
    def is_asked():
        page = signed_in(teacher).get(reverse("reports:today")).content.decode()
        return "How we coach here is new" in page

    assert not is_asked()
    vision = published(district)
    assert is_asked()
    acknowledge_vision(vision, by=teacher, now=timezone.now())
    assert not is_asked()
    published(district, "A small correction", asks_to_be_read="")
    assert not is_asked()
    published(district, "A new approach")
    assert is_asked()


def test_who_has_not_read_it_is_listed_for_the_school_s_head_alone(district, teacher):
    published(district)
    school = teacher.memberships.get().school
    principal = people.make_principal(school, "Pia Principal")
    elsewhere = people.make_school(district.school_system, "Pine")
    other = people.make_teacher(elsewhere, "Olive Other")
    page = signed_in(principal).get(reverse("people:vision_readers")).content.decode()
    assert "0 of 2 have read it" in page
    assert teacher.name in page
    assert other.name not in page
    assert elsewhere.name not in page


@pytest.mark.parametrize("count", [1, 20])
def test_reading_takes_as_many_queries_whoever_reads(district, teacher, count):
    published(district)
    for number in range(count):
        people.make_teacher(teacher.memberships.get().school, f"Teacher {number}")
    client = signed_in(district)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("people:vision_readers"))
    assert len(queries) == 8
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("people:vision_detail"))
    assert len(queries) == 6


def test_the_database_keeps_one_draft_and_no_empty_published_version(district):
    system = district.school_system
    CoachingVision.objects.create(school_system=system, vision="One")
    with pytest.raises(IntegrityError, match="one_draft_of_the_vision"), transaction.atomic():
        CoachingVision.objects.create(school_system=system, version=2, vision="Two")
    empty = CoachingVision(
        school_system=system, version=3, published_at=timezone.now(), published_by=district
    )
    with pytest.raises(IntegrityError, match="says_what_coaching_is_for"), transaction.atomic():
        empty.save()
