"""The sync endpoint: what devices send is stored once, whole, and only in the sender's own rows."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.actions.rubric import load_starting_rubric
from coaching.models import (
    BankLookFor,
    EvidenceNote,
    LookForMark,
    NoteRevision,
    NoteTag,
    SyncOp,
    Visit,
)
from coaching.sync import batch
from coaching.tests.device import NOW, URL, Device, device, op, pair, put, school, texts, visit
from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people

__all__ = ["device", "pair", "school", "visit"]
pytestmark = pytest.mark.django_db


def counts():
    models = (Visit, EvidenceNote, NoteRevision, NoteTag, LookForMark, SyncOp)
    return {model.__name__: model.objects.count() for model in models}


def test_anybody_learns_who_is_signed_in():
    answer = Client().get(reverse("coaching:api_session"))
    assert answer.json()["user_id"] is None
    assert answer.json()["offline_key"] is None
    assert answer["X-App"] == "coach"
    assert answer["Cache-Control"] == "no-store"


def test_the_signed_in_coach_gets_a_key_that_nobody_else_gets(device, school):
    other = Device(people.make_coach(school))
    mine = device.client.get("/api/v1/session").json()
    theirs = other.client.get("/api/v1/session").json()
    assert mine["user_id"] == str(device.user.pk)
    assert mine == device.client.get("/api/v1/session").json() | {
        "server_time": mine["server_time"],
        "csrf": mine["csrf"],
    }
    assert len({mine["offline_key"], theirs["offline_key"]}) == 2


def test_signed_out_gets_401_as_json():
    answer = Client().post(URL, "{}", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"], answer["X-App"]) == (
        401,
        "application/json; charset=utf-8",
        "coach",
    )


def test_without_the_token_nothing_is_taken(pair, visit):
    client = Client(enforce_csrf_checks=True)
    client.force_login(pair[1])
    body = json.dumps(
        {"schema": 1, "expected_user": str(pair[1].pk), "ops": [put(visit, "Hands up.")]}
    )
    refused = client.post(URL, body, content_type="application/json")
    token = client.get("/api/v1/session").json()["csrf"]
    taken = client.post(URL, body, content_type="application/json", headers={"X-CSRFToken": token})
    assert (refused.status_code, refused["X-App"], taken.status_code) == (403, "coach", 200)
    assert texts(visit) == ["Hands up."]


def test_notes_are_stored_with_the_time_they_were_begun(device, visit):
    begun = NOW() - dt.timedelta(minutes=3)
    results = device.send(put(visit, "T: “Why?”", seq=4, occurred_at=begun))
    note = visit.notes.get()
    assert results[0]["status"] == "applied"
    assert results[0]["rev"] == 1
    assert (note.text, note.seq, note.occurred_at, note.author) == (
        "T: “Why?”",
        4,
        begun,
        device.user,
    )


def test_a_visit_starts_with_the_id_its_device_made(device, pair):
    visit_id, started_at = uuid7(), NOW() - dt.timedelta(minutes=1)
    start = op("visit.start", id=visit_id, teacher=pair[0].pk, started_at=started_at)
    assert device.statuses(start) == ["applied"]
    visit = Visit.objects.get()
    assert (visit.pk, visit.teacher, visit.coach, visit.started_at) == (
        visit_id,
        *pair,
        started_at,
    )
    assert visit.school == build.school_of(pair[0])
    assert (visit.kind, visit.is_late, visit.status) == ("informal", False, "live")


def test_a_whole_visit_may_come_in_one_batch(device, pair):
    visit = Visit(pk=uuid7())
    note_id = uuid7()
    start = op(
        "visit.start", id=visit.pk, teacher=pair[0].pk, started_at=NOW() - dt.timedelta(minutes=9)
    )
    tag = op("tag.add", note=note_id, priority_group="English learners")
    end = op("visit.end", visit=visit.pk, ended_at=NOW())
    assert set(device.statuses(start, put(visit, "One.", id=note_id), tag, end)) == {"applied"}
    stored = Visit.objects.get()
    assert (stored.status, stored.notes.get().tags.get().priority_group) == (
        "draft",
        "English learners",
    )


def test_the_same_batch_again_changes_no_row(device, visit):
    notes = [put(visit, f"Note {n}", seq=n) for n in range(15)]
    assert set(device.statuses(*notes)) == {"applied"}
    before = written_rows()
    assert set(device.statuses(*notes)) == {"duplicate"}
    assert written_rows() == before
    assert counts()["EvidenceNote"] == 15


def written_rows():
    """Rows of our tables written so far in this transaction (inserts, updates, deletes)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE relname LIKE 'coaching_%%' ORDER BY relname"
        )
        return cursor.fetchall()


