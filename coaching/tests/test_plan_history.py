"""The history of plans: seen whatever made the change, by whom, and no wider than the plan."""

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.models import (
    ActionStep,
    FeedbackMeeting,
    FeedbackMeetingHistory,
    Plan,
    PlanHistory,
)
from coaching.plan_history import plan_history
from demo.builders import coaching as build
from people.models import CoachAssignment, Membership, MembershipHistory, SchoolSystemHistory
from tests.pages import form_with, typed_in, words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.draft_plan


def page_of(plan):
    return reverse("coaching:plan_changes", args=[plan.pk])


def changes(plan, viewer, page=1):
    return plan_history(plan, viewer, page=page).changes


def changed_goals(plan, viewer):
    """(who, before, after) of each change of the goal, newest first."""
    return [
        (change.who, one.before, one.after)
        for change in changes(plan, viewer)
        for one in change.differences
        if (change.what, one.label) == ("Changed", "Goal")
    ]


def test_an_edit_says_who_and_from_what_to_what(client, world, plan):
    Plan.objects.filter(pk=plan.pk).update(goal="First")
    url = reverse("coaching:plan_edit", args=[plan.pk])
    for person, was, text in [("owner", "First", "Second"), ("subject", "Second", "Third")]:
        client.force_login(world.people[person])
        typed = typed_in(client.get(url))
        name = next(name for name in typed if name.endswith("goal") and typed[name] == was)
        name = name.removeprefix("initial-")
        form = form_with(client.get(url), name) | {name: text}
        assert client.post(url, form).status_code == 302
    found = changed_goals(plan, world.owner)
    assert found[:2] == [
        (world.subject.name, "Second", "Third"),
        (world.owner.name, "First", "Second"),
    ]


