"""Who changed what, and when: written by triggers of the database, so that changes in bulk and by
SQL are seen too (django-pghistory).

Each line keeps a row as it was before a change; what it became stands in the next line of the same
row or, where there is none, in the row itself. Lines are never changed or deleted.
"""

import pghistory
from django.db import models
from django.db.models import Q
from pghistory.models import Event

from people.models.assignment import CoachAssignment, EvaluatorAssignment
from people.models.membership import Membership
from people.models.sign_in_domain import SignInDomain
from people.models.system import SchoolSystem


class HistoryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """No more than the record itself shows this person: each kind of history says which."""
        return self.filter(self.model.readable_by(user))


class History(Event):
    """One change of one row. `pgh_label` is added, changed or deleted; `pgh_context` names who
    (`user`), where somebody signed in made it."""

    pgh_id = models.BigAutoField(primary_key=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def readable_by(cls, user) -> Q:
        """As the record."""
        return Q(pgh_obj__in=cls.pgh_tracked_model.objects.visible_to(user))

    @classmethod
    def shown_fields(cls) -> list[str]:
        """The names of the fields whose changes are kept, in the order of the record."""
        own = {field.name for field in cls._meta.fields if not field.name.startswith("pgh_")}
        names = [field.name for field in cls.pgh_tracked_model._meta.fields if field.name in own]
        return [name for name in names if name != "school_system"]


def history_of(model, index, *fields):
    """The base of a history that keeps `fields` of `model`, with the school system.

    `index` names the index by which the lines of one record are found, newest first.
    """
    own = ("school_system",) if model is not SchoolSystem else ()
    return pghistory.create_event_model(
        model,
        pghistory.InsertEvent("added"),
        pghistory.UpdateEvent("changed", row=pghistory.Old),
        pghistory.DeleteEvent("deleted"),
        fields=[*own, *fields],
        obj_field=pghistory.ObjForeignKey(related_name="history", db_index=False),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        append_only=True,
        base_model=History,
        meta={"indexes": [models.Index(fields=["pgh_obj", "-pgh_id"], name=index)]},
    )


class CoachAssignmentHistory(
    history_of(
        CoachAssignment,
        "history_of_an_assignment",
        *("teacher", "coach", "kind", "starts_on", "ends_on", "hand_over_note", "goes_along"),
    )
):
    """Who coaches whom: read as the assignment."""


class EvaluatorAssignmentHistory(
    history_of(
        EvaluatorAssignment,
        "history_of_an_evaluator",
        "teacher",
        "evaluator",
        "kind",
        "starts_on",
        "ends_on",
    )
):
    """The accountability register: read as its line."""


class MembershipHistory(
    history_of(
        Membership,
        "history_of_a_membership",
        "user",
        "school",
        "role",
        "title",
        "starts_on",
        "ends_on",
    )
):
    @classmethod
    def readable_by(cls, user):
        """Past roles are the person's, the system admin's and the custodian's (R04)."""
        if user.is_system_admin or user.is_custodian:
            return Q(school_system=user.school_system_id)
        return Q(user=user.pk)


class SchoolSystemHistory(
    history_of(
        SchoolSystem,
        "history_of_the_policies",
        *("name", "time_zone", "plan_visibility", "district_reads_agreed_plans"),
        *("principal_sees_focus", "minimum_group", "visit_cadence_days", "pre_conference_days"),
        *("post_conference_days", "follow_up_from_weeks", "follow_up_until_weeks"),
        *("due_soon_days", "judgement_words", "priority_groups", "require_mfa", "contact"),
    )
):
    @classmethod
    def readable_by(cls, user):
        """The policies are read by the system admin and district staff (R01)."""
        if user.is_system_admin or user.is_district_staff:
            return Q(pgh_obj=user.school_system_id)
        return Q(pk__in=[])


class SignInDomainHistory(history_of(SignInDomain, "history_of_a_sign_in_domain", "domain")):
    @classmethod
    def readable_by(cls, user):
        """As the policies; also of a domain that was taken out."""
        if user.is_system_admin or user.is_district_staff:
            return Q(school_system=user.school_system_id)
        return Q(pk__in=[])
