"""The processes of a run: started in order, started again when they fall, stopped in reverse."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from launcher.places import LauncherError, last_lines, say

RESTARTS_A_MINUTE = 5
BIG_LOG = 5_000_000


def command_of(pid: int) -> str:
    """The command line of a live process; empty when there is none (any more)."""
    if sys.platform == "linux":
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        return ""
    ps = subprocess.run(["ps", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True)
    state, _, args = ps.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else args.strip()


def own_command(process: subprocess.Popen) -> str:
    """The command line of a process just started: for a moment the system shows none."""
    end = time.monotonic() + 5
    while not (command := command_of(process.pid)) and process.poll() is None:
        if time.monotonic() > end:
            break
        time.sleep(0.001)
    return command


@dataclass
class Child:
    """One process of ours, in a session of its own so that Ctrl+C reaches only the launcher."""

    name: str
    args: list[str]
    log: Path
    env: dict[str, str] | None = None
    cwd: Path | str | None = None
    account: dict = field(default_factory=dict)  # user=, group= of subprocess.Popen
    stop_signal: int = signal.SIGTERM
    patience: float = 15.0  # seconds between the stop signal and SIGKILL
    is_server: bool = False  # the others need it while they stop
    process: subprocess.Popen | None = None
    command: str = ""  # as the system shows it
    is_asked: bool = False
    falls: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process; what it prints goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        too_big = self.log.exists() and self.log.stat().st_size > BIG_LOG
        with open(self.log, "wb" if too_big else "ab") as log:
            self.process = subprocess.Popen(
                self.args,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,
                **self.account,
            )
        self.command = own_command(self.process)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the stop signal, once, and do not wait."""
        if self.is_running and not self.is_asked:
            self.process.send_signal(self.stop_signal)
        self.is_asked = True

    def stop(self) -> None:
        """Ask, wait, and after its patience end the process with all it started."""
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.sweep()

    def sweep(self) -> None:
        """Kill what is left of the process and its own children."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        """After a fall: sweep up, start anew, but not for ever."""
        code, now = self.process.returncode, time.monotonic()
        self.falls = [*(fall for fall in self.falls if now - fall < 60), now]
        if len(self.falls) > RESTARTS_A_MINUTE:
            raise LauncherError(
                f"{self.name} keeps stopping (exit {code}):\n{last_lines(self.log)}"
            )
        say(f"{self.name} stopped by itself (exit {code}); starting it again. See {self.log}")
        self.sweep()
        self.start()


class Family:
    """The children of one run and the file that names them, for the run after a kill -9."""

    def __init__(self, record: Path):
        self.record = record
        self.children: list[Child] = []

    def start(self, child: Child) -> Child:
        """Start one more child and write it down."""
        child.start()
        self.children.append(child)
        self.write()
        return child

    def drop(self, child: Child) -> None:
        """Forget a child that ended before it was of use."""
        child.stop()
        self.children.remove(child)

    def write(self) -> None:
        """Write down who runs, so that the next run can end what this one had to leave behind."""
        rows = [
            {
                "name": child.name,
                "pid": child.process.pid,
                "command": child.command,
                "stop_signal": int(child.stop_signal),
                "patience": child.patience,
            }
            for child in self.children
        ]
        self.record.parent.mkdir(parents=True, exist_ok=True)
        part = self.record.with_suffix(".part")
        part.write_text(json.dumps(rows, indent=1))
        part.rename(self.record)

    def tend(self) -> None:
        """Start again whichever child has fallen."""
        fallen = [child for child in self.children if not child.is_running]
        for child in fallen:
            child.start_again()
        if fallen:
            self.write()

    def stop(self) -> None:
        """Stop every child, the last one started first; each server alone, after the others."""
        order = list(reversed(self.children))
        clients = [child for child in order if not child.is_server]
        for child in clients:
            child.ask_to_stop()
        for child in (*clients, *(child for child in order if child.is_server)):
            child.stop()
        self.children = []
        self.record.unlink(missing_ok=True)


def end_orphans(record: Path) -> None:
    """End what a killed run left behind: only a process with the recorded id *and* command."""
    if not record.exists():
        return
    for row in reversed(json.loads(record.read_text())):
        if is_same(row):
            say(f"Ending {row['name']} ({row['pid']}), left by a run that was killed …")
            end_orphan(row)
    record.unlink()


def is_same(row: dict) -> bool:
    """Whether the recorded process still runs and is the recorded one."""
    return bool(row["command"]) and command_of(row["pid"]) == row["command"]


def end_orphan(row: dict) -> None:
    """Ask, wait, then kill the process with its own children."""
    with suppress(ProcessLookupError):
        os.kill(row["pid"], row["stop_signal"])
        if not wait_until_gone([row], row["patience"]):
            os.killpg(row["pid"], signal.SIGKILL)
            wait_until_gone([row], 5)


def wait_until_gone(rows: Iterable[dict], seconds: float) -> bool:
    """Wait for recorded processes to end; True when all have."""
    end = time.monotonic() + seconds
    while any(is_same(row) for row in rows):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
