import pytest

from tests.world import World


@pytest.fixture
def world(db):
    return World()


@pytest.fixture(autouse=True)
def export_dir(settings, tmp_path):
    """Files of exports go to a folder of this test."""
    settings.EXPORT_DIR = tmp_path / "exports"
    settings.EXPORT_DIR.mkdir()
    return settings.EXPORT_DIR
