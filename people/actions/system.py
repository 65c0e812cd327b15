"""A new school system and its first admin."""

import datetime as dt
import zoneinfo

from django.db import transaction
from django.utils import timezone

from people.actions.invitation import invite
from people.models import Membership, SchoolSystem, User
from people.starting_sets import STARTING_SETS


@transaction.atomic
def start_system(name: str, *, email: str, admin_name: str, time_zone: str, now: dt.datetime):
    """Make an empty school system with one invited system admin; the admin is returned.

    Raises ValidationError where a value cannot be used, such as an e-mail that signs in already.
    """
    system = SchoolSystem(name=name, time_zone=time_zone)
    system.full_clean()
    system.save()
    admin = User(school_system=system, email=email.lower(), name=admin_name)
    admin.set_unusable_password()
    admin.full_clean()
    admin.save()
    today = timezone.localdate(now, zoneinfo.ZoneInfo(time_zone))
    Membership.objects.create(
        school_system=system, user=admin, role=Membership.Role.SYSTEM_ADMIN, starts_on=today
    )
    for make in STARTING_SETS:
        make(system)
    invite([admin], now=now)
    return admin
