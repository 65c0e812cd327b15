"""Messages that offer *Undo*: the form it posts lives in `_messages.html`."""

from django.contrib import messages

UNDO = "undo:"


def success_with_undo(request, text: str, undo_url: str) -> None:
    """Say what was done and where *Undo* posts to (a local path of a @require_POST view)."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}")


def undo_url(message) -> str:
    """The path *Undo* of this message posts to, or nothing."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(UNDO) for tag in tags if tag.startswith(UNDO)), "")
