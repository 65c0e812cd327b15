"""Supports between visits, and the coach's log that reads them with visits and meetings."""

import csv
import datetime as dt
import io

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from coaching.log import log_of
from coaching.models import Support
from coaching.readers import who_can_read
from coaching.timeline import timeline
from demo.builders import coaching as build
from demo.builders import people
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def as_coach(client, world):
    client.force_login(world.owner)
    return client


def url(name, *args, **query):
    return reverse(f"coaching:{name}", args=args, query=query)


def answered(world, **fields):
    given = {"kind": "model", "given_on": world.today.isoformat(), "minutes": "25", "about": ""}
    return given | fields


def test_a_support_is_three_answers(as_coach, world):
    page = url("support_add", world.subject.pk)
    assert as_coach.get(page).context["form"].initial["given_on"] == world.today
    assert as_coach.post(page, answered(world, about="Unit 3")).status_code == 302
    support = Support.objects.get()
    assert (support.teacher, support.coach) == (world.subject, world.owner)
    assert (support.kind, support.given_on, support.minutes) == ("model", world.today, 25)
    assert support.about == "Unit 3"


def test_sent_twice_it_is_there_once_and_what_was_changed_is_another(as_coach, world):
    page = url("support_add", world.subject.pk)
    row = str(as_coach.get(page).context["row_id"])
    for minutes in ("25", "25", "40"):
        answer = as_coach.post(page, answered(world, row=row, minutes=minutes))
        assert answer.status_code == 302
    assert sorted(Support.objects.values_list("minutes", flat=True)) == [25, 40]


@pytest.mark.parametrize("row", ["of somebody else", "no id", ""])
def test_an_id_of_another_page_overwrites_nothing(as_coach, world, row):
    theirs = build.make_support(world.peer, world.contributor, about="Theirs.")
    row = str(theirs.pk) if row == "of somebody else" else row
    as_coach.post(url("support_add", world.subject.pk), answered(world, row=row, about="Mine."))
    assert set(Support.objects.values_list("teacher", "about")) == {
        (world.peer.pk, "Theirs."),
        (world.subject.pk, "Mine."),
    }


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("kind", "", "Choose what you did"),
        ("kind", "dance", "Choose what you did from the list"),
        ("minutes", "", "Enter the minutes"),
        ("minutes", "0", "The minutes must be 1 or more"),
        ("minutes", "481", "The minutes must be 480 or less"),
        ("given_on", "soon", "Enter the day, like 11/24/2026"),
    ],
)
def test_what_is_missing_is_said_at_its_field(as_coach, world, field, value, says):
    sent = answered(world, **{field: value, "about": "Kept"})
    response = as_coach.post(url("support_add", world.subject.pk), sent)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [says]}
    assert "Kept" in response.content.decode()


def test_what_is_ahead_is_no_support(as_coach, world):
    sent = answered(world, given_on=(world.today + DAY).isoformat())
    response = as_coach.post(url("support_add", world.subject.pk), sent)
    assert response.context["form"].errors == {
        "given_on": ["Enter a day that has come: what is ahead is a planned visit"]
    }


def test_the_database_keeps_the_minutes_within_a_day(world):
    with pytest.raises(IntegrityError, match="a_support_takes_minutes_of_one_day"):
        build.make_support(world.subject, world.owner, minutes=481)


def test_the_pair_alone_reads_a_support(world):
    support = build.make_support(world.subject, world.owner)
    finders = [p.name for p in world.people.values() if support in Support.objects.visible_to(p)]
    assert sorted(finders) == ["Olga Fontenot", "Tess Arceneaux"]
    assert {reader.name for reader in who_can_read(support)} == set(finders)


def test_when_the_assignment_ends_the_coach_reads_it_no_more(as_coach, world):
    support = build.make_support(world.subject, world.owner)
    assert as_coach.get(support.get_absolute_url()).status_code == 200
    world.owner.coach_assignments.update(ends_on=world.today)
    assert as_coach.get(support.get_absolute_url()).status_code == 404
    assert support in Support.objects.visible_to(world.subject)


def test_a_support_stands_in_both_timelines(world):
    build.make_support(world.subject, world.owner)
    for viewer in (world.subject, world.owner):
        [entry] = timeline(world.subject, viewer).entries
        assert (entry.title, entry.note, entry.status) == ("Support", "Co-plan", "Given")
    assert timeline(world.subject, world.contributor).entries == []


