import io
import re

import pikepdf
import pypdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.actions.leader_plan import USUAL_STEPS
from coaching.actions.rubric import load_starting_rubric
from coaching.actions.signing import complete_plan, sign_plan
from coaching.models import Cycle, Plan
from coaching.pdf import plan_pdf
from coaching.readers import who_can_read
from demo.builders import coaching as build
from demo.builders import goal as build_goal
from demo.builders import people
from demo.builders.leader import make_leader_plan
from people.models import CoachAssignment, Membership
from reports.exportable import plans_for
from tests.pages import words

pytestmark = pytest.mark.django_db
Role = Membership.Role


class Leaders:
    """A school with two leaders, the district supervisor who coaches the principal, and others."""

    def __init__(self):
        self.system = people.make_system()
        self.indicators = load_starting_rubric(self.system)
        people.make_year(self.system)
        self.school = people.make_school(self.system, "Cypress Elementary")
        self.principal = people.make_principal(self.school, "Pia Principal")
        self.deputy = people.make_principal(self.school, "Dan Deputy")
        self.teacher = people.make_teacher(self.school, "Tess Teacher")
        self.supervisor = people.make_central(self.system, Role.DISTRICT_STAFF, "Sue Supervisor")
        self.staff = people.make_central(self.system, Role.DISTRICT_STAFF, "Dora Staff")
        people.assign(self.principal, self.supervisor)
        self.goal = build_goal.make_goal(self.school)

    def plan(self):
        return make_leader_plan(self.principal, self.supervisor, self.goal)

    def agreed(self):
        plan = self.plan()
        for person in (self.principal, self.supervisor):
            sign_plan(plan, by=person, version=plan.version, now=timezone.now())
        plan.refresh_from_db()
        return plan


@pytest.fixture
def leaders():
    return Leaders()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def readers_of(plan, leaders):
    everybody = ("principal", "deputy", "teacher", "supervisor", "staff")
    return [
        name
        for name in everybody
        if Plan.objects.visible_to(getattr(leaders, name)).filter(pk=plan.pk).exists()
    ]


def test_a_supervisor_starts_a_leaders_plan_on_a_goal_of_the_school(leaders):
    url = reverse("coaching:leader_plan_start")
    data = {"leader": leaders.principal.pk, "goal": leaders.goal.pk, "steps": list(USUAL_STEPS)}
    answer = signed_in(leaders.supervisor).post(url, data)
    plan = Plan.objects.get()
    assert answer.url == reverse("coaching:plan_edit", args=[plan.pk])
    assert (plan.teacher, plan.coach) == (leaders.principal, leaders.supervisor)
    assert (plan.is_leaders, plan.cycle.is_leaders) == (True, True)
    assert (plan.school, plan.cycle.school_goal) == (leaders.school, leaders.goal)
    steps = list(plan.steps.kept().order_by("order").values_list("activity", flat=True))
    assert steps == [step[0] for step in USUAL_STEPS.values()]
    assert all(step.due_on < plan.next_observation_on for step in plan.steps.kept())


def test_a_leader_starts_her_own_plan_with_her_coach(leaders):
    url = reverse("coaching:leader_plan_start")
    data = {"leader": leaders.principal.pk, "goal": leaders.goal.pk}
    signed_in(leaders.principal).post(url, data)
    assert Plan.objects.get().coach == leaders.supervisor


def test_no_leaders_plan_begins_without_a_school_goal(leaders):
    url = reverse("coaching:leader_plan_start")
    answer = signed_in(leaders.supervisor).post(url, {"leader": leaders.principal.pk})
    assert answer.status_code == 422
    assert "Choose the school goal this plan extends" in words(answer)
    assert Plan.objects.count() == 0


def test_a_goal_of_a_school_that_she_does_not_lead_is_refused(leaders):
    other = people.make_principal(people.make_school(leaders.system, "Magnolia"), "Olaf Other")
    people.assign(other, leaders.supervisor)
    url = reverse("coaching:leader_plan_start")
    data = {"leader": other.pk, "goal": leaders.goal.pk}
    answer = signed_in(leaders.supervisor).post(url, data)
    assert answer.status_code == 422
    assert "Olaf Other does not lead Cypress Elementary today." in words(answer)


