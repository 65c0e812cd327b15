"""What stands around the week: invitations, peer visits, a visit on paper, walkthroughs a week."""

import datetime as dt
import itertools

from core import wall_clock
from demo.builders.coaching import make_visit
from demo.builders.week import (
    accept_invitation,
    invite,
    peer_visit,
    submit_week,
    told_peer_visit,
    want_walkthroughs,
)
from people.models import Membership
from people.school_days import SchoolCalendar

ASKED = (
    "Come and see how groups report: who talks first?",
    "Wait time in the opening discussion.",
    "The new exit ticket, last ten minutes.",
    "Partner talk at tables 2 and 3.",
)
NOON, A_WEEK = dt.time(12), dt.timedelta(days=7)
PEERS = 4  # colleagues of the first teacher
SAW = "T asks “How do you know?” three times; five of six groups write an answer before they talk."


def write_the_week(district) -> None:
    """For the first school's coach and teachers, every state once or more."""
    school = district.schools[0]
    days = SchoolCalendar.of(school)
    coach = district.pairs[0][1]
    mine = [teacher for teacher, other, _school in district.pairs if other == coach]
    ahead = [days.add(district.today, count) for count in range(1, 6)]
    _invitations(district, coach, mine, ahead)
    _peer_visits(district, district.teachers[school], days, ahead)
    _on_paper(district, coach, mine[-1], days)
    _walkthroughs_a_week(district, school)


def _invitations(district, coach, mine, ahead):
    """Waiting, accepted, put on another day with a word, taken back."""
    made = [
        invite(teacher, coach, day, look_for=words)
        for teacher, day, words in zip(itertools.cycle(mine), ahead, ASKED, strict=False)
    ]
    _waiting, accepted, moved, taken_back = made
    accept_invitation(accepted, accepted.planned_on, district.now)
    word = "I am at the other school that day."
    accept_invitation(moved, ahead[4], district.now, word=word)
    taken_back.taken_back_at = district.now
    taken_back.save(update_fields=["taken_back_at"])


def _peer_visits(district, teachers, days, ahead):
    """Asked of the first teacher, agreed with her, told to her, told by her, called off; and
    enough told ones elsewhere that the district learns a number. None in a very small school."""
    first, *others = teachers
    if len(others) < PEERS:
        return
    now, before = district.now, [days.add(district.today, -count) for count in range(2, 12)]
    peer_visit(others[0], first, ahead[1])
    peer_visit(first, others[1], ahead[2], accepted_at=now)
    peer_visit(first, others[2], before[0], accepted_at=now, called_off_at=now)
    for number, visitor in enumerate(others[3:9]):
        host = first if number == 0 else others[number]
        day = before[number + 1]
        told_peer_visit(host, visitor, day, saw=SAW, read_at=now if number else None)


def _on_paper(district, coach, teacher, days):
    """One of which nobody noted the hours."""
    day = days.add(district.today, -1)
    noon = wall_clock.at(day, NOON, district.system.zone)
    fields = {"period": "3rd period", "hours_are_known": False}
    make_visit(teacher, coach, noon, minutes=0, **fields)


def _walkthroughs_a_week(district, school):
    """Ten by Friday; the leaders of the first school have submitted the week before."""
    want_walkthroughs(district.system)
    leaders = Membership.objects.filter(school=school, role=Membership.Role.SCHOOL_LEADER)
    monday = district.today - dt.timedelta(days=district.today.weekday()) - A_WEEK
    for membership in leaders.select_related("user__school_system"):
        submit_week(membership.user, monday, submitted_at=district.now, made=11, wanted=10)
