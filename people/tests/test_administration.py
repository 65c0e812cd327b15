import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.builders import people
from people import get_started
from people.actions.invitation import invitation_of, invite
from people.models import Closure, Invitation, Leave, Membership, School, SchoolYear, Session, User

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def admin():
    return people.make_central(people.make_system(), Role.SYSTEM_ADMIN, "Ada Admin")


@pytest.fixture
def school(admin):
    return people.make_school(admin.school_system, "Oak")


@pytest.fixture
def signed_in(admin, client):
    client.force_login(admin)
    return client


def new_person(school, **fields):
    return {
        "name": "Ann Lee",
        "email": "Ann@Example.org",
        "role-role": "teacher",
        "role-school": str(school.pk),
        "role-starts_on": "2026-11-02",
        **fields,
    }


def test_a_new_person_gets_a_role_and_an_invitation(signed_in, school):
    signed_in.post(reverse("people:person_add"), new_person(school, is_invited="on"))
    ann = User.objects.get(email="ann@example.org")
    assert [(m.role, m.school) for m in ann.memberships.all()] == [("teacher", school)]
    assert Invitation.objects.filter(user=ann).exists()


def test_an_e_mail_in_use_gets_the_same_words_here_and_elsewhere(signed_in, school):
    there = people.make_teacher(people.make_school(people.make_system("Other")), "Secret")
    here = people.make_teacher(school)
    answers = [
        signed_in.post(reverse("people:person_add"), new_person(school, email=person.email))
        for person in (here, there)
    ]
    errors = [answer.context["form"].errors for answer in answers]
    assert errors[0] == errors[1]
    assert errors[0]["email"][0].startswith("This e-mail cannot be added here.")
    assert "Secret" not in answers[1].content.decode()


def test_ending_access_kills_sessions_links_roles_and_assignments(signed_in, admin, school):
    coach, teacher = people.make_coach(school), people.make_teacher(school)
    people.assign(teacher, coach)
    invite([coach], now=timezone.now())
    token = coach.invitation.token
    theirs, other = Client(), Client()
    theirs.force_login(coach)
    other.force_login(teacher)
    signed_in.post(reverse("people:person_end", args=[coach.pk]))
    coach.refresh_from_db()
    assert not coach.is_active
    assert not Session.objects.filter(pk=theirs.session.session_key).exists()
    assert Session.objects.filter(pk=other.session.session_key).exists()
    assert theirs.get(reverse("people:profile")).status_code == 302
    assert invitation_of(token) is None
    assert coach.memberships.get().ends_on == admin.today
    assert coach.coach_assignments.get().ends_on == admin.today
    assert teacher.memberships.get().ends_on is None


def test_who_is_let_back_in_has_no_role_until_one_is_given(signed_in, admin, school):
    ann = people.make_teacher(school)
    signed_in.post(reverse("people:person_end", args=[ann.pk]))
    signed_in.post(reverse("people:person_restore", args=[ann.pk]))
    ann = User.objects.get(pk=ann.pk)
    assert ann.is_active
    assert ann.roles == set()
    assert Invitation.objects.filter(user=ann).exists()


def test_the_last_admin_stays(signed_in, admin):
    role = admin.memberships.get()
    yesterday = admin.today - dt.timedelta(days=1)
    signed_in.post(reverse("people:membership_end", args=[role.pk]))
    signed_in.post(reverse("people:person_end", args=[admin.pk]))
    answer = signed_in.post(
        reverse("people:membership_edit", args=[role.pk]),
        {"role": "system_admin", "starts_on": "2020-08-03", "ends_on": str(yesterday)},
    )
    assert "Make somebody else system admin first" in answer.content.decode()
    role.refresh_from_db()
    admin.refresh_from_db()
    assert (role.ends_on, admin.is_active) == (None, True)
    people.make_central(admin.school_system, Role.SYSTEM_ADMIN)
    signed_in.post(reverse("people:membership_end", args=[role.pk]))
    role.refresh_from_db()
    assert role.ends_on == admin.today


def test_the_last_admin_cannot_be_edited_into_another_role(signed_in, admin, school):
    role = admin.memberships.get()
    signed_in.post(
        reverse("people:membership_edit", args=[role.pk]),
        {"role": "teacher", "school": str(school.pk), "starts_on": "2020-08-03"},
    )
    role.refresh_from_db()
    assert role.role == Role.SYSTEM_ADMIN


@pytest.mark.parametrize("role", ["school_leader", "district_staff", "custodian"])
def test_an_admin_gives_themself_no_role_that_reads(signed_in, admin, school, role):
    data = {"role": role, "starts_on": "2026-11-02"}
    data |= {"school": str(school.pk)} if role == "school_leader" else {}
    answer = signed_in.post(reverse("people:membership_add", args=[admin.pk]), data)
    assert answer.context["form"].errors["role"] == [
        "Choose another role: this one is for another admin to give"
    ]
    assert admin.memberships.count() == 1


