import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from core.middleware import LAST_SEEN, SHARED_DEVICE, SIGNED_IN, RequestLogMiddleware
from demo.builders.people import make_system, make_user

PRIVATE = "/accounts/password/change/"


def next_of(url):
    return parse_qs(urlsplit(url).query)["next"][0]


def test_a_signed_out_person_is_sent_to_sign_in_and_back(client, db):
    response = client.get(PRIVATE + "?a=1")

    assert response.status_code == 302
    assert urlsplit(response.url).path == reverse("account_login")
    assert next_of(response.url) == PRIVATE + "?a=1"


def test_a_fragment_sends_the_whole_page_to_sign_in(client, db):
    response = client.get(
        PRIVATE,
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/?state=draft"},
    )

    assert response.status_code == 401
    assert response.content == b""
    assert next_of(response["HX-Redirect"]) == "/plans/?state=draft"


def test_a_fragment_never_sends_anybody_elsewhere(client, db):
    response = client.get(
        PRIVATE, headers={"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/x"}
    )

    assert next_of(response["HX-Redirect"]) == "/"


def test_json_is_answered_as_json(client, db):
    response = client.post(PRIVATE, json.dumps({"a": 1}), content_type="application/json")

    assert response.status_code == 401
    assert response.json() == {"detail": "Sign in first."}


@pytest.mark.parametrize("path", ["/", PRIVATE, "/help/", "/nowhere/"])
def test_nothing_a_signed_in_person_sees_is_kept_by_the_browser(signed_in, path):
    response = signed_in.get(path)

    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert "Cookie" in response["Vary"]


def test_an_hour_without_activity_ends_the_session(signed_in):
    set_session(signed_in, **{LAST_SEEN: ago(minutes=61)})

    response = signed_in.get(PRIVATE)

    assert response.status_code == 302
    assert "_auth_user_id" not in signed_in.session
    assert "Nothing had happened here for a while" in signed_in.get(response.url).content.decode()


def test_fifty_nine_minutes_do_not(signed_in):
    set_session(signed_in, **{LAST_SEEN: ago(minutes=59)})

    assert signed_in.get(PRIVATE).status_code == 200
    assert ago(minutes=1) < signed_in.session[LAST_SEEN]


def test_a_shared_device_waits_half_as_long(signed_in):
    set_session(signed_in, **{LAST_SEEN: ago(minutes=31), SHARED_DEVICE: True})

    assert signed_in.get(PRIVATE).status_code == 302


def test_twelve_hours_are_enough_for_anybody(signed_in):
    set_session(signed_in, **{SIGNED_IN: ago(hours=12, minutes=1)})

    assert signed_in.get(PRIVATE).status_code == 302


def test_what_a_page_asks_by_itself_is_no_activity(signed_in):
    before = ago(minutes=20)
    set_session(signed_in, **{LAST_SEEN: before})

    signed_in.get(PRIVATE, headers={"X-Background": "1"})

    assert signed_in.session[LAST_SEEN] == before


def test_stay_signed_in_starts_the_idle_time_anew(signed_in):
    set_session(signed_in, **{LAST_SEEN: ago(minutes=58)})

    assert signed_in.post(reverse("stay_signed_in")).status_code == 204
    assert signed_in.session[LAST_SEEN] > ago(minutes=1)


def test_a_page_right_after_another_writes_no_session(signed_in, django_assert_num_queries):
    signed_in.get("/help/")

    with django_assert_num_queries(4):  # session with person, memberships, relations, bell
        signed_in.get("/help/")


def test_nul_in_an_address_is_taken_out(signed_in):
    response = signed_in.get("/help/?q=a%00b")

    assert response.wsgi_request.GET["q"] == "ab"


def test_text_posted_while_signed_out_is_shown_after_signing_in(signed_in, coach):
    signed_in.get("/help/")
    set_session(signed_in, **{LAST_SEEN: ago(minutes=90)})
    typed = "Praise: she waited five seconds. <b>O'Neal</b>"
    response = signed_in.post(
        "/send-again/forget/?tab=2", {"praise": typed, "oldpassword": "hush-hush-hush"}
    )
    assert next_of(response.url) == reverse("send_again")
    assert "What you typed is kept" in signed_in.get(response.url).content.decode()

    answer = signed_in.post(
        response.url,
        {"login": coach.email, "password": "cypress-lantern-9", "next": "/send-again/"},
    )

    assert answer.url == "/send-again/"
    page = signed_in.get("/send-again/").content.decode()
    assert "Praise: she waited five seconds. &lt;b&gt;O&#x27;Neal&lt;/b&gt;" in page
    assert 'action="/send-again/forget/?tab=2"' in page
    assert "hush-hush-hush" not in page


