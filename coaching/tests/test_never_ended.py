"""A visit that was begun and never ended follows the course of a draft, from its start (D12)."""

import datetime as dt

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from coaching.actions import draft_end as actions
from coaching.models import DraftEnd, LookForMark, Visit
from coaching.tests.device import Device, put
from coaching.tests.test_draft_end import DAY, SECRET, pass_days, plan, told, what_is_left
from demo.builders import coaching as build
from notices.models import Notice
from people.models import Leave
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, settings, tmp_path):
    settings.ARTIFACT_DIR = tmp_path / "files"
    settings.ARTIFACT_DIR.mkdir()
    return World()


@pytest.fixture
def left_open(world):
    """Begun three weeks and a day of school ago, with a note and a mark, and never ended."""
    began = world.days_ago(22)
    visit = build.make_visit(world.subject, world.owner, began, minutes=None, notes=[SECRET])
    LookForMark.objects.create(
        school_system=world.system,
        visit=visit,
        bank_look_for_id=world.form.look_fors[0],
        marked_by=world.owner,
        value="seen",
    )
    return visit


def kept(visit):
    return Visit.objects.get(pk=visit.pk)


def choose(client, visit, choice):
    client.force_login(visit.coach)
    return client.post(reverse("coaching:draft_choose", args=[visit.pk]), {"choice": choice})


def test_its_coach_is_told_three_times_and_then_it_is_removed(world, left_open):
    pass_days(world, 45)
    visit = kept(left_open)
    assert told(world) == ["open 15", "open 22", "open 28"]
    assert set(what_is_left(visit).values()) == {0}
    assert (visit.status, visit.ended_at) == ("emptied", left_open.started_at)
    assert DraftEnd.objects.get().outcome == "purged"


def test_one_of_thirteen_days_ago_is_left_alone(world):
    build.make_visit(world.subject, world.owner, world.days_ago(13), minutes=None)
    plan(world)
    assert not DraftEnd.objects.exists()


def test_its_marks_alone_are_kept_where_the_coach_chose_so(client, world, left_open):
    assert choose(client, left_open, "marks").status_code == 302
    pass_days(world, 45)
    left = what_is_left(left_open)
    assert left.pop("marks") == 1
    assert set(left.values()) == {0}
    assert DraftEnd.objects.get().outcome == "marks"


def test_ended_by_its_coach_it_is_a_draft_with_a_drafts_days(client, world, left_open):
    plan(world)
    before = DraftEnd.objects.get().ends_on
    assert choose(client, left_open, "end").status_code == 302
    visit = kept(left_open)
    assert (visit.status, visit.ended_at) == ("draft", visit.notes.get().occurred_at)
    pass_days(world, 3)  # over a weekend, whatever day today is
    assert DraftEnd.objects.get().ends_on >= before
    assert "15" in told(world)
    pass_days(world, 45)
    assert kept(left_open).status == "emptied"


def test_where_sharing_is_the_rule_it_is_ended_first_and_shared_later(world, left_open):
    world.system.retention_drafts = "shared"
    world.system.save()
    plan(world)
    last = DraftEnd.objects.get().ends_on
    pass_days(world, (last - world.today).days + 1)
    assert (kept(left_open).status, DraftEnd.objects.get().state) == ("draft", "due")
    pass_days(world, 90)
    assert kept(left_open).status == "shared"
    assert Notice.objects.get(kind="notes_shared").to == world.subject


def test_it_cannot_be_chosen_to_be_shared_as_it_is(client, world, left_open):
    assert choose(client, left_open, "shared").status_code == 422
    assert not actions.choose(left_open, "shared", now=timezone.now())
    assert not DraftEnd.objects.filter(choice="shared").exists()


def test_ending_it_twice_changes_nothing(world, left_open):
    now = timezone.now()
    assert [actions.end_now(left_open, now=now) for _ in range(2)] == [True, False]


def test_leave_pauses_it(world, left_open):
    membership = world.owner.memberships.get()
    starts = world.today - 10 * DAY
    Leave.objects.create(school_system=world.system, membership=membership, starts_on=starts)
    pass_days(world, 60)
    assert told(world) == []
    assert kept(left_open).status == "live"


def test_ending_it_in_time_makes_what_was_told_old(world, left_open):
    plan(world)
    rows = Visit.objects.filter(pk=left_open.pk)
    rows.update(ended_at=F("started_at") + dt.timedelta(minutes=20), shared_at=timezone.now())
    pass_days(world, 45)
    assert what_is_left(left_open)["notes"] == 1
    assert DraftEnd.objects.get().state == "skipped"


def test_a_device_writes_nothing_into_it_once_it_is_emptied(world, left_open):
    pass_days(world, 45)
    assert Device(world.owner).statuses(put(left_open, "Late words.")) == ["rejected"]


def test_the_page_lists_it_with_its_own_choices(client, world, left_open):
    build.make_visit(world.subject, world.owner, minutes=None)  # runs right now
    client.force_login(world.owner)
    page = words(client.get(reverse("coaching:draft_list")))
    assert page.count("Begun and never ended.") == 1
    assert "End it now, and keep it to share" in page
    assert "Share its notes with the teacher" not in page
