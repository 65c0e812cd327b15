"""One person writes in a part at a time; thirty who write at once lose nothing."""

import datetime as dt
import json
import random
import threading

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.autosave import Conflict
from demo.builders import people
from demo.builders import team as build
from meetings.actions import notes
from meetings.models import Section, SectionRevision
from people.models import Team
from tests.pages import form_with, words

NOW = dt.datetime(2026, 11, 3, 21, 5, tzinfo=dt.UTC)
A_MINUTE = dt.timedelta(minutes=1)
WRITERS, EDITS = 30, 3


def make_section(members):
    school = people.make_school(people.make_system(), "Cypress Elementary")
    writers = [people.make_teacher(school, f"Writer {n:02}") for n in range(members)]
    team = build.make_team(school.school_system, Team.Kind.TC, school, None, writers)
    meeting = build.make_meeting(team, timezone.now())
    return meeting.sections.get(part="practice"), writers


@pytest.fixture
def section_and_two(db):
    section, (ana, ben) = make_section(2)
    return section, ana, ben


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url_of(name, section):
    return reverse(f"meetings:{name}", args=[section.pk])


def test_a_part_is_held_by_one_and_freed_two_minutes_after_the_last_save(section_and_two):
    section, ana, ben = section_and_two
    notes.take_hold(section, by=ana, now=NOW)
    notes.save_notes(section, "Thirds", "", by=ana, now=NOW + A_MINUTE)
    with pytest.raises(notes.HeldByOther):
        notes.take_hold(section, by=ben, now=NOW + 3 * A_MINUTE - dt.timedelta(seconds=1))
    held = notes.take_hold(section, by=ben, now=NOW + 3 * A_MINUTE)
    assert (held.held_by, held.held_since) == (ben, NOW + 3 * A_MINUTE)


def test_who_is_done_frees_the_part_at_once(section_and_two):
    section, ana, ben = section_and_two
    notes.take_hold(section, by=ana, now=NOW)
    notes.let_go(section, by=ben)
    with pytest.raises(notes.HeldByOther):
        notes.take_hold(section, by=ben, now=NOW)
    notes.let_go(section, by=ana)
    assert notes.take_hold(section, by=ben, now=NOW).held_by == ben


def test_the_page_says_who_is_writing_since_when_and_offers_no_second_editor(section_and_two):
    section, ana, ben = section_and_two
    signed_in(ana).post(url_of("section_hold", section))
    page = words(signed_in(ben).get(section.meeting.get_absolute_url()))
    assert "Writer 00 is writing here since" in page
    answer = signed_in(ben).post(url_of("section_hold", section), follow=True)
    assert "It is free two minutes after they stop." in words(answer)


def test_a_save_that_started_from_another_text_answers_with_both(section_and_two):
    section, ana, ben = section_and_two
    now = timezone.now()
    notes.save_notes(section, "Thirds", "", by=ana, now=now - 5 * A_MINUTE)
    change = {"field": "notes", "value": "Halves", "was": "", "person": str(ben.pk)}
    url = url_of("section_save", section)
    answer = signed_in(ben).post(url, json.dumps(change), content_type="application/json")
    assert answer.status_code == 409
    assert answer.json() == {"theirs": "Thirds", "by": "Writer 00"}
    assert Section.objects.get(pk=section.pk).notes == "Thirds"


def test_without_javascript_a_plain_form_shows_both_texts_and_saves_the_second_time(
    section_and_two,
):
    section, ana, ben = section_and_two
    client, url = signed_in(ben), url_of("section_notes", section)
    data = form_with(client.get(url), "notes")
    notes.save_notes(section, "Thirds", "", by=ana, now=timezone.now() - 5 * A_MINUTE)
    answer = client.post(url, data | {"notes": "Halves"})
    assert answer.status_code == 409
    assert "Thirds" in words(answer)
    assert client.post(url, form_with(answer, "notes")).status_code == 302
    assert Section.objects.get(pk=section.pk).notes == "Halves"
    assert "Thirds" in words(client.get(url_of("section_revisions", section)))


def test_what_one_person_types_on_in_one_sitting_is_one_revision(section_and_two):
    section, ana, ben = section_and_two
    for number in range(5):
        was = "x" * number
        notes.save_notes(section, "x" * (number + 1), was, by=ana, now=NOW + number * A_MINUTE)
    assert SectionRevision.objects.count() == 0
    notes.save_notes(section, "Mine", "xxxxx", by=ben, now=NOW + 30 * A_MINUTE)
    revision = SectionRevision.objects.get()
    assert (revision.notes, revision.written_by, revision.version) == ("xxxxx", ana, 6)


@pytest.mark.django_db(transaction=True)
def test_of_thirty_people_who_write_in_one_meeting_at_once_no_edit_is_lost():
    section, writers = make_section(WRITERS)
    parts = list(section.meeting.sections.all())
    saved, conflicts, lock = [], [], threading.Lock()
    start = threading.Barrier(WRITERS)

    def write(person, seed):
        choice = random.Random(seed)
        start.wait()
        try:
            for number in range(EDITS):
                part, text = choice.choice(parts), f"{person.name} edit {number}."
                tries = save_until_it_is_taken(part, text, person)
                with lock:
                    saved.append((part.pk, text))
                    conflicts.append(tries)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=write, args=(person, seed)) for seed, person in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    now = dict(Section.objects.filter(meeting=section.meeting).values_list("pk", "notes"))
    lost = [text for pk, text in saved if text not in now[pk]]
    assert (len(saved), lost) == (WRITERS * EDITS, [])
    assert sum(notes_.count("edit") for notes_ in now.values()) == WRITERS * EDITS
    assert sum(conflicts) > 0


def save_until_it_is_taken(part, text, person):
    """Append a line as a browser does: from the text it read, again from the other's where that
    changed. Answers how often that was."""
    stored = Section.objects.get(pk=part.pk).notes
    for tries in range(10_000):
        try:
            notes.save_notes(
                part, f"{stored}\n{text}".strip(), stored, by=person, now=timezone.now()
            )
        except Conflict as conflict:
            stored = conflict.theirs
            continue
        notes.let_go(part, by=person)
        return tries
    raise AssertionError("Never taken.")
