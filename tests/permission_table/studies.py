"""Yearly plans and cycles of study (R34): the school reads them, its leaders and the team's
facilitator plan them, a principal alone removes. What a meeting of a cycle studies is R35."""

import json

from django.utils import timezone

from demo.builders import people
from demo.builders import study as build
from demo.builders import team as build_team
from tests.permission_table import answers

SCHOOL = ("subject", "peer", "owner", "contributor", "former", "principal", "evaluator")
READERS = dict.fromkeys((*SCHOOL, "district"), 200)
READ = answers(404, **READERS)
SEEN = dict.fromkeys(READERS, 403)
KEEP = answers(404, **SEEN | {"contributor": 200, "principal": 200})
KEPT = answers(404, **SEEN | {"contributor": 302, "principal": 302})
REMOVED = answers(404, **SEEN | {"principal": 302})
# R35: the team's members and the school's principals.
MEMBERS = ("subject", "peer", "contributor", "principal")
INSIDE = answers(404, **dict.fromkeys(MEMBERS, 200))
WRITTEN = answers(404, **dict.fromkeys(MEMBERS, 302))

TAKEN = answers(404, **SEEN | dict.fromkeys(("contributor", "principal", "district"), 302))

ROWS = {
    "POST reports:year_plan_export": TAKEN,
    "POST reports:cycle_export": TAKEN,
    "GET collaboration:team_studies": READ,
    "GET collaboration:team_line": answers(200, other_system=404),
    "GET collaboration:year_plan_add": KEEP,
    "POST collaboration:year_plan_add": KEPT,
    "GET collaboration:year_plan_edit": KEEP,
    "POST collaboration:year_plan_edit": KEPT,
    "POST collaboration:year_plan_copy": KEPT,
    "GET collaboration:cycle_add": KEEP,
    "POST collaboration:cycle_add": KEPT,
    "GET collaboration:cycle_detail": READ,
    "GET collaboration:cycle_detail removed": answers(404),
    "GET collaboration:cycle_edit": KEEP,
    "POST collaboration:cycle_edit": KEPT,
    "POST collaboration:cycle_end": KEPT,
    "POST collaboration:cycle_resume": KEPT,
    "POST collaboration:cycle_remove": REMOVED,
    "POST collaboration:cycle_restore": REMOVED,
    "GET collaboration:cycle_plan": KEEP,
    "POST collaboration:cycle_plan": KEPT,
    "POST collaboration:cycle_take": KEPT,
    "GET collaboration:milestone_add": KEEP,
    "POST collaboration:milestone_add": KEPT,
    "GET collaboration:milestone_edit": KEEP,
    "POST collaboration:milestone_edit": KEPT,
    "POST collaboration:milestone_reach": KEPT,
    "POST collaboration:milestone_remove": KEPT,
    "POST collaboration:milestone_restore": KEPT,
    "GET collaboration:study_meeting": INSIDE,
    "GET collaboration:study_meeting guest": answers(
        404, **dict.fromkeys((*MEMBERS, "former"), 200)
    ),
    "POST collaboration:study_meeting": WRITTEN,
    "POST collaboration:study_save": INSIDE | {"anonymous": 401},
    "POST collaboration:study_save guest": INSIDE | {"anonymous": 401, "former": 403},
    "GET collaboration:meeting_study": INSIDE,
    "GET collaboration:field_test_add": INSIDE,
    "GET collaboration:field_test_add off": answers(404),
    "POST collaboration:field_test_add": WRITTEN,
    "GET collaboration:field_test_edit": INSIDE,
    "GET collaboration:field_test_edit off": answers(404),
    "POST collaboration:field_test_edit": WRITTEN,
    "POST collaboration:field_test_remove": WRITTEN,
    "POST collaboration:field_test_restore": WRITTEN,
}


def of_team(world):
    return world.year_plan and {"pk": world.tc.pk}


def of_new_team(world):
    return {"pk": world.tc.pk}


def of_year(world):
    people.make_year(world.system, world.year.starts_on.year + 1)
    return {"pk": world.year_plan.pk}


def of_cycle(world):
    return {"pk": world.study_cycle.pk}