def test_a_principal_gives_school_roles_at_the_own_school_only(client, admin, school):
    principal, ann = people.make_principal(school), people.make_teacher(school)
    elsewhere = people.make_school(admin.school_system)
    client.force_login(principal)
    url = reverse("people:membership_add", args=[ann.pk])
    data = {"role": "teacher_leader", "school": str(school.pk), "starts_on": "2026-11-02"}
    assert client.post(url, data).status_code == 302
    assert (
        client.post(url, data | {"school": str(elsewhere.pk), "role": "coach"}).status_code == 422
    )
    assert client.post(url, data | {"role": "district_staff"}).status_code == 422
    assert client.post(url, data | {"role": "system_admin", "school": ""}).status_code == 422
    assert ann.memberships.count() == 2


def test_a_principal_takes_no_teacher_of_another_school(client, admin, school):
    theirs = people.make_teacher(people.make_school(admin.school_system))
    client.force_login(people.make_principal(school))
    url = reverse("people:membership_add", args=[theirs.pk])
    assert client.get(url).status_code == 403
    assert theirs.memberships.count() == 1


def test_a_role_ended_by_mistake_goes_on(signed_in, admin, school):
    role = people.make_teacher(school).memberships.get()
    page = signed_in.post(reverse("people:membership_end", args=[role.pk]), follow=True)
    assert reverse("people:membership_reopen", args=[role.pk]) in page.content.decode()
    signed_in.post(reverse("people:membership_reopen", args=[role.pk]))
    role.refresh_from_db()
    assert role.ends_on is None


def test_the_same_role_twice_is_refused_at_the_role(signed_in, school):
    ann = people.make_teacher(school)
    data = {"role": "teacher", "school": str(school.pk), "starts_on": "2026-11-02"}
    answer = signed_in.post(reverse("people:membership_add", args=[ann.pk]), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"role": ["This person already holds this role there."]}


def test_leave_is_entered_changed_and_removed(signed_in, school):
    role = people.make_teacher(school).memberships.get()
    signed_in.post(reverse("people:leave_add", args=[role.pk]), {"starts_on": "2026-12-01"})
    leave = Leave.objects.get(membership=role)
    url = reverse("people:leave_edit", args=[leave.pk])
    backwards = signed_in.post(url, {"starts_on": "2026-12-01", "ends_on": "2026-11-01"})
    assert backwards.status_code == 422
    signed_in.post(url, {"starts_on": "2026-12-01", "ends_on": "2027-01-05"})
    leave.refresh_from_db()
    assert leave.ends_on == dt.date(2027, 1, 5)
    signed_in.post(reverse("people:leave_remove", args=[leave.pk]))
    assert not Leave.objects.exists()


def test_a_new_e_mail_makes_links_sent_to_the_old_one_useless(signed_in, school):
    ann = people.make_teacher(school)
    invite([ann], now=timezone.now())
    token = ann.invitation.token
    url = reverse("people:person_edit", args=[ann.pk])
    signed_in.post(url, {"name": ann.name, "email": "new@example.org"})
    assert invitation_of(token) is None


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("11/24/2026 - 11/28/2026 Thanksgiving break", ("2026-11-24", "2026-11-28")),
        ("2026-11-24 to 2026-11-28 Thanksgiving break", ("2026-11-24", "2026-11-28")),
        ("11/24/26\tThanksgiving break", ("2026-11-24", "2026-11-24")),
        ("Nov 24, 2026 – Nov 28, 2026: Thanksgiving break", ("2026-11-24", "2026-11-28")),
    ],
)
def test_pasted_days_without_school_are_read(signed_in, admin, typed, saved):
    year = people.make_year(admin.school_system)
    signed_in.post(reverse("people:closures_add", args=[year.pk]), {"lines": f"\n{typed}\n\n"})
    closure = Closure.objects.get()
    assert closure.label == "Thanksgiving break"
    assert (str(closure.starts_on), str(closure.ends_on)) == saved


def test_each_bad_line_of_pasted_days_is_named_and_nothing_is_saved(signed_in, admin):
    year = people.make_year(admin.school_system)
    lines = "11/24/2026 Fog\nThanksgiving\n11/28/2026 - 11/24/2026 Break\n13/40/2026 Storm"
    answer = signed_in.post(reverse("people:closures_add", args=[year.pk]), {"lines": lines})
    assert answer.status_code == 422
    errors = answer.context["closures_form"].errors["lines"]
    assert [error.split(":")[0] for error in errors] == ["Line 2", "Line 3", "Line 4"]
    assert "13/40/2026 Storm" in answer.content.decode()
    assert not Closure.objects.exists()


def test_pasting_the_same_days_twice_saves_them_once(signed_in, admin):
    year = people.make_year(admin.school_system)
    for _ in range(2):
        signed_in.post(reverse("people:closures_add", args=[year.pk]), {"lines": "11/24/2026 Fog"})
    assert Closure.objects.count() == 1


