"""Every form save stays within six queries, counted with session and user."""

import re

import pytest
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
        "POST coaching:note_add": 7,
        "POST coaching:note_add shared": 7,
        "POST coaching:note_restore": 7,
        "POST coaching:note_tag": 9,
        "POST coaching:visit_start": 7,
    },
    "it counts tries and begins a new session": {
        "POST account_change_password": 10,
        "POST account_login": 10,
        "POST mfa_login_webauthn": 10,
    },
    "it changes how somebody signs in, and tells them by mail": {
        "POST mfa_deactivate_totp": 10,
        "POST mfa_generate_recovery_codes": 7,
        "POST mfa_remove_webauthn": 10,
    },
    "it locks, keeps the version before, and tells the other one": {
        "POST coaching:feedback_edit shared": 15,
        "POST coaching:feedback_reply": 8,
        "POST coaching:feedback_share": 13,
        "POST coaching:note_late": 13,
        "POST coaching:plan_complete agreed": 8,
        "POST coaching:plan_show_principal waiting_for_teacher": 7,
        "POST coaching:feedback_edit draft": 7,
        "POST coaching:feedback_save": 7,
        "POST coaching:plan_sign draft": 12,
        "POST coaching:step_edit": 14,
        "POST coaching:visit_move announced": 7,
        "POST coaching:walkthrough_edit": 17,
        "POST coaching:walkthrough_save": 7,
        "POST coaching:walkthrough_show": 7,
    },
    "it locks the coach, so that two taps at once plan one visit": {
        "POST coaching:week_place": 7,
    },
    "it writes rows of several kinds": {
        "POST coaching:feedback_quote": 8,
        "POST coaching:plan_add": 8,
        "POST coaching:plan_copy": 17,
        "POST coaching:plan_hand_over": 7,
        "POST coaching:plan_start": 14,
    },
    "it ends, or looks for, everything that hangs on the row": {
        "POST coaching:walkthrough_discard": 9,
        "POST coaching:walkthrough_form_remove": 7,
        "POST people:membership_end": 10,
        "POST people:person_edit": 7,
        "POST people:person_end": 16,
        "POST people:person_restore": 10,
        "POST people:school_remove": 10,
        "POST people:year_remove": 8,
    },
    "it answers with a page, its menu and the bell": {
        "POST notices:resubscribe": 7,
        "POST notices:unsubscribe": 7,
    },
    "it makes a job with its parts, once per person at a time": {
        "POST reports:change_export": 7,
        "POST reports:export_again": 8,
        "POST reports:export_plans": 7,
        "POST reports:export_plans all": 8,
        "POST reports:export_plans draft": 7,
        "POST reports:plan_export agreed": 7,
        "POST reports:plan_export draft": 7,
        "POST reports:plan_export hidden": 7,
        "POST reports:visit_export": 7,
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


@pytest.mark.parametrize("row", sorted(MAY.keys() - MORE.keys()))
def test_a_save_takes_six_queries_at_most(row, world):
    assert most_queries(row, world) <= BAR


@pytest.mark.parametrize("row", sorted(MORE))
def test_a_larger_piece_of_work_takes_as_many_as_is_known(row, world):
    assert most_queries(row, world) == MORE[row]
