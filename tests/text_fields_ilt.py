"""The forms of leadership teams, for tests/text_fields.py: doors and columns."""

from django.urls import reverse

from demo.builders import leading as build
from ilt.models import (
    BestPractice,
    DataReview,
    Insight,
    LearningWalk,
    PromisedStep,
    ReviewEntry,
    StageMark,
    SupportNote,
    TeacherLeader,
)
from tests.doors import Door


def _of(row, *columns):
    """Columns of a row that is there, whose controls have their names."""
    label, pk = type(row)._meta.label, row.pk
    return {
        f"{label}.{column}": [(column, lambda: type(row).objects.get(pk=pk))] for column in columns
    }


def _newest(model, *columns):
    """Columns of a row that the form makes."""

    def newest():
        return model.objects.order_by("-created_at", "-pk").first()

    return {f"{model._meta.label}.{column}": [(column, newest)] for column in columns}


def _url(name, row=None):
    return lambda world: reverse(name, args=[row(world).pk] if row else [])


def _review(world):
    found = DataReview.objects.filter(school_system=world.system).first()
    return found or build.make_review(world.system, world.school)


def _question(world):
    found = ReviewEntry.objects.first()
    return found or build.make_entry(_review(world), world.principal)


def _promise(world):
    found = PromisedStep.objects.first()
    return found or build.make_promise(_review(world), world.principal)


def _walk(world):
    found = LearningWalk.objects.first()
    return found or build.make_walk(world.school_ilt, world.school)


def _practice(world):
    return BestPractice.objects.first() or build.make_practice(world.system, world.school)


def _support(world):
    assert world.system_ilt
    row = world.evaluator.supported_schools.first()
    return row or build.make_support(world.evaluator, world.school)


def _insight(world):
    found = Insight.objects.first()
    fields = {"school": world.school, "author": world.owner, "about": "time", "text": "No time."}
    return found or Insight.objects.create(school_system=world.system, **fields)


def _leader(world):
    found = TeacherLeader.objects.first()
    fields = {"school": world.school, "user": world.owner, "kind": "mentor"}
    return found or TeacherLeader.objects.create(
        school_system=world.system, starts_on=world.today, **fields
    )


def _stage_url(world):
    return reverse("ilt:stage_action", args=[world.school_ilt.pk, "1g"])


DOORS = {
    "action of a stage": Door(
        "principal",
        _stage_url,
        lambda world: _newest(StageMark, "evidence"),
        {"status": "partial"},
    ),
    "data review": Door(
        "principal",
        _url("ilt:review_edit", _review),
        lambda world: _of(_review(world), "title", "tracker_notes", "action_plan"),
    ),
    "question of a review": Door(
        "principal",
        _url("ilt:question_add", _review),
        lambda world: _newest(ReviewEntry, "text"),
        {"kind": "gap"},
    ),
    "answer to a question": Door(
        "principal",
        _url("ilt:question_answer", _question),
        lambda world: _of(_question(world), "answer"),
    ),
    "promised step": Door(
        "principal",
        _url("ilt:promise_edit", _promise),
        lambda world: _of(_promise(world), "text"),
    ),
    "what became of a promise": Door(
        "principal",
        _url("ilt:promise_outcome", _promise),
        lambda world: _of(_promise(world), "outcome"),
        {"status": "done"},
    ),
    "learning walk": Door(
        "principal",
        _url("ilt:walk_edit", _walk),
        lambda world: _of(_walk(world), "focus", "guiding_questions", "evidence"),
    ),
    "best practice": Door(
        "principal",
        _url("ilt:practice_edit", _practice),
        lambda world: _of(_practice(world), "title", "where", "practice", "evidence"),
    ),
    "note of a support": Door(
        "evaluator",
        _url("ilt:support_note", _support),
        lambda world: _newest(SupportNote, "text"),
    ),
    "insight note": Door(
        "owner", _url("ilt:insight_add"), lambda world: _newest(Insight, "text"), {"about": "time"}
    ),
    "answer to an insight": Door(
        "principal",
        _url("ilt:insight_answer", _insight),
        lambda world: _of(_insight(world), "answer"),
    ),
    "teacher leader": Door(
        "principal",
        _url("ilt:leader_edit", _leader),
        lambda world: _of(_leader(world), "represents"),
    ),
}
FIELDS = {
    "ilt.StageMark.evidence": ["action of a stage"],
    "ilt.DataReview.title": ["data review"],
    "ilt.DataReview.tracker_notes": ["data review"],
    "ilt.DataReview.action_plan": ["data review"],
    "ilt.ReviewEntry.text": ["question of a review"],
    "ilt.ReviewEntry.answer": ["answer to a question"],
    "ilt.PromisedStep.text": ["promised step"],
    "ilt.PromisedStep.outcome": ["what became of a promise"],
    "ilt.LearningWalk.focus": ["learning walk"],
    "ilt.LearningWalk.guiding_questions": ["learning walk"],
    "ilt.LearningWalk.evidence": ["learning walk"],
    "ilt.BestPractice.title": ["best practice"],
    "ilt.BestPractice.where": ["best practice"],
    "ilt.BestPractice.practice": ["best practice"],
    "ilt.BestPractice.evidence": ["best practice"],
    "ilt.SupportNote.text": ["note of a support"],
    "ilt.Insight.text": ["insight note"],
    "ilt.Insight.answer": ["answer to an insight"],
    "ilt.TeacherLeader.represents": ["teacher leader"],
}
OWN_TESTS = {
    "ilt.StageMark.link": "test_the_link_of_an_action_is_a_link_or_is_refused",
    "ilt.DataReview.no_steps_because": "test_why_nothing_is_promised_is_kept_as_typed",
    "ilt.WalkLookFor.text": "test_look_fors_of_a_walk_are_kept_as_typed",
}
