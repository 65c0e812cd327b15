import html
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from core.seals import seal
from demo.builders import people
from notices.actions.sending import send_notice
from notices.models import Notice
from people.models import Membership, SchoolSystem

pytestmark = pytest.mark.django_db
PASSWORD = "lantern gravel oboe seven"
Role, Policy = Membership.Role, SchoolSystem.RequireMfa
TODAY = "/"


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()


@pytest.fixture
def system():
    return people.make_system()


@pytest.fixture
def person(system):
    return people.make_teacher(people.make_school(system), "Ann Lee", password=PASSWORD)


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Sends a form as the product does: what waits for the commit is done."""

    def post(client, name, data=None, args=()):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse(name, args=args), data or {})

    return post


def code_of(secret, steps=0):
    """What an app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in(person, password=PASSWORD):
    client = Client()
    data = {"login": person.email, "password": password}
    return client, client.post(reverse("account_login"), data)


def set_up_app(client, run):
    """Sets up an app by its pages: the secret it keeps."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="setup-key" value="(\w+)"', page)[1]
    answer = run(client, "mfa_activate_totp", {"code": code_of(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def codes_on(client):
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]
    return html.unescape(text).splitlines()


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


def test_with_an_app_the_password_alone_lets_nobody_in(person, run):
    secret = set_up_app(sign_in(person)[0], run)
    client, answer = sign_in(person)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert run(client, "mfa_authenticate", {"code": "000000"}).status_code == 422
    assert not is_in(client)
    assert run(client, "mfa_authenticate", {"code": code_of(secret, 1)}).url == TODAY
    assert is_in(client)


def test_a_code_works_once(person, run):
    secret = set_up_app(sign_in(person)[0], run)
    code = code_of(secret, 1)
    first, second = sign_in(person)[0], sign_in(person)[0]
    assert run(first, "mfa_authenticate", {"code": code}).status_code == 302
    assert run(second, "mfa_authenticate", {"code": code}).status_code == 422
    assert not is_in(second)


def test_a_recovery_code_stands_in_for_the_phone_and_works_once(person, run):
    client = sign_in(person)[0]
    set_up_app(client, run)
    codes = codes_on(client)
    assert len(codes) == len(set(codes)) == 10
    first, second = sign_in(person)[0], sign_in(person)[0]
    assert run(first, "mfa_authenticate", {"code": codes[3]}).status_code == 302
    assert run(second, "mfa_authenticate", {"code": codes[3]}).status_code == 422
    assert codes_on(client) == [*codes[:3], *codes[4:]]
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert file.content.decode().split("\n\n")[1].split() == [*codes[:3], *codes[4:]]


def test_new_codes_end_the_old_ones(person, run):
    client = sign_in(person)[0]
    set_up_app(client, run)
    old = codes_on(client)
    assert run(client, "mfa_generate_recovery_codes").status_code == 302
    assert set(codes_on(client)).isdisjoint(old)
    assert run(sign_in(person)[0], "mfa_authenticate", {"code": old[0]}).status_code == 422


def test_guessing_codes_slows_that_account(person, run):
    secret = set_up_app(sign_in(person)[0], run)
    client = sign_in(person)[0]
    for _ in range(5):
        run(client, "mfa_authenticate", {"code": "123456"})
    answer = run(client, "mfa_authenticate", {"code": code_of(secret, 1)})
    assert answer.status_code == 422
    assert "Too many failed login attempts" in answer.content.decode()


def test_a_whole_school_with_apps_gets_in_from_one_address(person, run):
    school = person.memberships.get().school
    everybody = [people.make_teacher(school, password=PASSWORD) for _ in range(130)]
    secret = set_up_app(sign_in(person)[0], run)
    data = {"secret": seal(secret)}
    kind = Authenticator.Type.TOTP
    Authenticator.objects.bulk_create(
        Authenticator(user=teacher, type=kind, data=data) for teacher in everybody
    )
    answers = [
        run(sign_in(teacher)[0], "mfa_authenticate", {"code": code_of(secret)})
        for teacher in everybody
    ]
    assert {answer.status_code for answer in answers} == {302}


def test_how_one_signs_in_is_changed_only_after_a_recent_sign_in(person, run):
    client = sign_in(person)[0]
    session = client.session
    session["signed_in"] -= 301
    session.save()
    url = reverse("mfa_activate_totp")
    answer = client.get(url)
    assert answer.url == f"{reverse('account_reauthenticate')}?{urlencode({'next': url})}"
    assert client.post(answer.url, {"password": "wrong"}).status_code == 422
    assert client.post(answer.url, {"password": PASSWORD, "next": url}).url == url
    assert client.get(url).status_code == 200


def test_one_mail_tells_of_a_new_step_and_one_of_its_end(person, run):
    client = sign_in(person)[0]
    set_up_app(client, run)
    assert run(client, "mfa_deactivate_totp").url == reverse("mfa_index")
    notices = Notice.objects.order_by("created_at")
    assert [notice.kind for notice in notices] == ["second_step_added", "second_step_removed"]
    for notice in notices:
        send_notice(notice.pk, now=timezone.now())
    assert [message.subject for message in mail.outbox] == [
        "A second step was added to your sign-in for Throughline",
        "A second step was removed from your sign-in for Throughline",
    ]
    assert [message.to for message in mail.outbox] == [[person.email]] * 2
    assert sign_in(person)[1].url == TODAY


def wanting(policy, system):
    system.require_mfa = policy
    system.save()


@pytest.mark.parametrize(
    ("policy", "led"),
    [
        (Policy.OFF, []),
        (Policy.ADMINISTRATORS, [Role.DISTRICT_STAFF, Role.CUSTODIAN, Role.SYSTEM_ADMIN]),
        (
            Policy.EVERYONE,
            [Role.TEACHER, Role.COACH, Role.DISTRICT_STAFF, Role.CUSTODIAN, Role.SYSTEM_ADMIN],
        ),
    ],
)
def test_the_policy_says_who_is_led_to_setting_up_a_step(system, policy, led):
    wanting(policy, system)
    school = people.make_school(system)
    staff = {
        Role.TEACHER: people.make_teacher(school),
        Role.COACH: people.make_coach(school),
        **{role: people.make_central(system, role) for role in Membership.ADMINISTRATORS},
    }
    answers = {}
    for role, member in staff.items():
        client = Client()
        client.force_login(member)
        answers[role] = client.get(TODAY)
    found = [role for role, answer in answers.items() if answer.status_code == 302]
    assert set(found) == set(led)
    assert {answers[role].url for role in led} <= {reverse("mfa_index")}


@pytest.mark.django_db(transaction=True)  # the step counts from its commit on, within the request
def test_nothing_else_works_until_a_step_is_set_up(system, person, run):
    wanting(Policy.EVERYONE, system)
    client = sign_in(person)[0]
    index = reverse("mfa_index")
    assert "Your school system asks for a second step." in client.get(index).content.decode()
    assert client.get(reverse("people:profile")).url == index
    assert client.post(reverse("people:profile"), {"name": "Else"}).url == index
    fragment = client.get(reverse("people:person_options"), headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, index)
    sync = client.post("/api/v1/sync", "{}", content_type="application/json")
    assert sync.status_code == 403
    assert [client.get(reverse(name)).status_code for name in ("help", "account_logout")] == [
        200,
        200,
    ]
    set_up_app(client, run)
    assert is_in(client)
    assert client.get(TODAY).status_code == 200


def test_who_takes_the_last_step_away_is_led_back(system, person, run):
    wanting(Policy.EVERYONE, system)
    client = sign_in(person)[0]
    set_up_app(client, run)
    run(client, "mfa_deactivate_totp")
    assert client.get(TODAY).url == reverse("mfa_index")


def test_the_admin_lets_in_who_lost_phone_and_paper(system, person, run):
    set_up_app(sign_in(person)[0], run)
    admin = people.make_central(system, Role.SYSTEM_ADMIN)
    office = Client()
    office.force_login(admin)
    assert "Remove the second step" in office.get(person.get_absolute_url()).content.decode()
    run(office, "people:person_second_step_reset", args=[person.pk])
    assert "Remove the second step" not in office.get(person.get_absolute_url()).content.decode()
    assert sign_in(person)[1].url == TODAY
    assert Notice.objects.filter(kind="second_step_removed", to=person).count() == 1


def test_who_is_let_back_in_starts_without_the_old_step(system, person, run):
    set_up_app(sign_in(person)[0], run)
    admin = people.make_central(system, Role.SYSTEM_ADMIN)
    office = Client()
    office.force_login(admin)
    run(office, "people:person_end", args=[person.pk])
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "sent", ["", "[]", "{}", '"x"', "7", '{"response": []}', '{"id": {}, "response": null}', "{"]
)
def test_whatever_is_sent_for_a_passkey_is_refused_in_words(person, sent):
    client = sign_in(person)[0]
    client.get(reverse("mfa_add_webauthn"))
    assert client.post(reverse("mfa_add_webauthn"), {"credential": sent}).status_code == 422
    visitor = Client()
    url = reverse("mfa_login_webauthn")
    assert "challenge" in visitor.get(url, headers={"Accept": "application/json"}).content.decode()
    assert visitor.post(url, {"credential": sent}).url == reverse("account_login")
    assert not is_in(visitor)
