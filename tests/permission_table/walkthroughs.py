"""Walkthroughs (permissions R24): the maker's until shared, then the teacher's and her principal's;
an evaluator reads the own ones, a coach what the teacher shows, everybody else counts."""

import json

from coaching.models import Walkthrough
from demo.builders import coaching as build
from tests.permission_table import answers

LEADERS = {"principal": 200, "other_principal": 200, "evaluator": 200, "other_system": 200}
MAKER = answers(404, principal=302)
EVALUATOR = answers(404, evaluator=200)
READERS = answers(404, principal=200, subject=200)
SUBJECT = answers(404, principal=403, subject=302)
SHARED = answers(404, principal=403, subject=403)

ROWS = {
    "GET coaching:walkthrough_list": answers(404, **LEADERS),
    "POST coaching:walkthrough_start": answers(404, principal=302, evaluator=302),
    "GET coaching:walkthrough_detail draft": answers(404, principal=200),
    "GET coaching:walkthrough_detail shared": READERS,
    "GET coaching:walkthrough_detail shown": READERS | {"owner": 200},
    "GET coaching:walkthrough_detail of_evaluator": EVALUATOR,
    "GET coaching:walkthrough_detail shared_of_evaluator": READERS | {"evaluator": 200},
    "GET coaching:walkthrough_detail formal": EVALUATOR,
    "GET coaching:walkthrough_detail formal_shared": READERS | {"evaluator": 200},
    "POST coaching:walkthrough_share formal": answers(404, evaluator=403),
    "GET coaching:walkthrough_edit": answers(404, principal=200),
    "GET coaching:walkthrough_edit shared": SHARED,
    "GET coaching:walkthrough_edit shown": SHARED | {"owner": 403},
    "POST coaching:walkthrough_edit": MAKER,
    "POST coaching:walkthrough_edit shared": SHARED,
    "POST coaching:walkthrough_save": answers(404, anonymous=401, principal=200),
    "POST coaching:walkthrough_save shared": SHARED | {"anonymous": 401},
    "POST coaching:walkthrough_discard": MAKER,
    "POST coaching:walkthrough_discard shared": SHARED,
    "POST coaching:walkthrough_share": MAKER,
    "POST coaching:walkthrough_share shared": answers(404, principal=302, subject=403),
    "POST coaching:walkthrough_show": SUBJECT,
    "POST coaching:walkthrough_hide": SUBJECT | {"owner": 403},
    "POST coaching:walkthrough_reply": SUBJECT,
    "POST coaching:walkthrough_reply draft": answers(404, principal=403),
    "POST coaching:walkthrough_reply shown": SUBJECT | {"owner": 403},
    "POST reports:walkthrough_export": answers(404, principal=302, subject=302),
    "POST reports:walkthrough_export draft": answers(404, principal=403),
    "POST reports:walkthrough_export shown": answers(404, principal=302, subject=302, owner=403),
    "POST reports:walkthrough_export of_evaluator": answers(
        404, principal=302, subject=302, evaluator=302
    ),
    "POST reports:walkthrough_export formal": answers(404, evaluator=403),
    "GET coaching:visit_detail walkthrough": answers(404),
    "GET coaching:feedback_edit walkthrough": answers(404),
    "POST coaching:note_edit walkthrough": answers(404),
}


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


def shown(world):
    """Shared, and shown by the teacher to her owner coach."""
    Walkthrough.objects.filter(pk=world.shared_walkthrough.pk).update(shown_to=world.owner)
    return {"pk": world.shared_walkthrough.pk}


def of_evaluator(*, is_shared=False):
    def make(world):
        shared_at = world.yesterday if is_shared else None
        began = world.days_ago(2)
        walkthrough = build.make_walkthrough(
            world.subject,
            world.evaluator,
            began,
            made_as="evaluator",
            shared_at=shared_at,
        )
        return {"pk": walkthrough.pk}

    return make


