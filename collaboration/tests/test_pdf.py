"""The yearly plan and a cycle on paper: tagged, titled, each for its readers."""

import pytest

from coaching.tests.test_pdf import NOW, structure, text_of, words
from collaboration import pdf
from demo.builders import study as build
from reports.actions.export import request_export
from reports.exportable import CONTENT
from reports.models import Export
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def cycle_paper(world, reader):
    cycle = pdf.cycles_to_print(reader).get(pk=world.study_cycle.pk)
    return pdf.cycle_pdf(cycle, reader=reader, now=NOW)


def test_the_yearly_plan_has_its_goals_cycles_and_milestones(world):
    build.make_milestone(world.study_cycle, world.today)
    plan = pdf.year_plans_to_print(world.principal).get()
    data = pdf.year_plan_pdf(plan, reader=world.principal, now=NOW)
    text = words(text_of(data))
    assert "Grades 3–5" in text
    assert "Fractions as numbers" in text
    assert "1 of 6 meetings held" in text
    assert "Half of the students place thirds on a number line." in text
    assert "System goal of the year:" in text


def test_what_a_meeting_studied_is_for_those_who_may_read_it(world):
    assert world.study_cycle
    inside = words(text_of(cycle_paper(world, world.principal)))
    outside = words(text_of(cycle_paper(world, world.district)))
    assert "Meeting 1" in inside
    assert "Meeting 1" in outside
    assert "Thirds on a line." in inside
    assert "Thirds on a line." not in outside


def test_student_work_is_not_in_it(world):
    student = build.make_focus_student(world.study_cycle, "ZQ-42")
    build.note_focus(student, world.study, "Counts the spaces now.")
    build.make_work(world.study, world.subject, task="A task that stays inside.")
    text = words(text_of(cycle_paper(world, world.principal)))
    for secret in ("ZQ-42", "Counts the spaces now.", "A task that stays inside."):
        assert secret not in text


def test_it_is_tagged_and_titled(world):
    assert world.study_cycle
    data = cycle_paper(world, world.principal)
    document, tags = structure(data)
    assert {"/H1", "/H2", "/H3"} <= {tag for tag, _node in tags}
    assert bool(document.Root.MarkInfo.Marked) is True
    assert str(document.docinfo.Title) == "Cycle of study: Fractions as numbers"


def test_a_stamp_changes_with_what_the_reader_would_read(world):
    cycle = world.study_cycle
    before = {who: _stamp(cycle, world.people[who]) for who in ("principal", "district")}
    world.study.need = "Thirds, then fourths."
    world.study.save()
    assert _stamp(cycle, world.district) == before["district"]
    assert _stamp(cycle, world.principal) != before["principal"]
    cycle.title = "Fractions again"
    cycle.save()
    assert _stamp(cycle, world.district) != before["district"]


def _stamp(cycle, reader):
    return pdf.cycle_stamp(pdf.cycles_to_print(reader).get(pk=cycle.pk), reader=reader)


@pytest.mark.parametrize("kind", [Export.Kind.STUDY, Export.Kind.STUDY_YEAR])
def test_a_file_has_the_name_of_the_team(world, kind):
    assert world.study_cycle
    rows = CONTENT[kind].to_print(world.principal)
    export = request_export(kind, list(rows), by=world.principal, now=NOW)
    assert export.file_name.endswith(".pdf")
    assert "Grades-3" in export.file_name
