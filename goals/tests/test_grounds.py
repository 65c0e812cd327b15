"""Needs name a group and two sources; source plans are of the kind their place has."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from demo.builders import goal as build
from goals.models import Need, SourcePlan
from tests.pages import words
from tests.permission_table.goal_grounds import NEED, PLAN
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def _add(world, **fields):
    return signed_in(world.principal).post(reverse("goals:need_add"), NEED | fields)


@pytest.mark.parametrize(
    "group",
    ["all", "All teachers", "Everyone", "everybody", "all of the teachers.", "every teacher"],
)
def test_a_need_of_everybody_is_refused_by_page_and_database(world, group):
    page = _add(world, group=group)
    assert page.status_code == 422
    assert "Name a group that is smaller than everybody" in words(page)
    with pytest.raises(IntegrityError, match="not_everybodys"), transaction.atomic():
        build.make_need(world.school, group=group)


@pytest.mark.parametrize("group", ["tess arceneaux", "Ms. Tess Arceneaux"])
def test_a_need_of_one_person_is_refused(world, group):
    page = _add(world, group=group)
    assert page.status_code == 422
    assert "Name a group, not a person" in words(page)
    assert not Need.objects.exists()


@pytest.mark.parametrize("group", ["All new grade 3 teachers", "Grade 4 math teachers"])
def test_a_named_group_is_taken(world, group):
    assert _add(world, group=group).status_code == 302
    assert Need.objects.get().school == world.school


@pytest.mark.parametrize("sources", ["", "Fall screener", "Fall screener\n\nfall screener"])
def test_one_source_is_not_enough(world, sources):
    page = _add(world, sources=sources)
    assert page.status_code == 422
    with pytest.raises(IntegrityError, match="two_sources"), transaction.atomic():
        build.make_need(world.school, sources=["Fall screener"])


def test_students_needs_show_teachers_and_teachers_show_leaders(world):
    students = build.make_need(world.school, level="student", group="Grade 4 students")
    teachers = build.make_need(world.school, shown_by=students)
    assert "it shows what leaders need" in words(_add(world, level="leader", shown_by=students.pk))
    assert _add(world, level="leader", shown_by=teachers.pk).status_code == 302
    page = words(signed_in(world.principal).get(teachers.get_absolute_url()))
    assert "Grade 4 students" in page
    assert "To ask for reasons." in page


def test_an_ended_need_is_listed_apart_and_undo_opens_it(world):
    need, client = build.make_need(world.school), signed_in(world.principal)
    page = client.post(reverse("goals:need_end", args=[need.pk]), follow=True)
    undo = reverse("goals:need_reopen", args=[need.pk])
    assert undo in page.content.decode()
    assert need.statement not in words(client.get(reverse("goals:need_list")))
    assert need.statement in words(client.get(reverse("goals:need_list"), {"show": "ended"}))
    client.post(undo)
    assert need.statement in words(client.get(reverse("goals:need_list")))


def test_a_school_has_no_plan_of_a_kind_that_only_systems_have(world):
    client, url = signed_in(world.principal), reverse("goals:source_plan_add")
    page = client.post(url, PLAN | {"kind": "progression"})
    assert page.status_code == 422
    assert "Choose a kind of plan that a school has" in words(page)
    assert client.post(url, PLAN).status_code == 302
    assert SourcePlan.objects.get().school == world.school


@pytest.mark.parametrize("link", ["ftp://example.org/plan", "javascript:alert(1)", "a plan"])
def test_a_plans_link_is_of_the_web(world, link):
    client, url = signed_in(world.principal), reverse("goals:source_plan_add")
    page = client.post(url, PLAN | {"link": link})
    assert page.status_code == 422
    assert "Enter a link that starts with https:// or http://" in words(page)
    assert SourcePlan.objects.count() == 0


def test_the_systems_leadership_team_says_whose_a_new_row_is(world):
    assert world.system_ilt
    client, url = signed_in(world.district), reverse("goals:source_plan_add")
    assert client.post(url, PLAN | {"kind": "strategic"}).status_code == 302
    assert SourcePlan.objects.get().school is None
