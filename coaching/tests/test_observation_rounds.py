"""Rounds of formal observation: dates and areas, due and overdue, told once, and never a rating."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from coaching.actions import observation as actions
from coaching.actions.clock import replan
from coaching.models import (
    DateMove,
    ObservationArea,
    ObservationRound,
    RoundStep,
    SelfAssessment,
)
from coaching.models.observation import NO_SCORE
from core.dates import long_date
from demo.builders import people
from demo.builders.coaching import make_visit
from demo.builders.observation import make_area, make_round, make_self_assessment
from notices.models import Notice
from people.models import Closure
from people.school_days import SchoolCalendar
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
VISIT = dt.date(2026, 11, 4)  # a Wednesday; nothing around it is closed


@pytest.fixture
def world():
    return World()


@pytest.fixture
def system(world):
    return world.system


@pytest.fixture
def begun(world):
    """A round whose visit was held on Wednesday, Nov 4."""
    return make_round(world.subject, world.year, world.evaluator, visit_on=VISIT)


def at(day, hour=6, *, system):
    local = dt.datetime.combine(day, dt.time(hour), tzinfo=system.zone)
    return local.astimezone(dt.UTC)


def close(system, day, school=None):
    return Closure.objects.create(
        school_system=system, school=school, label="Snow", starts_on=day, ends_on=day
    )


def text_of(response):
    """What the page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", "", response.content.decode()).split())


def due(row, step):
    return row.steps.get(step=step).due_on


def told(kind):
    rows = Notice.objects.filter(kind=kind).order_by("due_at", "to__name").select_related("to")
    return [(row.to.name, row.slot) for row in rows]


def post(client, person, name, row, data=None, **more):
    client.force_login(person)
    return client.post(reverse(f"coaching:{name}", kwargs={"pk": row.pk, **more}), data or {})


def kept(row):
    return ObservationRound.objects.get(pk=row.pk)


# --- a round from its beginning to its end ----------------------------------------------------


def test_a_round_begins_with_an_announced_visit_and_its_numbers_of_the_day(client, world):
    world.system.post_conference_days = 4
    world.system.save()
    client.force_login(world.evaluator)
    planned = SchoolCalendar.of(world.school).add(world.today, 14)
    data = {
        "teacher": world.subject.email,
        "is_announced": "True",
        "visit_planned_on": planned,
        "next_visit_by": world.today + 90 * DAY,
    }
    response = client.post(reverse("coaching:round_begin"), data)
    row = ObservationRound.objects.get()
    assert response.url == row.get_absolute_url()
    assert (row.teacher, row.school, row.school_year) == (world.subject, world.school, world.year)
    assert (row.pre_conference_days, row.post_conference_days) == (1, 4)
    assert (row.follow_up_from_weeks, row.follow_up_until_weeks) == (2, 6)
    assert row.steps.count() == 7
    assert due(row, "visit") == planned
    assert due(row, "pre_conference") < planned


def test_each_step_is_stamped_with_who_and_when(client, world, begun):
    response = post(
        client,
        world.principal,
        "round_step",
        begun,
        {"post_conference-day": "2026-11-10"},
        step="post_conference",
    )
    step = begun.steps.get(step="post_conference")
    assert response.status_code == 302
    assert kept(begun).post_conference_on == dt.date(2026, 11, 10)
    assert step.done_by == world.principal
    assert step.done_at.date() in (world.today, world.today + DAY)
    assert due(begun, "follow_up") == dt.date(2026, 12, 22)


def test_the_page_shows_days_since_each_step_and_who_entered_it(client, world, begun):
    client.force_login(world.owner)
    page = text_of(client.get(begun.get_absolute_url()))
    days = (world.today - VISIT).days
    assert f"Wed, Nov 4, 2026, {days} days ago" in page
    assert "entered by Eve Evaluator on" in page


def test_a_step_entered_by_mistake_is_taken_back(client, world, begun):
    post(client, world.evaluator, "round_step_undo", begun, step="visit")
    assert kept(begun).visit_on is None
    assert begun.steps.get(step="visit").done_by is None
    assert due(begun, "post_conference") is None


