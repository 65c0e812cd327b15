"""Agenda and minutes on paper: tagged and titled, for who reads the meeting, with all that came of
the meeting before."""

import pytest
from django.test import Client
from django.urls import reverse

from coaching.tests.test_pdf import NOW, structure, text_of, words
from demo.builders import team as build
from meetings.models import Meeting
from meetings.pdf import meeting_pdf, meeting_stamp
from reports.models import Export
from reports.tests.exporting import work_off
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def paper(world):
    pk = world.tc_meeting.pk
    meeting = Meeting.objects.visible_to(world.peer).for_page(world.today).get(pk=pk)
    return meeting_pdf(meeting, reader=world.peer, now=NOW)


def test_the_agenda_says_the_five_parts_and_what_is_missing(world):
    one = world.tc_held.assignments.get()
    build.report_on(one, world.subject, world.yesterday, "partly", evidence="9 of 24 students.")
    sections = world.tc_meeting.sections
    sections.filter(part="practice").update(plan="Rehearse in pairs.", minutes=20, notes="Hard.")
    text = words(text_of(paper(world)))
    assert "Agenda" in text
    for said in ("Define the purpose", "Rehearse in pairs.", "9 of 24 students.", "Missing"):
        assert said in text


def test_the_paper_is_tagged_and_titled(world):
    document, tags = structure(paper(world))
    assert str(document.docinfo["/Title"]).startswith("Agenda of Grades 3–5")
    kinds = [kind for kind, _node in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") >= 7
    assert "/TH" in kinds


def test_a_member_gets_the_file_and_keeps_it_while_in_the_team(world):
    client = Client()
    client.force_login(world.subject)
    client.post(reverse("reports:meeting_export", args=[world.tc_meeting.pk]))
    export = work_off(Export.objects.get())
    assert (export.kind, export.is_ready) == ("meeting", True)
    assert export.file_name.startswith("Grades-3-5_agenda_")
    url = reverse("reports:export_download", args=[export.pk])
    assert b"".join(client.get(url)).startswith(b"%PDF")
    world.tc.members.filter(user=world.subject).update(ends_on=world.today)
    assert client.get(url).status_code == 404


def test_a_stamp_changes_with_the_agenda_and_with_the_notes(world):
    meeting = world.tc_meeting
    before = meeting_stamp(meeting, reader=world.peer)
    meeting.sections.filter(part="practice").update(version=2)
    assert meeting_stamp(meeting, reader=world.peer) != before
