"""What reports tells people (notices/kinds.py says how)."""

from django.urls import reverse

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


def line_url(notice, story):
    return reverse("reports:story_line", args=[story.pk])


register(
    NoticeKind(
        name="line_quoted",
        label="A success story quotes a line of yours",
        url=line_url,
        still_needed=lambda notice, story: story.line_waits and not story.withdrawn_at,
        detail=lambda notice, story: story.teacher.name,
        related=("teacher",),
        duties=("coach",),
        button="Read the line",
    ),
    NoticeKind(
        name="line_answered",
        label="Your coach answered about the line in your story",
        url=lambda notice, story: reverse("reports:story_write", args=[story.plan_id]),
        still_needed=lambda notice, story: bool(story.line_confirmed_at or story.line_declined_at),
        duties=("teacher",),
        button="Read the answer",
    ),
)
