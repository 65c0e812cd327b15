import pytest

from coaching.readers import who_can_read
from tests.world import World

pytestmark = pytest.mark.django_db
PAIR = ["Olga Fontenot (coach)", "Tess Arceneaux (teacher)"]
RECORDS = {
    "draft_visit": ["Olga Fontenot (coach)"],
    "shared_visit": PAIR,
    "draft_feedback": ["Olga Fontenot (coach)"],
    "shared_feedback": PAIR,
    "shared_step": ["Connie Contributor (evaluator or coach of this teacher)", *PAIR],
    "draft_plan": PAIR,
}


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("name", RECORDS)
def test_the_line_names_exactly_those_who_find_the_record(world, name):
    record = getattr(world, name)
    finders = {
        person.name
        for person in world.people.values()
        if type(record).objects.visible_to(person).filter(pk=record.pk).exists()
    }
    readers = who_can_read(record)
    assert sorted(str(reader) for reader in readers) == RECORDS[name]
    assert {reader.name for reader in readers} == finders


def test_an_agreed_plan_names_leader_evaluator_and_the_district_as_an_office(world):
    readers = who_can_read(world.agreed_plan())
    assert sorted(str(reader) for reader in readers) == [
        "Connie Contributor (evaluator or coach of this teacher)",
        "District coaching staff (agreed plans)",
        "Eve Evaluator (evaluator or coach of this teacher)",
        "Olga Fontenot (coach)",
        "Pia Principal (school leader)",
        "Tess Arceneaux (teacher)",
    ]


def test_a_policy_that_closes_the_plan_takes_the_office_off_the_line(world):
    plan = world.agreed_plan(district_may_read=False, principal_may_read=False)
    assert {reader.name for reader in who_can_read(plan)} == {
        "Connie Contributor",
        "Olga Fontenot",
        "Tess Arceneaux",
    }


def test_naming_the_readers_takes_three_queries(world, django_assert_num_queries):
    plans = type(world.agreed_plan()).objects.select_related("teacher__school_system")
    plan = plans.get(pk=world.draft_plan.pk)
    with django_assert_num_queries(3):
        who_can_read(plan)
