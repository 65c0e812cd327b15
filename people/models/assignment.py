import datetime as dt

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.urls import reverse

from core.rows import Row
from people.models.calendar import DateSpan
from people.models.membership import Membership, during

CERTIFICATION_ENDS_SOON = dt.timedelta(days=60)


class PairQuerySet(models.QuerySet):
    """Rows that join a teacher and somebody else between two dates."""

    def active(self, today):
        return self.filter(during(today))

    def open_or_later(self, today):
        """Holding on `today`, or to begin after it: whatever is not over, nor taken back."""
        later = Q(ends_on__gt=Greatest("starts_on", Value(today)))
        return self.filter(Q(ends_on=None) | later)

    def about(self, person):
        """Rows in which `person` is either of the two."""
        return self.filter(Q(teacher=person) | Q(**{self.model.OTHER: person}))

    def at_schools(self, schools, today):
        """Rows whose teacher teaches at one of `schools` today."""
        taught = Membership.objects.active(today).teachers().filter(school__in=schools)
        return self.filter(teacher__in=taught.values("user"))

    def naming(self, text, other):
        """Rows in which teacher and `other` together have every word of `text` in their names."""
        rows = self
        for word in text.split():
            rows = rows.filter(
                Q(teacher__name__icontains=word) | Q(**{f"{other}__name__icontains": word})
            )
        return rows


class CoachAssignmentQuerySet(PairQuerySet):
    def visible_to(self, user):
        """Who coaches whom (permissions R05): the two people, the teacher's principal and
        evaluator, district staff, custodian and system admin."""
        rows = self.filter(school_system=user.school_system_id)
        if user.is_system_admin or user.is_district_staff or user.is_custodian:
            return rows
        evaluated = user.evaluator_assignments.active(user.today).values("teacher")
        led = Membership.objects.led_by(user).values("school")
        taught = Membership.objects.active(user.today).teachers().filter(school__in=led)
        return rows.filter(
            Q(teacher=user)
            | Q(coach=user)
            | Q(teacher__in=taught.values("user"))
            | Q(teacher__in=evaluated)
        )

    def owners(self):
        return self.filter(kind=CoachAssignment.Kind.OWNER)

    def history_to_choose(self):
        """Handed over, and the teacher has not said yet what goes along."""
        return self.owners().filter(took_over_from__isnull=False, goes_along_chosen_at=None)

    def made_during(self, day, moment):
        """Assignments that held when a row came to be, on `day` at `moment` (names of its columns).

        On the first day the hour counts: what came before the assignment was made is from before.
        """
        day, moment = models.OuterRef(day), models.OuterRef(moment)
        return self.filter(Q(starts_on__lt=day) | Q(starts_on=day, created_at__lte=moment))

    def made_after(self, day, moment):
        """Assignments made after a row came to be: the row is from before them."""
        day, moment = models.OuterRef(day), models.OuterRef(moment)
        return self.filter(Q(starts_on__gt=day) | Q(starts_on=day, created_at__gt=moment))


