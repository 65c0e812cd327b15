"""What the live note screen knows when it opens: the rest it keeps to itself and sends."""

from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse

from coaching import offline_keys
from coaching.models import (
    ActionStep,
    BankLookFor,
    Cycle,
    EvidenceNote,
    Indicator,
    LookFor,
    LookForMark,
    StudentWorkAnalysis,
    TalkCount,
)
from coaching.talk import counted

FIELDS = ("indicator", "look_for", "priority_group")
COLUMNS = ("field", "pk", "audience", "text", "mark")


def look_fors(visit, user) -> list[dict]:
    """What can be marked in a visit: the look-fors of the teacher's open steps and plan; where
    there are none, those of the bank for the refinement area. One query."""
    work = Q(step__status__in=ActionStep.OPEN, step__removed_at=None)
    work |= Q(plan__cycle__closed_at=None, plan__isnull=False)
    of_teacher = Q(step__teacher=visit.teacher_id) | Q(plan__teacher=visit.teacher_id)
    own = LookFor.objects.visible_to(user).kept().filter(of_teacher, work).exclude(text="")
    focus = Cycle.objects.visible_to(user).open().filter(teacher=visit.teacher_id)
    bank = BankLookFor.objects.visible_to(user).filter(
        Q(indicator__in=focus.values("refinement_indicator"))
        | Q(indicator=visit.candidate_focus_id),
        ended_at=None,
    )
    rows = _columns(own, "look_for", visit, user).union(
        _columns(bank, "bank_look_for", visit, user), all=True
    )
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    of_plan = [row for row in found if row["field"] == "look_for"]
    return sorted(of_plan or found, key=lambda row: (row["audience"] != "teacher", row["pk"]))


def _columns(rows, field, visit, user):
    marks = LookForMark.objects.filter(visit=visit, marked_by=user, **{field: OuterRef("pk")})
    return (
        rows.order_by()
        .annotate(
            field=Value(field, CharField()),
            mark=Subquery(marks.values("value")[:1]),
            words=Cast("text", CharField()),
        )
        .values_list("field", "pk", "audience", "words", "mark")
    )


def student_work(visit, user):
    """What the two look for in student work in a lesson of this day. One query."""
    rows = StudentWorkAnalysis.objects.visible_to(user).kept()
    day = visit.started_at.astimezone(user.zone).date()
    return rows.filter(teacher=visit.teacher_id, lesson_on=day)


def things(visit, user, marked, groups) -> list[dict]:
    """What a note can be tagged with: indicators by code, open look-fors, priority groups."""
    indicators = Indicator.objects.visible_to(user).about(visit.teacher_id, user.today)
    own = [row for row in marked if row["field"] == "look_for"]
    return (
        [_thing("indicator", row.pk, row.code, row.name) for row in indicators]
        + [_thing("look_for", row["pk"], "", row["text"]) for row in own]
        + [_thing("priority_group", group, "", group) for group in groups]
    )


def _thing(field, value, code, name):
    return {
        "key": f"{field}:{value}",
        "field": field,
        "value": str(value),
        "code": code,
        "name": name,
    }


def device_data(user) -> dict:
    """What a page needs to send what this device still holds."""
    return {
        "user_id": str(user.pk),
        "session_url": reverse("coaching:api_session"),
        "sync_url": reverse("coaching:api_sync"),
        "offline_key": offline_keys.key_for(user),
    }


def sender_data(visit, user) -> dict:
    """The same for a page of one visit."""
    return device_data(user) | {
        "visit_id": str(visit.pk),
        "review_url": reverse("coaching:visit_review", args=[visit.pk]),
    }


def page_data(visit, user, tags) -> dict:
    """The JSON block of the live page."""
    return (
        sender_data(visit, user)
        | {
            "started_at": visit.started_at.isoformat(),
            "zone": user.school_system.time_zone,
            "judgement_words": user.school_system.judgement_word_list,
            "things": tags,
            "notes": notes_of(visit, user),
        }
        | _talk(visit, user)
    )


def _talk(visit, user):
    if not visit.counts_talk:
        return {}
    return {"talk": counted(visit, TalkCount.objects.visible_to(user))}


def notes_of(visit, user) -> list[dict]:
    """The notes as the screen keeps them: one query."""
    notes = EvidenceNote.objects.visible_to(user).filter(visit=visit, author=user)
    return [
        {
            "id": str(note.pk),
            "seq": note.seq,
            "rev": note.rev,
            "at": note.occurred_at.isoformat(),
            "text": note.text,
            "isEdited": note.is_edited,
            "tags": [key_of(tag) for tag in note.tag_list],
        }
        for note in notes.with_evidence()
    ]


def key_of(tag: dict) -> str:
    """The key under which a screen knows what a tag names."""
    field = next(name for name in FIELDS if tag[name])
    return f"{field}:{tag[field]}"
