"""What a new owner coach reads of the time before: what the teacher said, and no more."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.models import ActionStep, FeedbackMeeting, Plan, Reflection, Response, Visit
from coaching.readers import who_can_read
from demo.builders import coaching as build
from people.models import CoachAssignment
from tests.world import World

pytestmark = pytest.mark.django_db
LEVELS = [None, "nothing", "steps", "feedback"]


@pytest.fixture
def world():
    """A teacher with an agreed plan, an open and a met step, and feedback she replied to."""
    world = World()
    world.agreed_plan()
    build.make_step(
        world.subject, world.owner, "Long done.", status="met", shared_at=world.days_ago(9)
    )
    build.make_step(world.subject, world.owner, "Never shared.")
    Response.objects.create(
        school_system=world.system,
        author=world.subject,
        feedback=world.shared_feedback,
        text="Thank you.",
    )
    Reflection.objects.create(
        school_system=world.system,
        author=world.subject,
        step=world.shared_step,
        text="It went well.",
        shared_at=world.yesterday,
    )
    return world


def reads(user):
    models = (Plan, ActionStep, FeedbackMeeting, Visit, Response, Reflection)
    return {model.__name__: model.objects.visible_to(user).count() for model in models}


@pytest.mark.parametrize("level", LEVELS)
def test_a_new_owner_reads_exactly_what_goes_along(level, world):
    open_steps = ActionStep.objects.open().filter(shared_at__isnull=False).count()
    world.handed_over(level)
    nothing = dict.fromkeys(reads(world.former), 0)
    steps = nothing | {"Plan": 1, "ActionStep": open_steps}
    feedback = steps | {"ActionStep": open_steps + 1, "FeedbackMeeting": 1, "Visit": 1}
    feedback |= {"Response": 1}
    wanted = {None: steps, "nothing": nothing, "steps": steps, "feedback": feedback}
    assert reads(world.former) == wanted[level]


def test_what_comes_after_the_hand_over_is_the_new_coachs_in_any_case(world):
    world.handed_over("nothing")
    step = build.make_step(
        world.subject, world.contributor, "A step since then.", shared_at=timezone.now()
    )
    assert list(ActionStep.objects.visible_to(world.former)) == [step]


def test_what_the_coach_before_shared_that_morning_is_from_before(world):
    build.make_step(world.subject, world.owner, "This morning.", shared_at=timezone.now())
    world.handed_over("nothing")
    assert reads(world.former)["ActionStep"] == 0


def test_an_owner_assigned_without_a_hand_over_reads_plans_and_open_steps_at_once(world):
    CoachAssignment.objects.get(coach=world.owner).end(world.today)
    new = build_owner(world)
    assert (reads(new)["Plan"], reads(new)["FeedbackMeeting"]) == (1, 0)
    assert reads(new)["ActionStep"] > 0


def build_owner(world):
    CoachAssignment.objects.create(
        school_system=world.system,
        teacher=world.subject,
        coach=world.former,
        starts_on=world.today,
    )
    return world.former


def test_feedback_that_goes_along_is_read_with_its_reply_and_not_changed(client, world):
    world.handed_over("feedback")
    client.force_login(world.former)
    page = client.get(world.shared_feedback.get_absolute_url())
    assert "Thank you." in page.content.decode()
    edit = reverse("coaching:feedback_edit", args=[world.shared_feedback.visit_id])
    assert client.get(edit).status_code == 403
    assert not world.shared_feedback.can_be_edited_by(world.former)


def test_the_line_under_the_feedback_names_the_new_coach_once_it_goes_along(world):
    new = world.handed_over("steps")
    assert world.former.name not in [r.name for r in who_can_read(world.shared_feedback)]
    new.choose_history("feedback", timezone.now())
    assert world.former.name in [r.name for r in who_can_read(world.shared_feedback)]


def test_taken_back_the_new_coach_reads_nothing_any_more(world):
    new = world.handed_over("feedback")
    new.end(world.today)
    assert reads(world.former) == dict.fromkeys(reads(world.former), 0)


def test_choosing_less_closes_what_was_open(client, world):
    new = world.handed_over("feedback")
    client.force_login(world.former)
    url = world.shared_feedback.get_absolute_url()
    assert client.get(url).status_code == 200
    new.choose_history("nothing", timezone.now())
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (None, "has not said yet what goes along"),
        ("nothing", "Nothing from before goes along"),
        ("steps", "From before you read agreed plans and open steps"),
        ("feedback", "From before you read agreed plans, steps and all shared feedback"),
    ],
)
def test_the_new_coachs_page_says_what_goes_along(level, words, client, world):
    world.handed_over(level)
    client.force_login(world.former)
    page = client.get(reverse("coaching:teacher_detail", args=[world.subject.pk]))
    assert words in page.content.decode()


@pytest.mark.parametrize("page", ["/", "/my-coaching/"])
def test_the_teacher_is_asked_until_she_has_chosen(page, client, world):
    new = world.handed_over()
    client.force_login(world.subject)
    url = reverse("people:assignment_history", args=[new.pk])
    assert url in client.get(page).content.decode()
    assert "What goes along" in client.get(page).content.decode()
    client.post(url, {"goes_along": "nothing"})
    assert "Say what goes along" not in client.get(page).content.decode()


def test_before_the_first_day_the_teacher_can_choose_already(world):
    held = CoachAssignment.objects.get(coach=world.owner)
    new = CoachAssignment(teacher=world.subject, starts_on=world.today + dt.timedelta(days=5))
    assert held.is_active_on(world.today)
    assert new.history_can_be_chosen_by(world.subject)