def test_an_operation_id_with_another_body_is_refused(device, visit):
    first = put(visit, "First.")
    device.send(first)
    assert device.send(first | {"text": "Second."})[0]["code"] == "op_reused"
    assert texts(visit) == ["First."]


def test_another_persons_session_takes_nothing(device, visit, school):
    answer = device.post([put(visit, "Mine.")], expected_user=str(people.make_coach(school).pk))
    assert answer.status_code == 409
    assert counts()["SyncOp"] == counts()["EvidenceNote"] == 0


@pytest.mark.parametrize("who", ["another coach", "the teacher", "a stranger"])
def test_nobody_else_writes_into_a_visit(who, visit, pair, school):
    person = {
        "another coach": lambda: people.make_coach(school),
        "the teacher": lambda: pair[0],
        "a stranger": lambda: people.make_coach(people.make_school(people.make_system())),
    }[who]()
    ops = [
        put(visit, "Not mine."),
        op("visit.end", visit=visit.pk, ended_at=NOW()),
        op("visit.start", id=visit.pk, teacher=pair[0].pk, started_at=NOW()),
        op("visit.set", visit=visit.pk, field="lesson", value="x", based_on=""),
        op("group.set", visit=visit.pk, group="English learners", is_checked=True),
    ]
    assert [result["code"] for result in Device(person).send(*ops)] == ["not_found"] * 5
    visit.refresh_from_db()
    assert (texts(visit), visit.ended_at, visit.version) == ([], None, 1)


def test_a_guessed_id_never_touches_anothers_note(device, visit, school):
    theirs = build.make_visit(*people.make_pair(school), minutes=None)
    note = theirs.notes.first()
    before = EvidenceNote.objects.filter(visit=theirs).values()
    ops = [
        put(visit, "Stolen.", id=note.pk),
        put(visit, "Stolen.", id=note.pk, base_rev=1),
        op("entry.delete", id=note.pk, visit=visit.pk, base_rev=1),
        op("entry.delete", id=note.pk, visit=theirs.pk, base_rev=1),
        op("tag.add", note=note.pk, priority_group="English learners"),
    ]
    assert [result["code"] for result in device.send(*ops)] == ["not_found"] * 5
    assert list(before) == list(EvidenceNote.objects.filter(visit=theirs).values())
    assert NoteTag.objects.count() == 0


def test_an_id_taken_between_reading_and_writing_is_left_alone(device, visit, school, monkeypatch):
    """The upsert itself refuses rows of others; the good note beside it still lands."""
    theirs = build.make_visit(*people.make_pair(school), minutes=None)
    note = theirs.notes.first()
    monkeypatch.setitem(batch.LOADERS, "note", lambda state, row: None)
    results = device.send(put(visit, "Stolen.", id=note.pk), put(visit, "Good."))
    assert [result["status"] for result in results] == ["rejected", "applied"]
    note.refresh_from_db()
    assert (note.text, texts(visit)) == (build.NOTES[0], ["Good."])


def test_one_refused_note_does_not_hold_back_the_others(device, visit):
    notes = [put(visit, f"Note {n}", seq=n) for n in range(20)]
    notes[7]["text"] = "x" * 50_001
    results = device.send(*notes)
    assert [result["status"] for result in results].count("applied") == 19
    assert results[7]["message"] == "The note is 50,001 characters; shorten it to 50,000."
    assert len(texts(visit)) == 19


