"""Writing a plan together: every field, both writers, and nothing typed is lost."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from coaching.actions import plan as actions
from coaching.actions import plan_rows
from coaching.actions.rubric import load_starting_rubric
from coaching.models import (
    BankLookFor,
    Plan,
)
from coaching.plan_mirror import gaps, needed
from coaching.plan_parts import Parts
from core.autosave import one_line_end
from demo.builders import coaching as build
from demo.builders import people
from notices.models import Notice
from tests.hostile import HOSTILE, MAX_TEXT, stored
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 10, 5, 15, 0, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.draft_plan


@pytest.fixture
def as_teacher(client, world):
    client.force_login(world.subject)
    return client


@pytest.fixture
def as_coach(client, world):
    client.force_login(world.owner)
    return client


def save(client, plan, field, value, was="", person=""):
    body = {"field": field, "value": value, "was": was, "person": person}
    url = reverse("coaching:plan_save_field", args=[plan.pk])
    return client.post(url, json.dumps(body), content_type="application/json")


def section(plan, name, **fields):
    """A plain POST of a section: each field as (what it was, what it is now)."""
    data = {"section": name}
    for field, (was, value) in fields.items():
        data |= {field: value, f"initial-{field}": was}
    return data


def post_section(client, plan, name, **fields):
    url = reverse("coaching:plan_edit", args=[plan.pk])
    return client.post(url, section(plan, name, **fields))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def missing(plan):
    return [gap.text for gap in needed(gaps(Parts.of(fresh(plan))))]


# --- autosave -------------------------------------------------------------------------------


def test_a_field_is_saved_where_it_still_is_what_it_was(as_teacher, plan):
    response = save(as_teacher, plan, "plan-goal", "Students reason.", was=plan.goal)
    assert response.status_code == 200
    assert response.json()["stored"] == "Students reason."
    assert response.json()["saved"].startswith("Saved ")
    assert (fresh(plan).goal, fresh(plan).version) == ("Students reason.", 2)


def test_a_field_somebody_else_changed_answers_with_their_text(as_teacher, plan):
    started_from = plan.goal
    Plan.objects.filter(pk=plan.pk).update(goal="Theirs.")
    response = save(as_teacher, plan, "plan-goal", "Mine.", was=started_from)
    assert response.status_code == 409
    assert response.json() == {"theirs": "Theirs.", "by": ""}
    assert (fresh(plan).goal, fresh(plan).version) == ("Theirs.", 1)


def test_a_save_whose_answer_was_lost_is_sent_again_without_conflict(as_teacher, plan):
    was = plan.goal
    save(as_teacher, plan, "plan-goal", "Mine.", was=was)
    assert save(as_teacher, plan, "plan-goal", "Mine.", was=was).status_code == 200


def test_two_people_in_two_fields_do_not_meet(client, world, plan):
    client.force_login(world.subject)
    save(client, plan, "plan-goal", "The teacher's goal.", was=plan.goal)
    client.force_login(world.owner)
    response = save(client, plan, "plan-measure", "The coach's measure.", was=plan.measure)
    assert response.status_code == 200
    assert fresh(plan).goal == "The teacher's goal."
    assert fresh(plan).measure == "The coach's measure."


def test_every_kind_of_row_is_saved_field_by_field(as_coach, world, plan):
    step = plan.steps.get()
    look_for = step.look_fors.first()
    resource, prompt = step.resources.get(), plan.prompts.get()
    due = step.due_on + dt.timedelta(days=1)
    area, other = plan.cycle.refinement_indicator_id, world.indicators["TH"].pk
    changes = [
        ("cycle-refinement_indicator", str(other), str(area)),
        (f"step-{step.pk}-due_on", due.isoformat(), step.due_on.isoformat()),
        (f"step-{step.pk}-support", "co_plan", step.support),
        (f"look-{look_for.pk}-text", "Waits.", look_for.text),
        (f"resource-{resource.pk}-link", "https://example.org/a", ""),
        (f"prompt-{prompt.pk}-text", "What next?", prompt.text),
    ]
    answers = [save(as_coach, plan, field, value, was) for field, value, was in changes]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert fresh(plan).cycle.refinement_indicator_id == other
    assert (fresh(step).due_on, fresh(step).support) == (due, "co_plan")
    assert fresh(look_for).text == "Waits."
    assert fresh(resource).link == "https://example.org/a"
    assert fresh(prompt).text == "What next?"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("link", "javascript:alert(1)", "Enter a link that starts with https:// or http://"),
        ("link", "ftp://example.org/a", "Enter a link that starts with https:// or http://"),
        ("title", "x" * 201, "shorten it to 200"),
    ],
)
def test_a_resource_refuses_what_it_cannot_hold(as_coach, plan, field, value, words):
    resource = plan.steps.get().resources.get()
    was = getattr(resource, field)
    response = save(as_coach, plan, f"resource-{resource.pk}-{field}", value, was=was)
    assert response.status_code == 422
    assert words in response.json()["errors"][0]
    assert getattr(fresh(resource), field) == was


def test_a_text_over_50_000_characters_is_refused_in_words(as_teacher, plan):
    response = save(as_teacher, plan, "plan-student_need", "x" * 50_001, was=plan.student_need)
    assert response.status_code == 422
    assert "50,001 characters; shorten it to 50,000" in response.json()["errors"][0]


def test_a_due_date_before_the_start_is_refused_in_words(as_coach, plan):
    step = plan.steps.get()
    early = (step.starts_on - dt.timedelta(days=1)).isoformat()
    response = save(as_coach, plan, f"step-{step.pk}-due_on", early, was=step.due_on.isoformat())
    assert response.status_code == 422
    assert response.json()["errors"] == ["Enter a due date on or after the start date."]
    assert fresh(step).due_on == step.due_on


def test_a_date_that_is_none_is_refused_in_words(as_coach, plan):
    was = plan.goal_due_on.isoformat()
    response = save(as_coach, plan, "plan-goal_due_on", "soon", was=was)
    assert response.status_code == 422
    assert response.json()["errors"] == ["Enter the date of the goal, like 11/24/2026"]


@pytest.mark.parametrize(
    "field",
    ["plan-status", "plan-agreed_at", "plan-version", "cycle-coach", "step-x-activity", "x"],
)
def test_a_field_the_editor_does_not_have_is_a_bad_request(as_coach, plan, field):
    assert save(as_coach, plan, field, "agreed").status_code == 400
    assert fresh(plan).version == 1


def test_a_step_of_another_plan_cannot_be_written_through_this_one(as_coach, world, plan):
    teacher, coach = people.make_pair(world.school)
    theirs = build.make_plan(teacher, coach).steps.get()
    response = save(as_coach, plan, f"step-{theirs.pk}-activity", "Mine.", was=theirs.activity)
    assert response.status_code == 404
    assert fresh(theirs).activity == theirs.activity


def test_an_indicator_of_another_system_is_refused(as_coach, world, plan):
    system = world.elsewhere.school_system
    theirs = load_starting_rubric(system)["QU"]
    was = str(plan.cycle.refinement_indicator_id)
    response = save(as_coach, plan, "cycle-refinement_indicator", str(theirs.pk), was=was)
    assert response.status_code == 422
    assert response.json()["errors"] == ["Choose the refinement area from the list"]


def test_a_page_made_for_somebody_else_saves_nothing(as_coach, world, plan):
    person = str(world.subject.pk)
    response = save(as_coach, plan, "plan-goal", "Mine.", was=plan.goal, person=person)
    assert response.status_code == 403
    assert fresh(plan).goal == plan.goal


# --- the plain form -------------------------------------------------------------------------


def test_a_section_is_saved_without_javascript(as_teacher, plan):
    response = post_section(
        as_teacher,
        plan,
        "goal",
        **{"plan-goal": (plan.goal, "New goal."), "plan-target": (plan.target, "22 of 24")},
    )
    assert response.status_code == 302
    assert response.url.endswith("#goal")
    assert (fresh(plan).goal, fresh(plan).target) == ("New goal.", "22 of 24")
    assert fresh(plan).measure == plan.measure


def test_a_stale_section_shows_both_texts_and_saves_the_other_fields(as_teacher, plan):
    was = plan.goal
    Plan.objects.filter(pk=plan.pk).update(goal="What the coach wrote.")
    response = post_section(
        as_teacher,
        plan,
        "goal",
        **{"plan-goal": (was, "What I wrote."), "plan-target": (plan.target, "22 of 24")},
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "What the coach wrote." in page
    assert "What I wrote." in page
    assert (fresh(plan).goal, fresh(plan).target) == ("What the coach wrote.", "22 of 24")
    again = post_section(
        as_teacher, plan, "goal", **{"plan-goal": ("What the coach wrote.", "What I wrote.")}
    )
    assert again.status_code == 302
    assert fresh(plan).goal == "What I wrote."


def test_a_section_with_an_error_keeps_every_text_on_the_page(as_coach, plan):
    step = plan.steps.get()
    response = post_section(
        as_coach,
        plan,
        "steps",
        **{
            f"step-{step.pk}-activity": (step.activity, "Typed <b>text</b> & more"),
            f"step-{step.pk}-due_on": (step.due_on.isoformat(), "next week"),
        },
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter the due date, like 11/24/2026" in page
    assert "Typed &lt;b&gt;text&lt;/b&gt; &amp; more" in page
    assert fresh(step).activity == step.activity


def test_adding_a_row_saves_what_was_typed_in_its_section(as_coach, plan):
    step = plan.steps.get()
    data = section(plan, "steps", **{f"step-{step.pk}-activity": (step.activity, "Typed.")})
    as_coach.post(reverse("coaching:plan_add", args=[plan.pk, "step"]), data)
    first, second = plan.steps.kept()
    assert first.activity == "Typed."
    assert {row.audience for row in second.look_fors.all()} == {"teacher", "student"}
    assert second.due_on > first.due_on
    assert second.due_on.weekday() < 5


def test_steps_move_by_buttons_and_stay_at_the_ends(as_coach, plan):
    for _ in range(2):
        as_coach.post(reverse("coaching:plan_add", args=[plan.pk, "step"]))
    first, second, third = plan.steps.kept()
    url = reverse("coaching:plan_move_step", args=[plan.pk, third.pk])
    as_coach.post(f"{url}?direction=up")
    assert list(plan.steps.kept()) == [first, third, second]
    as_coach.post(f"{url}?direction=up")
    as_coach.post(f"{url}?direction=up")
    assert list(plan.steps.kept()) == [third, first, second]


@pytest.mark.parametrize("kind", ["step", "look", "resource", "prompt"])
def test_a_removed_row_comes_back_with_undo(as_coach, plan, kind):
    step = plan.steps.get()
    row = {
        "step": step,
        "look": step.look_fors.first(),
        "resource": step.resources.get(),
        "prompt": plan.prompts.get(),
    }[kind]
    url = reverse("coaching:plan_remove", args=[plan.pk, kind, row.pk])
    page = as_coach.post(url, follow=True).content.decode()
    undo = reverse("coaching:plan_restore", args=[plan.pk, kind, row.pk])
    assert f'action="{undo}"' in page
    assert fresh(row).removed_at is not None
    as_coach.post(undo)
    assert fresh(row).removed_at is None


def test_a_feedback_step_taken_off_the_plan_stays_the_step_of_its_meeting(as_coach, world):
    meeting = world.shared_feedback
    plan = actions.start_plan(world.subject, by=world.owner, now=NOW, feedback=meeting)
    as_coach.post(reverse("coaching:plan_remove", args=[plan.pk, "step", meeting.step_id]))
    assert (fresh(meeting.step).plan, fresh(meeting.step).removed_at) == (None, None)
    as_coach.post(reverse("coaching:plan_restore", args=[plan.pk, "step", meeting.step_id]))
    assert fresh(meeting.step).plan == plan


def test_look_fors_from_the_bank_remember_where_they_came_from(as_coach, world, plan):
    step = plan.steps.get()
    chosen = BankLookFor.objects.filter(indicator=world.indicators["TH"])
    url = reverse("coaching:plan_bank", args=[plan.pk, step.pk])
    as_coach.post(url, {"look_fors": [item.pk for item in chosen]})
    added = step.look_fors.filter(bank_look_for__isnull=False)
    assert {row.text for row in added} == {item.text for item in chosen}
    assert {row.indicator for row in added} == {world.indicators["TH"]}


def test_the_last_plan_is_copied_without_touching_what_is_written(world, plan):
    plan.cycle.closed_at = NOW
    plan.cycle.save()
    new = actions.start_plan(world.subject, by=world.owner, now=NOW)
    actions.save_fields(
        new, [actions.FieldChange(new, "goal", "", "Mine.")], by=world.owner, now=NOW
    )
    actions.copy_from_last_plan(new, source=plan, by=world.owner, now=NOW)
    copied = new.steps.kept().get()
    assert copied.activity == plan.steps.get().activity
    assert [row.text for row in copied.look_fors.kept()] == [
        row.text for row in plan.steps.get().look_fors.kept()
    ]
    assert fresh(new).goal == "Mine."


def test_a_plan_holds_at_most_twenty_steps(world, plan):
    for order in range(2, actions.MOST_STEPS + 1):
        build.make_step(world.subject, world.owner, plan=plan, order=order)
    with pytest.raises(ValidationError, match="There are 20 steps already"):
        plan_rows.add_step(plan, by=world.owner, now=NOW)


# --- signatures that a change takes back ----------------------------------------------------


def test_a_change_of_a_proposed_plan_takes_the_signature_back_and_tells_its_signer(
    as_teacher, world
):
    plan = world.proposed_plan()
    response = save(as_teacher, plan, "plan-goal", "Changed.", was=plan.goal)
    assert "the signature of Olga Fontenot was taken back" in response.json()["message"]
    assert fresh(plan).status == Plan.Status.DRAFT
    assert plan.signatures.get().withdrawn_at is not None
    assert [(row.kind, row.to) for row in Notice.objects.all()] == [("plan_changed", world.owner)]


def test_a_lost_race_for_a_field_takes_no_signature_back(as_teacher, world):
    plan = world.proposed_plan()
    response = save(as_teacher, plan, "plan-goal", "Mine.", was="something else")
    assert response.status_code == 409
    assert fresh(plan).status == Plan.Status.PROPOSED
    assert plan.signatures.get().withdrawn_at is None


def test_changing_ones_own_signed_plan_tells_nobody(as_coach, world):
    plan = world.proposed_plan()
    save(as_coach, plan, "plan-goal", "Changed.", was=plan.goal)
    assert plan.signatures.get().withdrawn_at is not None
    assert Notice.objects.count() == 0


# --- texts ----------------------------------------------------------------------------------


def test_hostile_text_comes_back_as_it_was_typed(as_coach, plan):
    """Autosave as JSON, each text over the one before; the plain form: tests/test_hostile_text."""
    look_for = plan.steps.get().look_fors.first()
    was, field = look_for.text, f"look-{look_for.pk}-text"
    for name, text in HOSTILE.items():
        answer = save(as_coach, plan, field, text, was=was)
        if answer.status_code == 422:
            assert len(stored(text)) > MAX_TEXT, name
            continue
        was = fresh(look_for).text
        assert was == one_line_end(text), name


def test_no_text_of_a_plan_is_markup_on_its_pages(as_coach, plan):
    payload = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"
    save(as_coach, plan, "plan-goal", payload, was=plan.goal)
    for name in ("plan_edit", "plan_detail", "plan_sign"):
        page = as_coach.get(reverse(f"coaching:{name}", args=[plan.pk])).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page


def test_nul_and_lone_surrogates_are_taken_out(as_coach, plan):
    url = reverse("coaching:plan_save_field", args=[plan.pk])
    goal = json.dumps(plan.goal)
    body = f'{{"field": "plan-goal", "value": "a\\u0000b\\ud800c", "was": {goal}}}'
    response = as_coach.post(url, body, content_type="application/json")
    assert response.json()["stored"] == "abc"
    assert fresh(plan).goal == "abc"


# --- who may still write it --------------------------------------------------------------------


def test_a_change_after_both_signed_is_refused(as_coach, world):
    plan = world.agreed_plan()
    assert save(as_coach, plan, "plan-goal", "Late.", was=plan.goal).status_code == 403
    with pytest.raises(actions.PlanIsSigned):
        plan_rows.add_step(plan, by=world.owner, now=timezone.now())
    assert fresh(plan).goal == plan.goal


def test_a_draft_whose_coach_has_left_is_the_teachers_to_take_along(client, world):
    plan = build.make_plan(world.subject, world.former)
    assert not Plan.objects.visible_to(world.owner).exists()
    client.force_login(world.subject)
    client.post(reverse("coaching:plan_hand_over", args=[plan.pk]))
    moved = Plan.objects.visible_to(world.owner).get()
    assert (moved, moved.cycle.coach, moved.steps.get().coach) == (plan, world.owner, world.owner)
    assert not Plan.objects.visible_to(world.former).exists()


def test_the_owner_of_today_completes_a_plan_that_was_signed_with_the_coach_before(client, world):
    plan = world.agreed_plan()
    Plan.objects.filter(pk=plan.pk).update(coach=world.former)
    client.force_login(world.owner)
    client.post(reverse("coaching:plan_complete", args=[plan.pk]))
    assert fresh(plan).status == Plan.Status.COMPLETED


def test_the_editor_says_who_reads_the_draft_as_it_is_enforced(as_coach, world, plan):
    address = reverse("coaching:plan_readers", args=[plan.pk])
    editor = as_coach.get(reverse("coaching:plan_edit", args=[plan.pk])).content.decode()
    line = as_coach.get(address).content.decode()
    assert f'hx-get="{address}"' in editor
    assert f"{world.subject.name} (teacher)" in line
    assert f"{world.owner.name} (coach)" in line
    assert world.principal.name not in line
