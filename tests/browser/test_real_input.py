"""An empty school system, two files, and the main job: what a district does in its first hour."""

import re
import time

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from coaching.models import EvidenceNote, Plan, Visit
from notices.actions.sending import send_notice
from notices.models import Notice
from people.models import CoachAssignment, SchoolSystem, User
from people.tests.files import caseload_csv, people_csv
from reports.models import Export
from reports.tests.exporting import work_off
from tests.browser.conftest import PHONE
from tests.browser.test_plan import fill_what_is_missing

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "lantern gravel oboe seven"
LINK = re.compile(r"/invitations/\S+")


class Clicks:
    """A browser page that counts how often it was clicked."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, role, name):
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()


@pytest.fixture
def open_mail(live_server, new_context):
    """`open_mail(email)`: the mail's link in a browser of that person's own, signed in by it."""

    def opened(email, **changes):
        notice = Notice.objects.get(kind="invitation", to__email=email)
        send_notice(notice.pk, now=timezone.now())
        link = LINK.search(mail.outbox[-1].body)[0]
        page = new_context(**changes).new_page()
        page.goto(live_server.url + link)
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("New password again").fill(PASSWORD)
        page.get_by_role("button", name="Save and sign in").click()
        expect(page.locator("#messages")).to_contain_text("Your password is saved.")
        return page

    return opened


@pytest.fixture
def files(tmp_path):
    """The two files as a district would save them."""
    written = {"people": people_csv(), "caseload": caseload_csv()}
    for name, text in written.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return {name: str(tmp_path / f"{name}.csv") for name in written}


@pytest.fixture(autouse=True)
def export_dir(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path / "exports"
    settings.EXPORT_DIR.mkdir()


def put_in_two_files(page, live_server, files):
    """Both files, previewed and applied; how many clicks that took."""
    page.goto(live_server.url + reverse("people:import_list"))
    clicks = Clicks(page)
    for name in ("people", "caseload"):
        page.locator("input[type=file]").set_input_files(files[name])
        clicks.press("button", "Preview")
        clicks.press("button", "Apply")
        expect(page.get_by_role("status")).to_contain_text("was applied")
    return clicks.count


def enter_the_year(page, live_server):
    page.goto(live_server.url + reverse("people:year_add"))
    today = timezone.localdate()
    start = today.year if today.month > 6 else today.year - 1
    page.get_by_label("Name").fill(f"{start}–{(start + 1) % 100:02d}")
    page.get_by_label("First day").fill(f"{start}-07-01")
    page.get_by_label("Last day").fill(f"{start + 1}-06-30")
    page.get_by_role("button", name="Save the school year").click()
    page.get_by_role("textbox", name="Days without school").fill(f"12/25/{start} Christmas Day")
    page.get_by_role("button", name="Add these days").click()
    expect(page.get_by_text("Christmas Day").first).to_be_visible()


def invite_everybody(page, live_server):
    page.goto(live_server.url + reverse("people:invitation_list"))
    page.get_by_role("button", name="Invite all").click()
    expect(page.get_by_role("status")).to_contain_text("invitations are on the way")


def test_an_empty_system_gets_to_a_signed_plan_and_its_pdf(
    live_server, open_mail, files, new_context
):
    call_command("new_system", "Pelican Parish", admin="boss@example.org", admin_name="Bo Boss")
    admin = open_mail("boss@example.org")
    assert put_in_two_files(admin, live_server, files) == 4
    system = SchoolSystem.objects.get()
    assert User.objects.filter(school_system=system).count() == 347
    assert CoachAssignment.objects.owners().count() == 308
    enter_the_year(admin, live_server)
    invite_everybody(admin, live_server)

    coach = open_mail("c3@example.org", viewport=PHONE, has_touch=True)
    began, taps = time.monotonic(), Clicks(coach)
    coach.goto(live_server.url + reverse("coaching:caseload"))
    expect(coach.get_by_text("22 teachers")).to_be_visible()
    taps.press("button", "Start visit to Teacher 3 0")
    coach.locator("#note-box").fill("9:05 Six of eight pairs explain their answer.")
    coach.locator("#note-box").press("Enter")
    expect(coach.locator("#save-line [data-save-text]")).to_have_text(
        re.compile("^All changes saved")
    )
    assert time.monotonic() - began < 60
    assert taps.count <= 3
    assert EvidenceNote.objects.get().text == "9:05 Six of eight pairs explain their answer."
    assert Visit.objects.get().teacher.email == "t3-0@example.org"

    plan = write_and_sign_a_plan(live_server, coach, open_mail("t3-0@example.org"))
    export_as_pdf(live_server, coach, plan)


def write_and_sign_a_plan(live_server, coach, teacher):
    """The pair writes what is missing and both sign."""
    subject = User.objects.get(email="t3-0@example.org")
    coach.set_viewport_size({"width": 1280, "height": 900})
    coach.goto(f"{live_server.url}{reverse('coaching:plan_start')}?teacher={subject.pk}")
    coach.get_by_role("button", name="Start the plan").click()
    fill_what_is_missing(coach)
    plan = Plan.objects.get()
    for page in (coach, teacher):
        page.goto(live_server.url + reverse("coaching:plan_sign", args=[plan.pk]))
        page.get_by_role("button", name="Sign: I took part").click()
    expect(teacher.get_by_role("status")).to_contain_text("Both of you have signed.")
    plan.refresh_from_db()
    assert plan.status == Plan.Status.AGREED
    return plan


def export_as_pdf(live_server, page, plan):
    """Ask for the plan's PDF, let a worker make it, and fetch it."""
    page.goto(live_server.url + plan.get_absolute_url())
    key = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    page.request.post(
        live_server.url + reverse("reports:plan_export", args=[plan.pk]),
        form={"csrfmiddlewaretoken": key},
    )
    export = work_off(Export.objects.get())
    assert export.state == Export.State.DONE
    answer = page.request.get(
        live_server.url + reverse("reports:export_download", args=[export.pk])
    )
    assert answer.body().startswith(b"%PDF-")