def test_a_visit_is_not_taken_back_before_what_followed_it(client, world, begun):
    actions.record_step(
        begun, "post_conference", VISIT + DAY, by=world.evaluator, now=world.yesterday
    )
    response = post(client, world.evaluator, "round_step_undo", begun, step="visit")
    assert kept(begun).visit_on == VISIT
    client.force_login(world.evaluator)
    assert "Take back first what followed it." in client.get(response.url).content.decode()


def test_the_coachs_last_visit_is_offered_as_the_targeted_one(client, world, begun):
    held = world.days_ago(1)
    actions.record_step(begun, "post_conference", VISIT, by=world.evaluator, now=world.yesterday)
    make_visit(world.subject, world.owner, held)
    client.force_login(world.owner)
    page = client.get(begun.get_absolute_url()).content.decode()
    assert f'value="{held.date().isoformat()}"' in page


def test_a_closed_round_makes_room_for_the_next(client, world, begun):
    post(client, world.principal, "round_close", begun)
    assert (kept(begun).closed_by, kept(begun).is_open) == (world.principal, False)
    make_round(world.subject, world.year, world.evaluator)
    assert ObservationRound.objects.open().count() == 1


def test_a_school_leader_has_rounds_with_her_evaluator(client, world):
    people.register_evaluator(world.other_principal, world.district)
    client.force_login(world.district)
    data = {"teacher": world.other_principal.email, "is_announced": "False"}
    client.post(reverse("coaching:round_begin"), data)
    row = ObservationRound.objects.get()
    assert (row.teacher, row.school) == (world.other_principal, world.other_school)
    client.force_login(world.other_principal)
    assert "My observation round" in client.get(row.get_absolute_url()).content.decode()


# --- what is impossible -----------------------------------------------------------------------

