"""The forms that walkthroughs are made with: the starting one, and those that take its place."""

import datetime as dt

from django.db import transaction

from coaching.models import BankLookFor, WalkthroughForm

# (code of the indicator, audience): what the starting form takes from the starting bank.
STARTING_FORM = (
    ("SO", "student"),
    ("QU", "teacher"),
    ("FEED", "teacher"),
    ("TH", "student"),
    ("ESMB", "student"),
)


def load_starting_form(system, starts_on: dt.date | None = None) -> WalkthroughForm:
    """Give a system its first walkthrough form, in force from the day the system was made."""
    bank = BankLookFor.objects.filter(school_system=system, ended_at=None)
    rows = bank.order_by("-created_at", "-pk").select_related("indicator")
    by_place = {(row.indicator.code, row.audience): row.pk for row in rows}
    return WalkthroughForm.objects.create(
        school_system=system,
        look_fors=[by_place[place] for place in STARTING_FORM],
        starts_on=starts_on or system.created_at.astimezone(system.zone).date(),
    )


@transaction.atomic
def put_in_force(form: WalkthroughForm) -> None:
    """Keep a new form; the one in force on its first day ends there.

    Raises IntegrityError naming the rule where another form begins on or after that day.
    """
    rows = WalkthroughForm.objects.filter(school_system=form.school_system_id, ends_on=None)
    rows.filter(starts_on__lte=form.starts_on).update(ends_on=form.starts_on)
    form.save()


@transaction.atomic
def call_off(form: WalkthroughForm) -> None:
    """Take away a form that has not begun; the one before it goes on."""
    form.delete()
    before = WalkthroughForm.objects.filter(
        school_system=form.school_system_id, ends_on=form.starts_on
    )
    before.update(ends_on=form.ends_on)
