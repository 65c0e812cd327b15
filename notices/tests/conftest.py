import datetime as dt

import pytest

from demo.builders.people import make_pair, make_school, make_system, make_year
from notices.tests import smtp

NOON = dt.datetime(2026, 11, 17, 18, 0, tzinfo=dt.UTC)  # Tue, Nov 17, 2026, 12:00 in Chicago


@pytest.fixture
def mail_server(settings):
    """A real mail server on a port of this machine, and the settings that lead to it."""
    with smtp.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


@pytest.fixture
def school(db):
    system = make_system()
    make_year(system)
    return make_school(system)


@pytest.fixture
def pair(school):
    """A teacher and their owner coach."""
    return make_pair(school)


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch):
    """No message leaves for a broker: what is due stands in rows, and tests do it themselves."""
    monkeypatch.setattr("core.leases.bell.silent_until", float("inf"))
