"""What the tests of exports share: plans signed by both, and a worker's steps done here."""

from django.utils import timezone

from coaching.models import Plan
from demo.builders import coaching as build
from demo.builders import people
from reports.actions import making
from reports.actions.export import request_export
from reports.models import Export


def agreed_plans(world, count):
    """`count` agreed plans of as many teachers of the world's school, all with its owner coach."""
    now = timezone.now()
    plans = []
    for _ in range(count):
        teacher = people.make_teacher(world.school)
        people.assign(teacher, world.owner)
        plan = build.make_plan(
            teacher, world.owner, indicator=world.indicators["QU"], school_year=world.year
        )
        plans.append(plan)
    Plan.objects.filter(pk__in=[plan.pk for plan in plans]).update(
        status=Plan.Status.AGREED, agreed_at=now, principal_may_read=True, district_may_read=True
    )
    return list(Plan.objects.filter(pk__in=[plan.pk for plan in plans]).order_by("pk"))


def ask_for(plans, by, kind=Export.Kind.PLANS):
    return request_export(kind, plans, by=by, now=timezone.now())


def work_off(export):
    """Do what workers would until nothing is due, and read the export again."""
    for _ in range(10):
        due = list(export.parts.filter(state="due").values_list("pk", flat=True))
        for pk in due:
            making.make_part(pk, clock=timezone.now)
    making.finish_export(export.pk, clock=timezone.now)
    export.refresh_from_db()
    return export
