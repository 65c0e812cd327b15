"""Writing goals: what is missing is named, nobody is overwritten, wrong input is told."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import goal as build_goal
from demo.builders import team as build
from goals.models import Goal, GoalReview, Measurement
from tests.pages import every, form_with, tree_of, words
from tests.world import World

pytestmark = pytest.mark.django_db
Level = Goal.Level
NUMBERS = {
    "statement": "More students explain their answers.",
    "metric": "Exit tickets with a reason",
    "unit": "percent",
    "baseline": "41",
    "target": "60",
    "starts_on": "2026-08-06",
    "ends_on": "2027-05-22",
}


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def _add(world, data, level="school", person="principal"):
    url = reverse("goals:goal_add_level", args=[level])
    return signed_in(world.people[person]).post(url, data, follow=True)


def test_the_level_comes_first_and_only_levels_the_person_may_write_are_offered(world):
    client = signed_in(world.principal)
    page = client.get(reverse("goals:goal_add"))
    assert "School goal" in words(page)
    assert "System goal of the year" not in words(page)
    assert client.get(reverse("goals:goal_add"), {"level": "school"}).url == reverse(
        "goals:goal_add_level", args=["school"]
    )
    assert client.get(reverse("goals:goal_add_level", args=["strategic"])).status_code == 403
    assert client.get(reverse("goals:goal_add_level", args=["nonsense"])).status_code == 404


def test_only_goals_of_an_allowed_level_are_offered_as_parents(world):
    assert world.tc_goal
    other = build.make_tree_goal(world.system, Level.SCHOOL, world.system_goal, world.other_school)
    page = signed_in(world.principal).get(reverse("goals:goal_add_level", args=["subgoal"]))
    [field] = [one for one in every(tree_of(page), "select") if one.get("name") == "parent"]
    offered = {option.get("value") for option in every(field, "option")}
    assert offered == {"", str(world.school_tree_goal.pk)}
    assert str(other.pk) not in offered


def test_a_goal_is_saved_below_the_goal_it_serves_and_work_begins(world):
    data = NUMBERS | {"parent": world.system_goal.pk, "activate": "1"}
    _add(world, data)
    goal = Goal.objects.get(statement=NUMBERS["statement"])
    assert (goal.level, goal.parent, goal.parent_level) == (
        "school",
        world.system_goal,
        "system_year",
    )
    assert (goal.school, goal.is_draft) == (world.school, False)


def test_a_goal_without_a_window_is_a_draft_and_the_page_names_each_thing_it_lacks(world):
    page = _add(world, {"statement": "A first thought."})
    goal = Goal.objects.get(statement="A first thought.")
    assert goal.is_draft
    for words_ in ("Enter the first day", "Enter the target", "Choose the goal it serves"):
        assert words_ in words(page)
    client = signed_in(world.principal)
    page = client.post(reverse("goals:goal_activate", args=[goal.pk]), follow=True)
    assert "Not yet: say what is measured; choose the unit" in words(page)
    goal.refresh_from_db()
    assert goal.is_draft


def test_work_does_not_begin_without_a_window_and_the_fields_say_so(world):
    data = NUMBERS | {"starts_on": "", "ends_on": "", "activate": "1"}
    page = _add(world, data)
    assert page.status_code == 422
    assert "Enter the day it is to be reached by" in words(page)
    assert not Goal.objects.filter(statement=NUMBERS["statement"]).exists()


def test_a_parent_of_a_wrong_level_is_refused_by_name(world):
    page = _add(world, NUMBERS | {"parent": world.strategic_goal.pk})
    assert page.status_code == 422
    assert "it must be of the level “System goal of the year”" in words(page)


def test_the_tree_holds_no_circle(world):
    """What stands below a goal is of a lower level, so the page does not offer it and the database
    does not take it."""
    url = reverse("goals:goal_edit", args=[world.school_tree_goal.pk])
    client = signed_in(world.principal)
    form = form_with(client.get(url), "statement") | {"parent": world.tc_year_goal.pk}
    page = client.post(url, form)
    assert page.status_code == 422
    assert "Choose the goal it serves from the list" in words(page)
    goals = Goal.objects.filter(pk=world.school_tree_goal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        goals.update(parent=world.tc_year_goal, parent_level="tc_year")


def test_a_parent_of_another_school_or_system_is_refused_by_the_database(world):
    other = build.make_tree_goal(world.system, Level.SCHOOL, None, world.other_school)
    foreign = build.make_tree_goal(world.elsewhere.school_system, Level.SYSTEM_YEAR)
    for goal, parent in ((world.tc_year_goal, other), (world.school_tree_goal, foreign)):
        with transaction.atomic():
            Goal.objects.filter(pk=goal.pk).update(parent=parent, parent_level=parent.level)
            with pytest.raises(IntegrityError, match="a_goals_parent_is_of_its_s"):
                connection.check_constraints()
            transaction.set_rollback(True)


def test_who_saves_an_older_version_gets_both_texts_and_overwrites_nothing(world):
    url = reverse("goals:goal_edit", args=[world.school_tree_goal.pk])
    client = signed_in(world.principal)
    form = form_with(client.get(url), "statement")
    client.post(url, form | {"statement": "Theirs, saved first.", "orphan_reason": ""})
    page = client.post(url, form | {"statement": "Mine, typed meanwhile."})
    assert page.status_code == 409
    assert "Theirs, saved first." in words(page)
    assert form_with(page, "statement")["statement"].strip() == "Mine, typed meanwhile."
    assert Goal.objects.get(pk=world.school_tree_goal.pk).statement == "Theirs, saved first."
    assert client.post(url, form_with(page, "statement")).status_code == 302
    assert Goal.objects.get(pk=world.school_tree_goal.pk).statement == "Mine, typed meanwhile."


def test_a_third_priority_is_saved_and_said_to_be_too_many(world):
    for _ in range(2):
        build_goal.make_goal(world.school, is_priority=True)
    data = NUMBERS | {"parent": world.system_goal.pk, "activate": "1", "is_priority": "on"}
    page = _add(world, data)
    assert "Cypress Elementary has 3 active priorities" in words(page)
    page = signed_in(world.subject).get(reverse("goals:goal_list"))
    assert "Cypress Elementary has 3 active priorities" in words(page)


def test_an_orphan_is_listed_until_it_says_which_goal_it_serves(world):
    goal, client = world.orphan_goal, signed_in(world.principal)
    orphans = reverse("goals:orphan_list")
    assert "No reason given yet" in words(client.get(orphans))
    url = reverse("goals:goal_parent", args=[goal.pk])
    assert client.post(url, {"version": "1"}).status_code == 422
    client.post(url, {"version": "1", "parent": world.system_goal.pk})
    goal.refresh_from_db()
    assert (goal.parent, goal.parent_level) == (world.system_goal, "system_year")
    assert "Every goal serves one above" in words(client.get(orphans))


def test_an_ended_goal_is_listed_apart_and_undo_brings_it_back(world):
    goal, client = world.school_tree_goal, signed_in(world.principal)
    page = client.post(reverse("goals:goal_end", args=[goal.pk]), follow=True)
    undo = reverse("goals:goal_reopen", args=[goal.pk])
    assert undo in page.content.decode()
    here = reverse("goals:goal_list")
    assert str(goal.pk) not in client.get(here).content.decode()
    assert str(goal.pk) in client.get(here, {"show": "ended"}).content.decode()
    client.post(undo)
    assert str(goal.pk) in client.get(here).content.decode()


def test_each_smart_answer_is_checked_by_itself(world):
    goal, client = world.school_tree_goal, signed_in(world.principal)
    url = reverse("goals:goal_smart", args=[goal.pk])
    client.post(url, {"version": "1", "specific": "Grade 4.", "measurable": "The state test."})
    page = client.get(goal.get_absolute_url())
    text = " ".join(words(page).split())
    for part in ("Specific There", "Measurable There", "Attainable Open", "Timely Open"):
        assert part in text
    Goal.objects.filter(pk=goal.pk).update(is_draft=True, baseline=None)
    text = " ".join(words(client.get(goal.get_absolute_url())).split())
    assert "Measurable Open" in text


def test_the_list_stands_in_the_order_of_the_tree(world):
    assert world.tc_goal
    page = signed_in(world.subject).get(reverse("goals:goal_list")).content.decode()
    chain = [world.strategic_goal, world.system_goal, world.school_tree_goal, world.tc_year_goal]
    places = [page.index(str(goal.pk)) for goal in [*chain, world.tc_goal]]
    assert places == sorted(places)
    assert "goal-depth-4" in page
    only = signed_in(world.subject).get(reverse("goals:goal_list"), {"level": "tc_year"})
    assert str(world.tc_year_goal.pk) in only.content.decode()
    assert str(world.school_tree_goal.pk) not in only.content.decode()


def test_numbers_over_time_are_drawn_and_told(world):
    goal, client = world.school_tree_goal, signed_in(world.principal)
    build_goal.measure(goal, 43, world.today)
    build_goal.make_checkpoint(goal, 44, goal.ends_on)
    page = client.get(goal.get_absolute_url())
    marks = [one.get("data-value") for one in tree_of(page).iter()]
    assert [mark for mark in marks if mark] == ["41%", "44%", "46%", "43%"]
    assert "Fall screener" in words(page)


def test_a_removed_number_comes_back_by_undo_unless_another_took_its_place(world):
    goal, client = world.school_tree_goal, signed_in(world.principal)
    row = build_goal.measure(goal, 43, world.today)
    page = client.post(reverse("goals:measurement_remove", args=[row.pk]), follow=True)
    undo = reverse("goals:measurement_restore", args=[row.pk])
    assert undo in page.content.decode()
    assert not goal.measurements.kept().exists()
    client.post(undo)
    assert goal.measurements.kept().get().value == 43
    client.post(reverse("goals:measurement_remove", args=[row.pk]))
    build_goal.measure(goal, 45, world.today)
    page = client.post(undo, follow=True)
    assert "Another one has taken its place since." in words(page)
    assert goal.measurements.kept().get().value == 45


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("measurement_add", {"value": "120", "source": "Screener"}, "from 0 to 100"),
        ("measurement_add", {"value": "12", "measured_on": "2199-01-01"}, "not to come"),
        ("checkpoint_add", {"value": "44", "due_on": "2031-01-01"}, "within the window"),
        ("review_add", {"finding": "On the way.", "decision": "go_on"}, "looked at next"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(world, name, data, said):
    url = reverse(f"goals:{name}", args=[world.school_tree_goal.pk])
    client = signed_in(world.principal)
    page = client.post(url, form_with(client.get(url), next(iter(data))) | data)
    assert page.status_code == 422
    assert said in words(page)
    assert not Measurement.objects.exists()
    assert not GoalReview.objects.exists()


def test_reviews_are_a_log_of_decisions(world):
    goal, client = world.school_tree_goal, signed_in(world.principal)
    url = reverse("goals:review_add", args=[goal.pk])
    said = {"finding": "Grade 4 stands still.", "decision": "adjust", "next_on": "2199-01-01"}
    client.post(url, {"reviewed_on": world.today.isoformat(), **said})
    page = words(client.get(goal.get_absolute_url()))
    assert "Grade 4 stands still." in page
    assert "Change how we work" in page
    assert "Pia Principal" in page


@pytest.mark.parametrize("count", [1, 12])
def test_pages_take_as_many_queries_for_one_goal_as_for_twelve(world, count):
    goal, client = world.school_tree_goal, signed_in(world.principal)
    for number in range(count):
        child = build_goal.make_subgoal(goal)
        build_goal.make_school_step(goal)
        build_goal.measure(goal, 40 + number, world.today, f"Source {number}")
        build_goal.make_goal(world.school, statement=f"Goal {child.pk}")
    asked = {}
    for name, url in (
        ("list", reverse("goals:goal_list")),
        ("orphans", reverse("goals:orphan_list")),
        ("goal", goal.get_absolute_url()),
        ("edit", reverse("goals:goal_edit", args=[goal.pk])),
    ):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked[name] = len(queries)
    assert asked == {"list": 6, "orphans": 6, "goal": 12, "edit": 9}