def test_a_removed_support_comes_back_with_undo(as_coach, world):
    support = build.make_support(world.subject, world.owner)
    page = as_coach.post(url("support_remove", support.pk), follow=True)
    assert as_coach.get(support.get_absolute_url()).status_code == 404
    assert log_of(world.owner).lines == []
    undo = url("support_restore", support.pk)
    assert f'action="{undo}"' in page.content.decode()
    as_coach.post(undo)
    assert as_coach.get(support.get_absolute_url()).status_code == 200


# The log


def told(log):
    return [(line.title, line.kind, line.on, line.minutes) for line in log.lines]


def a_week(world):
    """A visit of 20 minutes three days ago, its meeting, and a support of today."""
    visit = build.make_visit(world.subject, world.owner, world.days_ago(3))
    build.make_feedback(visit, shared_at=timezone.now())
    build.make_support(world.subject, world.owner)
    return world.today - 3 * DAY


def test_visits_and_meetings_log_themselves(world):
    day = a_week(world)
    log = log_of(world.owner)
    assert told(log)[0] == ("Support", "Co-plan", world.today, 30)
    assert sorted(told(log)[1:], key=str) == [
        ("Feedback meeting", "", day, None),
        ("Visit", "Informal visit", day, 20),
    ]
    assert list(log.totals) == [
        ("Visit", 1, 20),
        ("Feedback meeting", 1, 0),
        ("Support", 1, 30),
    ]


def test_the_log_holds_what_this_coach_did_alone(world):
    a_week(world)
    build.make_visit(world.subject, world.contributor)
    build.make_support(world.subject, world.contributor)
    assert len(log_of(world.owner).lines) == 3
    assert len(log_of(world.contributor).lines) == 2
    assert log_of(world.former).lines == []


def test_the_address_says_what_the_log_shows(as_coach, world):
    day = a_week(world)
    other = people.make_teacher(world.school, "Ona Other")
    people.assign(other, world.owner, starts_on=day)
    build.make_support(other, world.owner)

    def shown(**query):
        page = as_coach.get(url("coach_log", **query))
        return sorted((line.title, line.teacher) for line in page.context["log"].lines)

    tess = "Tess Arceneaux"
    assert shown(teacher=other.pk) == [("Support", "Ona Other")]
    assert shown(what="visit") == [("Visit", tess)]
    assert shown(until=day.isoformat()) == [("Feedback meeting", tess), ("Visit", tess)]
    assert shown(since=world.today.isoformat()) == [("Support", "Ona Other"), ("Support", tess)]
    assert shown(what="support", teacher=world.subject.pk) == [("Support", tess)]
    wrong = as_coach.get(url("coach_log", since="2026-02-01", until="2026-01-01"))
    assert (wrong.status_code, wrong.context["log"].lines) == (422, [])


def test_the_file_holds_the_same_lines_and_no_text(as_coach, world):
    day = a_week(world)
    response = as_coach.get(url("coach_log_csv", what="support"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="coaching-log.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))
    today = f"{world.today:%m/%d/%Y}"
    assert rows == [
        ["Date", "Teacher", "What", "Kind", "Minutes"],
        [today, "Tess Arceneaux", "Support", "Co-plan", "30"],
    ]
    everything = as_coach.get(url("coach_log_csv")).content.decode()
    assert f"{day:%m/%d/%Y},Tess Arceneaux,Visit,Informal visit,20" in everything
    assert "Questions for unit 3" not in everything


def test_a_name_that_is_a_formula_stays_a_name(as_coach, world):
    world.subject.name = '=HYPERLINK("x")'
    world.subject.save(update_fields=["name"])
    build.make_support(world.subject, world.owner)
    assert "\"'=HYPERLINK" in as_coach.get(url("coach_log_csv")).content.decode()


@pytest.mark.parametrize("count", [5, 50])
def test_the_log_takes_as_many_queries_for_fifty(as_coach, world, count, django_assert_num_queries):
    for number in range(count):
        build.make_visit(world.subject, world.owner, world.days_ago(number + 1))
        build.make_support(world.subject, world.owner, world.today - number * DAY)
    with django_assert_num_queries(6):
        page = as_coach.get(url("coach_log"))
    assert len(page.context["log"].lines) == 2 * count