def formal(*, is_shared=False):
    """The evaluator's formal visit; before the post-conference nobody else reads it."""

    def make(world):
        began, row = world.days_ago(70), world.open_round
        row.post_conference_on = row.post_conference_on if is_shared else None
        row.save()
        visit = build.make_walkthrough(
            world.subject,
            world.evaluator,
            began,
            made_as="evaluator",
            round=row,
            shared_at=world.yesterday if is_shared else None,
        )
        return {"pk": visit.pk}

    return make


def empty(world):
    return {"pk": build.make_walkthrough(world.subject, world.principal, minutes=None, line="").pk}


def line_of_shared(world):
    return {"pk": world.shared_walkthrough.notes.get().pk}


ARGS = {
    "coaching:walkthrough_detail draft": of("draft_walkthrough"),
    "coaching:walkthrough_detail shared": of("shared_walkthrough"),
    "coaching:walkthrough_detail shown": shown,
    "coaching:walkthrough_detail of_evaluator": of_evaluator(),
    "coaching:walkthrough_detail shared_of_evaluator": of_evaluator(is_shared=True),
    "coaching:walkthrough_detail formal": formal(),
    "coaching:walkthrough_detail formal_shared": formal(is_shared=True),
    "coaching:walkthrough_share formal": formal(),
    "coaching:walkthrough_edit": of("running_walkthrough"),
    "coaching:walkthrough_edit shared": of("shared_walkthrough"),
    "coaching:walkthrough_edit shown": shown,
    "coaching:walkthrough_save": of("running_walkthrough"),
    "coaching:walkthrough_save shared": of("shared_walkthrough"),
    "coaching:walkthrough_discard": empty,
    "coaching:walkthrough_discard shared": of("shared_walkthrough"),
    "coaching:walkthrough_share": of("draft_walkthrough"),
    "coaching:walkthrough_share shared": of("shared_walkthrough"),
    "coaching:walkthrough_show": of("shared_walkthrough"),
    "coaching:walkthrough_hide": shown,
    "coaching:walkthrough_reply": of("shared_walkthrough"),
    "coaching:walkthrough_reply draft": of("draft_walkthrough"),
    "coaching:walkthrough_reply shown": shown,
    "reports:walkthrough_export": of("shared_walkthrough"),
    "reports:walkthrough_export draft": of("draft_walkthrough"),
    "reports:walkthrough_export shown": shown,
    "reports:walkthrough_export of_evaluator": of_evaluator(is_shared=True),
    "reports:walkthrough_export formal": formal(),
    "coaching:visit_detail walkthrough": of("shared_walkthrough"),
    "coaching:feedback_edit walkthrough": of("shared_walkthrough"),
    "coaching:note_edit walkthrough": line_of_shared,
}


def marks(world):
    return {str(pk): "seen" for pk in world.form.look_fors}


def one_mark(world):
    change = {"field": str(world.form.look_fors[0]), "value": "partly", "was": "seen"}
    return json.dumps(change)


DATA = {
    "POST coaching:walkthrough_start": lambda world: {"teacher": str(world.subject.pk)},
    "POST coaching:walkthrough_edit": marks,
    "POST coaching:walkthrough_edit shared": marks,
    "POST coaching:walkthrough_save": one_mark,
    "POST coaching:walkthrough_save shared": one_mark,
    "POST coaching:walkthrough_reply": lambda world: {"text": "They had not met it before."},
    "POST coaching:walkthrough_reply draft": lambda world: {"text": "Not yet."},
    "POST coaching:walkthrough_reply shown": lambda world: {"text": "They had not met it."},
    "POST coaching:note_edit walkthrough": lambda world: {"text": "Another line.", "rev": "1"},
}
SHOWS = {
    "GET coaching:walkthrough_list": (
        lambda world: str(world.shared_walkthrough.pk),
        ["principal"],
    ),
}
