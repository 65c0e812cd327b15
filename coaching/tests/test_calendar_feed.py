"""The calendar link: whose visits it shows, what of them, and how it ends."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from demo.builders import coaching as build
from demo.builders import people
from people.actions.feed import make_feed
from people.actions.person import end_person
from people.models import CalendarFeed, Membership, User
from people.school_days import SchoolCalendar

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def school():
    return people.make_school(people.make_system())


@pytest.fixture
def pair(school):
    teacher = people.make_teacher(school, "Tess Arceneaux")
    coach = people.make_coach(school, "Olga Fontenot")
    people.assign(teacher, coach)
    return teacher, coach


@pytest.fixture
def coach(pair, client):
    client.force_login(pair[1])
    return client


def address(token):
    return reverse("coaching:calendar_feed", args=[token])


def new_link(user):
    return address(make_feed(user, now=timezone.now()))


def read(client, link):
    return Calendar.from_ical(client.get(link).content)


def events(client, link):
    return {str(event["UID"]): event for event in read(client, link).walk("VEVENT")}


def uid(visit):
    return f"{visit.pk}@throughline"


def settings_page(client):
    return client.get(reverse("people:profile")).text


def test_the_address_is_shown_once_and_only_its_hash_is_kept(coach, pair):
    page = coach.post(reverse("people:feed_make")).text
    feed = CalendarFeed.objects.get()
    link = page.split("data-copy-source>")[1].split("<")[0]
    token = link.removesuffix(".ics").rsplit("/", 1)[1]
    assert coach.get(link).status_code == 200
    assert (feed.user, feed.shows_names) == (pair[1], False)
    assert token not in str(vars(feed))
    assert len(token) >= 43
    assert token not in settings_page(coach)
    assert "Google may take a day" in settings_page(coach)


def test_a_new_link_ends_the_old_one(coach, pair):
    old, new = new_link(pair[1]), new_link(pair[1])
    assert [coach.get(link).status_code for link in (old, new)] == [404, 200]
    assert CalendarFeed.objects.count() == 1


def test_wrong_reset_deleted_and_ended_links_answer_alike(client, school, pair):
    teacher, owner = pair
    gone = people.make_coach(school)
    links = [new_link(owner), address("wrong"), address("x" * 5000), new_link(teacher)]
    links.append(new_link(gone))
    make_feed(owner, now=timezone.now())
    CalendarFeed.objects.filter(user=teacher).delete()
    end_person(gone, now=timezone.now(), today=gone.today)
    answers = [client.get(link) for link in links]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, answers[0].content)
    }
    assert not CalendarFeed.objects.filter(user=gone).exists()


def test_somebody_without_access_is_not_served_whatever_is_left_of_their_link(client, pair):
    link = new_link(pair[1])
    User.objects.filter(pk=pair[1].pk).update(is_active=False)
    assert client.get(link).status_code == 404


def test_a_coach_sees_own_visits_only(client, school, pair):
    teacher, owner = pair
    mine = build.plan_visit(*pair, owner.today + DAY)
    held = build.make_visit(*pair, lesson="Unit 3")
    colleague = people.make_coach(school)
    people.assign(teacher, colleague, "contributor")
    build.plan_visit(teacher, colleague, owner.today + DAY)
    build.plan_visit(*people.make_pair(school), owner.today + DAY)
    found = events(client, new_link(owner))
    assert set(found) == {uid(mine), uid(held)}
    assert found[uid(held)]["DTSTART"].dt == held.started_at.replace(microsecond=0)
    assert found[uid(held)]["DTEND"].dt == held.ended_at.replace(microsecond=0)
    text = client.get(new_link(owner)).text
    assert [word for word in ("Tess", "Unit 3", build.NOTES[3][:20]) if word in text] == []


def test_a_teacher_sees_what_she_knows_of(client, pair):
    teacher, owner = pair
    told = build.plan_visit(*pair, owner.today + DAY, is_announced=True)
    build.plan_visit(*pair, owner.today + DAY)
    build.make_visit(*pair)
    found = events(client, new_link(teacher))
    assert {key: str(event["SUMMARY"]) for key, event in found.items()} == {
        uid(told): "Coaching visit (OF)"
    }


def test_an_assignment_that_ends_takes_its_visits_along(client, pair):
    build.plan_visit(*pair, pair[1].today + DAY)
    build.make_visit(*pair, shared_at=timezone.now())
    link = new_link(pair[1])
    assert len(events(client, link)) == 2
    pair[1].coach_assignments.update(ends_on=pair[1].today)
    assert events(client, link) == {}


def test_the_window_is_a_month_back_and_half_a_year_ahead(client, pair):
    today = pair[1].today
    for days in (-31, 181):
        build.plan_visit(*pair, today + days * DAY)
    inside = [build.plan_visit(*pair, today + days * DAY) for days in (-30, 180)]
    assert set(events(client, new_link(pair[1]))) == {uid(visit) for visit in inside}


def test_cancelled_and_moved_visits_are_carried(client, coach, pair):
    visit = build.plan_visit(*pair, pair[1].today + DAY)
    other = build.plan_visit(*pair, pair[1].today + DAY)
    link = new_link(pair[1])
    next_day = SchoolCalendar.of(visit.school).add(visit.planned_on, 1)
    planned = {"planned_on": next_day, "kind": "informal"}
    coach.post(reverse("coaching:visit_replan", args=[visit.pk]), planned)
    coach.post(reverse("coaching:visit_not_held", args=[other.pk]), {"reason": "testing"})
    found = events(client, link)
    assert found[uid(visit)]["DTSTART"].dt == next_day
    states = {key: (str(event["STATUS"]), event["SEQUENCE"]) for key, event in found.items()}
    assert states == {uid(visit): ("CONFIRMED", 1), uid(other): ("CANCELLED", 1)}
    coach.post(reverse("coaching:visit_unplan", args=[visit.pk]))
    event = events(client, link)[uid(visit)]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 2)


def test_names_are_shown_where_the_person_says_so(coach, pair):
    build.plan_visit(*pair, pair[1].today + DAY)
    link = new_link(pair[1])
    titles = []
    for names in ("on", ""):
        coach.post(reverse("people:feed_names"), {"names": names})
        (event,) = events(coach, link).values()
        titles.append(str(event["SUMMARY"]))
    assert titles == ["Coaching visit: Tess Arceneaux", "Coaching visit (TA)"]


@pytest.mark.parametrize(
    "name",
    ["Eve\r\nATTENDEE:mailto:x@example.org", "Eve\nEND:VEVENT", "a;b,c\\d", "x" * 150, "\u202eEve"],
)
def test_a_hostile_name_adds_nothing_to_the_calendar(name, coach, pair):
    build.plan_visit(*pair, pair[1].today + DAY)
    User.objects.filter(pk=pair[0].pk).update(name=name)
    link = new_link(pair[1])
    coach.post(reverse("people:feed_names"), {"names": "on"})
    (event,) = events(coach, link).values()
    shown = " ".join(name.replace("\u202e", "").split())[:150]
    assert str(event["SUMMARY"]) == f"Coaching visit: {shown}"
    assert "ATTENDEE" not in event
    assert max(len(line) for line in coach.get(link).content.split(b"\r\n")) <= 75


def test_the_calendar_says_when_to_read_it_again_and_when_it_was(client, coach, pair):
    link = new_link(pair[1])
    assert "No calendar has read it yet." in settings_page(coach)
    calendar = read(client, link)
    assert str(calendar["X-WR-TIMEZONE"]) == "America/Chicago"
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in client.get(link).text
    assert CalendarFeed.objects.get().opened_at is not None
    assert "Last read by a calendar" in settings_page(coach)


def test_it_is_kept_by_no_proxy(client, pair):
    response = client.get(new_link(pair[1]))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]


def test_the_times_are_those_of_the_schools_zone(client):
    system = people.make_system(time_zone="America/New_York")
    pair = people.make_pair(people.make_school(system))
    visit = build.plan_visit(*pair, pair[1].today + DAY, period="9:05")
    (event,) = events(client, new_link(pair[1])).values()
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert event["DTSTART"].dt.strftime("%Y-%m-%d %H:%M") == f"{visit.planned_on} 09:05"


def test_it_is_not_read_without_end(client, pair):
    link = new_link(pair[1])
    codes = [client.get(link).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]
    assert client.get(link).headers["Retry-After"] == "300"
    assert client.get(new_link(pair[0])).status_code == 200


def test_secrets_are_not_guessed_without_end(client):
    codes = [client.get(address(f"guess-{number}")).status_code for number in range(301)]
    assert codes == [404] * 300 + [429]


def test_the_person_deletes_the_link(coach, pair):
    link = new_link(pair[1])
    page = coach.post(reverse("people:feed_delete"), follow=True).text
    assert "The calendar link is deleted." in page
    assert coach.get(link).status_code == 404
    assert (
        "There is no calendar link." in coach.post(reverse("people:feed_delete"), follow=True).text
    )
    assert "Make a calendar link" in settings_page(coach)


def test_the_admin_deletes_anybodys(client, school, pair):
    link = new_link(pair[1])
    admin = people.make_central(school.school_system, Membership.Role.SYSTEM_ADMIN)
    client.force_login(admin)
    url = reverse("people:person_feed_delete", args=[pair[1].pk])
    assert url in client.get(pair[1].get_absolute_url()).text
    client.post(url)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("visits", [1, 50])
def test_it_takes_as_many_queries_for_any_number_of_visits(
    visits, client, pair, django_assert_num_queries
):
    for number in range(visits):
        build.plan_visit(*pair, pair[1].today + number * DAY)
    link = new_link(pair[1])
    with django_assert_num_queries(9):
        client.get(link)