REFUSED = {
    "two open rounds": (
        {},
        "one_open_round_per_teacher",
    ),
    "a post-conference before its visit": (
        {"visit_on": VISIT, "post_conference_on": VISIT - DAY},
        "the_post_conference_is_not_before_its_visit",
    ),
    "a post-conference without a visit": (
        {"post_conference_on": VISIT},
        "the_post_conference_is_not_before_its_visit",
    ),
    "a pre-conference after the visit": (
        {"visit_on": VISIT, "pre_conference_on": VISIT + DAY},
        "the_pre_conference_is_not_after_the_visit",
    ),
    "a self-assessment before the visit": (
        {"visit_on": VISIT, "self_assessment_on": VISIT - DAY},
        "the_self_assessment_is_not_before_the_visit",
    ),
    "a plan adjusted before the post-conference": (
        {"visit_on": VISIT, "post_conference_on": VISIT, "adjustment_on": VISIT - DAY},
        "the_plan_is_adjusted_after_the_post_conference",
    ),
    "a targeted visit on the day of the post-conference": (
        {"visit_on": VISIT, "post_conference_on": VISIT, "follow_up_on": VISIT},
        "the_targeted_visit_follows_the_post_conference",
    ),
    "the next visit before this one": (
        {"visit_on": VISIT, "next_visit_by": VISIT - DAY},
        "the_next_visit_comes_after_this_one",
    ),
    "a date of an unannounced visit beforehand": (
        {"is_announced": False, "visit_planned_on": VISIT},
        "an_unannounced_visit_has_no_date_beforehand",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_database_refuses(case, world):
    fields, constraint = REFUSED[case]
    teacher = world.subject if not fields else world.peer
    make_round(world.subject, world.year, world.evaluator)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_round(teacher, world.year, world.evaluator, **fields)


@pytest.mark.parametrize(
    ("step", "day", "words"),
    [
        ("pre_conference", "2026-11-05", "a pre-conference on or before the day of the visit"),
        ("post_conference", "2026-11-03", "a post-conference on or after the day of its visit"),
        ("follow_up", "2026-11-20", "Enter a targeted visit after the post-conference"),
        ("adjustment", "2026-11-20", "on or after the post-conference"),
        ("post_conference", "2026-12-24", "Enter it once it was held"),
        ("post_conference", "", "Enter the day of the post-conference, like 11/24/2026"),
        ("post_conference", "2024-11-03", "Enter a date of this school year or the next"),
    ],
)
def test_a_refused_date_says_why_at_its_field(step, day, words, client, world, begun):
    response = post(client, world.evaluator, "round_step", begun, {f"{step}-day": day}, step=step)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert begun.steps.get(step=step).done_at is None


def test_a_targeted_visit_before_its_window_does_not_count(client, world, begun):
    actions.record_step(begun, "post_conference", VISIT, by=world.evaluator, now=world.yesterday)
    response = post(
        client, world.owner, "round_step", begun, {"follow_up-day": "2026-11-12"}, step="follow_up"
    )
    assert response.status_code == 422
    assert "The targeted visit counts from Wed, Nov 18, 2026 on" in response.content.decode()


def test_a_second_open_round_is_refused_in_words(client, world, begun):
    client.force_login(world.evaluator)
    data = {"teacher": world.subject.email, "is_announced": "False"}
    response = client.post(reverse("coaching:round_begin"), data)
    assert response.status_code == 422
    assert "An observation round of this teacher is open. Close it" in response.content.decode()
    assert ObservationRound.objects.count() == 1


def test_an_unannounced_visit_gets_no_date_beforehand(client, world):
    client.force_login(world.evaluator)
    data = {
        "teacher": world.subject.email,
        "is_announced": "False",
        "visit_planned_on": SchoolCalendar.of(world.school).add(world.today, 5),
    }
    response = client.post(reverse("coaching:round_begin"), data)
    assert response.status_code == 422
    assert "An unannounced visit gets its date once it was held" in response.content.decode()


def test_no_table_of_a_round_has_a_column_for_a_rating():
    """The only numbers are those of the clock: days and weeks."""
    numbers = {
        f"{model.__name__}.{field.name}"
        for model in (ObservationRound, RoundStep, ObservationArea, SelfAssessment, DateMove)
        for field in model._meta.local_fields
        if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField)
    }
    assert numbers == {f"ObservationRound.{name}" for name in ObservationRound.NUMBERS}


@pytest.mark.parametrize("score", ["3", " 4.5 ", "3/5", "3 of 5", "2,75", "4 out of 5"])
def test_an_area_that_is_only_a_score_is_refused(score, client, world, begun):
    indicator = world.indicators["QU"]
    data = {"refinement_indicator": str(indicator.pk), "refinement": score}
    response = post(client, world.evaluator, "round_areas", begun, data)
    assert response.status_code == 422
    assert NO_SCORE in response.content.decode()
    with pytest.raises(IntegrityError, match="in_words_and_no_score"), transaction.atomic():
        make_area(begun, "refinement", indicator, world.evaluator, text=score)


def test_words_with_a_number_are_no_score(world, begun):
    make_area(begun, "refinement", world.indicators["QU"], world.evaluator, text="3 of 22 asked.")
    assert begun.areas.get().descriptor == "3 of 22 asked."


def test_a_self_assessment_that_is_only_a_score_is_refused(client, world, begun):
    response = post(client, world.subject, "self_assessment", begun, {"refinement": "4"})
    assert response.status_code == 422
    assert NO_SCORE in response.content.decode()
    with pytest.raises(IntegrityError, match="in_words_and_no_score"), transaction.atomic():
        make_self_assessment(begun, reinforcement="4.5")


# --- areas, also copied -----------------------------------------------------------------------


def test_a_copied_area_waits_for_the_evaluator_and_stalls_nothing(client, world):
    row = make_round(world.subject, world.year, world.owner)
    data = {
        "refinement_indicator": str(world.indicators["QU"].pk),
        "refinement": "Questions that ask for reasons.",
        "visit_on": "2026-11-04",
        "post_conference_on": "2026-11-09",
    }
    response = post(client, world.subject, "round_areas", row, data)
    area = row.areas.get()
    assert response.status_code == 302
    assert (area.entered_by, area.confirmed_by) == (world.subject, None)
    assert due(row, "follow_up") == dt.date(2026, 12, 21)
    assert [name for name, _slot in told("areas_to_confirm")] == ["Eve Evaluator"]
    post(client, world.principal, "round_confirm", row)
    area.refresh_from_db()
    assert (area.confirmed_by, area.entered_by) == (world.principal, world.subject)


def test_what_is_confirmed_is_not_copied_over(client, world, begun):
    make_area(begun, "refinement", world.indicators["QU"], world.evaluator, text="Reasons.")
    data = {"refinement_indicator": str(world.indicators["TH"].pk), "refinement": "Other."}
    data |= {"post_conference_on": "2026-11-09"}
    post(client, world.owner, "round_areas", begun, data)
    assert begun.areas.get().descriptor == "Reasons."


def test_the_evaluators_words_take_the_place_of_a_copy(client, world, begun):
    make_area(
        begun, "refinement", world.indicators["QU"], world.owner, is_official=False, text="Copied."
    )
    data = {"refinement_indicator": str(world.indicators["TH"].pk), "refinement": "Official."}
    post(client, world.evaluator, "round_areas", begun, data)
    area = begun.areas.get()
    assert (area.descriptor, area.confirmed_by) == ("Official.", world.evaluator)


def test_a_copied_day_that_the_round_does_not_allow_is_refused_in_words(client, world):
    row = make_round(
        world.subject, world.year, world.evaluator, pre_conference_on=dt.date(2026, 11, 10)
    )
    data = {"visit_on": "2026-11-04", "post_conference_on": "2026-11-09"}
    response = post(client, world.owner, "round_areas", row, data)
    assert response.status_code == 422
    assert "on or before the day of the visit" in response.content.decode()
    assert kept(row).visit_on is None


# --- the self-assessment ----------------------------------------------------------------------


def test_a_self_assessment_is_the_teachers_until_she_shows_it_by_name(client, world, begun):
    words = {"reinforcement": "They asked each other.", "done": "yes"}
    post(client, world.subject, "self_assessment", begun, words)
    assert kept(begun).self_assessment_on == world.today
    address = reverse("coaching:self_assessment", args=[begun.pk])
    client.force_login(world.evaluator)
    assert client.get(address).status_code == 404
    post(client, world.subject, "self_assessment_show", begun, {"person": world.evaluator.pk})
    assert [name for name, _slot in told("self_assessment_shown")] == ["Eve Evaluator"]
    client.force_login(world.evaluator)
    assert "They asked each other." in client.get(address).content.decode()
    client.force_login(world.owner)
    assert client.get(address).status_code == 404
    post(client, world.subject, "self_assessment_hide", begun, {"person": world.evaluator.pk})
    client.force_login(world.evaluator)
    assert client.get(address).status_code == 404


def test_a_draft_is_kept_and_leaves_the_step_open(client, world, begun):
    post(client, world.subject, "self_assessment", begun, {"refinement": "Wait time."})
    assert SelfAssessment.objects.get().refinement == "Wait time."
    assert kept(begun).self_assessment_on is None


def test_whoever_no_longer_evaluates_no_longer_reads(client, world, begun):
    make_self_assessment(begun, world.evaluator, reinforcement="Mine.")
    world.subject.evaluations.get().end(world.today)
    client.force_login(world.evaluator)
    assert client.get(reverse("coaching:self_assessment", args=[begun.pk])).status_code == 404


def test_the_evaluators_reading_is_on_the_teachers_trail(client, world, begun):
    client.force_login(world.evaluator)
    client.get(begun.get_absolute_url())
    event = world.subject.access_events.get()
    assert (event.reader, event.record_kind) == (world.evaluator, "observation round")
    client.force_login(world.owner)
    client.get(begun.get_absolute_url())
    assert world.subject.access_events.count() == 1


# --- lists, Today, and what they cost -----------------------------------------------------------


def test_the_list_filters_by_state_and_step_and_its_numbers_are_its_lengths(client, world, begun):
    make_round(world.peer, world.year, world.principal, is_announced=False)
    client.force_login(world.principal)

    def names(query):
        response = client.get(reverse("coaching:round_list") + query)
        return [row.teacher.name for row in response.context["page"]], response

    assert names("")[0] == ["Tess Arceneaux", "Paul Peer"]
    listed, response = names("?show=overdue")
    assert listed == ["Tess Arceneaux"]
    assert response.context["numbers"][0]["value"] == 1
    assert names("?show=overdue&step=post_conference")[0] == ["Tess Arceneaux"]
    assert names("?show=overdue&step=follow_up")[0] == []
    assert names("?q=peer")[0] == ["Paul Peer"]
    assert names("?show=closed")[0] == []
    assert names("?show=nonsense&school=nonsense")[0] == ["Tess Arceneaux", "Paul Peer"]


def test_today_has_a_line_for_each_kind_of_step_past_its_last_day(client, world, begun):
    for person, line in (
        (world.evaluator, "Post-conference: 1 still open"),
        (world.subject, "Your self-assessment is still open"),
    ):
        client.force_login(person)
        assert line in client.get("/").content.decode()
    client.force_login(world.owner)
    assert "still open" not in client.get("/").content.decode()


def test_the_pair_sees_the_round_on_the_teachers_page(client, world, begun):
    strip = reverse("coaching:round_strip", args=[world.subject.pk])
    for person, name, args in (
        (world.owner, "teacher_detail", [world.subject.pk]),
        (world.subject, "my_coaching", []),
    ):
        client.force_login(person)
        page = client.get(reverse(f"coaching:{name}", args=args)).content.decode()
        assert f'hx-get="{strip}"' in page
        fragment = client.get(strip, headers={"HX-Request": "true"}).content.decode()
        assert begun.get_absolute_url() in fragment
        assert client.get(strip).url == begun.get_absolute_url()


def test_without_javascript_the_link_of_a_round_that_is_over_leads_back(client, world, begun):
    closed = {"closed_at": timezone.now(), "closed_by": world.evaluator}
    ObservationRound.objects.filter(pk=begun.pk).update(**closed)
    strip = reverse("coaching:round_strip", args=[world.subject.pk])
    for person, home in (
        (world.owner, reverse("coaching:teacher_detail", args=[world.subject.pk])),
        (world.subject, reverse("coaching:my_coaching")),
    ):
        client.force_login(person)
        page = client.get(strip, follow=True)
        assert page.redirect_chain == [(home, 302)]
        assert f"No observation round of {world.subject.name} is open." in page.content.decode()


@pytest.mark.parametrize("day", ["2026-11-08", "2026-11-14"])
def test_a_formal_visit_is_held_or_planned_on_a_day_with_school(client, world, begun, day):
    begun.visit_on = None
    begun.save()
    answer = post(client, world.evaluator, "round_step", begun, {"visit-day": day}, step="visit")
    assert "There is no school on" in text_of(answer)
    for days in (2, 3):
        day = world.today + (days * 7 - world.today.isoweekday()) * DAY
        data = {"is_announced": "True", "visit_planned_on": day, "teacher": world.subject.email}
        client.force_login(world.evaluator)
        for page in (
            reverse("coaching:round_plan", args=[begun.pk]),
            reverse("coaching:round_begin"),
        ):
            assert f"There is no school on {long_date(day)}" in text_of(client.post(page, data))
    assert (kept(begun).visit_on, kept(begun).visit_planned_on) == (None, None)


@pytest.mark.parametrize("rounds", [5, 50])
def test_the_list_asks_as_often_for_fifty_as_for_five(
    rounds, client, world, django_assert_num_queries
):
    for number in range(rounds):
        teacher = people.make_teacher(world.school, f"Teacher {number:02}")
        make_round(teacher, world.year, world.principal, visit_on=VISIT)
    client.force_login(world.principal)
    client.get(reverse("coaching:round_list"))
    with django_assert_num_queries(9):
        response = client.get(reverse("coaching:round_list"))
    assert len(response.context["page"]) == rounds


@pytest.mark.parametrize("rounds", [5, 50])
def test_replanning_asks_as_often_for_fifty_as_for_five(
    rounds, system, world, django_assert_num_queries
):
    for number in range(rounds):
        teacher = people.make_teacher(world.school, f"Teacher {number:02}")
        make_round(teacher, world.year, world.principal, visit_on=VISIT)
    now = at(dt.date(2026, 11, 9), system=system)
    with django_assert_num_queries(5):
        replan(system, now=now)
    close(system, dt.date(2026, 11, 6))
    with django_assert_num_queries(20):
        replan(system, now=now)


def test_the_page_of_a_round_stays_within_twelve_queries(
    client, world, begun, django_assert_num_queries
):
    make_area(begun, "refinement", world.indicators["QU"], world.evaluator, text="Reasons.")
    client.force_login(world.evaluator)
    client.get(begun.get_absolute_url())
    with django_assert_num_queries(12):
        client.get(begun.get_absolute_url())
