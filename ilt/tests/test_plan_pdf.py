"""A long-range plan on paper: landscape, headings on every page, no row split."""

import datetime as dt
import io

import pikepdf
import pypdf
import pytest

from coaching.tests.test_pdf import structure, text_of, words
from demo.builders import long_range as build
from ilt.models import LongRangePlan, PlanWeek
from ilt.pdf import plan_pdf, plan_stamp
from tests.hostile import HOSTILE
from tests.world import World

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 15, 5, tzinfo=dt.UTC)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    return world.school_plan


def paper(plan, reader):
    return plan_pdf(LongRangePlan.objects.get(pk=plan.pk), reader=reader, now=NOW)


def test_it_is_tagged_titled_and_lies_on_its_side(world, plan):
    document, tags = structure(paper(plan, world.principal))
    title = f"Long-range plan 2026–27 of {world.school_ilt.name}"
    assert str(document.docinfo["/Title"]) == title
    assert str(document.Root.Lang) == "en"
    assert "/Table" in [kind for kind, _node in tags]
    for page in document.pages:
        _x, _y, width, height = (float(side) for side in page.MediaBox)
        assert (width, height) == (792, 612)


def test_it_says_what_the_plan_says(world, plan):
    text = words(text_of(paper(plan, world.principal)))
    week = plan.weeks.first()
    for part in ("Cycle 1", "Mon, Aug 10, 2026 to Fri, Sep 25, 2026", week.topics, week.actions):
        assert part in text


def long_plan(plan):
    cycle = build.make_plan_cycle(plan, dt.date(2026, 9, 28), dt.date(2026, 12, 18))
    for number in range(30):
        text = "\n".join(f"Row {number} line {line}" for line in range(6))
        day = cycle.starts_on + dt.timedelta(days=number)
        build.make_plan_week(cycle, day, topics=text, actions=text)


def test_headings_stand_on_every_page_and_no_row_is_split(world, plan):
    long_plan(plan)
    pages = pypdf.PdfReader(io.BytesIO(paper(plan, world.principal))).pages
    texts = [words(page.extract_text()) for page in pages]
    assert len(texts) > 3
    assert all("Materials and resources" in text for text in texts)
    for number in range(30):
        lines = [
            place
            for place, text in enumerate(texts)
            for line in range(6)
            if f"Row {number} line {line}" in text
        ]
        assert len(set(lines)) == 1


def test_strange_texts_print(world, plan):
    for week, text in zip(plan.weeks.all(), HOSTILE.values(), strict=False):
        PlanWeek.objects.filter(pk=week.pk).update(topics=text, progress=text)
    with pikepdf.open(io.BytesIO(paper(plan, world.principal))) as document:
        assert len(document.pages) >= 1
        assert "/JavaScript" not in document.Root
        assert "/OpenAction" not in document.Root


def test_its_stamp_changes_with_every_cell(world, plan):
    before = plan_stamp(plan, reader=world.principal)
    PlanWeek.objects.filter(pk=plan.weeks.first().pk).update(progress="Half of us")
    assert plan_stamp(plan, reader=world.principal) != before
