"""Meetings of a collaboration team (R35): its members, its school's principals and leadership team;
of leadership teams (R32, R33): their members, and for a school's the principals."""

import json

from demo.builders import team as build
from people.models import Team
from tests.permission_table import answers

READ = answers(404, subject=200, peer=200, contributor=200, principal=200)
DONE = answers(404, subject=302, peer=302, contributor=302, principal=302)
RUN = answers(404, subject=403, peer=403, contributor=302, principal=302)
MAY_PLAN = answers(
    403, other_system=404, subject=200, peer=200, contributor=200, principal=200, admin=200
)
REPORTS = answers(404, subject=200, peer=200, contributor=200, principal=403)
VISITORS = answers(
    404, subject=403, peer=403, contributor=200, principal=200, district=200, evaluator=200
)


def done(codes):
    return {person: 302 if code == 200 else code for person, code in codes.items()}


ROWS = {
    "GET meetings:meeting_detail": READ,
    "GET meetings:meeting_detail ilt": answers(404, contributor=200, principal=200),
    "GET meetings:meeting_detail system": answers(404, evaluator=200, district=200),
    "GET meetings:meeting_detail of_leaders": READ | {"former": 200},
    "GET meetings:meeting_detail guest": READ | {"district": 200},
    "GET meetings:meeting_parts": READ,
    "GET meetings:meeting_project": READ,
    "GET meetings:meeting_add": MAY_PLAN,
    "POST meetings:meeting_add": done(MAY_PLAN),
    "GET meetings:agenda_edit": READ,
    "POST meetings:agenda_edit": DONE,
    "GET meetings:agenda_paste": READ,
    "POST meetings:agenda_paste": DONE,
    "POST meetings:agenda_use": answers(404, subject=404, peer=404, contributor=302, principal=404),
    "POST meetings:attendance": DONE,
    "GET meetings:guest_add": READ,
    "POST meetings:guest_add": DONE,
    "POST meetings:guest_remove": DONE | {"district": 403},
    "POST meetings:prework": DONE | {"principal": 403},
    "POST meetings:meeting_hold": RUN,
    "GET meetings:meeting_cancel": answers(
        404, subject=403, peer=403, contributor=200, principal=200
    ),
    "POST meetings:meeting_cancel": RUN,
    "POST meetings:meeting_reopen": RUN,
    "GET meetings:quality_add": VISITORS,
    "POST meetings:quality_add": done(VISITORS),
    "GET meetings:assignment_add": READ,
    "POST meetings:assignment_add": DONE,
    "GET meetings:assignment_edit": READ,
    "POST meetings:assignment_edit": DONE,
    "POST meetings:assignment_remove": DONE,
    "POST meetings:assignment_restore": DONE,
    "GET meetings:assignment_report": REPORTS,
    "POST meetings:assignment_report": done(REPORTS),
    "GET meetings:key_messages": answers(404, principal=200, district=200),
    "GET meetings:key_messages no_network": answers(404),
    "GET meetings:my_assignments": answers(200),
    "GET meetings:section_notes": READ,
    "POST meetings:section_notes": DONE,
    "POST meetings:section_save": READ | {"anonymous": 401},
    "GET meetings:section_revisions": READ,
    "POST meetings:section_hold": DONE,
    "POST meetings:section_leave": DONE,
    "POST reports:meeting_export": DONE,
}


def the_meeting(world):
    return {"pk": world.tc_meeting.pk}


def of_leaders(world):
    """A collaboration team's meeting, read by a member of the school's leadership team."""
    build.add_member(world.school_ilt, world.former)
    return the_meeting(world)


def with_prework(world):
    world.tc_meeting.prework = "Bring three pieces of student work."
    world.tc_meeting.save()
    return the_meeting(world)


def with_guest(world):
    invite(world)
    return the_meeting(world)


def invite(world):
    return world.tc_meeting.attendances.create(
        school_system=world.system, user=world.district, is_guest=True
    )


def with_visitors(world):
    """Members of the system's leadership team may say how the meeting went."""
    assert world.system_ilt
    return the_meeting(world)


