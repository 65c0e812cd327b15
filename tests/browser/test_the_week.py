"""What the week costs in fields and taps, on a phone: a visit on paper, an invitation, a peer."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coaching.models import PeerVisit, Visit, VisitInvitation
from people.school_days import SchoolCalendar
from tests.browser.conftest import PHONE, sideways_scroll
from tests.browser.test_feedback import Taps
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def day(world):
    return SchoolCalendar.of(world.school).add(world.today, 2).isoformat()


def test_a_visit_on_paper_costs_four_fields(world, open_page):
    url = reverse("coaching:teacher_detail", args=[world.subject.pk])
    page = open_page(world.owner, url, viewport=PHONE)
    coach = Taps(page)
    coach.tap("link", "Enter a visit from paper")
    assert sideways_scroll(page) == 0
    coach.write("Date of the visit", world.yesterday.date().isoformat())
    coach.write("Start", "09:00")
    coach.write("End", "09:30")
    coach.write("Notes", "9:05 Six students write.\n9:20 Two read aloud.")
    coach.tap("button", "Enter the visit")
    expect(page.locator("#messages")).to_contain_text("entered. Only you read the notes.")
    assert Visit.objects.get().notes.count() == 2
    assert coach.fields == 4


def test_an_invitation_costs_three_fields_at_most_and_accepting_one_tap(world, day, open_page):
    page = open_page(world.subject, reverse("coaching:my_coaching"), viewport=PHONE)
    teacher = Taps(page)
    teacher.tap("link", f"Invite {world.owner.name} to a lesson")
    teacher.write("Day of the lesson", day)
    teacher.write("Period", "2nd period")
    teacher.write("What to look for", "Who talks after the first answer?")
    teacher.tap("button", "Invite")
    expect(page.locator("#messages")).to_contain_text(f"{world.owner.name} is invited.")
    assert sideways_scroll(page) == 0
    assert teacher.fields == 3
    page = open_page(world.owner, "/", viewport=PHONE)
    coach = Taps(page)
    assert sideways_scroll(page) == 0
    coach.tap("button", f"Accept that {world.subject.name} invites you")
    expect(page.locator("#messages")).to_contain_text("The teacher is told.")
    assert VisitInvitation.objects.get().visit.planned_on.isoformat() == day
    assert (coach.fields, coach.taps) == (0, 1)


def test_inviting_a_colleague_costs_three_fields(world, day, open_page):
    page = open_page(world.subject, reverse("coaching:peer_visit_list"), viewport=PHONE)
    teacher = Taps(page)
    teacher.tap("link", "Invite a colleague")
    page.get_by_label("Colleague").select_option(label=world.peer.name)
    teacher.fields += 1
    teacher.write("Day of the lesson", day)
    teacher.write("What to look for", "Partner talk.")
    teacher.tap("button", "Ask")
    expect(page.locator("#messages")).to_contain_text(f"{world.peer.name} is asked.")
    assert PeerVisit.objects.get().visitor == world.peer
    assert teacher.fields == 3
