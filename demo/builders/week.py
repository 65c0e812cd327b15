"""Plain builders of what stands around the week: invitations, and visits among colleagues."""

import datetime as dt

from django.utils import timezone

from coaching.models import PeerVisit, VisitInvitation, WalkthroughQuota, WalkthroughWeek
from demo.builders.coaching import plan_visit
from people.school_days import SchoolCalendar


def invite(teacher, coach, planned_on=None, **fields):
    """An invitation of a coach that waits for an answer, for the next school day unless said."""
    school = teacher.memberships.teachers().get(ends_on=None).school
    fields = {"period": "2nd period", "look_for": "Who talks after the first answer?"} | fields
    return VisitInvitation.objects.create(
        school_system=teacher.school_system,
        teacher=teacher,
        coach=coach,
        planned_on=planned_on or SchoolCalendar.of(school).add(teacher.today, 1),
        **fields,
    )


def peer_visit(host, visitor, planned_on=None, **fields):
    """A peer visit that the host has asked for, for today unless said."""
    fields = {"asked_by": host, "look_for": "Who talks in groups?"} | fields
    return PeerVisit.objects.create(
        school_system=host.school_system,
        school=host.memberships.teachers().get(ends_on=None).school,
        host=host,
        visitor=visitor,
        planned_on=planned_on or host.today,
        **fields,
    )


def told_peer_visit(host, visitor, planned_on=None, **fields):
    """A peer visit whose visitor has told the host what she saw."""
    now = timezone.now()
    fields = {"accepted_at": now, "given_at": now, "saw": "Four of six groups write."} | fields
    return peer_visit(host, visitor, planned_on, **fields)


def accept_invitation(invitation, day, now, **fields):
    """The invitation as a planned visit on that day."""
    visit = plan_visit(
        invitation.teacher, invitation.coach, day, period=invitation.period, is_announced=True
    )
    VisitInvitation.objects.filter(pk=invitation.pk).update(visit=visit, answered_at=now, **fields)
    return visit


def want_walkthroughs(system, *, duty="school_leader", per_week=10, **fields):
    """So many walkthroughs a week are wanted of everybody with this duty."""
    return WalkthroughQuota.objects.create(
        school_system=system, duty=duty, per_week=per_week, **fields
    )


def submit_week(maker, monday=None, **fields):
    """A week of walkthroughs that is submitted, this one unless said."""
    fields = {"submitted_at": timezone.now(), "made": 4, "wanted": 10} | fields
    return WalkthroughWeek.objects.create(
        school_system=maker.school_system,
        maker=maker,
        monday=monday or maker.today - dt.timedelta(days=maker.today.weekday()),
        **fields,
    )
