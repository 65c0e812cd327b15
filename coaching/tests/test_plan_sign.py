"""Signing: both take part, one snapshot, and nothing signed changes behind somebody's back."""

import datetime as dt
import json
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coaching.actions import feedback, signing
from coaching.actions import plan as actions
from coaching.models import ActionStep, Indicator, LookFor, Plan, PlanSnapshot, Rubric
from coaching.plan_record import live_record, plan_record
from demo.builders import coaching as build
from demo.builders import people
from notices.models import Notice
from people.models import AccessEvent, SchoolSystem
from tests.world import World

NOW = dt.datetime(2026, 10, 12, 15, 4, 5, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.draft_plan


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def sign(plan, by, now=NOW):
    return signing.sign_plan(plan, by=by, version=fresh(plan).version, now=now)


def agree(world, plan):
    sign(plan, world.owner)
    return sign(plan, world.subject, NOW + dt.timedelta(minutes=5))


def told():
    return sorted((row.kind, row.to.name) for row in Notice.objects.all())


def test_the_first_signature_proposes_the_plan_and_tells_the_other(world, plan):
    sign(plan, world.owner)
    assert fresh(plan).status == Plan.Status.PROPOSED
    assert told() == [("plan_waiting", world.subject.name)]
    assert PlanSnapshot.objects.count() == 0


def test_the_second_signature_agrees_the_plan_freezes_it_and_tells_both(world, plan):
    agree(world, plan)
    assert fresh(plan).status == Plan.Status.AGREED
    assert PlanSnapshot.objects.get().occasion == PlanSnapshot.Occasion.AGREED
    assert told() == [
        ("plan_agreed", world.owner.name),
        ("plan_agreed", world.subject.name),
        ("plan_waiting", world.subject.name),
    ]


def test_signing_twice_is_one_signature(world, plan):
    sign(plan, world.owner)
    sign(plan, world.owner)
    assert plan.signatures.count() == 1
    assert fresh(plan).status == Plan.Status.PROPOSED


def test_a_plan_changed_since_it_was_shown_is_not_signed(client, world, plan):
    client.force_login(world.subject)
    shown = plan.version
    change = actions.FieldChange(plan, "goal", plan.goal, "Another goal.")
    actions.save_fields(plan, [change], by=world.owner, now=NOW)
    response = client.post(reverse("coaching:plan_sign", args=[plan.pk]), {"version": shown})
    page = response.content.decode()
    assert response.status_code == 409
    assert "The plan has changed since you opened it" in page
    assert "Another goal." in page
    assert plan.signatures.count() == 0


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_nobody_was_shown_is_not_signed(client, world, plan, version):
    client.force_login(world.subject)
    response = client.post(reverse("coaching:plan_sign", args=[plan.pk]), {"version": version})
    assert response.status_code == 409
    assert plan.signatures.count() == 0


def test_a_plan_that_misses_something_is_not_signed_and_says_what(client, world, plan):
    Plan.objects.filter(pk=plan.pk).update(target="")
    client.force_login(world.subject)
    url = reverse("coaching:plan_sign", args=[plan.pk])
    response = client.post(url, {"version": plan.version})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter the target, like 20 of 24" in page
    assert f"{reverse('coaching:plan_edit', args=[plan.pk])}#id_plan-target" in page
    assert plan.signatures.count() == 0


def test_the_page_to_sign_names_its_readers_and_what_signing_means(client, world, plan):
    client.force_login(world.subject)
    page = client.get(reverse("coaching:plan_sign", args=[plan.pk])).content.decode()
    assert "I took part" in page
    for name in ("Pia Principal", "Eve Evaluator", "Connie Contributor", "District coaching staff"):
        assert name in page
    assert "Odile Prejean" not in page
    assert "Paul Peer" not in page


@pytest.mark.parametrize(
    ("policies", "reads", "does_not"),
    [
        ({"district_reads_agreed_plans": False}, "Pia Principal", "District coaching staff"),
        ({"plan_visibility": "until_shared"}, "District coaching staff", "Pia Principal"),
    ],
)
def test_the_page_to_sign_names_those_whom_the_policies_of_today_let_read(
    client, world, plan, policies, reads, does_not
):
    SchoolSystem.objects.filter(pk=world.system.pk).update(**policies)
    client.force_login(world.subject)
    page = client.get(reverse("coaching:plan_sign", args=[plan.pk])).content.decode()
    assert reads in page
    assert does_not not in page


@pytest.mark.parametrize(
    ("policies", "principal", "district"),
    [
        ({}, True, True),
        ({"plan_visibility": "until_shared"}, False, True),
        ({"district_reads_agreed_plans": False}, True, False),
    ],
)
def test_who_may_read_is_settled_on_the_day_both_have_signed(
    world, plan, policies, principal, district
):
    SchoolSystem.objects.filter(pk=world.system.pk).update(**policies)
    agree(world, plan)
    SchoolSystem.objects.filter(pk=world.system.pk).update(
        plan_visibility="on_agreement", district_reads_agreed_plans=True
    )
    agreed = fresh(plan)
    assert (agreed.principal_may_read, agreed.district_may_read) == (principal, district)


def test_where_the_policy_waits_for_her_the_teacher_shows_the_plan_to_her_principal(client, world):
    plan = world.agreed_plan(principal_may_read=False)
    assert not Plan.objects.visible_to(world.principal).exists()
    client.force_login(world.subject)
    client.post(reverse("coaching:plan_show_principal", args=[plan.pk]))
    assert Plan.objects.visible_to(world.principal).get() == plan


def test_an_agreed_plan_is_read_from_its_snapshot_whatever_becomes_of_its_rows(client, world, plan):
    activity = plan.steps.get().activity
    agree(world, plan)
    Plan.objects.filter(pk=plan.pk).update(goal="Slipped in later.")
    ActionStep.objects.filter(plan=plan).update(activity="Slipped in later.")
    LookFor.objects.filter(step__plan=plan).update(text="Slipped in later.")
    client.force_login(world.principal)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert activity in page
    assert "Slipped in later." not in page


def test_the_snapshot_holds_the_plan_of_record_and_nothing_private(world, plan):
    plan.steps.update(status="practising")
    build.make_reflection(plan, text="Only mine.")
    agree(world, plan)
    text = json.dumps(PlanSnapshot.objects.get().content)
    assert "practising" not in text.lower()
    assert "Only mine." not in text
    record = plan_record(fresh(plan))
    assert record["refinement_area"]["code"] == "QU"
    assert record["steps"][0]["support"] == "Model"
    assert record["steps"][0]["resources"] == [
        {"title": "Unit 3 discussion protocol", "kind": "Curriculum", "link": ""}
    ]
    assert [(row["name"], row["role"]) for row in record["signatures"]] == [
        (world.owner.name, "coach"),
        (world.subject.name, "teacher"),
    ]
    assert record["agreed_at"] == NOW + dt.timedelta(minutes=5)
    assert record["goal"]["due_on"] == plan.goal_due_on


def test_a_record_survives_the_trip_through_json(plan):
    record = live_record(plan)
    assert json.loads(json.dumps(record)) == record


def test_agreeing_gives_the_teacher_the_steps_as_her_own(world, plan):
    plan.steps.update(shared_at=None)
    assert not ActionStep.objects.visible_to(world.subject).exists()
    agree(world, plan)
    assert list(ActionStep.objects.visible_to(world.subject)) == list(plan.steps.all())


def test_completing_closes_the_cycle_and_repeats_the_agreed_record(client, world, plan):
    agree(world, plan)
    ActionStep.objects.filter(plan=plan).update(activity="Slipped in later.")
    client.force_login(world.subject)
    client.post(reverse("coaching:plan_complete", args=[plan.pk]))
    done = fresh(plan)
    assert done.status == Plan.Status.COMPLETED
    assert done.cycle.closed_at is not None
    agreed, completed = PlanSnapshot.objects.order_by("taken_at")
    assert completed.content["steps"] == agreed.content["steps"]
    assert completed.content["status_label"] == "Completed"
    assert actions.start_plan(world.subject, by=world.owner, now=NOW).status == "draft"


def test_completing_twice_freezes_once(world, plan):
    agree(world, plan)
    signing.complete_plan(fresh(plan), by=world.subject, now=NOW)
    signing.complete_plan(fresh(plan), by=world.owner, now=NOW)
    occasions = PlanSnapshot.objects.order_by("taken_at").values_list("occasion", flat=True)
    assert sorted(occasions) == ["agreed", "completed"]


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ("principal", "school leader"),
        ("evaluator", "evaluator"),
        ("district", "district staff"),
        ("contributor", "coach of this teacher"),
    ],
)
def test_everybody_but_the_pair_leaves_a_trail_on_an_agreed_plan(client, world, person, why):
    plan = world.agreed_plan()
    client.force_login(world.people[person])
    client.get(plan.get_absolute_url())
    event = AccessEvent.objects.get()
    assert (event.subject, event.reader) == (world.subject, world.people[person])
    assert (event.record_kind, event.record_id, event.why) == ("plan", plan.pk, why)


