"""Which parts of a feedback meeting each role is asked for, and the phases the page names."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coaching.models import FeedbackMeeting, FeedbackTemplate
from people.models import CoachingVision, Membership
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db
EDIT = "coaching:feedback_template_edit"


@pytest.fixture
def world():
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def feedback_page(world):
    url = reverse("coaching:feedback_edit", args=[world.draft_visit.pk])
    return signed_in(world.owner).get(url).content.decode()


def leave_out(world, *parts, role="coach"):
    FeedbackTemplate.objects.create(school_system=world.system, role=role, leaves_out=list(parts))


def test_what_is_ticked_is_what_the_role_is_asked_for(world):
    answer = signed_in(world.district).post(reverse(EDIT), {"coach": ["probe", "lesson"]})
    assert answer.url == reverse("coaching:feedback_template_list")
    kept = FeedbackTemplate.objects.get(school_system=world.system, role="coach")
    assert kept.leaves_out == ["goal", "practice"]
    form = signed_in(world.admin).get(reverse(EDIT)).context["form"]
    assert form["coach"].initial == ["probe", "lesson"]


def test_a_role_without_a_template_is_asked_for_everything(world):
    page = feedback_page(world)
    assert [f"{n}. {part}" in page for n, part in ((2, "Probing questions"), (6, "Practice"))] == [
        True,
        True,
    ]


def test_the_page_leaves_out_what_the_role_is_not_asked_for_and_counts_on(world):
    leave_out(world, "probe", "goal", "practice")
    page = feedback_page(world)
    assert "Probing questions" not in page
    assert "Practiced in the meeting" not in page
    assert "2. Action step" in page
    assert "3. Upcoming lesson" in page
    assert "Meeting held on" in page


def test_a_part_that_is_not_asked_for_is_not_saved_into(world):
    leave_out(world, "goal")
    url = reverse("coaching:feedback_save", args=[world.draft_visit.pk])
    body = json.dumps({"field": "goal", "value": "Everybody talks.", "was": ""})
    answer = signed_in(world.owner).post(url, body, content_type="application/json")
    assert answer.status_code == 404
    assert not FeedbackMeeting.objects.filter(goal="Everybody talks.").exists()


def test_what_was_written_before_stays_on_the_page(world):
    meeting = world.draft_feedback
    leave_out(world, "goal")
    url = reverse("coaching:feedback_edit", args=[meeting.visit_id])
    page = signed_in(world.owner).get(url).content.decode()
    assert meeting.goal in page


def test_of_two_roles_only_what_both_leave_out_is_left_out(world):
    Membership.objects.create(
        school_system=world.system,
        user=world.owner,
        school=world.school,
        role="teacher_leader",
        starts_on=world.today,
    )
    leave_out(world, "probe", "goal")
    leave_out(world, "goal", role="teacher_leader")
    page = feedback_page(world)
    assert "Probing questions" in page
    assert "Half of the class" not in page
    assert "id_goal" not in page


def test_the_page_names_the_phases_that_are_published(world):
    assert "The phases of our approach" not in feedback_page(world)
    CoachingVision.objects.create(
        school_system=world.system,
        vision="Somebody comes back.",
        phases="Look\nSay\nTry",
        published_at=timezone.now(),
        published_by=world.district,
    )
    CoachingVision.objects.create(school_system=world.system, version=2, phases="A draft")
    page = feedback_page(world)
    assert "<bdi>Look</bdi> → <bdi>Say</bdi> → <bdi>Try</bdi>" in page
    assert "A draft" not in page


def test_the_pages_take_few_queries(world):
    client = signed_in(world.district)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("coaching:feedback_template_list"))
    assert len(queries) == 5
    with CaptureQueriesContext(connection) as queries:
        client.post(reverse(EDIT), {"coach": ["probe"]})
    assert len(statements(queries)) == 4


def test_the_database_keeps_praise_and_step_asked_for(world):
    with pytest.raises(IntegrityError, match="praise_and_step"), transaction.atomic():
        leave_out(world, "praise")
