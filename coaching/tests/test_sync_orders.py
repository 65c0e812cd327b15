"""Whatever order devices' batches arrive in, and however often: the same notes, the same texts."""

import datetime as dt
import hashlib
import json
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coaching.actions.sync import sync
from coaching.models import EvidenceNote, LookForMark, NoteRevision, NoteTag, TalkCount, Visit
from coaching.sync.shapes import read_op
from demo.builders import coaching as build
from demo.builders import people

pytestmark = pytest.mark.django_db(transaction=True)
NOTES = 3
TEXTS = ("a", "b", "c", "d")
START = dt.datetime(2026, 9, 14, 15, 0, tzinfo=dt.UTC)

edits = st.tuples(st.just("put"), st.integers(0, NOTES - 1), st.sampled_from(TEXTS))
deletes = st.tuples(st.just("delete"), st.integers(0, NOTES - 1), st.none())
tags = st.tuples(st.just("tag"), st.integers(0, NOTES - 1), st.booleans())
marks = st.tuples(st.just("mark"), st.just(0), st.sampled_from(("seen", "partly", None)))
fields = st.tuples(st.just("group"), st.just(0), st.booleans())
taps = st.tuples(st.just("talk"), st.just(0), st.booleans())
streams = st.lists(st.one_of(edits, deletes, tags, marks, fields, taps), max_size=6)


class Device:
    """A device that follows the protocol: it sends in order, names the revision it last heard of,
    and sends a batch again, unchanged, until it has been answered."""

    def __init__(self, name, coach, visit, look_for, wishes):
        self.name, self.coach, self.visit, self.look_for = name, coach, visit, look_for
        self.revs = dict.fromkeys(range(NOTES), 1)
        self.wishes = list(wishes)
        self.unanswered = []
        self.counted = 0

    def batch(self, size):
        """The next operations: what was not answered first, then one for each note at most."""
        while self.wishes and len(self.unanswered) < size:
            waiting = {number for number, _ in self.unanswered}
            if self.wishes[0][1] in waiting:
                break
            kind, number, value = self.wishes.pop(0)
            self.unanswered.append((number, self._op(kind, number, value)))
        return [raw for _, raw in self.unanswered]

    def hear(self, answers):
        for (number, raw), answer in zip(self.unanswered, answers, strict=True):
            if raw["op"].startswith("entry"):
                self.revs[number] = answer.get("rev", self.revs[number])
        self.unanswered = []

    def _talk(self, value):
        """Count once more, or take back one that this device counted."""
        by = 1 if value or not self.counted else -1
        self.counted += by
        return {"op": "talk.add", "visit": str(self.visit.pk), "kind": "student", "by": by}

    def _op(self, kind, number, value):
        if kind == "talk":
            return {"op_id": str(uuid.uuid4())} | self._talk(value)
        note, visit = str(note_id(number)), str(self.visit.pk)
        body = {
            "put": {"op": "entry.put", "id": note, "visit": visit, "seq": number, "text": value}
            | {"base_rev": self.revs[number], "occurred_at": START.isoformat()},
            "delete": {"op": "entry.delete", "id": note, "visit": visit}
            | {"base_rev": self.revs[number]},
            "tag": {"op": "tag.add" if value else "tag.remove", "note": note}
            | {"priority_group": self.name},
            "mark": {"op": "mark.set", "visit": visit, "look_for": str(self.look_for.pk)}
            | {"value": value},
            "group": {"op": "group.set", "visit": visit, "group": self.name, "is_checked": value},
        }[kind]
        return {"op_id": str(uuid.uuid4())} | body


def note_id(number):
    return uuid.UUID(int=number + 1)


def send(coach, raw_ops):
    sent = [
        (read_op(raw)[0], hashlib.sha256(json.dumps(raw).encode()).hexdigest()) for raw in raw_ops
    ]
    return sync(coach, sent, now=START)


