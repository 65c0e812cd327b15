"""The stage of a team: computed where its data show it, assessed where they do not (S2.31)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.dates import long_date
from demo.builders import leading as build_leading
from demo.builders import stage as build
from demo.builders.team import make_assignment, make_meeting, report_on
from goals.actions.data_set import remove_data_set
from goals.models import Checkpoint, Measurement
from ilt.models import StageLine, StageMark, StageReview
from ilt.stage.catalog import ACTIONS, COMPUTED
from ilt.stage.facts import facts_of
from ilt.stage.judging import Facts, judge
from ilt.stage.standing import change_words, changes, stage_of, standing_of
from meetings.models import QualityCheck, SectionResource
from people.actions.feature import switch_off
from people.models import Feature, School, Team
from tests.world import World

pytestmark = pytest.mark.django_db
AUGUST = dt.date(2026, 8, 6)
WHOLE = Facts(
    since=AUGUST,
    is_ilt=True,
    has_time=True,
    begun=6,
    held=5,
    members=6,
    facilitators=1,
    groups=3,
    needs=1,
    plans=1,
    goals=2,
    smart=2,
    timed=2,
    measured=2,
    with_agenda=5,
    with_task=4,
    tasks=6,
    reported=4,
    busy=4,
    with_material=3,
    walks=1,
    visits=1,
    on_purpose=4,
    data=2,
    reviews=1,
    with_impact=3,
)
ALL_SAID = dict.fromkeys(("1g", "1h", "1i", "3b", "3c", "3d", "3e"), "in_place")


@pytest.fixture
def world():
    world = World()
    assert world.school_ilt
    assert world.system_ilt
    return world


def standing(world, team):
    team = Team.objects.select_related("school_system").get(pk=team.pk)
    return standing_of(team, now=world.days_ago(0), today=world.today)


def lines(world, team):
    return {line.action.code: line for line in standing(world, team).lines}


def post(client, person, name, team, code=None, data=None):
    client.force_login(person)
    args = [team.pk, code] if code else [team.pk]
    return client.post(reverse(f"ilt:{name}", args=args), data or {})


def page(client, person, team):
    client.force_login(person)
    return client.get(reverse("ilt:stage", args=[team.pk]))


def test_there_are_nine_seven_and_five_actions_and_most_are_computed():
    stages = [action.stage for action in ACTIONS]
    assert [stages.count(number) for number in (1, 2, 3)] == [9, 7, 5]
    assert set(judge(WHOLE)) == set(COMPUTED)
    assert len(COMPUTED) == 14


def test_a_fresh_team_is_at_stage_one_with_what_is_missing_listed_first(world):
    fresh = standing(world, world.school_ilt)
    assert (fresh.stage, fresh.stage_name, fresh.in_place) == (1, "Implementation", 0)
    steps = fresh.next_steps()
    assert [(line.action.code, line.status) for line in steps] == [
        ("1c", "none"),
        ("1d", "none"),
        ("1e", "none"),
        ("1f", "none"),
        ("1g", "none"),
        ("1h", "none"),
        ("1i", "none"),
        ("1a", "partial"),
        ("1b", "partial"),
    ]


def test_a_team_moves_on_when_nothing_is_missing_and_three_in_four_are_in_place():
    computed = {code: verdict.status for code, verdict in judge(WHOLE).items()}
    assert set(computed.values()) == {"in_place"}
    every = computed | ALL_SAID
    assert stage_of(every) == 3
    assert stage_of(every | {"1g": "partial", "1h": "partial"}) == 3
    assert stage_of(every | {"1g": "partial", "1h": "partial", "1i": "partial"}) == 1
    assert stage_of(every | {"1g": "none"}) == 1
    assert stage_of(every | {"2a": "none"}) == 2


def test_each_verdict_says_why_in_numbers():
    why = {code: verdict.why for code, verdict in judge(WHOLE).items()}
    assert why["1a"] == (
        "A day and a time are fixed; 5 of 6 planned meetings took place since August 6."
    )
    assert why["2b"] == (
        "4 of 6 members had a task or a part of a meeting since August 6; 4 of 6 own tasks "
        "reported on."
    )
    none = judge(Facts(since=AUGUST, is_ilt=False))
    assert {verdict.status for verdict in none.values()} == {"none"}
    assert none["1f"].why == "0 of 0 meetings held since August 6 had an agenda."


def test_agendas_begun_from_a_sample_are_told(world):
    early, late = (make_meeting(world.tc, world.days_ago(n), state="held") for n in (14, 7))
    early.sections.filter(part="purpose").update(plan="Look at the slips.")
    late.is_from_sample = True
    late.save()
    line = lines(world, world.tc)["1f"]
    assert line.status == "partial"
    assert line.verdict.why.startswith("1 of 2 meetings held since ")
    assert line.verdict.why.endswith(" had an agenda; 1 began from a sample agenda.")


def test_the_meetings_of_a_team_are_counted(world):
    team = world.tc
    for week in (1, 2, 3):
        when = world.days_ago(7 * week)
        meeting = make_meeting(team, when, state="held", facilitator=world.contributor)
        if week < 3:
            task = make_assignment(meeting, world.subject)
            meeting.sections.filter(part="purpose").update(plan="Look at the slips.")
        if week == 1:
            report_on(task, world.subject, when)
            meeting.sections.filter(part="impact").update(notes="Two groups gave reasons.")
            part = meeting.sections.get(part="learning")
            SectionResource.objects.create(
                school_system=world.system, section=part, title="The lesson’s guide"
            )
            QualityCheck.objects.create(
                school_system=world.system,
                meeting=meeting,
                observer=world.principal,
                marks=["seen"] * 7,
            )
    make_meeting(team, world.days_ago(28), state="cancelled", cancelled_because="Storm day")
    make_meeting(team, world.days_ago(-7))
    found = facts_of(team, now=world.days_ago(0), today=world.today)
    assert (found.begun, found.held, found.with_agenda, found.with_task) == (4, 3, 2, 2)
    assert (found.tasks, found.reported, found.busy, found.members) == (2, 1, 1, 3)
    assert (found.with_material, found.with_impact, found.visits) == (1, 1, 1)
    assert lines(world, team)["1a"].status == "in_place"


def test_goals_count_with_their_parts_checkpoints_and_numbers(world):
    goal, team = world.school_tree_goal, world.school_ilt
    assert world.orphan_goal
    for name in goal.SMART:
        setattr(goal, name, "Said.")
    goal.save()
    fields = {"school_system": world.system, "goal": goal}
    Checkpoint.objects.create(due_on=world.today, value=43, **fields)
    Checkpoint.objects.create(due_on=world.today + dt.timedelta(days=9), value=44, **fields)
    Measurement.objects.create(measured_on=world.today, value=42, source="Screener", **fields)
    found = facts_of(team, now=world.days_ago(0), today=world.today)
    assert (found.goals, found.smart, found.timed, found.measured, found.data) == (2, 1, 1, 1, 1)
    assert lines(world, team)["1d"].status == "partial"
    assert facts_of(world.tc, now=world.days_ago(0), today=world.today).goals == 0


def test_walks_and_data_reviews_count_for_the_leadership_team_of_their_school(world):
    build_leading.make_walk(world.school_ilt, world.school, world.today)
    review = build_leading.make_review(world.system, world.school, world.today)
    build_leading.hold_review(review, world.days_ago(0))
    found = facts_of(world.school_ilt, now=world.days_ago(0), today=world.today)
    assert (found.walks, found.reviews) == (1, 1)
    of_system = facts_of(world.system_ilt, now=world.days_ago(0), today=world.today)
    assert (of_system.walks, of_system.reviews) == (0, 0)


def test_a_removed_data_set_counts_no_longer(world):
    at = world.today - dt.timedelta(days=3)
    days = {"starts_on": at, "ends_on": at}
    data_set = build_leading.make_data_set(world.system, world.school, **days)
    before = facts_of(world.school_ilt, now=world.days_ago(0), today=world.today).data
    remove_data_set(data_set, now=world.days_ago(0))
    after = facts_of(world.school_ilt, now=world.days_ago(0), today=world.today).data
    assert (before, after) == (1, 0)


def test_one_tap_says_how_far_an_action_is(client, world):
    data = {"status": "in_place", "initial-status": ""}
    answer = post(client, world.principal, "stage_status", world.school_ilt, "1g", data)
    assert answer.url == reverse("ilt:stage", args=[world.school_ilt.pk]) + "#a1g"
    mark = StageMark.objects.get()
    assert (mark.status, mark.dated_on, mark.assessed_by) == (
        "in_place",
        world.today,
        world.principal,
    )
    assert lines(world, world.school_ilt)["1g"].status == "in_place"


def test_a_tap_keeps_the_evidence_and_the_day_where_nothing_changed(client, world):
    build.make_mark(world.school_ilt, world.principal, evidence="The letter.")
    data = {"status": "partial", "initial-status": "partial"}
    post(client, world.contributor, "stage_status", world.school_ilt, "1g", data)
    mark = StageMark.objects.get()
    assert (mark.evidence, mark.dated_on) == ("The letter.", dt.date(2026, 10, 1))


def test_two_who_say_different_things_both_see_it_and_lose_nothing(client, world):
    build.make_mark(world.school_ilt, world.principal, evidence="The letter.")
    data = {
        "status": "in_place",
        "initial-status": "",
        "evidence": "The meeting of parents.",
        "initial-evidence": "",
        "link": "",
        "initial-link": "",
        "dated_on": "",
    }
    answer = post(client, world.contributor, "stage_action", world.school_ilt, "1g", data)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "The letter." in shown
    assert "The meeting of parents." in shown
    assert "Somebody chose “Partly” meanwhile" in shown
    assert StageMark.objects.get().evidence == "The letter."
    again = data | {"initial-status": "partial", "initial-evidence": "The letter."}
    answer = post(client, world.contributor, "stage_action", world.school_ilt, "1g", again)
    assert answer.status_code == 302
    assert StageMark.objects.get().evidence == "The meeting of parents."


def test_a_tap_on_what_somebody_else_chose_meanwhile_is_asked_again(client, world):
    build.make_mark(world.school_ilt, world.principal)
    data = {"status": "in_place", "initial-status": ""}
    answer = post(client, world.contributor, "stage_status", world.school_ilt, "1g", data)
    assert answer.status_code == 409
    assert "Somebody chose “Partly” meanwhile" in answer.content.decode()
    assert StageMark.objects.get().status == "partial"


def test_a_computed_status_takes_a_remark_and_nothing_else(client, world):
    data = {"evidence": "Two were on paper.", "status": "in_place", "link": "https://example.org"}
    assert post(client, world.principal, "stage_action", world.school_ilt, "1f", data)
    mark = StageMark.objects.get()
    assert (mark.evidence, mark.status, mark.link) == ("Two were on paper.", "", "")
    assert lines(world, world.school_ilt)["1f"].status == "none"
    with pytest.raises(IntegrityError), transaction.atomic():
        StageMark.objects.update(status="in_place", dated_on=world.today)


@pytest.mark.parametrize(
    "broken",
    [{"status": "great"}, {"status": "partial", "dated_on": None}, {"action": "9z"}],
)
def test_the_database_refuses_what_is_no_assessment(world, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_mark(world.school_ilt, world.principal, **broken)


def test_an_action_has_one_answer_of_a_team_and_of_a_review(world):
    build.make_mark(world.school_ilt, world.principal)
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_mark(world.school_ilt, world.contributor)
    review = build.make_stage_review(world.school_ilt, world.principal)
    line = review.lines.get(action="1g")
    line.pk, line._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_stage_review(world.school_ilt, world.principal)


def test_a_review_keeps_the_day_whatever_becomes_of_the_team(client, world):
    team = world.school_ilt
    build.make_mark(team, world.principal, evidence="The letter.")
    answer = post(client, world.principal, "stage_keep", team)
    review = StageReview.objects.get()
    assert answer.url == review.get_absolute_url()
    assert (review.stage, review.reviewed_on, review.lines.count()) == (1, world.today, 21)
    StageMark.objects.update(status="in_place", evidence="Another.")
    make_meeting(team, world.days_ago(1), state="held")
    kept = review.lines.get(action="1g")
    assert (kept.status, kept.evidence, kept.assessed_by) == (
        "partial",
        "The letter.",
        world.principal,
    )
    assert review.lines.get(action="1a").why == (
        "A day and a time are fixed; 0 of 0 planned meetings took place since August 6."
    )
    shown = client.get(review.get_absolute_url()).content.decode()
    assert "The letter." in shown
    assert "Another." not in shown


def test_a_second_review_of_a_day_takes_the_place_of_the_first(client, world):
    post(client, world.principal, "stage_keep", world.school_ilt)
    build.make_mark(world.school_ilt, world.principal, status="in_place")
    post(client, world.contributor, "stage_keep", world.school_ilt)
    review = StageReview.objects.get()
    assert review.kept_by == world.contributor
    assert StageLine.objects.get(action="1g").status == "in_place"
    assert StageLine.objects.count() == 21


def test_the_page_shows_reviews_over_time_with_what_changed(client, world):
    team = world.school_ilt
    build.make_stage_review(team, world.principal, dt.date(2026, 9, 1))
    later = build.make_stage_review(team, world.principal, facts=WHOLE, said={"1g": "partial"})
    shown = page(client, world.principal, team).content.decode()
    assert "15 better" in shown
    assert "First review" in shown
    assert 'data-value="14 of 21"' in shown
    assert 'data-value="0 of 21"' in shown
    assert f"{long_date(later.reviewed_on)}</time>: 15 worse." in shown
    before = client.get(later.get_absolute_url()).content.decode()
    assert before.count("Better</span>") == 15


def test_changes_say_better_and_worse():
    found = changes({"1a": "none", "1b": "in_place"}, {"1a": "partial", "1b": "partial"})
    assert [(one.was, one.is_now, one.is_better) for one in found] == [
        ("Not yet", "Partly", True),
        ("In place", "Partly", False),
    ]
    assert change_words(found) == "1 better, 1 worse"
    assert change_words([]) == "No change"


def test_the_page_takes_the_same_queries_however_much_there_is(client, world):
    team = world.school_ilt
    url = reverse("ilt:stage", args=[team.pk])
    client.force_login(world.principal)
    for count in (1, 12):
        for number in range(count):
            day = dt.date(2026, 1 + number, 3 + count)
            build.make_stage_review(team, world.principal, day, said={"1g": "partial"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        assert len(queries) == 11


def test_the_gauge_of_the_system_is_on_where_any_school_has_it(client, world):
    assert page(client, world.evaluator, world.system_ilt).status_code == 200
    mine = School.objects.filter(pk=world.school.pk)
    switch_off(Feature.STAGE_GAUGE, mine)
    assert page(client, world.principal, world.school_ilt).status_code == 404
    assert page(client, world.evaluator, world.system_ilt).status_code == 200
    switch_off(Feature.STAGE_GAUGE, School.objects.filter(school_system=world.system))
    assert page(client, world.evaluator, world.system_ilt).status_code == 404
    team_page = client.get(world.system_ilt.get_absolute_url()).content.decode()
    assert "/stage/" not in team_page


def test_a_team_that_has_ended_is_read_and_not_assessed(client, world):
    world.school_ilt.ended_at = world.days_ago(0)
    world.school_ilt.save()
    assert page(client, world.evaluator, world.school_ilt).status_code == 200
    data = {"status": "partial", "initial-status": ""}
    answer = post(client, world.evaluator, "stage_status", world.school_ilt, "1g", data)
    assert answer.status_code == 403
