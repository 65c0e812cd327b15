"""How much coaching goes on in each school while a year ends: counts, never names."""

import collections

from django.db.models import Count, Value

from coaching.models import ActionStep, Plan


def open_work(drafts, minimum_group: int) -> dict:
    """{school id: (open plans, open steps)} of `people.roll_over.SchoolDraft`s: one query.

    A school with fewer than `minimum_group` teachers answers None: so few are not counted.
    """
    teachers = {pk for draft in drafts for pk in draft.teachers}
    plans = Plan.objects.switched_on().exclude(status=Plan.Status.COMPLETED)
    steps = ActionStep.objects.switched_on().open().filter(shared_at__isnull=False)
    rows = _by_teacher(plans, teachers, "plans").union(_by_teacher(steps, teachers, "steps"))
    counts = collections.defaultdict(int, {(pk, what): count for pk, count, what in rows})
    return {
        draft.school.pk: tuple(
            sum(counts[pk, what] for pk in draft.teachers) for what in ("plans", "steps")
        )
        if len(draft.teachers) >= minimum_group
        else None
        for draft in drafts
    }


def _by_teacher(rows, teachers, what):
    """(teacher, how many, what) of each teacher who has any."""
    rows = rows.filter(teacher__in=teachers).order_by().values_list("teacher")
    return rows.annotate(count=Count("pk"), what=Value(what))
