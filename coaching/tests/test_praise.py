"""The praise a teacher was given: what was shared and read, newest first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.builders import coaching as build
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def feedback(world, praise, days=3, *, shared=True, read=True):
    """Feedback on a visit so many days ago."""
    held = world.days_ago(days)
    visit = build.make_visit(world.subject, world.owner, held)
    return build.make_feedback(
        visit,
        praise=praise,
        shared_at=held if shared else None,
        read_at=timezone.now() if read else None,
    )


def praise(client, person):
    client.force_login(person)
    return [row.praise for row in client.get(reverse("coaching:my_praise")).context["page"]]


def test_praise_is_listed_the_newest_first(client, world):
    feedback(world, "First.", days=9)
    feedback(world, "Second.", days=2)
    assert praise(client, world.subject) == ["Second.", "First."]


def test_what_is_a_draft_or_unread_is_not_shown(client, world):
    feedback(world, "A draft.", shared=False, read=False)
    feedback(world, "Unread.", read=False)
    assert praise(client, world.subject) == []


def test_a_teacher_reads_no_praise_of_another(client, world):
    feedback(world, "Hers.")
    assert praise(client, world.peer) == []


def test_the_page_takes_as_many_queries_however_much_praise(client, world):
    client.force_login(world.subject)
    counts = []
    for many in (5, 50):
        for number in range(many):
            feedback(world, f"Praise {number}.")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("coaching:my_praise"))
        counts.append(len(queries))
    assert counts == [6, 6]
