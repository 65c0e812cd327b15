"""The daily mail: what waits for it, when it goes, and that there is one a day."""

import datetime as dt

import pytest
from django.conf import settings

from core.leases import Leased, bell
from demo.builders.coaching import make_step
from demo.builders.people import assign, give_role, make_pair, make_school, make_system, make_user
from notices import actions
from notices.actions import digest, sending
from notices.actions.digest import NOTHING_LEFT
from notices.models import (
    CUT_OFF,
    NO_LONGER_TRUE,
    NOT_ACTIVE,
    SWITCHED_OFF,
    TOO_OLD,
    Digest,
    MutedKind,
    Notice,
)
from notices.tests.conftest import NOON
from notices.tests.test_sending import in_the_open, kill_while_sending
from people.models import Closure, Membership, User

State = Leased.State
TUESDAY = dt.date(2026, 11, 17)
DAY = dt.timedelta(days=1)


def at(hour, minute=0, *, day=TUESDAY, person):
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=person.zone).astimezone(dt.UTC)


def remind(teacher, coach, *, to=None, due=TUESDAY, now=None):
    """A daily notice about an open step whose check-back date has come."""
    step = make_step(teacher, coach, check_back_on=due, shared_at=NOON)
    to = to or teacher
    now = now or at(6, person=to, day=due)
    actions.notify("step_check_back", about=step, to=[to], now=now, slot=str(due))
    return Notice.objects.get(about_id=step.pk, to=to)


def deliver(now):
    """What beat and the workers do at `now`."""
    digest.plan_digests(now)
    for pk in Digest.objects.claimable(now).values_list("pk", flat=True):
        digest.send_digest(pk, now=now)


def states(rows):
    return [(row.state, row.reason) for row in rows.objects.order_by("pk")]


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_the_daily_mail_gathers_what_waits_and_goes_at_seven(pair, mail_server):
    teacher, coach = pair
    for _ in range(3):
        remind(teacher, coach)
    deliver(at(6, 59, person=teacher))
    assert mail_server.mails == []
    deliver(at(7, person=teacher))
    [(recipients, message)] = mail_server.mails
    assert recipients == [teacher.email]
    assert message["Subject"] == "3 things wait for you"
    assert message["Message-ID"] == f"<{Digest.objects.get().pk}@localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    line = "An action step is due for a check (3)"
    address = f"{settings.SITE_URL}/notices/"
    assert f"* {line}\n  {address}\n" in text_of(message)
    html = message.get_body(("html",)).get_content()
    assert f'<li><a href="{address}">{line}</a></li>' in html
    assert states(Digest) == [(State.DONE, "")]
    assert states(Notice) == [(State.DONE, "")] * 3


def test_of_one_thing_the_subject_says_it_and_the_line_leads_to_it(pair, mail_server):
    notice = remind(*pair)
    deliver(at(7, person=pair[0]))
    [message] = mail_server.messages
    assert message["Subject"] == "An action step is due for a check"
    line = f"* An action step is due for a check\n  {settings.SITE_URL}/notices/{notice.pk}/\n"
    assert line in text_of(message)


def test_the_daily_mail_names_no_other_person_and_quotes_nothing(pair, mail_server):
    teacher, coach = pair
    User.objects.filter(pk=teacher.pk).update(name="Canary Teachername")
    step = make_step(teacher, coach, "Canary words", check_back_on=TUESDAY, shared_at=NOON)
    now = at(6, person=coach)
    actions.notify("step_check_back", about=step, to=[coach], now=now, slot=str(TUESDAY))
    deliver(at(7, person=coach))
    assert "Canary" not in mail_server.messages[0].as_string()


def test_each_person_gets_a_mail_of_their_own(pair, mail_server):
    teacher, coach = pair
    remind(teacher, coach)
    remind(teacher, coach, to=coach)
    deliver(at(7, person=teacher))
    assert sorted(recipients for recipients, _ in mail_server.mails) == sorted(
        [[teacher.email], [coach.email]]
    )


def test_a_second_beat_and_every_later_tick_add_nothing(pair, mail_server):
    teacher, coach = pair
    remind(teacher, coach)
    for minute in range(0, 60, 5):
        deliver(at(7, minute, person=teacher))
        deliver(at(7, minute, person=teacher))
    remind(teacher, coach, now=at(8, person=teacher))
    deliver(at(9, person=teacher))
    assert len(mail_server.mails) == 1
    deliver(at(7, day=TUESDAY + DAY, person=teacher))
    assert len(mail_server.mails) == 2


