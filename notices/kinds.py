"""The kinds of notice that exist, and how an app adds one.

Two files make a kind. `<app>/notice_kinds.py`, which is loaded by itself when the product starts:

    from notices.kinds import NoticeKind, register

    def is_step_open(notice, step):
        return step.is_open and step.removed_at is None

    register(
        NoticeKind(
            name="step_check_back",
            label="An action step is due for a check",      # the words of its switch
            url=lambda notice, step: step.get_absolute_url(),
            still_needed=is_step_open,
            detail=lambda notice, step: step.teacher.name,  # only inside the product
            related=("teacher",),                           # select_related for the row
            duties=("teacher", "coach"),                    # who finds the switch
            feature="observation_clock",                    # where a school may have it off
        )
    )

`templates/notices/<name>.txt`, plain text (not escaped; the HTML mail is made from it):

    An action step is due for a check
                                                            <- empty line
    Look at it together and say how it goes.                <- paragraphs, empty lines between

The first line is the mail's subject, the line of the daily mail and the sentence of the bell. All
of it leaves the house: no name of a third person, no indicator, nothing anybody wrote (permissions
P6). The button's words are `button="Open it"`. The template knows `notice`, `about`, `person` (who
gets it), `system`, `site_url`, `url` and what the kind's `context(notice, about)` adds.

Then, in an action: `notify("step_check_back", about=step, to=[step.teacher], now=now, slot="…")`.

Four things are always checked when the mail is made, so `still_needed` need not: the person is
active, has not switched the kind off, `about` still exists, and the person may still read it
(`visible_to`; but for security mail, which goes to people who cannot sign in).
"""

import dataclasses
from collections.abc import Callable

DAILY_MAIL = "digest"  # the switch of the daily mail as a whole


def always(notice, about) -> bool:
    return True


def nothing(notice, about) -> str:
    return ""


def no_context(notice, about) -> dict:
    return {}


@dataclasses.dataclass(frozen=True)
class NoticeKind:
    """One kind: its name, the switch's label, when it goes, and whether it is still true.

    Every callable is asked `(notice, about)`, with the row that the notice is about.
    `still_needed` is asked again when the mail is made. `url` is the page it leads to (a path).
    `detail` says inside the product whom it concerns. `context` feeds the template and is asked
    when the mail is sent: a token of a link is made there. `is_instant` mails go at once outside
    quiet hours, `is_security` mails at any hour and cannot be switched off, all others wait for the
    daily mail.
    """

    name: str
    label: str
    url: Callable
    still_needed: Callable = always
    detail: Callable = nothing
    context: Callable = no_context
    related: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    feature: str = ""
    button: str = "Open it"
    is_instant: bool = False
    is_security: bool = False

    @property
    def is_daily(self):
        return not (self.is_instant or self.is_security)

    @property
    def template(self):
        return f"notices/{self.name}.txt"

    def concerns(self, user) -> bool:
        """Whether this person can ever get it: then they find its switch."""
        if self.feature and not user.has_feature(self.feature):
            return False
        return not self.duties or not user.duties.isdisjoint(self.duties)


KINDS: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Add kinds; a name is taken once."""
    for kind in kinds:
        if KINDS.setdefault(kind.name, kind) != kind:
            raise ValueError(f"There are two kinds of notice named {kind.name}")


def daily_kinds() -> list[str]:
    """The names of the kinds that wait for the daily mail."""
    return [kind.name for kind in KINDS.values() if kind.is_daily]
