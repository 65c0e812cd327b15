"""Every form save stays within six queries, counted with session and user."""

import re

import pytest
from django.core.cache import cache
from django.db import connection

from tests.permission_table import PEOPLE
from tests.test_permissions import ROWS, Probe, built_world, world

__all__ = ["built_world", "world"]
pytestmark = pytest.mark.django_db

BAR = 6
NOT_COUNTED = re.compile(r"^(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)")
SAVED = (200, 204, 302)
MAY = {
    row: [name for name in PEOPLE[1:] if codes[name] in SAVED]
    for row, codes in ROWS.items()
    if row.startswith("POST") and any(codes[name] in SAVED for name in PEOPLE[1:])
}
# What a save costs where it does more than write a form: exact counts, so that none grows unseen.
MORE_BECAUSE = {
    "it is a batch of notes as a device sends it, whose bar is seven": {
        "POST coaching:note_tag": 8,
        "POST coaching:paper_visit": 10,
    },
    "it counts tries and begins a new session": {
        "POST account_change_password": 9,
        "POST account_login": 9,
        "POST account_login email": 9,
        "POST mfa_login_webauthn": 9,
    },
    "it changes how somebody signs in, and tells them by mail": {
        "POST mfa_deactivate_totp": 9,
        "POST mfa_remove_webauthn": 9,
    },
    "it locks, keeps the version before, and tells the other one": {
        "POST coaching:feedback_edit shared": 15,
        "POST coaching:feedback_reply": 7,
        "POST coaching:feedback_share": 13,
        "POST coaching:note_late": 13,
        "POST coaching:plan_adjust agreed": 8,
        "POST coaching:plan_adjust_leave": 8,
        "POST coaching:plan_complete agreed": 7,
        "POST coaching:plan_serves": 7,
        "POST coaching:plan_sign draft": 11,
        "POST coaching:proposal_decline": 8,
        "POST coaching:proposal_put_back": 10,
        "POST coaching:proposal_take": 10,
        "POST coaching:step_edit": 14,
        "POST coaching:walkthrough_edit": 16,
        "POST reports:story_write": 7,
    },
    "it holds the round, and works its due dates out from the school's calendar": {
        "POST coaching:round_areas": 10,
        "POST coaching:round_begin": 11,
        "POST coaching:round_plan": 10,
        "POST coaching:round_step": 10,
        "POST coaching:round_step_undo": 9,
        "POST coaching:self_assessment_show": 8,
    },
    "it reads and writes a round of forty teachers as it does of one": {
        "POST coaching:round_grid": 21,
    },
    "it finds the file's records by who may read them, and their goals": {
        "POST reports:cycle_export": 8,
        "POST reports:year_plan_export": 8,
    },
    "it holds a team's cycle together: its meetings and their numbers, or its students": {
        "POST collaboration:cycle_edit": 7,
        "POST collaboration:cycle_plan": 14,
        "POST collaboration:cycle_take": 8,
        "POST collaboration:focus_list": 7,
        "POST collaboration:focus_notes": 9,
        "POST collaboration:focus_remove": 7,
        "POST collaboration:year_plan_add": 7,
        "POST collaboration:year_plan_copy": 8,
    },
    "it writes rows of several kinds": {
        "POST coaching:feedback_quote": 7,
        "POST coaching:plan_add": 7,
        "POST coaching:plan_copy": 16,
        "POST coaching:leader_plan_start": 30,
        "POST coaching:plan_start": 13,
        "POST coaching:round_plan_start": 13,
        "POST coaching:sample_start": 25,
    },
    "it ends, or looks for, everything that hangs on the row": {
        "POST coaching:feedback_end": 8,
        "POST coaching:feedback_remove": 17,
        "POST coaching:walkthrough_discard": 14,
        "POST people:membership_end": 9,
        "POST people:person_end": 15,
        "POST people:person_restore": 9,
        "POST people:school_remove": 30,
        "POST people:year_remove": 14,
    },
    "it plans meetings with their parts and lists, or puts a whole agenda in its place": {
        "POST meetings:agenda_edit": 17,
        "POST meetings:agenda_paste": 7,
        "POST meetings:agenda_use": 16,
        "POST meetings:meeting_add": 14,
        "POST meetings:meeting_hold": 9,
        "POST meetings:member_add": 7,
        "POST meetings:series_plan": 12,
    },
    "it reads teams and schools of the person, who is on the list, and what was said before": {
        "POST meetings:assignment_report": 7,
    },
    "it finds the team and its year, holds the team, and reads what was answered": {
        "POST meetings:launch_save": 9,
        "POST meetings:launch_sheet": 9,
    },
    "it reads the person's schools and teams, holds the team, and reads what was said before": {
        "POST ilt:stage_action": 8,
        "POST ilt:stage_action computed": 8,
        "POST ilt:stage_status": 8,
    },
    "it works out where the team stands, and keeps a line for each action": {
        "POST ilt:stage_keep": 10,
        "POST ilt:stage_keep teamless": 10,
    },
    "it locks the part, keeps what stood there, and frees it": {
        "POST meetings:section_notes": 8,
    },
    "it makes a job with its parts, once per person at a time": {
        "POST reports:meeting_export": 8,
        "POST reports:data_review_export": 8,
        "POST reports:export_again": 7,
        "POST reports:export_plans all": 7,
    },
    "it holds the teacher, so that of many at once one gives her an owner coach": {
        "POST people:hand_over_undo": 12,
    },
    "it answers for a whole caseload, or begins the page to write on": {
        "POST coaching:launch_all": 7,
    },
    "it holds the pair, works out whether there is school that day, and tells the other one": {
        "POST coaching:peer_visit_ask": 8,
        "POST coaching:peer_visit_invite": 8,
        "POST coaching:visit_invitation_accept": 10,
        "POST coaching:visit_invitation_move": 10,
        "POST coaching:visit_invitation_take_back": 8,
        "POST coaching:visit_invite": 7,
    },
    "it holds the long-range plan, and asks for the rules of its rows before it answers": {
        "POST ilt:cycle_add": 9,
        "POST ilt:cycle_remove": 7,
        "POST ilt:cycle_restore": 9,
        "POST ilt:cycle_shift": 14,
        "POST ilt:move_undo": 8,
        "POST ilt:plan_paste": 11,
        "POST ilt:week_add": 11,
        "POST ilt:week_restore": 8,
    },
    "it reads the goals and years one may choose": {
        "POST ilt:cycle_edit": 8,
        "POST ilt:plan_start": 9,
        "POST ilt:plan_start system": 9,
    },
    "it looks for what leans on the data set": {
        "POST goals:data_set_remove": 7,
    },
    "it plans a meeting with its parts, its list and its assignments": {
        "POST ilt:sample_start": 11,
        "POST ilt:week_meet": 18,
    },
    "it makes a job of a record that two rules open": {
        "POST reports:long_range_export": 8,
        "POST reports:long_range_export system": 8,
    },
    "it asks for role and team, and reads the whole the part belongs to": {
        "POST ilt:promise_add": 7,
        "POST ilt:promise_edit": 7,
        "POST ilt:review_add": 7,
        "POST ilt:review_edit": 8,
        "POST ilt:review_hold": 7,
        "POST ilt:walk_correct": 7,
        "POST ilt:walk_tally": 7,
    },
    "it asks for role and team, and looks for names of the directory": {
        "POST ilt:practice_of_walk": 7,
        "POST ilt:walk_add": 8,
        "POST ilt:walk_edit": 8,
    },
    "it looks for names on the roster, and for room among the person's files": {
        "POST coaching:artifact_add visit": 7,
    },
}
MORE = {row: count for rows in MORE_BECAUSE.values() for row, count in rows.items()}


class CountingProbe(Probe):
    """Counts the queries of the request alone, not those of signing in before it."""

    def _send(self, client, headers):
        self.count = 0
        with connection.execute_wrapper(self._count):
            return super()._send(client, headers)

    def _count(self, execute, sql, params, many, context):
        self.count += not NOT_COUNTED.match(sql)
        return execute(sql, params, many, context)


def most_queries(row, world):
    """The queries of the person for whom this save takes the most."""
    probe = CountingProbe(row, world)
    counts = []
    for person in MAY[row]:
        response = probe.ask(person)
        assert response.status_code == ROWS[row][person]
        counts.append(probe.count)
    return max(counts)


@pytest.fixture(autouse=True)
def fresh_throttles(world):
    """Tries that another test counted, and that lapsed since, would be swept by the first save."""
    cache.clear()


@pytest.mark.parametrize("row", sorted(MAY.keys() - MORE.keys()))
def test_a_save_takes_six_queries_at_most(row, world):
    assert most_queries(row, world) <= BAR


@pytest.mark.parametrize("row", sorted(MORE))
def test_a_larger_piece_of_work_takes_as_many_as_is_known(row, world):
    assert most_queries(row, world) == MORE[row]
