"""Everything about a person is whole, whatever the schools have switched off."""

import pytest
from django.utils import timezone

from coaching.models import ImpactEntry, LearningTargets, Readiness, Reflection
from demo.builders import coaching as build
from demo.builders import week as build_week
from demo.builders.stage import make_mark
from people.actions.feature import switch_off
from people.models import Feature, School
from reports.about_me import AboutMe
from tests.world import World

pytestmark = pytest.mark.django_db


def held_of(person):
    sections = AboutMe(person, timezone.now()).sections()
    return {section.title: section.rows for section in sections}


@pytest.fixture
def world(settings, tmp_path):
    settings.ARTIFACT_DIR = tmp_path / "files"
    settings.ARTIFACT_DIR.mkdir()
    return World()


def all_off(world):
    for feature in Feature:
        switch_off(feature, School.objects.filter(school_system=world.system))


def test_a_leaders_own_plan_with_what_hangs_on_it_stays_in_her_file(world):
    plan = world.agreed_leader_plan
    own = {"school_system": world.system}
    plan.steps.update(shared_at=world.days_ago(3))
    build.make_artifact(plan.steps.first(), label="The agenda", is_student_work=False)
    Reflection.objects.create(**own, plan=plan, author=world.principal, text="It worked.")
    LearningTargets.objects.create(**own, plan=plan, first="Every team opens with data.")
    ImpactEntry.objects.create(
        **own,
        plan=plan,
        written_by=world.principal,
        seen_on=world.today,
        seen="Three teams do.",
        source="teacher_saw",
    )
    make_mark(world.school_ilt, world.principal, evidence="The letter.")
    build_week.submit_week(world.principal)
    before = held_of(world.principal)
    all_off(world)
    assert held_of(world.principal) == before
    assert {
        "Coaching plans",
        "Action steps",
        "Files",
        "Your reflections",
        "Student learning targets",
        "Impact noted on your plans",
        "What you said of your teams’ stages",
        "Weeks of walkthroughs you submitted",
    } <= set(before)


def test_a_teachers_rounds_and_peer_visits_stay_in_her_file(world):
    world.open_round  # noqa: B018
    build_week.invite(world.subject, world.owner, world.today)
    build_week.told_peer_visit(world.subject, world.peer, world.yesterday.date(), saw="Told.")
    before = held_of(world.subject)
    all_off(world)
    assert held_of(world.subject) == before
    assert {
        "Your observation rounds",
        "Your self-assessments",
        "Areas from post-conferences",
        "Invitations to your coach",
        "Peer visits",
    } <= set(before)


def test_a_coachs_readiness_checklist_stays_in_the_coachs_file_and_is_in_no_others(world):
    Readiness.objects.create(
        school_system=world.system,
        plan=world.draft_plan,
        coach=world.owner,
        standards_on=world.today,
    )
    all_off(world)
    title = "Your readiness checklists as a coach"
    assert len(held_of(world.owner)[title]) == 1
    assert title not in held_of(world.subject)


def test_pages_go_on_without_what_is_switched_off_after_a_file_was_made(client, world):
    plan = world.agreed_leader_plan
    all_off(world)
    held_of(world.principal)
    client.force_login(world.principal)
    assert client.get(plan.get_absolute_url()).status_code == 404
