"""Who reads what belongs to a school, or to the whole system: one rule for goals and plans."""

from django.db import models
from django.db.models import Exists, Q

from people.models import Membership


def schools_around(user):
    """The schools whose goals the person reads (permissions R31, R34): where they work, and where
    somebody works whom they coach or evaluate today. Ids, as a subquery."""
    active = Membership.objects.active(user.today)
    coached = user.coach_assignments.active(user.today).values("teacher")
    evaluated = user.evaluator_assignments.active(user.today).values("teacher")
    there = Q(user__in=coached) | Q(user__in=evaluated)
    there &= Q(role__in=Membership.SCHOOL_ROLES)
    here = Q(user=user, school__isnull=False)
    return active.filter(here | there).values("school")


class OpenToSchoolQuerySet(models.QuerySet):
    """Rows with a `school`: empty for what concerns the whole system."""

    def visible_to(self, user):
        """What concerns the whole system: everybody in it (permissions R30). What concerns a
        school: whoever works, coaches or evaluates there, the system's leadership team and the
        district's coaching staff (R31, R34)."""
        rows = self.filter(school_system=user.school_system_id)
        if user.is_district_staff or user.is_in_system_ilt:
            return rows
        return rows.filter(Q(school=None) | Q(school__in=schools_around(user)))


class TeamsDataQuerySet(models.QuerySet):
    """Rows with a `school`, for those who lead there: needs, teacher leaders, principal support."""

    def visible_to(self, user):
        """Of a school: its principals, its leadership team; of the whole system: the district's
        staff, custodians and the system's leadership team, who read the schools' too."""
        rows = self.filter(school_system=user.school_system_id)
        return rows if reads_everywhere(user) else rows.filter(school__in=_led(user))


class SchoolsDataQuerySet(TeamsDataQuerySet):
    """Rows with a `school`: data sets, reviews, the register of practices, insight notes."""

    def visible_to(self, user):
        """Who leads a school, and who coaches there; the central office everywhere (R39)."""
        rows = self.filter(school_system=user.school_system_id)
        if reads_everywhere(user):
            return rows
        led = _led(user)
        there = Q(school__in=led)
        if coached := user.coaching_role_school_ids - led:
            owned = user.coach_assignments.active(user.today).owners()
            there |= Q(Exists(owned), school__in=coached)
        return rows.filter(there)


def _led(user) -> set:
    return user.led_school_ids | user.ilt_school_ids


def reads_everywhere(user) -> bool:
    """Whether the person reads what is gathered about every school: the district's staff,
    custodians and the system's leadership team."""
    return user.is_district_staff or user.is_custodian or user.is_in_system_ilt


def reads_teams_data(user) -> bool:
    """Whether the person stands anywhere where needs are read."""
    return reads_everywhere(user) or bool(_led(user))


def reads_data(user) -> bool:
    """Whether the person stands anywhere where data, reviews and practices are read (R39)."""
    return reads_teams_data(user) or bool(user.coaching_school_ids)


def reads_data_of(user, school_id) -> bool:
    """What `SchoolsDataQuerySet` says of one school, or of the whole system (None)."""
    if reads_everywhere(user) or school_id in _led(user):
        return True
    return school_id in user.coaching_school_ids


def keeps_anything(user) -> bool:
    """Whether the person writes for any leadership team."""
    return user.is_in_system_ilt or bool(user.led_school_ids | user.ilt_school_ids)


def can_keep_for(user, school_id) -> bool:
    """Whether the person writes what is the leadership team's to write: for the whole system
    (`school_id` None) its leadership team, for a school its principals and leadership team."""
    if school_id is None:
        return user.is_in_system_ilt
    return school_id in user.led_school_ids | user.ilt_school_ids
