"""The kinds of notice that exist. Each app registers its own in `AppConfig.ready()`."""

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class NoticeKind:
    """One kind: its name, the switch's label, when it goes, and whether it is still true.

    `still_needed(notice, about)` is asked again when the mail is made; `about` is the row, or None
    where it is gone. `is_instant` mails go at once within quiet hours, the others in the daily
    digest. `is_security` mails always go, at once, and cannot be muted. The words live in
    `templates/notices/<name>.txt` (first line: the bell's sentence and mail subject).
    """

    name: str
    label: str
    still_needed: Callable
    url: Callable
    is_instant: bool = False
    is_security: bool = False


KINDS: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    KINDS.update({kind.name: kind for kind in kinds})
