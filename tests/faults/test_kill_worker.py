"""A worker that dies at any moment costs time, never a file."""

import io
import random
import time
import zipfile

import pikepdf
import pytest
from django.utils import timezone

from core.files import sha256_of
from notices.models import Notice
from reports import store
from reports.actions.export import try_again
from reports.actions.tidying import sweep_exports
from reports.models import Export, ExportPart
from reports.tests.exporting import agreed_plans, ask_for
from tests.faults.processes import wait_until


def is_printing():
    """Whether a worker holds a part just now, as beat's sweeper would find it."""
    sweep_exports(timezone.now())
    return ExportPart.objects.filter(state="due", leased_until__gt=timezone.now()).exists()


def all_ended():
    """Whether every export has ended; those that gave up are tried again, as a person would."""
    sweep_exports(timezone.now())
    for export in Export.objects.filter(state__in=["failed", "dead"]):
        try_again(export, now=timezone.now())
    return not Export.objects.open().exists()


def pages_in(export):
    """The plans in a file: every PDF opens, and its hash is the row's."""
    path = store.path_of(export.stored_as)
    assert sha256_of(path) == export.sha256
    if not export.is_archive:
        pikepdf.open(path).close()
        return 1
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
        for name in names:
            pikepdf.open(io.BytesIO(archive.read(name))).close()
    return len(names)


@pytest.mark.parametrize("kills", [5, pytest.param(20, marks=pytest.mark.faults)])
def test_killed_mid_pdf_at_random_moments_every_job_ends_in_exactly_one_file(
    kills, world, make_worker, folder
):
    plans = agreed_plans(world, 8 + kills)
    exports = [
        ask_for(plans[:6], world.district),
        ask_for(plans[6:7], world.principal, Export.Kind.PLAN),
        ask_for(plans[7:], world.owner),
    ]
    moments = random.Random()
    killed = 0
    while killed < kills and Export.objects.open().exists():
        worker = make_worker()
        wait_until(lambda: is_printing() or all_ended(), 40, "a worker prints")
        time.sleep(moments.uniform(0, 0.6))
        worker.kill()
        killed += 1
    make_worker()
    wait_until(all_ended, 60, "every export ends")
    for export in exports:
        export.refresh_from_db()
    assert [export.state for export in exports] == ["done", "done", "done"]
    assert [pages_in(export) for export in exports] == [6, 1, 1 + kills]
    found = sorted(path.name for path in (folder / "exports").iterdir())
    assert found == sorted(export.stored_as for export in exports)
    assert Notice.objects.filter(kind="export_ready").count() == 3
    assert killed == kills


def test_a_plan_that_kills_its_worker_ends_dead_and_the_others_flow(world, make_worker, settings):
    settings.LEASE_SECONDS = 1
    plans = agreed_plans(world, 4)
    plans[1].student_need = "POISON"
    plans[1].save()
    many = ask_for(plans[:3], world.district)
    other = ask_for(plans[3:], world.principal, Export.Kind.PLAN)
    make_worker(app="tests.faults.poisoned")

    def ended():
        sweep_exports(timezone.now())
        return not Export.objects.open().exists()

    wait_until(ended, 60, "both exports end", every=0.3)
    many.refresh_from_db()
    other.refresh_from_db()
    assert (other.state, pages_in(other)) == ("done", 1)
    assert (many.state, pages_in(many)) == ("done", 2)
    assert many.reason == "1 of 3 could not be printed."
    dead = many.parts.get(state="dead")
    assert (dead.record_ids, dead.attempts) == ([plans[1].pk], 5)
    assert dead.reason == "Tried five times without success."
