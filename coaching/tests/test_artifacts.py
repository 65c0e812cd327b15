"""Files with a visit, a step or a plan: added, served, removed, erased; read by the pair alone."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from coaching import artifact_store as store
from coaching import pdf
from coaching.actions import artifact as actions
from coaching.models import Artifact, Plan
from coaching.readers import who_can_read
from coaching.tasks import tidy_artifacts
from core.files import sha256_of
from core.tests.strange_files.documents import changed, plain, with_author
from core.tests.strange_files.pictures import exif, heic, jpeg
from core.uploads import handler
from demo.builders import coaching as build
from demo.builders import people
from people.models import CoachAssignment
from reports.models import Export
from reports.tests.exporting import ask_for, work_off
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files go to a folder of this test."""
    settings.ARTIFACT_DIR = tmp_path / "media"
    settings.EXPORT_DIR = tmp_path / "exports"
    settings.EXPORT_DIR.mkdir()
    return settings.ARTIFACT_DIR


@pytest.fixture
def world():
    return World()


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, *args, **query):
    return reverse(f"coaching:{name}", args=args, query=query)


def add(person, place, data=None, name="IMG_0042.jpg", kind="visit", field="file", **words):
    """What the form answers to this file."""
    file = SimpleUploadedFile(name, jpeg() if data is None else data)
    words = {"label": "Exit ticket, Student A", "is_student_work": "on"} | words
    return as_(person).post(url("artifact_add", kind, place.pk), {field: file, **words})


def opens(person, artifact, page="artifact_file"):
    return as_(person).get(url(page, artifact.pk)).status_code


def visible_to(person):
    return list(Artifact.objects.visible_to(person).kept().values_list("label", flat=True))


# Adding


@pytest.mark.parametrize("field", ["photo", "file"])
def test_a_teacher_adds_a_photo_without_javascript(world, folder, field):
    response = add(world.subject, world.shared_visit, jpeg(exif=exif(6)), field=field)
    artifact = Artifact.objects.get()
    assert response.url == f"{world.shared_visit.get_absolute_url()}#files"
    assert (artifact.teacher, artifact.coach) == (world.subject, world.owner)
    assert (artifact.uploaded_by, artifact.visit) == (world.subject, world.shared_visit)
    assert (artifact.label, artifact.is_student_work) == ("Exit ticket, Student A", True)
    [file] = folder.iterdir()
    assert file.name == f"{artifact.pk}.jpg"
    assert (artifact.size, artifact.sha256) == (file.stat().st_size, sha256_of(file))
    assert file.stat().st_mode & 0o077 == 0


def test_files_lie_outside_everything_that_is_served():
    assert not settings.ARTIFACT_DIR.is_relative_to(settings.STATIC_ROOT)
    assert settings.ARTIFACT_DIR.name == "media"


def test_what_is_served_has_lost_where_it_was_taken(world):
    for data in (jpeg(exif=exif()), heic("photo")):
        add(world.subject, world.shared_visit, data)
        artifact = Artifact.objects.order_by("created_at").last()
        served = as_(world.owner).get(url("artifact_file", artifact.pk)).content
        assert b"PLANTED" not in served
        assert dict(Image.open(io.BytesIO(served)).getexif()) == {}


def test_a_pdf_is_served_without_its_author(world):
    add(world.owner, world.draft_plan, changed(with_author), "Mia Doe.pdf", kind="plan")
    artifact = Artifact.objects.get()
    served = as_(world.subject).get(url("artifact_file", artifact.pk)).content
    assert artifact.suffix == "pdf"
    with pikepdf.open(io.BytesIO(served)) as document:
        assert "/Info" not in document.trailer
    assert b"PLANTED" not in served


def test_a_file_is_served_so_that_no_browser_runs_or_keeps_it(world):
    artifact = build.make_artifact(world.shared_visit)
    headers = as_(world.subject).get(url("artifact_file", artifact.pk)).headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Disposition"] == (
        f'attachment; filename="file-{str(artifact.pk)[-8:]}.jpg"'
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-store"