def removed(world):
    world.study_cycle.set_removed(timezone.now())
    return of_cycle(world)


def another_meeting(world):
    meeting = build_team.make_meeting(world.tc, world.days_ago(-8))
    return of_cycle(world) | {"meeting": meeting.pk}


def of_milestone(world):
    return {"pk": build.make_milestone(world.study_cycle, world.today).pk}


def of_study(world):
    return {"pk": world.study.pk}


def with_guest(world):
    world.tc_held.attendances.create(
        school_system=world.system, user=world.former, is_guest=True, meeting=world.tc_held
    )
    return of_study(world)


def of_test(world):
    return {"pk": build.make_field_test(world.study).pk}


def off(args):
    def switched_off(world):
        found = args(world)
        world.year_plan.uses_field_tests = False
        world.year_plan.save()
        return found

    return switched_off


ARGS = {
    "reports:year_plan_export": of_year,
    "reports:cycle_export": of_cycle,
    "collaboration:team_studies": of_team,
    "collaboration:team_line": of_team,
    "collaboration:year_plan_add": of_new_team,
    "collaboration:year_plan_edit": of_year,
    "collaboration:year_plan_copy": of_year,
    "collaboration:cycle_add": of_year,
    "collaboration:cycle_detail": of_cycle,
    "collaboration:cycle_detail removed": removed,
    "collaboration:cycle_edit": of_cycle,
    "collaboration:cycle_end": of_cycle,
    "collaboration:cycle_resume": of_cycle,
    "collaboration:cycle_remove": of_cycle,
    "collaboration:cycle_restore": removed,
    "collaboration:cycle_plan": of_cycle,
    "collaboration:cycle_take": another_meeting,
    "collaboration:milestone_add": of_cycle,
    "collaboration:milestone_edit": of_milestone,
    "collaboration:milestone_reach": of_milestone,
    "collaboration:milestone_remove": of_milestone,
    "collaboration:milestone_restore": of_milestone,
    "collaboration:study_meeting": of_study,
    "collaboration:study_meeting guest": with_guest,
    "collaboration:study_save": of_study,
    "collaboration:study_save guest": with_guest,
    "collaboration:meeting_study": lambda world: world.study and {"pk": world.tc_held.pk},
    "collaboration:field_test_add": of_study,
    "collaboration:field_test_add off": off(of_study),
    "collaboration:field_test_edit": of_test,
    "collaboration:field_test_edit off": off(of_test),
    "collaboration:field_test_remove": of_test,
    "collaboration:field_test_restore": of_test,
}


def cycle_data(world):
    return {
        "kind": "unit",
        "title": "Area and perimeter",
        "meeting_count": "4",
        "starts_on": world.year.starts_on.isoformat(),
        "ends_on": world.year.ends_on.isoformat(),
        "levels": "Not yet\nAlmost\nGot it",
        "reached_from": "3",
    }


def milestone_data(world):
    return {"due_on": world.today.isoformat(), "text": "Half of them do it alone."}


def a_text(world):
    return json.dumps({"field": "need", "value": "Halves.", "was": "Thirds on a line."})


def proof_data(world):
    return {"strategy": "Number talks", "source": "The module", "evidence": "From 8 to 17 of 24."}


DATA = {
    "POST collaboration:year_plan_add": lambda world: {"school_year": world.year.pk},
    "POST collaboration:year_plan_edit": lambda world: {"hours_a_month": "12"},
    "POST collaboration:cycle_add": cycle_data,
    "POST collaboration:cycle_edit": cycle_data,
    "POST collaboration:milestone_add": milestone_data,
    "POST collaboration:milestone_edit": milestone_data,
    "POST collaboration:study_meeting": lambda world: {"need": "Halves."},
    "POST collaboration:study_save": a_text,
    "POST collaboration:study_save guest": a_text,
    "POST collaboration:field_test_add": proof_data,
    "POST collaboration:field_test_edit": proof_data,
}
SHOWS = {
    "GET collaboration:team_line": (lambda world: world.study_cycle.title, list(READERS)),
    "GET collaboration:cycle_detail": (lambda world: world.study.get_absolute_url(), list(MEMBERS)),
}