@pytest.mark.parametrize(
    "change",
    [
        {"text": "   "},
        {"seq": -1},
        {"seq": 2**40},
        {"occurred_at": "yesterday"},
        {"occurred_at": "2026-01-01T10:00:00"},
        {"occurred_at": "1970-01-01T00:00:00Z"},
        {"id": "not an id"},
        {"op": "visit.drop"},
        {"base_rev": "many"},
        {"visit": None},
        {"text": {"a": 1}},
    ],
    ids=str,
)
def test_what_is_not_a_note_is_refused_by_itself(change, device, visit):
    assert device.statuses(put(visit, "Good."), put(visit, "Bad.") | change) == [
        "applied",
        "rejected",
    ]
    assert texts(visit) == ["Good."]


def test_a_value_the_database_refuses_blocks_nothing_else(device, visit, monkeypatch):
    """Should a check here be wrong, the database's no concerns that one operation alone."""
    good, bad = put(visit, "Good."), put(visit, "Bad.")
    monkeypatch.setattr(
        "coaching.sync.notes.judgement_words_in",
        lambda text, words: ["x" * 41] if text == "Bad." else [],
    )
    assert device.statuses(good, bad) == ["applied", "rejected"]
    assert texts(visit) == ["Good."]
    assert SyncOp.objects.count() == 1


def test_nul_and_lone_surrogates_are_taken_out(device, visit):
    device.send(put(visit, "a\x00b\ud800c 🎒 O’Neal <b>"))
    assert texts(visit) == ["abc 🎒 O’Neal <b>"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"schema": 99, "expected_user": null, "ops": []}', 400),
        (b"[" * 100_000, 400),
        (b'{"schema": 1, "expected_user": null, "ops": 3}', 400),
        (b'{"schema": 1, "expected_user": null, "ops": [1]}', 400),
        (b"\xff\xfe", 400),
        (b'{"a": "' + b"x" * 300_000 + b'"}', 413),
    ],
)
def test_what_is_no_batch_is_refused_whole(body, status, device):
    answer = device.client.post(URL, body, content_type="application/json")
    assert (answer.status_code, answer["X-App"]) == (status, "coach")


def test_brackets_inside_a_note_are_text(device, visit):
    device.send(put(visit, "[" * 500 + '"\\'))
    assert texts(visit) == ["[" * 500 + '"\\']


def test_at_most_200_operations_come_at_once(device, visit):
    assert device.post([put(visit, "x") for _ in range(201)]).status_code == 413
    assert set(device.statuses(*[put(visit, "x") for _ in range(200)])) == {"applied"}


def test_judgement_words_are_found_again_on_the_server(device, visit):
    device.send(put(visit, "Great pacing; students well behaved, unwell, GREAT."))
    assert visit.notes.get().judgement_words == ["great", "well"]


def test_an_edit_keeps_what_the_note_said(device, visit):
    note_id = uuid7()
    device.send(put(visit, "First.", id=note_id))
    results = device.send(put(visit, "Second.", id=note_id, base_rev=1))
    note = visit.notes.get()
    assert (results[0]["rev"], note.rev, note.text) == (2, 2, "Second.")
    assert [(r.text, r.why) for r in note.revisions.all()] == [("First.", "replaced")]


def test_two_devices_edit_one_note_and_both_texts_are_kept(device, visit):
    note_id = uuid7()
    device.send(put(visit, "First.", id=note_id))
    device.send(put(visit, "From the laptop.", id=note_id, base_rev=1))
    tablet = put(visit, "From the tablet.", id=note_id, base_rev=1)
    results = device.send(tablet)
    assert (results[0]["status"], results[0]["code"]) == ("conflict", "edited_elsewhere")
    assert device.send(tablet)[0]["status"] == "conflict"
    note = visit.notes.get()
    assert note.text == "From the laptop."
    assert {(r.text, r.why) for r in note.revisions.all()} == {
        ("First.", "replaced"),
        ("From the tablet.", "conflict"),
    }


