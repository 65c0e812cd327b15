"""Whatever people type only ever shows: nothing of it lives in a page, a mail, a PDF or a file."""

import collections
import copy
import csv
import email
import email.policy
import io
import re
import zipfile

import lxml.etree
import pikepdf
import pypdf
import pytest
import tinyhtml5
from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching import pdf
from coaching.models import Plan, PlanSnapshot, Resource, Response, Visit
from coaching.plan_record import live_record, with_record
from collaboration.models import StudyCycle
from core.tests.test_pdf import listener
from meetings.models import Meeting
from notices import emails
from notices.models import Digest, Notice
from people.files import export
from people.files.reading import restore
from people.models import ImportBatch, Membership, School, SchoolSystem, User
from reports import archive
from tests.hostile import HEADERS, HOSTILE, LONG, stored
from tests.pages import every, skeleton, tree_of
from tests.permission_table import PEOPLE
from tests.test_permissions import ARGS, DATA, ROWS, built_world, parts, world
from tests.text_fields import FIELDS, text_columns

__all__ = ["built_world", "listener", "world"]
pytestmark = pytest.mark.django_db
LIMITS = text_columns()
SHORT = [stored(text) for text in HOSTILE.values() if text not in LONG]
ON_ONE_LINE = [text for text in SHORT if len(text.splitlines()) == 1]
# Rows that are told apart by these: only the first is given the text.
UNIQUE = {"people.School.name", "people.SchoolYear.name", "people.Term.name"}
UNIQUE |= {"people.Team.name", "coaching.Indicator.code"}
# Texts that the database takes only beside something else: the rows that have it.
ONLY_BESIDE = {
    "ilt.Insight.answer": Q(seen_by__isnull=False),
    "ilt.PromisedStep.outcome": ~Q(status=""),
    "ilt.ReviewEntry.answer": Q(answered_by__isnull=False),
}


def harmless(text):
    """As long as `text`, with its spaces, commas and line ends, and nothing else of it."""
    return re.sub(r"[^\s,]", "a", text)


def fill(model, texts):
    """Every row of a model gets the texts; in columns where rows must differ, one of them."""
    rows = model.objects.order_by()
    alone = {name: texts.pop(name) for name in [*texts] if f"{model._meta.label}.{name}" in UNIQUE}
    if alone:
        rows.filter(pk__in=model.objects.order_by("pk").values("pk")[:1]).update(**alone)
    for name in [name for name in texts if f"{model._meta.label}.{name}" in ONLY_BESIDE]:
        rows.filter(ONLY_BESIDE[f"{model._meta.label}.{name}"]).update(**{name: texts.pop(name)})
    if texts:
        rows.update(**texts)


def fill_everything(turn, *, is_harmless):
    """Every typed column: long ones get all strings, short ones another string each turn."""
    by_model = collections.defaultdict(dict)
    for number, column in enumerate(FIELDS):
        limit = LIMITS[column]
        fitting = [text for text in ON_ONE_LINE if len(text) <= limit]
        text = fitting[(turn * 7 + number) % len(fitting)]
        if limit > 1000 and not column.startswith("people.SchoolSystem"):
            text = " ".join(ON_ONE_LINE)
        label, name = column.rsplit(".", 1)
        by_model[apps.get_model(label)][name] = harmless(text) if is_harmless else text
    for model, texts in by_model.items():
        fill(model, texts)
    # A meeting about something else than its cycle says so: here all are about the same.
    StudyCycle.objects.update(title=by_model[Meeting]["focus"])
    Resource.objects.update(link="https://example.org/%22%3E%3Cscript%3E?a='b'&c=<d>")
    for snapshot in PlanSnapshot.objects.all():
        plan = with_record(Plan.objects.filter(pk=snapshot.plan_id)).get()
        PlanSnapshot.objects.filter(pk=snapshot.pk).update(
            content=snapshot.content | _texts_of(live_record(plan))
        )


def _texts_of(record):
    """What a record says, without the states it had when it was frozen."""
    states = {"status", "status_label", "completed_at", "agreed_at", "signatures"}
    return {key: value for key, value in record.items() if key not in states}


