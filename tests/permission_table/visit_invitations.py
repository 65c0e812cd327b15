"""Invitations of a teacher to her coach (class C4): the two of them, and nobody else."""

from demo.builders import week as build
from people.models import CoachAssignment
from people.school_days import SchoolCalendar
from tests.permission_table import answers

ROWS = {
    "GET coaching:visit_invite": answers(404, subject=200),
    "POST coaching:visit_invite": answers(404, subject=302),
    "GET coaching:visit_invitation": answers(404, subject=200, owner=200),
    "GET coaching:visit_invitation handed_over": answers(404, subject=200),
    "POST coaching:visit_invitation_accept": answers(404, subject=403, owner=302),
    "POST coaching:visit_invitation_move": answers(404, subject=403, owner=302),
    "POST coaching:visit_invitation_take_back": answers(404, subject=302, owner=403),
}


def invitation(world):
    return {"pk": build.invite(world.subject, world.owner).pk}


def before_hand_over(world):
    pk = build.invite(world.subject, world.owner).pk
    world.handed_over()
    return {"pk": pk}


def assignment(world):
    return {"pk": CoachAssignment.objects.get(teacher=world.subject, coach=world.owner).pk}


def school_day(world):
    return SchoolCalendar.of(world.school).add(world.today, 3).isoformat()


ARGS = {
    "coaching:visit_invite": assignment,
    "coaching:visit_invitation": invitation,
    "coaching:visit_invitation handed_over": before_hand_over,
    "coaching:visit_invitation_accept": invitation,
    "coaching:visit_invitation_move": invitation,
    "coaching:visit_invitation_take_back": invitation,
}
DATA = {
    "POST coaching:visit_invite": lambda world: {"planned_on": school_day(world)},
    "POST coaching:visit_invitation_move": lambda world: {"other_day": school_day(world)},
}
