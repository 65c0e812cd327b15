"""What somebody did and wrote in teams is in everything about her, and nothing of the others."""

import pytest
from django.utils import timezone

from demo.builders import leading
from demo.builders import team as build
from ilt.models import Insight
from meetings.guiding import QUESTIONS
from meetings.models import GuidingAnswer
from reports.tests.test_about_me_own import titled

pytestmark = pytest.mark.django_db


def rows_of(person, title):
    return [row for section in titled(person, title) for row in section.rows]


def test_assignments_come_with_what_the_person_said_became_of_them(world):
    one = world.tc_held.assignments.get()
    build.make_assignment(world.tc_held, world.peer, text="The peer’s alone.")
    build.report_on(one, world.subject, timezone.now(), "partly", outcome="We go on.")
    [told] = rows_of(world.subject, "Your assignments of teams")
    evidence = "18 of 24 students placed thirds on the line."
    assert told[1:3] == [world.tc.name, one.text]
    assert told[4:] == ["Partly", evidence, "We go on."]
    peers = rows_of(world.peer, "Your assignments of teams")
    assert [(row[2], row[4]) for row in peers] == [
        (one.text, "Not told yet"),
        ("The peer’s alone.", "Not told yet"),
    ]


def test_meetings_say_whether_the_person_was_there(world):
    world.tc_held.attendances.filter(user=world.subject).update(state="present")
    mine = [row[1:] for row in rows_of(world.subject, "Your meetings")]
    assert mine == [[world.tc.name, world.tc_held.focus, "Present"]]
    assert rows_of(world.owner, "Your meetings") == []


def test_promised_steps_are_those_of_the_person(world):
    review = leading.make_review(world.system, world.school)
    step = leading.make_promise(review, world.principal)
    leading.report_promise(step, world.principal, timezone.now(), outcome="Two teams do.")
    [mine] = rows_of(world.principal, "Steps you promised in data reviews")
    assert (mine[1], mine[3], mine[4]) == (step.text, "Done", "Two teams do.")
    assert rows_of(world.district, "Steps you promised in data reviews") == []


def test_insights_are_their_authors(world):
    Insight.objects.create(
        school_system=world.system,
        school=world.school,
        author=world.peer,
        about="time",
        text="Two periods a week are lost to testing.",
    )
    [mine] = rows_of(world.peer, "What you told your leaders")
    assert mine[1:3] == ["Time and schedule", "Two periods a week are lost to testing."]
    assert rows_of(world.principal, "What you told your leaders") == []


def test_answers_to_guiding_questions_are_those_of_who_wrote_them(world):
    code = next(iter(QUESTIONS))
    GuidingAnswer.objects.create(
        school_system=world.system,
        team=world.school_ilt,
        school_year=world.year,
        question=code,
        text="Tuesdays.",
        answered_by=world.contributor,
        answered_at=timezone.now(),
    )
    [mine] = rows_of(world.contributor, "Guiding questions you answered")
    assert mine[3:] == [QUESTIONS[code].text, "Tuesdays."]
    assert rows_of(world.principal, "Guiding questions you answered") == []
