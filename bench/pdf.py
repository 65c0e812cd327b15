"""Plans as PDFs: the whole pipeline, from the claimed row to the hashed file, and bare WeasyPrint.

Bare is WeasyPrint on the same HTML with the same style sheet and tags, and nothing around it.
"""

import multiprocessing
import resource
import statistics
import sys
import tempfile
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db import connections
from django.template.loader import render_to_string
from django.test.utils import override_settings
from django.utils import timezone
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.measure import Figure, pairs, quartiles, seconds
from coaching.actions.rubric import load_starting_rubric
from coaching.models import Plan
from coaching.pdf import plan_context
from coaching.plan_record import live_record
from core import pdf_engine
from demo.builders import coaching as build
from demo.builders import people
from people.models import Membership
from reports.actions import making
from reports.actions.export import request_export
from reports.exportable import PLANS
from reports.models import PART_SIZE, Export

SUBJECT = "pdf"
MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)


def run(rounds: int) -> list[Figure]:
    """Plans a second, ours and bare; with one worker and with two; the memory of a worker."""
    with tempfile.TemporaryDirectory() as folder, override_settings(EXPORT_DIR=Path(folder)):
        district = make_district(PART_SIZE)
        html = [printed_html(plan) for plan in PLANS.to_print(district)]
        taken = pairs(lambda: pipeline(district), lambda: bare(html), rounds)
        one, _ = with_workers(district, 1)
        two, memory = with_workers(district, 2)
    return figures(taken, one, two, memory)


def figures(taken, one, two, memory):
    ours, least = (statistics.median(column) for column in zip(*taken, strict=True))
    low, middle, high = quartiles([floor / subject for subject, floor in taken])
    return [
        Figure(SUBJECT, "our pipeline", PART_SIZE / ours, "plans/s"),
        Figure(SUBJECT, "bare WeasyPrint, same HTML", PART_SIZE / least, "plans/s"),
        Figure(SUBJECT, "ours of bare, median", middle, "×", "at least 0.80"),
        Figure(SUBJECT, "ours of bare, lower quartile", low, "×"),
        Figure(SUBJECT, "ours of bare, upper quartile", high, "×"),
        Figure(SUBJECT, "one worker", 2 * PART_SIZE / one, "plans/s"),
        Figure(SUBJECT, "two workers", 2 * PART_SIZE / two, "plans/s"),
        Figure(SUBJECT, "two workers of one", one / two, "×", "at least 1.20"),
        Figure(SUBJECT, "peak memory of a worker", memory, "MB", "at most 512"),
    ]


def make_district(count):
    """Agreed plans of `count` teachers; returns somebody of the district's staff."""
    system = people.make_system("Bench Parish Schools")
    indicator = load_starting_rubric(system)["QU"]
    year, school = people.make_year(system), people.make_school(system, "Bench Elementary")
    for _ in range(count):
        teacher, coach = people.make_pair(school)
        plan = build.make_plan(teacher, coach, indicator=indicator, school_year=year)
        for order in (2, 3):
            build.make_step(teacher, coach, plan=plan, order=order, due_on=plan.goal_due_on)
        agree(plan)
    return people.make_central(system, Membership.Role.DISTRICT_STAFF)


def agree(plan):
    now = timezone.now()
    for person in (plan.teacher, plan.coach):
        build.sign(plan, person)
    plan.snapshots.create(
        school_system=plan.school_system,
        occasion="agreed",
        content=live_record(plan),
        taken_at=now,
    )
    agreed = {"status": Plan.Status.AGREED, "agreed_at": now, "district_may_read": True}
    Plan.objects.filter(pk=plan.pk).update(**agreed)


def printed_html(plan):
    context = {**plan_context(plan), "system": plan.school_system.name, "as_of": timezone.now()}
    return render_to_string("coaching/plan.pdf.html", context)


def pipeline(district):
    """One part of 20 as a worker makes it: claim, read, print, fsync, rename, hash, mark."""
    [part] = parts_of(district)
    make_parts([part])


def parts_of(district, plans=None):
    """The ids of the parts of a fresh export."""
    plans = plans or list(PLANS.to_print(district))
    Export.objects.open().update(state=Export.State.CANCELLED)
    export = request_export(Export.Kind.PLANS, plans, by=district, now=timezone.now())
    return list(export.parts.values_list("pk", flat=True))


def make_parts(pks):
    for pk in pks:
        making.make_part(pk, clock=timezone.now)


fonts = FontConfiguration()
style = CSS(
    filename=finders.find("core/pdf.css"),
    base_url="static:core/",
    url_fetcher=pdf_engine.fetcher,
    font_config=fonts,
)


def bare(pages):
    for html in pages:
        HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")


def with_workers(district, count):
    """Seconds for two parts of 20 with `count` processes, and the most memory one of them used."""
    parts = parts_of(district) + parts_of(make_district(PART_SIZE))
    Export.objects.filter(parts__in=parts).update(state=Export.State.DUE)
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(count) as pool:
        pool.map(megabytes_after, [[]] * count, chunksize=1)
        work = [[part] for part in parts]
        memory = []
        taken = seconds(lambda: memory.extend(pool.map(megabytes_after, work, chunksize=1)))
    return taken, max(memory)


def megabytes_after(pks):
    """Make these parts in this process; the most memory it has ever used."""
    make_parts(pks)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
