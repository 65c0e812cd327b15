"""Today: one page for each person, worked out from the rows, with a section for each duty."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.actions import sharing
from coaching.models import Plan, Visit
from coaching.shown import Shown
from demo.builders import coaching as build
from demo.builders import people
from demo.builders import week as build_week
from people.models import Closure, ImportBatch, Membership
from reports.agenda import agenda
from reports.models import Export
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def world():
    return World()


def waiting(person):
    """The titles on this person's list, by kind."""
    found = agenda(person, timezone.now())
    return {kind: [item.title for item in items] for kind, items in found.items()}


def page(client, person):
    client.force_login(person)
    return client.get("/").content.decode()


# --- the coach --------------------------------------------------------------------------------


def test_a_running_visit_comes_first_with_the_way_back_to_it(client, world):
    visit = world.live_visit
    text = page(client, world.owner)
    assert f"Visit to {world.subject.name}</bdi> is running" in text
    assert reverse("coaching:visit_live", args=[visit.pk]) in text


def test_the_visits_of_the_day_come_before_rounds_launches_and_invitations(client, world):
    build_week.invite(world.subject, world.owner, world.today)
    world.draft_visit  # noqa: B018
    text = page(client, world.owner)
    titles = ("Visits planned today", "To finish", "Launch meetings", "A visit is due")
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    assert text.index("To finish") < text.index("invites you")


def test_a_visit_whose_time_was_over_asks_for_nothing(world):
    visit = world.draft_visit
    Visit.objects.filter(pk=visit.pk).update(emptied_at=timezone.now(), lesson="")
    assert waiting(world.owner) == {}


def test_the_coach_finds_what_is_planned_today_and_what_is_not_finished(world):
    build.plan_visit(world.subject, world.owner, world.today)
    world.planned_visit  # noqa: B018 (in two days: not for today)
    world.draft_visit  # noqa: B018
    title = f"Visit to {world.subject.name}"
    assert waiting(world.owner) == {"planned": [title], "no_feedback": [title]}


def test_a_visit_moves_through_the_list_until_it_is_shared_and_gone(world):
    meeting = world.draft_feedback
    assert list(waiting(world.owner)) == ["unshared"]
    checked = Shown.of(meeting).fingerprint()
    sharing.share_feedback(meeting, checked=checked, by=world.owner, now=timezone.now())
    assert waiting(world.owner) == {}
    assert waiting(world.subject) == {"feedback": [f"Feedback from {world.owner.name}"]}
    meeting.refresh_from_db()
    meeting.mark_read(timezone.now())
    assert waiting(world.subject) == {}


def test_a_visit_shared_without_feedback_still_waits_for_its_meeting(world):
    visit = world.draft_visit
    visit.share(timezone.now())
    assert list(waiting(world.owner)) == ["no_feedback"]
    assert waiting(world.subject) == {"notes": [f"Notes of a visit by {world.owner.name}"]}
    Visit.objects.update(started_at=world.days_ago(15))
    assert waiting(world.owner) == {}


def test_a_former_coach_has_nothing_to_do(world):
    world.draft_feedback, world.live_visit  # noqa: B018
    world.owner.coach_assignments.update(ends_on=world.today)
    assert waiting(world.owner) == {}


def test_a_due_teacher_can_be_visited_in_one_tap(client, world):
    text = page(client, world.owner)
    assert "A visit is due" in text
    assert f'name="teacher" value="{world.subject.pk}"' in text
    build.make_visit(world.subject, world.owner)
    text = page(client, world.owner)
    assert f'name="teacher" value="{world.subject.pk}"' not in text
    assert "was visited in the last 14 days" in text


# --- the teacher ------------------------------------------------------------------------------


def test_the_teacher_finds_her_next_step_first(client, world):
    text = page(client, world.subject)
    assert "No step right now" in text
    step = world.shared_step
    text = page(client, world.subject)
    assert text.index("My next step") < text.index(step.activity) < text.index("Waiting for you")


def test_a_plan_waits_for_the_one_who_has_not_signed(world):
    plan = world.proposed_plan()
    assert waiting(world.subject) == {"sign": [f"Coaching plan with {world.owner.name}"]}
    assert waiting(world.owner) == {}
    build.sign(plan, world.subject)
    assert waiting(world.subject) == {}


def test_a_prompt_of_an_agreed_plan_waits_until_it_is_answered(world):
    plan = world.agreed_plan()
    assert waiting(world.subject) == {"reflect": ["Reflection on your plan"]}
    build.make_reflection(plan)
    assert waiting(world.subject) == {}


# --- leaders, the district, admins ------------------------------------------------------------


def test_the_principal_finds_where_the_plans_stand_and_no_notes(client, world):
    world.agreed_plan(), world.draft_visit
    client.force_login(world.principal)
    response = client.get("/")
    assert [row[1:] for row in response.context["plan_counts"]] == [
        ("No plan yet", 1),
        ("In draft", 0),
        ("Agreed", 1),
        ("Completed", 0),
    ]
    assert waiting(world.principal) == {}


