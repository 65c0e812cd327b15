"""A browser as the sync endpoint knows it, and the visit that tests send notes of."""

import datetime as dt
import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people

URL = "/api/v1/sync"
NOW = timezone.now


class Device:
    """A browser signed in as one coach, which sends operations and remembers nothing."""

    def __init__(self, user):
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def post(self, ops, **more):
        body = {"schema": 1, "device_id": "d1", "expected_user": str(self.user.pk), "ops": ops}
        return self.client.post(URL, json.dumps(body | more), content_type="application/json")

    def send(self, *ops):
        answer = self.post(list(ops))
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    def statuses(self, *ops):
        return [result["status"] for result in self.send(*ops)]


def op(kind, /, **fields):
    return {"op_id": str(uuid7()), "op": kind} | {
        name: value.isoformat()
        if isinstance(value, dt.datetime)
        else str(value)
        if isinstance(value, uuid.UUID)
        else value
        for name, value in fields.items()
    }


def put(visit, text, *, id=None, base_rev=0, seq=1, **fields):
    return op(
        "entry.put",
        id=id or uuid7(),
        visit=visit.pk,
        seq=seq,
        base_rev=base_rev,
        occurred_at=fields.pop("occurred_at", NOW()),
        text=text,
        **fields,
    )


@pytest.fixture
def school():
    return people.make_school(people.make_system())


@pytest.fixture
def pair(school):
    return people.make_pair(school)


@pytest.fixture
def visit(pair):
    return build.make_visit(*pair, minutes=None, notes=())


@pytest.fixture
def device(pair):
    return Device(pair[1])


def texts(visit):
    return [note.text for note in visit.notes.kept()]
