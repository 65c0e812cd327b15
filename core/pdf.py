"""PDFs from our own templates, within limits of time, memory and length.

`pdf.render("coaching/plan.pdf.html", {"plan": …})` gives the bytes, or CannotPrintError, which says
why for the person who asked.
"""

import contextlib
import ctypes
import resource
import signal
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.core.checks import Warning as CheckWarning
from django.core.checks import register
from django.template.loader import render_to_string

ROWS_PER_TABLE = 300
MOST_CHARACTERS = 3_000_000
PANGO = {"darwin": "libpango-1.0.dylib"}.get(sys.platform, "libpango-1.0.so.0")
TOO_LARGE = "It is too large to print."
TOO_LONG = "It took longer to print than is allowed."
TOO_DEEP = "It is nested too deeply to print."
NO_PANGO = "This server cannot make PDFs: its Pango library is missing."


class CannotPrintError(Exception):
    """This record cannot become a PDF; the message says why, for the person who asked."""


# An alarm that falls into a finalizer is swallowed by Python: ring until somebody hears it.
AGAIN_AFTER = 0.5


class _TimeIsUp(BaseException):
    """Raised by the clock in the middle of the work; nothing in between may swallow it."""


def render(template: str, context: dict) -> bytes:
    """The template as a tagged PDF (PDF/UA). Raises CannotPrintError."""
    return print_html(render_to_string(template, context))


def print_html(html: str) -> bytes:
    """A whole page as a tagged PDF (PDF/UA). Raises CannotPrintError."""
    if len(html) > MOST_CHARACTERS:
        raise CannotPrintError(TOO_LARGE)
    write_pdf = _engine()
    try:
        with _memory_limit(settings.PDF_MEGABYTES), _time_limit(settings.PDF_SECONDS):
            return write_pdf(html)
    except _TimeIsUp as error:
        raise CannotPrintError(TOO_LONG) from error
    except MemoryError as error:
        raise CannotPrintError(TOO_LARGE) from error
    except RecursionError as error:
        raise CannotPrintError(TOO_DEEP) from error


def _engine():
    """WeasyPrint, loaded when the first PDF is made: pages work where Pango is missing."""
    try:
        from core.pdf_engine import write_pdf  # noqa: PLC0415
    except OSError as error:
        raise CannotPrintError(NO_PANGO) from error
    return write_pdf


def in_tables(rows: list) -> list[list]:
    """Rows in tables of a size that can be laid out."""
    return [rows[start : start + ROWS_PER_TABLE] for start in range(0, len(rows), ROWS_PER_TABLE)]


@contextlib.contextmanager
def _time_limit(seconds):
    """Interrupt the work after `seconds`; only a process's main thread has such a clock."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_AFTER)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_is_up(_signal, _frame):
    raise _TimeIsUp


@contextlib.contextmanager
def _memory_limit(megabytes):
    """Let the work take no more than this, where the system can say so.

    What the process holds already is left to it: a long-lived worker with little room left would
    not fail in Python, where it can be caught, but in the libraries below.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _held() + megabytes * 1024 * 1024
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _held() -> int:
    """Bytes of data this process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except FileNotFoundError:
        return 0
    return pages * resource.getpagesize()


@register()
def pango_is_there(app_configs, **kwargs):
    """Everything but PDF works without Pango: say so, and go on."""
    try:
        ctypes.CDLL(PANGO)
    except OSError:
        hint = "Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        return [CheckWarning("PDFs cannot be made: Pango is missing.", hint=hint, id="core.W001")]
    return []