class CoachAssignment(Row):
    """A coach for a teacher between two dates, the end exclusive.

    Each teacher has at most one owner at any time (S1.08); others contribute.
    """

    class Kind(models.TextChoices):
        OWNER = "owner", "Owner"
        CONTRIBUTOR = "contributor", "Contributor"

    class GoesAlong(models.TextChoices):
        """What an owner coach reads of the work with earlier coaches: each more than the last."""

        NOTHING = "nothing", "Nothing"
        STEPS = "steps", "Agreed plans and open steps"
        FEEDBACK = "feedback", "All shared feedback too"

    OTHER = "coach"

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teacher_assignments"
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coach_assignments"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OWNER)
    starts_on = models.DateField(verbose_name="starts")
    ends_on = models.DateField(null=True, blank=True, verbose_name="ends")
    hand_over_note = models.TextField(
        blank=True, help_text="For this coach, from the one before; the teacher reads it too."
    )
    took_over_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="handed_on_as"
    )
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    end_before = models.DateField(
        null=True,
        editable=False,
        help_text="The end that the assignment before had until it was handed over.",
    )
    goes_along = models.CharField(
        max_length=10,
        choices=GoesAlong.choices,
        default=GoesAlong.STEPS,
        db_default=GoesAlong.STEPS,
        editable=False,
    )
    goes_along_chosen_at = models.DateTimeField(null=True, editable=False)

    objects = CoachAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goes_along__in=["nothing", "steps", "feedback"]),
                name="what_goes_along_is_one_of_three",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="coach_assignment_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date.",
            ),
            models.CheckConstraint(
                condition=~Q(teacher=F("coach")),
                name="nobody_coaches_themselves",
                violation_error_message="Choose a coach who is not the teacher.",
            ),
            ExclusionConstraint(
                name="one_owner_coach_per_teacher",
                expressions=[
                    ("teacher", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="owner"),
                violation_error_message=(
                    "This teacher already has an owner coach in these dates. End that assignment "
                    "first, or add this coach as a contributor."
                ),
            ),
            ExclusionConstraint(
                name="a_pair_is_assigned_once_at_a_time",
                expressions=[
                    ("teacher", RangeOperators.EQUAL),
                    ("coach", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This coach is already assigned to this teacher then.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["coach", "starts_on"],
                include=["teacher", "ends_on", "kind"],
                name="caseload_of_a_coach",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def can_be_edited_by(self, user):
        """Made and changed by the school's principal, district staff or system admin (R05)."""
        return user.can_assign_coach(self.teacher)

    def is_of(self, user) -> bool:
        """Whether this person is the teacher or the coach."""
        return user.pk in (self.teacher_id, self.coach_id)

    def can_be_ended_by(self, user):
        """A coach may end their own, whoever may change it anybody's (permissions R05)."""
        return user.pk == self.coach_id or self.can_be_edited_by(user)

    def get_absolute_url(self):
        return reverse("people:assignment_detail", args=[self.pk])

    def can_be_handed_over_by(self, user):
        """The owner coach hands a teacher over, and whoever may change the assignment."""
        is_owner = self.kind == self.Kind.OWNER and user.pk == self.coach_id
        return is_owner or self.can_be_edited_by(user)

    def hand_over_can_be_taken_back_by(self, user):
        """Until the day after it began: whoever handed over, and whoever may change it."""
        is_new = self.took_over_from_id and not self.is_over(user.today)
        if not is_new or user.today > self.starts_on:
            return False
        return user.pk == self.handed_over_by_id or self.can_be_edited_by(user)

    def history_can_be_chosen_by(self, user):
        """Only the teacher says what her owner coach reads of the time before (P3, P8)."""
        is_owner = self.kind == self.Kind.OWNER
        return is_owner and user.pk == self.teacher_id and not self.is_over(user.today)

    def is_over(self, today) -> bool:
        """Ended, or taken back before it began: then it never holds."""
        return self.ends_on is not None and self.ends_on <= max(today, self.starts_on)

    def is_active_on(self, day) -> bool:
        return self.starts_on <= day and not self.is_over(day)

    @property
    def waits_for_choice(self):
        """Handed over, and the teacher has not said yet what goes along."""
        is_owner = self.kind == self.Kind.OWNER
        is_handed_over = is_owner and self.took_over_from_id
        return bool(is_handed_over) and not self.goes_along_chosen_at

    def last_hand_over(self):
        """The assignment that took over from this one and was not taken back, or None."""
        later = self.handed_on_as.exclude(ends_on=F("starts_on")).order_by("-created_at")
        return later.select_related("teacher", "coach").first()

    def choose_history(self, goes_along, now):
        """The teacher says what goes along; she may say something else at any time."""
        self.goes_along, self.goes_along_chosen_at = goes_along, now
        self.save(update_fields=["goes_along", "goes_along_chosen_at"])

    def end(self, today):
        """End it today: from now on the coach is an outsider. Not yet begun, it never holds."""
        self.ends_on = max(today, self.starts_on)
        self.save(update_fields=["ends_on"])


class EvaluatorAssignmentQuerySet(PairQuerySet):
    def visible_to(self, user):
        """The accountability register (permissions R06)."""
        rows = self.filter(school_system=user.school_system_id)
        if user.is_system_admin or user.is_district_staff or user.is_custodian:
            return rows
        coached = user.coach_assignments.active(user.today).values("teacher")
        led = Membership.objects.led_by(user).values("school")
        taught = Membership.objects.active(user.today).teachers().filter(school__in=led)
        return rows.filter(
            Q(teacher=user)
            | Q(evaluator=user)
            | Q(teacher__in=coached)
            | Q(teacher__in=taught.values("user"))
        )

    def in_certification(self, state, today):
        """Lines whose certification has ended, ends soon, or was never entered, as `state` says."""
        return self.filter(EvaluatorAssignment.certifications(today)[state])


class EvaluatorAssignment(Row):
    """One line of the accountability register: who evaluates, or observes to inform, whom (b.5)."""

    class Kind(models.TextChoices):
        EVALUATOR = "evaluator", "Evaluator"
        OBSERVER = "observer", "Additional observer"

    OTHER = "evaluator"

    @staticmethod
    def certifications(today) -> dict:
        """{state: condition}. The day itself is the last one certified; evaluators renew each
        year (b.5)."""
        soon = today + CERTIFICATION_ENDS_SOON
        return {
            "ended": Q(certified_until__lt=today),
            "soon": Q(certified_until__gte=today, certified_until__lte=soon),
            "missing": Q(certified_until=None),
        }

    teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evaluations"
    )
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evaluator_assignments"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.EVALUATOR)
    certified_until = models.DateField(null=True, blank=True)
    starts_on = models.DateField(verbose_name="starts")
    ends_on = models.DateField(null=True, blank=True, verbose_name="ends")

    objects = EvaluatorAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="evaluator_assignment_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date.",
            ),
            models.CheckConstraint(
                condition=~Q(teacher=F("evaluator")),
                name="nobody_evaluates_themselves",
                violation_error_message="Choose an evaluator who is not the teacher.",
            ),
            ExclusionConstraint(
                name="a_pair_is_registered_once_at_a_time",
                expressions=[
                    ("teacher", RangeOperators.EQUAL),
                    ("evaluator", RangeOperators.EQUAL),
                    (DateSpan("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person is already registered for this teacher then.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def certification(self, today) -> str:
        """How the certification stands: ended, soon, missing, or empty where it holds on."""
        if self.certified_until is None:
            return "missing"
        if self.certified_until < today:
            return "ended"
        return "soon" if self.certified_until <= today + CERTIFICATION_ENDS_SOON else ""

    def is_over(self, today) -> bool:
        return self.ends_on is not None and self.ends_on <= today

    def end(self, today):
        """End it today. Not yet begun, it never holds."""
        self.ends_on = max(today, self.starts_on)
        self.save(update_fields=["ends_on"])

    def can_be_edited_by(self, user):
        """The register is kept by the school's principal and district staff (permissions R06)."""
        return user.can_keep_register_of(self.teacher)
