from people.models import AccessEvent, User


def record_read(record, *, reader: User, subject: User, why: str, now) -> None:
    """Write down that somebody other than the pair opened a record about `subject` (P14)."""
    AccessEvent.objects.create(
        school_system_id=subject.school_system_id,
        subject=subject,
        reader=reader,
        record_kind=record._meta.verbose_name,
        record_id=record.pk,
        why=why,
        at=now,
    )