PAGES = sorted(row for row in ROWS if row.startswith("GET") and 200 in ROWS[row].values())


def page(row, world, turn, *, is_harmless):
    """The page as its first reader gets it, with every column filled; then all is undone."""
    _method, name, key = parts(row)
    person = next(person for person in PEOPLE if ROWS[row][person] == 200)
    world = copy.copy(world)
    client = Client()
    with transaction.atomic():
        url = reverse(name, kwargs=ARGS[key](world) if key in ARGS else {})
        fill_everything(turn, is_harmless=is_harmless)
        if person != "anonymous":
            client.force_login(User.objects.get(pk=world.people[person].pk))
        response = client.get(url, DATA[row](world) if row in DATA else {})
        transaction.set_rollback(True)
    return response


def shape(response):
    return collections.Counter((tag, tuple(attributes)) for tag, attributes in skeleton(response))


ADDRESSES = ("href", "src", "action", "formaction", "hx-get", "hx-post", "data", "srcdoc")
LIVING = re.compile(r"^\s*(javascript|data|vbscript|file):|^\s*//|^\s*\\\\", re.IGNORECASE)


def addresses(response):
    """Every address on a page that could be gone to: all but pictures that stand in the page."""
    return [
        element.get(name)
        for element in tree_of(response).iter()
        for name in ADDRESSES
        if element.get(name) is not None and not is_picture(element, name)
    ]


def is_picture(element, name):
    """The code for an authenticator app, drawn by us; a browser runs nothing in an `img`."""
    is_drawn = element.get(name).startswith("data:image/svg+xml;base64,")
    return name == "src" and element.tag.endswith("}img") and is_drawn


@pytest.mark.parametrize("turn", [0, 1])
def test_no_page_is_built_differently_by_what_people_typed(turn, world):
    differ, living, shown = {}, {}, 0
    for row in PAGES:
        hostile = page(row, world, turn, is_harmless=False)
        if not hostile["Content-Type"].startswith("text/html"):
            continue
        assert hostile.status_code == 200, row
        benign = shape(page(row, world, turn, is_harmless=True))
        if shape(hostile) != benign:
            differ[row] = (shape(hostile) - benign, benign - shape(hostile))
        if found := [one for one in addresses(hostile) if LIVING.match(one)]:
            living[row] = found
        shown += "&lt;" in hostile.content.decode()
    assert (differ, living) == ({}, {})
    assert shown > 40


# --- mail -------------------------------------------------------------------------------------


def parsed(message):
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def kinds_of_mail(world):
    """One mail of its own, one of the day, and a security one."""
    meeting = world.shared_feedback
    day = timezone.localdate()
    common = {"school_system": world.system, "to": world.subject, "due_at": timezone.now()}
    notice = Notice(kind="feedback_shared", about_id=meeting.pk, **common)
    digest = Digest(day=day, **common)
    yield emails.notice_mail(notice, meeting)
    yield emails.daily_mail(digest, [(notice, meeting), (notice, meeting)])
    reset = Notice(kind="password_reset", about_id=world.subject.pk, **common)
    yield emails.notice_mail(reset, world.subject)


def mail_shape(message):
    """Headers, parts, and what the HTML part is built of."""
    mail = parsed(message)
    html = mail.get_body(("html",)).get_content()
    return {
        "headers": sorted(mail.keys()),
        "parts": [part.get_content_type() for part in mail.walk()],
        "to": mail["To"],
        "html": [(e.tag, sorted(e.attrib)) for e in tinyhtml5.parse(html).iter()],
        "links": [e.get("href") for e in every(tinyhtml5.parse(html), "a")][:1],
    }


def test_no_mail_is_built_differently_by_a_name(world):
    def shapes(text):
        world.subject.name = text[:150].strip() or "a"
        world.system.name = text[:200].strip() or "a"
        return [mail_shape(message) for message in kinds_of_mail(world)]

    plain = shapes("Tess Arceneaux")
    for mail in plain:
        mail["links"] = mail["links"][:1]
    for text in [*SHORT, *HEADERS]:
        for mail, expected in zip(shapes(text), plain, strict=True):
            same = ("headers", "parts", "to", "html")
            assert {key: mail[key] for key in same} == {key: expected[key] for key in same}, text


