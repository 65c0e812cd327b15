import dataclasses
import json
import logging
from pathlib import Path

import structlog
from django.core.management.base import BaseCommand

from bench import autosave, pdf
from bench.measure import own_database

SUBJECTS = {"pdf": pdf.run, "autosave": autosave.run}


class Command(BaseCommand):
    """Measures the product beside the bare libraries, in a database of its own."""

    help = "Measure the product beside the bare libraries it stands on."

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=SUBJECTS, action="append", help="this subject")
        parser.add_argument("--rounds", type=int, default=5, help="pairs of measurements")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")

    def handle(self, *, only, rounds, **options):
        figures = []
        # A line for each request would be measured too.
        quiet = structlog.make_filtering_bound_logger(logging.WARNING)
        structlog.configure(wrapper_class=quiet, cache_logger_on_first_use=False)
        with own_database():
            for name in only or SUBJECTS:
                self.stdout.write(f"Measuring {name} …")
                figures += SUBJECTS[name](rounds)
        for figure in figures:
            self.stdout.write(str(figure))
        if options["json"]:
            rows = [dataclasses.asdict(figure) for figure in figures]
            options["json"].write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
