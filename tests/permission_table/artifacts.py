"""Files with a visit, a step or a plan (permissions R20–R21): the teacher and her coach, nobody
else, whatever else they may read of it.

A contributor and a former coach read nothing of the owner's; principal, evaluator and district read
the agreed plan without its files.
"""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from coaching.actions import artifact as actions
from demo.builders import coaching as build
from tests.permission_table import answers

PAIR = {"subject": 200, "owner": 200}
DONE = {"subject": 302, "owner": 302}
LABEL = "Exit ticket, Student A"

ROWS = {
    "GET coaching:artifact_list": answers(200),
    "GET coaching:artifact_list draft": answers(200),
    "GET coaching:artifact_list plan": answers(200),
    "GET coaching:artifact_add visit": answers(404, **PAIR),
    "GET coaching:artifact_add draft": answers(404, owner=200),
    "GET coaching:artifact_add planned": answers(404, owner=403),
    "GET coaching:artifact_add step": answers(404, contributor=403, **PAIR),
    "GET coaching:artifact_add plan": answers(404, **PAIR),
    "GET coaching:artifact_add agreed": answers(
        404, contributor=403, principal=403, evaluator=403, district=403, **PAIR
    ),
    "GET coaching:artifact_add nothing": answers(404),
    "POST coaching:artifact_add visit": answers(404, **DONE),
    "POST coaching:artifact_add step": answers(404, contributor=403, **DONE),
    "POST coaching:artifact_add plan": answers(404, **DONE),
    "POST coaching:artifact_add bad": answers(404, subject=422, owner=422),
    "GET coaching:artifact_detail draft": answers(404, owner=200),
    "GET coaching:artifact_detail shared": answers(404, **PAIR),
    "GET coaching:artifact_detail teacher": answers(404, **PAIR),
    "GET coaching:artifact_detail step": answers(404, **PAIR),
    "GET coaching:artifact_detail agreed": answers(404, **PAIR),
    "GET coaching:artifact_detail contributor": answers(404, contributor=200),
    "GET coaching:artifact_detail removed": answers(404),
    "GET coaching:artifact_file draft": answers(404, owner=200),
    "GET coaching:artifact_file agreed": answers(404, **PAIR),
    "GET coaching:artifact_file removed": answers(404),
    "GET coaching:artifact_edit": answers(404, **PAIR),
    "GET coaching:artifact_edit teacher": answers(404, subject=200, owner=403),
    "POST coaching:artifact_edit": answers(404, **DONE),
    "GET coaching:picture_edit": answers(404, **PAIR),
    "GET coaching:picture_edit teacher": answers(404, subject=200, owner=403),
    "GET coaching:picture_edit removed": answers(404),
    "GET coaching:picture_edit pdf": answers(404, **DONE),
    "POST coaching:picture_edit": answers(404, **DONE),
    "POST coaching:picture_edit teacher": answers(404, subject=302, owner=403),
    "POST coaching:picture_edit nothing": answers(404, subject=422, owner=422),
    "GET coaching:picture_preview": answers(404, **PAIR),
    "GET coaching:picture_preview teacher": answers(404, subject=200, owner=403),
    "GET coaching:picture_preview pdf": answers(404),
    "POST coaching:artifact_remove": answers(404, **DONE),
    "POST coaching:artifact_remove teacher": answers(404, subject=302, owner=403),
    "POST coaching:artifact_restore": answers(404, **DONE),
    "POST coaching:artifact_restore teacher": answers(404, subject=302, owner=403),
}


def on(name, **fields):
    """A file with a record of the world, by the owner coach unless said."""

    def make(world):
        by = world.people[fields["by"]] if "by" in fields else None
        return {"pk": build.make_artifact(getattr(world, name), by).pk}

    return make


def on_agreed(world):
    return {"pk": build.make_artifact(world.agreed_plan()).pk}


def on_pdf(world):
    return {"pk": build.make_artifact(world.shared_visit, suffix="pdf").pk}


def of_contributor(world):
    """With a visit the contributor has not shared."""
    visit = build.make_visit(world.subject, world.contributor, world.yesterday)
    return {"pk": build.make_artifact(visit).pk}