def test_text_of_one_person_is_never_shown_to_the_next(signed_in, coach):
    other = make_user(make_system("Cane County"), "Ben Ortiz", password="cypress-lantern-9")
    signed_in.get("/help/")
    set_session(signed_in, **{LAST_SEEN: ago(minutes=90)})
    signed_in.post("/stay-signed-in/", {"praise": "only Ada may read this"})
    assert "kept_post" in signed_in.session

    signed_in.post(
        reverse("account_login"), {"login": other.email, "password": "cypress-lantern-9"}
    )
    response = signed_in.get("/send-again/")

    assert response.status_code == 302
    assert response.url == "/"
    assert "kept_post" not in signed_in.session


def test_a_stranger_leaves_nothing_in_the_session(client, db):
    client.post(PRIVATE, {"praise": "x" * 100})

    assert "kept_post" not in client.session


def test_more_than_a_megabyte_is_not_kept(signed_in):
    signed_in.get("/help/")
    set_session(signed_in, **{LAST_SEEN: ago(minutes=90)})

    signed_in.post("/stay-signed-in/", {"praise": "x" * 1_000_001})

    assert "kept_post" not in signed_in.session


def test_kept_text_can_be_thrown_away(signed_in, coach):
    set_session(
        signed_in,
        kept_post={"path": "/x/", "fields": [["a", "hello there"]], "person": str(coach.pk)},
    )

    signed_in.post(reverse("forget_kept"))

    assert signed_in.get(reverse("send_again")).url == "/"


def test_a_browser_that_forgot_the_token_gets_its_text_back(strict_client, coach):
    strict_client.force_login(coach)
    response = strict_client.post(
        "/stay-signed-in/?tab=2",
        {"praise": "She waited.", "reflection": "x\r\n<i>y</i>", "password": "hush", "n": "3"},
    )
    page = response.content.decode()

    assert response.status_code == 403
    assert 'name="praise" rows="3" readonly' in page
    assert "She waited.</textarea>" in page
    assert "&lt;i&gt;y&lt;/i&gt;" in page
    assert '<input type="hidden" name="n" value="3">' in page
    assert "hush" not in page
    assert 'action="/stay-signed-in/?tab=2"' in page
    assert 'aria-label="Main"' in page


def test_sending_again_works(strict_client, coach):
    strict_client.force_login(coach)
    page = strict_client.post("/stay-signed-in/", {"praise": "She waited."}).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)

    again = strict_client.post(
        "/stay-signed-in/", {"praise": "She waited.", "csrfmiddlewaretoken": token}
    )

    assert again.status_code == 204


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_what_another_site_posted_is_not_offered_again(strict_client, coach, headers):
    strict_client.force_login(coach)
    response = strict_client.post("/stay-signed-in/", {"praise": "Trap"}, headers=headers)

    assert response.status_code == 403
    assert b"Trap" not in response.content
    assert b"Send again" not in response.content


def ago(**length):
    return (datetime.now(UTC) - timedelta(**length)).timestamp()


def set_session(client, **values):
    session = client.session
    session.update(values)
    session.save()


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/calendar/Q2hlY2sgdGhpcyBzZWNyZXQ.ics", "/calendar/…"),
        ("/invitations/0192aa.1~c2VjcmV0c2VjcmV0/", "/invitations/…/"),
        ("/invitations/send/", "/invitations/send/"),
        ("/feedback/got-it/0192aa.1~c2VjcmV0c2VjcmV0/", "/feedback/got-it/…/"),
        ("/notices/stop/0192aa.visit_due~c2VjcmV0/", "/notices/stop/…/"),
        ("/accounts/password/reset/key/2-c2VjcmV0c2VjcmV0/", "/accounts/password/reset/key/…/"),
        ("/visits/?teacher=1", "/visits/?teacher=1"),
    ],
)
def test_no_secret_of_an_address_stands_in_the_log(path, logged, rf):
    assert RequestLogMiddleware.format_request(rf.get(path)) == f"GET {logged}"
