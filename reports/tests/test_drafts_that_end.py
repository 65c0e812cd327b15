"""What is not shared stands in the file about oneself with the day it ends."""

import pytest
from django.utils import timezone

from coaching.models import DraftEnd
from demo.builders import coaching as build
from reports.about_me.person import AboutMe
from tests.world import World

pytestmark = pytest.mark.django_db
TITLE = "What you have not shared, and when it ends"


def test_unshared_notes_and_feedback_stand_in_the_authors_file_alone():
    world = World()
    shared = build.make_visit(world.subject, world.owner, world.days_ago(9))
    fields = {
        "school_system": world.system,
        "first_seen_on": world.today,
        "ends_on": world.today,
        "policy": "purged",
        "due_at": timezone.now(),
    }
    DraftEnd.objects.create(visit=world.draft_visit, **fields)
    DraftEnd.objects.create(feedback_of=shared, **fields)
    found = {
        person: [
            row[0]
            for one in AboutMe(world.people[person], timezone.now()).sections()
            if one.title == TITLE
            for row in one.rows
        ]
        for person in ("owner", "subject", "contributor")
    }
    assert found == {"owner": ["Notes of a visit", "Feedback"], "subject": [], "contributor": []}
