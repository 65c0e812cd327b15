"""Notices as the bell's page shows them: a sentence, whom it concerns, and whether it opens."""

import dataclasses
from collections import defaultdict

from django.apps import apps

from notices import emails
from notices.models import Notice


@dataclasses.dataclass(frozen=True)
class Told:
    """One line of the page. Without `about` what it was about is no longer open to the person."""

    notice: Notice
    sentence: str
    detail: str
    about: object


def as_told(notices, user) -> list[Told]:
    """A line for each notice: one query for each table that the notices are about."""
    known = [notice for notice in notices if notice.rules]
    wanted = defaultdict(list)
    for notice in known:
        wanted[notice.about_label].append(notice)
    found = {label: _readable(label, rows, user) for label, rows in wanted.items()}
    return [_told(notice, found[notice.about_label].get(notice.about_id)) for notice in known]


def _readable(label, notices, user):
    related = {name for notice in notices for name in notice.rules.related}
    rows = apps.get_model(label)._default_manager.visible_to(user)
    if related:
        rows = rows.select_related(*related)
    return rows.in_bulk({notice.about_id for notice in notices})


def _told(notice, about):
    detail = notice.rules.detail(notice, about) if about else ""
    return Told(notice, emails.words(notice, about).sentence, detail, about)
