"""What the teacher writes about a plan: reflections, first her own, and the response to it."""

import datetime as dt

from django.db import IntegrityError, transaction

from coaching.models import Plan, Reflection, ReflectionPrompt, Response, SelfCheck
from coaching.models.relations import owner_assignment
from core.autosave import Change, Conflict
from notices.actions import notify
from people.models import User


@transaction.atomic
def save_reflection(
    plan: Plan,
    prompt: ReflectionPrompt,
    change: Change,
    *,
    written: Reflection | None,
    now: dt.datetime,
) -> Reflection:
    """Keep the teacher's private draft on one prompt. `written` is what the form read, if anything.

    Raises Conflict where another tab was faster. A reflection that is already shared is changed
    for the coach too: it is one text.
    """
    if written is None and (begun := _begin_reflection(plan, prompt, change.value)):
        return begun
    rows = Reflection.objects.filter(plan=plan, prompt=prompt, author=plan.teacher_id)
    as_before = rows.filter(text__in=[change.was, change.value])
    if not as_before.update(text=change.value, updated_at=now):
        raise Conflict(rows.get().text)
    written = written or rows.get()
    written.text = change.value
    return written


def _begin_reflection(plan, prompt, text):
    """The first words on a prompt; None where another tab has begun it in this moment."""
    try:
        with transaction.atomic():
            return Reflection.objects.create(
                school_system_id=plan.school_system_id,
                plan=plan,
                prompt=prompt,
                author_id=plan.teacher_id,
                text=text,
            )
    except IntegrityError:
        return None


@transaction.atomic
def share_reflection(reflection: Reflection, *, now: dt.datetime) -> None:
    """The teacher shows a reflection to her coach of today, who is told.

    Sharing what is shared does nothing.
    """
    reflection = Reflection.objects.select_for_update().get(pk=reflection.pk)
    if reflection.shared_at:
        return
    reflection.shared_at = now
    reflection.save(update_fields=["shared_at"])
    teacher = reflection.author
    assignment = owner_assignment(teacher, teacher.today)
    coaches = [assignment.coach] if assignment else []
    notify("reflection_shared", about=reflection, to=coaches, now=now, slot=now.isoformat()[:32])


def unshare_reflection(reflection: Reflection) -> None:
    """The teacher takes a reflection back into her own keeping, and out of the plan of record."""
    reflection.shared_at, reflection.is_in_record = None, False
    reflection.save(update_fields=["shared_at", "is_in_record"])


def put_in_record(reflection: Reflection, *, is_in_record: bool) -> None:
    """The teacher adds this one reflection to the plan of record, in place of any other.

    Where another tab adds another one in the same moment, the constraint lets one through, and
    this one takes its place.
    """
    try:
        _put_in_record(reflection, is_in_record)
    except IntegrityError:
        _put_in_record(reflection, is_in_record)


@transaction.atomic
def _put_in_record(reflection, is_in_record):
    Reflection.objects.filter(plan=reflection.plan_id, is_in_record=True).update(is_in_record=False)
    reflection.is_in_record = is_in_record
    reflection.save(update_fields=["is_in_record"])


@transaction.atomic
def answer_plan(plan: Plan, *, text: str, by: User, now: dt.datetime) -> Response:
    """The teacher's response to an agreed plan; it travels with every copy. The coach is told."""
    response = Response(school_system_id=plan.school_system_id, plan=plan, author=by, text=text)
    Response.objects.bulk_create(
        [response],
        update_conflicts=True,
        unique_fields=["plan"],
        update_fields=["text", "updated_at"],
    )
    notify("plan_answered", about=plan, to=[plan.coach], now=now, slot=f"{now:%Y-%m-%d %H:%M}")
    return response


def save_self_check(plan: Plan, *, by: User, answers: dict[str, str]) -> None:
    """One person's answers to the three questions: stored, printed nowhere."""
    check = SelfCheck(school_system_id=plan.school_system_id, plan=plan, answered_by=by, **answers)
    SelfCheck.objects.bulk_create(
        [check],
        update_conflicts=True,
        unique_fields=["plan", "answered_by"],
        update_fields=list(answers),
    )


@transaction.atomic
def ask_for_reflection(plan: Plan, *, today: dt.date, now: dt.datetime) -> None:
    """The coach asks the teacher for a reflection; asking again the same day does nothing."""
    notify("reflection_asked", about=plan, to=[plan.teacher], now=now, slot=today.isoformat())
