"""Members have a say: comments on a cycle, and a goal of one's own that only its author shares."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.models import StudyComment, TeacherGoal
from demo.builders import study as build
from reports.about_me import AboutMe
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def body(response):
    return response.content.decode()


def test_a_members_comment_stands_with_the_cycle_until_she_takes_it_back(world):
    cycle = world.study_cycle
    client = signed_in(world.subject)
    add = reverse("collaboration:comment_add", args=[cycle.pk])
    client.post(add, {"about": "goal", "text": "Too low for us."})
    comment = StudyComment.objects.get()
    assert (comment.author, comment.about) == (world.subject, "goal")
    reads = signed_in(world.principal)
    assert "Too low for us." in body(reads.get(cycle.get_absolute_url()))
    client.post(reverse("collaboration:comment_remove", args=[comment.pk]))
    assert "Too low for us." not in body(reads.get(cycle.get_absolute_url()))
    client.post(reverse("collaboration:comment_restore", args=[comment.pk]))
    assert "Too low for us." in body(reads.get(cycle.get_absolute_url()))


def test_a_teachers_goal_is_hers_until_she_shares_it_and_again_afterwards(world):
    url = reverse("collaboration:teacher_goal", args=[world.year_plan.pk])
    client, peer = signed_in(world.subject), signed_in(world.peer)
    client.post(url, {"for_students": "All use the line.", "for_learning": "To wait longer."})
    goal = TeacherGoal.objects.get()
    share = reverse("collaboration:teacher_goal_share", args=[goal.pk])
    seen = []
    for _ in range(3):
        seen.append("All use the line." in body(peer.get(url)))
        client.post(share)
    assert seen == [False, True, False]


def test_a_person_takes_along_own_words_and_hours_but_no_student_work(world):
    build.make_comment(world.study_cycle, world.subject)
    build.make_teacher_goal(world.year_plan, world.subject)
    build.make_teacher_goal(world.year_plan, world.peer, for_students="Not hers.")
    build.make_work(world.study, world.subject, task="Stays inside.")
    world.tc_held.attendances.filter(user=world.subject).update(state="present")
    sections = AboutMe(world.subject, timezone.now()).sections()
    rows = {section.title: section.rows for section in sections}
    assert rows["Your hours of learning"][0][1] == "1"
    [said] = rows["What you said of cycles of study"]
    assert said[3] == "We would rather begin with area models."
    [goal] = rows["Your goals of the year"]
    assert goal[2] == build.FOR_STUDENTS
    assert "Stays inside." not in str(rows)
    assert "Not hers." not in str(rows)
