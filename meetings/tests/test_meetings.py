import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.builders import people
from demo.builders import team as build
from meetings.models import Assignment, Meeting
from notices.models import Notice
from people.models import Closure, Team
from tests.pages import form_with, words
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url_of(name, row):
    return reverse(f"meetings:{name}", args=[row.pk])


def test_assess_impact_shows_each_member_with_status_and_the_missing_as_missing(world):
    one = world.tc_held.assignments.get()
    build.report_on(one, world.subject, world.yesterday, "partly", evidence="9 of 24 students.")
    page = words(signed_in(world.peer).get(world.tc_meeting.get_absolute_url()))
    assert "0 done, 1 partly, 0 not done, 2 missing" in page
    assert "9 of 24 students." in page
    assert "Paul Peer: Try the number line" in page.replace("\n", " ").replace("  ", " ")


def test_a_member_says_what_became_of_an_assignment_and_may_say_it_again(world):
    one, client = world.tc_held.assignments.get(), signed_in(world.subject)
    url = url_of("assignment_report", one)
    client.post(url, {"status": "partly", "evidence": "Half of them."})
    client.post(url, {"status": "done", "evidence": "All of them.", "outcome": "We go on."})
    report = one.reports.get()
    assert (report.status, report.evidence, report.version) == ("done", "All of them.", 2)
    assert "All of them." in words(client.get(world.tc_meeting.get_absolute_url()))


def test_today_asks_for_what_the_latest_meeting_gave_to_do_until_it_is_told(world):
    assert world.tc_held
    client = signed_in(world.subject)
    assert "To do for Grades 3–5" in words(client.get("/"))
    build.report_on(world.tc_held.assignments.get(), world.subject, world.yesterday)
    assert "To do for Grades 3–5" not in words(client.get("/"))


def test_today_does_not_ask_for_what_an_earlier_meeting_gave_to_do(world):
    assert world.tc_held
    build.make_meeting(world.tc, world.days_ago(2), state="held")
    assert "To do for Grades 3–5" not in words(signed_in(world.subject).get("/"))


def test_a_meeting_is_closed_with_one_tap_and_one_field(world):
    client = signed_in(world.contributor)
    data = {"assignment": "Teach the lesson and bring three pieces of work.", "everybody": "1"}
    client.post(url_of("meeting_hold", world.tc_meeting), data)
    meeting = Meeting.objects.get(pk=world.tc_meeting.pk)
    assert meeting.is_held
    assert set(meeting.attendances.values_list("state", flat=True)) == {"present"}
    assert meeting.assignments.get().member is None


def test_a_meeting_is_not_held_without_an_assignment_or_a_reason(world):
    client, url = signed_in(world.contributor), url_of("meeting_hold", world.tc_meeting)
    answer = client.post(url, {"everybody": "1"})
    assert answer.status_code == 422
    assert "Write what members do until the next meeting, or say why" in words(answer)
    client.post(url, {"no_assignment_because": "State tests this week"})
    assert Meeting.objects.get(pk=world.tc_meeting.pk).is_held


def test_the_database_refuses_a_held_meeting_without_assignment_and_reason(world):
    rows = Meeting.objects.filter(pk=world.tc_meeting.pk)
    rows.update(state="held", held_at=world.yesterday)
    with pytest.raises(IntegrityError, match="a_held_meeting_has"):
        connection.check_constraints()


def test_the_database_refuses_to_take_its_last_assignment_from_a_held_meeting(world):
    meeting = build.make_meeting(
        world.tc, world.days_ago(2), state="held", no_assignment_because=""
    )
    build.make_assignment(meeting)
    connection.check_constraints()
    Assignment.objects.filter(meeting=meeting).update(removed_at=world.yesterday)
    with pytest.raises(IntegrityError, match="a_held_meeting_has"):
        connection.check_constraints()


def test_the_last_assignment_of_a_held_meeting_stays_and_the_page_says_why(world):
    meeting = build.make_meeting(
        world.tc, world.days_ago(2), state="held", no_assignment_because=""
    )
    one = build.make_assignment(meeting)
    answer = signed_in(world.contributor).post(url_of("assignment_remove", one), follow=True)
    assert "A held meeting keeps at least one assignment" in words(answer)
    assert Assignment.objects.get(pk=one.pk).removed_at is None


def test_who_was_absent_is_told_where_the_minutes_are_and_nobody_else(world):
    row = world.tc_meeting.attendances.get(user=world.peer)
    client = signed_in(world.contributor)
    url = url_of("attendance", world.tc_meeting)
    client.post(url, {"person": row.pk, "state": "absent"})
    client.post(
        url_of("meeting_hold", world.tc_meeting), {"assignment": "Go on.", "everybody": "1"}
    )
    told = Notice.objects.filter(kind="minutes_ready")
    assert [notice.to for notice in told] == [world.peer]


def test_a_cancelled_meeting_says_why_counts_and_comes_back(world):
    client = signed_in(world.contributor)
    client.post(url_of("meeting_cancel", world.tc_meeting), {"because": "Storm"})
    page = words(client.get(world.tc.get_absolute_url()))
    assert "1 held, 1 cancelled." in page
    assert "Storm" in page
    client.post(url_of("meeting_reopen", world.tc_meeting))
    assert Meeting.objects.get(pk=world.tc_meeting.pk).is_open