def removed(**fields):
    def make(world):
        found = on("shared_visit", **fields)(world)
        actions.remove(build.Artifact.objects.get(pk=found["pk"]), now=timezone.now())
        return found

    return make


def place(kind, name):
    return lambda world: {"kind": kind, "pk": getattr(world, name).pk}


ARGS = {
    "coaching:artifact_add visit": place("visit", "shared_visit"),
    "coaching:artifact_add draft": place("visit", "draft_visit"),
    "coaching:artifact_add planned": place("visit", "planned_visit"),
    "coaching:artifact_add step": place("step", "shared_step"),
    "coaching:artifact_add plan": place("plan", "draft_plan"),
    "coaching:artifact_add agreed": lambda world: {"kind": "plan", "pk": world.agreed_plan().pk},
    "coaching:artifact_add nothing": place("feedback", "shared_feedback"),
    "coaching:artifact_add bad": place("visit", "shared_visit"),
    "coaching:artifact_detail draft": on("draft_visit"),
    "coaching:artifact_detail shared": on("shared_visit"),
    "coaching:artifact_detail teacher": on("shared_visit", by="subject"),
    "coaching:artifact_detail step": on("shared_step"),
    "coaching:artifact_detail agreed": on_agreed,
    "coaching:artifact_detail contributor": of_contributor,
    "coaching:artifact_detail removed": removed(),
    "coaching:artifact_file draft": on("draft_visit"),
    "coaching:artifact_file agreed": on_agreed,
    "coaching:artifact_file removed": removed(),
    "coaching:artifact_edit": on("shared_visit"),
    "coaching:artifact_edit teacher": on("shared_visit", by="subject"),
    "coaching:picture_edit": on("shared_visit"),
    "coaching:picture_edit teacher": on("shared_visit", by="subject"),
    "coaching:picture_edit removed": removed(),
    "coaching:picture_edit pdf": on_pdf,
    "coaching:picture_edit nothing": on("shared_visit"),
    "coaching:picture_preview": on("shared_visit"),
    "coaching:picture_preview teacher": on("shared_visit", by="subject"),
    "coaching:picture_preview pdf": on_pdf,
    "coaching:artifact_remove": on("shared_visit"),
    "coaching:artifact_remove teacher": on("shared_visit", by="subject"),
    "coaching:artifact_restore": removed(),
    "coaching:artifact_restore teacher": removed(by="subject"),
}


class SentAgain(SimpleUploadedFile):
    """A file that every person of the table may send."""

    def read(self, *args):
        self.seek(0)
        return super().read(*args)


def turned(world):
    return {"turn": 90, "left": 10, "top": 0, "right": 0, "bottom": 0, "version": 0, "do": "keep"}


def words(world):
    return {"label": LABEL, "description": "", "is_student_work": "on"}


def sent(data):
    return lambda world: words(world) | {"file": SentAgain("IMG_0042.jpg", data)}


def file_of(name):
    def shown(world):
        build.make_artifact(getattr(world, name), label=LABEL)
        return LABEL

    return shown


def file_of_agreed(world):
    build.make_artifact(world.agreed_plan(), label=LABEL)
    return LABEL


DATA = {
    "POST coaching:artifact_add visit": sent(build.a_photo()),
    "POST coaching:artifact_add step": sent(build.a_photo()),
    "POST coaching:artifact_add plan": sent(build.a_photo()),
    "POST coaching:artifact_add bad": sent(b"MZ a program"),
    "POST coaching:artifact_edit": words,
    "POST coaching:picture_edit": turned,
    "POST coaching:picture_edit teacher": turned,
    "POST coaching:picture_edit nothing": lambda world: turned(world) | {"turn": 0, "left": 0},
}
SHOWS = {
    "GET coaching:artifact_list": (file_of("shared_visit"), ["subject", "owner"]),
    "GET coaching:artifact_list draft": (file_of("draft_visit"), ["owner"]),
    "GET coaching:artifact_list plan": (file_of_agreed, ["subject", "owner"]),
}
