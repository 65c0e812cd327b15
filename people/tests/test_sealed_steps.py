"""What the database holds of a second step opens nothing by itself."""

import io
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from people.tests.test_second_step import (
    code_of,
    codes_on,
    fresh_throttles,
    is_in,
    person,
    run,
    set_up_app,
    sign_in,
    system,
)

__all__ = ["fresh_throttles", "person", "run", "system"]
pytestmark = pytest.mark.django_db
migration = import_module("people.migrations.0024_seal_second_steps")


def stored():
    """Every column of every second step, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(step::text, ' ') FROM mfa_authenticator AS step")
        return cursor.fetchone()[0]


def gets_in(person, run, code):
    client = sign_in(person)[0]
    run(client, "mfa_authenticate", {"code": code})
    return is_in(client)


def test_no_secret_of_an_app_and_no_code_stands_in_the_database(person, run):
    client = sign_in(person)[0]
    secret = set_up_app(client, run)
    assert secret not in stored()
    assert [code for code in codes_on(client) if code in stored()] == []


def test_after_a_change_of_the_key_app_and_codes_sign_in(person, run, settings):
    client = sign_in(person)[0]
    secret, codes = set_up_app(client, run), codes_on(client)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert gets_in(person, run, code_of(secret, 1))
    assert gets_in(person, run, codes[0])
    call_command("seal_anew", stdout=io.StringIO())
    settings.SECRET_KEY_FALLBACKS = []
    assert gets_in(person, run, codes[1])


def test_steps_from_before_are_sealed_by_the_migration_once(person, run):
    client = sign_in(person)[0]
    secret, codes = set_up_app(client, run), codes_on(client)
    migration.unseal_all(apps, None)
    assert secret in stored()
    migration.seal_all(apps, None)
    once = stored()
    assert secret not in once
    migration.seal_all(apps, None)
    assert stored() == once
    assert gets_in(person, run, code_of(secret, 1))
    assert gets_in(person, run, codes[0])
    assert Authenticator.objects.count() == 2
