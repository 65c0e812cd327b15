import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.devices import device_words
from demo.builders import people
from people.models import Membership, Session, User
from people.tasks import tidy_sessions

pytestmark = pytest.mark.django_db
PASSWORD = "lantern gravel oboe seven"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
WORDS = [
    (CHROME, "Chrome on Windows"),
    (CHROME + " Edg/141.0.0.0", "Edge on Windows"),
    (SAFARI, "Safari on iPhone"),
    (SAFARI.replace("Version/18.5", "CriOS/141.0"), "Chrome on iPhone"),
    ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/141.0 Safari/537.36", "Chrome on ChromeOS"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
    ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome on Android"),
    ("Windows", "A browser on Windows"),
    ("Firefox/3", "Firefox"),
    ("<script>alert(1)</script>", "A browser"),
    ("", "A browser"),
]
LIST = "people:device_list"


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()


@pytest.fixture
def person():
    school = people.make_school(people.make_system())
    return people.make_teacher(school, "Ann Lee", password=PASSWORD)


def device_of(person, user_agent=CHROME, **more):
    """A browser in which the person has signed in by the form."""
    client = Client(headers={"User-Agent": user_agent})
    data = {"login": person.email, "password": PASSWORD, **more}
    assert client.post(reverse("account_login"), data).status_code == 302
    return client


def row_of(client):
    return Session.objects.get(pk=client.session.session_key)


def is_in(client):
    return client.get(reverse("people:profile")).status_code == 200


@pytest.mark.parametrize(("user_agent", "words"), WORDS)
def test_a_device_is_named_in_words_of_ours(user_agent, words):
    assert device_words(user_agent) == words


def test_signing_in_notes_who_on_what_and_when(person):
    before = timezone.now()
    row = row_of(device_of(person, SAFARI, shared_device="on"))
    assert (row.user, row.device, row.is_shared) == (person, "Safari on iPhone", True)
    assert before <= row.signed_in_at == row.last_seen_at <= timezone.now()


def test_a_visitor_who_is_not_signed_in_is_nobody(person):
    client = device_of(person)
    client.post(reverse("account_logout"))
    visit = Client()
    session = visit.session
    session["kept"] = "something"
    session.save()
    assert [row.user for row in Session.objects.all()] == [None]


def test_the_list_shows_my_devices_and_marks_this_one(person):
    here, there = device_of(person), device_of(person, SAFARI)
    device_of(people.make_teacher(person.memberships.get().school, password=PASSWORD), "Firefox/1")
    page = here.get(reverse(LIST))
    assert [row.device for row in page.context["devices"]] == [
        "Chrome on Windows",
        "Safari on iPhone",
    ]
    body = page.content.decode()
    assert body.count("This one") == 1
    assert "Firefox" not in body
    assert there.session.session_key not in body
    assert here.session.session_key not in body


def test_one_device_is_signed_out(person):
    here, there, third = device_of(person), device_of(person, SAFARI), device_of(person)
    url = reverse("people:device_sign_out", args=[row_of(there).reference])
    page = here.post(url, follow=True)
    assert "Safari on iPhone is signed out." in page.content.decode()
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_others_are_signed_out_and_nobody_else(person):
    colleague = people.make_teacher(person.memberships.get().school, password=PASSWORD)
    here, there, third = device_of(person), device_of(person, SAFARI), device_of(person)
    other = device_of(colleague)
    page = here.post(reverse("people:device_sign_out_others"), follow=True)
    assert "2 other devices are signed out." in page.content.decode()
    assert [is_in(client) for client in (here, there, third, other)] == [True, False, False, True]


def test_this_device_is_signed_out_by_the_usual_page(person):
    here = device_of(person)
    answer = here.post(reverse("people:device_sign_out", args=[row_of(here).reference]))
    assert answer.url == reverse("account_logout")
    assert is_in(here)


def test_devices_left_alone_for_too_long_are_not_listed(person):
    here, idle, shared, old = (device_of(person) for _ in range(4))
    now = timezone.now()
    ago = {minutes: now - dt.timedelta(minutes=minutes) for minutes in (40, 61, 12 * 60 + 1)}
    Session.objects.filter(pk=row_of(idle).pk).update(last_seen_at=ago[61])
    Session.objects.filter(pk=row_of(shared).pk).update(last_seen_at=ago[40], is_shared=True)
    Session.objects.filter(pk=row_of(old).pk).update(signed_in_at=ago[12 * 60 + 1])
    assert [row.pk for row in here.get(reverse(LIST)).context["devices"]] == [row_of(here).pk]


def test_the_moment_moves_with_use_but_not_with_every_page(person):
    here = device_of(person)
    session = here.session
    signed_in_at = row_of(here).signed_in_at
    is_in(here)
    assert row_of(here).last_seen_at == signed_in_at
    session["last_seen"] -= 6 * 60
    session.save()
    moved = row_of(here).last_seen_at
    assert moved == signed_in_at - dt.timedelta(minutes=6)
    is_in(here)
    assert row_of(here).last_seen_at >= signed_in_at
    assert row_of(here).signed_in_at == signed_in_at


@pytest.mark.parametrize("devices", [2, 20])
def test_the_list_takes_as_many_queries_for_many_devices(person, devices):
    here = device_of(person)
    for _ in range(devices - 1):
        device_of(person)
    with CaptureQueriesContext(connection) as queries:
        here.get(reverse(LIST))
    assert len(queries) == 5


def test_the_admin_signs_somebody_out_everywhere(person):
    admin = people.make_central(person.school_system, Membership.Role.SYSTEM_ADMIN)
    office, theirs = Client(), device_of(person)
    office.force_login(admin)
    office.post(reverse("people:person_sign_out", args=[person.pk]))
    assert (is_in(theirs), is_in(office)) == (False, True)


def test_with_the_last_role_the_person_is_signed_out(person):
    admin = people.make_central(person.school_system, Membership.Role.SYSTEM_ADMIN)
    second = people.give_role(person, "coach", person.memberships.get().school)
    office, theirs = Client(), device_of(person)
    office.force_login(admin)
    office.post(reverse("people:membership_end", args=[second.pk]))
    assert is_in(theirs)
    first = person.memberships.get(role="teacher")
    office.post(reverse("people:membership_end", args=[first.pk]))
    assert not is_in(theirs)


def test_a_new_password_ends_the_other_devices(person):
    here, there = device_of(person), device_of(person, SAFARI)
    new = "marble otter canyon nine"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = here.post(reverse("account_change_password"), data)
    assert answer.status_code == 302
    assert [row.device for row in here.get(reverse(LIST)).context["devices"]] == [
        "Chrome on Windows"
    ]
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_password_changed_elsewhere_ends_every_device(person):
    there = device_of(person)
    User.objects.filter(pk=person.pk).update(password=make_password("another one by far"))
    assert not is_in(there)


def test_a_session_of_somebody_whose_access_ended_lets_nobody_in(person):
    here = device_of(person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert not is_in(here)


def test_sessions_that_are_over_are_swept(person):
    here, over = device_of(person), device_of(person)
    past = timezone.now() - dt.timedelta(seconds=1)
    Session.objects.filter(pk=row_of(over).pk).update(expire_date=past)
    tidy_sessions()
    assert [row.pk for row in Session.objects.all()] == [row_of(here).pk]
