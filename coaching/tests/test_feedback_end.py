"""Feedback that is never shared though its visit is: its coach is told, and it ends once (D12)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coaching.actions import feedback_end as actions
from coaching.models import ActionStep, DraftEnd, FeedbackMeeting, Visit
from demo.builders import coaching as build
from notices.models import Notice
from people.models import CoachAssignment, Leave, SchoolSystem
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PRAISE = "You waited four seconds after each question."


@pytest.fixture
def world():
    return World()


@pytest.fixture
def begun(world):
    """Feedback begun three weeks and a day of school ago, on a visit shared that day."""
    moment = world.days_ago(22)
    visit = build.make_visit(world.subject, world.owner, moment)
    build.add_notes(visit, ["Six hands go up."])
    meeting = build.make_feedback(visit, praise=PRAISE)
    Visit.objects.filter(pk=visit.pk).update(shared_at=moment)
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(created_at=moment)
    return meeting


def plan(world, days=0):
    actions.plan_feedback_ends(world.system, now=world.noon + days * DAY)


def pass_days(world, days):
    """What beat and a worker do on each of these days."""
    for number in range(days + 1):
        now = world.noon + number * DAY
        actions.plan_feedback_ends(world.system, now=now)
        for row in DraftEnd.objects.claimable(now):
            actions.end_feedback(row.pk, now=now)


def told(world):
    return set(Notice.objects.filter(kind="feedback_ends", to=world.owner).values_list("slot"))


def test_it_is_announced_three_times_and_then_removed_while_its_visit_stays(world, begun):
    notes = begun.visit.notes.count()
    pass_days(world, 45)
    visit = Visit.objects.get(pk=begun.visit_id)
    assert told(world) == {("15",), ("22",), ("28",)}
    assert not FeedbackMeeting.objects.filter(pk=begun.pk).exists()
    assert ActionStep.objects.get(pk=begun.step_id).activity == ""
    assert (visit.status, visit.notes.count()) == ("shared", notes)
    assert DraftEnd.objects.get().outcome == "purged"


def test_planning_twice_changes_nothing(world, begun):
    plan(world)
    row = DraftEnd.objects.get()
    plan(world)
    assert DraftEnd.objects.get().ends_on == row.ends_on
    assert told(world) == {("15",)}


def test_where_drafts_are_shared_whole_feedback_is_shared(world, begun):
    SchoolSystem.objects.filter(pk=world.system.pk).update(retention_drafts="shared")
    world.system.refresh_from_db()
    pass_days(world, 45)
    begun.refresh_from_db()
    assert begun.shared_at is not None
    assert (begun.praise, DraftEnd.objects.get().outcome) == (PRAISE, "shared")


def test_where_drafts_are_shared_half_of_it_is_removed(world, begun):
    SchoolSystem.objects.filter(pk=world.system.pk).update(retention_drafts="shared")
    world.system.refresh_from_db()
    FeedbackMeeting.objects.filter(pk=begun.pk).update(praise="")
    pass_days(world, 45)
    assert not FeedbackMeeting.objects.filter(pk=begun.pk).exists()
    assert DraftEnd.objects.get().outcome == "purged"


def test_leave_without_a_return_pauses_it(world, begun):
    plan(world)
    before = DraftEnd.objects.get().ends_on
    Leave.objects.create(
        school_system=world.system,
        membership=world.owner.memberships.first(),
        starts_on=world.today + DAY,
    )
    plan(world)
    assert before is not None
    assert DraftEnd.objects.get().ends_on is None
    pass_days(world, 60)
    assert FeedbackMeeting.objects.filter(pk=begun.pk).exists()


def test_what_was_shared_in_time_stays(world, begun):
    plan(world)
    now = timezone.now()
    ActionStep.objects.filter(pk=begun.step_id).update(shared_at=now)
    FeedbackMeeting.objects.filter(pk=begun.pk).update(shared_at=now)
    DraftEnd.objects.update(due_at=now)
    actions.end_feedback(DraftEnd.objects.get().pk, now=now + DAY)
    assert FeedbackMeeting.objects.get(pk=begun.pk).praise == PRAISE
    assert DraftEnd.objects.get().state == "skipped"


def test_feedback_begun_anew_has_days_of_its_own(world, begun):
    pass_days(world, 45)
    again = build.make_feedback(Visit.objects.get(pk=begun.visit_id), praise=PRAISE)
    later = timezone.now() + 70 * DAY
    FeedbackMeeting.objects.filter(pk=again.pk).update(created_at=later - 40 * DAY)
    actions.plan_feedback_ends(world.system, now=later)
    row = DraftEnd.objects.get()
    assert (row.state, row.outcome, row.first_seen_on >= world.today + 69 * DAY) == (
        "due",
        "",
        True,
    )


def test_the_feedback_of_an_unshared_visit_ends_with_the_visit_alone(world, begun):
    Visit.objects.filter(pk=begun.visit_id).update(shared_at=None)
    plan(world)
    assert DraftEnd.objects.count() == 0


def test_its_page_says_on_which_day_it_ends_to_nobody_but_the_author(client, world, begun):
    plan(world)
    client.force_login(world.owner)
    page = words(client.get(reverse("coaching:draft_list")))
    client.force_login(world.contributor)
    other = words(client.get(reverse("coaching:draft_list")))
    assert "Feedback you have not shared" in page
    assert "Last day:" in page
    assert "Feedback you have not shared" not in other


def test_whoever_coaches_the_teacher_no_more_cannot_share_it_and_it_goes(world, begun):
    SchoolSystem.objects.filter(pk=world.system.pk).update(retention_drafts="shared")
    world.system.refresh_from_db()
    plan(world)
    CoachAssignment.objects.filter(coach=world.owner).update(ends_on=world.today)
    pass_days(world, 50)
    assert not FeedbackMeeting.objects.filter(pk=begun.pk).exists()


@pytest.mark.parametrize("of", [(), ("visit", "feedback_of")])
def test_the_database_keeps_an_end_of_a_visit_or_of_its_feedback(world, begun, of):
    fields = dict.fromkeys(of, begun.visit)
    with pytest.raises(IntegrityError, match="an_end_is_of"), transaction.atomic():
        DraftEnd.objects.create(
            school_system=world.system,
            first_seen_on=world.today,
            policy="purged",
            due_at=timezone.now(),
            **fields,
        )


def end_page(begun):
    return reverse("coaching:feedback_end", args=[begun.visit_id])


@pytest.mark.parametrize(
    ("policy", "choice", "kept"), [("purged", "shared", True), ("shared", "purged", False)]
)
def test_its_coach_chooses_otherwise_than_the_school_system(
    client, world, begun, policy, choice, kept
):
    SchoolSystem.objects.filter(pk=world.system.pk).update(retention_drafts=policy)
    world.system.refresh_from_db()
    plan(world)
    client.force_login(world.owner)
    answer = client.post(end_page(begun), {"choice": choice}, follow=True)
    assert "Saved what becomes of the feedback." in words(answer)
    pass_days(world, 45)
    assert FeedbackMeeting.objects.filter(pk=begun.pk, shared_at__isnull=False).exists() is kept
    assert DraftEnd.objects.get().outcome == choice


def test_what_is_chosen_before_the_coach_was_told_holds(client, world, begun):
    client.force_login(world.owner)
    client.post(end_page(begun), {"choice": "shared"})
    assert DraftEnd.objects.get().ends_on is None
    pass_days(world, 45)
    assert told(world) == {("15",), ("22",), ("28",)}
    assert DraftEnd.objects.get().outcome == "shared"


def test_its_coach_removes_it_now_and_the_visit_stays(client, world, begun):
    plan(world)
    notes = begun.visit.notes.count()
    client.force_login(world.owner)
    url = reverse("coaching:feedback_remove", args=[begun.visit_id])
    assert "Remove this feedback now?" in words(client.get(url))
    assert FeedbackMeeting.objects.filter(pk=begun.pk).exists()
    answer = client.post(url, follow=True)
    assert "The feedback is removed." in words(answer)
    assert not FeedbackMeeting.objects.filter(pk=begun.pk).exists()
    assert ActionStep.objects.get(pk=begun.step_id).activity == ""
    row = DraftEnd.objects.get()
    assert (row.state, row.outcome) == ("done", "purged")
    assert Visit.objects.get(pk=begun.visit_id).notes.count() == notes
    assert client.post(url).status_code == 403


def test_the_page_of_the_feedback_says_when_it_ends_and_leads_to_the_choice(client, world, begun):
    client.force_login(world.owner)
    page = reverse("coaching:feedback_edit", args=[begun.visit_id])
    before = end_page(begun) in client.get(page).content.decode()
    plan(world)
    answer = client.get(page)
    assert (before, end_page(begun) in answer.content.decode()) == (False, True)
    assert "then it is removed" in words(answer)
    client.post(end_page(begun), {"choice": "shared"})
    assert "then it is shared, if praise and step are there" in words(client.get(page))


def test_what_was_shared_while_its_coach_chose_is_left_alone(world, begun):
    now = timezone.now()
    ActionStep.objects.filter(pk=begun.step_id).update(shared_at=now)
    FeedbackMeeting.objects.filter(pk=begun.pk).update(shared_at=now)
    done = [
        actions.choose_for_feedback(begun.visit, "purged", now=now),
        actions.remove_feedback_now(begun.visit, now=now),
    ]
    assert (done, FeedbackMeeting.objects.get(pk=begun.pk).praise) == ([False, False], PRAISE)


def test_the_admin_counts_visits_and_feedback_apart(client, world, begun):
    build.make_visit(world.subject, world.owner, world.days_ago(3))
    client.force_login(world.admin)
    url = reverse("coaching:draft_counts")
    before = client.get(url).context["counts"]
    pass_days(world, 45)
    after = client.get(url).context["counts"]
    drafts = [counts[kind]["drafts"] for counts in (before, after) for kind in sorted(counts)]
    assert drafts == [1, before["visits"]["drafts"], 0, before["visits"]["drafts"]]
    assert (after["feedback"]["purged"], after["visits"]["purged"]) == (1, 0)


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_asks_the_same_however_much_feedback(
    client, world, count, django_assert_num_queries
):
    for _ in range(count):
        visit = build.make_visit(world.subject, world.owner, world.days_ago(22))
        build.make_feedback(visit, praise=PRAISE)
        Visit.objects.filter(pk=visit.pk).update(shared_at=timezone.now())
    client.force_login(world.owner)
    with django_assert_num_queries(6):
        client.get(reverse("coaching:draft_list"))
