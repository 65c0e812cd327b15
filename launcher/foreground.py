"""Running a command in the foreground, and being told to stop."""

import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """Ctrl+C, SIGTERM or SIGHUP has come."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


def listen_for_signals() -> None:
    """From now on a signal raises Stopped, once; SIGHUP stays ignored under nohup."""

    def stop(number, _frame):
        hush()
        raise Stopped(number)

    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)


def hush() -> None:
    """Ignore further signals: stopping has begun."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def in_foreground(args: Sequence[str | Path], env: dict[str, str], cwd: Path | None = None) -> int:
    """Run a command with our terminal and return its exit code; when we are told to stop, it is."""
    process = subprocess.Popen(args, env=env, cwd=cwd)
    try:
        return process.wait()
    except Stopped as stopped:
        end(process, by_terminal=stopped.number == signal.SIGINT)
        raise


def end(process: subprocess.Popen, *, by_terminal: bool) -> None:
    """End the command; Ctrl+C has reached it too, so that it may say its last words by itself."""
    for signal_number, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        with suppress(subprocess.TimeoutExpired):
            if by_terminal:
                process.wait(10)
                return
            process.send_signal(signal_number)
            process.wait(seconds)
            return
        by_terminal = False