def test_a_subject_is_one_line_of_our_own_words(world):
    for text in SHORT:
        world.subject.name = world.owner.name = world.system.name = text
        for message in kinds_of_mail(world):
            subject = parsed(message)["Subject"]
            assert "\n" not in subject
            assert "\r" not in subject


# --- PDF --------------------------------------------------------------------------------------


def reaching_out(port):
    """Texts that would fetch something if they lived."""
    there = f"http://127.0.0.1:{port}"
    return [
        f"<img src={there}/a>",
        f"<link rel=stylesheet href={there}/b>",
        f"<style>@import url({there}/c);</style>",
        f"<object data={there}/d></object>",
        f"![x]({there}/e)",
        "<img src=file:///etc/passwd>",
        "<a rel=attachment href=file:///etc/passwd>x</a>",
        f"<p style='background:url({there}/f)'>",
        f"url({there}/g)",
    ]


def fill_pages(model_columns, texts):
    """The texts dealt out over the columns and their rows, each somewhere."""
    model_rows = [
        (apps.get_model(column.rsplit(".", 1)[0]), column.rsplit(".", 1)[1], pk)
        for column in model_columns
        for pk in apps.get_model(column.rsplit(".", 1)[0]).objects.values_list("pk", flat=True)
    ]
    for number, (model, name, pk) in enumerate(model_rows):
        few = texts[number :: len(model_rows)]
        model.objects.filter(pk=pk).update(**{name: "\n".join([*few, *SHOWN])})


SHOWN = ("<script>alert(1)</script>", "{{7*7}}", "<img src=x onerror=alert(1)>")


