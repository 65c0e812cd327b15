"""The register: certification that ends soon is shown, and a coach who observes is named."""

import datetime as dt

import pytest
from django.urls import reverse

from demo.builders import people
from people.models import EvaluatorAssignment, Membership
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/evaluators/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return World()


def line_until(world, days, **fields):
    until = None if days is None else world.today + days * DAY
    teacher = people.make_teacher(world.school)
    return people.register_evaluator(teacher, world.evaluator, certified_until=until, **fields)


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "ended"), (0, "soon"), (60, "soon"), (61, ""), (None, "missing")],
)
def test_a_certification_stands_as_its_last_day_says(days, state, world):
    line = line_until(world, days)
    assert line.certification(world.today) == state
    for other in ("ended", "soon", "missing"):
        found = EvaluatorAssignment.objects.in_certification(other, world.today)
        assert (line in found) == (other == state)


def test_the_register_counts_and_lists_what_ends_soon(client, world):
    soon, ended = line_until(world, 20), line_until(world, -3)
    line_until(world, 200)
    client.force_login(world.principal)
    response = client.get(LIST)
    numbers = {one["state"]: one["value"] for one in response.context["certifications"]}
    assert numbers == {"ended": 1, "soon": 1, "missing": 1}  # the world's own line has no date
    for state, line in (("soon", soon), ("ended", ended)):
        listed = client.get(LIST, {"certified": state}).context["page"]
        assert [row.pk for row in listed] == [line.pk]
    assert "Certification ends soon" in response.content.decode()


def test_observers_are_listed_apart(client, world):
    line = line_until(world, 20, kind=EvaluatorAssignment.Kind.OBSERVER)
    client.force_login(world.principal)
    listed = client.get(LIST, {"kind": "observer"}).context["page"]
    assert [row.pk for row in listed] == [line.pk]


def test_one_renewal_holds_for_every_line_the_principal_keeps(client, world):
    mine, also_mine = line_until(world, 5), line_until(world, 5)
    elsewhere = people.register_evaluator(
        people.make_teacher(world.other_school), world.evaluator, certified_until=world.today
    )
    client.force_login(world.principal)
    data = {
        "kind": "evaluator",
        "certified_until": "2027-10-01",
        "starts_on": mine.starts_on,
        "for_all": "on",
    }
    client.post(reverse("people:evaluator_edit", args=[mine.pk]), data)
    for line in (mine, also_mine, elsewhere):
        line.refresh_from_db()
    assert mine.certified_until == also_mine.certified_until == dt.date(2027, 10, 1)
    assert elsewhere.certified_until == world.today


def test_district_staff_enter_who_evaluates_a_leader(client, world):
    client.force_login(world.district)
    data = {
        "teacher": world.principal.email,
        "evaluator": world.district.email,
        "kind": "evaluator",
        "starts_on": "2026-08-06",
    }
    client.post(reverse("people:evaluator_add"), data)
    assert world.principal.evaluations.get().evaluator == world.district


PRIVATE_PAGES = {
    "my coaching": lambda world: reverse("coaching:my_coaching"),
    "history": lambda world: reverse("coaching:my_history"),
    "what changed": lambda world: reverse("coaching:my_change"),
    "visit": lambda world: world.shared_visit.get_absolute_url(),
    "marks": lambda world: reverse("coaching:visit_marks", args=[world.shared_visit.pk]),
    "feedback": lambda world: world.shared_feedback.get_absolute_url(),
    "step": lambda world: world.shared_step.get_absolute_url(),
    "reflection on a step": lambda world: reverse(
        "coaching:step_reflect", args=[world.shared_step.pk]
    ),
    "plan": lambda world: world.draft_plan.get_absolute_url(),
    "plan, written": lambda world: reverse("coaching:plan_edit", args=[world.draft_plan.pk]),
    "plan, reflected on": lambda world: reverse(
        "coaching:plan_reflect", args=[world.draft_plan.pk]
    ),
    "plan, checked": lambda world: reverse("coaching:plan_self_check", args=[world.draft_plan.pk]),
    "observation round": lambda world: world.open_round.get_absolute_url(),
    "self-assessment": lambda world: reverse(
        "coaching:self_assessment", args=[world.open_round.pk]
    ),
}


@pytest.mark.parametrize("page", PRIVATE_PAGES)
def test_every_private_page_tells_the_teacher_that_her_coach_informs_her_evaluation(
    page, client, world
):
    address = PRIVATE_PAGES[page](world)
    client.force_login(world.subject)
    assert "Your coach also informs your evaluation" not in client.get(address).content.decode()
    people.register_evaluator(world.subject, world.owner, kind="observer")
    shown = client.get(address).content.decode()
    assert "Your coach also informs your evaluation" in shown
    assert "<bdi>Olga Fontenot</bdi> is in the accountability register" in shown


def test_it_is_no_longer_said_once_either_relation_has_ended(client, world):
    line = people.register_evaluator(world.subject, world.owner, kind="observer")
    line.end(world.today)
    client.force_login(world.subject)
    page = client.get(reverse("coaching:my_coaching")).content.decode()
    assert "also informs your evaluation" not in page


def test_it_is_said_to_the_teacher_alone(client, world):
    people.register_evaluator(world.subject, world.owner, kind="observer")
    for person in (world.owner, world.contributor):
        client.force_login(person)
        page = client.get(world.open_round.get_absolute_url()).content.decode()
        assert "Your coach also informs your evaluation" not in page


def test_pages_that_are_not_the_pairs_do_not_say_it(client, world):
    people.register_evaluator(world.subject, world.owner, kind="observer")
    client.force_login(world.subject)
    for address in ("/", reverse("people:profile")):
        assert "also informs your evaluation" not in client.get(address).content.decode()


def test_a_leader_without_a_school_role_keeps_no_register(client, world):
    assert Membership.Role.SCHOOL_LEADER not in world.admin.roles
    client.force_login(world.admin)
    assert client.get(LIST).context["certifications"] == []
