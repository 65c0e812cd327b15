"""Learning walks: rooms are counted by taps, nobody is named, and look-fors show over time."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.models import BankLookFor
from demo.builders import leading as build
from ilt.models import BestPractice, LearningWalk, WalkLookFor
from ilt.walk_trends import patterns_of, trends_of, walks_to_count
from people.names import named_in
from tests.world import World

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = dt.date(2026, 9, 15), dt.date(2026, 10, 13)
TALK = "Students explain their thinking to each other"


@pytest.fixture
def world():
    world = World()
    assert world.school_ilt
    assert world.system_ilt
    return world


@pytest.fixture
def walk(world):
    tallies = [(TALK, 0, 0, 0), ("Exit ticket", 0, 0, 0)]
    return build.make_walk(world.school_ilt, world.school, OCTOBER, tallies)


def post(client, person, url, data):
    client.force_login(person)
    return client.post(url, data)


def begin(client, world, person, **more):
    data = {"school": world.school.pk, "focus": "Talk", "walked_on": "2026-11-10"}
    return post(client, person, reverse("ilt:walk_add"), data | {"typed": TALK} | more)


def test_a_walk_takes_look_fors_of_the_bank_and_typed_ones(client, world):
    bank = BankLookFor.objects.filter(school_system=world.system)[:2]
    answer = begin(client, world, world.contributor, bank=[one.pk for one in bank])
    walk = LearningWalk.objects.get()
    assert answer.url == reverse("ilt:walk_tally", args=[walk.pk])
    assert walk.team == world.school_ilt
    assert [(row.text, row.bank_look_for) for row in walk.look_fors.all()] == [
        *[(one.text, one) for one in bank],
        (TALK, None),
    ]


def test_a_walk_without_look_fors_is_refused(client, world):
    answer = begin(client, world, world.principal, typed=" ")
    assert answer.status_code == 422
    assert "Choose look-fors of the bank, or type one" in answer.content.decode()


@pytest.mark.parametrize("field", ["focus", "guiding_questions", "typed"])
def test_a_name_of_the_directory_is_refused(client, world, field):
    answer = begin(client, world, world.principal, **{field: "In Ms. arceneaux’s room"})
    assert answer.status_code == 422
    assert "“Tess Arceneaux” is in the directory" in answer.content.decode()
    assert LearningWalk.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Students mark the text and will explain.", ""),
        ("They use a number line. Mark walked over.", "Mark Will"),
        ("asked by mark will twice", "Mark Will"),
        ("mr. will asked", "Mark Will"),
        ("MARK", "Mark Will"),
        ("", ""),
    ],
)
def test_what_counts_as_a_name(text, found):
    assert named_in(text, ["Mark Will"]) == found


def test_each_tap_counts_a_classroom_whoever_sends_it(client, world, walk):
    url = reverse("ilt:walk_tally", args=[walk.pk])
    first, second = walk.look_fors.all()
    post(client, world.contributor, url, {str(first.pk): "seen", str(second.pk): "none"})
    post(client, world.principal, url, {str(first.pk): "partly", str(second.pk): "not_seen"})
    assert post(client, world.principal, url, {}).status_code == 422
    walk.refresh_from_db()
    counts = walk.look_fors.values_list("seen", "partly", "not_seen")
    assert (walk.classrooms, list(counts)) == (2, [(1, 1, 0), (0, 0, 1)])


def test_numbers_are_put_right_and_never_more_than_the_classrooms(client, world, walk):
    url = reverse("ilt:walk_correct", args=[walk.pk])
    columns = ("seen", "partly", "not_seen")
    data = {f"{row.pk}-{column}": 1 for row in walk.look_fors.all() for column in columns}
    answer = post(client, world.principal, url, data | {"classrooms": 2})
    assert "These are more than the classrooms seen" in answer.content.decode()
    assert post(client, world.principal, url, data | {"classrooms": 3}).status_code == 302
    assert {row.total for row in walk.look_fors.all()} == {3}


def test_a_look_for_shows_from_walk_to_walk_with_its_n(world):
    build.make_walk(world.school_ilt, world.school, SEPTEMBER, [(TALK, 2, 1, 5)])
    tallies = [(TALK, 6, 1, 1), ("Other", 0, 0, 0)]
    build.make_walk(world.school_ilt, world.school, OCTOBER, tallies)
    [trend] = trends_of(walks_to_count(world.principal))
    assert [(day.day, day.seen, day.n) for day in trend.days] == [
        (SEPTEMBER, 2, 8),
        (OCTOBER, 6, 8),
    ]
    assert trend.change == "Seen in 2 of 8 (25%) at first, 6 of 8 (75%) lately."
    assert [bar.height for bar in trend.bars] == [25, 75]


def test_an_indicator_is_summed_across_classrooms(world):
    bank = BankLookFor.objects.filter(indicator=world.indicators["QU"])[:2]
    tallies = [(one, 1, 1, 4) for one in bank]
    build.make_walk(world.school_ilt, world.school, OCTOBER, tallies)
    [pattern] = patterns_of(walks_to_count(world.evaluator))
    assert (pattern["code"], pattern["sum"].seen, pattern["sum"].n) == ("QU", 2, 12)


def test_district_staff_count_walks_through_enough_classrooms(world):
    world.system_ilt.members.all().delete()
    for classrooms, text in ((4, "Few"), (5, "Enough")):
        build.make_walk(
            world.school_ilt, world.school, OCTOBER, [(text, 1, 0, 0)], classrooms=classrooms
        )
    assert [trend.text for trend in trends_of(walks_to_count(world.district))] == ["Enough"]


def test_what_was_seen_becomes_a_best_practice_of_the_system(client, world, walk):
    LearningWalk.objects.filter(pk=walk.pk).update(evidence="Seen in six rooms.")
    url = reverse("ilt:practice_of_walk", args=[walk.pk])
    client.force_login(world.evaluator)
    assert "Seen in six rooms." in client.get(url).content.decode()
    data = {"title": "Write first", "practice": "Students write.", "evidence": "Six rooms."}
    assert post(client, world.evaluator, url, data | {"school": ""}).status_code == 302
    practice = BestPractice.objects.get()
    assert (practice.school, practice.walk, practice.evidence) == (None, walk, "Six rooms.")
    assert BestPractice.objects.visible_to(world.other_principal).get() == practice
    assert not BestPractice.objects.visible_to(world.subject).exists()
    end = reverse("ilt:practice_end", args=[practice.pk])
    post(client, world.evaluator, end, {})
    practice.refresh_from_db()
    assert practice.ended_at is not None


def test_the_database_keeps_its_rules(walk):
    first = walk.look_fors.first()
    for fields in ({"text": "Exit ticket"}, {"text": ""}, {"seen": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WalkLookFor.objects.filter(pk=first.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningWalk.objects.filter(pk=walk.pk).update(focus="")


@pytest.mark.parametrize("many", [5, 50])
def test_the_pages_take_as_many_queries_for_many_as_for_few(client, world, many):
    for number in range(many):
        day = OCTOBER - dt.timedelta(days=number)
        tallies = [(f"Look-for {one}", 1, 1, 1) for one in range(many)]
        walk = build.make_walk(world.school_ilt, world.school, day, tallies)
        build.make_practice(world.system, world.school, title=f"Practice {number}")
    client.force_login(world.principal)
    counts = []
    for url in (
        walk.get_absolute_url(),
        reverse("ilt:walk_list"),
        reverse("ilt:walk_trends"),
        reverse("ilt:practice_list"),
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts == [8, 7, 9, 7]


def test_the_only_school_is_chosen_already(client, world):
    """For whoever keeps one school's walks, practices and reviews; not for the system's team."""
    for person, chosen in ((world.principal, world.school.pk), (world.evaluator, None)):
        client.force_login(person)
        for name in ("walk_add", "practice_add", "review_add"):
            form = client.get(reverse(f"ilt:{name}")).context["form"]
            assert form["school"].value() == chosen, name
