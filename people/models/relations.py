"""What a person is to others today, read by every page in one query.

Every request asks it, and putting the query together takes longer than answering it: its SQL is
made once per process, for a stand-in, and each person's own values are put in its place.
"""

import datetime as dt
import functools
import json
import uuid

from django.apps import apps
from django.contrib.postgres.aggregates import BoolOr
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, JSONField, Q, Subquery
from django.db.models.functions import JSONObject

from people.models.assignment import CoachAssignment, EvaluatorAssignment
from people.models.feature import Feature
from people.models.membership import Membership
from people.models.system import School
from people.models.team import TeamMember

SOMEBODY, SOMEWHERE, SOME_DAY = uuid.UUID(int=1), uuid.UUID(int=2), dt.date(1, 1, 1)


def relations_of(user) -> list:
    """Coaches, evaluates, [names of the own coaches who inform the evaluation], is coached,
    {feature: on or not} or None, is in a team, is somebody's own coach."""
    values = {SOMEBODY: user.pk, SOMEWHERE: user.school_system_id, SOME_DAY: user.today}
    sql, params = _sql_of_stand_in()
    with connection.cursor() as cursor:
        cursor.execute(sql, [values.get(param, param) for param in params])
        *found, features, is_in_team, owns = cursor.fetchone()
    return [*found, features and json.loads(features), is_in_team, owns]


@functools.cache
def _sql_of_stand_in():
    return _relations(SOMEBODY, SOMEWHERE, SOME_DAY).query.sql_with_params()


def _relations(person, system, today):
    coaching = CoachAssignment.objects.active(today)
    register = EvaluatorAssignment.objects.active(today)
    informing = coaching.filter(
        teacher=person, coach__in=register.filter(teacher=person).values("evaluator")
    )
    people = apps.get_model("people", "User").objects
    return people.filter(pk=person).values_list(
        Exists(coaching.filter(coach=person)),
        Exists(register.filter(evaluator=person, kind="evaluator")),
        ArraySubquery(informing.order_by("coach__name").values("coach__name")),
        Exists(coaching.filter(teacher=person)),
        _features_around(person, system, today),
        Exists(TeamMember.objects.active(today).filter(user=person)),
        Exists(coaching.owners().filter(coach=person)),
    )


def _features_around(person, system, today):
    """Whether each feature is on at any school around the person: {feature: yes or no}, or
    nothing where there is no school; all features in one reading of the schools."""
    switched = {one.value: BoolOr(Q(**{f"{one.column}__isnull": False})) for one in Feature}
    schools = _schools_around(person, system, today).order_by().values("school_system")
    return Subquery(
        schools.annotate(switched=JSONObject(**switched)).values("switched"),
        output_field=JSONField(),
    )


def _schools_around(person, system, today):
    active = Membership.objects.active(today)
    held = active.filter(user=person)
    central = held.filter(role__in=Membership.ADMINISTRATORS)
    coached = CoachAssignment.objects.active(today).filter(coach=person)
    evaluated = EvaluatorAssignment.objects.active(today).filter(evaluator=person)
    taught = active.filter(
        Q(user__in=coached.values("teacher")) | Q(user__in=evaluated.values("teacher"))
    )
    return School.objects.filter(
        Q(pk__in=held.values("school")) | Q(pk__in=taught.values("school")) | Exists(central),
        school_system=system,
    )
