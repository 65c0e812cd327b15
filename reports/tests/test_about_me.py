"""Everything about me: the whole of what somebody may read about herself, and nothing besides."""

import csv
import datetime as dt
import io
import zipfile

import pikepdf
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.models import EvidenceNote
from demo.builders import coaching as build
from demo.builders import week
from people.actions.access import record_read
from people.models import AccessEvent, Training, User
from reports import store
from reports.about_me import AboutMe, as_zip
from reports.exportable import may_have_all
from reports.models import Export
from reports.tests.exporting import work_off
from tests.pages import words

pytestmark = pytest.mark.django_db
SECRET = "Only the coach knows this line."


@pytest.fixture
def lived(world, settings, tmp_path):
    """The subject with a bit of everything, and a coach's private words beside it."""
    settings.ARTIFACT_DIR = tmp_path / "files"
    settings.ARTIFACT_DIR.mkdir()
    world.shared_visit  # noqa: B018 (reading it makes it)
    build.add_notes(world.draft_visit, [SECRET])
    left_out = world.shared_visit.notes.first()
    EvidenceNote.objects.filter(pk=left_out.pk).update(is_left_out=True, text="Left out: " + SECRET)
    world.draft_feedback.praise = SECRET
    world.draft_feedback.save()
    plan = world.agreed_plan()
    build.make_support(world.subject, world.owner, about="Sorted questions by depth.")
    photo = build.a_photo("red")
    build.make_artifact(plan, world.subject, label="Board", data=photo, is_student_work=False)
    build.make_artifact(plan, world.subject, label="Student A, exit ticket")
    world.open_round  # noqa: B018
    record_read(
        plan, reader=world.principal, subject=world.subject, why="Principal", now=timezone.now()
    )
    return world


def csv_files(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }


def ask(client, person, how):
    client.force_login(person)
    assert client.post(reverse("reports:about_me"), {"as": how}).status_code == 302
    return work_off(Export.objects.get(requester=person, kind=f"me_{how}"))


def download(client, export):
    return b"".join(client.get(reverse("reports:export_download", args=[export.pk])))


def test_trainings_invitations_and_peer_visits_are_in_it(world):
    subject, peer, today = world.subject, world.people["peer"], world.today
    Training.objects.create(
        school_system=world.system,
        user=subject,
        kind="approach",
        topic="Questions that probe",
        led_by="Regional center",
        held_on=today,
        recorded_by=world.admin,
    )
    week.invite(subject, world.owner, today, look_for="Who talks first?")
    week.told_peer_visit(subject, peer, today - dt.timedelta(days=1), saw="Told to me.")
    week.peer_visit(subject, peer, today, accepted_at=timezone.now(), saw="Not told yet.")
    files = csv_files(as_zip(AboutMe(subject, timezone.now()).sections()))
    assert files["trainings.csv"][1][2:4] == ["Questions that probe", "Regional center"]
    assert files["invitations-to-your-coach.csv"][1][3] == "Who talks first?"
    assert {row[4] for row in files["peer-visits.csv"][1:]} == {"Told to me.", ""}


def test_a_teacher_takes_everything_along_as_csv_files(client, lived):
    export = ask(client, lived.subject, "csv")
    assert (export.state, export.file_name[-4:]) == ("done", ".zip")
    files = csv_files(download(client, export))
    assert sorted(files) == [
        "account.csv",
        "action-steps.csv",
        "areas-from-post-conferences.csv",
        "coaching-assignments.csv",
        "coaching-plans.csv",
        "evaluators-and-observers.csv",
        "feedback.csv",
        "files.csv",
        "notes-shared-with-you.csv",
        "roles.csv",
        "support-between-visits.csv",
        "visits-shared-with-you.csv",
        "where-you-are-signed-in.csv",
        "who-opened-your-records.csv",
        "your-observation-rounds.csv",
        "your-self-assessments.csv",
    ]
    assert files["account.csv"][1][:2] == ["Tess Arceneaux", lived.subject.email]
    assert files["feedback.csv"][1][2] == lived.shared_feedback.praise
    assert [row[4] for row in files["support-between-visits.csv"][1:]] == [
        "Sorted questions by depth."
    ]
    assert [row[1] for row in files["who-opened-your-records.csv"][1:]] == ["Pia Principal"]
    notes = lived.shared_visit.notes.filter(is_left_out=False).count()
    assert len(files["notes-shared-with-you.csv"]) == notes + 1