def test_a_deleted_note_leaves_the_visit_and_comes_back_by_undo(device, visit):
    note_id = uuid7()
    device.send(put(visit, "Oops.", id=note_id))
    assert device.send(op("entry.delete", id=note_id, visit=visit.pk, base_rev=1))[0]["rev"] == 2
    assert texts(visit) == []
    undone = device.send(put(visit, "Oops.", id=note_id, base_rev=2))
    assert undone[0]["code"] == "undeleted"
    assert texts(visit) == ["Oops."]


@pytest.mark.parametrize("first", ["edit", "delete"])
def test_an_edit_wins_over_a_delete_that_had_not_seen_it(first, device, visit):
    note_id = uuid7()
    device.send(put(visit, "Before.", id=note_id))
    edit = put(visit, "After.", id=note_id, base_rev=1)
    delete = op("entry.delete", id=note_id, visit=visit.pk, base_rev=1)
    for one in (edit, delete) if first == "edit" else (delete, edit):
        device.send(one)
    assert texts(visit) == ["After."]


def test_notes_after_sharing_are_private_additions(device, visit):
    shown_id = uuid7()
    device.send(put(visit, "Shown.", id=shown_id))
    Visit.objects.filter(pk=visit.pk).update(ended_at=NOW(), shared_at=NOW())
    results = device.send(
        put(visit, "Afterwards."),
        put(visit, "Changed.", id=shown_id, base_rev=1),
        op("entry.delete", id=shown_id, visit=visit.pk, base_rev=1),
        op("visit.end", visit=visit.pk, ended_at=NOW()),
        op("tag.add", note=shown_id, priority_group="English learners"),
    )
    assert [result.get("code") for result in results] == [None, *["shared"] * 4]
    shown = EvidenceNote.objects.get(pk=shown_id)
    assert (shown.text, shown.deleted_at) == ("Shown.", None)
    assert shown.revisions.get().text == "Changed."
    assert [n.text for n in EvidenceNote.objects.visible_to(visit.teacher)] == ["Shown."]
    assert EvidenceNote.objects.get(text="Afterwards.").is_late


def test_tags_are_sets(device, visit):
    indicators = load_starting_rubric(visit.school_system)
    note_id = uuid7()
    tags = [
        op("tag.add", note=note_id, indicator=indicators[code].pk) for code in ("QU", "TH", "QU")
    ]
    device.send(put(visit, "Why?", id=note_id), *tags)
    device.send(op("tag.remove", note=note_id, indicator=indicators["TH"].pk))
    device.send(op("tag.remove", note=note_id, indicator=indicators["TH"].pk))
    assert [tag.indicator.code for tag in NoteTag.objects.filter(note=note_id)] == ["QU"]


def test_only_things_of_the_teacher_and_the_system_are_tagged_or_marked(device, visit, school):
    other_system = people.make_system()
    theirs = load_starting_rubric(other_system)
    step = build.make_step(*people.make_pair(school))
    note_id = uuid7()
    foreign = step.look_fors.first().pk
    bank = BankLookFor.objects.filter(school_system=other_system).first().pk
    results = device.send(
        put(visit, "Why?", id=note_id),
        op("tag.add", note=note_id, indicator=theirs["QU"].pk),
        op("tag.add", note=note_id, look_for=foreign),
        op("mark.set", visit=visit.pk, look_for=foreign, value="seen"),
        op("mark.set", visit=visit.pk, bank_look_for=bank, value="seen"),
        op("tag.add", note=note_id),
    )
    assert [result["status"] for result in results] == ["applied", *["rejected"] * 5]
    assert NoteTag.objects.count() == LookForMark.objects.count() == 0


def test_marks_are_set_changed_and_taken_back(device, visit, pair):
    look_for = build.make_step(*pair).look_fors.first()
    mark = {"visit": visit.pk, "look_for": look_for.pk}
    device.send(op("mark.set", **mark, value="partly", count=3))
    device.send(op("mark.set", **mark, value="seen", count=7))
    assert [(m.value, m.count) for m in visit.marks.all()] == [("seen", 7)]
    device.send(op("mark.set", **mark, value=None))
    assert visit.marks.count() == 0