def test_a_file_whose_bytes_are_gone_is_absent(world):
    artifact = build.make_artifact(world.shared_visit)
    store.erase(artifact)
    assert opens(world.subject, artifact) == 404


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("IMG_0042.jpg", b"MZ a program", "This is a program, whatever it is called."),
        ("work.jpg", b"<svg onload='x()'/>", "This is a web page or a drawing (HTML, SVG)."),
        ("work.docx", b"PK\x03\x04", "Save it as a PDF, then choose that."),
        ("work.jpg", b"", "Choose the file again: that file is empty"),
    ],
)
def test_what_is_no_photo_or_pdf_is_refused_with_words(world, folder, name, data, says):
    response = add(world.subject, world.shared_visit, data, name)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert "Exit ticket, Student A" in response.content.decode()
    assert Artifact.objects.count() == 0
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_form_without_a_file_or_with_two_says_what_to_do(world):
    page = url("artifact_add", "visit", world.shared_visit.pk)
    none = as_(world.subject).post(page, {"label": "Board"})
    assert (none.status_code, none.context["form"].errors["file"]) == (
        422,
        ["Take a photo or choose a file"],
    )
    two = {"photo": SimpleUploadedFile("a", jpeg()), "file": SimpleUploadedFile("b", jpeg())}
    both = as_(world.subject).post(page, {"label": "Board", **two})
    assert (both.status_code, "not both" in both.context["form"].errors["file"][0]) == (422, True)


def test_a_form_that_comes_back_keeps_the_words_and_asks_for_the_file_again(world):
    response = add(world.subject, world.shared_visit, label="", description="Three equations")
    assert response.status_code == 422
    assert response.context["form"].errors["label"] == ["Enter what it is"]
    assert response.context["form"].errors["file"][0].startswith("Choose the file again")
    assert "Three equations" in response.content.decode()


def test_the_camera_opens_at_once_on_a_phone(world):
    page = as_(world.subject).get(url("artifact_add", "visit", world.shared_visit.pk))
    html = page.content.decode()
    assert 'capture="environment"' in html
    assert 'enctype="multipart/form-data"' in html
    assert html.index('name="photo"') < html.index('name="file"')


@pytest.mark.parametrize(
    "label",
    ["Tess Arceneaux", "work of ARCENEAUX", "Mr. Fontenot’s group", "arcéneaux", "Paul, page 2"],
)
def test_student_work_names_nobody_of_the_school(world, label):
    response = add(world.subject, world.shared_visit, label=label)
    assert response.status_code == 422
    assert "is on the roster of this school" in response.context["form"].errors["label"][0]
    assert Artifact.objects.count() == 0


def test_the_description_of_student_work_may_use_words_that_are_names_too(world):
    """Labels are a few words, where small letters name somebody as well; sentences are not."""
    world.peer.name = "Mark Will"
    world.peer.save()
    words = {"label": "Exit ticket", "description": "They mark the text and will explain."}
    assert add(world.subject, world.shared_visit, **words).status_code == 302
    words["description"] = "Mark explained it."
    assert add(world.subject, world.shared_visit, **words).status_code == 422


@pytest.mark.parametrize("label", ["Student A", "Group 2, before", "Exit ticket 11/24, S. 7"])
def test_student_work_may_be_called_by_a_letter(world, label):
    assert add(world.subject, world.shared_visit, label=label).status_code == 302
    assert Artifact.objects.get().label == label


def test_what_is_no_student_work_may_name_a_colleague(world):
    words = {"label": "Anchor chart of Tess Arceneaux", "is_student_work": ""}
    assert add(world.owner, world.shared_visit, **words).status_code == 302


def test_a_file_becomes_student_work_only_without_a_name(world):
    artifact = build.make_artifact(
        world.shared_visit, label="Work for Paul Peer", is_student_work=False
    )
    sent = {"label": artifact.label, "is_student_work": "on"}
    response = as_(world.owner).post(url("artifact_edit", artifact.pk), sent)
    assert response.status_code == 422
    artifact.refresh_from_db()
    assert artifact.is_student_work is False


