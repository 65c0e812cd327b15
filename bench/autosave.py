"""Fifteen notes of a live visit: through the endpoint, and as a bare upsert by psycopg."""

import json
import statistics

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.measure import Figure, pairs, quartiles
from coaching.actions.rubric import load_starting_rubric
from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people

SUBJECT = "autosave"
NOTES = 15
ROUNDS = 8  # for each round asked for: this one is quick
TEXT = "T: “Turn to your partner and tell how you know.” 22 of 24 students talk."
UPSERT = """
    INSERT INTO coaching_evidencenote (id, school_system_id, created_at, visit_id, author_id, seq,
        rev, occurred_at, device_at, text, judgement_words, is_left_out, is_late, deleted_at)
    SELECT id, %(system)s, %(now)s, %(visit)s, %(author)s, seq, 1, %(now)s, %(now)s, text, '{}',
        false, false, NULL
    FROM unnest(%(ids)s::uuid[], %(seqs)s::int[], %(texts)s::text[]) AS sent (id, seq, text)
    ON CONFLICT (id) DO UPDATE SET text = excluded.text, rev = coaching_evidencenote.rev + 1
"""


def run(rounds: int) -> list[Figure]:
    """Notes a second through the view, and by the bare upsert; queries of one batch."""
    visit = make_live_visit()
    device = Device(visit)
    with CaptureQueriesContext(connection) as queries:
        device.send()
        query_count = len(queries)
    with bare_connection() as bare:
        taken = pairs(device.send, lambda: upsert(bare, visit), rounds * ROUNDS)
    ours, least = (statistics.median(column) for column in zip(*taken, strict=True))
    low, middle, high = quartiles([subject / floor for subject, floor in taken])
    return [
        Figure(SUBJECT, "through the view", NOTES / ours, "notes/s"),
        Figure(SUBJECT, "bare upsert", NOTES / least, "notes/s"),
        Figure(SUBJECT, "view to bare, median", middle, "×", "at most 8"),
        Figure(SUBJECT, "view to bare, lower quartile", low, "×"),
        Figure(SUBJECT, "view to bare, upper quartile", high, "×"),
        Figure(SUBJECT, "queries of a batch", query_count, "", "at most 7"),
    ]


def make_live_visit():
    system = people.make_system("Bench Note Schools")
    load_starting_rubric(system)
    teacher, coach = people.make_pair(people.make_school(system))
    return build.make_visit(teacher, coach, timezone.now(), minutes=None, notes=())


class Device:
    """The coach's browser: signs in once, then sends batches of fifteen new notes."""

    def __init__(self, visit):
        self.visit = visit
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(visit.coach)

    def send(self):
        body = {"schema": 1, "expected_user": str(self.visit.coach_id), "ops": self.operations()}
        answer = self.client.post(
            "/api/v1/sync", json.dumps(body), content_type="application/json", secure=True
        )
        assert {row["status"] for row in answer.json()["results"]} == {"applied"}  # noqa: S101

    def operations(self):
        moment = self.visit.started_at.isoformat()
        return [
            {
                "op": "entry.put",
                "op_id": str(uuid7()),
                "id": str(uuid7()),
                "visit": str(self.visit.pk),
                "seq": seq,
                "base_rev": 0,
                "occurred_at": moment,
                "device_at": moment,
                "text": TEXT,
            }
            for seq in range(1, NOTES + 1)
        ]


def bare_connection():
    """A connection of psycopg's own to the same database."""
    params = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    found = {name: params[name] for name in names if params.get(name)}
    return psycopg.connect(**found, autocommit=True)


def upsert(bare, visit):
    """Fifteen new notes in one statement and one transaction."""
    with bare.transaction():
        bare.execute(
            UPSERT,
            {
                "system": visit.school_system_id,
                "visit": visit.pk,
                "author": visit.coach_id,
                "now": visit.started_at,
                "ids": [uuid7() for _ in range(NOTES)],
                "seqs": list(range(1, NOTES + 1)),
                "texts": [TEXT] * NOTES,
            },
        )
