import pytest
from kombu import pools

from config.celery import app
from core.leases import bell
from tests.faults.processes import Broker, Worker
from tests.world import World


def forget_connections():
    """The next message opens a new connection, to whatever broker the app then names."""
    pools.reset()
    app.amqp._producer_pool = None
    app._pool = None
    bell.silent_until = 0.0


@pytest.fixture
def broker():
    """A broker of this test alone, which the product rings in."""
    before = app.conf.broker_url
    server = Broker()
    server.start()
    forget_connections()
    app.conf.broker_url = server.url
    yield server
    forget_connections()
    app.conf.broker_url = before
    server.kill()


@pytest.fixture
def folder(settings, tmp_path):
    """Where worker and test keep files, with leases short enough to wait for."""
    settings.LEASE_SECONDS = 3
    settings.EXPORT_DIR = tmp_path / "exports"
    settings.EXPORT_DIR.mkdir()
    return tmp_path


@pytest.fixture
def make_worker(broker, folder):
    """Makes workers, and ends whatever is left of them."""
    made = []

    def make(**options):
        made.append(Worker(broker, folder, **options))
        made[-1].start()
        return made[-1]

    yield make
    for worker in made:
        worker.stop()


@pytest.fixture
def world(transactional_db):
    return World()
