"""A planned visit that did not happen: why, counted apart, undone."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from coaching.models import Visit
from coaching.timeline import timeline
from demo.builders import coaching as build
from demo.builders import people
from notices.kinds import KINDS
from notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return people.make_pair(people.make_school(people.make_system()))


@pytest.fixture
def visit(pair):
    return build.plan_visit(*pair, pair[1].today, is_announced=True)


@pytest.fixture
def coach(pair, client):
    client.force_login(pair[1])
    return client


def url(name, visit):
    return reverse(f"coaching:{name}", args=[visit.pk])


def say(client, visit, reason="testing"):
    return client.post(url("visit_not_held", visit), {"reason": reason}, follow=True)


@pytest.mark.parametrize(("reason", "label"), Visit.NotHeldBecause.choices)
def test_one_tap_says_why_a_visit_did_not_happen(reason, label, coach, visit):
    assert f'value="{reason}">{label}</button>' in coach.get(visit.get_absolute_url()).text
    page = say(coach, visit, reason).text
    visit.refresh_from_db()
    assert (visit.status, visit.not_held_because) == ("not_held", reason)
    assert f"This visit did not happen: {label.lower()}." in page
    assert f'action="{url("visit_not_held_undo", visit)}"' in page


def test_undo_makes_it_planned_as_it_was(coach, visit):
    say(coach, visit)
    page = coach.post(url("visit_not_held_undo", visit), follow=True).text
    visit.refresh_from_db()
    assert (visit.status, visit.not_held_because, visit.not_held_at) == ("planned", "", None)
    assert "is planned again" in page


@pytest.mark.parametrize("reason", ["", "weather"])
def test_an_unknown_reason_changes_nothing(reason, coach, visit):
    assert "Choose why the visit did not happen." in say(coach, visit, reason).text
    visit.refresh_from_db()
    assert visit.status == "planned"


def test_a_visit_that_has_begun_did_happen(coach, pair):
    visit = build.make_visit(*pair)
    assert "This visit has begun, so it did happen." in say(coach, visit).text
    visit.refresh_from_db()
    assert (visit.status, visit.not_held_because) == ("draft", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"not_held_because": "absent", "not_held_at": timezone.now(), "started_at": timezone.now()},
        {"not_held_because": "absent"},
        {"not_held_at": timezone.now()},
    ],
)
def test_the_database_keeps_a_reason_off_a_visit_that_began(fields, visit):
    with pytest.raises(IntegrityError, match="only_a_visit_not_started_did_not_happen"):
        Visit.objects.filter(pk=visit.pk).update(**fields)


def test_it_is_counted_apart_and_never_as_held(coach, pair, visit):
    say(coach, visit)
    mine = Visit.objects.visible_to(pair[1])
    lists = (mine.held(), mine.planned(), mine.happening("planned"))
    assert [rows.count() for rows in lists] == [0, 0, 0]
    assert list(mine.not_held()) == list(mine.happening("not_held")) == [visit]
    page = coach.get(reverse("coaching:visit_list")).text
    assert "<h2>Did not happen</h2>" in page
    assert "<h2>Planned</h2>" not in page


def test_the_caseload_has_neither_a_last_nor_a_next_visit_by_it(coach, pair, visit):
    say(coach, visit)
    page = coach.get(reverse("coaching:caseload"))
    assert page.status_code == 200
    assert str(visit.pk) not in page.text


def test_the_timeline_says_why(coach, pair, visit):
    say(coach, visit, "coverage")
    for viewer in pair:
        (entry,) = timeline(pair[0], viewer).entries
        assert (entry.title, entry.status, entry.note) == (
            "Planned visit",
            "Did not happen",
            "Coverage",
        )


def test_starting_it_after_all_takes_the_reason_away(coach, visit):
    say(coach, visit)
    coach.post(url("visit_begin", visit))
    visit.refresh_from_db()
    assert (visit.status, visit.not_held_because, visit.not_held_at) == ("live", "", None)


def test_its_plan_is_not_changed(coach, visit):
    say(coach, visit)
    response = coach.get(url("visit_replan", visit))
    assert response.status_code == 403
    assert "This visit did not happen. Plan a new one." in response.text


def test_saying_so_takes_few_queries(coach, visit, django_assert_num_queries):
    with django_assert_num_queries(3):
        coach.post(url("visit_not_held", visit), {"reason": "testing"})


def test_nobody_is_told_of_an_announced_visit_that_will_not_be(coach, visit):
    tell = KINDS["visit_announced"].still_needed
    notice = Notice(kind="visit_announced", slot=f"{visit.planned_on} ")
    assert tell(notice, Visit.objects.get(pk=visit.pk))
    say(coach, visit)
    assert not tell(notice, Visit.objects.get(pk=visit.pk))
