"""One owner coach for a teacher, however many people try at once: fifty connections, one wins."""

import collections
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from demo.builders import people
from people.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)
TRIES = 50
HAS_OWNER = (
    "This teacher already has an owner coach in these dates. End that assignment first, or add "
    "this coach as a contributor."
)


@pytest.fixture
def place():
    """An admin, a teacher without a coach, and as many coaches as try."""
    system = people.make_system()
    school = people.make_school(system)
    admin = people.make_central(system, Membership.Role.SYSTEM_ADMIN)
    coaches = [people.make_coach(school) for _ in range(TRIES)]
    return admin, people.make_teacher(school, "Tess Arceneaux"), coaches


def all_at_once(admin, doors):
    """Each (url, post) from a thread with a connection of its own, all let go at one moment."""
    clients = [Client(raise_request_exception=False) for _ in doors]
    for client in clients:
        client.force_login(admin)
    barrier, answers = threading.Barrier(len(doors)), [None] * len(doors)

    def send(number):
        connection.ensure_connection()
        barrier.wait()
        try:
            answers[number] = clients[number].post(*doors[number])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[number]) for number in range(len(doors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def new_owner(admin, teacher, coach):
    """The door by which an owner is added."""
    return (
        reverse("people:assignment_add"),
        {"teacher": teacher.email, "coach": coach.email, "kind": "owner", "starts_on": admin.today},
    )


def statuses(answers):
    return collections.Counter(answer.status_code for answer in answers)


def errors(answers):
    """What the form says, to each who was not first."""
    refused = [answer for answer in answers if answer.status_code == 422]
    return collections.Counter(
        (field, message)
        for answer in refused
        for field, messages in answer.context["form"].errors.items()
        for message in messages
    )


def test_fifty_owners_at_once_leave_one_and_tell_the_others_what_to_do(place):
    admin, teacher, coaches = place
    answers = all_at_once(admin, [new_owner(admin, teacher, coach) for coach in coaches])
    assert statuses(answers) == {302: 1, 422: TRIES - 1}
    assert errors(answers) == {("kind", HAS_OWNER): TRIES - 1}
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 302)
    assert [row.coach for row in teacher.teacher_assignments.all()] == [coaches[winner]]


def test_fifty_hand_overs_at_once_leave_one_and_name_who_took_over(place):
    admin, teacher, coaches = place
    before = people.make_coach(teacher.memberships.get().school)
    held = people.assign(teacher, before)
    url = reverse("people:assignment_hand_over", args=[held.pk])
    posts = [{"coach": coach.email, "starts_on": admin.today, "note": ""} for coach in coaches]
    answers = all_at_once(admin, [(url, post) for post in posts])
    counts = statuses(answers)
    assert counts[302] == 1
    assert counts[422] + counts[403] == TRIES - 1  # 403: the page was asked after it had ended
    rows = teacher.teacher_assignments.owners().filter(ends_on=None)
    assert rows.count() == 1
    words = f"Tess Arceneaux was handed over to {rows.get().coach.name} from"
    assert [
        message
        for _field, message in errors(answers)
        if not (message.startswith(words) and message.endswith("should be somebody else."))
    ] == []
    asked_late = [answer for answer in answers if answer.status_code == 403]
    assert [a for a in asked_late if "Look at who coaches the teacher now" not in text_of(a)] == []


def test_fifty_ways_of_getting_an_owner_at_once_leave_one(place):
    """Added, brought back and made owner from contributor: three doors, one rule."""
    admin, teacher, coaches = place
    ended = people.assign(teacher, coaches[0], ends_on=admin.today)
    contributors = [
        people.assign(teacher, coach, "contributor", starts_on=admin.today)
        for coach in coaches[1:10]
    ]
    as_owner = {"kind": "owner", "starts_on": admin.today}
    doors = [(reverse("people:assignment_reopen", args=[ended.pk]), {})]
    doors += [(reverse("people:assignment_edit", args=[c.pk]), as_owner) for c in contributors]
    doors += [new_owner(admin, teacher, coach) for coach in coaches[10:]]
    answers = all_at_once(admin, doors)
    assert set(statuses(answers)) <= {302, 422}
    assert teacher.teacher_assignments.owners().active(admin.today).count() == 1


def text_of(answer):
    return answer.content.decode()
