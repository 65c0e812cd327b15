"""Walkthroughs: one tap a look-for, no score, the teacher reads it by the next school day."""

import datetime as dt
import json

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coaching.actions import walkthrough as actions
from coaching.caseload import caseload_of
from coaching.change import what_changed
from coaching.models import EvidenceNote, LookForMark, Visit, Walkthrough
from coaching.reminders import overdue_walkthroughs, plan_reminders
from coaching.walkthroughs import longest_ago_first, teachers_for
from core import wall_clock
from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people
from notices.models import Notice
from people.models import AccessEvent, EvaluatorAssignment, Membership
from reports.activity import visit_dates
from tests.world import World

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 9)


@pytest.fixture
def world():
    return World()


def at(world, day, hour):
    return wall_clock.at(day, dt.time(hour), world.system.zone)


def start(client, person, teacher):
    client.force_login(person)
    return client.post(reverse("coaching:walkthrough_start"), {"teacher": teacher.pk})


def edit(walkthrough):
    return reverse("coaching:walkthrough_edit", args=[walkthrough.pk])


def all_seen(world):
    return {str(pk): "seen" for pk in world.form.look_fors}


def reads(person, walkthrough):
    return Walkthrough.objects.visible_to(person).filter(pk=walkthrough.pk).exists()


# --- making one -------------------------------------------------------------------------------


def test_one_tap_begins_a_walkthrough_as_what_the_person_is_to_the_teacher(client, world):
    assert start(client, world.principal, world.subject).status_code == 302
    start(client, world.evaluator, world.subject)
    rows = Walkthrough.objects.order_by("created_at").values_list("coach", "made_as", "kind")
    assert list(rows) == [
        (world.principal.pk, "principal", "walkthrough"),
        (world.evaluator.pk, "evaluator", "walkthrough"),
    ]


def test_a_school_leader_who_is_evaluator_too_comes_as_school_leader(client, world):
    people.register_evaluator(world.subject, world.principal)
    start(client, world.principal, world.subject)
    assert Walkthrough.objects.get().made_as == "principal"


def test_a_second_tap_goes_on_with_the_one_that_is_running(client, world):
    first = start(client, world.principal, world.subject)
    second = start(client, world.principal, world.subject)
    assert first.url == second.url
    assert Walkthrough.objects.count() == 1


def test_without_a_form_in_force_nothing_begins_and_the_page_says_why(client, world):
    type(world.form).objects.update(ends_on=world.today)
    response = start(client, world.principal, world.subject)
    assert response.status_code == 403
    assert "No walkthrough form is in force today" in response.content.decode()
    assert Walkthrough.objects.count() == 0


def test_before_the_first_word_the_page_says_as_whom_and_who_will_read_it(client, world):
    page = client.get(start(client, world.principal, world.subject).url).content.decode()
    assert "You are here as <strong>school leader</strong>" in page
    assert f"{world.subject.name} (teacher)" in page
    assert world.owner.name not in page
    assert world.evaluator.name not in page


def test_ending_and_sharing_keeps_marks_and_line_and_tells_the_teacher(client, world):
    url = start(client, world.principal, world.subject).url
    client.post(url, all_seen(world) | {"evidence": "14 of 20 write.", "initial-evidence": ""})
    walkthrough = Walkthrough.objects.get()
    assert walkthrough.ended_at is not None
    assert walkthrough.shared_at is not None
    assert walkthrough.values_by_look_for() == dict.fromkeys(world.form.look_fors, "seen")
    assert walkthrough.line().text == "14 of 20 write."
    assert [n.kind for n in Notice.objects.filter(to=world.subject)] == ["walkthrough_shared"]


def test_a_walkthrough_kept_for_later_is_the_makers_alone(client, world):
    url = start(client, world.principal, world.subject).url
    client.post(url, all_seen(world) | {"later": "yes"})
    walkthrough = Walkthrough.objects.get()
    assert walkthrough.ended_at is not None
    assert [name for name, person in world.people.items() if reads(person, walkthrough)] == [
        "principal"
    ]
    assert Notice.objects.count() == 0


