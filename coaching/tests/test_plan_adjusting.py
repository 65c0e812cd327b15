import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.actions.plan import FieldChange, save_fields
from coaching.actions.signing import sign_plan
from coaching.models import Plan, PlanRevision, PlanSnapshot
from coaching.pdf import plan_stamp
from coaching.plan_record import plan_record
from notices.models import Notice
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
REASON = {
    "because": "students",
    "reason": "Nine more students explain, but only aloud.",
    "data_reference": "Unit 3 assessment, Nov 20, shared drive of grade 3",
}
NEW_GOAL = "Students write their reasons down."


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    """Agreed by signing, as people do it."""
    plan = world.draft_plan
    for person in (world.owner, world.subject):
        sign_plan(plan, by=person, version=plan.version, now=timezone.now())
    return fresh(plan)


def fresh(plan):
    return Plan.objects.get(pk=plan.pk)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, plan, *args):
    return reverse(f"coaching:{name}", args=[plan.pk, *args])


def adjust(plan, person):
    return signed_in(person).post(url("plan_adjust", plan), REASON)


def change_goal(plan, person, text=NEW_GOAL):
    change = FieldChange(plan, "goal", plan.goal, text)
    return save_fields(plan, [change], by=person, now=timezone.now())


def sign(plan, *people):
    for person in people:
        sign_plan(plan, by=person, version=fresh(plan).version, now=timezone.now())
    return fresh(plan)


def test_an_adjustment_keeps_its_reason_and_its_data_and_tells_the_other_one(world, plan):
    answer = adjust(plan, world.owner)
    assert answer.url == url("plan_edit", plan)
    revision = PlanRevision.objects.get()
    assert (revision.number, revision.because, revision.begun_by) == (2, "students", world.owner)
    assert revision.reason == REASON["reason"]
    assert revision.data_reference == REASON["data_reference"]
    told = Notice.objects.get(kind="plan_adjusted")
    assert told.to == world.subject


@pytest.mark.parametrize("left_out", ["because", "reason", "data_reference"])
def test_without_reason_or_data_nothing_is_opened(world, plan, left_out):
    client = signed_in(world.owner)
    answer = client.post(url("plan_adjust", plan), REASON | {left_out: ""})
    assert answer.status_code == 422
    assert fresh(plan).adjustment == ""
    assert PlanRevision.objects.count() == 0


def test_while_it_is_adjusted_the_readers_read_what_was_signed(world, plan):
    was = plan.goal
    adjust(plan, world.owner)
    change_goal(fresh(plan), world.owner)
    assert (fresh(plan).status, fresh(plan).goal) == ("agreed", NEW_GOAL)
    for reader in (world.principal, world.evaluator, world.district, world.contributor):
        page = words(signed_in(reader).get(plan.get_absolute_url()))
        assert was in page
        assert NEW_GOAL not in page
        assert REASON["reason"] not in page
    assert plan_record(fresh(plan))["goal"]["text"] == was


def test_when_both_have_signed_again_the_new_version_holds_and_the_one_before_is_kept(world, plan):
    was, first_agreed = plan.goal, plan.agreed_at
    adjust(plan, world.owner)
    change_goal(fresh(plan), world.owner)
    halfway = sign(plan, world.owner)
    assert halfway.adjustment == "proposed"
    assert plan_record(halfway)["goal"]["text"] == was
    after = sign(plan, world.subject)
    assert (after.status, after.adjustment, after.agreed_version) == ("agreed", "", None)
    assert after.agreed_at > first_agreed
    record = plan_record(after)
    assert (record["goal"]["text"], record["revision"]["number"]) == (NEW_GOAL, 2)
    assert record["revision"]["data"] == REASON["data_reference"]
    assert [one["name"] for one in record["signatures"]] == ["Olga Fontenot", "Tess Arceneaux"]
    kept = PlanSnapshot.objects.order_by("number").values_list("number", "content__goal__text")
    assert list(kept) == [(1, was), (2, NEW_GOAL)]
    page = words(signed_in(world.principal).get(url("plan_version", plan, 1)))
    assert was in page
    assert NEW_GOAL not in page
    page = words(signed_in(world.principal).get(plan.get_absolute_url()))
    assert REASON["reason"] in page


