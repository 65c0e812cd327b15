import re

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core import mail
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from core import views
from core.messages import undo_url
from demo.builders.people import (
    give_role,
    make_central,
    make_coach,
    make_school,
    make_system,
    make_teacher,
)
from notices.actions.sending import send_notice
from notices.models import Notice
from people.context import MOST_IN_A_ROW, NAVIGATION, navigation

POLICY = "script-src 'self'"


def test_a_missing_page_reads_the_same_for_every_address(signed_in):
    first, second = signed_in.get("/plans/not-there/"), signed_in.get("/nothing/at/all/")

    assert first.status_code == second.status_code == 404
    assert first.content == second.content


def test_a_missing_page_keeps_the_navigation(signed_in):
    page = signed_in.get("/nothing/").content.decode()

    assert page.count('aria-label="Main"') == 2
    assert "Ada Vance" in page


def test_a_refusal_says_why(rf, coach):
    request = rf.get("/")
    request.user, request.session = coach, {}

    response = views.forbidden(request, PermissionDenied("Only the owner coach shares a visit."))

    assert response.status_code == 403
    assert "Only the owner coach shares a visit." in response.content.decode()


def test_too_much_at_once_is_told_in_words(rf, coach):
    request = rf.post("/")
    request.user, request.session = coach, {}

    response = views.bad_request(request, RequestDataTooBig("big"))

    assert response.status_code == 413
    assert "too large to send" in response.content.decode()


def test_a_body_over_the_limit_answers_413(signed_in):
    response = signed_in.post("/stay-signed-in/", {"text": "x" * 2_200_000})

    assert response.status_code == 413


def test_our_own_error_shows_its_number_and_needs_no_database(rf, caplog):
    response = views.server_error(rf.get("/"))
    page = response.content.decode()
    reference = re.search(r"number: <strong>(\w{8})</strong>", page).group(1)

    assert response.status_code == 500
    assert reference in caplog.text


def test_every_page_starts_with_a_way_past_the_navigation(signed_in):
    page = signed_in.get("/help/").content.decode()
    body = page.split("<body", 1)[1]

    assert re.search(r"<(a|button|input|summary)\b[^>]*>", body).group() == (
        '<a class="skip-link" href="#main">'
    )
    assert '<main id="main" tabindex="-1">' in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", ["/help/", "/accounts/login/", "/accounts/password/reset/"])
def test_no_page_has_script_or_style_of_its_own(client, db, path):
    response = client.get(path)
    page = response.content.decode()

    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|hx-on", page) == []
    assert POLICY in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("theme", "first_paint"), [("auto", "light"), ("light", "light"), ("dark", "dark")]
)
def test_the_theme_is_the_persons_own(signed_in, coach, theme, first_paint):
    coach.theme = theme
    coach.save(update_fields=["theme"])

    page = signed_in.get("/help/").content.decode()

    assert f'<html lang="en" data-bs-theme="{first_paint}" data-theme="{theme}">' in page


def test_shortcuts_can_be_switched_off(signed_in, coach):
    coach.shortcuts_on = False
    coach.save(update_fields=["shortcuts_on"])

    assert 'data-shortcuts="off"' in signed_in.get("/help/").content.decode()


def test_the_menu_follows_the_duties(coach):
    assert [link["label"] for link in navigation(coach, "/")] == [
        label for label, _, duties in NAVIGATION if duties is None or "coach" in duties
    ]


def test_the_current_page_is_marked_in_the_menu(coach):
    assert [(link["label"], link["is_current"]) for link in navigation(coach, "/caseload/")] == [
        ("Today", False),
        ("My week", False),
        ("Caseload", True),
        ("Visits", False),
        ("Plans", False),
    ]


def test_whoever_has_many_duties_finds_what_is_opened_least_under_more(db, client):
    system = make_system()
    supervisor = make_coach(make_school(system))
    give_role(supervisor, "district_staff")
    give_role(supervisor, "school_leader", make_school(system))
    links = navigation(supervisor, "/")
    rare = [link["label"] for link in links if link["is_rare"]]
    assert rare == [
        "Visits",
        "Plans",
        "Walkthroughs",
        "Observations",
        "Exports",
        "Rubric",
        "People",
    ]
    assert len(links) - len(rare) == MOST_IN_A_ROW - 1
    client.force_login(supervisor)
    wide, narrow = (
        client.get("/help/").content.decode().split('class="menu-panel" aria-label="Main"')
    )
    assert "<summary>More</summary>" in wide
    assert "<summary>More</summary>" not in narrow
    assert (wide.count(">Rubric</a>"), narrow.split("</nav>")[0].count(">Rubric</a>")) == (1, 1)