def test_what_a_coach_keeps_and_student_work_are_in_no_copy(client, lived):
    everything = ""
    for person in (lived.subject, lived.owner, lived.principal, lived.admin):
        sections = AboutMe(person, timezone.now()).sections()
        everything += str([section.rows for section in sections])
    assert "Sorted questions by depth." in everything
    assert SECRET not in everything
    assert "Student A" not in everything


def test_nobody_else_learns_anything_about_the_teacher(lived):
    for name in ("peer", "other_principal", "district", "custodian", "admin", "other_system"):
        person = lived.people[name]
        sections = AboutMe(person, timezone.now()).sections()
        assert "Tess" not in str([section.rows for section in sections])


def test_a_coach_finds_the_own_log_without_a_teachers_name(lived):
    sections = {one.title: one for one in AboutMe(lived.owner, timezone.now()).sections()}
    log = sections["Your log as a coach"]
    assert {"Visit", "Feedback meeting", "Support"} == {row[1] for row in log.rows}
    assert "Tess" not in str(log.rows)
    assert "Feedback" not in sections


def test_what_can_still_be_taken_back_is_not_in_it(world):
    visit = build.make_visit(world.subject, world.owner, world.yesterday)
    build.make_feedback(visit, shared_at=timezone.now())
    titles = [one.title for one in AboutMe(world.subject, timezone.now()).sections()]
    assert "Feedback" not in titles
    assert "Visits shared with you" not in titles
    assert "Action steps" not in titles


def test_nothing_in_the_csv_files_becomes_a_formula(world):
    User.objects.filter(pk=world.subject.pk).update(name="=1+1")
    world.subject.refresh_from_db()
    files = csv_files(as_zip(AboutMe(world.subject, timezone.now()).sections()))
    assert files["account.csv"][1][0] == "'=1+1"


def test_the_pdf_is_tagged_and_holds_the_same(client, lived):
    export = ask(client, lived.subject, "pdf")
    path = store.path_of(export.stored_as)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
    text = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
    for title in ("Coaching plans", "Feedback", "Who opened your records", "Pia Principal"):
        assert title in text
    assert SECRET not in text
    assert "Student A" not in text


def test_that_it_was_taken_along_stands_in_the_own_trail(client, world):
    ask(client, world.peer, "csv")
    event = AccessEvent.objects.get(reader=world.peer)
    assert (event.subject, event.why) == (world.peer, "Copy of everything about me")
    client.force_login(world.peer)
    assert "Copy of everything about me" in words(client.get(reverse("people:access_list")))


def test_only_its_own_person_downloads_it_and_only_while_active(client, world):
    export = ask(client, world.peer, "pdf")
    url = reverse("reports:export_download", args=[export.pk])
    assert download(client, export)[:5] == b"%PDF-"
    client.force_login(world.admin)
    assert client.get(url).status_code == 404
    User.objects.filter(pk=world.peer.pk).update(is_active=False)
    assert not may_have_all(Export.objects.get(pk=export.pk))


def test_asking_twice_makes_one_file(client, world):
    client.force_login(world.peer)
    for _ in range(2):
        client.post(reverse("reports:about_me"), {"as": "pdf"})
    assert Export.objects.count() == 1


@pytest.mark.parametrize("count", [5, 50])
def test_the_file_asks_the_same_however_much_there_is(world, count, django_assert_num_queries):
    for days in range(count):
        build.make_support(world.subject, world.owner, given_on=world.days_ago(days).date())
    person = User.objects.select_related("school_system").get(pk=world.subject.pk)
    with django_assert_num_queries(45):
        AboutMe(person, timezone.now()).sections()


def test_the_page_asks_little(client, world, django_assert_num_queries):
    client.force_login(world.subject)
    with django_assert_num_queries(5):
        client.get(reverse("reports:about_me"))
