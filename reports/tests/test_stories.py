"""Success stories: opt-in, the teacher's alone, and nothing else of the cycle in them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.builders import people
from demo.builders.story import complete, make_story
from reports.models import SuccessStory

pytestmark = pytest.mark.django_db
LIST = "/stories/"
TEXT = "20 of 24 students explain their claim."


def write(plan):
    return reverse("reports:story_write", args=[plan.pk])


def told(client, person):
    client.force_login(person)
    return client.get(LIST).content.decode()


def test_a_completed_plan_is_no_story_until_its_teacher_tells_it(client, world):
    plan = complete(world.agreed_plan())
    assert "No stories yet" in told(client, world.peer)
    client.force_login(world.subject)
    assert write(plan) in client.get(plan.get_absolute_url()).content.decode()
    data = {"title": "Everybody explains", "text": TEXT, "reach": "school"}
    assert client.post(write(plan), data).status_code == 302
    page = told(client, world.peer)
    assert TEXT in page
    shown = [text in page for text in (world.subject.name, plan.goal, plan.student_need)]
    assert shown == [False, False, False]


def test_the_name_shows_where_she_ticked_it(client, world):
    make_story(world.subject, world.owner, is_named=True)
    assert world.subject.name in told(client, world.peer)


@pytest.mark.parametrize(
    ("reach", "readers"),
    [("school", {"subject", "peer"}), ("system", {"subject", "peer", "other_principal", "admin"})],
)
def test_it_reaches_whom_she_chose(client, world, reach, readers):
    make_story(world.subject, world.owner, reach=reach)
    found = {
        name
        for name in ("subject", "peer", "other_principal", "admin", "other_system")
        if TEXT in told(client, world.people[name])
    }
    assert found == readers


def test_withdrawn_it_is_gone_for_all_and_can_be_told_again(client, world):
    story = make_story(world.subject, world.owner, reach="system")
    client.force_login(world.subject)
    client.post(reverse("reports:story_withdraw", args=[story.pk]))
    for person in (world.subject, world.peer, world.district):
        assert TEXT not in told(client, person)
    client.force_login(world.subject)
    client.post(write(story.plan), {"title": "Again", "text": TEXT, "reach": "school"})
    assert TEXT in told(client, world.peer)
    assert SuccessStory.objects.count() == 1


def test_nobody_tells_it_for_her(client, world):
    plan = complete(world.agreed_plan())
    data = {"title": "Our success", "text": TEXT, "reach": "system"}
    for person in (world.principal, world.owner, world.district):
        client.force_login(person)
        assert client.post(write(plan), data).status_code == 403
    assert SuccessStory.objects.count() == 0


def test_a_story_without_words_comes_back(client, world):
    plan = complete(world.agreed_plan())
    client.force_login(world.subject)
    answer = client.post(
        write(plan), {"title": "Everybody explains", "text": "", "reach": "school"}
    )
    assert answer.status_code == 422
    assert "Everybody explains" in answer.content.decode()
    story = SuccessStory.of(plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        story.publish(world.yesterday)


def test_many_stories_take_as_many_queries_as_few(client, world):
    counts = []
    client.force_login(world.peer)
    client.get(LIST)
    for _ in range(2):
        for _ in range(4):
            make_story(people.make_teacher(world.school), world.owner)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
