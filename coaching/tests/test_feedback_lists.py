"""The caseload, a teacher's page, and the teacher's own: what each shows, and at what cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.caseload import caseload_of
from coaching.models import Plan
from coaching.timeline import PAGE, minutes_of, timeline
from demo.builders import coaching as build
from demo.builders import people
from people.models import Leave
from tests.world import World

pytestmark = pytest.mark.django_db
CASELOAD = "/caseload/"


@pytest.fixture
def world():
    return World()


@pytest.fixture
def as_coach(client, world):
    client.force_login(world.owner)
    return client


def text_of(response):
    return response.content.decode()


def add_teacher(world, name, days=None, school=None):
    """A teacher of the owner's caseload, visited so many days ago."""
    teacher = people.make_teacher(school or world.school, name)
    people.assign(teacher, world.owner, starts_on=world.today - dt.timedelta(days=90))
    if days is not None:
        build.make_visit(teacher, world.owner, world.days_ago(days))
    return teacher


def names(response):
    return [line.teacher.name for line in response.context["lines"]]


# --- caseload ---------------------------------------------------------------------------------


def test_a_line_says_when_what_and_what_next(as_coach, world):
    world.shared_visit, world.proposed_plan()
    build.plan_visit(world.subject, world.owner, world.today + dt.timedelta(days=3))
    page = text_of(as_coach.get(CASELOAD))
    for words in (
        "Cypress Elementary",
        "Visited 4 days ago",
        "Wait three seconds after each question.",
        "Questioning",
        "Waiting for signature",
        "Start visit",
    ):
        assert words in page


def test_a_due_visit_is_said_in_words_against_the_cadence(as_coach, world):
    add_teacher(world, "Ann Due", days=14)
    add_teacher(world, "Bea Fine", days=13)
    lines = {line.teacher.name: line.due_words for line in caseload_of(world.owner)}
    assert lines["Ann Due"] == "Visit due: planned every 14 days"
    assert lines["Bea Fine"] == ""
    assert "Visit due: planned every 14 days" in text_of(as_coach.get(CASELOAD))


def test_somebody_new_is_due_once_the_cadence_has_passed(world):
    teacher = people.make_teacher(world.school, "Cy New")
    people.assign(teacher, world.owner, starts_on=world.today - dt.timedelta(days=3))
    (line,) = [line for line in caseload_of(world.owner) if line.teacher == teacher]
    assert (line.contact_words, line.is_due) == ("No visit yet", False)


def test_leave_pauses_the_cadence(world):
    teacher = add_teacher(world, "Lea Away", days=40)
    Leave.objects.create(
        school_system=world.system,
        membership=teacher.memberships.get(),
        starts_on=world.today - dt.timedelta(days=20),
    )
    (line,) = [line for line in caseload_of(world.owner) if line.teacher == teacher]
    assert (line.is_due, line.due_words) == (False, "On leave")


@pytest.mark.parametrize(("days", "is_due"), [(23, False), (24, True)])
def test_days_of_a_leave_that_is_over_do_not_count(world, days, is_due):
    teacher = add_teacher(world, "Lea Back", days=days)
    Leave.objects.create(
        school_system=world.system,
        membership=teacher.memberships.get(),
        starts_on=world.today - dt.timedelta(days=15),
        ends_on=world.today - dt.timedelta(days=5),
    )
    (line,) = [line for line in caseload_of(world.owner) if line.teacher == teacher]
    assert (line.is_due, bool(line.due_words)) == (is_due, is_due)


def test_a_new_coach_counts_from_the_assignment(world):
    teacher = people.make_teacher(world.school, "Cy Moved")
    people.assign(teacher, world.owner, starts_on=world.today - dt.timedelta(days=3))
    build.make_visit(teacher, world.former, world.days_ago(40))
    (line,) = [line for line in caseload_of(world.owner) if line.teacher == teacher]
    assert (line.contact_words, line.is_due) == ("Visited 40 days ago", False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "due"}, ["Ann Due"]),
        ({"show": "due"}, ["Ann Due", "Tess Arceneaux"]),
        ({"show": "no_step"}, ["Ann Due", "Bea Fine", "Tess Arceneaux"]),
        ({"show": "no_visit"}, ["Ann Due", "Tess Arceneaux"]),
        ({"sort": "contact"}, ["Tess Arceneaux", "Ann Due", "Bea Fine"]),
        ({"sort": "next"}, ["Bea Fine", "Ann Due", "Tess Arceneaux"]),
        ({"sort": "school"}, ["Ann Due", "Tess Arceneaux", "Bea Fine"]),
        ({"sort": "nonsense"}, ["Ann Due", "Bea Fine", "Tess Arceneaux"]),
    ],
)
def test_filters_and_order_live_in_the_address(as_coach, world, query, expected):
    add_teacher(world, "Ann Due", days=30)
    fine = add_teacher(world, "Bea Fine", days=2, school=world.other_school)
    build.plan_visit(fine, world.owner, world.today)
    assert names(as_coach.get(CASELOAD, query)) == expected


def test_a_school_is_a_filter_where_there_are_two(as_coach, world):
    assert "school" not in as_coach.get(CASELOAD).context["form"].fields
    add_teacher(world, "Bea Fine", school=world.other_school)
    response = as_coach.get(CASELOAD, {"school": str(world.other_school.pk)})
    assert names(response) == ["Bea Fine"]


def test_an_empty_result_and_an_empty_caseload_say_what_to_do(client, world):
    client.force_login(world.owner)
    assert "Show everybody" in text_of(client.get(CASELOAD, {"q": "zzz"}))
    client.force_login(world.former)
    assert "Nobody in your caseload yet" in text_of(client.get(CASELOAD))


