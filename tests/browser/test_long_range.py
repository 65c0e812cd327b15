"""Long-range plans in the browser: by keyboard, two at once, pasted, and one real cycle entered."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coaching.tests.test_pdf import text_of, words
from demo.builders import long_range as build
from ilt.models import LongRangePlan, PlanWeek
from ilt.pdf import plan_pdf
from meetings.models import Meeting
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = """<table><tr><th>Week/Date</th><th>Topic/s</th><th>Outcome</th><th>Materials/Resources</th>
<th>Actions</th><th>Progress/Next Steps</th></tr>
<tr><td>9/1</td><td><p>Modeling</p><p>Reasoning</p></td><td>Find problems</td><td>Unit 2</td>
<td>Observe</td><td></td></tr>
<tr><td>Week of Sep 8</td><td>Planning</td><td>Mark up</td><td>Guide</td><td>Lead</td><td></td></tr>
</table>"""
PASTE = """(box, html) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  box.dispatchEvent(event);
}"""


@pytest.fixture
def world():
    return World()


def edit(plan):
    return reverse("ilt:plan_edit", args=[plan.pk])


def cell(page, row, field):
    """A cell by the row and column it stands in."""
    return page.locator(f"[id='week-{row.pk}-{field}']")


def line_of(page, row, field):
    return page.locator(f"[data-cell='week-{row.pk}-{field}'] .save-line")


def write(page, row, field, text):
    cell(page, row, field).fill(text)
    cell(page, row, field).blur()
    expect(line_of(page, row, field)).not_to_have_text("")


def test_two_editors_see_each_other_and_lose_nothing(world, open_page):
    plan = world.school_plan
    week = plan.weeks.first()
    mine, hers = open_page(world.principal, edit(plan)), open_page(world.contributor, edit(plan))
    write(hers, week, "topics", "Fractions as numbers")
    expect(line_of(hers, week, "topics")).to_contain_text("Saved ")
    write(mine, week, "outcome", "Members can model.")
    expect(cell(mine, week, "topics")).to_have_value("Fractions as numbers")
    changed = mine.locator(f"[data-cell='week-{week.pk}-topics'] [data-changed-by]")
    expect(changed).to_have_text("Changed by Connie Contributor")
    cell(mine, week, "actions").focus()
    write(hers, week, "actions", "Hers")
    expect(line_of(hers, week, "actions")).to_contain_text("Saved ")
    write(mine, week, "actions", "Mine")
    panel = mine.get_by_role("group", name="while you were typing")
    expect(panel).to_contain_text("Connie Contributor changed")
    expect(panel).to_contain_text("Mine")
    expect(panel).to_contain_text("Hers")
    assert PlanWeek.objects.get(pk=week.pk).actions == "Hers"
    assert axe_violations(mine) == []


def test_tab_goes_through_a_week_from_left_to_right(world, open_page):
    plan = world.school_plan
    week = plan.weeks.first()
    page = open_page(world.principal, edit(plan))
    cell(page, week, "topics").focus()
    for field in ("outcome", "materials", "actions", "progress"):
        page.keyboard.press("Tab")
        expect(cell(page, week, field)).to_be_focused()
    page.keyboard.type("Half of us")
    page.keyboard.press("Tab")
    expect(line_of(page, week, "progress")).to_contain_text("Saved ")
    assert PlanWeek.objects.get(pk=week.pk).progress == "Half of us"
    page.set_viewport_size(PHONE)
    assert sideways_scroll(page) == 0


def test_a_plan_from_a_document_costs_a_paste_and_two_clicks(world, open_page):
    plan = build.make_long_range_plan(world.school_ilt, world.year)
    page = open_page(world.principal, edit(plan))
    page.get_by_label("The table").evaluate(PASTE, TABLE)
    clicks = 0
    for name in ("Read the table", "Add the weeks"):
        page.get_by_role("button", name=name, exact=True).first.click()
        clicks += 1
    page.wait_for_url(f"**{edit(plan)}")
    assert clicks == 2
    topics = list(plan.weeks.values_list("on", "topics"))
    assert topics == [
        (dt.date(2026, 9, 1), "Modeling\nReasoning"),
        (dt.date(2026, 9, 8), "Planning"),
    ]


WEEKS = (
    (
        "Where lessons leave out reasoning and modeling",
        "Members can say which problems are skipped, and where.",
        "Item report of the first module test",
        "Everyone: observe math in one of grades K to 5",
        "In 4 of 18 lessons students came to such a problem.",
    ),
    (
        "What a teacher does so that students model",
        "Members can name the moves in a lesson in which students reason.",
        "Three problems from three grades\nPlanning guide for math",
        "Everyone: support one math teachers’ meeting side by side",
        "",
    ),
)


def test_a_system_level_math_cycle_is_entered_through_the_pages_and_printed(world, open_page):
    team = world.system_ilt
    type(team).objects.filter(pk=team.pk).update(every_weeks=2)
    assert world.system_goal
    page = open_page(world.district, reverse("meetings:team_detail", args=[team.pk]))
    page.get_by_role("link", name="Long-range plans").click()
    page.get_by_role("link", name="Start a plan").click()
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_role("link", name="Add the first cycle").click()
    page.get_by_label("First day").fill("2027-01-11")
    page.get_by_label("Last day").fill("2027-02-05")
    page.get_by_label("Priority").fill("Students in K to 5 reason and model in math.")
    page.get_by_label("Or write a new short-term goal").fill(
        "Students earn credit on problems that ask for reasons or a model."
    )
    page.get_by_label("What is measured").fill("Students with credit on such problems")
    page.get_by_label("Unit").select_option(label="percent")
    page.get_by_label("Where it stands now").fill("22")
    page.get_by_label("Target").fill("45")
    page.get_by_label("The goal it serves").select_option(index=1)
    page.get_by_role("button", name="Add the cycle").click()
    page.wait_for_url("**/edit/*")
    plan = LongRangePlan.objects.get(team=team)
    weeks = list(plan.weeks.all())
    assert [week.on for week in weeks] == [dt.date(2027, 1, 12), dt.date(2027, 1, 26)]
    for week, texts in zip(weeks, WEEKS, strict=True):
        for field, text in zip(PlanWeek.TEXTS, texts, strict=True):
            if text:
                write(page, week, field, text)
                expect(line_of(page, week, field)).to_contain_text("Saved ")
    page.get_by_role("button", name=re.compile("Plan the meeting.*Jan 26, 2027")).click()
    expect(page.get_by_text("The meeting of Tue, Jan 26, 2027 is planned.")).to_be_visible()
    meeting = Meeting.objects.get()
    assert (meeting.focus, meeting.number) == (WEEKS[1][0], 2)
    assert meeting.sections.get(part="learning").resources.count() == 2
    page.goto(page.url.split("/long-range-plans/")[0] + reverse("ilt:sample_list"))
    page.get_by_role("link", name="Reasoning and modeling problems that lessons skip").click()
    page.get_by_role("link", name="Start a meeting from this sample").click()
    page.get_by_label("Day of the meeting").fill("2027-02-02")
    page.get_by_label("Time").fill("15:00")
    page.get_by_role("button", name="Plan the meeting from this sample").click()
    expect(page.get_by_text("The meeting of Tue, Feb 2, 2027")).to_be_visible()
    page.goto(page.url.split("/teams/")[0] + plan.get_absolute_url())
    page.get_by_role("button", name="Make a PDF").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    plan = LongRangePlan.objects.get(pk=plan.pk)
    now = dt.datetime(2027, 1, 13, 15, tzinfo=dt.UTC)
    text = words(text_of(plan_pdf(plan, reader=world.district, now=now)))
    for part in (WEEKS[0][0], "from 22 to 45 percent", "Students in K to 5 reason and model"):
        assert part in text