def test_a_cancelled_meeting_does_not_come_back_where_another_has_its_time(world):
    meeting = world.tc_meeting
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancelled_because="Storm")
    build.make_meeting(world.tc, meeting.starts_at)
    client = signed_in(world.contributor)
    answer = client.post(url_of("meeting_reopen", meeting), follow=True)
    assert "another meeting at that time by now" in words(answer)
    assert Meeting.objects.get(pk=meeting.pk).state == "cancelled"


def test_an_agenda_is_written_on_one_page_and_an_empty_one_stays_planned(world):
    client, url = signed_in(world.subject), url_of("agenda_edit", world.tc_meeting)
    data = form_with(client.get(url), "focus") | {
        "focus": "Fractions",
        "plan_learning": "Read pages 4 to 6.",
        "minutes_learning": "20",
        "resources_learning": "Unit 3 guide | https://example.org/unit-3\nChart paper",
    }
    assert client.post(url, data).status_code == 302
    part = world.tc_meeting.sections.get(part="learning")
    assert (part.plan, part.minutes) == ("Read pages 4 to 6.", 20)
    assert list(part.resources.values_list("title", "link")) == [
        ("Unit 3 guide", "https://example.org/unit-3"),
        ("Chart paper", ""),
    ]


def test_two_who_write_an_agenda_at_once_see_both_texts(world):
    client, url = signed_in(world.subject), url_of("agenda_edit", world.tc_meeting)
    data = form_with(client.get(url), "focus")
    signed_in(world.peer).post(url, data | {"focus": "Decimals"})
    answer = client.post(url, data | {"focus": "Thirds"})
    assert answer.status_code == 409
    assert "Decimals" in words(answer)
    again = form_with(answer, "focus")
    assert again["focus"] == "Thirds"
    assert client.post(url, again).status_code == 302
    assert Meeting.objects.get(pk=world.tc_meeting.pk).focus == "Thirds"


def test_a_pasted_table_is_shown_as_it_is_read_and_then_put_into_the_agenda(world):
    client, url = signed_in(world.subject), url_of("agenda_paste", world.tc_meeting)
    table = (
        "Part\tWhat\tMinutes\n"
        "Define the Purpose\tWhy thirds are hard\t10\n"
        "Receive new learning\tRead the guide\t20 min\n"
        "\tTalk in pairs\n"
        "Assess impact of this meeting | Exit slip | 5"
    )
    shown = words(client.post(url, {"table": table}))
    assert "Why thirds are hard" in shown
    assert world.tc_meeting.sections.exclude(plan="").count() == 0
    client.post(url, {"table": table, "put": "1"})
    found = world.tc_meeting.sections.exclude(plan="").order_by("part")
    assert list(found.values_list("part", "plan", "minutes")) == [
        ("impact", "Exit slip", 5),
        ("learning", "Read the guide\nTalk in pairs", 20),
        ("purpose", "Why thirds are hard", 10),
    ]


def test_one_tap_gives_another_team_the_same_agenda_in_its_next_empty_meeting(world):
    other = build.make_team(
        world.system, Team.Kind.TC, world.school, world.contributor, name="Grades 1–2"
    )
    empty = build.make_meeting(other, timezone.now() + dt.timedelta(days=3), focus="")
    world.tc_meeting.sections.filter(part="practice").update(plan="Rehearse in pairs")
    client = signed_in(world.contributor)
    client.post(url_of("agenda_use", world.tc_meeting), {"team": other.pk})
    empty.refresh_from_db()
    assert empty.focus == world.tc_meeting.focus
    assert empty.sections.get(part="practice").plan == "Rehearse in pairs"
    world.tc_meeting.sections.filter(part="practice").update(plan="Rehearse in threes")
    client.post(url_of("agenda_use", world.tc_meeting), {"team": other.pk})
    assert other.meetings.count() == 2
    assert empty.starts_at not in other.meetings.exclude(pk=empty.pk).values_list("starts_at")


def test_a_tap_too_many_gives_no_second_meeting_the_same_agenda(world):
    other = build.make_team(
        world.system, Team.Kind.TC, world.school, world.contributor, name="Grades 1–2"
    )
    build.make_meeting(other, timezone.now() + dt.timedelta(days=3), focus="")
    client = signed_in(world.contributor)
    for _tap in range(2):
        answer = client.post(url_of("agenda_use", world.tc_meeting), {"team": other.pk})
    assert other.meetings.count() == 1
    assert "Grades 1–2 has this agenda already, on " in words(client.get(answer.url))


def test_an_assignment_is_not_due_before_its_meeting(world):
    client, url = signed_in(world.contributor), url_of("assignment_add", world.tc_meeting)
    before = world.tc_meeting.assignments.count()
    day = timezone.localtime(world.tc_meeting.starts_at, world.contributor.zone).date()
    early = {"text": "Bring work.", "due_on": day - dt.timedelta(days=1)}
    answer = client.post(url, early)
    assert answer.status_code == 422
    assert "Enter a day after the meeting, which is on " in words(answer)
    assert client.post(url, early | {"due_on": day}).status_code == 302
    assert world.tc_meeting.assignments.count() == before + 1


