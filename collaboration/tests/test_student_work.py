"""Student work in counts and codes: impact over a cycle, no names, no export, and an end."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.actions.retention import delete_past_student_work
from collaboration.models import FocusNote, FocusStudent, WorkAnalysis
from demo.builders import people
from demo.builders import study as build
from demo.builders import team as build_team
from people.models import Team
from tests.statements import statements

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def teacher():
    school = people.make_school(people.make_system())
    return people.make_teacher(school, "Mo Member")


@pytest.fixture
def study(teacher):
    """The first meeting of a team of two, in a cycle of a year that runs."""
    school = teacher.memberships.get().school
    facilitator = people.make_coach(school, "Fay Leader")
    team = build_team.make_team(
        school.school_system, Team.Kind.TC, school, facilitator, [teacher], name="Grade 3"
    )
    today = teacher.today
    year = people.make_year(
        school.school_system, starts_on=today - 60 * DAY, ends_on=today + 240 * DAY
    )
    cycle = build.make_cycle(build.make_year_plan(team, year), today - 30 * DAY)
    now = dt.datetime.combine(today, dt.time(15), teacher.zone)
    return build.put_into_cycle(cycle, build_team.make_meeting(team, now - 7 * DAY))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def body(response):
    return response.content.decode()


def counts(before=(9, 8, 5, 2), after=("", "", "", "")):
    return {
        "task": "Thirds on a line.",
        **{f"before_{place}": str(count) for place, count in enumerate(before)},
        **{f"after_{place}": str(count) for place, count in enumerate(after)},
    }


def test_a_member_enters_what_was_asked_and_how_many_were_how_far(study, teacher):
    client = signed_in(teacher)
    url = reverse("collaboration:work_add", args=[study.pk])
    client.post(url, counts() | {"saw": "Most count marks.", "next_moves": "Spaces first."})
    row = WorkAnalysis.objects.get()
    assert (row.author, row.before, row.after) == (teacher, [9, 8, 5, 2], [])
    client.post(reverse("collaboration:work_edit", args=[row.pk]), counts(after=(1, 3, 12, 8)))
    row.refresh_from_db()
    assert row.after == [1, 3, 12, 8]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (counts(before=(0, 0, 0, 0)), "Count at least one student"),
        (counts(before=("", 8, 5, 2)), "Enter how many students, or 0"),
        (counts(before=("Mia", 8, 5, 2)), "Enter how many students as a number, like 12"),
        (counts(after=(3, "", 4, 5)), "Count the students of every level"),
    ],
)
def test_what_is_no_count_is_told(study, teacher, data, words):
    page = signed_in(teacher).post(reverse("collaboration:work_add", args=[study.pk]), data)
    assert page.status_code == 422
    assert words in body(page)


def test_an_analysis_counts_every_level(study, teacher):
    with pytest.raises(IntegrityError, match="counts_every_level"), transaction.atomic():
        build.make_work(study, teacher, before=(1, 2))


def test_the_impact_sums_the_members_and_the_chart_draws_the_table(study, teacher):
    facilitator = study.meeting.team.members.get(role="facilitator").user
    build.make_work(study, teacher, before=(9, 8, 5, 2), after=(3, 6, 10, 5))
    build.make_work(study, facilitator, before=(4, 4, 4, 4), after=(1, 3, 6, 6))
    gone = build.make_work(study, facilitator, before=(99, 0, 0, 0))
    gone.set_removed(study.created_at)
    page = body(signed_in(teacher).get(reverse("collaboration:impact", args=[study.cycle_id])))
    cells = [re.findall(r"<td>(.*?)</td>", line) for line in re.findall(r"<tr>.*?</tr>", page)]
    assert [row for row in cells if row] == [
        ["Before", "13", "12", "9", "6", "40", "15 (38%)"],
        ["After", "4", "9", "16", "11", "40", "27 (68%)"],
    ]
    assert re.findall(r'data-value="(.*?)"', page) == ["Meeting 1: before 38%, after 68%"]
    assert 'role="img"' in page


@pytest.mark.parametrize("code", ["S1", "A-07", "AB12", "s3"])
def test_a_focus_student_is_a_code(study, teacher, code):
    url = reverse("collaboration:focus_list", args=[study.cycle_id])
    assert signed_in(teacher).post(url, {"code": code}).status_code == 302
    assert FocusStudent.objects.get().code == code.upper()


@pytest.mark.parametrize("code", ["Mia", "Mia R.", "MR", "S123", "1", "S1 Mia", "Łódź1", ""])
def test_names_are_refused(study, teacher, code):
    url = reverse("collaboration:focus_list", args=[study.cycle_id])
    page = signed_in(teacher).post(url, {"code": code})
    assert page.status_code == 422
    with pytest.raises(IntegrityError, match="a_focus_student_is_a_code"), transaction.atomic():
        build.make_focus_student(study.cycle, code[:5])
    assert not FocusStudent.objects.exists()


def test_a_cycle_has_at_most_four(study, teacher):
    for place in range(1, 5):
        build.make_focus_student(study.cycle, f"S{place}", place)
    url = reverse("collaboration:focus_list", args=[study.cycle_id])
    assert signed_in(teacher).post(url, {"code": "S9"}).status_code == 422
    with pytest.raises(IntegrityError, match="at_most_four_focus_students"), transaction.atomic():
        build.make_focus_student(study.cycle, "S9", 5)
    assert FocusStudent.objects.count() == 4


def test_notes_on_focus_students_stand_by_their_meeting(study, teacher):
    student = build.make_focus_student(study.cycle)
    client = signed_in(teacher)
    url = reverse("collaboration:focus_notes", args=[study.pk])
    client.post(url, {str(student.pk): "Counts spaces now."})
    was = f"initial-{student.pk}"
    client.post(url, {str(student.pk): "Counts spaces alone.", was: "Counts spaces now."})
    assert FocusNote.objects.get().text == "Counts spaces alone."
    page = client.get(reverse("collaboration:focus_list", args=[study.cycle_id]))
    assert "Counts spaces alone." in body(page)
    warning = f"Every note on {student.code} goes, and nobody can bring it back."
    assert warning in body(client.get(student.get_absolute_url()))
    client.post(reverse("collaboration:focus_remove", args=[student.pk]))
    assert not FocusStudent.objects.exists()
    assert not FocusNote.objects.exists()


def test_without_focus_students_the_page_leads_to_choosing_them(study, teacher):
    page = signed_in(teacher).get(reverse("collaboration:focus_notes", args=[study.pk]))
    assert "No focus students yet" in page.content.decode()
    assert reverse("collaboration:focus_list", args=[study.cycle_id]) in page.content.decode()
    assert "Save the notes" not in page.content.decode()


def test_two_people_at_the_notes_on_focus_students_lose_nothing(study, teacher):
    one, other = (build.make_focus_student(study.cycle, f"S{n}", n) for n in (1, 2))
    client, url = signed_in(teacher), reverse("collaboration:focus_notes", args=[study.pk])
    empty = {f"initial-{row.pk}": "" for row in (one, other)}
    client.post(url, {str(one.pk): "Counts spaces.", str(other.pk): ""} | empty)
    # The other one had the page open since before: what she left alone is not emptied.
    client.post(url, {str(one.pk): "", str(other.pk): "Draws bars."} | empty)
    texts = FocusNote.objects.order_by("student__place").values_list("text", flat=True)
    assert list(texts) == ["Counts spaces.", "Draws bars."]
    answer = client.post(url, {str(one.pk): "Counts marks.", str(other.pk): ""} | empty)
    assert answer.status_code == 409
    assert "Counts spaces." in body(answer)
    assert "Counts marks." in body(answer)
    assert list(texts.all()) == ["Counts spaces.", "Draws bars."]
    again = {f"initial-{one.pk}": "Counts spaces.", f"initial-{other.pk}": "Draws bars."}
    data = {str(one.pk): "Counts marks and spaces.", str(other.pk): "Draws bars."}
    assert client.post(url, data | again).status_code == 302
    assert list(texts.all()) == ["Counts marks and spaces.", "Draws bars."]


def test_student_work_is_deleted_sixty_days_after_the_school_year(study, teacher):
    build.note_focus(build.make_focus_student(study.cycle), study)
    build.make_work(study, teacher)
    system = teacher.school_system
    last = study.cycle.year_plan.school_year.ends_on
    assert delete_past_student_work(system, today=last + 60 * DAY) == 0
    other = people.make_system("Other Parish")
    assert delete_past_student_work(other, today=last + 61 * DAY) == 0
    assert delete_past_student_work(system, today=last + 61 * DAY) == 3
    for model in (FocusNote, FocusStudent, WorkAnalysis):
        assert not model.objects.exists()
    study.refresh_from_db()


def test_the_end_is_on_the_schedule():
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "collaboration.tasks.tidy_student_work" in tasks


def test_no_export_knows_of_student_work():
    """Class S leaves the product in no file (permissions D11): what exports may print is a list of
    models, and these are not in it; nothing of the exports' code reads them."""
    names = re.compile(r"WorkAnalysis|FocusStudent|FocusNote|focus_students|analyses\b")
    sources = [
        *(settings.BASE_DIR / "reports").rglob("*.py"),
        settings.BASE_DIR / "collaboration/pdf.py",
        *(settings.BASE_DIR / "templates").rglob("*.pdf.html"),
    ]
    named = [
        path.name
        for path in sources
        if path.exists()
        and "tests" not in path.parts
        and names.search(path.read_text().replace("StudentWorkAnalysis", ""))
    ]
    assert named == []


@pytest.mark.parametrize("rows", [2, 20])
def test_the_pages_ask_the_same_however_many_rows(study, teacher, rows):
    cycle = study.cycle
    student = build.make_focus_student(cycle)
    for number in range(rows):
        meeting = build_team.make_meeting(
            study.meeting.team, study.meeting.starts_at - (number + 1) * DAY
        )
        other = build.put_into_cycle(cycle, meeting)
        build.note_focus(student, other)
        build.make_work(other, teacher)
        build.make_work(study, teacher)
    client = signed_in(teacher)
    asked = []
    for name, pk in (("work_list", study.pk), ("impact", cycle.pk), ("focus_list", cycle.pk)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"collaboration:{name}", args=[pk])).status_code == 200
        asked.append(len(statements(queries.captured_queries)))
    assert asked == [8, 8, 8]
