"""Data reviews: the next one opens with what became of the last one's steps (S2.40–S2.42)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.tests.test_pdf import text_of, words
from demo.builders import leading as build
from demo.builders.team import make_tree_goal
from goals.models import Measurement
from ilt.models import DataReview, PromisedStep, ReviewCadence
from ilt.packet import packet_of
from ilt.reminders import plan_reminders
from ilt.review_due import months_later, next_reviews, reviews_due
from ilt.review_pdf import review_pdf
from notices.models import Notice
from people.models import Team
from reports.tests.exporting import ask_for, work_off
from tests.world import World

pytestmark = pytest.mark.django_db
OCTOBER, JANUARY = dt.date(2026, 10, 20), dt.date(2027, 1, 12)


@pytest.fixture
def world():
    world = World()
    assert world.school_ilt
    assert world.system_ilt
    return world


@pytest.fixture
def review(world):
    return build.make_review(world.system, world.school)


def post(client, person, name, row, data=None):
    client.force_login(person)
    return client.post(reverse(name, args=[row.pk] if row else []), data or {})


def begin(client, world, person, **more):
    data = {"kind": "quarterly", "title": "Next", "review_on": JANUARY.isoformat()}
    return post(client, person, "ilt:review_add", None, data | more)


def test_the_next_review_opens_with_what_was_promised_and_what_became_of_it(client, world, review):
    step = build.make_promise(review, world.principal)
    build.make_promise(review, world.contributor, text="Not said yet.")
    build.hold_review(review, timezone.now())
    data = {"status": "done", "outcome": "Near fell from 40 to 31."}
    assert post(client, world.contributor, "ilt:promise_outcome", step, data).status_code == 302
    assert begin(client, world, world.principal, school=world.school.pk).status_code == 302
    following = DataReview.objects.get(review_on=JANUARY)
    assert following.previous == review
    packet = packet_of(following, world.principal)
    assert [(kept.text, kept.status, kept.outcome) for kept in packet.kept] == [
        (step.text, "done", "Near fell from 40 to 31."),
        ("Not said yet.", "", ""),
    ]
    assert packet.kept_words == "1 of 2 done, 1 not reported yet"
    assert packet.promised == []
    page = client.get(following.get_absolute_url()).content.decode()
    links = [reverse(f"ilt:promise_{name}", args=[step.pk]) for name in ("outcome", "edit")]
    assert [f'href="{link}"' in page for link in links] == [True, False]


def test_a_review_is_held_with_a_promise_or_a_reason(client, world, review):
    answer = post(client, world.principal, "ilt:review_hold", review, {"no_steps_because": ""})
    assert answer.status_code == 422
    assert "Promise a step first, or say why none is promised" in answer.content.decode()
    data = {"no_steps_because": "The screener is not scored."}
    assert post(client, world.principal, "ilt:review_hold", review, data).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.no_steps_because) == ("held", "The screener is not scored.")
    post(client, world.principal, "ilt:review_reopen", review)
    review.refresh_from_db()
    assert (review.state, review.held_at, review.no_steps_because) == ("ready", None, "")


def test_two_who_write_the_action_plan_both_keep_their_texts(client, world, review):
    page = {"kind": "quarterly", "title": "First quarter", "review_on": OCTOBER.isoformat()}
    page |= {"tracker_notes": "", "initial-tracker_notes": "", "initial-action_plan": ""}
    first = page | {"action_plan": "Number talks."}
    assert post(client, world.principal, "ilt:review_edit", review, first).status_code == 302
    second = page | {"action_plan": "Exit tickets."}
    answer = post(client, world.contributor, "ilt:review_edit", review, second)
    assert answer.status_code == 409
    assert "Number talks." in answer.content.decode()
    assert "Exit tickets." in answer.content.decode()
    review.refresh_from_db()
    assert review.action_plan == "Number talks."


def test_small_groups_show_to_the_school_alone(world, review):
    lines = [
        (world.school, "5", "", 62, [20, 18, 24]),
        (world.school, "5", "English learners", 7, [4, 2, 1]),
        (world.school, "5", "Others", 25, [6, 9, 10]),
        (world.school, "5", "Newcomers", 30, [10, 9, 11]),
        (world.other_school, "5", "", 50, [10, 20, 20]),
    ]
    review.data_sets.add(build.make_data_set(world.system, points=lines))

    def shown(reader):
        [(_, lines)] = packet_of(review, reader).tracker
        return [(line.who, line.n, line.figures[0]) for line in lines]

    whole, newcomers = ("5, Math", "62", "20 (32%)"), ("5, Math, Newcomers", "30", "10 (33%)")
    small = ("5, Math, English learners", "7", "4 (57%)")
    others = ("5, Math, Others", "25", "6 (24%)")
    assert shown(world.principal) == [whole, small, newcomers, others]
    # One hidden row alone could be worked out from the total: the next smallest goes with it.
    small, others = (small[0], "hidden", ""), (others[0], "hidden", "")
    assert shown(world.custodian) == [whole, small, newcomers, others]
    assert packet_of(review, world.custodian).hides_some
    assert not packet_of(review, world.principal).hides_some


def test_goals_come_with_what_was_measured_by_the_day(world, review):
    goal = world.school_tree_goal
    make_tree_goal(world.system, "school", world.system_goal, world.other_school)
    for day, value in ((OCTOBER, 43), (OCTOBER + dt.timedelta(days=1), 44)):
        Measurement.objects.create(
            school_system=world.system, goal=goal, measured_on=day, value=value, source="Screener"
        )
    [found] = packet_of(review, world.principal).goals
    assert (found, [one.value for one in found.measured]) == (goal, [43])


def test_the_packet_prints_all_of_it(world, review):
    step = build.make_promise(review, world.principal)
    build.report_promise(step, world.principal, timezone.now(), outcome="Near fell.")
    build.hold_review(review, timezone.now())
    following = build.make_review(
        world.system, world.school, JANUARY, previous=review, action_plan="Exit tickets weekly."
    )
    build.make_entry(following, world.evaluator, answer="A pilot.", answered_by=world.principal)
    build.make_entry(following, world.evaluator, "feedback", text="Keep going.")
    text = words(text_of(review_pdf(following, reader=world.principal, now=timezone.now())))
    for said in (
        "1 of 1 done.",
        "Done: Near fell.",
        "Exit tickets weekly.",
        "A pilot.",
        "Keep going.",
        "this review was not held yet",
    ):
        assert said in text


def test_a_principal_takes_the_packet_along(world, review):
    export = work_off(ask_for([review], world.principal, "review"))
    assert (export.state, export.file_name) == (
        "done",
        "Cypress-Elementary_data-review_2026-10-20.pdf",
    )


def test_a_review_comes_due_a_quarter_after_the_last_or_twice_a_year(world, review):
    build.hold_review(review, timezone.now())
    teams = Team.objects.filter(pk=world.school_ilt.pk)

    def due():
        return [one.due_on for one in next_reviews(teams, world.system.pk, dt.date(2026, 12, 1))]

    assert due() == [dt.date(2027, 1, 20)]
    ReviewCadence.objects.create(school_system=world.system, every_months=6)
    assert due() == [dt.date(2027, 4, 20)]
    assert months_later(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)


def test_who_runs_the_team_is_told_once_when_it_is_due(world):
    now = world.days_ago(0)
    build.hold_review(
        build.make_review(world.system, world.school, world.today - dt.timedelta(days=95)), now
    )
    build.hold_review(build.make_review(world.system, None, world.today), now)
    reminders = list(reviews_due(world.system, now))
    assert {reminder.to_id for reminder in reminders} == {world.principal.pk}
    plan_reminders(world.system, now=world.noon)
    plan_reminders(world.system, now=world.noon)
    told = Notice.objects.filter(kind="data_review_due")
    assert [notice.to for notice in told] == [world.principal]
    build.hold_review(build.make_review(world.system, world.school, world.today), now)
    assert not told.get().rules.still_needed(told.get(), world.school_ilt)


def test_a_promise_says_who_by_a_day_after_the_review(client, world, review):
    data = {"text": "Plan.", "owner": world.principal.pk, "due_on": "2026-10-01"}
    answer = post(client, world.principal, "ilt:promise_add", review, data)
    assert answer.status_code == 422
    assert "Enter a day on or after the review" in answer.content.decode()
    data |= {"owner": world.subject.pk, "due_on": "2026-12-01"}
    assert post(client, world.principal, "ilt:promise_add", review, data).status_code == 422
    assert PromisedStep.objects.count() == 0


def test_the_database_keeps_its_rules(world, review):
    step = build.make_promise(review, world.principal)
    for rows, fields in (
        (PromisedStep.objects.filter(pk=step.pk), {"status": "done"}),
        (PromisedStep.objects.filter(pk=step.pk), {"text": ""}),
        (DataReview.objects.filter(pk=review.pk), {"state": "held"}),
        (DataReview.objects.filter(pk=review.pk), {"previous": review}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_review(world.system, world.school)


@pytest.mark.parametrize("many", [5, 50])
def test_the_pages_take_as_many_queries_for_many_as_for_few(client, world, review, many):
    build.hold_review(review, timezone.now())
    for _ in range(many):
        make_tree_goal(world.system, "school", world.system_goal, world.school)
    following = build.make_review(world.system, world.school, JANUARY, previous=review)
    lines = [(world.school, str(n), "", 30, [10, 10, 10]) for n in range(many)]
    following.data_sets.add(build.make_data_set(world.system, points=lines))
    for number in range(many):
        build.make_promise(review, world.principal)
        build.make_promise(following, world.contributor)
        build.make_entry(following, world.evaluator)
        build.make_review(world.system, world.school, OCTOBER - dt.timedelta(days=number + 1))
    client.force_login(world.principal)
    counts = []
    for url in (following.get_absolute_url(), reverse("ilt:review_list")):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts == [11, 10]


def test_the_button_of_the_moment_stands_out(client, world, review):
    """First what is on the table, then that it was held."""
    client.force_login(world.principal)
    for state, name in (("preparing", "edit"), ("ready", "hold")):
        DataReview.objects.update(state=state)
        page = client.get(review.get_absolute_url()).content.decode()
        url = reverse(f"ilt:review_{name}", args=[review.pk])
        assert page.count('<a class="btn btn-primary"') == 1
        assert f'<a class="btn btn-primary" href="{url}">' in page
