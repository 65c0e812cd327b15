"""The bell, its switches and the mail log, as people use them."""

import datetime as dt
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.builders.coaching import make_step
from demo.builders.people import make_central, make_pair, make_school, make_system
from notices import actions, links
from notices.kinds import KINDS
from notices.models import Heartbeat, MutedKind, Notice
from people.models import Membership

NOW = dt.datetime(2026, 11, 17, 18, 0, tzinfo=dt.UTC)
LIST = "/notices/"


def tell(teacher, coach, *, to, count=1):
    for _ in range(count):
        step = make_step(teacher, coach, check_back_on=NOW.date(), shared_at=NOW)
        actions.notify("step_check_back", about=step, to=[to], now=NOW, slot=str(NOW.date()))
    return to.notices.order_by("pk").last()


@pytest.fixture
def admin(school):
    return make_central(school.school_system, Membership.Role.SYSTEM_ADMIN, "Ada Admin")


def page(client, user, url=LIST):
    client.force_login(user)
    return client.get(url).content.decode()


def test_the_bell_lists_what_i_was_told_and_counts_what_is_new(client, pair):
    teacher, coach = pair
    tell(teacher, coach, to=coach, count=2)
    coach.notices.filter(pk=coach.notices.first().pk).update(read_at=NOW)
    html = page(client, coach)
    assert html.count(f"<bdi>{teacher.name}</bdi>") == 2
    assert html.count(">New<") == 1
    assert '<span class="count">1<span class="visually-hidden"> unread' in html


def test_nobody_sees_what_somebody_else_was_told(client, pair):
    teacher, coach = pair
    tell(teacher, coach, to=coach)
    assert "No notices yet" in page(client, teacher)


def test_marking_one_as_read_leaves_the_others_new(client, pair):
    teacher, coach = pair
    notice = tell(teacher, coach, to=teacher, count=2)
    client.force_login(teacher)
    answer = client.post(reverse("notices:notice_read", args=[notice.pk]))
    assert (answer.status_code, answer.url) == (302, LIST)
    assert teacher.notices.unread().count() == 1
    assert notice not in teacher.notices.unread()


def test_marking_all_as_read_is_mine_alone(client, pair):
    teacher, coach = pair
    tell(teacher, coach, to=teacher, count=3)
    tell(teacher, coach, to=coach)
    client.force_login(teacher)
    client.post(reverse("notices:notice_read_all"))
    assert teacher.notices.unread().count() == 0
    assert coach.notices.unread().count() == 1


