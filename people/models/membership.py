from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.rows import Row


def during(today, start="starts_on", end="ends_on"):
    """Holds on `today`: begun, and not ended. Ends are exclusive everywhere."""
    return Q(**{f"{start}__lte": today}) & (Q(**{end: None}) | Q(**{f"{end}__gt": today}))


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who holds which role where: the directory of the own system (permissions R03–R04)."""
        return self.filter(school_system=user.school_system_id)

    def active(self, today):
        return self.filter(during(today))

    def open_or_later(self, today):
        """Holding on `today`, or to begin after it: whatever is not over."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today))

    def teachers(self):
        return self.filter(role=Membership.Role.TEACHER)

    def where_coached(self):
        """Where somebody is coached: as a teacher, else as the leader of a school."""
        rows = self.filter(role__in=Membership.SCHOOL_ROLES)
        return rows.order_by("-role", "-starts_on", "pk")

    def only_leads(self, person):
        """Whether `person` (an id, or OuterRef) leads a school and does not teach, as a
        condition."""
        leads = self.filter(user=person, role=Membership.Role.SCHOOL_LEADER)
        return Q(models.Exists(leads)) & ~Q(models.Exists(self.teachers().filter(user=person)))

    def led_by(self, user):
        """The memberships by which `user` leads a school today."""
        return self.active(user.today).filter(user=user, role=Membership.Role.SCHOOL_LEADER)


class Membership(Row):
    """A person's role at a school, or in the whole system, between two dates, the end exclusive."""

    class Role(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        COACH = "coach", "Coach"
        TEACHER_LEADER = "teacher_leader", "Teacher leader"
        SCHOOL_LEADER = "school_leader", "School leader"
        DISTRICT_STAFF = "district_staff", "District staff"
        CUSTODIAN = "custodian", "Personnel custodian"
        SYSTEM_ADMIN = "system_admin", "System admin"

    class GradeBand(models.TextChoices):
        PRE_K_K = "prek_k", "Pre-K–K"
        GRADES_1_2 = "1_2", "Grades 1–2"
        GRADES_3_5 = "3_5", "Grades 3–5"
        GRADES_6_8 = "6_8", "Grades 6–8"
        GRADES_9_12 = "9_12", "Grades 9–12"

    SCHOOL_ROLES = (Role.TEACHER, Role.SCHOOL_LEADER)
    ROLES_AT_SCHOOLS = (Role.TEACHER, Role.COACH, Role.TEACHER_LEADER, Role.SCHOOL_LEADER)
    ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.DISTRICT_STAFF, Role.CUSTODIAN)
    READING_ROLES = (Role.SCHOOL_LEADER, Role.DISTRICT_STAFF, Role.CUSTODIAN)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    school = models.ForeignKey(
        "people.School",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        help_text="Leave empty for a role in the whole system.",
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    title = models.CharField(
        max_length=80, blank=True, help_text="Like Principal, Assistant principal, Mentor teacher."
    )
    grade_band = models.CharField(max_length=10, choices=GradeBand.choices, blank=True)
    subjects = models.CharField(max_length=200, blank=True, help_text="Commas between.")
    first_year_teaching = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1950), MaxValueValidator(2100)],
        verbose_name="first year of teaching",
    )
    starts_on = models.DateField(verbose_name="starts")
    ends_on = models.DateField(null=True, blank=True, verbose_name="ends")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["role", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date.",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["teacher", "school_leader"]) | Q(school__isnull=False),
                name="teachers_and_school_leaders_have_a_school",
                violation_error_message="Choose the school of this teacher or school leader.",
            ),
            models.UniqueConstraint(
                fields=["school_system", "user", "school", "role"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="one_open_membership_of_a_kind",
                violation_error_message="This person already holds this role there.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "role"],
                include=["user", "starts_on", "ends_on"],
                name="members_of_a_school",
            ),
        ]

    def __str__(self):
        return self.get_role_display()

    def can_be_edited_by(self, user):
        """The system admin changes any role but those that read, of their own; a school's
        principal the school roles there (permissions R04, P9)."""
        return user.can_give_role(self.user, self.role, self.school_id)

    def is_over(self, today) -> bool:
        return self.ends_on is not None and self.ends_on <= today

    def end(self, today):
        """End the role today. Not yet begun, it never holds."""
        self.ends_on = max(today, self.starts_on)
        self.save(update_fields=["ends_on"])

    def reopen(self):
        """Take back that the role ended."""
        self.ends_on = None
        self.save(update_fields=["ends_on"])

    def is_active_on(self, day) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class LeaveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Leave is the system admin's to see and the person's own (permissions R03)."""
        if user.is_system_admin:
            return self.filter(school_system=user.school_system_id)
        return self.filter(membership__user=user)

    def active(self, today):
        return self.filter(during(today))


class Leave(Row):
    """Dates on which a membership pauses: no cadence, no due dates, no purge (end exclusive)."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="leaves")
    starts_on = models.DateField(verbose_name="first day away")
    ends_on = models.DateField(null=True, blank=True, verbose_name="back on")

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="leave_ends_after_it_starts",
                violation_error_message="Enter a return date on or after the first day away.",
            ),
        ]

    def __str__(self):
        return f"Leave from {self.starts_on}"

    def can_be_edited_by(self, user):
        return user.is_system_admin and user.school_system_id == self.school_system_id