def test_the_same_photo_lies_in_one_place_once(world, folder):
    assert add(world.subject, world.shared_visit).status_code == 302
    again = add(world.owner, world.shared_visit)
    assert again.context["form"].errors["file"] == ["This file is already here."]
    assert add(world.owner, world.draft_plan, kind="plan").status_code == 302
    assert len(list(folder.iterdir())) == Artifact.objects.count() == 2


def test_whoever_has_five_hundred_megabytes_is_asked_to_tidy(world):
    artifact = build.make_artifact(world.shared_visit)
    Artifact.objects.filter(pk=artifact.pk).update(size=actions.QUOTA)
    response = add(world.owner, world.draft_visit)
    assert response.context["form"].errors["file"] == [actions.FULL]
    assert add(world.subject, world.shared_visit, jpeg("L")).status_code == 302


def test_a_full_disk_refuses_files_with_words(world, monkeypatch):
    monkeypatch.setattr(store, "LEAST_FREE", 2)
    response = add(world.owner, world.draft_visit)
    assert response.context["form"].errors["file"] == [actions.NO_ROOM]


def test_more_than_may_be_sent_at_once_is_not_even_read(world, monkeypatch):
    monkeypatch.setattr(handler, "MOST_POSTED", 1000)
    assert add(world.owner, world.draft_visit, jpeg(size=(400, 300))).status_code == 413


def test_a_row_that_cannot_be_written_leaves_no_file(world, folder, monkeypatch):
    def fail(*_args, **_kwargs):
        raise IntegrityError

    monkeypatch.setattr(Artifact, "save", fail)
    assert add(world.owner, world.draft_visit).status_code == 422
    assert list(folder.iterdir()) == []


def test_the_database_keeps_a_file_with_one_thing_alone(world):
    artifact = build.make_artifact(world.shared_visit)
    with pytest.raises(ValidationError, match="a_file_lies_with_one_thing"):
        Artifact(
            **{f: getattr(artifact, f) for f in ("school_system", "teacher", "coach", "label")},
            uploaded_by=world.owner,
            suffix="jpg",
            size=1,
            sha256="x",
            visit=world.shared_visit,
            plan=world.draft_plan,
        ).validate_constraints()


# Who reads them


RECORDS = {
    "draft_visit": ["Olga Fontenot (coach)"],
    "shared_visit": ["Olga Fontenot (coach)", "Tess Arceneaux (teacher)"],
    "shared_step": ["Olga Fontenot (coach)", "Tess Arceneaux (teacher)"],
    "draft_plan": ["Olga Fontenot (coach)", "Tess Arceneaux (teacher)"],
}


@pytest.mark.parametrize("place", RECORDS)
def test_the_line_names_exactly_those_who_find_the_file(world, place):
    artifact = build.make_artifact(getattr(world, place))
    finders = [p.name for p in world.people.values() if visible_to(p)]
    assert sorted(map(str, who_can_read(artifact))) == RECORDS[place]
    assert sorted(finders) == [words.split(" (")[0] for words in RECORDS[place]]


def test_a_file_with_a_draft_is_the_coachs_until_it_is_shared(world):
    artifact = build.make_artifact(world.draft_visit)
    assert (opens(world.owner, artifact), opens(world.subject, artifact)) == (200, 404)
    world.draft_visit.share(timezone.now())
    assert (opens(world.owner, artifact), opens(world.subject, artifact)) == (200, 200)


def test_when_the_assignment_ends_the_next_request_fails(world):
    artifact = build.make_artifact(world.shared_visit)
    coach = as_(world.owner)
    assert coach.get(url("artifact_file", artifact.pk)).status_code == 200
    world.owner.coach_assignments.update(ends_on=world.today)
    assert coach.get(url("artifact_file", artifact.pk)).status_code == 404
    assert coach.get(url("artifact_detail", artifact.pk)).status_code == 404
    assert opens(world.subject, artifact) == 200


