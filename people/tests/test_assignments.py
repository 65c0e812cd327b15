import datetime as dt

import pytest
from django.urls import reverse

from demo.builders import people
from notices.models import Notice
from people.models import CoachAssignment, EvaluatorAssignment, Membership

Role = Membership.Role
OWNER_RULE = "This teacher already has an owner coach in these dates."


def place():
    system = people.make_system()
    school = people.make_school(system)
    admin = people.make_central(system, Role.SYSTEM_ADMIN)
    return school, admin, people.make_teacher(school), people.make_coach(school)


def posted(teacher, coach, **fields):
    return {
        "teacher": teacher.email,
        "coach": coach.email,
        "kind": "owner",
        "starts_on": "2026-11-02",
        **fields,
    }


@pytest.mark.django_db
def test_a_second_owner_is_refused_at_the_field(client):
    school, admin, teacher, coach = place()
    people.assign(teacher, coach)
    client.force_login(admin)
    other = people.make_coach(school)
    answer = client.post(reverse("people:assignment_add"), posted(teacher, other))
    assert answer.status_code == 422
    assert answer.context["form"].errors["kind"][0].startswith(OWNER_RULE)
    assert teacher.teacher_assignments.count() == 1
    answer = client.post(
        reverse("people:assignment_add"), posted(teacher, other, kind="contributor")
    )
    assert answer.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["2026-11-02", "2026-10-30"])
def test_an_assignment_ends_after_it_starts(client, end):
    _, admin, teacher, coach = place()
    client.force_login(admin)
    answer = client.post(reverse("people:assignment_add"), posted(teacher, coach, ends_on=end))
    says = ["Enter an end after the start: it is the first day without this coach"]
    assert answer.context["form"].errors["ends_on"] == says
    assert not teacher.teacher_assignments.exists()


@pytest.mark.django_db
def test_the_next_owner_may_begin_on_the_day_the_first_ends(client):
    school, admin, teacher, coach = place()
    people.assign(teacher, coach, ends_on=dt.date(2026, 11, 2))
    client.force_login(admin)
    other = people.make_coach(school)
    assert client.post(reverse("people:assignment_add"), posted(teacher, other)).status_code == 302


@pytest.mark.django_db
def test_who_assigns_themself_tells_the_teacher_and_nobody_else_does(client):
    school, admin, teacher, coach = place()
    people.give_role(admin, Role.COACH, school)
    client.force_login(admin)
    client.post(reverse("people:assignment_add"), posted(teacher, coach, kind="contributor"))
    assert not Notice.objects.exists()
    client.post(reverse("people:assignment_add"), posted(teacher, admin))
    notice = Notice.objects.get()
    assert (notice.kind, notice.to) == ("coach_named_themself", teacher)


@pytest.mark.django_db
def test_only_coaches_and_teacher_leaders_can_be_assigned(client):
    school, admin, teacher, _ = place()
    client.force_login(admin)
    principal = people.make_principal(school)
    answer = client.post(reverse("people:assignment_add"), posted(teacher, principal))
    assert "is nobody who can be chosen here" in answer.context["form"].errors["coach"][0]


@pytest.mark.django_db
def test_a_principal_assigns_only_the_own_teachers(client):
    school, _, teacher, coach = place()
    elsewhere = people.make_school(school.school_system)
    other = people.make_teacher(elsewhere)
    client.force_login(people.make_principal(school))
    assert client.post(reverse("people:assignment_add"), posted(other, coach)).status_code == 422
    assert client.post(reverse("people:assignment_add"), posted(teacher, coach)).status_code == 302
    assert list(CoachAssignment.objects.values_list("teacher", flat=True)) == [teacher.pk]


@pytest.mark.django_db
def test_a_coach_ends_their_own_and_cannot_take_it_back(client):
    _, admin, teacher, coach = place()
    assignment = people.assign(teacher, coach)
    client.force_login(coach)
    client.post(reverse("people:assignment_end", args=[assignment.pk]))
    assignment.refresh_from_db()
    assert assignment.ends_on == admin.today
    answer = client.post(reverse("people:assignment_reopen", args=[assignment.pk]))
    assert answer.status_code == 403


@pytest.mark.django_db
def test_undo_of_an_end_is_refused_once_there_is_another_owner(client):
    school, admin, teacher, coach = place()
    assignment = people.assign(teacher, coach)
    client.force_login(admin)
    client.post(reverse("people:assignment_end", args=[assignment.pk]))
    people.assign(teacher, people.make_coach(school), starts_on=admin.today)
    page = client.post(reverse("people:assignment_reopen", args=[assignment.pk]), follow=True)
    assert "another owner by now" in page.content.decode()
    assignment.refresh_from_db()
    assert assignment.ends_on == admin.today


@pytest.mark.django_db
@pytest.mark.parametrize("count", [5, 50])
def test_the_list_of_assignments_takes_the_same_queries(count, client, django_assert_num_queries):
    school, admin, _, coach = place()
    for _ in range(count):
        people.assign(people.make_teacher(school), coach)
    client.force_login(admin)
    with django_assert_num_queries(7):
        client.get(reverse("people:assignment_list"))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [5, 50])
def test_the_register_takes_the_same_queries(count, client, django_assert_num_queries):
    school, _, _, _ = place()
    principal = people.make_principal(school)
    for _ in range(count):
        people.register_evaluator(people.make_teacher(school), principal)
    client.force_login(principal)
    with django_assert_num_queries(9):
        client.get(reverse("people:evaluator_list"))


@pytest.mark.django_db
def test_the_register_is_kept_by_the_principal_of_the_teacher(client):
    school, admin, teacher, _ = place()
    evaluator = people.make_coach(people.make_school(school.school_system))
    data = {
        "teacher": teacher.email,
        "evaluator": evaluator.email,
        "kind": "observer",
        "starts_on": "2026-11-02",
    }
    client.force_login(people.make_principal(school))
    client.post(reverse("people:evaluator_add"), data)
    line = EvaluatorAssignment.objects.get()
    assert (line.teacher, line.evaluator, line.kind) == (teacher, evaluator, "observer")
    again = client.post(reverse("people:evaluator_add"), data)
    assert again.context["form"].errors == {
        "evaluator": ["This person is already registered for this teacher then."]
    }
    client.post(reverse("people:evaluator_end", args=[line.pk]))
    line.refresh_from_db()
    assert line.is_over(max(admin.today, line.starts_on))
