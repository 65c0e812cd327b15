"""Peer visits: agreed between two teachers, told to the host, and to nobody else."""

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.models import PeerVisit
from coaching.peers import count_for_district, count_for_leader
from core.dates import long_date
from demo.builders import people
from demo.builders import week as build
from notices.models import Notice
from people.models import Closure
from people.school_days import SchoolCalendar
from tests.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
NOW = timezone.now
SAW = "“How do you know?” was asked four times."


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def url(name, *args):
    return reverse(f"coaching:{name}", args=args)


def ahead(world, count=2):
    return SchoolCalendar.of(world.school).add(world.today, count)


def ask(world, who, name="peer_visit_invite", **changes):
    other = world.peer if who == world.subject else world.subject
    data = {"colleague": other.pk, "planned_on": ahead(world).isoformat(), "look_for": "Talk."}
    return signed_in(who).post(url(name), data | changes, follow=True)


def told():
    return sorted(Notice.objects.values_list("kind", "to__name"))


def agreed(world, **fields):
    return build.peer_visit(world.subject, world.peer, accepted_at=NOW(), **fields)


@pytest.mark.parametrize(
    ("name", "host", "visitor"),
    [("peer_visit_invite", "subject", "peer"), ("peer_visit_ask", "peer", "subject")],
)
def test_a_teacher_invites_or_asks_to_come_and_the_colleague_is_told(name, host, visitor, world):
    page = ask(world, world.subject, name)
    visit = PeerVisit.objects.get()
    assert (visit.host, visit.visitor) == (world.people[host], world.people[visitor])
    assert (visit.asked_by, visit.school) == (world.subject, world.school)
    assert (visit.planned_on, visit.look_for) == (ahead(world), "Talk.")
    assert "Waiting for an answer" in page.text
    assert told() == [("peer_visit_asked", world.peer.name)]


def test_from_the_asking_to_what_was_seen(world):
    visit = build.peer_visit(world.subject, world.peer)
    host, visitor = signed_in(world.subject), signed_in(world.peer)
    assert visit.get_absolute_url() in visitor.get("/").text
    visitor.post(url("peer_visit_accept", visit.pk))
    assert told() == [("peer_visit_accepted", world.subject.name)]
    assert url("peer_visit_write", visit.pk) in visitor.get("/").text
    visitor.post(url("peer_visit_write", visit.pk), {"saw": SAW, "later": "yes"})
    assert SAW in visitor.get(url("peer_visit_write", visit.pk)).text
    assert SAW not in host.get(visit.get_absolute_url()).text
    visitor.post(url("peer_visit_write", visit.pk), {"saw": SAW})
    assert ("peer_visit_given", world.subject.name) in told()
    assert "Read it" in host.get("/").text
    page = host.get(visit.get_absolute_url()).text
    assert SAW in page
    assert f"{world.peer.name} (visitor)" in page
    visit.refresh_from_db()
    assert visit.read_at is not None
    assert SAW in host.get(url("peer_visit_csv")).text


def test_what_is_kept_for_now_leaves_by_no_file(world):
    agreed(world, saw=SAW)
    for person in (world.subject, world.peer):
        assert SAW not in signed_in(person).get(url("peer_visit_csv")).text


def test_once_told_it_stays_as_it_is(world):
    visit = build.told_peer_visit(world.subject, world.peer)
    visitor = signed_in(world.peer)
    assert visitor.post(url("peer_visit_write", visit.pk), {"saw": "Other."}).status_code == 403
    visitor.post(url("peer_visit_call_off", visit.pk))
    visit.refresh_from_db()
    assert (visit.saw, visit.state) == ("Four of six groups write.", "Told")


def test_nothing_is_told_before_the_day(world):
    visit = agreed(world, planned_on=world.today + 3 * DAY)
    visitor = signed_in(world.peer)
    assert "Write what you saw" not in visitor.get(visit.get_absolute_url()).text
    page = visitor.post(url("peer_visit_write", visit.pk), {"saw": SAW})
    assert page.status_code == 422
    assert "once the day of the visit has come" in page.text
    assert SAW in page.text
    assert PeerVisit.objects.get().saw == ""