def test_ending_with_nothing_marked_or_written_is_refused_in_words(client, world):
    url = start(client, world.principal, world.subject).url
    response = client.post(url, {"evidence": ""})
    assert response.status_code == 422
    assert actions.NOTHING_KEPT in response.content.decode()
    assert Walkthrough.objects.get().ended_at is None


def test_a_mark_saves_itself_and_the_last_one_stands(client, world):
    walkthrough = world.running_walkthrough
    client.force_login(world.principal)
    look_for = world.form.look_fors[0]
    url = reverse("coaching:walkthrough_save", args=[walkthrough.pk])
    for was, value in (("seen", "partly"), ("partly", "not_seen")):
        change = {"field": str(look_for), "value": value, "was": was}
        answer = client.post(url, json.dumps(change), content_type="application/json")
        assert answer.json()["stored"] == value
    assert walkthrough.values_by_look_for()[look_for] == "not_seen"
    assert LookForMark.objects.filter(visit=walkthrough, bank_look_for=look_for).count() == 1


def test_two_devices_writing_the_line_see_both_texts(client, world):
    walkthrough = world.running_walkthrough
    client.force_login(world.principal)
    url = reverse("coaching:walkthrough_save", args=[walkthrough.pk])
    change = {"field": "evidence", "value": "From the phone.", "was": "Something else."}
    answer = client.post(url, json.dumps(change), content_type="application/json")
    assert answer.status_code == 409
    assert answer.json()["theirs"] == walkthrough.line().text
    data = all_seen(world) | {"evidence": "From the phone.", "initial-evidence": "Something else."}
    page = client.post(edit(walkthrough), data)
    assert page.status_code == 409
    assert "From the phone." in page.content.decode()
    assert walkthrough.line().text in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [("score", "4", 404), ("first", "proficient", 422), ("evidence", "4 of 5", 422)],
)
def test_no_field_takes_a_score(client, world, field, value, status):
    client.force_login(world.principal)
    field = str(world.form.look_fors[0]) if field == "first" else field
    change = json.dumps({"field": field, "value": value, "was": "seen"})
    url = reverse("coaching:walkthrough_save", args=[world.running_walkthrough.pk])
    answer = client.post(url, change, content_type="application/json")
    assert answer.status_code == status


def test_the_database_refuses_a_mark_that_is_a_score(world):
    marks = LookForMark.objects.filter(visit=world.draft_walkthrough)
    with pytest.raises(IntegrityError), transaction.atomic():
        marks.update(value="3")
    numbers = {
        field.name
        for field in Visit._meta.get_fields()
        if field.concrete and "Integer" in field.get_internal_type()
    }
    assert numbers == {"version", "plan_changes"}


@pytest.mark.parametrize(
    "fields",
    [
        {"made_as": "coach"},
        {"kind": "informal"},
        {"walkthrough_form": None},
        {"started_at": None, "ended_at": None, "planned_on": MONDAY},
    ],
)
def test_the_database_keeps_walkthroughs_and_coaching_apart(world, fields):
    rows = Walkthrough.objects.filter(pk=world.draft_walkthrough.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**fields)


def test_a_walkthrough_begun_by_mistake_leaves_nothing(client, world):
    walkthrough = build.make_walkthrough(world.subject, world.principal, minutes=None, line="")
    client.force_login(world.principal)
    client.post(reverse("coaching:walkthrough_discard", args=[walkthrough.pk]))
    assert not Walkthrough.objects.exists()


def test_a_walkthrough_with_a_mark_is_not_thrown_away(client, world):
    client.force_login(world.principal)
    url = reverse("coaching:walkthrough_discard", args=[world.running_walkthrough.pk])
    assert "share it instead" in client.post(url, follow=True).content.decode()
    assert Walkthrough.objects.count() == 1