def test_the_caseload_costs_five_queries_at_five_and_at_fifty_teachers(as_coach, world):
    counts = []
    for more in (4, 45):
        for n in range(more):
            teacher = add_teacher(world, f"Teacher {more}-{n}", days=n)
            build.make_step(teacher, world.owner, shared_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            as_coach.get(CASELOAD)
        counts.append(len(queries))
    assert counts == [5, 5]


# --- a teacher's page -------------------------------------------------------------------------


def teacher_page(world):
    return reverse("coaching:teacher_detail", args=[world.subject.pk])


def test_the_timeline_has_everything_newest_first(as_coach, world):
    world.shared_visit, world.live_visit  # noqa: B018
    build.make_reflection(world.agreed_plan(), shared_at=timezone.now())
    entries = timeline(world.subject, world.owner).entries
    assert sorted((entry.title, entry.status) for entry in entries) == [
        ("Coaching plan", "Agreed"),
        ("Feedback meeting", "Shared"),
        ("Reflection on the plan", "Shared"),
        ("Visit", "Live"),
        ("Visit", "Shared"),
    ]
    moments = [entry.when for entry in entries]
    assert moments == sorted(moments, reverse=True)
    page = text_of(as_coach.get(teacher_page(world)))
    assert page.index("Reflection on the plan") < page.index("Feedback meeting")


def test_each_reader_finds_only_what_they_may_read(world):
    world.draft_visit, world.draft_feedback, world.draft_plan  # noqa: B018
    titles = {
        name: {entry.title for entry in timeline(world.subject, world.people[name]).entries}
        for name in ("owner", "subject", "contributor", "principal", "district", "peer")
    }
    assert titles == {
        "owner": {"Visit", "Feedback meeting", "Coaching plan"},
        "subject": {"Coaching plan"},
        "contributor": set(),
        "principal": set(),
        "district": set(),
        "peer": set(),
    }


def test_older_entries_are_on_the_next_page_and_none_is_lost(as_coach, world):
    for n in range(PAGE + 5):
        build.make_visit(world.subject, world.owner, world.days_ago(n + 1), notes=())
    first = timeline(world.subject, world.owner)
    response = as_coach.get(teacher_page(world), {"before": first.older})
    rest = response.context["timeline"]
    assert (len(first.entries), len(rest.entries), rest.older) == (PAGE, 5, "")
    assert {e.url for e in first.entries}.isdisjoint(e.url for e in rest.entries)


@pytest.mark.parametrize("before", ["yesterday", "2026-13-45T00:00:00Z", "2026-11-01"])
def test_a_moment_that_is_none_is_not_found(as_coach, world, before):
    assert as_coach.get(teacher_page(world), {"before": before}).status_code == 404


def test_minutes_are_counted_once_by_term_and_month(world):
    build.make_visit(world.subject, world.owner, world.days_ago(1), minutes=20)
    build.make_visit(world.subject, world.owner, world.days_ago(1), minutes=25)
    build.make_visit(world.subject, world.owner, minutes=None)
    rows = {row.name: (row.visits, row.minutes) for row in minutes_of(world.subject, world.owner)}
    month = f"{world.today - dt.timedelta(days=1):%B %Y}"
    assert rows[month] == (2, 45)
    if len(rows) > 1:
        assert rows["Fall term"] == (2, 45)


def test_a_contributor_cannot_add_a_step(client, world):
    client.force_login(world.contributor)
    page = text_of(client.get(teacher_page(world)))
    assert "You have contributed" in page
    assert "Add a step" not in page


def test_a_teachers_page_costs_eleven_queries_however_much_happened(as_coach, world):
    counts = []
    for more in (1, 25):
        for n in range(more):
            visit = build.make_visit(world.subject, world.owner, world.days_ago(more + n))
            build.make_feedback(visit, shared_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            as_coach.get(teacher_page(world))
        counts.append(len(queries))
    assert counts == [11, 11]


# --- the teacher's own ------------------------------------------------------------------------


def test_my_coaching_begins_with_my_step_its_look_fors_and_what_i_can_do(client, world):
    step = world.shared_step
    client.force_login(world.subject)
    page = text_of(client.get("/my-coaching/"))
    words = ["My step", step.activity, "Counts to three", "Coach is back", "Mark done", "Reflect"]
    positions = [page.find(word) for word in [*words, "Waiting for you", ">History<"]]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_what_the_coach_has_not_shared_is_nowhere_on_my_pages(client, world):
    feedback = world.draft_feedback
    client.force_login(world.subject)
    for path in ("/", "/my-coaching/", "/my-coaching/history/"):
        page = text_of(client.get(path))
        assert feedback.praise not in page
        assert feedback.step.activity not in page


def test_a_plan_that_waits_for_me_is_listed(client, world):
    world.proposed_plan()
    client.force_login(world.subject)
    assert "Waiting for your signature" in text_of(client.get("/my-coaching/"))


def test_my_coaching_costs_twelve_queries_however_much_is_open(client, world):
    client.force_login(world.subject)
    counts = []
    for more in (1, 20):
        for n in range(more):
            visit = build.make_visit(world.subject, world.owner, world.days_ago(more + n))
            build.make_feedback(visit, shared_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            client.get("/my-coaching/")
        counts.append(len(queries))
    assert counts == [12, 12]


def test_nothing_yet_says_what_will_come(client, world):
    client.force_login(world.peer)
    page = text_of(client.get("/my-coaching/"))
    for words in ("No step right now", "You have no coach right now", "Nothing yet"):
        assert words in page
    assert Plan.objects.count() == 0
