"""Who stands how to whom today: the relations that every `visible_to` of coaching is made of."""

from django.db.models import Exists, OuterRef, Q

from people.models import CoachAssignment, Membership


def caseload(user):
    """Ids of the teachers `user` coaches today, as owner or contributor."""
    return user.coach_assignments.active(user.today).values("teacher")


def owned(user):
    """Ids of the teachers whose owner coach `user` is today."""
    return user.coach_assignments.active(user.today).owners().values("teacher")


def during(user, moment):
    """Assignments of `user` of today that held at the row's `moment` already."""
    return _held(user).made_during(f"{moment}__date", moment)


def _held(user):
    return user.coach_assignments.active(user.today).filter(teacher=OuterRef("teacher"))


def may_read(user, moment):
    """Condition on rows that every coach of a teacher reads, agreed plans and open steps: made
    during the assignment, or from before it where the teacher let them go along."""
    steps_go_along = [CoachAssignment.GoesAlong.STEPS, CoachAssignment.GoesAlong.FEEDBACK]
    alongside = _held(user).filter(goes_along__in=steps_go_along)
    return Exists(alongside) | Exists(during(user, moment))


def may_read_feedback(user, moment):
    """Condition on what was shared with a teacher before the assignment: only what she let go
    along."""
    held = _held(user).owners().filter(goes_along=CoachAssignment.GoesAlong.FEEDBACK)
    return Exists(held.made_after(f"{moment}__date", moment))


def led(user):
    """Ids of the teachers at schools `user` leads today."""
    led_schools = user.memberships.active(user.today).filter(role=Membership.Role.SCHOOL_LEADER)
    teaching = Membership.objects.active(user.today).teachers()
    return teaching.filter(school__in=led_schools.values("school")).values("user")


def in_district_staff(user):
    """Whether `user` works for the district today, as a condition."""
    held = user.memberships.active(user.today).filter(role=Membership.Role.DISTRICT_STAFF)
    return Exists(held)


def evaluated(user):
    """Ids of the teachers whose evaluator of record `user` is today."""
    return user.evaluator_assignments.active(user.today).filter(kind="evaluator").values("teacher")


def works_where(feature, today):
    """Ids of the people who work today at a school that has the feature switched on."""
    return Membership.objects.active(today).filter(feature.is_on()).values("user")


def leads_where(user, feature):
    """Whether `user` leads a school today that has the feature switched on, as a condition."""
    held = user.memberships.active(user.today).filter(role=Membership.Role.SCHOOL_LEADER)
    return Exists(held.filter(feature.is_on()))


def evaluates_where(user, feature):
    """Whether `user` evaluates somebody today where the feature is switched on, as a condition."""
    working = Membership.objects.active(user.today).filter(feature.is_on())
    return Exists(working.filter(user__in=evaluated(user)))


def is_caseload(user, teacher_id) -> bool:
    return user.coach_assignments.active(user.today).filter(teacher=teacher_id).exists()


def is_owner(user, teacher_id) -> bool:
    return user.coach_assignments.active(user.today).owners().filter(teacher=teacher_id).exists()


def owner_assignment(teacher, today):
    """The owner assignment of a teacher on `today`, or None."""
    rows = CoachAssignment.objects.active(today).owners().filter(teacher=teacher)
    return rows.select_related("coach").first()


def partnership(user, shared="shared_at"):
    """Rows of the partnership `user` may read: as the subject once shared; as the coach who made
    them while the assignment lasts (permissions R11–R12)."""
    as_subject = Q(teacher=user) & Q(**{f"{shared}__isnull": False})
    return as_subject | Q(coach=user, teacher__in=caseload(user))
