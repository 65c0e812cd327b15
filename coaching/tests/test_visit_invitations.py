"""A teacher invites her coach to a lesson; the coach comes, or another day; both hear once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.actions import visit_invitation as actions
from coaching.models import Visit, VisitInvitation
from core.dates import long_date
from demo.builders import coaching as build
from demo.builders import people
from demo.builders import week as build_week
from notices.kinds import KINDS
from notices.models import Notice
from people.models import Closure, CoachAssignment
from people.school_days import SchoolCalendar

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def school():
    return people.make_school(people.make_system())


@pytest.fixture
def pair(school):
    return people.make_pair(school)


@pytest.fixture
def teacher(pair):
    return signed_in(pair[0])


@pytest.fixture
def coach(pair):
    return signed_in(pair[1])


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, *args):
    return reverse(f"coaching:{name}", args=args)


def day_of(school, count):
    """The school day so many days ahead."""
    return SchoolCalendar.of(school).add(
        timezone.localdate(timezone=school.school_system.zone), count
    )


def invite(teacher, pair, day, **fields):
    assignment = CoachAssignment.objects.get(teacher=pair[0], coach=pair[1])
    data = {"planned_on": day.isoformat(), **fields}
    return teacher.post(url("visit_invite", assignment.pk), data, follow=True)


def told():
    return sorted(Notice.objects.values_list("kind", "to__name"))


def test_one_field_is_enough_to_invite_and_the_coach_is_told(teacher, pair, school):
    page = invite(teacher, pair, day_of(school, 2))
    invitation = VisitInvitation.objects.get()
    assert (invitation.teacher, invitation.coach) == pair
    assert (invitation.planned_on, invitation.state) == (
        day_of(school, 2),
        "Waiting for an answer",
    )
    assert f"{pair[1].name} is invited." in page.text
    assert "Waiting for an answer" in page.text
    assert told() == [("visit_invited", pair[1].name)]
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("page", ["/", "/week/"])
def test_the_coach_accepts_with_one_tap_from_where_it_shows(page, coach, pair, school):
    invitation = build_week.invite(*pair)
    shown = coach.get(page).text
    assert "Who talks after the first answer?" in shown
    assert url("visit_invitation_accept", invitation.pk) in shown
    coach.post(url("visit_invitation_accept", invitation.pk))
    visit = Visit.objects.get()
    assert (visit.teacher, visit.coach, visit.planned_on) == (*pair, invitation.planned_on)
    assert (visit.status, visit.period, visit.is_announced) == ("planned", "2nd period", True)
    assert visit.invitation == invitation
    assert told() == [("visit_invitation_answered", pair[0].name)]
    assert "Come and see" not in coach.get(page).text
    week = coach.get(url("week"), {"week": visit.planned_on.isoformat()}).text
    assert "Asked for by the teacher: <bdi>Who talks" in week


def test_another_day_comes_with_a_word_and_the_teacher_reads_it(coach, teacher, pair, school):
    invitation = build_week.invite(*pair)
    other = day_of(school, 3)
    data = {"other_day": other.isoformat(), "word": "I am at the other school then."}
    coach.post(url("visit_invitation_move", invitation.pk), data)
    visit = Visit.objects.get()
    assert (visit.planned_on, visit.period) == (other, "")
    assert told() == [("visit_invitation_answered", pair[0].name)]
    page = teacher.get(url("my_coaching")).text
    assert "I am at the other school then." in page
    assert long_date(other) in page
    assert "I am at the other school then." in teacher.get(invitation.get_absolute_url()).text


def test_a_visit_planned_for_that_day_already_becomes_the_one_asked_for(coach, pair):
    invitation = build_week.invite(*pair)
    planned = build.plan_visit(*pair, invitation.planned_on)
    coach.post(url("visit_invitation_accept", invitation.pk))
    planned.refresh_from_db()
    assert Visit.objects.get().invitation == invitation
    assert (planned.is_announced, planned.period, planned.plan_changes) == (True, "2nd period", 1)


def test_taken_back_before_anybody_was_mailed_nobody_hears(teacher, pair, school):
    invite(teacher, pair, day_of(school, 2))
    page = teacher.post(url("visit_invitation_take_back", VisitInvitation.objects.get().pk))
    assert page.url == url("my_coaching")
    assert VisitInvitation.objects.get().state == "Taken back"
    assert told() == []


def test_taken_back_once_the_coach_was_mailed_the_coach_hears(teacher, pair, school):
    invite(teacher, pair, day_of(school, 2))
    Notice.objects.update(state="done", finished_at=NOW())
    teacher.post(url("visit_invitation_take_back", VisitInvitation.objects.get().pk))
    assert told() == [
        ("visit_invitation_taken_back", pair[1].name),
        ("visit_invited", pair[1].name),
    ]


def test_taken_back_once_accepted_the_visit_is_off_the_plan_and_the_coach_alone_hears(
    teacher, coach, pair
):
    invitation = build_week.invite(*pair)
    coach.post(url("visit_invitation_accept", invitation.pk))
    Notice.objects.all().delete()
    teacher.post(url("visit_invitation_take_back", invitation.pk))
    assert Visit.objects.get().status == "unplanned"
    assert told() == [("visit_invitation_taken_back", pair[1].name)]
    assert "Take back" not in teacher.get(url("my_coaching")).text


def test_what_has_begun_is_not_taken_back(teacher, coach, pair):
    invitation = build_week.invite(*pair)
    coach.post(url("visit_invitation_accept", invitation.pk))
    Visit.objects.update(started_at=NOW())
    page = teacher.post(url("visit_invitation_take_back", invitation.pk), follow=True)
    assert actions.HAS_BEGUN in page.text
    invitation.refresh_from_db()
    assert (Visit.objects.get().status, invitation.taken_back_at) == ("live", None)


def test_an_answered_or_withdrawn_invitation_is_not_accepted_again(coach, pair):
    invitation = build_week.invite(*pair)
    for _ in range(2):
        page = coach.post(url("visit_invitation_accept", invitation.pk), follow=True)
    assert "answered or taken back meanwhile" in page.text
    gone = build_week.invite(*pair, taken_back_at=NOW())
    with pytest.raises(ValidationError, match="taken back meanwhile"):
        actions.accept(gone, by=pair[1], now=NOW())
    assert Visit.objects.count() == 1


def test_nobody_is_invited_or_comes_where_there_is_no_school(teacher, coach, pair, school):
    day = day_of(school, 2)
    invitation = build_week.invite(*pair, day)
    Closure.objects.create(
        school_system=school.school_system, label="Flood", starts_on=day, ends_on=day
    )
    page = coach.post(url("visit_invitation_accept", invitation.pk), follow=True)
    assert f"{school.name} has no school on {long_date(day)}." in page.text
    answer = invite(teacher, pair, day, look_for="Wait time, as typed")
    assert answer.status_code == 422
    assert f"{school.name} has no school on {long_date(day)}." in answer.text
    assert "Wait time, as typed" in answer.text
    past = invite(teacher, pair, pair[0].today - dt.timedelta(days=1))
    assert "Choose today or a later day for the visit." in past.text
    moved = coach.post(
        url("visit_invitation_move", invitation.pk), {"other_day": day, "word": "As typed here"}
    )
    assert moved.status_code == 422
    assert "As typed here" in moved.text
    assert Visit.objects.count() == 0


def test_a_day_is_asked_for_once_at_a_time(teacher, pair, school):
    for _ in range(2):
        page = invite(teacher, pair, day_of(school, 2))
    assert page.status_code == 422
    assert actions.TWICE in page.text
    assert VisitInvitation.objects.count() == 1


def test_the_database_keeps_an_answer_and_its_visit_together(pair):
    invitation = build_week.invite(*pair)
    rows = VisitInvitation.objects.filter(pk=invitation.pk)
    for change in ({"answered_at": NOW()}, {"word": "Later."}):
        with (
            pytest.raises(IntegrityError, match="an_answered_invitation_is_a_visit"),
            transaction.atomic(),
        ):
            rows.update(**change)


def test_an_invitation_whose_day_has_gone_waits_for_nobody(coach, pair):
    build_week.invite(*pair, pair[0].today - dt.timedelta(days=1))
    assert "Come and see" not in coach.get("/").text
    assert "Come and see" not in coach.get(url("week")).text


def test_what_was_told_holds_only_while_it_is_true(pair):
    invitation = build_week.invite(*pair)
    assert KINDS["visit_invited"].still_needed(None, invitation)
    actions.accept(invitation, by=pair[1], now=NOW())
    invitation.refresh_from_db()
    assert not KINDS["visit_invited"].still_needed(None, invitation)
    assert KINDS["visit_invitation_answered"].still_needed(None, invitation)
    actions.take_invitation_back(invitation, now=NOW())
    invitation.refresh_from_db()
    assert not KINDS["visit_invitation_answered"].still_needed(None, invitation)
    assert KINDS["visit_invitation_taken_back"].still_needed(None, invitation)


def test_the_page_takes_few_queries(coach, pair, django_assert_num_queries):
    invitation = build_week.invite(*pair)
    with django_assert_num_queries(8):
        coach.get(invitation.get_absolute_url())
