"""What holds for every test: a busy machine is no error of the product, tables are made once."""

import gc

import pytest
from django.db import connection
from hypothesis import settings

from tests.schema import migrated_schema

settings.register_profile("throughline", deadline=None)
settings.load_profile("throughline")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker, django_test_environment
):
    """Every test database is a copy of one with its tables in it."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_schema()


def pytest_collection_finish():
    """Thousands of tests and all of Django stand in memory: no need to look through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