def test_what_is_no_longer_true_is_left_out(pair, mail_server):
    teacher, coach = pair
    done, open_one = remind(teacher, coach), remind(teacher, coach)
    teacher.steps.filter(pk=done.about_id).update(status="met")
    deliver(at(7, person=teacher))
    [message] = mail_server.messages
    assert f"/notices/{open_one.pk}/" in text_of(message)
    assert f"/notices/{done.pk}/" not in text_of(message)
    assert states(Notice) == [(State.SKIPPED, NO_LONGER_TRUE), (State.DONE, "")]
    assert list(teacher.notices.unread()) == [open_one]


def test_where_nothing_is_left_no_mail_goes(pair, mail_server):
    remind(*pair)
    pair[0].steps.update(status="dropped")
    deliver(at(7, person=pair[0]))
    assert mail_server.mails == []
    assert states(Digest) == [(State.SKIPPED, NOTHING_LEFT)]


@pytest.mark.parametrize("kind", ["digest", "step_check_back"])
def test_what_is_switched_off_stays_in_the_bell(pair, mail_server, kind):
    teacher = pair[0]
    notice = remind(*pair)
    MutedKind.objects.create(user=teacher, school_system=teacher.school_system, kind=kind)
    deliver(at(7, person=teacher))
    assert mail_server.mails == []
    assert states(Notice) == [(State.SKIPPED, SWITCHED_OFF)]
    assert list(teacher.notices.unread()) == [notice]


def test_who_has_left_gets_nothing(pair, mail_server):
    remind(*pair)
    User.objects.filter(pk=pair[0].pk).update(is_active=False)
    deliver(at(7, person=pair[0]))
    assert mail_server.mails == []
    assert states(Notice) == [(State.SKIPPED, NOT_ACTIVE)]


def test_after_an_outage_the_mail_of_today_goes_and_those_of_the_days_before_do_not(
    pair, mail_server
):
    teacher = pair[0]
    remind(*pair)
    digest.plan_digests(at(7, person=teacher))
    old = Digest.objects.get()
    deliver(at(16, day=TUESDAY + 2 * DAY, person=teacher))
    old.refresh_from_db()
    assert (old.state, old.reason) == (State.SKIPPED, TOO_OLD)
    assert list(Digest.objects.filter(state="done").values_list("day", flat=True)) == [
        TUESDAY + 2 * DAY
    ]
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize(
    ("hour", "mails"), [(6, 0), (7, 1), (12, 1), (17, 1), (18, 0), (19, 0), (23, 0)]
)
def test_a_mail_that_could_not_go_at_seven_goes_until_six_pm(pair, mail_server, hour, mails):
    remind(*pair)
    deliver(at(hour, person=pair[0]))
    assert len(mail_server.mails) == mails


def test_days_without_school_have_no_daily_mail(school, pair, mail_server):
    teacher = pair[0]
    Closure.objects.create(
        school_system=school.school_system,
        label="Thanksgiving break",
        starts_on=dt.date(2026, 11, 23),
        ends_on=dt.date(2026, 11, 27),
    )
    remind(*pair, due=dt.date(2026, 11, 21))
    told = []
    for day in range(21, 32):
        date = dt.date(2026, 11, 1) + dt.timedelta(days=day - 1)
        deliver(at(7, day=date, person=teacher))
        if mail_server.mails:
            told.append(date)
            mail_server.mails.clear()
    assert told == [dt.date(2026, 11, 30)]


def test_a_closure_entered_in_the_morning_holds_the_mail_back(school, pair, mail_server):
    remind(*pair)
    Closure.objects.create(
        school_system=school.school_system, label="Storm", starts_on=TUESDAY, ends_on=TUESDAY
    )
    deliver(at(7, person=pair[0]))
    assert mail_server.mails == []
    deliver(at(7, day=TUESDAY + DAY, person=pair[0]))
    assert len(mail_server.mails) == 1


def test_a_closed_school_keeps_its_own_people_only(school, mail_server):
    here = make_pair(school)
    elsewhere = make_pair(make_school(school.school_system))
    for pair in (here, elsewhere):
        remind(*pair)
    Closure.objects.create(
        school_system=school.school_system,
        school=school,
        label="Water",
        starts_on=TUESDAY,
        ends_on=TUESDAY,
    )
    deliver(at(7, person=here[0]))
    assert [recipients for recipients, _ in mail_server.mails] == [[elsewhere[0].email]]