def test_a_new_owner_reads_what_is_added_from_then_on(world):
    before = build.make_artifact(world.shared_step, label="Before")
    Artifact.objects.filter(pk=before.pk).update(created_at=timezone.now() - 9 * DAY)
    world.owner.coach_assignments.update(ends_on=world.today)
    new = people.make_coach(world.school, "Nora Newcomer")
    people.assign(world.subject, new, CoachAssignment.Kind.OWNER, starts_on=world.today)
    build.make_artifact(world.shared_step, world.subject, label="After", data=jpeg("L"))
    assert visible_to(new) == ["After"]
    assert sorted(visible_to(world.subject)) == ["After", "Before"]


def test_nobody_reads_a_coachs_shared_file_before_the_teacher(world):
    for place in ("draft_visit", "shared_visit", "shared_step", "draft_plan"):
        for by in (world.owner, world.subject):
            data = build.a_photo(size=(len(place), 9 if by == world.owner else 8))
            build.make_artifact(getattr(world, place), by, data=data)
    hers = set(Artifact.objects.visible_to(world.subject).values_list("pk", flat=True))
    for person in world.people.values():
        others = Artifact.objects.visible_to(person).exclude(uploaded_by=person)
        assert set(others.values_list("pk", flat=True)) - hers == set()


def test_pages_show_the_files_of_their_record(world):
    build.make_artifact(world.shared_visit, label="On the visit")
    build.make_artifact(world.shared_step, label="On the step")
    build.make_artifact(world.draft_plan, label="On the plan")
    build.make_artifact(world.draft_plan.steps.get(), label="On a step of the plan")
    teacher = as_(world.subject)
    pages = [world.shared_visit, world.shared_step, world.draft_plan]
    shown = [
        [
            label
            for label in ("On the visit", "On the step", "On the plan", "On a step of the plan")
            if f"<bdi>{label}</bdi>" in teacher.get(row.get_absolute_url()).content.decode()
        ]
        for row in pages
    ]
    assert shown == [["On the visit"], ["On the step"], ["On the plan", "On a step of the plan"]]


def test_readers_of_an_agreed_plan_see_none_of_its_files(world):
    plan = world.agreed_plan()
    build.make_artifact(plan, label="On the plan")
    for person in (world.principal, world.evaluator, world.district, world.contributor):
        page = as_(person).get(plan.get_absolute_url())
        assert (page.status_code, "On the plan" in page.content.decode()) == (200, False)


def test_the_list_is_filtered_by_its_address(world):
    build.make_artifact(world.shared_visit, label="Student A")
    build.make_artifact(world.shared_step, label="Anchor chart", is_student_work=False)
    page = as_(world.owner).get(url("artifact_list", kind="work", teacher=world.subject.pk))
    assert [row.label for row in page.context["page"]] == ["Student A"]
    other = as_(world.owner).get(url("artifact_list", kind="other"))
    assert [row.label for row in other.context["page"]] == ["Anchor chart"]
    assert as_(world.owner).get(url("artifact_list", kind="x")).status_code == 422


def test_the_page_of_a_teacher_without_files_leads_to_an_empty_list(world):
    assert as_(world.owner).get(url("artifact_list", teacher=world.subject.pk)).status_code == 200


# Out of every PDF and every export


def test_no_pdf_and_no_export_holds_a_file(world, folder):
    visit, plan = world.shared_visit, world.agreed_plan()
    red = build.a_photo("red", (33, 21))
    for place in (visit, plan, plan.steps.get()):
        build.make_artifact(place, label="PLANTED-LABEL", description="PLANTED-WORDS", data=red)
    now = timezone.now()
    made = [
        pdf.plan_pdf(Plan.objects.get(pk=plan.pk), now=now),
        pdf.visit_pdf(visit, reader=world.owner, now=now),
        pdf.change_pdf(world.subject, reader=world.owner, now=now),
        *_unpacked(work_off(ask_for([plan], world.district, Export.Kind.PLANS))),
    ]
    assert len(made) > 4
    for data in made:
        assert red not in data
        assert b"PLANTED" not in data
        assert b"PLANTED" not in _words_in(data)
    assert b"PLANTED" not in repr(plan.frozen_record).encode()


def _unpacked(export):
    with zipfile.ZipFile(Path(settings.EXPORT_DIR) / export.stored_as) as archive:
        return [archive.read(name) for name in archive.namelist()]