@pytest.mark.parametrize("person", ["subject", "owner"])
def test_the_pair_leaves_no_trail(client, world, person):
    client.force_login(world.people[person])
    client.get(world.agreed_plan().get_absolute_url())
    assert AccessEvent.objects.count() == 0


def test_when_the_assignment_ends_the_coach_loses_draft_and_signature_page(client, world, plan):
    client.force_login(world.owner)
    url = reverse("coaching:plan_sign", args=[plan.pk])
    assert plan.teacher.name in client.get(url).content.decode()
    world.owner.coach_assignments.update(ends_on=world.today)
    assert client.get(url).status_code == 404
    assert client.get(plan.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("state", ["draft", "proposed"])
def test_nobody_but_the_pair_finds_a_plan_before_both_have_signed(world, state):
    plan = world.draft_plan if state == "draft" else world.proposed_plan()
    readers = {
        name for name, user in world.people.items() if Plan.objects.visible_to(user).exists()
    }
    assert readers == {"subject", "owner"}
    assert plan.status == state


@pytest.mark.parametrize("rows", [5, 50])
@pytest.mark.parametrize(("person", "count"), [("subject", 9), ("principal", 9), ("district", 9)])
def test_an_agreed_plan_takes_the_same_number_of_queries(
    client, world, plan, person, count, rows, django_assert_num_queries
):
    for number in range(rows):
        step = build.make_step(
            world.subject, world.owner, f"Step {number}", plan=plan, due_on=plan.goal_due_on
        )
        step.shared_at = timezone.now()
        step.save()
    agree(world, plan)
    client.force_login(world.people[person])
    with django_assert_num_queries(count):
        client.get(plan.get_absolute_url())


@pytest.mark.parametrize("rows", [5, 50])
def test_the_page_to_sign_takes_the_same_number_of_queries(
    client, world, plan, rows, django_assert_num_queries
):
    for number in range(rows):
        build.make_step(world.subject, world.owner, plan=plan, order=number)
    client.force_login(world.subject)
    with django_assert_num_queries(11):
        client.get(reverse("coaching:plan_sign", args=[plan.pk]))


# --- at the same time -----------------------------------------------------------------------


def at_once(*jobs):
    """Run the jobs in threads of their own and let all begin together; what each raised or None."""
    barrier, raised = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(place, job):
        barrier.wait()
        try:
            job()
        except (signing.StalePlan, actions.PlanIsSigned) as error:
            raised[place] = type(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_people_signing_at_once_make_one_agreed_plan_and_one_snapshot():
    system = people.make_system()
    school = people.make_school(system)
    for _ in range(5):
        teacher, coach = people.make_pair(school)
        plan = ready_plan(teacher, coach)
        raised = at_once(
            lambda plan=plan, who=teacher: sign(plan, who),
            lambda plan=plan, who=coach: sign(plan, who),
        )
        assert raised == [None, None]
        assert fresh(plan).status == Plan.Status.AGREED
        assert plan.snapshots.count() == 1
        assert Notice.objects.filter(about_id=plan.pk, kind="plan_agreed").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_that_meets_the_last_signature_is_in_the_snapshot_or_refused():
    system = people.make_system()
    school = people.make_school(system)
    for _ in range(8):
        teacher, coach = people.make_pair(school)
        plan = ready_plan(teacher, coach)
        sign(plan, coach)
        version = fresh(plan).version
        change = actions.FieldChange(plan, "goal", plan.goal, "Changed in the last second.")
        at_once(
            lambda plan=plan, change=change, who=coach: actions.save_fields(
                plan, [change], by=who, now=NOW
            ),
            lambda plan=plan, version=version, who=teacher: signing.sign_plan(
                plan, by=who, version=version, now=NOW
            ),
        )
        after = fresh(plan)
        if after.is_agreed:
            assert after.goal == plan.goal == plan_record(after)["goal"]["text"]
        else:
            assert after.goal == "Changed in the last second."
            assert plan.signatures.filter(withdrawn_at=None).count() == 0


def ready_plan(teacher, coach):
    """A full draft with its own rubric line."""
    system = teacher.school_system
    rubric, _ = Rubric.objects.get_or_create(school_system=system, name="Educator rubric")
    indicator, _ = Indicator.objects.get_or_create(
        school_system=system, rubric=rubric, domain="Instruction", code="QU", name="Questioning"
    )
    return build.make_plan(teacher, coach, indicator=indicator)


def test_a_step_changed_in_its_feedback_meeting_takes_signatures_on_the_plan_back(world, plan):
    meeting = build.make_feedback(world.draft_visit, step=plan.steps.get())
    sign(plan, world.subject)
    feedback.write_parts(meeting, {"activity": "Wait five seconds."}, now=NOW)
    assert fresh(plan).status == Plan.Status.DRAFT
    assert told() == [("plan_changed", world.subject.name), ("plan_waiting", world.owner.name)]


@pytest.mark.parametrize("method", ["get", "post"])
def test_in_a_second_tab_the_pair_comes_to_the_plan_that_both_have_signed(
    client, world, plan, method
):
    agree(world, plan)
    for person in (world.owner, world.subject):
        client.force_login(person)
        send = getattr(client, method)
        page = send(reverse("coaching:plan_sign", args=[plan.pk]), {"version": 1}, follow=True)
        assert page.redirect_chain == [(plan.get_absolute_url(), 302)]
        assert "Both of you have signed this plan already" in page.content.decode()
