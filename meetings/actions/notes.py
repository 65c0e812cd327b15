"""Shared notes of a meeting: one person at a time in each part, and nothing written is lost."""

import datetime as dt

from django.db import transaction

from core.autosave import Conflict, one_line_end
from meetings.models import Section, SectionRevision
from people.models import User


class HeldByOther(Exception):  # noqa: N818 - it is one, not an error of ours
    """Somebody else is writing in this part just now."""

    def __init__(self, section: Section):
        super().__init__("Somebody else is writing here.")
        self.section = section


def _locked(section):
    rows = Section.objects.select_for_update(of=("self",)).select_related("held_by", "notes_by")
    return rows.get(pk=section.pk)


@transaction.atomic
def take_hold(section: Section, *, by: User, now: dt.datetime) -> Section:
    """Begin to write. Raises HeldByOther where somebody else is writing."""
    section = _locked(section)
    if section.is_held_against(by, now):
        raise HeldByOther(section)
    section.hold_for(by, now)
    section.save(update_fields=["held_by", "held_since", "held_until"])
    return section


@transaction.atomic
def let_go(section: Section, *, by: User) -> None:
    """Stop writing; nothing happens where somebody else writes by now."""
    section = _locked(section)
    if section.held_by_id == by.pk:
        section.let_go()
        section.save(update_fields=["held_by", "held_since", "held_until"])


@transaction.atomic
def save_notes(section: Section, text: str, was: str, *, by: User, now: dt.datetime) -> str:
    """Store the notes that began from `was`, and hold the part for two minutes more.

    Raises Conflict with the stored text where it is neither `was` nor `text`, or while somebody
    else is writing here. Text of another person, or of an earlier sitting, is kept as a revision.
    """
    section = _locked(section)
    stored = one_line_end(section.notes)
    if stored != text and (section.is_held_against(by, now) or stored != was):
        writer = section.held_by if section.is_held_against(by, now) else section.notes_by
        raise Conflict(stored, writer.name if writer else "")
    if not section.is_held_against(by, now):
        section.hold_for(by, now)
    if stored != text:
        _keep(section, by, now)
        section.notes, section.notes_by, section.notes_at = text, by, now
        section.version += 1
    section.save()
    return text


def _keep(section, by, now):
    if section.needs_a_revision(by):
        SectionRevision.objects.create(
            school_system_id=section.school_system_id,
            section=section,
            version=section.version,
            notes=section.notes,
            written_by=section.notes_by,
            written_at=section.notes_at,
            replaced_at=now,
        )