def another_team(world):
    kind = Team.Kind.TC
    return build.make_team(world.system, kind, world.school, world.contributor, name="Grades 1–2")


def a_network(world):
    """Of principals, facilitated by district staff."""
    team = build.make_team(world.system, Team.Kind.NETWORK, None, world.district, [world.principal])
    return {"pk": team.pk}


def the_assignment(world):
    return {"pk": world.tc_held.assignments.get().pk}


def a_section(world):
    return {"pk": world.tc_meeting.sections.get(part="practice").pk}


def an_agenda(world):
    return {
        "on": "2027-02-02",
        "at": "15:00",
        "minutes": "60",
        "focus": "Fractions",
        "version": "1",
    }


ARGS = {
    "meetings:meeting_detail": the_meeting,
    "meetings:meeting_detail ilt": lambda world: {"pk": world.ilt_meeting.pk},
    "meetings:meeting_detail system": lambda world: {"pk": world.system_meeting.pk},
    "meetings:meeting_detail of_leaders": of_leaders,
    "meetings:meeting_detail guest": with_guest,
    "meetings:meeting_parts": the_meeting,
    "meetings:meeting_project": the_meeting,
    "meetings:meeting_add": lambda world: {"pk": world.tc.pk},
    "meetings:agenda_edit": the_meeting,
    "meetings:agenda_paste": the_meeting,
    "meetings:agenda_use": the_meeting,
    "meetings:attendance": the_meeting,
    "meetings:prework": with_prework,
    "meetings:guest_add": the_meeting,
    "meetings:guest_remove": lambda world: {"pk": invite(world).pk},
    "meetings:meeting_hold": the_meeting,
    "meetings:meeting_cancel": the_meeting,
    "meetings:meeting_reopen": lambda world: {"pk": world.tc_held.pk},
    "meetings:quality_add": with_visitors,
    "meetings:assignment_add": the_meeting,
    "meetings:assignment_edit": the_assignment,
    "meetings:assignment_remove": the_assignment,
    "meetings:assignment_restore": the_assignment,
    "meetings:assignment_report": the_assignment,
    "meetings:key_messages": a_network,
    "meetings:key_messages no_network": lambda world: {"pk": world.tc.pk},
    "meetings:section_notes": a_section,
    "meetings:section_save": a_section,
    "meetings:section_revisions": a_section,
    "meetings:section_hold": a_section,
    "meetings:section_leave": a_section,
    "reports:meeting_export": the_meeting,
}
DATA = {
    "POST meetings:meeting_add": an_agenda,
    "POST meetings:agenda_edit": an_agenda,
    "POST meetings:agenda_paste": lambda world: {
        "table": "Define the purpose | Why thirds | 10",
        "put": "1",
    },
    "POST meetings:agenda_use": lambda world: {"team": another_team(world).pk},
    "POST meetings:attendance": lambda world: {"everybody": "1"},
    "POST meetings:prework": lambda world: {"is_done": "1"},
    "POST meetings:guest_add": lambda world: {"person": world.former.email},
    "POST meetings:meeting_hold": lambda world: {"assignment": "Try it with one class."},
    "POST meetings:meeting_cancel": lambda world: {"because": "Storm"},
    "POST meetings:quality_add": lambda world: {f"mark_{n}": "seen" for n in range(7)},
    "POST meetings:assignment_add": lambda world: {"text": "Bring three pieces of work."},
    "POST meetings:assignment_edit": lambda world: {"text": "Bring four pieces of work."},
    "POST meetings:assignment_report": lambda world: {"status": "done"},
    "POST meetings:section_notes": lambda world: {"notes": "Thirds first."},
    "POST meetings:section_save": lambda world: json.dumps(
        {"field": "notes", "value": "Thirds first.", "was": "", "person": ""}
    ),
}
SHOWS = {
    "GET meetings:my_assignments": (
        lambda world: world.tc_held.assignments.get().text,
        ["subject", "peer", "contributor"],
    ),
}
