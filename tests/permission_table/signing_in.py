"""Signing in: where one is signed in, and signing out there."""

from django.test import Client

from people.models import Session
from tests.permission_table import answers


def device_of_the_subject(world):
    client = Client(headers={"User-Agent": "Firefox on a Windows tablet"})
    client.force_login(world.subject)
    session = Session.objects.get(pk=client.session.session_key)
    return {"reference": session.reference}


ROWS = {
    "GET people:device_list": answers(200),
    "POST people:device_sign_out": answers(404, subject=302),
    "POST people:device_sign_out_others": answers(302),
    "POST people:person_sign_out": answers(403, admin=302, other_system=404),
}
ARGS = {
    "people:device_sign_out": device_of_the_subject,
    "people:person_sign_out": lambda world: {"pk": world.subject.pk},
}