def test_fields_of_the_visit_are_saved_from_the_text_they_started_from(device, visit):
    field = {"visit": visit.pk, "field": "lesson"}
    device.send(op("visit.set", **field, value="Unit 3", based_on=""))
    late = device.send(op("visit.set", **field, value="Unit 4", based_on=""))
    device.send(
        op("visit.set", visit=visit.pk, field="mode", value="synchronous", based_on="in_person")
    )
    visit.refresh_from_db()
    assert (visit.lesson, visit.mode, late[0]["status"]) == ("Unit 3", "synchronous", "conflict")
    wrong = op("visit.set", visit=visit.pk, field="mode", value="asleep", based_on="synchronous")
    assert device.send(wrong)[0]["message"] == "Choose one from the list."


def test_check_ins_with_priority_groups_are_a_set(device, visit):
    def check(group, is_checked):
        return op("group.set", visit=visit.pk, group=group, is_checked=is_checked)

    device.send(check("B", True), check("A", True), check("A", True), check("C", True))
    device.send(check("C", False))
    visit.refresh_from_db()
    assert visit.priority_groups_checked == ["A", "B"]


def test_an_ended_visit_goes_on_within_ten_minutes(device, visit):
    device.send(op("visit.end", visit=visit.pk, ended_at=NOW()))
    assert device.statuses(op("visit.end", visit=visit.pk, ended_at=None)) == ["applied"]
    visit.refresh_from_db()
    assert visit.status == "live"
    Visit.objects.filter(pk=visit.pk).update(ended_at=NOW() - dt.timedelta(minutes=11))
    assert device.send(op("visit.end", visit=visit.pk, ended_at=None))[0]["code"] == "ended"


def test_a_planned_visit_starts_under_its_own_id(device, pair):
    planned = build.plan_visit(*pair, timezone.localdate())
    assert device.statuses(put(planned, "Too early.")) == ["rejected"]
    start = op("visit.start", id=planned.pk, teacher=pair[0].pk, started_at=NOW())
    assert device.statuses(start, put(planned, "Now.")) == ["applied", "applied"]
    assert (Visit.objects.get().status, texts(planned)) == ("live", ["Now."])


def test_a_clock_a_day_ahead_is_refused(device, visit, pair):
    far = NOW() + dt.timedelta(hours=25)
    start = op("visit.start", id=uuid7(), teacher=pair[0].pk, started_at=far)
    results = device.send(put(visit, "Later.", occurred_at=far), start)
    assert [result["code"] for result in results] == ["clock", "clock"]


@pytest.mark.parametrize("size", [5, 50])
def test_a_batch_of_any_size_and_kind_takes_six_queries(
    size, device, visit, pair, django_assert_num_queries
):
    indicators = load_starting_rubric(visit.school_system)
    look_for = build.make_step(*pair).look_fors.first()
    note_ids = [uuid7() for _ in range(size)]
    ops = [put(visit, "Great.", id=note_id) for note_id in note_ids]
    ops += [op("tag.add", note=note_id, indicator=indicators["QU"].pk) for note_id in note_ids]
    ops += [op("mark.set", visit=visit.pk, look_for=look_for.pk, value="seen")]
    ops += [op("talk.add", visit=visit.pk, kind="student", by=1) for _ in range(size)]
    ops += [op("visit.set", visit=visit.pk, field="lesson", value="Unit 3", based_on="")]
    ops += [op("visit.start", id=uuid7(), teacher=pair[0].pk, started_at=NOW())]
    ops += [op("visit.end", visit=visit.pk, ended_at=NOW())]
    with django_assert_num_queries(6):
        assert set(device.statuses(*ops)) == {"applied"}
    with django_assert_num_queries(5):
        assert set(device.statuses(*ops)) == {"duplicate"}
    assert len(texts(visit)) == size
    assert visit.talk_counts.get().count == size
