import pytest
from django.urls import reverse

from demo.builders import people
from people.models import CoachAssignment, Membership

pytestmark = pytest.mark.django_db
Role = Membership.Role
NOT_HER_COACH = "Choose the evaluator of this leader, or somebody of the district's staff"


@pytest.fixture
def school():
    return people.make_school(people.make_system(), "Cypress Elementary")


@pytest.fixture
def leader(school):
    return people.make_principal(school, "Pia Principal")


@pytest.fixture
def district(school):
    return people.make_central(school.school_system, Role.DISTRICT_STAFF, "Dora Staff")


def assign(client, by, person, coach):
    client.force_login(by)
    data = {"teacher": person.email, "coach": coach.email, "kind": "owner"}
    return client.post(reverse("people:assignment_add"), data | {"starts_on": "2026-11-02"})


def test_the_district_coaches_a_leader(client, leader, district):
    assert assign(client, district, leader, district).status_code == 302
    assert CoachAssignment.objects.get().coach == district


def test_a_leaders_evaluator_coaches_her_whatever_his_title(client, leader, district, school):
    evaluator = people.make_teacher(school, "Eve Evaluator")
    people.register_evaluator(leader, evaluator)
    assert assign(client, district, leader, evaluator).status_code == 302
    assert CoachAssignment.objects.get().coach == evaluator


def test_a_coach_of_teachers_is_no_coach_of_a_leader(client, leader, district, school):
    answer = assign(client, district, leader, people.make_coach(school))
    assert answer.context["form"].errors["coach"] == [NOT_HER_COACH]
    assert CoachAssignment.objects.count() == 0


def test_somebody_elses_evaluator_is_no_coach_of_a_leader(client, leader, district, school):
    evaluator = people.make_teacher(school, "Eve Evaluator")
    people.register_evaluator(people.make_principal(school, "Dan Deputy"), evaluator)
    answer = assign(client, district, leader, evaluator)
    assert answer.context["form"].errors["coach"] == [NOT_HER_COACH]


def test_district_staff_without_a_coachs_role_coach_no_teacher(client, district, school):
    answer = assign(client, district, people.make_teacher(school), district)
    said = answer.context["form"].errors["coach"]
    assert said == ["Choose somebody with the role coach or teacher leader"]


def test_a_principal_gives_no_leader_a_coach(client, leader, district, school):
    answer = assign(client, leader, people.make_principal(school, "Dan Deputy"), district)
    assert answer.status_code == 422
    assert "nobody who can be chosen here" in answer.context["form"].errors["teacher"][0]


def test_a_leader_is_handed_over_to_the_district_and_not_to_a_coach_of_teachers(
    client, leader, district, school
):
    held = people.assign(leader, people.make_central(school.school_system, Role.DISTRICT_STAFF))
    client.force_login(district)
    url = reverse("people:assignment_hand_over", args=[held.pk])
    data = {"starts_on": leader.today.isoformat(), "note": ""}
    answer = client.post(url, data | {"coach": people.make_coach(school).email})
    assert answer.context["form"].errors["coach"] == [NOT_HER_COACH]
    assert client.post(url, data | {"coach": district.email}).status_code == 302
    assert leader.teacher_assignments.active(leader.today).get().coach == district


def test_a_leader_with_a_coach_has_what_somebody_has_who_is_coached(leader, district):
    assert leader.duties == {"school_leader"}
    people.assign(leader, district)
    fresh = type(leader).objects.get(pk=leader.pk)
    assert fresh.duties == {"school_leader", "teacher"}