def test_whom_to_walk_in_on_begins_with_those_longest_ago(world):
    world.shared_walkthrough  # noqa: B018
    names = [t.name for t in longest_ago_first(teachers_for(world.principal))]
    assert names == [world.peer.name, world.subject.name]
    assert [t.made_as for t in teachers_for(world.evaluator)] == ["evaluator"]
    assert list(teachers_for(world.owner)) == []


def test_a_teacher_is_found_by_a_part_of_the_name(client, world):
    client.force_login(world.principal)
    page = client.get(reverse("coaching:walkthrough_list"), {"q": "arcen"}).content.decode()
    assert f"<strong><bdi>{world.subject.name}</bdi></strong>" in page
    assert f"<strong><bdi>{world.peer.name}</bdi></strong>" not in page


@pytest.mark.parametrize("teachers", [5, 50])
def test_the_list_asks_eight_queries(client, world, teachers, django_assert_num_queries):
    for number in range(teachers):
        teacher = people.make_teacher(world.school)
        shared_at = world.yesterday if number % 2 else None
        began = world.days_ago(2)
        build.make_walkthrough(teacher, world.principal, began, shared_at=shared_at)
    client.force_login(world.principal)
    with django_assert_num_queries(8):
        client.get(reverse("coaching:walkthrough_list"))


# --- who sees it ------------------------------------------------------------------------------


def test_the_teacher_finds_it_on_her_own_page_and_her_opening_is_kept(client, world):
    walkthrough = world.shared_walkthrough
    client.force_login(world.subject)
    for page in ("/", reverse("coaching:my_coaching")):
        assert str(walkthrough.pk) in client.get(page).content.decode()
    assert walkthrough.line().text in client.get(walkthrough.get_absolute_url()).content.decode()
    walkthrough.refresh_from_db()
    assert walkthrough.read_at is not None
    assert AccessEvent.objects.count() == 0


def test_another_leader_of_the_school_reads_it_once_shared_on_the_teachers_trail(client, world):
    deputy = people.make_principal(world.school, "Deb Deputy")
    client.force_login(deputy)
    assert client.get(world.draft_walkthrough.get_absolute_url()).status_code == 404
    client.get(world.shared_walkthrough.get_absolute_url())
    event = AccessEvent.objects.get()
    assert (event.subject, event.reader, event.record_kind, event.why) == (
        world.subject,
        deputy,
        "walkthrough",
        "school leader",
    )


def test_the_coach_reads_it_only_while_the_teacher_shows_it(client, world):
    walkthrough = world.shared_walkthrough
    assert not reads(world.owner, walkthrough)
    client.force_login(world.subject)
    client.post(reverse("coaching:walkthrough_show", args=[walkthrough.pk]))
    assert reads(world.owner, walkthrough)
    assert not reads(world.contributor, walkthrough)
    assert [n.kind for n in Notice.objects.filter(to=world.owner)] == ["walkthrough_shown"]
    client.post(reverse("coaching:walkthrough_hide", args=[walkthrough.pk]))
    assert not reads(world.owner, walkthrough)


def test_the_coachs_page_shows_what_the_teacher_shows_and_nothing_else(client, world):
    walkthrough = world.shared_walkthrough
    url = reverse("coaching:teacher_detail", args=[world.subject.pk])
    client.force_login(world.owner)
    assert "Walkthrough" not in client.get(url).content.decode()
    walkthrough.show_to(world.owner)
    assert walkthrough.get_absolute_url() in client.get(url).content.decode()


def test_showing_ends_with_the_assignment(world):
    walkthrough = world.shared_walkthrough
    walkthrough.show_to(world.owner)
    world.subject.teacher_assignments.filter(coach=world.owner).update(ends_on=world.today)
    assert not reads(world.owner, walkthrough)