def says(data):
    """The text of a PDF without its spaces; the reader leaves the halves of some codes in it."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return re.sub(r"[\s\x00]", "", "".join(page.extract_text() for page in pages))


def actions_of(document):
    """What a PDF could do by itself: scripts, launches, things attached, forms that submit."""
    names = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/SubmitForm", "/ImportData"}
    found = []
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary):
            found += (names | {"/OpenAction", "/AA"}) & set(map(str, item.keys()))
            found += [str(item[key]) for key in ("/S", "/Type") if str(item.get(key)) in names]
    return found


def links_of(document):
    return {
        str(note.A.URI)
        for sheet in document.pages
        for note in sheet.get("/Annots", [])
        if "/A" in note and "/URI" in note.A
    }


def assert_inert(data, listener):
    assert listener.requests == []
    with pikepdf.open(io.BytesIO(data)) as document:
        assert list(document.attachments) == []
        assert actions_of(document) == []
        assert links_of(document) <= {"https://example.org/page"}
    text = says(data)
    for shown in SHOWN:
        assert shown.replace(" ", "") in text
    assert "root:x:0" not in text


def test_a_plan_on_paper_only_says_what_was_typed(world, listener):
    plan = world.draft_plan
    long = [c for c in FIELDS if LIMITS[c] > 1000 and c.startswith("coaching")]
    fill_pages(long, [*SHORT, *reaching_out(listener.server_port)])
    fill(User, {"name": "<script>alert(1)</script>"})
    Resource.objects.update(title="<img src=x onerror=alert(1)>", link="https://example.org/page")
    plan = with_record(Plan.objects.filter(pk=plan.pk)).get()
    assert_inert(pdf.plan_pdf(plan, now=timezone.now()), listener)


def test_a_visit_on_paper_only_says_what_was_typed(world, listener):
    visit = world.shared_visit
    Response.objects.create(
        school_system=world.system, feedback=world.shared_feedback, author=world.subject, text="x"
    )
    long = [c for c in FIELDS if LIMITS[c] > 1000 and c.startswith("coaching")]
    fill_pages(long, [*SHORT, *reaching_out(listener.server_port)])
    fill(Visit, {"lesson": "<script>alert(1)</script>"})
    visit = Visit.objects.select_related("school_system", "teacher", "coach").get(pk=visit.pk)
    data = pdf.visit_pdf(visit, reader=User.objects.get(pk=world.owner.pk), now=timezone.now())
    assert_inert(data, listener)


# --- files ------------------------------------------------------------------------------------

FORMULA = re.compile(r"^[=+\-@\t\r\n\x00＝＋－＠]")


def table(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_no_cell_of_an_exported_file_begins_a_formula(world):
    texts = [text for text in SHORT if len(text) <= 150]
    for text in texts:
        user = User.objects.create(
            school_system=world.system,
            name=text,
            email=f"={len(text)}.{User.objects.count()}@x.org",
        )
        school = School.objects.create(school_system=world.system, name=f"{text} {user.email}")
        Membership.objects.create(
            school_system=world.system,
            user=user,
            school=school,
            role=Membership.Role.TEACHER,
            subjects=text,
            starts_on=world.today,
        )
    rows = table(export.export(ImportBatch.Kind.PEOPLE, world.system, world.today))
    assert [cell for row in rows for cell in row if FORMULA.match(cell)] == []
    found = sorted(restore(row[1]) for row in rows if restore(row[0]).startswith("="))
    assert found == sorted(texts)
    assert {len(row) for row in rows} == {7}


def test_no_cell_of_an_exported_caseload_begins_a_formula(world):
    User.objects.filter(pk=world.subject.pk).update(email="=cmd|'/c'!a0@example.org")
    User.objects.filter(pk=world.owner.pk).update(email="+1+1@example.org")
    rows = table(export.export(ImportBatch.Kind.CASELOAD, world.system, world.today))
    assert [cell for row in rows for cell in row if FORMULA.match(cell)] == []
    assert "=cmd|'/c'!a0@example.org" in {restore(row[0]) for row in rows}


def test_the_index_of_a_zip_holds_texts_and_no_formulas(world):
    plan = world.agreed_plan()
    plans = []
    for text in SHORT:
        one = copy.copy(plan)
        one.teacher, one.coach = User(name=text), User(name=text)
        one.school = School(name=text)
        plans.append(one)
    names = dict.fromkeys([plan.pk], "a.pdf")
    with zipfile.ZipFile(io.BytesIO(archive.index_sheet(plans, names, {}))) as book:
        sheet = lxml.etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        parts_ = book.namelist()
    tags = collections.Counter(lxml.etree.QName(element).localname for element in sheet.iter())
    assert tags["f"] == 0
    assert tags["hyperlink"] == 0
    assert tags["row"] == len(SHORT) + 1
    assert not any("externalLink" in name or "vba" in name for name in parts_)
    kinds = {cell.get("t") for cell in sheet.iter("{*}c")}
    assert kinds <= {"inlineStr", "s"}
    shown = [escaped_back("".join(cell.itertext())) for cell in sheet.iter("{*}c")]
    assert {normal_in_xml(text) for text in SHORT} <= set(map(normal_in_xml, shown))


def escaped_back(text):
    """What a spreadsheet shows for `_x001B_`."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)


def normal_in_xml(text):
    return re.sub(r"\s+", " ", text)


def test_a_file_is_called_by_letters_and_digits_in_one_header(world):
    plan, visit = world.agreed_plan(), world.shared_visit
    for text in HOSTILE.values():
        text = stored(text)
        plan.teacher, plan.school = User(name=text), School(name=text)
        visit.teacher, visit.school = plan.teacher, plan.school
        for name in (archive.plan_file_name(plan), archive.visit_file_name(visit)):
            assert re.fullmatch(r"[\w.-]+\.pdf", name), text
            assert len(name.encode()) <= 255, text
            response = FileResponse(io.BytesIO(), as_attachment=True, filename=name)
            header = response["Content-Disposition"]
            assert header.startswith("attachment; filename")
            assert not re.search(r"[\r\n\x00-\x1f]", header)
    assert SchoolSystem.objects.count() == 2
