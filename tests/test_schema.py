"""Test databases are copies of one whose tables belong to the migrations as they stand."""

import pytest
from django.db import connection

from tests.schema import PREFIX, schema_name


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "people/migrations").mkdir(parents=True)
    (tmp_path / "people/migrations/0001_first.py").write_text("one = 1\n")
    (tmp_path / "requirements.lock").write_text("django==5.2\n")
    return tmp_path


@pytest.mark.parametrize("file", ["people/migrations/0001_first.py", "requirements.lock"])
def test_a_changed_migration_or_package_asks_for_new_tables(tree, file):
    before = schema_name(tree)
    assert schema_name(tree) == before
    (tree / file).write_text("something else\n")
    assert schema_name(tree) != before


def test_a_new_migration_asks_for_new_tables(tree):
    before = schema_name(tree)
    (tree / "people/migrations/0002_second.py").write_text("two = 2\n")
    assert schema_name(tree) != before


@pytest.mark.django_db
def test_the_tables_of_older_migrations_are_cleared_away():
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        assert {row[0] for row in cursor} == {schema_name()}
