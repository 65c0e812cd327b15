"""Long-range plans: their rows keep their order, and what several people write is never lost."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import wall_clock
from core.autosave import one_line_end
from demo.builders import long_range as build
from demo.builders import team as build_team
from goals.models import Goal
from ilt.models import LongRangePlan, PlanCycle, PlanEdit, PlanWeek
from ilt.plan_page import bare_rows_of, week_at_hand
from people.models import Closure
from tests.hostile import HOSTILE, stored
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
NINE = dt.time(9)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.school_plan


@pytest.fixture
def week(plan):
    return plan.weeks.first()


def as_person(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def principal(world):
    return as_person(world.principal)


@pytest.fixture
def member(world):
    return as_person(world.contributor)


def save(client, row, field, value, was=""):
    kind = "week" if isinstance(row, PlanWeek) else "cycle"
    body = {"field": field, "value": value, "was": was}
    url = reverse(f"ilt:{kind}_save", args=[row.plan_id, row.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# --- what the database keeps ----------------------------------------------------------------


def refused_by():
    with pytest.raises(IntegrityError) as error:
        connection.check_constraints()
    return error.value.__cause__.diag.constraint_name


@pytest.fixture
def undone():
    """What a test broke on purpose is not asked for again at its end."""
    yield
    connection.needs_rollback = True


@pytest.mark.parametrize("day", [dt.date(2026, 8, 9), dt.date(2026, 9, 26)])
@pytest.mark.usefixtures("undone")
def test_the_database_refuses_a_week_outside_its_cycle(week, day):
    PlanWeek.objects.filter(pk=week.pk).update(on=day)
    assert refused_by() == "a_week_lies_within_its_cycle"


@pytest.mark.usefixtures("undone")
def test_the_database_refuses_a_cycle_that_leaves_a_week_outside(week):
    PlanCycle.objects.filter(pk=week.cycle_id).update(starts_on=dt.date(2026, 8, 19))
    assert refused_by() == "a_week_lies_within_its_cycle"


@pytest.mark.usefixtures("undone")
def test_the_database_refuses_a_week_in_a_cycle_of_another_plan(world, week):
    PlanWeek.objects.filter(pk=week.pk).update(cycle=world.system_plan.cycles.get())
    assert refused_by() == "a_weeks_cycle_is_of_its_plan"


def test_a_removed_week_may_lie_anywhere(week):
    PlanWeek.objects.filter(pk=week.pk).update(on=dt.date(2027, 1, 5), removed_at=timezone.now())
    connection.check_constraints()


# --- cells ----------------------------------------------------------------------------------


def test_a_cell_saves_itself_and_keeps_what_was_there(principal, world, week):
    response = save(principal, week, "topics", "Fractions\r\nas numbers", week.topics)
    assert response.status_code == 200
    assert response.json()["stored"] == "Fractions\nas numbers"
    assert fresh(week).topics == "Fractions\nas numbers"
    edit = PlanEdit.objects.get(row=week.pk)
    assert (edit.field, edit.was, edit.edited_by) == ("topics", week.topics, world.principal)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_strange_texts_are_kept_as_they_are(principal, week, name):
    response = save(principal, week, "materials", HOSTILE[name], week.materials)
    assert response.status_code == 200
    assert fresh(week).materials == one_line_end(stored(HOSTILE[name]))
    page = principal.get(reverse("ilt:plan_detail", args=[week.plan_id]))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_a_text_that_is_too_long_is_refused_in_words(principal, week):
    response = save(principal, week, "topics", "y" * 50_001, week.topics)
    assert response.status_code == 422
    assert response.json()["errors"] == ["The topics is 50,001 characters; shorten it to 50,000"]


def test_two_who_write_the_same_cell_keep_both_texts(principal, member, week):
    assert save(principal, week, "topics", "Fractions", week.topics).status_code == 200
    response = save(member, week, "topics", "Ratios", week.topics)
    assert response.status_code == 409
    assert response.json() == {"theirs": "Fractions", "by": "Pia Principal"}
    assert fresh(week).topics == "Fractions"
    assert save(member, week, "topics", "Ratios", "Fractions").status_code == 200


def test_two_who_write_beside_each_other_do_not_meet(principal, member, week):
    assert save(principal, week, "topics", "Fractions", week.topics).status_code == 200
    assert save(member, week, "outcome", "They model.", week.outcome).status_code == 200
    assert (fresh(week).topics, fresh(week).outcome) == ("Fractions", "They model.")


def test_what_is_stored_already_counts_as_saved(principal, member, week):
    save(principal, week, "topics", "Fractions", week.topics)
    assert save(member, week, "topics", "Fractions", week.topics).status_code == 200


def test_a_week_outside_its_cycle_is_told_its_days(principal, week):
    response = save(principal, week, "on", "2026-10-01", "2026-08-18")
    assert response.status_code == 422
    assert response.json()["errors"] == [
        "A week outside its cycle: this cycle runs from Mon, Aug 10, 2026 to Fri, Sep 25, 2026"
    ]


@pytest.mark.parametrize(
    ("today", "place"), [((8, 3), 0), ((8, 21), 0), ((8, 24), 1), ((8, 28), 1), ((9, 1), None)]
)
def test_the_week_at_hand_is_this_one_or_the_next(plan, today, place):
    found = week_at_hand(bare_rows_of(plan), dt.date(2026, *today))
    assert found == (None if place is None else plan.weeks.order_by("on")[place])


@pytest.mark.parametrize("name", ["plan_detail", "plan_edit"])
def test_the_plan_leads_to_the_week_at_hand(principal, world, plan, week, name):
    url = reverse(f"ilt:{name}", args=[plan.pk])
    assert "Go to the week at hand" not in words(principal.get(url))
    with transaction.atomic():
        plan.cycles.update(ends_on=world.today)
        plan.weeks.filter(pk=week.pk).update(on=world.today)
    assert f'<a href="#week-{week.pk}">Go to the week at hand' in body(principal.get(url))


def test_a_meeting_on_another_day_than_its_week_says_so(principal, world, plan, week):
    moment = wall_clock.at(week.on, NINE, world.principal.zone)
    meeting = build_team.make_meeting(world.school_ilt, moment)
    PlanWeek.objects.filter(pk=week.pk).update(meeting=meeting)
    url = reverse("ilt:plan_detail", args=[plan.pk])
    assert "on Tue, Aug 18, 2026: planned" not in words(principal.get(url))
    meeting.starts_at += dt.timedelta(days=7)
    meeting.save()
    assert "on Tue, Aug 25, 2026: planned" in words(principal.get(url))


def body(answer):
    return answer.content.decode()


def test_a_second_week_on_a_day_is_refused(principal, week):
    response = save(principal, week, "on", "2026-08-25", "2026-08-18")
    assert response.json()["errors"] == ["The plan has a meeting on that day already."]


def test_a_cycle_is_not_shortened_over_its_weeks(principal, plan):
    response = save(principal, plan.cycles.get(), "ends_on", "2026-08-20", "2026-09-25")
    assert response.json()["errors"] == [
        "A week outside its cycle: the plan has a week on Tue, Aug 25, 2026. Move it first"
    ]


def test_a_removed_row_keeps_the_text_on_the_page(principal, week):
    principal.post(reverse("ilt:week_remove", args=[week.plan_id, week.pk]))
    assert save(principal, week, "topics", "Fractions", week.topics).status_code == 404


def test_what_another_changed_shows_with_the_name(principal, member, plan, week):
    before = timezone.now().isoformat()
    save(member, week, "topics", "Fractions", week.topics)
    url = reverse("ilt:plan_changes", args=[plan.pk])
    news = principal.get(url, {"since": before}).json()
    assert news["cells"] == [
        {"cell": f"week-{week.pk}-topics", "value": "Fractions", "by": "Connie Contributor"}
    ]
    assert member.get(url, {"since": before}).json()["cells"] == []
    page = words(principal.get(reverse("ilt:plan_edit", args=[plan.pk])))
    assert "Changed by Connie Contributor" in page


# --- the row form ---------------------------------------------------------------------------


def row_of(week, **changes):
    stored = {"on": week.on.isoformat(), **{name: getattr(week, name) for name in week.TEXTS}}
    return {f"initial-{name}": text for name, text in stored.items()} | stored | changes


def test_without_javascript_a_row_saves_as_a_whole(principal, week):
    url = reverse("ilt:week_edit", args=[week.plan_id, week.pk])
    response = principal.post(url, row_of(week, topics="Fractions", progress="Half of us"))
    assert response.url == reverse("ilt:plan_edit", args=[week.plan_id]) + f"#week-{week.pk}"
    assert (fresh(week).topics, fresh(week).progress) == ("Fractions", "Half of us")
    assert fresh(week).outcome == week.outcome


def test_a_row_that_somebody_changed_meanwhile_shows_both(principal, member, week):
    save(member, week, "topics", "Fractions", week.topics)
    url = reverse("ilt:week_edit", args=[week.plan_id, week.pk])
    response = principal.post(url, row_of(week, topics="Ratios", progress="Half of us"))
    assert response.status_code == 409
    page = words(response)
    assert "Topics, changed by Connie Contributor" in page
    assert "Fractions" in page
    assert "Ratios" in page
    assert fresh(week).topics == "Fractions"


# --- rows come and go -----------------------------------------------------------------------


def test_a_plan_is_begun_once_a_year(principal, world):
    url = reverse("ilt:plan_start", args=[world.school_ilt.pk])
    data = {"school_year": world.year.pk, "begins": "empty"}
    response = principal.post(url, data)
    plan = LongRangePlan.objects.get(team=world.school_ilt)
    assert response.url == reverse("ilt:plan_edit", args=[plan.pk])
    assert principal.post(url, data).status_code == 422


def test_a_cycle_brings_its_weeks_and_a_goal_written_in_place(principal, world, plan):
    Closure.objects.create(
        school_system=world.system,
        label="Fall break",
        starts_on=dt.date(2026, 10, 12),
        ends_on=dt.date(2026, 10, 16),
    )
    data = {
        "starts_on": "2026-10-05",
        "ends_on": "2026-10-30",
        "priority": "Writing",
        "statement": "Students write from two sources.",
        "metric": "Essays with evidence from both",
        "unit": "percent",
        "baseline": "20",
        "target": "45",
        "parent": str(world.school_tree_goal.pk),
        "with_weeks": "on",
    }
    assert principal.post(reverse("ilt:cycle_add", args=[plan.pk]), data).status_code == 302
    cycle = plan.cycles.last()
    assert [week.on.day for week in cycle.weeks.all()] == [6, 20, 27]
    goal = cycle.goal
    assert (goal.level, goal.team, goal.parent) == (
        Goal.Level.ILT_CYCLE,
        world.school_ilt,
        world.school_tree_goal,
    )
    assert not goal.is_draft


def test_a_cycle_over_another_one_is_refused(principal, plan):
    data = {"starts_on": "2026-09-21", "ends_on": "2026-10-30", "priority": "Writing"}
    response = principal.post(reverse("ilt:cycle_add", args=[plan.pk]), data)
    assert response.status_code == 422
    assert "Another cycle of this plan runs on these days." in words(response)


def test_a_week_is_added_on_the_next_meeting_day(principal, plan):
    cycle = plan.cycles.get()
    principal.post(reverse("ilt:week_add", args=[plan.pk, cycle.pk]))
    days = [week.on.isoformat() for week in cycle.weeks.all()]
    assert days == ["2026-08-11", "2026-08-18", "2026-08-25"]


@pytest.mark.parametrize("kind", ["week", "cycle"])
def test_what_was_removed_comes_back_as_it_was(principal, plan, week, kind):
    row = week if kind == "week" else week.cycle
    principal.post(reverse(f"ilt:{kind}_remove", args=[plan.pk, row.pk]))
    assert plan.weeks.kept().count() == {"week": 1, "cycle": 0}[kind]
    undo = reverse(f"ilt:{kind}_restore", args=[plan.pk, row.pk])
    assert undo in principal.get(reverse("ilt:plan_edit", args=[plan.pk])).content.decode()
    principal.post(undo)
    assert list(plan.weeks.kept().values_list("topics", flat=True)) == [week.topics] * 2


def test_what_cannot_come_back_says_why(principal, plan, week):
    principal.post(reverse("ilt:week_remove", args=[plan.pk, week.pk]))
    build.make_plan_week(week.cycle, week.on)
    response = principal.post(reverse("ilt:week_restore", args=[plan.pk, week.pk]), follow=True)
    assert "The plan has a meeting on that day already." in words(response)
    assert plan.weeks.kept().count() == 2


# --- queries --------------------------------------------------------------------------------


@pytest.mark.parametrize("weeks", [5, 50])
@pytest.mark.parametrize(("name", "queries"), [("plan_detail", 8), ("plan_edit", 11)])
def test_a_page_takes_as_many_queries_for_a_year_as_for_a_month(
    principal, plan, weeks, name, queries, django_assert_num_queries
):
    cycle = build.make_plan_cycle(plan, dt.date(2026, 9, 28), dt.date(2027, 5, 20))
    for number in range(weeks):
        build.make_plan_week(cycle, cycle.starts_on + dt.timedelta(days=number))
    url = reverse(f"ilt:{name}", args=[plan.pk])
    principal.get(url)
    with django_assert_num_queries(queries):
        assert principal.get(url).status_code == 200
