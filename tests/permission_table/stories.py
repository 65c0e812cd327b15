"""Success stories: told and withdrawn by the teacher alone, read by those she chose."""

from demo.builders.story import complete, make_story
from tests.permission_table import answers

READERS = ("owner", "contributor", "principal", "evaluator", "district")
NOBODY_ELSE = answers(404, **dict.fromkeys(READERS, 403))
AT_SCHOOL = ["subject", "peer", "owner", "contributor", "former", "principal"]
TITLE = "Everybody explains"


def completed(world):
    return {"pk": complete(world.agreed_plan()).pk}


def draft(world):
    return {"pk": world.draft_plan.pk}


def told(world):
    return {"pk": make_story(world.subject, world.owner).pk}


def for_the_school(world):
    make_story(world.subject, world.owner, title=TITLE)
    return TITLE


ROWS = {
    "GET reports:story_list": answers(200),
    "GET reports:story_write": NOBODY_ELSE | {"subject": 200},
    "GET reports:story_write draft": answers(404, subject=403, owner=403),
    "POST reports:story_write": NOBODY_ELSE | {"subject": 302},
    "POST reports:story_withdraw": answers(404, **dict.fromkeys(AT_SCHOOL, 403)) | {"subject": 302},
}
ARGS = {
    "reports:story_list": lambda world: {},
    "reports:story_write": completed,
    "reports:story_write draft": draft,
    "reports:story_withdraw": told,
}
DATA = {
    "POST reports:story_write": lambda world: {
        "title": TITLE,
        "text": "20 of 24 students explain their claim.",
        "reach": "school",
    },
}
SHOWS = {"GET reports:story_list": (for_the_school, AT_SCHOOL)}