def outcome(visit):
    """What the visit holds: for each note whether it is there, its tags, and all of its texts."""
    notes = {}
    for note in EvidenceNote.objects.filter(visit=visit).prefetch_related("revisions", "tags"):
        texts = {note.text} | {revision.text for revision in note.revisions.all()}
        groups = {tag.priority_group for tag in note.tags.all()}
        notes[note.seq] = (note.deleted_at is None, frozenset(texts), frozenset(groups))
    values = {mark.look_for_id: mark.value for mark in LookForMark.objects.filter(visit=visit)}
    groups = set(Visit.objects.get(pk=visit.pk).priority_groups_checked)
    return notes, values, groups, sum(visit.talk_counts.values_list("count", flat=True))


@pytest.fixture
def scene():
    """A coach, a live visit, and two look-fors: one for each device to mark."""
    teacher, coach = people.make_pair(people.make_school(people.make_system()))
    visit = build.make_visit(teacher, coach, START, minutes=None, notes=())
    look_fors = list(build.make_step(teacher, coach).look_fors.all())
    return coach, visit, look_fors


def begin_anew(coach, visit):
    """Three notes that say "o", on the server and on both devices."""
    for model in (NoteTag, LookForMark, NoteRevision, EvidenceNote, TalkCount):
        model.objects.all().delete()
    Visit.objects.filter(pk=visit.pk).update(priority_groups_checked=[])
    EvidenceNote.objects.bulk_create(
        EvidenceNote(
            id=note_id(number),
            school_system_id=visit.school_system_id,
            visit=visit,
            author=coach,
            seq=number,
            occurred_at=START,
            text="o",
        )
        for number in range(NOTES)
    )


def play(scene, wishes, turns):
    """Let two devices send as `turns` says: (who, how many, whether the answer gets lost)."""
    coach, visit, look_fors = scene
    begin_anew(coach, visit)
    devices = [
        Device(f"device {n}", coach, visit, look_fors[n], wishes[n]) for n in range(len(wishes))
    ]
    for who, size, is_lost in turns:
        _exchange(coach, devices[who], size, is_lost)
    for device in devices:
        while device.wishes or device.unanswered:
            _exchange(coach, device, 5, is_lost=False)
    return outcome(visit)


def _exchange(coach, device, size, is_lost):
    raw = device.batch(size)
    answers = send(coach, raw)
    if not is_lost:
        device.hear(answers)


turn = st.tuples(st.integers(0, 1), st.integers(1, 5), st.booleans())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wishes=streams, turns=st.lists(st.tuples(st.just(0), st.integers(1, 5), st.booleans())))
def test_lost_answers_and_cuts_between_batches_change_nothing(scene, wishes, turns):
    """One device: its stream, cut anywhere and repeated any number of times, ends the same."""
    assert play(scene, [wishes], turns) == play(scene, [wishes], [])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=streams, second=streams, turns=st.lists(turn, max_size=12))
def test_no_text_is_dropped_whatever_two_devices_do_at_once(scene, first, second, turns):
    """Two devices: every text ever written is still there, and sets merge."""
    notes, values, groups, talk = play(scene, [first, second], turns)
    for number in range(NOTES):
        written = {v for k, n, v in (*first, *second) if k == "put" and n == number}
        assert notes[number][1] == {"o"} | written
        last = [{n: v for k, n, v in s if k == "tag"}.get(number) for s in (first, second)]
        assert notes[number][2] == {f"device {n}" for n in (0, 1) if last[n]}
    for n, stream in enumerate((first, second)):
        marked = {k: v for k, _, v in stream if k in ("mark", "group")}
        assert values.get(scene[2][n].pk) == marked.get("mark")
        assert (f"device {n}" in groups) == bool(marked.get("group"))
    assert talk == counted_in(first) + counted_in(second)


def counted_in(stream):
    """How often one device counted talk, less what it took back."""
    count = 0
    for kind, _, value in stream:
        if kind == "talk":
            count += 1 if value or not count else -1
    return count


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=st.lists(edits, max_size=4),
    number=st.integers(0, NOTES - 1),
    orders=st.tuples(st.lists(turn, max_size=8), st.lists(turn, max_size=8)),
)
def test_the_order_of_arrival_does_not_matter(scene, first, number, orders):
    """One device writes, another deletes a note it never saw edited: any order ends the same."""
    wishes = [first, [("delete", number, None)]]
    ends = [play(scene, wishes, turns)[0] for turns in orders]
    assert ends[0] == ends[1]
    assert ends[0][number][0] == (number in {n for _, n, _ in first})
