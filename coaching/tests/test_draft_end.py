"""A visit that is never shared: its coach is told, chooses, and it ends once (D12)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coaching.actions import draft_end as actions
from coaching.models import (
    ActionStep,
    Artifact,
    DraftEnd,
    EvidenceNote,
    FeedbackMeeting,
    LookForMark,
    NoteRevision,
    QuotedNote,
    TalkCount,
    Visit,
)
from coaching.tests.device import Device, put
from demo.builders import coaching as build
from notices.models import Notice
from people.models import Leave, SchoolSystem
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
SECRET = "Two students at the back did something else."


@pytest.fixture
def world(db, settings, tmp_path):
    settings.ARTIFACT_DIR = tmp_path / "files"
    settings.ARTIFACT_DIR.mkdir()
    return World()


@pytest.fixture
def draft(world):
    """Ended three weeks and a day of school ago, with notes, a mark, counts, a file and begun
    feedback."""
    visit = build.make_visit(world.subject, world.owner, world.days_ago(22), lesson="Unit 3")
    build.add_notes(visit, [SECRET])
    note = visit.notes.first()
    NoteRevision.objects.create(
        school_system=world.system, note=note, rev=1, text=SECRET, why="replaced"
    )
    meeting = build.make_feedback(visit)
    QuotedNote.objects.get_or_create(
        school_system=world.system, meeting=meeting, note=note, part="praise"
    )
    build.make_artifact(visit)
    build.count_talk(visit)
    LookForMark.objects.create(
        school_system=world.system,
        visit=visit,
        bank_look_for_id=world.form.look_fors[0],
        marked_by=world.owner,
        value="seen",
    )
    return visit


def plan(world, days=0):
    actions.plan_ends(world.system, now=world.noon + days * DAY)


def pass_days(world, days):
    """What beat and a worker do on each of these days."""
    for number in range(days + 1):
        now = world.noon + number * DAY
        actions.plan_ends(world.system, now=now)
        for row in DraftEnd.objects.claimable(now):
            actions.end_draft(row.pk, now=now)


def told(world):
    rows = Notice.objects.filter(kind="draft_ends", to=world.owner).order_by("due_at")
    return [row.slot for row in rows]


def what_is_left(visit):
    return {
        "notes": EvidenceNote.objects.filter(visit=visit).count(),
        "revisions": NoteRevision.objects.filter(note__visit=visit).count(),
        "marks": LookForMark.objects.filter(visit=visit).count(),
        "talk": TalkCount.objects.filter(visit=visit).count(),
        "feedback": FeedbackMeeting.objects.filter(visit=visit).count(),
        "files": Artifact.objects.filter(visit=visit).count(),
    }


def test_the_coach_is_told_three_times_and_then_it_is_removed(world, draft, settings):
    pass_days(world, 45)
    draft.refresh_from_db()
    assert told(world) == ["15", "22", "28"]
    assert set(what_is_left(draft).values()) == {0}
    assert (draft.status, draft.lesson, draft.shared_at) == ("emptied", "", None)
    assert list(settings.ARTIFACT_DIR.iterdir()) == []
    assert DraftEnd.objects.get().outcome == "purged"
    step = ActionStep.objects.get()
    assert (step.activity, bool(step.removed_at)) == ("", True)
    pass_days(world, 50)
    assert told(world) == ["15", "22", "28"]


def test_nothing_happens_before_the_last_day_is_over(world, draft):
    plan(world)
    last = DraftEnd.objects.get().ends_on
    row = DraftEnd.objects.get()
    DraftEnd.objects.update(due_at=timezone.now() - DAY)
    noon = timezone.now() + (last - world.today)
    actions.end_draft(row.pk, now=noon)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("due", 0)
    assert what_is_left(draft)["notes"] > 0
    actions.end_draft(row.pk, now=noon + DAY)
    assert what_is_left(draft)["notes"] == 0


def test_planning_twice_and_ending_twice_change_nothing(world, draft):
    plan(world)
    plan(world)
    assert DraftEnd.objects.count() == 1
    pass_days(world, 45)
    row = DraftEnd.objects.get()
    actions.end_draft(row.pk, now=timezone.now() + 60 * DAY)
    assert DraftEnd.objects.get().finished_at == row.finished_at


def test_marks_alone_are_kept_where_the_coach_chose_so(world, draft):
    assert actions.choose(draft, "marks", now=timezone.now())
    pass_days(world, 45)
    left = what_is_left(draft)
    assert left.pop("marks") == 1
    assert set(left.values()) == {0}
    assert DraftEnd.objects.get().outcome == "marks"


def test_shared_on_the_last_day_the_teacher_reads_the_notes_and_is_told(client, world, draft):
    actions.choose(draft, "shared", now=timezone.now())
    pass_days(world, 45)
    draft.refresh_from_db()
    assert draft.shared_at
    assert Notice.objects.get(kind="notes_shared").to == world.subject
    client.force_login(world.subject)
    assert SECRET in words(client.get(draft.get_absolute_url()))


def test_the_policy_holds_for_drafts_told_from_then_on(world, draft):
    plan(world)
    SchoolSystem.objects.filter(pk=world.system.pk).update(retention_drafts="shared")
    world.system.refresh_from_db()
    later = build.make_visit(world.subject, world.owner, world.days_ago(23))
    plan(world)
    rows = dict(DraftEnd.objects.values_list("visit", "policy"))
    assert rows == {draft.pk: "purged", later.pk: "shared"}


def test_leave_pauses_it_and_nobody_is_told_meanwhile(world, draft):
    membership = world.owner.memberships.get()
    Leave.objects.create(
        school_system=world.system, membership=membership, starts_on=world.today - 10 * DAY
    )
    pass_days(world, 60)
    assert told(world) == []
    assert what_is_left(draft)["notes"] > 0
    plan(world)
    assert not DraftEnd.objects.exists()


def test_leave_entered_later_moves_the_end(world, draft):
    plan(world)
    row = DraftEnd.objects.get()
    membership = world.owner.memberships.get()
    leave = Leave.objects.create(
        school_system=world.system,
        membership=membership,
        starts_on=world.today + DAY,
        ends_on=world.today + 15 * DAY,
    )
    plan(world)
    moved = DraftEnd.objects.get()
    assert (moved.ends_on - row.ends_on).days >= 14
    assert moved.due_at > row.due_at
    Leave.objects.filter(pk=leave.pk).update(ends_on=None)
    plan(world)
    assert DraftEnd.objects.get().ends_on is None


def test_drafts_of_long_ago_are_not_removed_without_a_word(world):
    """Where nothing ran for a year, the first word comes first, and fifteen school days after."""
    visit = build.make_visit(world.subject, world.owner, world.days_ago(190))
    pass_days(world, 14)
    assert told(world)[0] == "15"
    assert what_is_left(visit)["notes"] > 0
    pass_days(world, 45)
    assert what_is_left(visit)["notes"] == 0


def test_sharing_in_time_ends_nothing(world, draft):
    plan(world)
    Visit.objects.filter(pk=draft.pk).update(shared_at=timezone.now())
    pass_days(world, 45)
    assert what_is_left(draft)["notes"] > 0
    row = DraftEnd.objects.get()
    assert (row.state, row.outcome) == ("skipped", "")


def test_what_was_quoted_in_shared_feedback_stays(world, draft):
    meeting = FeedbackMeeting.objects.get()
    FeedbackMeeting.objects.filter(pk=meeting.pk).update(shared_at=timezone.now())
    quoted = QuotedNote.objects.filter(meeting=meeting).values_list("note", flat=True)
    kept = set(quoted)
    pass_days(world, 45)
    assert set(EvidenceNote.objects.filter(visit=draft).values_list("pk", flat=True)) == kept
    assert QuotedNote.objects.filter(meeting=meeting).count() > 0


def test_a_former_coach_shares_nothing_any_more(world, draft):
    actions.choose(draft, "shared", now=timezone.now())
    world.owner.coach_assignments.update(ends_on=world.today)
    pass_days(world, 29)
    assert what_is_left(draft)["notes"] > 0
    pass_days(world, 60)
    draft.refresh_from_db()
    assert (draft.status, DraftEnd.objects.get().outcome) == ("emptied", "purged")


def test_a_device_writes_nothing_into_an_emptied_visit(world, draft):
    pass_days(world, 45)
    assert Device(world.owner).statuses(put(draft, "Late words.")) == ["rejected"]
    assert what_is_left(draft)["notes"] == 0


def test_an_emptied_visit_is_nobodys_to_edit_or_share(client, world, draft):
    pass_days(world, 45)
    client.force_login(world.owner)
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(reverse("coaching:visit_review", args=[draft.pk])).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=draft.pk).update(shared_at=timezone.now())


def test_the_page_says_what_is_coming_and_takes_the_choice(client, world, draft):
    plan(world)
    client.force_login(world.owner)
    url = reverse("coaching:draft_list")
    page = " ".join(words(client.get(url)).split())
    assert "1 visit is older than 14 days." in page
    assert "Last day: " in page
    answer = client.post(
        reverse("coaching:draft_choose", args=[draft.pk]), {"choice": "marks"}, follow=True
    )
    assert "Saved what becomes of the visit." in words(answer)
    assert DraftEnd.objects.get().choice == "marks"
    wrong = client.post(reverse("coaching:draft_choose", args=[draft.pk]), {"choice": "x"})
    assert wrong.status_code == 422
    assert "Choose what becomes of it from the list" in words(wrong)


def test_the_admin_sees_counts_and_no_name(client, world, draft):
    plan(world)
    client.force_login(world.admin)
    answer = client.get(reverse("coaching:draft_counts"))
    page = words(answer)
    assert "Tess" not in page
    assert "Olga" not in page
    assert SECRET not in page
    counts = answer.context["counts"]
    assert {name: count for name, count in counts["visits"].items() if count} == {
        "drafts": 1,
        "told": 1,
    }
    assert set(counts["feedback"].values()) == {0}


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_asks_the_same_however_many_drafts(
    client, world, count, django_assert_num_queries
):
    for _ in range(count):
        build.make_visit(world.subject, world.owner, world.days_ago(10))
    client.force_login(world.owner)
    with django_assert_num_queries(12):
        client.get(reverse("coaching:draft_list"))


@pytest.mark.parametrize("count", [5, 50])
def test_planning_asks_the_same_however_many_drafts(world, count, django_assert_num_queries):
    for _ in range(count):
        build.make_visit(world.subject, world.owner, world.days_ago(23))
    with django_assert_num_queries(13):
        plan(world)
