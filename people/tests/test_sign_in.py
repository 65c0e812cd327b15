import re

import pytest
from celery import Celery
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import leases
from demo.builders import people
from notices.actions.sending import send_notice
from notices.models import Notice

pytestmark = pytest.mark.django_db
PASSWORD = "lantern gravel oboe seven"


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()


@pytest.fixture
def person():
    system = people.make_system(contact="Ida Help, 555-0100")
    return people.make_teacher(people.make_school(system), "Ann Lee", password=PASSWORD)


def sign_in(email, password=PASSWORD, **more):
    client = Client()
    url = reverse("account_login")
    return client, client.post(url, {"login": email, "password": password, **more})


def errors_on(answer):
    return re.findall(
        r'<div class="field-error".*?</div>|<li>.*?</li>', answer.content.decode(), re.S
    )


def test_two_hundred_people_of_one_address_all_get_in():
    school = people.make_school(people.make_system())
    everybody = [people.make_teacher(school, password=PASSWORD) for _ in range(200)]
    statuses = {sign_in(person.email)[1].status_code for person in everybody}
    assert statuses == {302}


def test_ten_wrong_passwords_slow_that_account_and_no_other(person):
    other = people.make_teacher(people.make_school(person.school_system), password=PASSWORD)
    tries = [sign_in(person.email, "wrong")[1] for _ in range(10)]
    assert all(answer.status_code == 422 for answer in tries)
    assert "Too many failed login attempts" in tries[-1].content.decode()
    assert sign_in(person.email)[1].status_code == 422
    assert sign_in(other.email)[1].status_code == 302


def test_an_unknown_e_mail_answers_like_a_known_one(person):
    known = sign_in(person.email, "wrong")[1]
    assert "The e-mail or the password is not right." in known.content.decode()
    unknown = sign_in("nobody@example.org", "wrong")[1]
    assert known.status_code == unknown.status_code == 422
    assert errors_on(known) == errors_on(unknown) != []


def test_an_ended_account_is_told_whom_to_ask(person):
    person.is_active = False
    person.save()
    answer = sign_in(person.email)[1]
    assert answer.status_code == 403
    assert "Your account is not active" in answer.content.decode()
    assert "Ida Help, 555-0100" in answer.content.decode()


def test_an_ended_account_with_a_wrong_password_is_not_given_away(person):
    person.is_active = False
    person.save()
    answer = sign_in(person.email, "wrong")[1]
    assert answer.status_code == 422
    assert "not active" not in answer.content.decode()


def test_a_shared_device_forgets_sooner(person):
    client, _ = sign_in(person.email, shared_device="on")
    assert client.session.get_expire_at_browser_close()
    assert 'data-idle-minutes="30"' in client.get(reverse("people:profile")).content.decode()
    client, _ = sign_in(person.email)
    assert 'data-idle-minutes="60"' in client.get(reverse("people:profile")).content.decode()


def test_the_e_mail_is_read_in_any_case(person):
    assert sign_in(person.email.upper())[1].status_code == 302


def test_a_redirect_to_another_site_is_refused(person):
    answer = sign_in(person.email, next="https://evil.example/")[1]
    assert answer.url == reverse("reports:today")


def ask(email):
    return Client().post(reverse("account_reset_password"), {"email": email})


def reset_link():
    return re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]


def test_a_forgotten_password_is_mailed_through_the_outbox_and_set(person):
    assert ask(person.email).url == reverse("account_reset_password_done")
    assert mail.outbox == []
    notice = Notice.objects.get(kind="password_reset")
    send_notice(notice.pk, now=timezone.now())
    client = Client()
    page = client.get(reset_link(), follow=True)
    new = "marble otter canyon nine"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(person.email, new)[1].status_code == 302
    assert sign_in(person.email)[1].status_code == 422


def test_the_link_is_made_when_the_mail_is_sent_and_never_stored(person):
    ask(person.email)
    stored = " ".join(str(value) for value in Notice.objects.values_list().get())
    send_notice(Notice.objects.get().pk, now=timezone.now())
    assert reset_link().rsplit("-", 1)[1].strip("/") not in stored


def test_with_the_broker_gone_the_page_answers_and_the_mail_follows(
    person, monkeypatch, django_capture_on_commit_callbacks
):
    nowhere = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    nowhere.conf.broker_transport_options = {"socket_connect_timeout": 1}
    monkeypatch.setattr(leases, "bell", leases.Bell())
    monkeypatch.setattr(leases, "current_app", nowhere)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(person.email).status_code == 302
    notice = Notice.objects.get(kind="password_reset")
    assert notice.state == "due"
    send_notice(notice.pk, now=timezone.now())
    assert mail.outbox[0].to == [person.email]


def test_asking_for_an_unknown_e_mail_answers_the_same_and_mails_nobody(person):
    assert ask("nobody@example.org").url == ask(person.email).url
    assert Notice.objects.count() == 1


def test_who_signs_in_meanwhile_gets_no_mail_about_a_new_password(person):
    ask(person.email)
    sign_in(person.email)
    send_notice(Notice.objects.get().pk, now=timezone.now())
    assert mail.outbox == []


def test_nobody_signs_up_by_themselves(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_a_password_is_changed_by_who_knows_it(person):
    client, _ = sign_in(person.email)
    new = "marble otter canyon nine"
    url = reverse("account_change_password")
    both = {"password1": new, "password2": new}
    assert client.post(url, {"oldpassword": "wrong", **both}).status_code == 422
    assert client.post(url, {"oldpassword": PASSWORD, **both}).status_code == 302
    assert sign_in(person.email, new)[1].status_code == 302
    assert sign_in(person.email)[1].status_code == 422


def test_a_first_password_is_chosen_by_who_has_none(person):
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person)
    new = "marble otter canyon nine"
    url = reverse("account_set_password")
    assert client.post(url, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(person.email, new)[1].status_code == 302
