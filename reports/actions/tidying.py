"""What time does to exports: rings for what waits, removes what has had its days."""

import datetime as dt

from core.leases import sweep
from reports import store
from reports.actions.export import FINISH_EXPORT, MAKE_PART, withdraw
from reports.models import Export, ExportPart


def sweep_exports(now: dt.datetime) -> None:
    """Ring for parts and finished-but-for-the-end exports that wait, or whose worker died."""
    sweep(ExportPart.objects.all(), MAKE_PART, now)
    sweep(Export.objects.ready_to_finish(), FINISH_EXPORT, now)


def tidy_exports(now: dt.datetime) -> None:
    """Remove expired files and orphans, and take back what its requester may no longer read."""
    for export in Export.objects.with_file_past(now):
        store.remove_files_of(export)
        Export.objects.filter(pk=export.pk).update(stored_as="")
    for pk in Export.objects.downloadable(now).values_list("pk", flat=True):
        withdraw(pk, now=now)
    known = set(Export.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    known |= set(ExportPart.objects.exclude(stored_as="").values_list("stored_as", flat=True))
    store.remove_orphans(known, now)
