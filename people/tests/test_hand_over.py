import datetime as dt

import pytest
from django.urls import reverse

from demo.builders import people
from notices.models import Notice
from people.models import CoachAssignment, Membership

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def place():
    school = people.make_school(people.make_system())
    teacher, coach = people.make_teacher(school, "Tess Teacher"), people.make_coach(school, "Old O")
    held = people.assign(teacher, coach)
    return held, people.make_coach(school, "New Nell"), people.make_principal(school, "Pia P")


def hand_over(client, held, to, by, **fields):
    client.force_login(by)
    data = {"coach": to.email, "starts_on": by.today, "note": "Works on questioning.", **fields}
    return client.post(reverse("people:assignment_hand_over", args=[held.pk]), data, follow=True)


def spans(teacher):
    rows = teacher.teacher_assignments.order_by("created_at")
    return [(row.coach.name, row.kind, row.ends_on) for row in rows]


def test_an_owner_hands_a_teacher_over_with_a_note_for_the_new_coach(client, place):
    held, new, _ = place
    page = hand_over(client, held, new, held.coach)
    assert "New Nell coaches Tess Teacher now." in page.content.decode()
    today = new.today
    assert spans(held.teacher) == [("Old O", "owner", today), ("New Nell", "owner", None)]
    row = new.coach_assignments.get()
    assert (row.starts_on, row.hand_over_note) == (today, "Works on questioning.")
    client.force_login(new)
    page = client.get(reverse("coaching:teacher_detail", args=[held.teacher_id]))
    assert "Works on questioning." in page.content.decode()
    client.force_login(held.coach)
    assert client.get(reverse("coaching:teacher_detail", args=[held.teacher_id])).status_code == 404


def test_on_a_later_day_the_owner_stays_until_then(client, place):
    held, new, principal = place
    later = principal.today + 10 * DAY
    page = hand_over(client, held, new, principal, starts_on=later)
    assert "New Nell coaches Tess Teacher from" in page.content.decode()
    rows = held.teacher.teacher_assignments.owners()
    assert [row.coach for row in rows.active(later - DAY)] == [held.coach]
    assert [row.coach for row in rows.active(later)] == [new]


def test_the_first_day_is_not_before_today(client, place):
    held, new, principal = place
    answer = hand_over(client, held, new, principal, starts_on=principal.today - DAY)
    assert answer.status_code == 422
    assert "or a later day" in answer.context["form"].errors["starts_on"][0]
    assert held.teacher.teacher_assignments.count() == 1


def test_without_a_coach_the_error_names_the_new_coach(client, place):
    held, _, principal = place
    client.force_login(principal)
    url = reverse("people:assignment_hand_over", args=[held.pk])
    answer = client.post(url, {"coach": "", "starts_on": principal.today.isoformat()})
    assert answer.context["form"].errors["coach"] == ["Enter the new coach"]


def test_a_day_years_ahead_is_refused(client, place):
    held, new, principal = place
    answer = hand_over(client, held, new, principal, starts_on="2199-11-01")
    says = ["Enter a day of this school year or the next"]
    assert answer.context["form"].errors["starts_on"] == says


def test_to_the_coach_there_is_it_says_so(client, place):
    held, _, principal = place
    answer = hand_over(client, held, held.coach, principal)
    says = ["Old O is the coach already. Choose somebody else"]
    assert answer.context["form"].errors["coach"] == says
    assert held.teacher.teacher_assignments.count() == 1


def told():
    return sorted(Notice.objects.values_list("kind", "to__name"))


def test_teacher_and_both_coaches_are_told_once_each(client, place):
    held, new, principal = place
    hand_over(client, held, new, principal)
    assert told() == [
        ("coach_changed", "Tess Teacher"),
        ("teacher_handed_over", "New Nell"),
        ("teacher_taken_over", "Old O"),
    ]


def test_who_hands_over_is_not_told(client, place):
    held, new, _ = place
    hand_over(client, held, new, held.coach)
    assert told() == [("coach_changed", "Tess Teacher"), ("teacher_handed_over", "New Nell")]


def test_until_she_chooses_plans_and_open_steps_go_along_and_then_what_she_says(client, place):
    held, new, principal = place
    hand_over(client, held, new, principal)
    row = new.coach_assignments.get()
    assert (row.goes_along, row.goes_along_chosen_at) == ("steps", None)
    client.force_login(held.teacher)
    url = reverse("people:assignment_history", args=[row.pk])
    for level in ("feedback", "steps", "nothing"):
        client.post(url, {"goes_along": level})
        row.refresh_from_db()
        assert row.goes_along == level
    assert row.goes_along_chosen_at is not None
    assert Notice.objects.filter(kind="history_chosen", to=new).count() == 3


