import pytest
from django.urls import reverse

from demo.builders import coaching as build
from demo.builders import people
from people.models import Membership
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def numbers(response):
    return {number["show"]: number["value"] for number in response.context["numbers"]}


def names(response):
    return [row.record.name for row in response.context["table"].rows]


def add_teachers(world, count):
    """Teachers of the school, each with a visit and an agreed plan."""
    for _ in range(count):
        teacher, coach = people.make_pair(world.school)
        build.make_visit(teacher, coach, notes=())
        build.make_plan(teacher, coach, indicator=world.indicators["QU"])


def test_each_number_is_the_length_of_the_list_behind_it(client, world):
    add_teachers(world, 3)
    world.agreed_plan()
    build.make_visit(world.subject, world.owner, world.days_ago(20))
    client.force_login(world.principal)
    shown = numbers(client.get(reverse("reports:school")))
    assert shown == {"all": 5, "coached": 4, "visited": 3, "not-visited": 1, "agreed": 1}
    for show, value in shown.items():
        assert len(names(client.get(reverse("reports:school"), {"show": show}))) == value


def test_the_principal_sees_dates_and_counts_but_no_note(client, world):
    world.shared_visit  # noqa: B018 (made by asking for it)
    client.force_login(world.principal)
    board = client.get(reverse("reports:school")).content.decode()
    page = client.get(reverse("reports:teacher_activity", args=[world.subject.pk])).content.decode()
    assert "Tess Arceneaux" in board
    assert "Informal visit" in page
    for text in (build.NOTES[0], world.shared_feedback.praise, world.shared_step.activity):
        assert text not in board + page


def test_an_evaluator_sees_only_the_teachers_they_evaluate(client, world):
    client.force_login(world.evaluator)
    assert names(client.get(reverse("reports:school"))) == ["Tess Arceneaux"]


def test_a_principal_of_another_school_sees_none_of_these_teachers(client, world):
    client.force_login(world.other_principal)
    assert names(client.get(reverse("reports:school"))) == []


def test_the_refinement_area_is_hidden_where_the_system_says_so(client, world):
    world.draft_plan  # noqa: B018
    client.force_login(world.principal)
    assert "Questioning" in client.get(reverse("reports:school")).content.decode()
    world.system.principal_sees_focus = False
    world.system.save()
    assert "Questioning" not in client.get(reverse("reports:school")).content.decode()


@pytest.mark.parametrize("count", [5, 50])
def test_the_school_board_asks_the_same_number_of_queries(
    client, world, count, django_assert_num_queries
):
    add_teachers(world, count)
    client.force_login(world.principal)
    with django_assert_num_queries(7):
        client.get(reverse("reports:school"))


def test_district_staff_see_a_draft_as_a_status_only(client, world):
    client.force_login(world.district)
    plan = world.draft_plan
    page = client.get(reverse("reports:district_plans")).content.decode()
    assert "In draft" in page
    assert str(plan.pk) not in page
    assert plan.goal not in page


def test_a_plan_waiting_for_a_signature_counts_as_in_draft_for_the_district(client, world):
    world.proposed_plan()
    client.force_login(world.district)
    response = client.get(reverse("reports:district_plans"), {"plan": "draft"})
    assert names(response) == ["Tess Arceneaux"]


def test_an_agreed_plan_can_be_ticked_unless_the_policy_kept_it_closed(client, world):
    plan = world.agreed_plan()
    client.force_login(world.district)
    url = reverse("reports:district_plans")
    assert f'value="{plan.pk}"' in client.get(url).content.decode()
    type(plan).objects.update(district_may_read=False)
    assert f'value="{plan.pk}"' not in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("person", "wanted", "found"),
    [
        ("district", {}, True),
        ("district", {"plan": "none"}, False),
        ("custodian", {}, False),
    ],
)
def test_export_is_offered_where_there_is_something_to_export(client, world, person, wanted, found):
    world.agreed_plan()
    client.force_login(world.people[person])
    page = client.get(reverse("reports:district_plans"), wanted).content.decode()
    assert ("Export the ticked plans" in page) is found
    assert (">Export<" in page.replace("\n", "").replace(" ", "")) is found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"q": "fontenot"}, ["Tess Arceneaux"]),
        ({"q": "nobody at all"}, []),
        ({"plan": "none"}, ["Paul Peer"]),
        ({"plan": "agreed"}, ["Tess Arceneaux"]),
        ({}, ["Paul Peer", "Tess Arceneaux"]),
    ],
)
def test_the_district_list_can_be_filtered(client, world, wanted, found):
    world.agreed_plan()
    client.force_login(world.district)
    assert names(client.get(reverse("reports:district_plans"), wanted)) == found


def test_a_hostile_filter_asks_for_nothing(client, world):
    client.force_login(world.district)
    url = reverse("reports:district_plans")
    response = client.get(url, {"school": "1'; DROP TABLE", "sort": "teacher__password"})
    assert response.status_code == 200
    assert names(response) == ["Paul Peer", "Tess Arceneaux"]


@pytest.mark.parametrize("count", [5, 50])
def test_the_district_list_asks_the_same_number_of_queries(
    client, world, count, django_assert_num_queries
):
    add_teachers(world, count)
    client.force_login(world.district)
    with django_assert_num_queries(10):
        client.get(reverse("reports:district_plans"))


def test_teachers_of_another_system_never_show(client, world):
    stranger = people.make_teacher(world.elsewhere, "Tina Elsewhere")
    people.give_role(world.peer, Membership.Role.DISTRICT_STAFF)
    client.force_login(world.peer)
    page = client.get(reverse("reports:district_plans")).content.decode()
    assert stranger.name not in page
