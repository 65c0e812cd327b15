"""One set of steps for each teacher: added, changed, marked by both, reflected on, looked for."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.actions import step as actions
from coaching.models import (
    ActionStep,
    BankLookFor,
    FeedbackRevision,
    LookFor,
    LookForMark,
    Reflection,
)
from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people
from notices.models import Notice
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def step(world):
    return world.shared_step


def url(name, row, *args):
    return reverse(f"coaching:{name}", args=[row.pk, *args])


def text_of(response):
    return response.content.decode()


def notices():
    return [(row.kind, row.to.name) for row in Notice.objects.order_by("due_at", "pk")]


# --- added and changed ------------------------------------------------------------------------


def test_the_owner_adds_a_step_that_the_teacher_sees_at_once(client, world):
    client.force_login(world.owner)
    data = {
        "activity": "Name the objective.",
        "teacher_look_fors": "The objective is on the board.\r\n\r\nIt is read aloud.",
        "due_on": (world.today + dt.timedelta(days=6)).isoformat(),
        "support": "model",
    }
    client.post(url("step_add", world.subject), data)
    step = ActionStep.objects.get()
    assert (step.teacher, step.coach, step.support) == (world.subject, world.owner, "model")
    assert step.due_on == world.today + dt.timedelta(days=6)
    assert [row.text for row in step.look_fors.kept()] == [
        "The objective is on the board.",
        "It is read aloud.",
    ]
    client.force_login(world.subject)
    assert "Name the objective." in text_of(client.get(reverse("coaching:my_coaching")))


@pytest.mark.parametrize(
    "changed", [{"activity": "Wait five seconds."}, {"student_look_fors": "Hands are up."}]
)
def test_a_step_sent_twice_is_one_step_and_what_was_changed_is_another(client, world, changed):
    client.force_login(world.owner)
    row = str(client.get(url("step_add", world.subject)).context["row_id"])
    data = {"activity": "Wait three.", "student_look_fors": "They think.\n\nThey write."}
    for sent in (data, data, data | changed):
        assert client.post(url("step_add", world.subject), sent | {"row": row}).status_code == 302
    found = [(step.activity, step.look_fors.count()) for step in ActionStep.objects.order_by("pk")]
    another = ("Wait five seconds.", 2) if "activity" in changed else ("Wait three.", 1)
    assert found == [("Wait three.", 2), another]


def test_a_new_step_comes_after_the_open_ones(world, step):
    fields = {"activity": "Second."}
    added = actions.add_step(world.subject, fields, {}, by=world.owner, now=timezone.now())
    assert (step.order, added.order) == (1, 2)


def test_a_step_needs_words(client, world):
    client.force_login(world.owner)
    response = client.post(url("step_add", world.subject), {"activity": " ", "due_on": "x"})
    assert response.status_code == 422
    assert "Enter the action step" in text_of(response)
    assert "Enter the day the step is due, like 11/24/2026" in text_of(response)
    assert ActionStep.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "days", "says"),
    [
        ("due_on", -1, "Enter today or a later day on which the step is due"),
        ("check_back_on", -400, "Enter today or a later day on which you are back"),
        ("due_on", 401, "Enter a day within the next school year on which the step is due"),
    ],
)
def test_a_day_that_is_not_ahead_comes_back_with_what_was_typed(client, world, field, days, says):
    client.force_login(world.owner)
    day = world.today + dt.timedelta(days=days)
    data = {"activity": "Name the objective.", field: day.isoformat()}
    answer = client.post(url("step_add", world.subject), data)
    assert (answer.status_code, ActionStep.objects.count()) == (422, 0)
    assert [text in text_of(answer) for text in (says, "Name the objective.")] == [True, True]


def test_a_day_that_has_come_since_stays_when_the_words_change(client, world, step):
    ActionStep.objects.filter(pk=step.pk).update(due_on=world.today - dt.timedelta(days=3))
    client.force_login(world.owner)
    due_on = (world.today - dt.timedelta(days=3)).isoformat()
    answer = client.post(url("step_edit", step), {"activity": "Wait five.", "due_on": due_on})
    step.refresh_from_db()
    assert (answer.status_code, step.activity) == (302, "Wait five.")


def test_changing_a_step_that_came_with_feedback_makes_a_version_of_it(client, world, step):
    client.force_login(world.owner)
    client.post(url("step_edit", step), {"activity": "Wait five seconds."})
    step.refresh_from_db()
    revision = FeedbackRevision.objects.get()
    assert step.activity == "Wait five seconds."
    assert revision.content["step"]["activity"] == "Wait three seconds after each question."
    assert notices() == [("feedback_changed", world.subject.name)]


def test_saving_a_step_unchanged_tells_nobody(client, world, step):
    client.force_login(world.owner)
    data = {
        "activity": step.activity,
        "check_back_on": step.check_back_on.isoformat(),
        "teacher_look_fors": "Counts to three before calling on a student.",
        "student_look_fors": "More than half of the hands are up.",
    }
    assert client.post(url("step_edit", step), data).status_code == 302
    assert FeedbackRevision.objects.count() == Notice.objects.count() == 0


def test_a_step_of_a_plan_is_changed_in_the_plan(client, world):
    step = world.draft_plan.steps.get()
    client.force_login(world.owner)
    response = client.get(url("step_edit", step))
    assert response.status_code == 403
    assert "part of the coaching plan" in text_of(response)


def test_a_new_owner_works_with_the_open_steps_from_the_first_day(client, world, step):
    world.owner.coach_assignments.update(ends_on=world.today)
    after = people.make_coach(world.school, "Nell After")
    people.assign(world.subject, after, starts_on=world.today)
    client.force_login(after)
    assert step.activity in text_of(client.get(url("teacher_detail", world.subject)))
    client.post(url("step_mark", step, "met"))
    step.refresh_from_db()
    assert step.status == ActionStep.Status.MET
    client.force_login(world.owner)
    assert client.get(step.get_absolute_url()).status_code == 404


# --- marked -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["subject", "owner"])
def test_both_say_how_a_step_goes_and_can_undo_it(client, world, step, person):
    client.force_login(world.people[person])
    page = client.post(url("step_mark", step, "met"), follow=True)
    step.refresh_from_db()
    assert step.status == ActionStep.Status.MET
    assert step.met_at is not None
    undo = url("step_mark", step, "open")
    assert f'action="{undo}"' in text_of(page)
    client.post(undo)
    step.refresh_from_db()
    assert (step.status, step.met_at) == (ActionStep.Status.OPEN, None)


def test_marking_comes_back_to_the_page_it_was_done_on_and_to_no_other_site(client, world, step):
    client.force_login(world.subject)
    mark = url("step_mark", step, "practising")
    assert client.post(mark, {"next": "/my-coaching/"}).url == "/my-coaching/"
    assert client.post(mark, {"next": "//evil.example/"}).url == "/"


def test_a_status_that_does_not_exist_is_not_found(client, world, step):
    client.force_login(world.subject)
    assert client.post(url("step_mark", step, "perfect")).status_code == 404


def test_a_contributor_reads_open_steps_and_no_others(client, world, step):
    client.force_login(world.contributor)
    assert step.activity in text_of(client.get(step.get_absolute_url()))
    step.mark(ActionStep.Status.MET, now=timezone.now())
    assert client.get(step.get_absolute_url()).status_code == 404


def test_a_resource_is_shown_with_the_step_of_a_plan(client, world):
    step = world.draft_plan.steps.get()
    client.force_login(world.subject)
    assert "Unit 3 discussion protocol" in text_of(client.get(step.get_absolute_url()))


# --- reflected on -----------------------------------------------------------------------------


def keep(client, step, value, was=""):
    body = json.dumps({"field": "text", "value": value, "was": was})
    return client.post(url("step_reflection_save", step), body, content_type="application/json")


def test_a_draft_is_the_teachers_alone(client, world, step):
    client.force_login(world.subject)
    keep(client, step, "Three more students spoke.")
    assert "Three more students spoke." in text_of(client.get(step.get_absolute_url()))
    reflection = Reflection.objects.get()
    readers = [p for p in world.people.values() if _finds(p, reflection)]
    assert readers == [world.subject]


def _finds(person, reflection):
    return Reflection.objects.visible_to(person).filter(pk=reflection.pk).exists()


def test_sharing_tells_the_owner_coach_once_and_only_the_pair_reads(client, world, step):
    client.force_login(world.subject)
    keep(client, step, "Three more students spoke.")
    page = url("step_reflect", step)
    data = {"text": "Three more students spoke.", "initial-text": "Three more students spoke."}
    client.post(page, data | {"share": "yes"})
    client.post(page, data | {"share": "yes"})
    reflection = Reflection.objects.get()
    readers = [p for p in world.people.values() if _finds(p, reflection)]
    assert readers == [world.subject, world.owner]
    assert notices() == [("reflection_shared", world.owner.name)]
    client.force_login(world.owner)
    assert "Three more students spoke." in text_of(client.get(step.get_absolute_url()))


def test_a_reflection_shared_with_one_coach_is_not_the_next_coachs(world, step):
    reflection = Reflection.objects.create(
        school_system=world.system,
        step=step,
        author=world.subject,
        text="For Olga.",
        shared_at=world.yesterday,
    )
    world.owner.coach_assignments.update(ends_on=world.today)
    after = people.make_coach(world.school, "Nell After")
    people.assign(world.subject, after, starts_on=world.today)
    assert not _finds(after, reflection)
    assert not _finds(world.owner, reflection)


def test_what_is_shared_can_be_taken_back(client, world, step):
    client.force_login(world.subject)
    data = {"text": "It worked.", "initial-text": "", "share": "yes"}
    client.post(url("step_reflect", step), data)
    client.post(url("step_reflection_unshare", step))
    reflection = Reflection.objects.get()
    assert reflection.shared_at is None
    assert not _finds(world.owner, reflection)


def test_an_empty_reflection_is_not_shared(client, world, step):
    client.force_login(world.subject)
    client.post(url("step_reflect", step), {"text": " ", "initial-text": "", "share": "yes"})
    assert Reflection.objects.get().shared_at is None
    assert Notice.objects.count() == 0


def test_two_tabs_of_a_reflection_end_in_both_texts(client, world, step):
    client.force_login(world.subject)
    keep(client, step, "From the laptop.")
    assert keep(client, step, "From the phone.").json()["theirs"] == "From the laptop."
    response = client.post(
        url("step_reflect", step), {"text": "From the phone.", "initial-text": ""}
    )
    assert response.status_code == 409
    assert "From the laptop." in text_of(response)
    assert "From the phone." in text_of(response)
    assert Reflection.objects.get().text == "From the laptop."


def test_without_a_coach_a_reflection_stays_the_teachers(client, world, step):
    world.owner.coach_assignments.update(ends_on=world.today)
    client.force_login(world.subject)
    data = {"text": "It worked.", "initial-text": "", "share": "yes"}
    assert client.post(url("step_reflect", step), data).status_code == 403
    assert Reflection.objects.get().text == "It worked."


# --- looked for -------------------------------------------------------------------------------


def test_the_teacher_marks_her_look_fors_and_then_finds_the_coachs(client, world):
    visit = world.shared_visit
    look_for = LookFor.objects.get(step=world.shared_step, audience="teacher")
    bank = BankLookFor.objects.first()
    for row in ({"look_for": look_for}, {"bank_look_for": bank}):
        LookForMark.objects.create(
            school_system=world.system, visit=visit, marked_by=world.owner, value="partly", **row
        )
    client.force_login(world.subject)
    page = url("visit_marks", visit)
    before = text_of(client.get(page))
    assert look_for.text in before
    assert bank.text in before
    assert "They show once you have marked yours." in before
    assert "<dd>Partly</dd>" not in before
    client.post(page, {str(look_for.pk): "seen"})
    client.post(page, {str(look_for.pk): "not_seen"})
    mine = LookForMark.objects.get(marked_by=world.subject)
    assert (mine.look_for, mine.value) == (look_for, "not_seen")
    assert "<dd>Partly</dd>" in text_of(client.get(page))


def test_what_several_steps_look_for_is_asked_once(client, world):
    visit = world.shared_visit
    look_for = LookFor.objects.get(step=world.shared_step, audience="teacher")
    again = ActionStep.objects.get(pk=world.shared_step.pk)
    again.pk, again.order = uuid7(), again.order + 1
    again.save(force_insert=True)
    twin = LookFor.objects.create(
        school_system=world.system, step=again, audience="teacher", text=look_for.text
    )
    client.force_login(world.subject)
    page = url("visit_marks", visit)
    assert text_of(client.get(page)).count(f"{look_for.text}") == 1
    client.post(page, {str(twin.pk): "seen"})
    assert LookForMark.objects.get(marked_by=world.subject).look_for == twin
    after = client.get(page).content.decode()
    assert (f'name="{twin.pk}"' in after, f'name="{look_for.pk}"' in after) == (True, False)


def test_saving_no_mark_says_so(client, world):
    client.force_login(world.subject)
    page = client.post(url("visit_marks", world.shared_visit), {}, follow=True)
    assert "Nothing is marked yet." in text_of(page)
    assert LookForMark.objects.filter(marked_by=world.subject).count() == 0


def test_the_coachs_marks_show_once_the_teacher_skips_hers(client, world):
    visit, bank = world.shared_visit, BankLookFor.objects.first()
    LookForMark.objects.create(
        school_system=world.system,
        visit=visit,
        marked_by=world.owner,
        value="partly",
        bank_look_for=bank,
    )
    client.force_login(world.subject)
    page = url("visit_marks", visit)
    assert "<dd>Partly</dd>" not in text_of(client.get(page, {"skip": "yes"}))
    client.post(page, {"skip": "yes"})
    client.post(page, {"skip": "yes"})
    assert "<dd>Partly</dd>" in text_of(client.get(page))
    assert bank.text in text_of(client.get("/my-coaching/change/"))
    assert LookForMark.objects.filter(marked_by=world.subject).count() == 0


def test_a_value_that_is_none_is_refused(client, world):
    look_for = LookFor.objects.get(step=world.shared_step, audience="teacher")
    client.force_login(world.subject)
    response = client.post(url("visit_marks", world.shared_visit), {str(look_for.pk): "five stars"})
    assert response.status_code == 422
    assert LookForMark.objects.count() == 0


def test_a_visit_before_any_step_has_nothing_to_mark(client, world):
    visit = build.make_visit(world.subject, world.owner, world.yesterday, shared_at=world.yesterday)
    client.force_login(world.subject)
    assert "No look-fors in this visit" in text_of(client.get(url("visit_marks", visit)))