def test_years_that_overlap_are_refused_at_the_first_day(signed_in, admin):
    people.make_year(admin.school_system)
    data = {"name": "Again", "starts_on": "2026-09-01", "ends_on": "2027-05-01"}
    answer = signed_in.post(reverse("people:year_add"), data)
    assert answer.context["form"].errors == {
        "starts_on": ["These dates overlap another school year."]
    }
    backwards = signed_in.post(
        reverse("people:year_add"), data | {"starts_on": "2030-05-01", "ends_on": "2030-01-01"}
    )
    assert backwards.context["form"].errors == {"ends_on": ["Enter a last day after the first day"]}
    assert SchoolYear.objects.count() == 1


@pytest.mark.parametrize(("last", "is_taken"), [("2031-09-05", True), ("2031-09-06", False)])
def test_a_year_takes_400_days_at_most(signed_in, admin, last, is_taken):
    data = {"name": "Long", "starts_on": "2030-08-01", "ends_on": last}
    answer = signed_in.post(reverse("people:year_add"), data)
    assert SchoolYear.objects.filter(name="Long").exists() == is_taken
    if not is_taken:
        said = "Enter a last day at most 400 days after the first day"
        assert said in answer.context["form"].errors["ends_on"][0]


def test_a_school_with_people_stays(signed_in, school):
    empty = people.make_school(school.school_system, "Entered twice")
    people.make_teacher(school)
    for row in (school, empty):
        signed_in.post(reverse("people:school_remove", args=[row.pk]))
    assert list(School.objects.all()) == [school]


def test_policies_keep_their_bounds(signed_in, admin):
    url = reverse("people:system_edit")
    form = signed_in.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"minimum_group": "4"}
    answer = signed_in.post(url, {k: v for k, v in data.items() if v is not False})
    assert answer.context["form"].errors == {
        "minimum_group": ["The smallest group in reports must be 5 or more"]
    }


def test_posted_fields_that_are_not_on_the_form_change_nothing(client, admin, school):
    ann = people.make_teacher(school, "Ann")
    client.force_login(ann)
    data = {
        "name": "Ann Lee",
        "theme": "dark",
        "email": "x@y.org",
        "is_active": "",
        "role": "admin",
    }
    client.post(reverse("people:profile"), data | {"school_system": "1"})
    after = User.objects.get(pk=ann.pk)
    assert (after.name, after.theme, after.shortcuts_on) == ("Ann Lee", "dark", False)
    assert (after.email, after.is_active) == (ann.email, True)


def test_the_checklist_follows_what_is_there_and_stays_away_once_hidden(signed_in, admin, school):
    assert [step.is_done for step in get_started.checklist(admin)] == [False] * 6
    coach, teacher = people.make_coach(school), people.make_teacher(school)
    people.make_year(admin.school_system)
    people.assign(teacher, coach)
    assert [step.is_done for step in get_started.checklist(admin)] == [
        *(True, True, False, True, False, False)
    ]
    signed_in.post(reverse("people:get_started_hide"))
    admin.refresh_from_db()
    assert get_started.checklist(admin) == []
    assert get_started.checklist(teacher) == []


@pytest.mark.parametrize("q", ["ann", "LEE", "ann lee", "a.lee@"])
def test_a_person_is_found_by_parts_of_name_and_e_mail(client, school, q):
    ann = people.make_teacher(school, "Ann Lee", email="a.lee@example.org")
    people.make_teacher(school, "Bob Ray")
    client.force_login(ann)
    page = client.get(reverse("people:person_list"), {"q": q, "role": "teacher"})
    assert list(page.context["page"]) == [ann]


def test_people_whose_access_ended_are_the_admins_to_find(client, admin, school):
    gone = people.make_teacher(school, is_active=False)
    client.force_login(admin)
    page = client.get(reverse("people:person_list"), {"state": "ended"})
    assert list(page.context["page"]) == [gone]
    client.force_login(people.make_teacher(school))
    page = client.get(reverse("people:person_list"), {"state": "ended"})
    assert gone not in page.context["page"]


@pytest.mark.parametrize("count", [5, 49])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("people:person_list", 9), ("people:school_list", 5), ("people:person_options", 2)],
)
def test_lists_take_the_same_queries(
    signed_in, school, name, queries, count, django_assert_num_queries
):
    for _ in range(count):
        people.make_teacher(people.make_school(school.school_system))
    with django_assert_num_queries(queries):
        signed_in.get(reverse(name))


@pytest.mark.parametrize("count", [5, 50])
def test_a_persons_page_takes_the_same_queries(signed_in, school, count, django_assert_num_queries):
    coach = people.make_coach(school)
    for _ in range(count):
        people.assign(people.make_teacher(school), coach)
    with django_assert_num_queries(10):
        signed_in.get(coach.get_absolute_url())


@pytest.mark.parametrize("line", ["11/24/1999 Fog", "7/1/2027 - 7/9/2027 Summer"])
def test_days_outside_the_year_whose_page_it_is_are_refused(signed_in, admin, line):
    year = people.make_year(admin.school_system)
    lines = {"lines": f"11/24/2026 Fog\n{line}"}
    answer = signed_in.post(reverse("people:closures_add", args=[year.pk]), lines)
    errors = answer.context["closures_form"].errors["lines"]
    assert errors == [f"Line 2: enter days within {year}"]
    assert not Closure.objects.exists()