def test_changes_in_bulk_and_by_sql_are_seen_too(world, plan):
    Plan.objects.filter(pk=plan.pk).update(goal="In bulk")
    plan.goal = "By bulk_update"
    Plan.objects.bulk_update([plan], ["goal"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coaching_plan SET goal = 'By SQL' WHERE id = %s", [plan.pk])
    found = changed_goals(plan, world.subject)
    assert found[:2] == [
        ("The system", "By bulk_update", "By SQL"),
        ("The system", "In bulk", "By bulk_update"),
    ]


def test_parts_and_steps_are_in_it(world, plan):
    step = plan.steps.first()
    ActionStep.objects.filter(pk=step.pk).update(activity="Wait five seconds.", removed_at=None)
    look_for = step.look_fors.first()
    type(look_for).objects.filter(pk=look_for.pk).update(text="Hands go up.")
    titles = [change.title for change in changes(plan, world.owner)[:2]]
    assert titles == ["Look-for: Hands go up.", "Step: Wait five seconds."]


def test_who_is_not_of_the_pair_reads_what_came_after_the_agreement_alone(client, world, plan):
    Plan.objects.filter(pk=plan.pk).update(goal="A draft's words")
    Plan.objects.filter(pk=plan.pk).update(goal="Agreed words")
    plan = world.agreed_plan()
    Plan.objects.filter(pk=plan.pk).update(agreed_at=timezone.now(), status="agreed")
    plan.refresh_from_db()
    seen = {}
    for person in ("subject", "owner", "principal", "contributor", "district"):
        client.force_login(world.people[person])
        seen[person] = "A draft's words" in words(client.get(page_of(plan)))
    assert seen == {
        "subject": True,
        "owner": True,
        "principal": False,
        "contributor": False,
        "district": False,
    }


def test_a_step_that_came_out_of_feedback_keeps_its_draft_to_the_coach(world, plan):
    feedback = world.draft_feedback
    step = feedback.step
    ActionStep.objects.filter(pk=step.pk).update(activity="Unshared thought")
    ActionStep.objects.filter(pk=step.pk).update(activity="Kinder words", plan=plan)
    ActionStep.objects.filter(pk=step.pk).update(activity="Shared words")
    text = str(changes(plan, world.subject))
    assert ("Unshared thought" in text, "Kinder words" in text) == (False, False)


def test_the_teacher_reads_no_version_of_feedback_from_before_it_was_shared(world):
    meeting = world.draft_feedback
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(praise="A first thought")
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(praise="A second thought")
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(shared_at=timezone.now())
    lines = FeedbackMeetingHistory.objects
    mine = lines.visible_to(world.subject).filter(praise="A first thought").count()
    coachs = lines.visible_to(world.owner).filter(praise="A first thought").count()
    assert (mine, coachs) == (0, 1)


def restore(client, plan, text, was):
    line = plan.history.get(pgh_label="changed", goal=text)
    form = {"kind": "plan", "number": line.pk, "field": "goal", "was": was}
    return client.post(reverse("coaching:plan_restore_text", args=[plan.pk]), form)


def two_goals(plan):
    Plan.objects.filter(pk=plan.pk).update(goal="The old goal")
    Plan.objects.filter(pk=plan.pk).update(goal="The new goal")


def test_an_earlier_text_comes_back_as_a_new_edit(client, world, plan):
    two_goals(plan)
    version = Plan.objects.get(pk=plan.pk).version
    client.force_login(world.subject)
    assert restore(client, plan, "The old goal", "The new goal").status_code == 302
    plan.refresh_from_db()
    assert (plan.goal, plan.version) == ("The old goal", version + 1)
    newest = (world.subject.name, "The new goal", "The old goal")
    assert changed_goals(plan, world.subject)[0] == newest


def test_a_text_changed_meanwhile_is_not_overwritten(client, world, plan):
    two_goals(plan)
    client.force_login(world.subject)
    Plan.objects.filter(pk=plan.pk).update(goal="Changed meanwhile")
    response = restore(client, plan, "The old goal", "The new goal")
    plan.refresh_from_db()
    assert (response.status_code, plan.goal) == (409, "Changed meanwhile")
    assert "The old goal" in words(response)


def test_bringing_a_text_back_takes_a_signature_back_as_any_edit_does(client, world):
    two_goals(world.draft_plan)
    plan = world.proposed_plan()
    client.force_login(world.subject)
    restore(client, plan, "The old goal", "The new goal")
    plan.refresh_from_db()
    assert (plan.status, world.signatures.valid().count()) == ("draft", 0)


def test_only_texts_of_this_plan_are_brought_back(client, world, plan):
    two_goals(plan)
    other = build.make_plan(world.peer, world.owner)
    Plan.objects.filter(pk=other.pk).update(goal="Of another")
    foreign = other.history.filter(pgh_label="changed").first()
    client.force_login(world.subject)
    url = reverse("coaching:plan_restore_text", args=[plan.pk])
    mine = plan.history.filter(pgh_label="changed").first()
    answers = [
        client.post(url, form).status_code
        for form in (
            {"kind": "plan", "number": foreign.pk, "field": "goal"},
            {"kind": "plan", "number": mine.pk, "field": "status"},
            {"kind": "nothing", "number": mine.pk, "field": "goal"},
            {"kind": "plan", "number": "x", "field": "goal"},
        )
    ]
    assert answers == [404] * 4


def test_the_page_takes_as_many_queries_for_fifty_changes_as_for_five(client, world, plan):
    client.force_login(world.owner)
    counts = []
    for many in (5, 45):
        for number in range(many):
            Plan.objects.filter(pk=plan.pk).update(goal=f"Goal {many} {number}")
        with CaptureQueriesContext(connection) as found:
            assert client.get(page_of(plan)).status_code == 200
        counts.append(len(found))
    assert counts == [8, 8]


def test_older_changes_stand_on_the_next_page(client, world, plan):
    for number in range(60):
        Plan.objects.filter(pk=plan.pk).update(goal=f"Goal number {number}")
    client.force_login(world.owner)
    first, second = client.get(page_of(plan)), client.get(page_of(plan), {"page": "2"})
    assert ("Goal number 58" in words(first), "Goal number 2" in words(second)) == (True, True)


def test_nobody_rewrites_the_history(plan):
    Plan.objects.filter(pk=plan.pk).update(goal="Once")
    with pytest.raises(ProgrammingError, match="Cannot update or delete rows"):
        PlanHistory.objects.update(goal="Never")


def test_each_line_names_its_school_system(world, plan):
    Plan.objects.filter(pk=plan.pk).update(goal="Once")
    systems = set(PlanHistory.objects.values_list("school_system", flat=True))
    assert systems == {world.system.pk}


def test_assignments_roles_and_policies_are_kept_with_who_changed_them(client, world):
    client.force_login(world.admin)
    held = CoachAssignment.objects.get(teacher=world.subject, coach=world.owner)
    client.post(reverse("people:assignment_end", args=[held.pk]))
    page = words(client.get(reverse("people:assignment_changes", args=[held.pk])))
    assert f"Changed by {world.admin.name}" in " ".join(page.split())
    role = Membership.objects.get(user=world.peer)
    client.post(reverse("people:membership_end", args=[role.pk]))
    line = MembershipHistory.objects.visible_to(world.admin).get(pgh_obj=role, pgh_label="changed")
    assert line.pgh_context["user"] == str(world.admin.pk)
    type(world.system).objects.filter(pk=world.system.pk).update(minimum_group=8)
    policy = SchoolSystemHistory.objects.visible_to(world.admin).get(pgh_label="changed")
    assert policy.minimum_group == 5
    assert SchoolSystemHistory.objects.visible_to(world.principal).count() == 0
    assert MembershipHistory.objects.visible_to(world.owner).filter(pgh_obj=role).count() == 0