@pytest.mark.parametrize("who", ["subject", "peer"])
def test_either_calls_it_off_and_the_other_hears(who, world):
    visit = agreed(world)
    signed_in(world.people[who]).post(url("peer_visit_call_off", visit.pk))
    other = world.peer if who == "subject" else world.subject
    assert PeerVisit.objects.get().state == "Called off"
    assert told() == [("peer_visit_called_off", other.name)]


def test_taken_back_at_once_nobody_hears(world):
    ask(world, world.subject)
    signed_in(world.subject).post(url("peer_visit_call_off", PeerVisit.objects.get().pk))
    assert told() == []


def test_only_a_colleague_of_the_school_is_asked(world):
    elsewhere = people.make_teacher(world.other_school, "Tina Elsewhere")
    page = ask(world, world.subject, colleague=elsewhere.pk)
    assert page.status_code == 422
    assert "Choose a colleague from the list" in page.text
    assert "Tina Elsewhere" not in page.text
    assert PeerVisit.objects.count() == 0


def test_a_day_without_school_or_gone_by_or_taken_is_refused_and_the_text_stays(world):
    day = ahead(world, 3)
    Closure.objects.create(school_system=world.system, label="Flood", starts_on=day, ends_on=day)
    closed = ask(world, world.subject, planned_on=day.isoformat(), look_for="As typed here")
    assert f"{world.school} has no school on {long_date(day)}." in closed.text
    assert "As typed here" in closed.text
    gone = ask(world, world.subject, planned_on=(world.today - DAY).isoformat())
    assert "Choose today or a later day for the visit" in gone.text
    ask(world, world.subject)
    twice = ask(world, world.subject)
    assert [page.status_code for page in (closed, gone, twice)] == [422, 422, 422]
    assert PeerVisit.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"given_at": NOW()}, "only_a_peer_visit_both_agreed_to_is_given"),
        ({"read_at": NOW()}, "only_what_was_given_is_read"),
        ({"visitor": "host"}, "peers_are_two"),
        ({"asked_by": "owner"}, "one_of_the_peers_asks"),
    ],
)
def test_the_database_keeps_the_rules(change, constraint, world):
    visit = build.peer_visit(world.subject, world.peer)
    named = {"host": world.subject, "owner": world.owner}
    change = {key: named.get(value, value) for key, value in change.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PeerVisit.objects.filter(pk=visit.pk).update(**change)


def test_coach_principal_and_district_get_a_number_and_no_more(world):
    visit = build.told_peer_visit(world.subject, world.peer)
    agreed(world, planned_on=world.today + DAY)
    pages = {
        "owner": url("teacher_detail", world.subject.pk),
        "principal": reverse("reports:school"),
        "district": reverse("reports:district_plans"),
    }
    said = {
        "owner": "1 peer visit this school year",
        "principal": "Peer visits among teachers this school year: 1.",
        "district": "Peer visits among teachers this school year: fewer than 5.",
    }
    for who, page in pages.items():
        text = signed_in(world.people[who]).get(page).text
        assert said[who] in text
        assert visit.saw not in text
        assert str(visit.pk) not in text
    assert count_for_leader(world.other_principal) == 0
    assert count_for_leader(world.evaluator) is None


def test_the_district_learns_the_number_once_five_teachers_hosted(world):
    teachers = [people.make_teacher(world.school) for _ in range(5)]
    for host, visitor in itertools.pairwise([*teachers, world.peer]):
        build.told_peer_visit(host, visitor)
    assert count_for_district(world.district) == "5"


def test_a_visit_of_the_year_before_counts_no_more(world):
    before = world.year.starts_on - dt.timedelta(days=30)
    build.told_peer_visit(world.subject, world.peer, before)
    assert count_for_leader(world.principal) == 0


def test_the_pages_take_few_queries(world, django_assert_num_queries):
    visit = build.told_peer_visit(world.subject, world.peer)
    visitor = signed_in(world.peer)
    with django_assert_num_queries(8):
        visitor.get(visit.get_absolute_url())
    with django_assert_num_queries(5):
        visitor.get(url("peer_visit_list"))
