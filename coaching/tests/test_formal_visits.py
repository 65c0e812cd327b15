"""The formal visit of a round: form items and a line, read from the post-conference on."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from coaching.actions.walkthrough import share_overdue
from coaching.models import ObservationRound, Walkthrough
from coaching.reminders import overdue_walkthroughs
from coaching.walkthrough_week import walk_week
from demo.builders import people
from demo.builders.coaching import make_walkthrough
from demo.builders.observation import make_round
from demo.builders.week import want_walkthroughs
from notices.models import Notice
from tests.world import World

pytestmark = pytest.mark.django_db
LINE = "18 of 22 students give a reason."
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def begun(world):
    """A round in which nothing was done yet."""
    return make_round(world.subject, world.year, world.evaluator)


def post(client, person, name, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"coaching:{name}", args=args), data)


def start(client, person, row):
    post(client, person, "round_visit_start", row.pk)
    return Walkthrough.objects.formal().get(coach=person)


def end(client, visit, line=LINE):
    return post(client, visit.coach, "walkthrough_edit", visit.pk, evidence=line)


def status(client, person, visit):
    client.force_login(person)
    return client.get(visit.get_absolute_url()).status_code


def enter(client, person, row, step, day):
    data = {f"{step}-day": day}
    return post(client, person, "round_step", row.pk, step, **data)


def kept(row):
    return type(row).objects.get(pk=row.pk)


def told(kind):
    return Notice.objects.filter(kind=kind).count()


@pytest.mark.parametrize("who", ["evaluator", "principal"])
def test_it_is_recorded_like_a_walkthrough_and_the_round_says_it_was_held(
    client, world, begun, who
):
    visit = start(client, world.people[who], begun)
    assert (visit.kind, visit.made_as, visit.round) == ("formal", who, begun)
    response = end(client, visit)
    assert response.url == begun.get_absolute_url()
    assert kept(begun).visit_on == world.today
    assert begun.steps.get(step="visit").done_by == world.people[who]
    assert kept(visit).line().text == LINE
    assert kept(visit).shared_at is None


def test_the_teacher_reads_it_from_the_post_conference_on(client, world, begun):
    visit = start(client, world.evaluator, begun)
    end(client, visit)
    assert status(client, world.subject, visit) == 404
    assert status(client, world.principal, visit) == 404
    assert visit.get_absolute_url() not in text_of_round(client, world.subject, begun)
    enter(client, world.evaluator, begun, "post_conference", world.today)
    assert status(client, world.principal, visit) == 200
    assert status(client, world.owner, visit) == 404
    assert visit.get_absolute_url() in text_of_round(client, world.subject, begun)
    assert told("formal_visit_shared") == 1
    assert status(client, world.subject, visit) == 200
    assert kept(visit).read_at is not None


def text_of_round(client, person, row):
    client.force_login(person)
    return client.get(row.get_absolute_url()).content.decode()


def test_no_button_shares_it_before(client, world, begun):
    visit = start(client, world.evaluator, begun)
    end(client, visit)
    response = post(client, world.evaluator, "walkthrough_share", visit.pk)
    assert response.status_code == 403
    assert kept(visit).shared_at is None
    page = client.get(visit.get_absolute_url()).content.decode()
    assert reverse("coaching:walkthrough_share", args=[visit.pk]) not in page


def test_one_that_ends_after_the_post_conference_is_shared_at_once(client, world, begun):
    visit = start(client, world.evaluator, begun)
    enter(client, world.evaluator, begun, "visit", world.today)
    enter(client, world.evaluator, begun, "post_conference", world.today)
    assert kept(visit).shared_at is None
    end(client, visit)
    assert kept(visit).shared_at is not None


def test_a_post_conference_taken_back_holds_it_back_until_it_was_read(client, world, begun):
    visit = start(client, world.evaluator, begun)
    end(client, visit)
    enter(client, world.evaluator, begun, "post_conference", world.today)
    post(client, world.evaluator, "round_step_undo", begun.pk, "post_conference")
    assert kept(visit).shared_at is None
    enter(client, world.evaluator, begun, "post_conference", world.today)
    assert status(client, world.subject, visit) == 200
    post(client, world.evaluator, "round_step_undo", begun.pk, "post_conference")
    assert status(client, world.subject, visit) == 200


def test_the_area_copied_with_its_post_conference_shares_it_too(client, world, begun):
    visit = start(client, world.evaluator, begun)
    end(client, visit)
    data = {
        "refinement_indicator": str(world.indicators["QU"].pk),
        "refinement": "Reasons.",
        "post_conference_on": world.today,
    }
    assert post(client, world.owner, "round_areas", begun.pk, **data).status_code == 302
    assert kept(begun).post_conference_on == world.today
    assert kept(visit).shared_at is not None


def test_a_second_tap_goes_on_with_the_running_one(client, world, begun):
    visit = start(client, world.evaluator, begun)
    response = post(client, world.evaluator, "round_visit_start", begun.pk)
    assert response.url == reverse("coaching:walkthrough_edit", args=[visit.pk])
    assert Walkthrough.objects.formal().count() == 1


def test_a_walkthrough_and_a_formal_visit_do_not_stop_each_other(client, world, begun):
    post(client, world.principal, "walkthrough_start", teacher=world.subject.pk)
    start(client, world.principal, begun)
    kinds = sorted(Walkthrough.objects.running().values_list("kind", flat=True))
    assert kinds == ["formal", "walkthrough"]


def test_it_is_not_counted_among_the_walkthroughs_of_a_week(world, begun):
    want_walkthroughs(world.system)
    make_walkthrough(world.subject, world.principal, timezone.now(), round=begun)
    assert walk_week(world.principal).made == 0


def test_time_shares_no_formal_visit_before_its_post_conference(world, begun):
    visit = make_walkthrough(world.subject, world.principal, world.days_ago(20), round=begun)
    now = timezone.now()
    assert overdue_walkthroughs(world.system, now=now) == []
    ObservationRound.objects.filter(pk=begun.pk).update(
        visit_on=world.today - 20 * DAY, post_conference_on=world.today - DAY
    )
    share_overdue(overdue_walkthroughs(world.system, now=now), now=now)
    assert kept(visit).shared_at == now


def test_a_closed_round_takes_no_formal_visit(client, world, begun):
    begun.closed_at, begun.closed_by = world.yesterday, world.evaluator
    begun.save()
    response = post(client, world.evaluator, "round_visit_start", begun.pk)
    assert response.status_code == 403


def test_an_ordinary_walkthrough_has_no_round_and_a_formal_visit_has_one(world, begun):
    walk = world.shared_walkthrough
    rows = Walkthrough.objects.filter(pk=walk.pk)
    for values in ({"round": begun}, {"kind": "formal"}):
        with (
            pytest.raises(IntegrityError, match="a_formal_visit_belongs_to_a_round"),
            transaction.atomic(),
        ):
            rows.update(**values)


def belongs(visit, row):
    """Say so, and let the database look at once."""
    Walkthrough.objects.filter(pk=visit.pk).update(round=row)
    connection.check_constraints()


def test_a_formal_visit_is_of_a_round_of_its_own_teacher(world, begun):
    visit = make_walkthrough(world.subject, world.principal, round=begun)
    other = people.make_teacher(world.school, "Otto Other")
    row = make_round(other, world.year, world.evaluator)
    with pytest.raises(IntegrityError, match="of_a_round_of_its_teacher"), transaction.atomic():
        belongs(visit, row)