def test_the_link_from_a_leaders_page_leads_to_the_leaders_form(leaders):
    client = signed_in(leaders.supervisor)
    answer = client.get(reverse("coaching:plan_start"), {"teacher": leaders.principal.pk})
    assert answer.url.startswith(reverse("coaching:leader_plan_start"))
    assert f"leader={leaders.principal.pk}" in answer.url


def test_without_a_goal_the_page_says_who_enters_one(leaders):
    leaders.goal.end(now=timezone.now())
    url = reverse("coaching:leader_plan_start")
    assert "Add a school goal" in words(signed_in(leaders.principal).get(url))
    coachs = words(signed_in(leaders.supervisor).get(url))
    assert "The school’s principal enters its goals" in coachs


def test_the_database_keeps_a_leaders_cycle_on_a_goal_of_its_school(leaders):
    plan = leaders.plan()
    elsewhere = build_goal.make_goal(people.make_school(leaders.system, "Magnolia"))
    cycles = Cycle.objects.filter(pk=plan.cycle_id)
    with pytest.raises(IntegrityError, match="extends_a_school_goal"), transaction.atomic():
        cycles.update(school_goal=None)
    with transaction.atomic():
        cycles.update(school_goal=elsewhere)
        with pytest.raises(IntegrityError, match="of_the_school_of_the_cycle"):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_the_database_keeps_plan_and_cycle_of_one_kind(leaders):
    plan = leaders.plan()
    Plan.objects.filter(pk=plan.pk).update(is_leaders=False)
    with pytest.raises(IntegrityError, match="a_plan_is_a_leaders_as_its_cycle_is"):
        connection.check_constraints()


def test_a_draft_is_the_pairs_and_an_agreed_plan_has_the_district_too(leaders):
    plan = leaders.agreed()
    assert readers_of(plan, leaders) == ["principal", "supervisor", "staff"]
    names = [reader.name for reader in who_can_read(plan)]
    assert names == ["Pia Principal", "Sue Supervisor", "District coaching staff"]
    Plan.objects.update(status="draft", agreed_at=None)
    assert readers_of(plan, leaders) == ["principal", "supervisor"]


def test_a_head_who_also_teaches_keeps_her_leaders_plan_from_the_other_head(leaders):
    people.give_role(leaders.principal, Role.TEACHER, leaders.school)
    plan = leaders.agreed()
    assert "deputy" not in readers_of(plan, leaders)
    assert not plans_for(leaders.deputy).filter(pk=plan.pk).exists()
    assert not Cycle.objects.visible_to(leaders.deputy).filter(plan=plan).exists()
    complete_plan(plan, by=leaders.principal, now=timezone.now())
    area = leaders.indicators["QU"]
    teachers = build.make_plan(leaders.principal, leaders.supervisor, indicator=area)
    for person in (leaders.principal, leaders.supervisor):
        sign_plan(teachers, by=person, version=1, now=timezone.now())
    assert "deputy" in readers_of(teachers, leaders)


def test_the_evaluator_of_a_leader_reads_the_agreed_plan(leaders):
    evaluator = people.make_coach(people.make_school(leaders.system), "Eve Evaluator")
    people.register_evaluator(leaders.principal, evaluator)
    plan = leaders.agreed()
    assert Plan.objects.visible_to(evaluator).filter(pk=plan.pk).exists()


def test_when_the_supervision_ends_so_does_reading_a_draft(leaders):
    plan = leaders.plan()
    CoachAssignment.objects.get(teacher=leaders.principal).end(leaders.principal.today)
    assert readers_of(plan, leaders) == ["principal"]


def test_a_leaders_plan_offers_the_leader_rubric_and_a_teachers_the_educator_rubric(leaders):
    coach = people.make_coach(leaders.school)
    people.assign(leaders.teacher, coach)
    teachers = build.make_plan(leaders.teacher, coach)
    url = reverse("coaching:plan_edit", args=[leaders.plan().pk])
    page = words(signed_in(leaders.principal).get(url))
    assert "Teacher Effectiveness (TE)" in page
    assert "Questioning (QU)" not in page
    page = words(signed_in(coach).get(reverse("coaching:plan_edit", args=[teachers.pk])))
    assert "Teacher Effectiveness (TE)" not in page
    assert "Questioning (QU)" in page


def test_the_plan_speaks_of_a_leader(leaders):
    page = words(signed_in(leaders.staff).get(leaders.agreed().get_absolute_url()))
    assert "Leader look-fors" in page
    assert "Teacher look-fors" not in page
    assert "Pia Principal, leader," in page


