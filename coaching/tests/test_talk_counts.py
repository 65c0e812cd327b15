"""Talk counts: added one by one whatever is repeated, read like the visit's notes, no trace where
the school has no talk counters."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coaching import pdf
from coaching.models import TalkCount, Visit
from coaching.shown import Shown
from coaching.tests.device import Device, op
from coaching.tests.test_pdf import visit_text
from demo.builders import coaching as build
from people.actions.feature import switch_off, switch_on
from people.models import Feature, School
from reports.about_me import AboutMe
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
BOTH_OFF = (Feature.TALK_COUNTERS, Feature.INTERVAL_PROMPT)
IN_A_LINE = "Counted: teacher talk 12 times, student talk 1 time."
IN_FACTS = ("Teacher talkCounted 12 times", "Student talkCounted 1 time")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def device(world):
    return Device(world.owner)


def tap(visit, kind="student", by=1):
    return op("talk.add", visit=visit.pk, kind=kind, by=by)


def counts(visit):
    return dict(TalkCount.objects.filter(visit=visit).values_list("kind", "count"))


def page_of(client, user, name, visit):
    client.force_login(user)
    return " ".join(words(client.get(reverse(f"coaching:{name}", args=[visit.pk]))).split())


def facts_of(client, user, visit):
    page = page_of(client, user, "visit_detail", visit)
    return [fact in page for fact in IN_FACTS]


def switched_off(world):
    for feature in BOTH_OFF:
        switch_off(feature, School.objects.filter(pk=world.school.pk))


# --- sending ----------------------------------------------------------------------------------


def test_each_tap_adds_one_and_can_be_taken_back(device, world):
    visit = world.live_visit
    taps = [tap(visit), tap(visit), tap(visit, "teacher"), tap(visit, by=-1), tap(visit)]
    assert [answer["count"] for answer in device.send(*taps)] == [1, 2, 1, 1, 2]
    assert counts(visit) == {"teacher": 1, "student": 2}
    device.send(tap(visit, "teacher", by=-1))
    assert counts(visit) == {"teacher": 0, "student": 2}


def test_two_devices_count_together(device, world):
    visit, other = world.live_visit, Device(world.owner)
    for sender in (device, other, device):
        sender.send(tap(visit), tap(visit))
    assert counts(visit) == {"student": 6}


def test_what_is_sent_again_counts_once_and_is_answered_with_what_stands_now(device, world):
    visit = world.live_visit
    first, second = tap(visit), tap(visit)
    device.send(first, second)
    device.send(tap(visit))
    answers = device.send(first, second, first)
    assert [(answer["status"], answer["count"]) for answer in answers] == [("duplicate", 3)] * 3
    assert counts(visit) == {"student": 3}


def test_nothing_is_counted_below_zero(device, world):
    visit = world.live_visit
    assert device.send(tap(visit, by=-1))[0]["count"] == 0
    device.send(tap(visit), tap(visit, by=-1), tap(visit, by=-1), tap(visit))
    assert counts(visit) == {"student": 1}


@pytest.mark.parametrize("change", [{"by": 2}, {"by": 0}, {"by": "1"}, {"kind": "noise"}])
def test_only_one_is_added_or_taken_back_of_a_known_kind(device, world, change):
    answers = device.send(tap(world.live_visit) | change, tap(world.live_visit))
    assert [answer["status"] for answer in answers] == ["rejected", "applied"]
    assert counts(world.live_visit) == {"student": 1}


def test_a_visit_of_another_coach_is_not_counted_and_not_told_of(device, world):
    visit = build.make_visit(world.subject, world.contributor, minutes=None)
    build.count_talk(visit)
    answer = device.send(tap(visit))[0]
    assert (answer["status"], answer["code"], "count" in answer) == ("rejected", "not_found", False)
    assert counts(visit) == {"teacher": 12, "student": 31}


def test_shared_planned_and_emptied_visits_are_not_counted(device, world):
    emptied = build.make_visit(world.subject, world.owner, world.days_ago(40))
    Visit.objects.filter(pk=emptied.pk).update(emptied_at=timezone.now())
    answers = device.send(tap(world.shared_visit), tap(world.planned_visit), tap(emptied))
    assert [answer["code"] for answer in answers] == ["shared", "not_found", "not_found"]
    assert TalkCount.objects.count() == 0


def test_an_ended_visit_that_is_not_shared_still_takes_what_the_device_kept(device, world):
    assert device.statuses(tap(world.draft_visit)) == ["applied"]
    assert counts(world.draft_visit) == {"student": 1}


def test_a_count_changes_the_version_of_its_visit(device, world):
    before = Visit.objects.get(pk=world.live_visit.pk).version
    device.send(tap(world.live_visit), tap(world.live_visit))
    assert Visit.objects.get(pk=world.live_visit.pk).version == before + 1


@pytest.mark.parametrize("change", [{"count": -1}, {"kind": "noise"}, {"kind": "student"}])
def test_the_database_keeps_one_count_of_each_kind_from_zero_up(world, change):
    fields = {"school_system": world.system, "visit": world.draft_visit}
    TalkCount.objects.create(**fields, kind="student", count=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        TalkCount.objects.create(**fields | {"kind": "teacher", "count": 1} | change)


# --- reading ----------------------------------------------------------------------------------


def test_the_coach_reads_them_in_the_review_and_the_teacher_once_the_visit_is_shared(client, world):
    visit = world.draft_visit
    build.count_talk(visit, 12, 1)
    assert IN_A_LINE in page_of(client, world.owner, "visit_review", visit)
    assert facts_of(client, world.owner, visit) == [True, True]
    assert list(TalkCount.objects.visible_to(world.subject)) == []
    Visit.objects.filter(pk=visit.pk).update(shared_at=timezone.now())
    assert facts_of(client, world.subject, visit) == [True, True]


def test_the_teacher_of_a_running_announced_visit_reads_no_count(client, world):
    visit = world.live_visit
    build.count_talk(visit, 12, 1)
    Visit.objects.filter(pk=visit.pk).update(is_announced=True)
    assert "Student talk" not in page_of(client, world.subject, "visit_detail", visit)
    assert "Student talk" in page_of(client, world.owner, "visit_detail", visit)


def test_nobody_but_the_two_reads_a_count(world):
    build.count_talk(world.draft_visit)
    build.count_talk(world.shared_visit)
    readers = {
        name: TalkCount.objects.visible_to(person).count()
        for name, person in world.people.items()
        if person
    }
    assert {name: count for name, count in readers.items() if count} == {"owner": 4, "subject": 2}


@pytest.mark.parametrize(("level", "count"), [("nothing", 0), ("steps", 0), ("feedback", 2)])
def test_a_new_owner_reads_them_where_the_teacher_lets_feedback_go_along(world, level, count):
    build.count_talk(world.shared_visit)
    build.count_talk(world.draft_visit)
    world.handed_over(level)
    assert TalkCount.objects.visible_to(world.former).count() == count


def test_the_check_page_and_the_feedback_show_them(client, world):
    meeting = world.draft_feedback
    build.count_talk(meeting.visit, 12, 1)
    assert IN_A_LINE in page_of(client, world.owner, "feedback_check", meeting)
    build.count_talk(world.shared_visit, 12, 1)
    page = page_of(client, world.subject, "feedback_detail", world.shared_feedback)
    assert IN_A_LINE in page


def test_feedback_is_checked_anew_where_a_count_has_changed(world):
    meeting = world.draft_feedback
    before = Shown.of(meeting).fingerprint()
    build.count_talk(meeting.visit)
    assert Shown.of(meeting).fingerprint() != before


def test_the_pdf_has_them_as_plain_counts_for_both(world):
    build.count_talk(world.shared_visit, 12, 1)
    for reader in (world.owner, world.subject):
        text = visit_text(world.shared_visit, reader)
        assert "Teacher talk Counted 12 times Student talk Counted 1 time" in text


def test_where_nothing_was_counted_nothing_is_said(client, world):
    build.count_talk(world.draft_visit, 0, 0)
    assert "Counted" not in page_of(client, world.owner, "visit_review", world.draft_visit)
    assert "Student talk" not in page_of(client, world.owner, "visit_detail", world.draft_visit)


# --- a school without them --------------------------------------------------------------------


def test_a_new_school_has_neither(world):
    school = School.objects.create(school_system=world.system, name="New School")
    assert [getattr(school, feature.column) for feature in BOTH_OFF] == [None, None]


def test_a_school_without_them_sees_no_trace(client, world, device):
    shared, live = world.shared_visit, world.live_visit
    for visit in (shared, live, world.draft_visit):
        build.count_talk(visit)
    switched_off(world)
    page = page_of(client, world.owner, "visit_live", live)
    traces = ("eacher talk", '"talk"', "Looked round")
    assert [trace in page for trace in traces] == [False] * 3
    places = [
        (world.owner, "visit_review", world.draft_visit),
        (world.owner, "visit_detail", shared),
        (world.subject, "visit_detail", shared),
        (world.subject, "feedback_detail", world.shared_feedback),
    ]
    assert ["tudent talk" in page_of(client, *place) for place in places] == [False] * 4
    assert "Student talk" not in visit_text(shared, world.owner)


def test_both_are_on_the_live_page_where_the_school_has_them(client, world):
    page = page_of(client, world.owner, "visit_live", world.live_visit)
    assert [word in page for word in ("Teacher talk", "Looked round")] == [True, True]


def test_what_a_device_kept_is_stored_and_shows_again_once_they_are_on(client, world, device):
    switched_off(world)
    assert device.statuses(tap(world.draft_visit)) == ["applied"]
    before = page_of(client, world.owner, "visit_review", world.draft_visit)
    switch_on(Feature.TALK_COUNTERS, School.objects.all(), today=world.today)
    after = page_of(client, world.owner, "visit_review", world.draft_visit)
    found = [
        "Counted: teacher talk 0 times, student talk 1 time." in text for text in (before, after)
    ]
    assert found == [False, True]


def test_a_pdf_is_made_anew_once_they_are_switched(world):
    build.count_talk(world.shared_visit)
    stamps = [pdf.visit_stamp(Visit.objects.get(pk=world.shared_visit.pk))]
    switched_off(world)
    stamps.append(pdf.visit_stamp(Visit.objects.get(pk=world.shared_visit.pk)))
    assert stamps[0] != stamps[1]


# --- keeping ----------------------------------------------------------------------------------


def held_of(person):
    sections = AboutMe(person, timezone.now()).sections()
    return {section.title: section.rows for section in sections}


@pytest.mark.parametrize("is_on", [True, False])
def test_they_are_in_everything_about_the_teacher_once_they_are_hers_to_read(world, is_on):
    build.count_talk(world.shared_visit)
    build.count_talk(world.draft_visit)
    if not is_on:
        switched_off(world)
    rows = held_of(world.subject)["Talk counted in visits to you"]
    assert [row[1:] for row in rows] == [["Teacher talk", "12"], ["Student talk", "31"]]
    assert "Talk counted in visits to you" not in held_of(world.owner)