def test_access_ends_with_the_relation(world):
    as_evaluator = build.make_walkthrough(
        world.subject, world.evaluator, made_as="evaluator", shared_at=timezone.now()
    )
    assert reads(world.evaluator, as_evaluator)
    EvaluatorAssignment.objects.update(ends_on=world.today)
    Membership.objects.filter(user=world.principal).update(ends_on=world.today)
    principal = get_user_model().objects.get(pk=world.principal.pk)
    assert not reads(world.evaluator, as_evaluator)
    assert not reads(principal, world.shared_walkthrough)
    assert not reads(principal, world.draft_walkthrough)


def test_the_database_shows_nothing_that_is_not_shared(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        world.draft_walkthrough.show_to(world.owner)


def test_coaching_counts_and_shows_no_walkthrough(world):
    world.shared_walkthrough.show_to(world.owner)
    line = caseload_of(world.owner)[0]
    assert line.last_visit_on is None
    assert what_changed(world.subject, world.owner) == []
    assert list(visit_dates(world.subject)) == []
    assert Visit.objects.count() == 0
    assert not EvidenceNote.objects.visible_to(world.owner).exists()


def test_a_device_of_coaching_cannot_write_into_a_walkthrough(client, world):
    people.assign(world.peer, world.principal)
    walkthrough = build.make_walkthrough(world.peer, world.principal, minutes=None)
    note = {"op_id": str(uuid7()), "op": "entry.put", "id": str(uuid7()), "seq": 2, "base_rev": 0}
    note |= {"visit": str(walkthrough.pk), "text": "Sent.", "occurred_at": "2026-11-09T15:00:00Z"}
    client.force_login(world.principal)
    body = {"schema": 1, "expected_user": str(world.principal.pk), "ops": [note]}
    url = reverse("coaching:api_sync")
    answer = client.post(url, json.dumps(body), content_type="application/json")
    assert answer.json()["results"][0]["code"] == "not_found"
    assert walkthrough.notes.count() == 1


# --- by the next school day -------------------------------------------------------------------


def test_the_maker_is_reminded_on_the_next_school_day(world):
    began = at(world, MONDAY + dt.timedelta(days=4), 10)  # a Friday
    walkthrough = build.make_walkthrough(world.subject, world.principal, began)
    plan_reminders(world.system, now=at(world, MONDAY + dt.timedelta(days=5), 12))
    assert not Notice.objects.filter(kind="walkthrough_to_share").exists()
    for _ in range(2):
        plan_reminders(world.system, now=at(world, MONDAY + dt.timedelta(days=7), 7))
    notice = Notice.objects.get(kind="walkthrough_to_share")
    assert (notice.to, notice.about_id) == (world.principal, walkthrough.pk)


def test_at_four_on_the_next_school_day_it_is_shared_by_itself(world):
    walkthrough = build.make_walkthrough(world.subject, world.principal, at(world, MONDAY, 10))
    tuesday = MONDAY + dt.timedelta(days=1)
    assert overdue_walkthroughs(world.system, now=at(world, tuesday, 15)) == []
    now = at(world, tuesday, 16)
    for _ in range(2):
        actions.share_overdue(overdue_walkthroughs(world.system, now=now), now=now)
    walkthrough.refresh_from_db()
    assert walkthrough.shared_at == now
    assert Notice.objects.filter(kind="walkthrough_shared", to=world.subject).count() == 1


def test_one_left_running_is_ended_and_shared_and_an_empty_one_taken_away(world):
    began = at(world, MONDAY, 10)
    left = build.make_walkthrough(world.subject, world.principal, began, minutes=None)
    build.make_walkthrough(world.peer, world.principal, began, minutes=None, line="")
    now = at(world, MONDAY + dt.timedelta(days=1), 16)
    actions.share_overdue(overdue_walkthroughs(world.system, now=now), now=now)
    row = Walkthrough.objects.get()
    assert (row.pk, row.ended_at, row.shared_at) == (left.pk, began, now)