def test_an_earlier_version_is_not_for_other_coaches_of_the_teacher(world, plan):
    adjust(plan, world.owner)
    sign(plan, world.owner, world.subject)
    codes = {
        name: signed_in(world.people[name]).get(url("plan_version", plan, 1)).status_code
        for name in ("subject", "owner", "principal", "evaluator", "district", "contributor")
    }
    assert codes == {
        "subject": 200,
        "owner": 200,
        "principal": 200,
        "evaluator": 200,
        "district": 200,
        "contributor": 404,
    }


def test_a_change_takes_back_the_first_signature_of_an_adjustment(world, plan):
    adjust(plan, world.owner)
    sign(plan, world.owner)
    _lost, signers = change_goal(fresh(plan), world.subject)
    assert signers == [world.owner]
    assert (fresh(plan).status, fresh(plan).adjustment) == ("agreed", "draft")


def test_an_adjustment_that_changed_nothing_can_be_left_with_its_signatures(world, plan):
    adjust(plan, world.subject)
    answer = signed_in(world.owner).post(url("plan_adjust_leave", plan))
    assert answer.status_code == 302
    after = fresh(plan)
    assert (after.adjustment, after.version, after.agreed_version) == ("", plan.version, None)
    assert {row["name"] for row in after.valid_signatures} == {"Olga Fontenot", "Tess Arceneaux"}
    adjust(after, world.owner)
    rows = PlanRevision.objects.order_by("begun_at")
    assert [(row.number, row.left_at is None) for row in rows] == [(2, False), (2, True)]


def test_what_was_changed_is_signed_and_not_left(world, plan):
    adjust(plan, world.owner)
    change_goal(fresh(plan), world.owner)
    assert signed_in(world.owner).post(url("plan_adjust_leave", plan)).status_code == 403
    assert fresh(plan).adjustment == "draft"


def test_a_plan_is_not_completed_in_the_middle_of_an_adjustment(world, plan):
    adjust(plan, world.owner)
    assert signed_in(world.owner).post(url("plan_complete", plan)).status_code == 403
    assert fresh(plan).status == "agreed"
    after = sign(plan, world.owner, world.subject)
    assert signed_in(world.owner).post(url("plan_complete", after)).status_code == 302
    completed = PlanSnapshot.objects.get(occasion="completed")
    assert completed.number == 2


def test_the_signing_page_shows_the_adjustment_and_its_reason(world, plan):
    adjust(plan, world.owner)
    change_goal(fresh(plan), world.owner)
    page = words(signed_in(world.subject).get(url("plan_sign", plan)))
    assert NEW_GOAL in page
    assert REASON["reason"] in page


def test_an_adjustment_signed_by_one_waits_for_the_other(world, plan):
    adjust(plan, world.owner)
    sign(plan, world.owner)
    assert list(Plan.objects.waiting_for(world.subject)) == [plan]
    assert list(Plan.objects.waiting_for(world.owner)) == []


def test_a_print_is_not_out_of_date_because_an_adjustment_has_begun(world, plan):
    before = plan_stamp(fresh(plan))
    adjust(plan, world.owner)
    change_goal(fresh(plan), world.owner)
    assert plan_stamp(fresh(plan)) == before
    assert plan_stamp(sign(plan, world.owner, world.subject)) != before


def test_the_database_adjusts_only_agreed_plans_and_each_once_at_a_time(world, plan):
    adjust(plan, world.owner)
    again = PlanRevision(
        school_system=world.system,
        plan=plan,
        number=2,
        because="other",
        reason="Why",
        data_reference="Which",
        begun_by=world.owner,
        begun_at=timezone.now(),
    )
    with pytest.raises(IntegrityError, match="one_open_adjustment"), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError, match="only_an_agreed_plan"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(status="draft", agreed_at=None)


def test_somebody_elses_adjustment_comes_first(world, plan):
    assert adjust(plan, world.owner).status_code == 302
    assert adjust(plan, world.subject).status_code == 403
    assert PlanRevision.objects.count() == 1