def test_who_reported_may_change_it_and_the_wall_asks_nobody(world):
    client, page = signed_in(world.subject), world.tc_meeting.get_absolute_url()
    assert "Say what became of it" in words(client.get(page))
    build.report_on(world.tc_held.assignments.get(), world.subject, world.yesterday)
    assert "Change what you said" in words(client.get(page))
    wall = words(client.get(url_of("meeting_project", world.tc_meeting) + "?part=impact"))
    assert world.subject.name in wall
    assert "Change what you said" not in wall


def test_a_meeting_leads_to_the_next_one_its_team_planned(world):
    tomorrow = world.tc_meeting.starts_at + dt.timedelta(days=1)
    build.make_meeting(world.tc, tomorrow + dt.timedelta(days=7))
    after = build.make_meeting(world.tc, tomorrow)
    page = signed_in(world.contributor).get(world.tc_meeting.get_absolute_url())
    link = f'<a href="{after.get_absolute_url()}">Go to the next meeting</a>'
    assert link in page.content.decode()


def test_a_day_that_has_passed_or_not_come_is_said(world):
    client, meeting = signed_in(world.contributor), world.tc_meeting
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + dt.timedelta(days=9))
    data = {"no_assignment_because": "Testing week"}
    page = words(client.get(client.post(url_of("meeting_hold", meeting), data).url))
    assert "if you met earlier, change it in the agenda" in page
    data = {"on": world.today - dt.timedelta(days=400), "at": "15:15", "minutes": 60}
    page = words(
        client.get(client.post(url_of("agenda_edit", meeting), data | version(meeting)).url)
    )
    assert "has passed: change it if you meant another one" in page


def test_a_day_without_school_is_said_and_taken(world):
    first = dt.date(2027, 1, 11)
    Closure.objects.create(
        school_system=world.system, label="Storm", starts_on=first, ends_on=first
    )
    client, url = signed_in(world.contributor), url_of("meeting_add", world.tc)
    for day, is_said in ((first, True), (first + dt.timedelta(days=1), False)):
        answer = client.post(url, {"on": day, "at": "15:15", "minutes": 60})
        page = words(client.get(answer.url))
        assert "The meeting is planned." in page
        assert ("is no school day: change it if you meant another one" in page) == is_said


def version(meeting):
    return {"version": Meeting.objects.get(pk=meeting.pk).version}


def test_after_a_tap_the_list_goes_on_at_the_same_person(world):
    row = world.tc_meeting.attendances.first()
    data = {"person": row.pk, "state": "absent"}
    answer = signed_in(world.contributor).post(url_of("attendance", world.tc_meeting), data)
    assert answer.url == f"{world.tc_meeting.get_absolute_url()}#person-{row.pk}"


def test_the_goal_of_the_school_system_stands_on_top_and_the_number_of_the_meeting(world):
    Meeting.objects.filter(pk=world.tc_meeting.pk).update(number=2)
    goal = world.system_goal
    goal.starts_on = goal.ends_on = world.today
    goal.starts_on -= dt.timedelta(days=30)
    goal.ends_on += dt.timedelta(days=30)
    goal.save()
    page = words(signed_in(world.peer).get(world.tc_meeting.get_absolute_url()))
    assert goal.statement in page
    assert "Meeting 2 of this cycle" in page


def test_a_visitor_of_the_system_reads_the_meeting_once_the_team_sees_what_was_seen(world):
    assert world.system_ilt
    client, url = signed_in(world.evaluator), url_of("quality_add", world.tc_meeting)
    assert client.get(world.tc_meeting.get_absolute_url()).status_code == 404
    marks = {f"mark_{number}": "partly" for number in range(7)}
    client.post(url, marks | {"note": "The rehearsal was worth the time."})
    assert client.get(world.tc_meeting.get_absolute_url()).status_code == 200
    page = words(signed_in(world.peer).get(world.tc_meeting.get_absolute_url()))
    assert "The rehearsal was worth the time." in page
    again = client.post(url, marks)
    assert again.status_code == 422
    assert "You have written about this meeting already" in words(again)


@pytest.mark.parametrize("members", [2, 30])
def test_the_page_of_a_meeting_takes_twelve_queries_however_many_members(world, members):
    for _ in range(members):
        build.add_member(world.tc, people.make_teacher(world.school))
    client, url = signed_in(world.peer), world.tc_meeting.get_absolute_url()
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert len(statements(captured.captured_queries)) == 12


def test_the_projector_shows_one_part_and_the_way_to_the_next(world):
    world.tc_meeting.sections.filter(part="learning").update(plan="Read the guide", minutes=20)
    url = url_of("meeting_project", world.tc_meeting)
    page = words(signed_in(world.peer).get(url, {"part": "learning"}))
    assert "Read the guide" in page
    assert "Next: Internalize and practice" in page