@pytest.mark.parametrize(
    ("day", "mails"),
    [
        (dt.date(2026, 7, 15), 1),  # a weekday in summer
        (dt.date(2026, 7, 18), 0),  # a Saturday
        (dt.date(2026, 7, 3), 0),  # a closure of the whole system
    ],
)
def test_who_works_in_the_whole_system_is_told_on_weekdays(school, mail_server, day, mails):
    teacher, _ = make_pair(school)
    coach = make_user(school.school_system)
    give_role(coach, Membership.Role.COACH)
    teacher.teacher_assignments.update(ends_on=dt.date(2026, 1, 1))
    assign(teacher, coach, starts_on=dt.date(2026, 1, 1))
    Closure.objects.create(
        school_system=school.school_system,
        label="Independence Day",
        starts_on=dt.date(2026, 7, 3),
        ends_on=dt.date(2026, 7, 3),
    )
    remind(teacher, coach, to=coach, due=day)
    deliver(at(7, day=day, person=coach))
    assert len(mail_server.mails) == mails


def test_seven_is_seven_in_each_system_s_own_zone(mail_server, db):
    pairs = [
        make_pair(make_school(make_system(zone, time_zone=zone)))
        for zone in ("America/New_York", "America/Chicago", "America/Adak")
    ]
    for pair in pairs:
        remind(*pair)
    moment, told = at(0, person=pairs[0][0]), {}
    for _ in range(48):
        deliver(moment)
        for recipients, _message in mail_server.mails:
            told[recipients[0]] = moment
        mail_server.mails.clear()
        moment += dt.timedelta(minutes=30)
    assert told == {teacher.email: at(7, person=teacher) for teacher, _ in pairs}


def test_when_the_server_is_busy_it_goes_later_that_day(pair, mail_server):
    mail_server.mood = "busy"
    remind(*pair)
    deliver(at(7, person=pair[0]))
    [(state, reason)] = states(Digest)
    assert (state, reason[:26]) == (State.DUE, "The mail server answered 4")
    assert states(Notice) == [(State.DUE, "")]
    mail_server.mood = "friendly"
    deliver(Digest.objects.get().due_at)
    assert len(mail_server.mails) == 1
    assert states(Notice) == [(State.DONE, "")]


def test_when_it_is_refused_five_times_the_next_day_tells_it(pair, mail_server):
    mail_server.mood = "refuse"
    remind(*pair)
    now = at(7, person=pair[0])
    for _ in range(5):
        deliver(now)
        now = Digest.objects.get().due_at
    assert states(Digest)[0][0] == State.DEAD
    mail_server.mood = "friendly"
    deliver(at(7, day=TUESDAY + DAY, person=pair[0]))
    assert len(mail_server.mails) == 1
    assert states(Notice) == [(State.DONE, "")]


def test_when_the_line_breaks_all_of_it_is_unknown_and_never_sent_again(pair, mail_server):
    mail_server.mood = "hang up"
    remind(*pair)
    deliver(at(7, person=pair[0]))
    mail_server.mood = "friendly"
    deliver(at(8, person=pair[0]))
    deliver(at(7, day=TUESDAY + DAY, person=pair[0]))
    assert len(mail_server.mails) == 1
    assert states(Digest)[0][0] == states(Notice)[0][0] == State.UNKNOWN
    assert states(Notice)[0][1].startswith(CUT_OFF)
    assert pair[0].notices.unread().count() == 1


@in_the_open
def test_a_worker_killed_in_the_middle_of_a_daily_mail_leaves_it_unknown(pair, mail_server):
    remind(*pair)
    digest.plan_digests(at(7, person=pair[0]))
    kill_while_sending(Digest.objects.get(), "digest", mail_server)
    for later in (at(7, 30, person=pair[0]), at(7, day=TUESDAY + DAY, person=pair[0])):
        sending.sweep(later)
        deliver(later)
    assert states(Digest) == states(Notice) == [(State.UNKNOWN, CUT_OFF)]
    assert len(mail_server.mails) == 1


def test_planning_asks_as_often_for_forty_people_as_for_two(school, django_assert_num_queries):
    for _ in range(2):
        remind(*make_pair(school))
    with django_assert_num_queries(8):
        digest.plan_digests(NOON)
    for _ in range(40):
        remind(*make_pair(school))
    with django_assert_num_queries(8):
        digest.plan_digests(NOON)
    assert Digest.objects.count() == 42


def test_the_bell_rings_for_each_planned_mail(
    pair, monkeypatch, django_capture_on_commit_callbacks
):
    remind(*pair)
    rung = []
    monkeypatch.setattr(bell, "ring", lambda task, pk: rung.append((task, pk)))
    with django_capture_on_commit_callbacks(execute=True):
        digest.plan_digests(at(7, person=pair[0]))
    assert rung == [("notices.tasks.send_digest", Digest.objects.get().pk)]
