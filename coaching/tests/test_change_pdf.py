"""*What changed* on paper: the same words and marks as on the page, for the same two readers."""

import pytest

from coaching import pdf
from coaching.models import LookFor
from coaching.tests.test_change import mark, visit_on
from coaching.tests.test_pdf import NOW, structure, text_of, words
from tests.world import World

pytestmark = pytest.mark.django_db
LETTER = 816  # The width of the paper in CSS pixels.


@pytest.fixture
def world():
    return World()


@pytest.fixture
def look_for(world):
    return LookFor.objects.get(step=world.shared_step, audience="teacher")


def paper(world, reader):
    return pdf.change_pdf(world.subject, reader=reader, now=NOW)


def test_it_says_what_the_page_says(world, look_for):
    for number, value in enumerate(["not_seen", "no_chance", "partly", "seen"]):
        visit = visit_on(world, 40 - number)
        mark(world, visit, value, look_for=look_for)
    mark(world, visit, "partly", look_for=look_for, by=world.subject)
    text = words(text_of(paper(world, world.owner)))
    assert "What changed" in text
    assert look_for.text in text
    assert "Coach: Seen in 0 of 1 visit at first, 1 of 2 lately." in text
    assert "Teacher: Seen in 0 of 1 visit so far." in text
    assert "No chance" in text


def test_the_teachers_copy_keeps_the_coachs_marks_back_until_hers(world, look_for):
    visit = visit_on(world, 3)
    mark(world, visit, "seen", look_for=look_for)
    before = words(text_of(paper(world, world.subject)))
    assert "No look-for was marked in a shared visit yet." in before
    mark(world, visit, "partly", look_for=look_for, by=world.subject)
    assert "Coach: Seen in 1 of 1 visit so far." in words(text_of(paper(world, world.subject)))


@pytest.mark.parametrize("visits", [3, 60])
def test_a_chart_is_a_figure_with_words_and_stays_on_the_page(world, look_for, visits):
    for number in range(visits):
        mark(world, visit_on(world, visits - number), "seen", look_for=look_for)
    document, tags = structure(paper(world, world.owner))
    figures = [node for kind, node in tags if kind == "/Figure"]
    assert [str(node.Alt) for node in figures] == [look_for.text]
    left, _bottom, right, _top = (float(side) for side in figures[0].A.BBox)
    assert 0 < left < right < LETTER
    assert len(document.pages) <= 1 + visits // 20


def test_its_stamp_changes_with_every_mark_the_reader_may_know(world, look_for):
    visit = visit_on(world, 3)
    stamps = [pdf.change_stamp(world.subject, reader=world.owner)]
    mark(world, visit, "seen", look_for=look_for)
    stamps.append(pdf.change_stamp(world.subject, reader=world.owner))
    assert stamps[0] != stamps[1]
    hers = pdf.change_stamp(world.subject, reader=world.subject)
    mark(world, visit, "partly", look_for=look_for, by=world.subject)
    assert pdf.change_stamp(world.subject, reader=world.subject) != hers
    assert pdf.change_stamp(world.subject, reader=world.subject) == pdf.change_stamp(
        world.subject, reader=world.owner
    )