def test_a_finished_export_and_an_import_that_waits_are_listed_for_who_asked(world):
    now = timezone.now()
    fields = {"school_system": world.system, "kind": "plans", "record_ids": [], "total": 0}
    Export.objects.create(
        requester=world.district,
        file_name="plans.zip",
        request_key="a",
        due_at=now,
        finished_at=now,
        state="done",
        expires_at=now + dt.timedelta(days=7),
        **fields,
    )
    ImportBatch.objects.create(
        school_system=world.system, kind="people", file_name="people.csv", uploaded_by=world.admin
    )
    assert waiting(world.district) == {"export": ["plans.zip"]}
    assert waiting(world.admin) == {"import": ["people.csv"]}
    assert waiting(world.custodian) == {}


def test_the_admins_checklist_shows_until_it_is_hidden_for_good(client, world):
    assert "Get started" in page(client, world.admin)
    assert "Get started" not in page(client, world.district)
    client.force_login(world.admin)
    client.post(reverse("people:get_started_hide"))
    assert "Get started" not in page(client, world.admin)


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("subject", ["No step right now", "Nothing to read or sign"]),
        ("former", ["No visit planned today", "Nobody in your caseload yet"]),
        ("district", ["No file is ready"]),
        ("admin", ["No file waits for you"]),
        ("custodian", ["Nothing waits for you"]),
    ],
)
def test_every_empty_section_says_what_goes_there(client, world, person, words):
    text = page(client, world.people[person])
    for sentence in words:
        assert sentence in text


# --- everybody at once ------------------------------------------------------------------------


def somebody_with_every_duty(world):
    """The owner coach, who also teaches, leads, and serves the district."""
    person = world.owner
    people.give_role(person, Role.TEACHER, world.other_school)
    people.give_role(person, Role.SCHOOL_LEADER, world.other_school)
    people.give_role(person, Role.DISTRICT_STAFF)
    people.give_role(person, Role.SYSTEM_ADMIN)
    other = people.make_coach(world.other_school, "Otto Other")
    people.assign(person, other)
    visit = build.make_visit(person, other, world.yesterday)
    build.make_feedback(visit, shared_at=world.yesterday)
    return person


def test_all_duties_share_one_page_in_twelve_queries_at_one_and_at_thirty_rows(client, world):
    person = somebody_with_every_duty(world)
    build_week.want_walkthroughs(world.system)
    client.force_login(person)
    counts = []
    for more in (1, 29):
        for n in range(more):
            teacher = people.make_teacher(world.school, f"Teacher {more}-{n}")
            people.assign(teacher, person)
            build.make_visit(teacher, person, world.yesterday)
        with CaptureQueriesContext(connection) as queries:
            text = client.get("/").content.decode()
        counts.append(len(queries))
    assert counts == [12, 12]
    for section in (
        "Get started",
        "My next step",
        "A visit is due",
        "Coaching plans at your school",
    ):
        assert section in text


def test_meetings_of_the_coming_week_show_with_the_prework_still_to_do(client, world):
    meeting = world.tc_meeting
    meeting.focus, meeting.prework = "Fractions", "Read page 12."
    meeting.save()
    client.force_login(world.subject)
    text = words(client.get("/"))
    assert f"{world.tc.name}: Fractions" in text
    assert "Prework: Read page 12." in text
    meeting.attendances.filter(user=world.subject).update(prework_done_at=timezone.now())
    assert "Read page 12." not in words(client.get("/"))


@pytest.mark.parametrize(
    ("days", "state"), [(8, "planned"), (-1, "planned"), (1, "cancelled")], ids=str
)
def test_a_meeting_later_than_that_or_past_or_cancelled_does_not_show(client, world, days, state):
    meeting = world.tc_meeting
    meeting.starts_at = world.days_ago(-days)
    meeting.state, meeting.cancelled_because = state, "Snow." if state == "cancelled" else ""
    meeting.save()
    client.force_login(world.subject)
    assert "Your teams meet" not in words(client.get("/"))


def test_another_systems_rows_never_show(world):
    world.proposed_plan(), world.live_visit
    assert waiting(world.other_system) == {}
    assert Plan.objects.visible_to(world.other_system).count() == Closure.objects.count() == 0


def test_each_number_of_the_principal_leads_to_a_list_of_as_many():
    world = World()
    build.make_plan(world.peer, world.owner)
    world.agreed_plan()
    client = Client()
    client.force_login(world.principal)
    numbers = client.get(reverse("reports:today")).context["plan_counts"]
    lists = [
        len(client.get(reverse("reports:school"), {"show": show}).context["table"].rows)
        for show, _label, _count in numbers
    ]
    assert [count for _show, _label, count in numbers] == lists
    assert sum(lists) > 1
