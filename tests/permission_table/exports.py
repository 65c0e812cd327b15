"""Files people ask for: each is its requester's alone; what may be in it is checked twice."""

from django.utils import timezone

from coaching.models import Plan, Visit
from reports.actions.export import request_export
from reports.models import Export
from tests.permission_table import answers


def export_of(person, state=Export.State.DUE):
    """An export of the agreed plan that this person asked for."""

    def build(world):
        plan = world.agreed_plan()
        requester = world.people[person]
        export = request_export(Export.Kind.PLAN, [plan], by=requester, now=timezone.now())
        Export.objects.filter(pk=export.pk).update(state=state)
        return {"pk": export.pk}

    return build


def plan_hidden_by_policy(world):
    return {"pk": world.agreed_plan(principal_may_read=False, district_may_read=False).pk}


def pk_of(name):
    return lambda world: {"pk": getattr(world, name).pk}


ROWS = {
    "GET reports:export_list": answers(200),
    "GET reports:export_detail": answers(404, owner=200),
    "GET reports:export_detail district": answers(404, district=200),
    "GET reports:export_progress": answers(404, owner=200),
    "GET reports:export_download": answers(404),
    "POST reports:export_again": answers(404, owner=302),
    "POST reports:plan_export draft": answers(404, subject=302, owner=302),
    "POST reports:plan_export agreed": answers(
        404,
        subject=302,
        owner=302,
        contributor=403,
        principal=302,
        evaluator=302,
        district=302,
    ),
    "POST reports:plan_export hidden": answers(404, subject=302, owner=302, contributor=403),
    "POST reports:visit_export draft": answers(404, owner=403),
    "POST reports:visit_export announced": answers(404, subject=403, owner=403),
    "POST reports:visit_export": answers(404, subject=302, owner=302),
    "POST reports:change_export": answers(404, subject=302, owner=302, contributor=302),
    "POST reports:export_plans": answers(
        422, subject=302, owner=302, principal=302, evaluator=302, district=302
    ),
    "POST reports:export_plans draft": answers(422, subject=302, owner=302),
    "POST reports:export_plans all": answers(
        422, subject=302, owner=302, principal=302, evaluator=302, district=302
    ),
}


def announced_visit(world):
    visit = world.planned_visit
    Visit.objects.filter(pk=visit.pk).update(is_announced=True)
    return {"pk": visit.pk}


ARGS = {
    "reports:export_detail": export_of("owner"),
    "reports:export_detail district": export_of("district"),
    "reports:export_progress": export_of("owner"),
    "reports:export_download": export_of("owner"),
    "reports:export_again": export_of("owner", Export.State.FAILED),
    "reports:plan_export draft": pk_of("draft_plan"),
    "reports:plan_export agreed": lambda world: {"pk": world.agreed_plan().pk},
    "reports:plan_export hidden": plan_hidden_by_policy,
    "reports:visit_export draft": pk_of("draft_visit"),
    "reports:visit_export announced": announced_visit,
    "reports:visit_export": pk_of("shared_visit"),
    "reports:change_export": pk_of("subject"),
}


def ticked(plan: Plan):
    return {"which": "ticked", "plan": [str(plan.pk)]}


def all_matching(world):
    world.agreed_plan()
    return {"which": "all"}


DATA = {
    "POST reports:export_plans": lambda world: ticked(world.agreed_plan()),
    "POST reports:export_plans draft": lambda world: ticked(world.draft_plan),
    "POST reports:export_plans all": all_matching,
}
