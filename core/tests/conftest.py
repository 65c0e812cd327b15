import pytest
from django.test import Client

from demo.builders.people import give_role, make_school, make_system, make_user


@pytest.fixture
def coach(db):
    """A coach who can sign in."""
    system = make_system("Pelican Parish Schools")
    school = make_school(system, "Magnolia Middle")
    user = make_user(system, "Ada Vance", "coach@example.org", password="cypress-lantern-9")
    give_role(user, "coach", school)
    return user


@pytest.fixture
def signed_in(client, coach):
    """The coach's own browser."""
    client.force_login(coach)
    return client


@pytest.fixture
def strict_client(db):
    """A browser whose forms need their token."""
    return Client(enforce_csrf_checks=True)
