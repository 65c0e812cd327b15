"""The doors that time opens for exports. A message carries a row's id at most."""

from celery import shared_task
from django.utils import timezone

from reports.actions import export, making, tidying


@shared_task
def make_part(pk):
    making.make_part(pk, clock=timezone.now)


@shared_task
def finish_export(pk):
    making.finish_export(pk, clock=timezone.now)


@shared_task
def withdraw_export(pk):
    export.withdraw(pk, now=timezone.now())


@shared_task
def sweep_exports():
    tidying.sweep_exports(timezone.now())


@shared_task
def tidy_exports():
    tidying.tidy_exports(timezone.now())
