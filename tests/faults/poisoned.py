"""The product's worker with one fault: printing a plan that says POISON kills the process.

As a fault in a native library would: no exception, no clean-up.
"""

import os
import signal

from config.celery import app
from core import pdf

__all__ = ["app"]

whole = pdf.print_html


def print_or_die(html):
    if "POISON" in html:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(html)


pdf.print_html = print_or_die