def test_a_contributor_handed_over_is_not_asked_about(client, place):
    held, new, principal = place
    helper = people.make_coach(held.teacher.memberships.get().school)
    row = people.assign(held.teacher, helper, "contributor")
    hand_over(client, row, new, principal)
    assert [(r.kind, r.goes_along) for r in new.coach_assignments.all()] == [
        ("contributor", "steps")
    ]


def test_a_contributor_hands_nobody_over(client, place):
    held, new, _ = place
    helper = people.make_coach(held.teacher.memberships.get().school)
    row = people.assign(held.teacher, helper, "contributor")
    assert hand_over(client, row, new, helper).status_code == 403


def test_undo_restores_the_owner_and_tells_all_three(client, place):
    held, new, _ = place
    end = new.today + 30 * DAY
    CoachAssignment.objects.filter(pk=held.pk).update(ends_on=end)
    page = hand_over(client, held, new, held.coach)
    undo = reverse("people:hand_over_undo", args=[held.pk])
    assert undo in page.content.decode()
    client.post(undo)
    assert spans(held.teacher) == [("Old O", "owner", end), ("New Nell", "owner", new.today)]
    assert [row.coach for row in held.teacher.teacher_assignments.active(new.today)] == [held.coach]
    kind = "hand_over_taken_back"
    assert sorted(Notice.objects.filter(kind=kind).values_list("to__name", flat=True)) == [
        "New Nell",
        "Tess Teacher",
    ]
    assert client.post(undo).status_code == 403
    assert client.get(reverse("coaching:teacher_detail", args=[held.teacher_id])).status_code == 200


def test_after_taking_back_somebody_else_can_take_over(client, place):
    held, new, principal = place
    other = people.make_coach(held.teacher.memberships.get().school)
    hand_over(client, held, new, principal)
    client.post(reverse("people:hand_over_undo", args=[held.pk]))
    assert hand_over(client, held, other, principal).status_code == 200
    active = held.teacher.teacher_assignments.owners().active(new.today)
    assert [row.coach for row in active] == [other]


def test_a_hand_over_taken_back_before_it_begins_asks_nobody(client, place):
    held, new, principal = place
    hand_over(client, held, new, principal, starts_on=principal.today + 5 * DAY)
    asked = reverse("people:assignment_history", args=[new.coach_assignments.get().pk])
    client.force_login(held.teacher)
    assert asked in client.get("/").content.decode()
    client.force_login(principal)
    client.post(reverse("people:hand_over_undo", args=[held.pk]))
    client.force_login(held.teacher)
    assert asked not in client.get("/").content.decode()
    assert client.get(asked).status_code == 403


def test_a_hand_over_that_began_yesterday_is_not_taken_back(client, place):
    held, new, principal = place
    hand_over(client, held, new, principal)
    yesterday = new.today - DAY
    CoachAssignment.objects.filter(pk=held.pk).update(ends_on=yesterday)
    CoachAssignment.objects.filter(coach=new).update(starts_on=yesterday)
    answer = client.post(reverse("people:hand_over_undo", args=[held.pk]))
    assert answer.status_code == 403
    assert "Hand over again instead" in answer.content.decode()


def test_undo_says_so_where_there_is_another_owner_later_on(client, place):
    held, new, principal = place
    hand_over(client, held, new, principal)
    later = new.today + 10 * DAY
    new.coach_assignments.update(ends_on=later)
    people.assign(
        held.teacher, people.make_coach(people.make_school(new.school_system)), starts_on=later
    )
    page = client.post(reverse("people:hand_over_undo", args=[held.pk]), follow=True)
    assert "The teacher has another owner by now." in page.content.decode()
    assert [r.coach for r in held.teacher.teacher_assignments.owners().active(new.today)] == [new]


def test_a_second_hand_over_of_an_open_page_names_who_was_faster(client, place):
    held, new, principal = place
    later = principal.today + 3 * DAY
    hand_over(client, held, new, principal, starts_on=later)
    other = people.make_coach(held.teacher.memberships.get().school)
    answer = hand_over(client, held, other, principal, starts_on=later + DAY)
    assert answer.status_code == 422
    [message] = answer.context["form"].non_field_errors()
    assert message.startswith("Tess Teacher was handed over to New Nell from")
    assert not other.coach_assignments.exists()


def test_the_note_is_for_the_pair_and_for_who_keeps_assignments(client, place):
    held, new, principal = place
    evaluator = people.make_coach(people.make_school(new.school_system))
    people.register_evaluator(held.teacher, evaluator)
    custodian = people.make_central(new.school_system, Membership.Role.CUSTODIAN)
    hand_over(client, held, new, principal)
    row = new.coach_assignments.get()
    shown = {}
    for reader in (held.teacher, new, principal, evaluator, custodian):
        client.force_login(reader)
        page = client.get(reverse("people:assignment_detail", args=[row.pk]))
        shown[reader.name] = "Works on questioning." in page.content.decode()
    assert shown == {
        "Tess Teacher": True,
        "New Nell": True,
        "Pia P": True,
        evaluator.name: False,
        custodian.name: False,
    }
