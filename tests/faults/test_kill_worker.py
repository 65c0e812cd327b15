"""A worker that dies at any moment costs time, never a file."""

import io
import random
import time
import zipfile

import pikepdf
import pytest
from django.db.models import Sum
from django.utils import timezone

from core.files import sha256_of
from notices.models import Notice
from reports import store
from reports.actions.export import try_again
from reports.actions.tidying import sweep_exports
from reports.models import Export, ExportPart
from reports.tests.exporting import agreed_plans, ask_for
from tests.faults.processes import Beat, wait_until

beat = Beat(sweep_exports)


def claims():
    """How often a worker has taken a part so far."""
    return ExportPart.objects.aggregate(claims=Sum("attempts"))["claims"]


def all_ended():
    """Whether every export has ended, while beat goes on."""
    beat.tick()
    return not Export.objects.open().exists()


def kill_in_the_middle(worker, is_whole, moments):
    """Wait for the worker to take a part, then kill it, or only its child, at a random moment."""
    before = claims()
    wait_until(lambda: claims() > before or all_ended(), 90, "a worker takes a part", every=0.2)
    time.sleep(moments.uniform(0, 0.5))
    if is_whole:
        worker.kill()
    else:
        worker.kill_child()


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
    plans = agreed_plans(world, 4 + 2 * kills)
    exports = [
        ask_for(plans[:3], world.district),
        ask_for(plans[3:4], world.principal, Export.Kind.PLAN),
        ask_for(plans[4:], world.owner),
    ]
    moments, worker = random.Random(), make_worker()
    for kill in range(kills):
        is_whole = kill % 3 == 2
        kill_in_the_middle(worker, is_whole, moments)
        worker = make_worker() if is_whole else worker
    wait_until(all_ended, 90 + 15 * kills, "every export ends", every=0.4)
    for export in Export.objects.filter(reason__contains="could not"):
        try_again(export, now=timezone.now())
    wait_until(all_ended, 120, "what gave up is done", every=0.4)
    for export in exports:
        export.refresh_from_db()
    assert [export.state for export in exports] == ["done", "done", "done"]
    assert [pages_in(export) for export in exports] == [3, 1, 2 * kills]
    found = sorted(path.name for path in (folder / "exports").iterdir())
    assert found == sorted(export.stored_as for export in exports)
    assert Notice.objects.filter(kind="export_ready").count() == 3
    assert claims() >= kills


def test_a_plan_that_kills_its_worker_ends_dead_and_the_others_flow(world, make_worker, settings):
    settings.LEASE_SECONDS = 1
    plans = agreed_plans(world, 4)
    plans[1].student_need = "POISON"
    plans[1].save()
    many = ask_for(plans[:3], world.district)
    other = ask_for(plans[3:], world.principal, Export.Kind.PLAN)
    make_worker(app="tests.faults.poisoned")
    wait_until(all_ended, 120, "both exports end", every=0.3)
    many.refresh_from_db()
    other.refresh_from_db()
    assert (other.state, pages_in(other)) == ("done", 1)
    assert (many.state, pages_in(many)) == ("done", 2)
    assert many.reason == "1 of 3 could not be printed."
    dead = many.parts.get(state="dead")
    assert (dead.record_ids, dead.attempts) == ([plans[1].pk], 5)
    assert dead.reason == "Tried five times without success."
