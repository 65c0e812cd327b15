"""The product's worker with one fault: printing a plan that says POISON kills the process.

As a fault in a native library would: no exception, no clean-up.
"""

import os
import signal

from celery.signals import worker_init

from config.celery import app
from core import pdf

__all__ = ["app"]

whole = pdf.print_html


def print_or_die(html):
    if "POISON" in html:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(html)


pdf.print_html = print_or_die


@worker_init.connect
def load_first(**_signal):
    """Before the children are forked: so many die here that each loading it anew takes long."""
    pdf._engine()