def _words_in(data):
    """All that a PDF says, unpacked; a sheet as its own files say it."""
    if data.startswith(b"%PDF-"):
        with pikepdf.open(io.BytesIO(data)) as document:
            out = io.BytesIO()
            document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
            return out.getvalue()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return data


# Removing


def test_a_removed_file_is_gone_at_once_and_comes_back_with_undo(world):
    artifact = build.make_artifact(world.shared_visit)
    coach = as_(world.owner)
    page = coach.post(url("artifact_remove", artifact.pk), follow=True)
    undo = url("artifact_restore", artifact.pk)
    assert f'action="{undo}"' in page.content.decode()
    assert (opens(world.owner, artifact), opens(world.subject, artifact)) == (404, 404)
    coach.post(undo)
    assert (opens(world.owner, artifact), opens(world.subject, artifact)) == (200, 200)


def test_undo_says_when_the_same_file_was_added_again(world):
    artifact = build.make_artifact(world.shared_visit)
    actions.remove(artifact, now=timezone.now())
    build.make_artifact(world.shared_visit)
    page = as_(world.owner).post(url("artifact_restore", artifact.pk), follow=True)
    assert "This file is already here." in page.content.decode()


def test_a_removed_file_is_erased_a_day_later(world, folder):
    kept, removed, fresh = (
        build.make_artifact(world.shared_visit, data=build.a_photo(size=(9, n))) for n in (1, 2, 3)
    )
    now = timezone.now()
    actions.remove(removed, now=now - 25 * dt.timedelta(hours=1))
    actions.remove(fresh, now=now)
    tidy_artifacts()
    assert {file.name for file in folder.iterdir()} == {kept.file_name, fresh.file_name}
    assert set(Artifact.objects.all()) == {kept, fresh}


def test_student_work_is_erased_sixty_days_after_its_school_year(world):
    work = build.make_artifact(world.shared_visit)
    other = build.make_artifact(world.shared_step, is_student_work=False)
    end = world.year.ends_on

    def tidy(days):
        moment = dt.datetime.combine(end + days * DAY, dt.time(12), world.system.zone)
        actions.tidy_artifacts(world.system, now=moment)
        return set(Artifact.objects.all())

    assert tidy(60) == {work, other}
    assert tidy(61) == {other}
    assert [store.path_of(work).exists(), store.path_of(other).exists()] == [False, True]


def test_a_file_whose_row_was_never_written_is_erased_after_an_hour(world, folder):
    kept = build.make_artifact(world.shared_visit)
    (folder / "0199.jpg").write_bytes(b"x")
    (folder / "0199.jpg.abcd.part").write_bytes(b"x")
    actions.erase_orphans(now=timezone.now())
    assert len(list(folder.iterdir())) == 3
    actions.erase_orphans(now=timezone.now() + dt.timedelta(minutes=61))
    assert [file.name for file in folder.iterdir()] == [kept.file_name]


# What it costs


@pytest.mark.parametrize("count", [5, 50])
@pytest.mark.parametrize(
    ("name", "queries"), [("artifact_list", 7), ("visit_detail", 12), ("plan_detail", 11)]
)
def test_pages_with_files_take_as_many_queries_for_fifty(
    world, name, queries, count, django_assert_num_queries
):
    place = world.draft_plan if name == "plan_detail" else world.shared_visit
    for number in range(count):
        build.make_artifact(place, data=build.a_photo(size=(9, number + 1)))
    address = url(name) if name == "artifact_list" else place.get_absolute_url()
    client = as_(world.owner)
    with django_assert_num_queries(queries):
        html = client.get(address).content.decode()
    assert html.count("Exit ticket, Student A") == count


def test_a_pdf_that_is_fine_is_taken_as_well(world):
    add(world.owner, world.shared_step, plain(2), "rubric.pdf", kind="step", is_student_work="")
    artifact = Artifact.objects.get()
    page = as_(world.subject).get(artifact.get_absolute_url()).content.decode()
    assert (artifact.suffix, "<img" in page, "Fetch the PDF" in page) == ("pdf", False, True)
