"""Success stories: told and withdrawn by the teacher alone, read by those she chose;
the coach whom one quotes answers for the line."""

from demo.builders.story import complete, make_story
from reports.models import SuccessStory
from tests.permission_table import answers

READERS = ("owner", "contributor", "principal", "evaluator", "district")
NOBODY_ELSE = answers(404, **dict.fromkeys(READERS, 403))
AT_SCHOOL = ["subject", "peer", "owner", "contributor", "former", "principal"]
LINE = "She asked why, and waited."
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


def quoted(world):
    return {"pk": make_story(world.subject, world.owner, coach_line=LINE).pk}


def answered(world):
    return {"answer": "yes", "line": SuccessStory(coach_line=LINE).line_fingerprint}


LINE_ROW = answers(404, **dict.fromkeys(AT_SCHOOL, 403)) | {"owner": 200}
ROWS = {
    "GET reports:story_list": answers(200),
    "GET reports:story_write": NOBODY_ELSE | {"subject": 200},
    "GET reports:story_write draft": answers(404, subject=403, owner=403),
    "POST reports:story_write": NOBODY_ELSE | {"subject": 302},
    "GET reports:story_line": LINE_ROW,
    "POST reports:story_line": LINE_ROW | {"owner": 302},
    "POST reports:story_line nothing": LINE_ROW | {"owner": 422},
    "GET reports:story_line unquoted": answers(404, **dict.fromkeys(AT_SCHOOL, 403)),
    "POST reports:story_withdraw": answers(404, **dict.fromkeys(AT_SCHOOL, 403)) | {"subject": 302},
}
ARGS = {
    "reports:story_list": lambda world: {},
    "reports:story_write": completed,
    "reports:story_write draft": draft,
    "reports:story_line": quoted,
    "reports:story_line nothing": quoted,
    "reports:story_line unquoted": told,
    "reports:story_withdraw": told,
}
DATA = {
    "POST reports:story_write": lambda world: {
        "title": TITLE,
        "text": "20 of 24 students explain their claim.",
        "reach": "school",
    },
    "POST reports:story_line": answered,
}
SHOWS = {"GET reports:story_list": (for_the_school, AT_SCHOOL)}
