"""A photo that lies with a visit, turned and cut by whoever may change it."""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from PIL import Image

from coaching import artifact_store as store
from coaching.actions import artifact as actions
from coaching.models import Artifact
from coaching.tests.test_artifacts import as_, folder, url, world
from core.files import sha256_of
from core.tests.strange_files.pictures import jpeg
from core.uploads.changing import Change
from demo.builders import coaching as build

__all__ = ["folder", "world"]
pytestmark = pytest.mark.django_db
AS_IT_IS = {"turn": 0, "left": 0, "top": 0, "right": 0, "bottom": 0, "version": 0}


@pytest.fixture
def photo(world):
    """Red on the left, blue on the right."""
    return build.make_artifact(world.shared_visit, data=jpeg())


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """Sends the page's form as this person; what waits for the commit is done."""

    def post(person, photo, do="keep", **changes):
        with django_capture_on_commit_callbacks(execute=True):
            data = AS_IT_IS | {"do": do} | changes
            return as_(person).post(url("picture_edit", photo.pk), data)

    return post


def picture(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def served(person, photo):
    return picture(as_(person).get(url("artifact_file", photo.pk)).content)


def test_the_old_bytes_are_gone_once_the_new_picture_is_kept(world, folder, photo, send):
    old = store.path_of(photo)
    answer = send(world.owner, photo, turn=90, top=50)
    assert answer.url == photo.get_absolute_url()
    photo.refresh_from_db()
    [file] = folder.iterdir()
    assert not old.exists()
    assert file == store.path_of(photo)
    assert (photo.size, photo.sha256) == (file.stat().st_size, sha256_of(file))
    kept = served(world.subject, photo)
    assert kept.size == (64, 48)
    red, _, blue = kept.getpixel((5, 5))
    assert blue > red


def test_the_page_says_who_turned_or_cut_it(world, photo, send):
    send(world.subject, photo, left=10)
    photo.refresh_from_db()
    assert (photo.version, photo.changed_by) == (1, world.subject)
    page = as_(world.owner).get(photo.get_absolute_url()).content.decode()
    assert "turned or cut" in page
    assert page.count(world.subject.name) >= 1


def test_nothing_changes_before_it_is_kept(world, folder, photo, send):
    for do in ("show", "left", "right"):
        assert send(world.owner, photo, do=do, left=20).status_code == 200
    preview = as_(world.owner).get(url("picture_preview", photo.pk, turn=90, left=50))
    assert picture(preview.content).size == (32, 96)
    assert preview.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    photo.refresh_from_db()
    assert photo.version == 0
    assert served(world.owner, photo).size == (96, 64)
    assert len(list(folder.iterdir())) == 1


def test_turning_keeps_what_is_to_be_cut_off(world, photo, send):
    form = send(world.owner, photo, do="right", left=20).context["form"]
    assert form.proposed == Change(90, top=20)
    page = send(world.owner, photo, do="left", left=20).content.decode()
    assert "turn=270&amp;left=0&amp;top=0&amp;right=0&amp;bottom=20" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Turn the photo, or cut something off"),
        ({"left": 50, "right": 41}, "both together may be 90 per cent"),
        ({"top": 91}, "must be 90 or less"),
        ({"top": "x"}, "as a number"),
        ({"turn": 45}, ""),
    ],
)
def test_what_cannot_be_kept_is_told_in_words(world, photo, send, changes, words):
    answer = send(world.owner, photo, **changes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    photo.refresh_from_db()
    assert photo.version == 0


def test_a_pdf_is_refused_in_words(world):
    pdf = build.make_artifact(world.shared_visit, suffix="pdf")
    page = as_(world.owner).get(url("picture_edit", pdf.pk), follow=True).content.decode()
    assert "A PDF cannot be turned or cut here." in page
    assert "Turn and cut" not in page


def test_a_photo_changed_by_somebody_else_is_looked_at_again(world, folder, photo, send):
    send(world.subject, photo, left=10)
    answer = send(world.owner, photo, turn=90)
    assert answer.url == url("picture_edit", photo.pk)
    photo.refresh_from_db()
    assert (photo.version, photo.changed_by) == (1, world.subject)
    assert len(list(folder.iterdir())) == 1
    assert send(world.owner, photo, turn=90, version=1).url == photo.get_absolute_url()


def test_a_removed_photo_is_not_changed(world, photo):
    actions.remove(photo, now=timezone.now())
    with pytest.raises(ValidationError, match="changed meanwhile"):
        actions.change_picture(photo, Change(90), seen=0, by=world.owner, now=timezone.now())


def test_the_same_picture_is_not_kept_twice(world, folder, photo, send):
    again = build.make_artifact(world.shared_visit, data=jpeg(quality=30))
    store.keep(again, jpeg())  # the same pixels
    send(world.owner, photo, turn=90)
    answer = send(world.owner, again, turn=90)
    assert answer.url == url("picture_edit", again.pk)
    again.refresh_from_db()
    assert again.version == 0
    assert len(list(folder.iterdir())) == 2


def test_a_photo_whose_bytes_are_gone_is_told(world, photo, send):
    store.erase(photo)
    answer = send(world.owner, photo, turn=90)
    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()


def test_a_new_picture_is_no_orphan(world, folder, photo, send):
    send(world.owner, photo, turn=90)
    actions.erase_orphans(now=timezone.now() + dt.timedelta(hours=2))
    assert served(world.owner, photo).size == (64, 96)


def test_after_student_work_is_added_the_page_reminds_of_names(world):
    file = io.BytesIO(jpeg())
    file.name = "IMG_0042.jpg"
    data = {"file": file, "label": "Exit ticket, Student A", "is_student_work": "on"}
    page = as_(world.owner).post(
        url("artifact_add", "visit", world.shared_visit.pk), data, follow=True
    )
    assert "names of students can be cut off" in page.content.decode()


@pytest.mark.parametrize(
    "columns", [{"version": 1}, {"changed_at": dt.datetime(2026, 1, 5, tzinfo=dt.UTC)}]
)
def test_the_database_keeps_who_changed_a_picture(photo, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Artifact.objects.filter(pk=photo.pk).update(**columns)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_kept(folder, world, photo):
    def turn(person):
        try:
            actions.change_picture(photo, Change(90), seen=0, by=person, now=timezone.now())
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(turn, [world.owner, world.subject]))
    photo.refresh_from_db()
    assert sorted(told, key=str) == sorted([None, actions.MEANWHILE], key=str)
    assert [file.name for file in folder.iterdir()] == [photo.file_name]
    assert served(world.owner, photo).size == (64, 96)
