"""What people type comes back as they typed it, from every text field, whatever it is.

120 strings (tests/hostile.py) go through the form of every text column (tests/text_fields.py), the
autosave, the sync API, the two files and the search boxes. Nothing answers 500: the client raises.
"""

import copy
import csv
import io
import itertools
import json
from datetime import timedelta
from pathlib import PurePosixPath

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.models import (
    EvidenceNote,
    LearningTargets,
    NoteTag,
    PeerVisit,
    Resource,
    Visit,
    VisitInvitation,
)
from coaching.sync.shapes import MAX_BYTES
from core.ids import uuid7
from core.text import MAX_TEXT
from demo.builders import coaching as build
from demo.builders import goal as build_goal
from demo.builders import leading as build_leading
from goals.models import DataSet
from people.files.reading import defuse
from people.files.values import plain
from people.models import Closure, CoachAssignment, ImportBatch, LibraryLink, Membership, User
from people.school_days import SchoolCalendar
from tests.hostile import HOSTILE, normal, stored
from tests.pages import form_with, typed_in, words
from tests.permission_table import PEOPLE
from tests.test_permissions import ARGS, ROWS, built_world, parts, world
from tests.text_fields import DOORS, FIELDS, NOBODY_TYPES, OWN_TESTS, text_columns

__all__ = ["built_world", "world"]
pytestmark = pytest.mark.django_db
TEXTS = list(HOSTILE.values())
# For second ways to the same column (its form has had all 120) and for search boxes.
EVERY_FOURTH = TEXTS[::4]
LIMITS = text_columns()
FORMULA_STARTS = "=+-@"
SURROGATES = dict.fromkeys(range(55296, 57344), "�")
# Lists within one text: each item has a length of its own.
ITEMS = {"people.SchoolSystem.judgement_words": 40, "people.SchoolSystem.priority_groups": 80}


def from_a_form(text):
    """The text as a browser's form sends it: half characters become U+FFFD."""
    return text.translate(SURROGATES)


def fits(column, text):
    if column in ITEMS and any(len(item.strip()) > ITEMS[column] for item in text.split(",")):
        return False
    return len(text.strip()) <= LIMITS[column]


def rounds(door, texts_of):
    """Posts in which each column's controls get the next of its texts, until all had theirs."""
    waiting = {column: iter(texts_of(column)) for column in door.columns}
    while True:
        few = {
            column: list(itertools.islice(texts, len(door.columns[column])))
            for column, texts in waiting.items()
        }
        few = {column: texts for column, texts in few.items() if texts}
        if not few:
            return
        yield few


def normally(texts):
    return [normal(text) for text in texts]


def test_every_text_column_has_a_form_or_a_reason():
    assert len(HOSTILE) == 120
    assert set(LIMITS) == {*FIELDS, *OWN_TESTS, *NOBODY_TYPES}
    assert set(OWN_TESTS.values()) <= set(globals())


def test_the_table_says_which_form_fills_which_column(world):
    found = {}
    for name, door in DOORS.items():
        for column in door.columns(world):
            found.setdefault(column, []).append(name)
    assert {column: sorted(names) for column, names in found.items()} == {
        column: sorted(names) for column, names in FIELDS.items()
    }


# Doors of one line, of several lines and of several rows, into which every text goes alone.
EACH_ALONE = {"details of a visit", "source plan", "steps of a plan"}


@pytest.mark.parametrize("name", DOORS)
def test_every_text_that_fits_comes_back(name, world):
    door = DOORS[name].open(world)
    texts_of = fitting if name in EACH_ALONE else side_by_side
    sent = 0
    for texts in rounds(door, texts_of):
        assert door.send(texts).status_code == 302, texts
        came_back = {c: normally(door.stored(c)[: len(few)]) for c, few in texts.items()}
        assert came_back == {column: normally(few) for column, few in texts.items()}
        door.go_on_from_stored()
        sent += sum(map(len, texts.values()))
    assert sent == sum(len(texts_of(column)) for column in door.columns)


def fitting(column):
    return [text for text in map(from_a_form, TEXTS) if fits(column, text)]