def test_opening_notes_the_first_time_and_passes_on(client, pair):
    teacher, coach = pair
    notice = tell(teacher, coach, to=teacher)
    client.force_login(teacher)
    answer = client.get(reverse("notices:notice_open", args=[notice.pk]))
    assert answer.url == f"/steps/{notice.about_id}/"
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.get(reverse("notices:notice_open", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at == first


def test_what_is_no_longer_open_to_me_says_so_and_names_nobody(client, pair):
    teacher, coach = pair
    notice = tell(teacher, coach, to=coach)
    coach.coach_assignments.update(ends_on=dt.date(2026, 1, 1))
    html = page(client, coach)
    assert "(no longer open to you)" in html
    assert teacher.name not in html
    answer = client.get(reverse("notices:notice_open", args=[notice.pk]))
    assert answer.status_code == 410
    assert teacher.name not in answer.content.decode()


def test_a_link_of_a_mail_leads_to_its_page_through_signing_in(client, pair):
    notice = tell(*pair, to=pair[0])
    path = reverse("notices:notice_open", args=[notice.pk])
    assert unquote(client.get(path).url) == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("count", [5, 50])
def test_the_bell_asks_as_often_for_fifty_as_for_five(
    client, pair, count, django_assert_num_queries
):
    teacher, coach = pair
    tell(teacher, coach, to=coach, count=count)
    client.force_login(coach)
    with django_assert_num_queries(8):
        client.get(LIST)


def test_a_switch_stops_the_mail_of_one_kind(client, pair):
    coach = pair[1]
    client.force_login(coach)
    shown = [name for name, kind in KINDS.items() if kind.concerns(coach) and not kind.is_security]
    on = dict.fromkeys(["digest", *shown], "on")
    answer = client.post(reverse("notices:preferences"), on | {"visit_due": ""})
    assert answer.url == reverse("notices:preferences")
    assert set(coach.muted.values_list("kind", flat=True)) == {"visit_due"}
    client.post(reverse("notices:preferences"), on)
    assert coach.muted.count() == 0


def test_switches_of_other_duties_and_security_mail_have_no_switch(client, pair):
    teacher, coach = pair
    url = reverse("notices:preferences")
    assert 'name="visit_due"' in page(client, coach, url)
    html = page(client, teacher, url)
    assert 'name="visit_due"' not in html
    assert 'name="step_check_back"' in html
    assert 'name="password_reset"' not in html


def test_saving_the_switches_takes_five_queries(client, pair, django_assert_num_queries):
    client.force_login(pair[1])
    with django_assert_num_queries(5 + 2):  # the last two are the test's savepoint
        client.post(reverse("notices:preferences"), {"digest": "on"})


def stop(user, kind="step_check_back"):
    return f"/notices/stop/{links.unsubscribe_token(user.pk, kind)}/"


def test_the_link_asks_first_and_changes_nothing_by_itself(client, pair):
    html = client.get(stop(pair[0])).content.decode()
    assert "Stop these mails?" in html
    assert "An action step is due for a check" in html
    assert pair[0].name not in html
    assert MutedKind.objects.count() == 0


def test_one_click_of_a_mail_program_is_enough(pair, client):
    strict = type(client)(enforce_csrf_checks=True)
    answer = strict.post(stop(pair[0]), {"List-Unsubscribe": "One-Click"})
    assert "These mails have stopped" in answer.content.decode()
    strict.post(stop(pair[0]), {"List-Unsubscribe": "One-Click"})
    assert [(row.user, row.kind) for row in MutedKind.objects.all()] == [
        (pair[0], "step_check_back")
    ]


def test_who_changed_their_mind_gets_the_mails_again(client, pair):
    client.post(stop(pair[0], "digest"))
    assert pair[0].muted.get().kind == "digest"
    html = client.post(stop(pair[0], "digest").replace("/stop/", "/start/")).content.decode()
    assert "You get these mails again" in html
    assert pair[0].muted.count() == 0


def test_a_link_moves_one_switch_of_one_person(client, pair):
    client.post(stop(pair[0]))
    assert pair[1].muted.count() == 0
    for token in (
        links.unsubscribe_token(pair[0].pk, "password_reset"),
        links.unsubscribe_token(pair[0].pk, "no_such_kind"),
        links.unsubscribe_token(pair[0].pk, "digest").replace(str(pair[0].pk), str(pair[1].pk)),
        "made-up",
    ):
        assert client.post(f"/notices/stop/{token}/").status_code == 404
    assert MutedKind.objects.count() == 1


def test_the_log_says_to_whom_what_kind_and_what_became_of_it_but_not_the_words(
    client, admin, pair
):
    teacher, coach = pair
    step = make_step(teacher, coach, "Canary words", check_back_on=NOW.date(), shared_at=NOW)
    actions.notify("step_check_back", about=step, to=[coach], now=NOW)
    html = page(client, admin, reverse("notices:mail_log"))
    assert coach.name in html
    assert coach.email in html
    assert "An action step is due for a check" in html
    assert "Waiting" in html
    assert teacher.name not in html
    assert "Canary" not in html
    assert str(step.pk) not in html


def test_the_log_holds_the_own_system_only(client, admin, pair):
    other = make_pair(make_school(make_system("Other Parish Schools")))
    tell(*other, to=other[0])
    html = page(client, admin, reverse("notices:mail_log"))
    assert other[0].name not in html
    assert "No mails yet" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?kind=step_check_back", 2),
        ("?state=skipped", 1),
        ("?q=zed", 1),
        ("?kind=password_reset&state=due", 1),
        ("?kind=nonsense", 3),
        ("?to__password=x&sort=to__password", 3),
    ],
)
def test_filters_of_the_log(client, admin, pair, query, found):
    teacher, coach = pair
    type(coach).objects.filter(pk=coach.pk).update(name="Zed Coach")
    tell(teacher, coach, to=teacher)
    skipped = tell(teacher, coach, to=coach)
    Notice.objects.filter(pk=skipped.pk).update(state="skipped")
    actions.notify("password_reset", about=teacher, to=[teacher], now=NOW)
    html = page(client, admin, reverse("notices:mail_log") + query)
    assert html.count('<th scope="row">') == found


@pytest.mark.parametrize("count", [5, 50])
def test_the_log_asks_as_often_for_fifty_as_for_five(
    client, admin, pair, count, django_assert_num_queries
):
    tell(*pair, to=pair[0], count=count)
    client.force_login(admin)
    with django_assert_num_queries(6):
        client.get(reverse("notices:mail_log"))


def test_the_numbers_of_jobs_are_those_of_the_own_system(client, admin, pair):
    tell(*pair, to=pair[0], count=2)
    other = make_pair(make_school(make_system("Other Parish Schools")))
    tell(*other, to=other[0])
    Notice.objects.update(due_at=timezone.now())
    Heartbeat.objects.create(name="beat", beaten_at=NOW)
    html = page(client, admin, reverse("notices:jobs"))
    assert '<span class="number-value">2</span> <span class="number-label">Waiting</span>' in html
    assert "Clock (beat)" in html
