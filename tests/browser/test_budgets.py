"""What a support, a round of forty teachers and an export cost in fields and clicks."""

import datetime as dt
import io
import zipfile

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coaching.models import ObservationRound, Support
from demo.builders import people
from reports.models import Export
from reports.tests.exporting import agreed_plans, work_off
from tests.browser.conftest import PHONE, sideways_scroll
from tests.browser.test_feedback import Taps
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
VISIT = dt.date(2026, 11, 4)
LINE = "11/4/2026\t11/9/2026\tTKS Knows each student\tQU Asks for reasons"


@pytest.fixture
def world():
    return World()


@pytest.fixture(autouse=True)
def export_dir(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path / "exports"
    settings.EXPORT_DIR.mkdir()


def test_a_support_costs_three_fields_on_a_phone(world, open_page):
    url = reverse("coaching:support_add", args=[world.subject.pk])
    coach = Taps(open_page(world.owner, url, viewport=PHONE))
    coach.pick("What you did", Support.Kind.CO_TEACH)
    coach.write("How long, in minutes", "40")
    coach.write("For what", "How to ask for reasons")
    assert sideways_scroll(coach.page) == 0
    coach.tap("button", "Save the support")
    expect(coach.page.locator("#messages")).to_contain_text("Support saved.")
    row = Support.objects.get()
    assert (row.minutes, row.about, row.given_on) == (40, "How to ask for reasons", world.today)
    assert coach.fields == 3


def test_a_round_of_forty_teachers_is_pasted_into_one_grid(world, open_page):
    for number in range(38):
        people.make_teacher(world.school, f"Aa {number:02}")
    page = open_page(world.principal, reverse("coaching:round_grid"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join([LINE] * 40))
    first = page.get_by_label("Formal visit: Aa 00")
    first.focus()
    page.keyboard.press("Control+V")
    expect(first).to_have_value("11/4/2026")
    page.get_by_role("button", name="Save the grid").click()
    expect(page.locator("#messages")).to_contain_text("40 rounds saved.")
    rounds = ObservationRound.objects.filter(visit_on=VISIT)
    assert rounds.count() == 40
    assert {row.areas.count() for row in rounds} == {2}


def test_a_district_exports_every_agreed_plan_in_four_clicks(world, open_page):
    agreed_plans(world, 2)
    page = open_page(world.district, "/")
    staff = Taps(page)
    staff.tap("link", "District", within="header")
    staff.tap("button", "Export all 2 matching")
    work_off(Export.objects.get())
    page.reload()
    with page.expect_download() as downloading:
        staff.tap("link", "Download")
    assert staff.taps <= 4
    with zipfile.ZipFile(io.BytesIO(downloading.value.path().read_bytes())) as archive:
        names = archive.namelist()
    assert sum(name.endswith(".pdf") for name in names) == 2
    assert sum(name.endswith(".xlsx") for name in names) == 1
    assert all("cypress" in name.lower() for name in names if name.endswith(".pdf"))
