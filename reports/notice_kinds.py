"""What reports tells people (notices/kinds.py says how)."""

from notices.kinds import NoticeKind, register


def is_file_ready(notice, export):
    """Ready, and nobody has taken it back."""
    return export.is_ready and bool(export.stored_as)


register(
    NoticeKind(
        name="export_ready",
        label="A file you asked for is ready",
        url=lambda notice, export: export.get_absolute_url(),
        still_needed=is_file_ready,
        button="Open the file’s page",
    )
)
