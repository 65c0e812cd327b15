import datetime as dt

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from coaching.models import Indicator
from demo.builders import people
from notices.actions.sending import send_notice
from notices.models import Notice
from people.actions.invitation import accept, invitation_of, invite
from people.models import Invitation, Membership, SchoolSystem, User

pytestmark = pytest.mark.django_db
Role = Membership.Role
PASSWORD = "lantern gravel oboe seven"
BOTH = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def admin():
    return people.make_central(people.make_system(), Role.SYSTEM_ADMIN, "Ada Admin")


@pytest.fixture
def person(admin):
    return people.make_teacher(people.make_school(admin.school_system), "Ann Lee")


def invited(person, now=None):
    now = now or timezone.now()
    assert invite([person], now=now) == 1
    return Invitation.objects.get(user=person)


def state_of(person):
    return User.objects.with_invitation().get(pk=person.pk).invited


def test_one_command_makes_a_system_and_mails_its_first_admin():
    call_command("new_system", "Pelican Parish", admin="Boss@Example.org", admin_name="Bo Boss")
    system = SchoolSystem.objects.get(name="Pelican Parish")
    admin = system.users.get()
    assert (admin.email, admin.name, admin.is_system_admin) == ("boss@example.org", "Bo Boss", True)
    assert not admin.has_usable_password()
    assert Indicator.objects.filter(school_system=system).exists()
    send_notice(Notice.objects.get(to=admin).pk, now=timezone.now())
    assert mail.outbox[0].to == ["boss@example.org"]
    assert admin.invitation.get_absolute_url() in mail.outbox[0].body


def test_the_command_refuses_an_e_mail_that_signs_in_already(person):
    with pytest.raises(CommandError):
        call_command("new_system", "Second Parish", admin=person.email.upper())
    assert not SchoolSystem.objects.filter(name="Second Parish").exists()


def test_the_link_in_the_mail_signs_the_person_in_with_their_password(client, person):
    invitation = invited(person)
    assert state_of(person) == "waiting"
    send_notice(Notice.objects.get(to=person).pk, now=timezone.now())
    assert state_of(person) == "sent"
    page = client.get(invitation.get_absolute_url())
    assert "Ann Lee" in page.content.decode()
    assert state_of(person) == "opened"
    answer = client.post(invitation.get_absolute_url(), BOTH)
    assert (answer.status_code, answer.url) == (302, reverse("reports:today"))
    assert client.session["_auth_user_id"] == str(person.pk)
    assert state_of(person) == "signed_in"
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"password1": PASSWORD, "password2": "other"}, "Enter the same password as above"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "password123", "password2": "password123"}, "too common"),
        ({}, "Enter a new password"),
    ],
)
def test_a_password_that_will_not_do_is_said_at_its_field(client, person, typed, words):
    invitation = invited(person)
    answer = client.post(invitation.get_absolute_url(), typed | {"x": "1"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert state_of(person) == "opened"


def test_a_link_works_once_and_says_how_to_go_on(client, person):
    invitation = invited(person)
    client.post(invitation.get_absolute_url(), BOTH)
    client.logout()
    page = client.get(invitation.get_absolute_url())
    assert page.status_code == 410
    assert reverse("account_reset_password") in page.content.decode()
    assert accept(invitation, password="something else here", now=timezone.now()) is None
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_an_old_link_an_ended_one_and_a_forged_one_all_answer_alike(client, admin, person):
    old = invited(person).get_absolute_url()
    invite([person], now=timezone.now())
    expired = invited(people.make_user(admin.school_system), timezone.now() - dt.timedelta(days=15))
    gone = invited(people.make_user(admin.school_system))
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    urls = [old, expired.get_absolute_url(), gone.get_absolute_url(), "/invitations/0.1~x/"]
    answers = [client.get(url) for url in urls]
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.content for answer in answers}) == 1


def test_no_token_is_stored(person):
    invitation = invited(person)
    stored = Invitation.objects.filter(pk=invitation.pk).values_list().get()
    assert invitation.token not in stored
    assert invitation_of(invitation.token) == invitation


def test_everybody_not_invited_yet_is_invited_with_one_button(client, admin, person):
    others = [people.make_teacher(people.make_school(admin.school_system)) for _ in range(3)]
    people.make_user(admin.school_system, is_active=False)
    people.make_teacher(people.make_school(people.make_system("Other")))
    client.force_login(admin)
    client.post(reverse("people:invitation_send"), {"everybody": "1"})
    told = set(Invitation.objects.values_list("user", flat=True))
    assert told == {person.pk, *(other.pk for other in others)}
    assert Notice.objects.filter(kind="invitation").count() == 4


def test_inviting_four_hundred_takes_few_queries(admin, django_assert_num_queries):
    rows = [
        User(school_system=admin.school_system, email=f"p{n}@example.org", name=f"P {n}")
        for n in range(400)
    ]
    User.objects.bulk_create(rows)
    with django_assert_num_queries(5):
        assert invite(rows, now=timezone.now()) == 400


def test_sending_again_makes_the_first_link_useless(client, admin, person):
    first = invited(person).token
    client.force_login(admin)
    client.post(reverse("people:invitation_send"), {"person": [str(person.pk), "junk"]})
    assert invitation_of(first) is None
    assert Notice.objects.filter(kind="invitation", to=person).count() == 2
    send_notice(Notice.objects.get(to=person, slot="1").pk, now=timezone.now())
    assert mail.outbox == []


def test_who_has_signed_in_is_not_invited_again(client, admin, person):
    invitation = invited(person)
    accept(invitation, password=PASSWORD, now=timezone.now())
    assert invite([person], now=timezone.now()) == 0


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_of_invitations_takes_the_same_queries(
    client, admin, count, django_assert_num_queries
):
    school = people.make_school(admin.school_system)
    teachers = [people.make_teacher(school) for _ in range(count)]
    invite(teachers[::2], now=timezone.now())
    client.force_login(admin)
    with django_assert_num_queries(7):
        client.get(reverse("people:invitation_list"))