def test_a_leader_with_a_coach_has_the_pages_of_somebody_who_is_coached(leaders):
    client = signed_in(leaders.principal)
    leaders.plan()
    page = client.get(reverse("coaching:my_coaching"))
    assert page.status_code == 200
    assert "Sue Supervisor" in words(page)
    assert "My coaching" in words(client.get("/"))
    assert signed_in(leaders.deputy).get(reverse("coaching:my_coaching")).status_code == 404


def test_every_link_and_part_of_a_leaders_own_page_opens(leaders):
    client = signed_in(leaders.principal)
    page = client.get(reverse("coaching:my_coaching")).content.decode()
    addresses = set(re.findall(r'(?:href|hx-get)="(/[^"#]+)"', page))
    addresses = {one for one in addresses if not one.startswith(("/static/", "/accounts/"))}
    assert reverse("coaching:my_praise") in addresses
    assert {one for one in addresses if client.get(one, follow=True).status_code != 200} == set()


def test_the_supervisor_has_the_leader_in_her_caseload_with_her_school(leaders):
    client = signed_in(leaders.supervisor)
    page = words(client.get(reverse("coaching:caseload")))
    assert "Pia Principal" in page
    assert "Cypress Elementary" in page
    page = client.get(reverse("coaching:teacher_detail", args=[leaders.principal.pk]))
    assert page.status_code == 200


def test_a_visit_to_a_leader_is_tagged_with_the_leader_rubric(leaders):
    leaders.plan()
    client = signed_in(leaders.supervisor)
    answer = client.post(reverse("coaching:visit_start"), {"teacher": leaders.principal.pk})
    page = words(client.get(answer.url))
    assert "Teacher Effectiveness" in page
    assert "Questioning" not in page


def test_alignment_shows_the_four_blocks_and_leaves_a_trail(leaders):
    build_goal.make_subgoal(leaders.goal)
    step = build_goal.make_school_step(leaders.goal)
    plan = leaders.agreed()
    url = reverse("coaching:plan_alignment", args=[plan.pk])
    page = words(signed_in(leaders.staff).get(url))
    for text in (
        leaders.goal.statement,
        "from 72.4 to 76.4 (+4 points)",
        "More students reach Mastery or above in ELA.",
        "School improvement plan 2026–27",
        "Teacher Effectiveness",
        step.text,
        "Wait three seconds after each question.",
    ):
        assert text in page
    trail = leaders.principal.access_events.get()
    assert (trail.reader, trail.why) == (leaders.staff, "district staff")


def test_what_was_agreed_stays_though_the_goal_changes(leaders):
    plan = leaders.agreed()
    leaders.goal.statement = "Another goal altogether."
    leaders.goal.save()
    url = reverse("coaching:plan_alignment", args=[plan.pk])
    page = words(signed_in(leaders.principal).get(url))
    assert "The School Performance Score rises by four points." in page
    assert "Another goal altogether." not in page


@pytest.mark.parametrize("count", [1, 12])
def test_alignment_takes_as_many_queries_for_one_step_as_for_twelve(leaders, count):
    plan = leaders.plan()
    for _ in range(count):
        build_goal.make_school_step(leaders.goal)
        build_goal.make_subgoal(leaders.goal)
    client = signed_in(leaders.principal)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("coaching:plan_alignment", args=[plan.pk]))
    assert len(queries) == 11


def test_the_pdf_of_a_leaders_plan_begins_with_the_four_blocks_as_a_tagged_table(leaders):
    build_goal.make_subgoal(leaders.goal)
    build_goal.make_school_step(leaders.goal)
    data = plan_pdf(Plan.objects.get(pk=leaders.agreed().pk), now=timezone.now())
    first = words_of(data, 0)
    heads = "School goal Leader’s refinement area What teachers do What the leader does"
    assert heads in first
    assert "+5 percentage points" in first
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    assert page.mediabox.width > page.mediabox.height
    with pikepdf.open(io.BytesIO(data)) as document:
        kinds = [
            str(item.get("/S")) for item in document.objects if isinstance(item, pikepdf.Dictionary)
        ]
    assert kinds.count("/TH") >= 4
    assert "What the teacher" not in "".join(words_of(data, n) for n in range(page_count(data)))


def words_of(data, number):
    """The words of one page, on one line."""
    return " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[number].extract_text().split())


def page_count(data):
    return len(pypdf.PdfReader(io.BytesIO(data)).pages)
