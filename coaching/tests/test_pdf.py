import datetime as dt
import io

import pikepdf
import pypdf
import pytest
from django.utils import timezone

from coaching import pdf
from coaching.models import (
    EvidenceNote,
    LookForMark,
    NoteTag,
    Plan,
    QuotedNote,
    Reflection,
    Resource,
    Response,
    Visit,
)
from demo.builders import coaching as build
from tests.hostile import HOSTILE, stored
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 15, 5, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return World()


def text_of(data):
    """What stands on the pages, bullets apart."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "\n".join(page.extract_text() for page in pages).replace("•", "")


def words(text):
    return " ".join(text.split())


def plan_text(plan, **changes):
    return words(text_of(pdf.plan_pdf(Plan.objects.get(pk=plan.pk), now=NOW, **changes)))


def visit_text(visit, reader):
    visit = Visit.objects.get(pk=visit.pk)
    return words(text_of(pdf.visit_pdf(visit, reader=reader, now=NOW)))


def in_order(text, *parts):
    """Whether the parts follow each other in the text, each once or more."""
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def structure(data):
    """The tags of the document in reading order, its title and its settings."""
    tags = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                tags.append((str(node.S), node))
            if "/K" in node:
                walk(node.K)

    document = pikepdf.open(io.BytesIO(data))
    walk(document.Root.StructTreeRoot)
    return document, tags


def respond(world, plan, text="I would like to start with second period."):
    return Response.objects.create(
        school_system=world.system, author=world.subject, plan=plan, text=text
    )


def test_both_documents_are_tagged_titled_and_say_their_language(world):
    plan, visit = world.agreed_plan(), world.shared_visit
    day = visit.started_at.astimezone(world.system.zone)
    for data, title in (
        (pdf.plan_pdf(plan, now=NOW), "Coaching plan of Tess Arceneaux, 2026–27"),
        (
            pdf.visit_pdf(visit, reader=world.owner, now=NOW),
            f"Visit record of Tess Arceneaux, {day:%b} {day.day}, {day.year}",
        ),
    ):
        document, tags = structure(data)
        root = document.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("en", True)
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        assert str(document.docinfo.Title) == title
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == title
        kinds = [kind for kind, _node in tags]
        assert kinds.count("/H1") == 1
        assert kinds.index("/H1") < kinds.index("/H2")
        assert "/Figure" not in kinds


def test_every_table_has_a_caption_and_heads_with_a_scope(world):
    world.shared_visit.notes.first().tags.create(
        school_system=world.system, indicator=world.indicators["QU"]
    )
    _document, tags = structure(pdf.visit_pdf(world.shared_visit, reader=world.owner, now=NOW))
    kinds = [kind for kind, _node in tags]
    heads = [node for kind, node in tags if kind == "/TH"]
    assert kinds.count("/Table") == kinds.count("/Caption") == 2
    assert {str(head.A.Scope) for head in heads} == {"/Row", "/Column"}
    assert len(heads) >= 9


def test_every_page_says_its_number_how_many_there_are_and_as_of_when(world):
    plan = world.draft_plan
    for number in range(8):
        build.make_step(world.subject, world.owner, f"Try {number}", plan=plan, order=number + 2)
    pages = pypdf.PdfReader(io.BytesIO(pdf.plan_pdf(plan, now=NOW))).pages
    count = len(pages)
    assert count >= 3
    for number, page in enumerate(pages, start=1):
        text = words(page.extract_text())
        assert f"Page {number} of {count}" in text
        assert "As of Tue, Nov 24, 2026, 9:05 AM CST." in text


def test_a_plans_text_reads_in_the_order_of_the_plan(world):
    plan = world.agreed_plan()
    respond(world, plan)
    text = plan_text(plan)
    assert in_order(
        text,
        "Tess Arceneaux",
        "Cypress Elementary, 2026–27",
        "Coach Olga Fontenot",
        "Status Agreed",
        "Refinement area Questioning (QU)",
        "Student need 11 of 24 students explain",
        "Goal Students explain their answers",
        "Target 20 of 24",
        "Step 1: Wait three seconds after each question.",
        "Support from the coach: model.",
        "Teacher look-fors Counts to three",
        "Student look-fors More than half",
        "Unit 3 discussion protocol (curriculum)",
        "What changed in who talks?",
        "Signing means “I took part”. It is not a rating.",
        "Olga Fontenot Coach",
        "The teacher’s response I would like to start with second period.",
    )


def test_a_draft_says_that_it_is_one_and_an_agreed_plan_does_not(world):
    assert "Draft. Not signed by both" in plan_text(world.draft_plan)
    agreed = plan_text(world.agreed_plan())
    assert "Draft" not in agreed
    assert "Personnel record: keep it private." in agreed


def test_an_agreed_plan_prints_what_was_signed_whatever_became_of_its_rows(world):
    plan = world.agreed_plan()
    signed = plan.student_need
    Plan.objects.filter(pk=plan.pk).update(student_need="Slipped in later.")
    text = plan_text(Plan.objects.get(pk=plan.pk))
    assert signed in text
    assert "Slipped in later." not in text


def test_nothing_private_to_the_pair_is_in_the_plan_on_paper(world):
    plan = world.agreed_plan()
    build.make_reflection(plan, text="CANARY reflection", shared_at=NOW)
    step = plan.steps.get()
    step.status = "practising"
    step.save()
    visit = build.make_visit(world.subject, world.owner, notes=["CANARY note"])
    build.make_feedback(visit, praise="CANARY praise", shared_at=NOW)
    text = plan_text(plan)
    assert "CANARY" not in text
    assert "Practising" not in text


def test_the_one_reflection_the_teacher_adds_is_printed(world):
    plan = world.agreed_plan()
    build.make_reflection(plan, text="Nineteen of them talk now.", is_in_record=True)
    assert "The teacher’s reflection" in plan_text(plan)
    assert "Nineteen of them talk now." in plan_text(plan)


def test_a_visit_prints_what_was_shared_in_the_order_of_the_meeting(world):
    visit, feedback = world.shared_visit, world.shared_feedback
    note = visit.notes.first()
    NoteTag.objects.create(school_system=world.system, note=note, indicator=world.indicators["QU"])
    QuotedNote.objects.create(
        school_system=world.system, meeting=feedback, note=note, part="praise"
    )
    Response.objects.create(
        school_system=world.system, author=world.subject, feedback=feedback, text="I will try."
    )
    text = visit_text(visit, world.subject)
    assert in_order(
        text,
        "Tess Arceneaux",
        "Informal visit",
        "(20 min)",
        "Feedback meeting",
        "Precise praise You had every student",
        "“Turn to your partner",
        "Probing questions What did you notice",
        "Goal Half of the class",
        "Action step Wait three seconds",
        "The lesson it applies to Unit 3, lesson 4",
        "Practiced in the meeting.",
        "The teacher’s response I will try.",
        "Evidence notes",
        "Questioning (QU)",
        "6 students write in the organizer",
    )


def test_notes_left_out_late_or_deleted_are_in_nobodys_copy(world):
    visit = world.shared_visit
    for number, fields in enumerate(
        ({"is_left_out": True}, {"is_late": True}, {"deleted_at": NOW}), start=10
    ):
        EvidenceNote.objects.create(
            school_system=world.system,
            visit=visit,
            author=world.owner,
            seq=number,
            occurred_at=visit.ended_at,
            text=f"CANARY {fields}",
            **fields,
        )
    for reader in (world.owner, world.subject):
        assert "CANARY" not in visit_text(visit, reader)


def test_feedback_that_is_not_shared_yet_is_not_in_the_copy(world):
    visit = build.make_visit(world.subject, world.owner, shared_at=NOW)
    build.make_feedback(visit, praise="CANARY praise")
    for reader in (world.owner, world.subject):
        assert "CANARY" not in visit_text(visit, reader)


def test_the_owner_coachs_copy_of_anothers_visit_has_no_feedback_of_the_other(world):
    visit = build.make_visit(world.subject, world.contributor, shared_at=NOW)
    build.make_feedback(visit, praise="CANARY praise", shared_at=NOW)
    assert "CANARY" in visit_text(visit, world.contributor)
    assert "CANARY" not in visit_text(visit, world.owner)


def test_the_coachs_marks_show_to_the_teacher_after_her_own(world):
    visit = world.shared_visit
    look_for = world.shared_step.look_fors.first()
    mark = {"school_system": world.system, "visit": visit, "look_for": look_for}
    LookForMark.objects.create(**mark, marked_by=world.owner, value="seen", count=3)
    assert "Seen (3)" in visit_text(visit, world.owner)
    assert "Seen (3)" not in visit_text(visit, world.subject)
    LookForMark.objects.create(**mark, marked_by=world.subject, value="partly")
    assert in_order(visit_text(visit, world.subject), "Coach Seen (3)", "Teacher Partly")


def test_four_hundred_notes_print_in_two_tables(world):
    visit = build.make_visit(
        world.subject, world.owner, shared_at=NOW, notes=[f"Line {n}." for n in range(400)]
    )
    text = visit_text(visit, world.owner)
    assert "part 2 of 2" in text
    assert "Line 399." in text


def test_what_people_type_is_text_on_paper_and_nothing_else(world):
    plan = world.draft_plan
    step = plan.steps.get()
    plan.student_need = "<h1>CANARY</h1><script>alert(1)</script>{{ 7|add:7 }}"
    plan.save()
    Resource.objects.create(
        school_system=world.system,
        step=step,
        title="<a href='file:///etc/passwd'>x</a>",
        link="https://example.org/?a=1&b=<img src=x>",
    )
    document, tags = structure(pdf.plan_pdf(plan, now=NOW))
    text = plan_text(plan)
    assert "<h1>CANARY</h1><script>alert(1)</script>{{ 7|add:7 }}" in text
    assert "<a href='file:///etc/passwd'>x</a> (curriculum)" in text
    assert [kind for kind, _node in tags].count("/H1") == 1
    assert all("/Annots" not in page for page in document.pages)
    assert b"/JavaScript" not in pdf.plan_pdf(plan, now=NOW)


def printable(text):
    return text.isascii() and text.isprintable() and len(text) < 2000


def test_hostile_strings_of_plain_letters_are_on_paper_as_they_were_typed(world):
    typed = [words(text) for text in HOSTILE.values() if printable(text)]
    plan = world.draft_plan
    plan.student_need = "\n".join(typed)
    plan.save()
    text = plan_text(plan).replace(" ", "")
    missing = [one for one in typed if one.replace(" ", "") not in text]
    assert missing == []
    assert len(typed) >= 60


def test_every_other_hostile_string_prints_too(world):
    plan = world.draft_plan
    others = [stored(text) for text in HOSTILE.values() if not printable(text)]
    plan.student_need = "\n".join(text for text in others if len(text) < 2000)
    plan.save()
    document, tags = structure(pdf.plan_pdf(plan, now=NOW))
    assert [kind for kind, _node in tags].count("/H1") == 1
    assert all("/Annots" not in page for page in document.pages)


def test_fifty_thousand_characters_print(world):
    plan = world.draft_plan
    plan.student_need = "word " * 10_000
    plan.save()
    document, _tags = structure(pdf.plan_pdf(plan, now=NOW))
    assert len(document.pages) > 10


def test_the_stamp_changes_when_a_new_print_would(world):
    plan = world.agreed_plan()
    before = pdf.plan_stamp(plan)
    assert pdf.plan_stamp(Plan.objects.get(pk=plan.pk)) == before
    respond(world, plan)
    answered = pdf.plan_stamp(Plan.objects.get(pk=plan.pk))
    Plan.objects.filter(pk=plan.pk).update(version=plan.version + 1)
    assert len({before, answered, pdf.plan_stamp(Plan.objects.get(pk=plan.pk))}) == 3


def test_the_stamp_changes_with_the_reflection_in_the_record(world):
    plan = world.agreed_plan()
    stamps = [pdf.plan_stamp(Plan.objects.get(pk=plan.pk))]
    rows = Reflection.objects.filter(plan=plan)
    Reflection.objects.create(
        school_system=world.system,
        author=world.subject,
        plan=plan,
        text="I wait now.",
        shared_at=NOW,
        is_in_record=True,
    )
    stamps.append(pdf.plan_stamp(Plan.objects.get(pk=plan.pk)))
    rows.update(text="I wait longer now.")
    stamps.append(pdf.plan_stamp(Plan.objects.get(pk=plan.pk)))
    assert len(set(stamps)) == 3
    rows.update(is_in_record=False)
    assert pdf.plan_stamp(Plan.objects.get(pk=plan.pk)) == stamps[0]


def test_a_visits_stamp_changes_with_its_feedback(world):
    visit = world.shared_visit
    before = pdf.visit_stamp(Visit.objects.get(pk=visit.pk))
    meeting = world.shared_feedback
    type(meeting).objects.filter(pk=meeting.pk).update(version=2)
    assert pdf.visit_stamp(Visit.objects.get(pk=visit.pk)) != before


def test_a_plan_is_printed_in_its_own_zone_whatever_the_workers(world):
    with timezone.override(dt.UTC):
        assert "As of Tue, Nov 24, 2026, 9:05 AM CST." in plan_text(world.draft_plan)
