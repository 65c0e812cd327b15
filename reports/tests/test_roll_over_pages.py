"""The roll-over as the system admin sees it: looked at, chosen, said yes to, taken back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.models import ActionStep
from demo.builders import coaching as build
from demo.builders import people
from people.actions import roll_over as actions
from people.models import RollOver, RollOverSchool, SchoolYear
from tests.pages import form_with, words

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def next_year(world):
    return SchoolYear.objects.create(
        school_system=world.system,
        name="Next",
        starts_on=world.year.ends_on + 80 * DAY,
        ends_on=world.year.ends_on + 360 * DAY,
    )


@pytest.fixture
def roll_over(world, next_year):
    return actions.prepare(next_year, by=world.admin)


def page_of(client, world, roll_over):
    client.force_login(world.admin)
    return client.get(roll_over.get_absolute_url())


def start(client, page, roll_over, **data):
    data = {"seen": form_with(page, "seen")["seen"], **data}
    return client.post(reverse("reports:roll_over_start", args=[roll_over.pk]), data)


def work_off():
    for row in RollOverSchool.objects.filter(state="due"):
        actions.roll_school(row.pk, now=timezone.now())


def choose(client, roll_over, school, person, goes):
    url = reverse("reports:roll_over_school", args=[roll_over.pk, school.pk])
    name = f"goes-{person.memberships.get().pk}"
    return client.post(url, form_with(client.get(url), name) | {name: goes}, follow=True)


def test_the_admin_prepares_a_roll_over_into_the_next_year(client, world, next_year):
    client.force_login(world.admin)
    url = reverse("reports:roll_over_list")
    assert "Next" in words(client.get(url))
    for _ in range(2):
        answer = client.post(url, {"year": next_year.pk})
        assert answer.status_code == 302
    assert RollOver.objects.get().from_year == world.year


def test_without_a_next_year_the_page_says_what_to_do(client, world):
    SchoolYear.objects.filter(pk=world.year.pk).update(starts_on=world.today - 120 * DAY)
    client.force_login(world.admin)
    page = words(client.get(reverse("reports:roll_over_list")))
    assert "There is no next school year yet" in page


def test_who_moves_and_leaves_is_chosen_then_rolled_over_then_taken_back(client, world, roll_over):
    client.force_login(world.admin)
    choose(client, roll_over, world.school, world.peer, "leaves")
    page = choose(client, roll_over, world.school, world.subject, str(world.other_school.pk))
    assert "Tess Arceneaux has no owner coach any more" in " ".join(words(page).split())
    page = page_of(client, world, roll_over)
    assert start(client, page, roll_over).status_code == 302
    assert "Under way" in words(client.get(roll_over.get_absolute_url()))
    work_off()
    world.peer.refresh_from_db()
    assert world.peer.memberships.get().ends_on == world.year.ends_on + DAY
    assert world.subject.memberships.count() == 2
    page = words(client.get(roll_over.get_absolute_url()))
    assert page.count("Rolled over") == 2
    answer = client.post(
        reverse("reports:roll_over_undo", args=[roll_over.pk]),
        {"school": world.school.pk},
        follow=True,
    )
    assert "1 school is as it was before." in words(answer)
    assert world.subject.memberships.get().ends_on is None
    assert world.peer.memberships.get().ends_on is None


def test_one_school_can_be_rolled_over_alone(client, world, roll_over):
    page = page_of(client, world, roll_over)
    start(client, page, roll_over, school=str(world.school.pk))
    assert RollOverSchool.objects.get().school == world.school
    url = reverse("reports:roll_over_school", args=[roll_over.pk, world.school.pk])
    assert "This school is rolled over, or about to be." in words(client.get(url))


def test_a_preview_that_is_no_longer_true_is_shown_anew(client, world, roll_over):
    page = page_of(client, world, roll_over)
    choose(client, roll_over, world.school, world.peer, "leaves")
    answer = start(client, page, roll_over)
    assert answer.status_code == 409
    assert actions.CHANGED in words(answer)
    assert not RollOverSchool.objects.exists()


def test_why_a_school_was_not_rolled_over_stands_with_it(client, world, roll_over):
    client.force_login(world.admin)
    choose(client, roll_over, world.school, world.peer, "leaves")
    page = page_of(client, world, roll_over)
    start(client, page, roll_over)
    world.peer.memberships.update(ends_on=world.today)
    work_off()
    page = words(client.get(roll_over.get_absolute_url()))
    assert (page.count("Not rolled over"), page.count("Rolled over")) == (1, 1)
    assert page.count(actions.CHANGED) == 1


def test_open_work_is_counted_and_never_named(client, world, roll_over):
    """Fewer teachers than the smallest group are not counted; no plan shows with a name (P9)."""
    world.draft_plan  # noqa: B018 (reading it makes it)
    build.make_step(world.subject, world.owner, shared_at=world.yesterday)
    page = words(page_of(client, world, roll_over))
    assert page.count("Open plans are not counted for so few teachers") == 2
    for _ in range(4):
        people.make_teacher(world.school)
    steps = ActionStep.objects.open().filter(shared_at__isnull=False).count()
    page = words(page_of(client, world, roll_over))
    assert f"1 open plan, {steps} open step" in page
    url = reverse("reports:roll_over_school", args=[roll_over.pk, world.school.pk])
    assert "open plan" not in words(client.get(url))


@pytest.mark.parametrize("count", [5, 50])
def test_looking_asks_the_same_however_many_people(
    client, world, roll_over, count, django_assert_num_queries
):
    for _ in range(count):
        people.make_pair(world.school)
    client.force_login(world.admin)
    with django_assert_num_queries(12):
        client.get(roll_over.get_absolute_url())
    url = reverse("reports:roll_over_school", args=[roll_over.pk, world.school.pk])
    with django_assert_num_queries(12):
        client.get(url)