def test_seven_entries_need_no_more(coach):
    assert not any(link["is_rare"] for link in navigation(coach, "/"))


@pytest.mark.parametrize(
    "path", ["/schools/", "/imports/", "/mail-log/", "/settings/system/", "/roles/x/edit/"]
)
def test_the_pages_behind_the_tabs_are_marked_as_people(db, path):
    system = make_system()
    admin = make_central(system, "system_admin")

    assert [link["label"] for link in navigation(admin, path) if link["is_within"]] == ["People"]


def test_district_staff_find_the_people_they_assign_coaches_to(db):
    system = make_system()
    staff = make_central(system, "district_staff")

    assert "People" in [link["label"] for link in navigation(staff, "/")]


def rendered(*shown):
    page = Template("{% include '_messages.html' %}")
    return page.render(Context({"messages": shown, "csrf_token": "t"}))


def test_one_message_is_shown_and_an_error_comes_first():
    page = rendered(
        Message(messages.ERROR, "The file was not read."),
        Message(messages.SUCCESS, "Plan shared."),
    )

    assert "The file was not read." in page
    assert "Plan shared." not in page


def test_a_message_can_offer_undo():
    message = Message(messages.SUCCESS, "Step removed.", extra_tags="undo:/steps/7/restore/")

    assert undo_url(message) == "/steps/7/restore/"
    assert '<form method="post" action="/steps/7/restore/">' in rendered(message)


def test_a_message_without_undo_offers_none():
    assert "Undo" not in rendered(Message(messages.SUCCESS, "Step saved."))


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "reauthenticate/", "login/code/"]
)
def test_no_other_door_to_an_account_is_open(client, db, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_a_known_and_an_unknown_address_get_the_same_answer(client, coach):
    known = client.post(reverse("account_reset_password"), {"email": coach.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert client.get(known.url).content == client.get(unknown.url).content


def test_wrong_password_and_unknown_address_read_the_same(client, coach):
    pages = [
        client.post(reverse("account_login"), {"login": login, "password": "wrong-wrong-wrong"})
        for login in (coach.email, "nobody@example.org")
    ]

    assert [page.status_code for page in pages] == [422, 422]
    summaries = [re.search(r"<ul>.*?</ul>", p.content.decode(), re.S).group() for p in pages]
    assert summaries[0] == summaries[1]


def test_signing_in_on_a_shared_device_ends_with_the_browser(client, coach):
    client.post(
        reverse("account_login"),
        {"login": coach.email, "password": "cypress-lantern-9", "shared_device": "on"},
    )

    assert client.session.get_expire_at_browser_close()
    assert client.session["shared_device"] is True
    assert 'data-idle-minutes="30"' in client.get("/help/").content.decode()


def test_signing_in_elsewhere_lasts_the_day(client, coach):
    client.post(reverse("account_login"), {"login": coach.email, "password": "cypress-lantern-9"})

    assert not client.session.get_expire_at_browser_close()
    assert "shared_device" not in client.session


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_sign_in_leads_nowhere_else(client, coach, target):
    response = client.post(
        reverse("account_login"),
        {"login": coach.email, "password": "cypress-lantern-9", "next": target},
    )

    assert response.url == "/"


def test_a_whole_school_signs_in_from_one_address(client, coach):
    answers = {
        client.post(
            reverse("account_login"), {"login": coach.email, "password": "cypress-lantern-9"}
        ).status_code
        for _ in range(30)
        if not client.logout()
    }

    assert answers == {302}


def test_guessing_at_one_account_is_slowed(client, coach):
    answers = [
        client.post(
            reverse("account_login"), {"login": coach.email, "password": f"guess-{n}-guess"}
        )
        for n in range(6)
    ]

    assert "too many" in answers[-1].content.decode().lower()


def test_the_link_in_the_mail_sets_a_new_password(client, coach):
    client.post(reverse("account_reset_password"), {"email": coach.email})
    send_notice(Notice.objects.get(to=coach).pk, now=timezone.now())
    [sent] = mail.outbox
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", sent.body).group(1)

    form = client.get(link, follow=True)
    action = form.redirect_chain[-1][0]
    response = client.post(
        action, {"password1": "lantern-cypress-77", "password2": "lantern-cypress-77"}
    )

    assert response.url == reverse("account_reset_password_from_key_done")
    coach.refresh_from_db()
    assert coach.check_password("lantern-cypress-77")
    assert "no longer works" in client.get(link).content.decode()


@pytest.mark.django_db
def test_an_address_that_only_takes_a_form_says_so_on_a_page(client):
    client.force_login(make_teacher(make_school(make_system())))
    answer = client.get(reverse("stay_signed_in"))
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "<h1>Nothing to open here</h1>" in page
    assert 'aria-label="Main"' in page