def side_by_side(column):
    """All that fit: alone what is trimmed, begins a formula or is long, the rest in few values."""
    alone, values, value = [], [], ""
    for text in fitting(column):
        if normal(text) != text or text[0] in FORMULA_STARTS or len(text) > 900:
            alone.append(text)
        elif fits(column, longer := f"{value} {text}".lstrip()):
            value = longer
        else:
            values.append(value)
            value = text
    return [*alone, *values, value]


def too_long(column):
    """Some of the strings that do not fit, and one that is longer than anything may be."""
    own = [text for text in map(from_a_form, TEXTS) if not fits(column, text)]
    return [*own[:: len(own) // 10 + 1], "<b>" + "é" * (MAX_TEXT - 2)]


@pytest.mark.parametrize("name", DOORS)
def test_a_text_that_does_not_fit_is_refused_and_stays_on_the_page(name, world):
    door = DOORS[name].open(world)
    before = {
        column: door.stored(column) for column in door.columns if door.columns[column][0][1]()
    }
    for texts in rounds(door, too_long):
        response = door.send(texts)
        assert response.status_code == 422, texts
        there = typed_in(response)
        typed = door.typed(texts)
        assert {c: normal(there[c]) for c in typed} == {c: normal(t) for c, t in typed.items()}
    assert {column: door.stored(column) for column in before} == before


SAVED = [name for name, door in DOORS.items() if door.autosave]


@pytest.mark.parametrize("name", SAVED)
def test_autosave_keeps_every_text(name, world):
    door = DOORS[name].open(world)
    columns = itertools.cycle(door.columns)
    for text in EVERY_FOURTH:
        column = next(columns)
        if not fits(column, text):
            continue
        response = door.save(column, text)
        assert response.status_code == 200, (column, text)
        assert normal(response.json()["stored"]) == normal(text)
        assert normal(door.stored(column)[0]) == normal(text)


@pytest.mark.parametrize("name", SAVED)
def test_autosave_refuses_what_does_not_fit_and_says_so(name, world):
    door = DOORS[name].open(world)
    for column in door.columns:
        response = door.save(column, "x" * (LIMITS[column] + 1))
        assert response.status_code == 422
        assert f"shorten it to {LIMITS[column]:,}" in response.json()["errors"][0]


# --- the sync API ---------------------------------------------------------------------------


def sync(world, *ops):
    client = Client()
    client.force_login(world.owner)
    body = {"schema": 1, "device_id": "d", "expected_user": str(world.owner.pk), "ops": ops}
    response = client.post("/api/v1/sync", json.dumps(body), content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()["results"]


def op(kind, **fields):
    return {"op_id": str(uuid7()), "op": kind, **fields}


def note(visit, text, **fields):
    fields = {"id": str(uuid7()), "base_rev": 0, "seq": 1, **fields}
    now = timezone.now().isoformat()
    return op("entry.put", visit=str(visit.pk), occurred_at=now, text=text, **fields)


def in_batches(ops):
    """Lists of operations that stay below the size of a batch."""
    batch, size = [], 0
    for one in ops:
        length = len(json.dumps(one))
        if batch and size + length > MAX_BYTES - 1000:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += length
    yield batch


def as_typed(text):
    """What a device sent, as it is stored: nothing is trimmed."""
    return stored(text).replace("\r\n", "\n").replace("\r", "\n")


def test_notes_sent_by_a_device_come_back(world):
    ops = [note(world.live_visit, text) for text in TEXTS]
    for batch in in_batches(ops):
        assert {result["status"] for result in sync(world, *batch)} == {"applied"}
    found = EvidenceNote.objects.filter(visit=world.live_visit).in_bulk()
    there = {str(pk): row.text for pk, row in found.items()}
    assert [there[one["id"]] for one in ops] == [as_typed(text) for text in TEXTS]


def test_what_a_note_said_before_comes_back(world):
    first = note(world.live_visit, "First words")
    ops = [first]
    ops += [
        note(world.live_visit, text, id=first["id"], base_rev=rev)
        for rev, text in enumerate(TEXTS, start=1)
    ]
    for batch in in_batches(ops):
        assert {result["status"] for result in sync(world, *batch)} == {"applied"}
    row = EvidenceNote.objects.get(pk=first["id"])
    before = {revision.text for revision in row.revisions.all()} | {row.text}
    assert before == {"First words", *map(as_typed, TEXTS)}


def test_levels_of_student_work_are_lines_or_refused(world):
    cycle, client = world.study_cycle, Client()
    client.force_login(world.principal)
    url = reverse("collaboration:cycle_edit", args=[cycle.pk])
    data = form_with(client.get(url), "levels") | {"reached_from": "2"}
    for text in EVERY_FOURTH:
        answer = client.post(url, data | {"levels": f"Not yet\n{from_a_form(text)}"})
        assert answer.status_code in (302, 422), text
    cycle.refresh_from_db()
    assert 2 <= len(cycle.levels) <= 6


def test_a_focus_student_is_a_code_or_is_refused(world):
    client = Client()
    client.force_login(world.subject)
    url = reverse("collaboration:focus_list", args=[world.study_cycle.pk])
    for text in TEXTS:
        assert client.post(url, {"code": from_a_form(text)}).status_code == 422, text
    assert not world.study_cycle.focus_students.exists()


def test_why_not_is_kept_as_typed(world):
    client = Client()
    client.force_login(world.owner)
    for text in EVERY_FOURTH:
        proposal = build.propose_step(world.subject, world.contributor)
        url = reverse("coaching:proposal_decline", args=[proposal.pk])
        typed = from_a_form(text)
        assert client.post(url, {"why_not": typed}).status_code == 302, text
        proposal.refresh_from_db()
        assert normal(proposal.why_not) == normal(typed)


def test_what_an_invitation_says_is_kept_as_typed(world):
    """The teacher's words and the coach's answer, through both forms."""
    teacher, coach = Client(), Client()
    teacher.force_login(world.subject)
    coach.force_login(world.owner)
    assignment = CoachAssignment.objects.get(teacher=world.subject, coach=world.owner)
    url = reverse("coaching:visit_invite", args=[assignment.pk])
    days = SchoolCalendar.of(world.school)
    for number, text in enumerate(EVERY_FOURTH, start=1):
        typed, day = from_a_form(text), days.add(world.today, number).isoformat()
        period = typed if len(typed) <= 40 else ""
        data = {"planned_on": day, "period": period, "look_for": typed}
        assert teacher.post(url, data).status_code == 302, text
        row = VisitInvitation.objects.latest("created_at")
        move = reverse("coaching:visit_invitation_move", args=[row.pk])
        assert coach.post(move, {"other_day": day, "word": typed}).status_code == 302, text
        row.refresh_from_db()
        kept = (row.period, row.look_for, row.word)
        assert [*map(normal, kept)] == [*map(normal, (period, typed, typed))]


def test_what_peers_write_is_kept_as_typed(world):
    """What a colleague is asked to look for, and what the visitor writes afterwards."""
    host, visitor = Client(), Client()
    host.force_login(world.subject)
    visitor.force_login(world.peer)
    days = SchoolCalendar.of(world.school)
    for number, text in enumerate(EVERY_FOURTH, start=1):
        typed, day = from_a_form(text), days.add(world.today, number).isoformat()
        asked = {"colleague": str(world.peer.pk), "planned_on": day, "look_for": typed}
        assert host.post(reverse("coaching:peer_visit_invite"), asked).status_code == 302, text
        row = PeerVisit.objects.latest("created_at")
        PeerVisit.objects.filter(pk=row.pk).update(
            accepted_at=timezone.now(), planned_on=world.today - timedelta(days=number)
        )
        url = reverse("coaching:peer_visit_write", args=[row.pk])
        assert visitor.post(url, {"saw": typed}).status_code == 302, text
        row.refresh_from_db()
        assert [normal(row.look_for), normal(row.saw)] == [normal(typed)] * 2


@pytest.mark.parametrize("field", ["lesson", "materials"])
def test_details_sent_by_a_device_come_back(field, world):
    """Each change starts from the text before it: it applies only where that one was kept."""
    visit = world.live_visit
    texts = ["", *(text for text in TEXTS if field == "materials" or len(text) <= 300)]
    ops = [
        op("visit.set", visit=str(visit.pk), field=field, value=text, based_on=before)
        for before, text in itertools.pairwise(texts)
    ]
    for batch in in_batches(ops):
        assert {result["status"] for result in sync(world, *batch)} == {"applied"}
    assert getattr(Visit.objects.get(pk=visit.pk), field) == as_typed(texts[-1])


def test_groups_sent_by_a_device_come_back(world):
    [made] = sync(world, first := note(world.live_visit, "Words"))
    assert made["status"] == "applied"
    short = [text for text in TEXTS if len(stored(text)) <= 80]
    visit = str(world.live_visit.pk)
    ops = [op("group.set", visit=visit, group=text, is_checked=True) for text in short]
    ops += [op("tag.add", note=first["id"], priority_group=text) for text in short]
    for batch in (ops[:100], ops[100:]):
        assert {result["status"] for result in sync(world, *batch)} == {"applied"}
    there = Visit.objects.get(pk=visit).priority_groups_checked
    tagged = NoteTag.objects.filter(note=first["id"]).values_list("priority_group", flat=True)
    assert set(there) == set(tagged) == {stored(text) for text in short}


def test_one_text_too_many_is_refused_alone(world):
    visit = str(world.live_visit.pk)
    long = "x" * (MAX_TEXT + 1)
    answers = sync(
        world,
        note(world.live_visit, "Before"),
        note(world.live_visit, long),
        op("visit.set", visit=visit, field="materials", value=long, based_on=""),
        op("visit.set", visit=visit, field="lesson", value="x" * 301, based_on=""),
        op("group.set", visit=visit, group="x" * 81, is_checked=True),
        note(world.live_visit, "After"),
    )
    statuses = [answer["status"] for answer in answers]
    assert statuses == ["applied", *["rejected"] * 4, "applied"]
    assert "shorten it to 50,000" in answers[1]["message"]


def test_words_of_any_kind_can_be_marked_as_judgement(world):
    words = [item.strip() for text in TEXTS for item in stored(text).split(",")]
    world.system.judgement_words = ",".join(word for word in words if 0 < len(word) <= 40)
    world.system.save()
    turned = [turn(text) for text in TEXTS for turn in (str.upper, str.lower, str.swapcase)]
    for batch in in_batches(note(world.live_visit, text) for text in turned):
        for part in (batch[:180], batch[180:]):
            assert {result["status"] for result in sync(world, *part)} <= {"applied"}


# --- fields with a shape of their own ---------------------------------------------------------


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_an_email_is_an_email_or_is_refused(world):
    client = signed_in(world.admin)
    url = reverse("people:person_edit", args=[world.subject.pk])
    for text in map(from_a_form, TEXTS):
        response = client.post(url, {"name": "Tess Arceneaux", "email": text})
        assert response.status_code == 422, text
        assert normal(typed_in(response)["email"]) == normal(text)
    assert User.objects.get(pk=world.subject.pk).email == world.subject.email
    for odd in ("O'Neal+x@Example.org", "a%b=c{d}|e@example.org", "=1+1@example.org"):
        assert client.post(url, {"name": "Tess", "email": odd}).status_code == 302
        assert User.objects.get(pk=world.subject.pk).email == odd.lower()


def test_a_link_is_a_link_or_is_refused(world):
    step = world.draft_plan.steps.get()
    rows = [Resource.objects.create(school_system=world.system, step=step) for _ in range(40)]
    client = signed_in(world.owner)
    url = reverse("coaching:plan_edit", args=[world.draft_plan.pk])
    for start in range(0, len(TEXTS), len(rows)):
        texts = [from_a_form(text) for text in TEXTS[start : start + len(rows)]]
        data = {"section": "resources"}
        for row, text in zip(rows, texts, strict=False):
            data |= {f"resource-{row.pk}-link": text, f"initial-resource-{row.pk}-link": ""}
        response = client.post(url, data)
        assert response.status_code == 422
        there = typed_in(response)
        for row, text in zip(rows, texts, strict=False):
            assert normal(there[f"resource-{row.pk}-link"]) == normal(text)
    assert set(step.resources.values_list("link", flat=True)) == {""}


ADDRESSES = {"http://169.254.169.254/latest/meta-data/"}  # a link like any other: nothing opens it


def test_the_link_of_a_source_plan_is_a_link_or_is_refused(world):
    plan, client = build_goal.make_source_plan(world.school), signed_in(world.principal)
    url = reverse("goals:source_plan_edit", args=[plan.pk])
    form = form_with(client.get(url), "link")
    for text in map(from_a_form, TEXTS):
        response = client.post(url, form | {"link": text})
        if not normal(text) or text in ADDRESSES:
            assert response.status_code == 302
            continue
        assert response.status_code == 422, text
        assert normal(typed_in(response)["link"]) == normal(text)
    plan.refresh_from_db()
    assert plan.link in {"", *ADDRESSES}


def test_results_are_kept_as_pasted(world):
    """Each text in every cell that takes any: kept as it is, or refused with the table as typed."""
    client, url = signed_in(world.principal), reverse("goals:data_set_add")
    day = world.today.isoformat()
    about = {"kind": "screener", "starts_on": day, "ends_on": day, "confirm": "1"}
    heads = "school\tgrade\tsubject\tstudent group\tn\t"
    for number, text in enumerate(map(from_a_form, TEXTS)):
        cell = " ".join(normal(text).replace('"', "'").split())[:18].strip()
        if not cell:
            continue
        row = "\t".join([world.school.name, cell, cell, cell, "24", "12"])
        title = f"{number} {cell}"
        table = f"{heads}Level of {cell}\n{row}"
        data = about | {"title": title, "source": cell, "table": table}
        response = client.post(url, data)
        if response.status_code == 422:
            assert normal(typed_in(response)["table"]) == normal(table)
            continue
        assert response.status_code == 302, text
        kept = DataSet.objects.get(title=title)
        point = kept.points.get()
        assert (kept.source, kept.levels) == (cell, [f"Level of {cell}"])
        assert {point.grade, point.subject, point.student_group} == {cell}


def test_each_source_of_a_need_is_kept_as_typed(world):
    need, client = build_goal.make_need(world.school), signed_in(world.principal)
    url = reverse("goals:need_edit", args=[need.pk])
    form = form_with(client.get(url), "sources")
    for text in map(from_a_form, TEXTS):
        typed = [line.strip() for line in normal(text).split("\n") if line.strip()]
        if not typed or max(map(len, typed)) > 200:
            continue
        response = client.post(url, form | {"sources": f"{normal(text)}\nUnit 3 test"})
        assert response.status_code == 302, text
        need.refresh_from_db()
        assert need.sources == [*typed, "Unit 3 test"]


def test_an_address_of_the_library_is_a_link_or_is_refused(world):
    client = signed_in(world.district)
    data = {"title": "Rubric", "kind": "rubric", "starts_on": world.today.isoformat()}
    for text in set(map(from_a_form, TEXTS)) - ADDRESSES:
        response = client.post(reverse("people:library_add"), data | {"address": text})
        assert response.status_code == 422, text
        assert normal(typed_in(response)["address"]) == normal(text)
    assert not LibraryLink.objects.exists()


def test_where_targets_are_kept_is_a_link_or_is_refused(world):
    client = signed_in(world.subject)
    url = reverse("coaching:learning_targets", args=[world.draft_plan.pk])
    for text in set(map(from_a_form, TEXTS)) - ADDRESSES - {""}:
        response = client.post(url, {"kept_at": text, "initial-kept_at": ""})
        assert response.status_code in (302, 422), text
        if response.status_code == 422:
            assert normal(typed_in(response)["kept_at"]) == normal(text)
    kept = LearningTargets.objects.get().kept_at
    assert kept in {"", *ADDRESSES}


def test_closures_keep_what_they_are_called(world):
    url = reverse("people:closures_add", args=[world.year.pk])
    client = signed_in(world.admin)
    labels = [
        from_a_form(text) for text in TEXTS if len(normal(text)) <= 100 and "\n" not in normal(text)
    ]
    days = [f"{11 + n // 28}/{1 + n % 28}/2026" for n in range(56)]
    for start in range(0, len(labels), 56):
        few = labels[start : start + 56]
        lines = "\r\n".join(f"{day} {label}" for day, label in zip(days, few, strict=False))
        response = client.post(url, {"lines": lines})
        assert response.status_code == 302, typed_in(response)
        there = Closure.objects.order_by("starts_on").values_list("label", flat=True)
        assert normally(there) == normally(few)
        Closure.objects.all().delete()


def test_a_closure_that_is_no_closure_is_refused_with_its_lines(world):
    url = reverse("people:closures_add", args=[world.year.pk])
    text = "\r\n".join(from_a_form(text) for text in TEXTS if len(text) < 9_000)
    response = signed_in(world.admin).post(url, {"lines": text})
    assert response.status_code == 422
    assert normal(typed_in(response)["lines"]) == normal(text)


# --- files ------------------------------------------------------------------------------------


def csv_of(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def upload(client, data, name="people.csv"):
    file = SimpleUploadedFile(name, data, "text/csv")
    return client.post(reverse("people:import_list"), {"file": file})


HEADINGS = ["e-mail", "name", "school", "role", "subjects"]


def test_cells_of_a_people_file_come_back(world):
    client = signed_in(world.admin)
    texts = [from_a_form(text) for text in TEXTS]
    rows = [
        [f"p{n}@example.org", *[defuse(t)] * 2, "teacher", defuse(t)] for n, t in enumerate(texts)
    ]
    response = upload(client, csv_of([HEADINGS, *rows]))
    assert response.status_code == 302
    page = client.get(response.url)
    batch = ImportBatch.objects.get()
    seen = form_value(page, "seen")
    client.post(reverse("people:import_apply", args=[batch.pk]), {"seen": seen, "typed": "0"})
    assert ImportBatch.objects.get().state == ImportBatch.State.APPLIED
    held = Membership.objects.filter(user__email__startswith="p").select_related("user", "school")
    there = {m.user.email: [m.user.name, m.subjects] for m in held if m.user.email[1].isdecimal()}
    expected = {
        f"p{n}@example.org": [plain(stored(t))] * 2
        for n, t in enumerate(texts)
        if len(plain(stored(t))) <= 150
    }
    assert there == expected
    assert len(there) > 110


def form_value(page, name):
    return typed_in(page)[name]


def test_a_caseload_file_of_such_cells_is_refused_row_by_row(world):
    client = signed_in(world.admin)
    texts = [defuse(from_a_form(text)) for text in TEXTS]
    headings = ["teacher e-mail", "coach e-mail", "owner or contributor", "start"]
    rows = [[text, text, text, text] for text in texts]
    rows += [[world.peer.email, world.owner.email, text, ""] for text in texts]
    rows += [[world.peer.email, world.owner.email, "owner", text] for text in texts]
    response = upload(client, csv_of([headings, *rows]), "caseload.csv")
    page = client.get(response.url)
    assert page.context["counts"]["errors"] == len(rows)


def test_an_uploaded_file_may_be_called_anything(world):
    client = signed_in(world.admin)
    for text in map(from_a_form, EVERY_FOURTH):
        if text.endswith("/") or not PurePosixPath(text).name:
            continue  # a browser sends the last part of a path, and here it is empty
        before = ImportBatch.objects.count()
        response = upload(client, csv_of([HEADINGS]), text)
        if ImportBatch.objects.count() == before:
            assert response.status_code == 422, text  # nothing of such a path is a name
            continue
        batch = ImportBatch.objects.order_by("-created_at", "-pk").first()
        page = client.get(response.url)
        assert one_space(batch.file_name) in one_space(words(page)), text
    assert ImportBatch.objects.count() > 20


def one_space(text):
    return " ".join(text.split())


# --- search boxes -----------------------------------------------------------------------------

SEARCHED = {
    "people:person_list": "admin",
    "people:assignment_list": "admin",
    "people:evaluator_list": "district",
    "people:invitation_list": "admin",
    "coaching:caseload": "owner",
    "coaching:plan_list": "owner",
    "reports:district_plans": "district",
}


@pytest.mark.parametrize("name", SEARCHED)
def test_a_search_for_anything_shows_what_was_looked_for(name, world):
    client = signed_in(world.people[SEARCHED[name]])
    world.agreed_plan()
    for text in EVERY_FOURTH:
        text = from_a_form(text)
        if len(text.encode()) > 4_000:
            continue  # no server takes such an address
        response = client.get(reverse(name), {"q": text})
        assert response.status_code == 200
        assert normal(typed_in(response)["q"]) == normal(text)


# Everything an address of ours may carry, and much that it may not.
ADDRESSED = ("q", "page", "before", "since", "until", "status", "state", "show", "sort", "school")
ADDRESSED += ("school_year", "teacher", "coach", "feedback", "plan", "role", "year", "grade_band")
ADDRESSED += ("field", "seen", "next", "renew", "step", "kind", "audience", "direction", "email")
PAGES = sorted({name for name in ROWS if name.startswith("GET") and 200 in ROWS[name].values()})


def test_whatever_stands_in_an_address_no_page_breaks(world):
    texts = [from_a_form(text) for text in TEXTS if len(text) < 100]
    for number, row in enumerate(PAGES):
        _method, name, key = parts(row)
        person = next(person for person in PEOPLE if ROWS[row][person] == 200)
        with transaction.atomic():
            its_world = copy.copy(world)
            url = reverse(name, kwargs=ARGS[key](its_world) if key in ARGS else {})
            client = signed_in(its_world.people[person]) if person != "anonymous" else Client()
            shift = number * len(ADDRESSED)
            given = {one: texts[(shift + n) % len(texts)] for n, one in enumerate(ADDRESSED)}
            assert client.get(url, given).status_code in (200, 204, 302, 404, 422), row
            transaction.set_rollback(True)


def test_a_resource_of_an_agenda_comes_back_a_line_each(world):
    """Each line is a title, or a title | and a link; what is no link is refused."""
    client = Client()
    client.force_login(world.contributor)
    url = reverse("meetings:agenda_edit", args=[world.tc_meeting.pk])
    data = form_with(client.get(url), "focus")
    lines = ["<b>Guide</b> & more | https://example.org/?a=1&b=2", "ملاحظة"]
    assert client.post(url, data | {"resources_practice": "\n".join(lines)}).status_code == 302
    part = world.tc_meeting.sections.get(part="practice")
    assert list(part.resources.values_list("title", "link")) == [
        ("<b>Guide</b> & more", "https://example.org/?a=1&b=2"),
        ("ملاحظة", ""),
    ]
    data = form_with(client.get(url), "focus")
    for wrong in ("Guide | javascript:alert(1)", "Guide | https://" + "a" * 600, "a" * 201):
        assert client.post(url, data | {"resources_practice": wrong}).status_code == 422
    assert part.resources.count() == 2


def test_the_link_of_a_report_is_a_link_or_is_refused(world):
    client = Client()
    client.force_login(world.subject)
    one = world.tc_held.assignments.get()
    url = reverse("meetings:assignment_report", args=[one.pk])
    for wrong in ("javascript:alert(1)", "ftp://example.org/", "https://" + "a" * 600):
        assert client.post(url, {"status": "done", "link": wrong}).status_code == 422
    assert one.reports.count() == 0
    client.post(url, {"status": "done", "link": "https://example.org/?a=1&b=2"})
    assert one.reports.get().link == "https://example.org/?a=1&b=2"


def test_the_link_of_an_action_is_a_link_or_is_refused(world):
    client = Client()
    client.force_login(world.principal)
    marks = world.school_ilt.stage_marks
    url = reverse("ilt:stage_action", args=[world.school_ilt.pk, "1g"])
    for wrong in ("javascript:alert(1)", "ftp://example.org/", "https://" + "a" * 600):
        assert client.post(url, {"status": "partial", "link": wrong}).status_code == 422
    assert marks.count() == 0
    client.post(url, {"status": "partial", "link": "https://example.org/?a=1&b=2"})
    assert marks.get().link == "https://example.org/?a=1&b=2"


def test_why_nothing_is_promised_is_kept_as_typed(world):
    client = Client()
    client.force_login(world.principal)
    for text in EVERY_FOURTH:
        if len(text) > 200 or not normal(text):
            continue
        review = build_leading.make_review(world.system, world.school)
        url = reverse("ilt:review_hold", args=[review.pk])
        data = {"no_steps_because": stored(text)}
        assert client.post(url, data).status_code == 302
        review.refresh_from_db()
        assert normal(review.no_steps_because) == normal(text)
        review.delete()


def test_look_fors_of_a_walk_are_kept_as_typed(world):
    client = Client()
    client.force_login(world.principal)
    walk = build_leading.make_walk(world.school_ilt, world.school)
    url = reverse("ilt:walk_edit", args=[walk.pk])
    lines = [stored(text) for text in TEXTS if len(text) <= 300 and len(text.splitlines()) == 1]
    data = {"focus": walk.focus, "walked_on": "2026-10-06", "typed": "\n".join(lines)}
    assert client.post(url, data).status_code == 302
    kept = {normal(text).casefold() for text in walk.look_fors.values_list("text", flat=True)}
    assert kept == {normal(text).casefold() for text in lines if normal(text)}
