"""The mails of the outbox. The words live in templates; see notices/kinds.py."""

import dataclasses
from collections import defaultdict

from django.template import Context
from django.template.loader import get_template, render_to_string

from core import mail
from core.dates import long_date
from notices import links
from notices.kinds import DAILY_MAIL


@dataclasses.dataclass(frozen=True)
class Words:
    """What a kind's template says: one sentence and, for a mail of its own, paragraphs."""

    sentence: str
    paragraphs: tuple[str, ...]


def words(notice, about, **context) -> Words:
    """The words of a notice as plain text. Templates escape nothing here, HTML does it later."""
    text = _plain(notice.rules.template, {"notice": notice, "about": about, **context})
    sentence, _, rest = text.strip().partition("\n")
    blocks = (" ".join(block.split()) for block in rest.split("\n\n"))
    return Words(sentence.strip(), tuple(block for block in blocks if block))


def notice_mail(notice, about):
    """The mail of one instant or security notice."""
    rules = notice.rules
    url = mail.absolute(rules.url(notice, about)) if rules.is_security else links.notice_url(notice)
    common = _common(notice) | {"url": url}
    said = words(notice, about, **common, **rules.context(notice, about))
    stop = None if rules.is_security else links.unsubscribe_url(notice.to_id, notice.kind)
    context = common | {"words": said, "button": rules.button, "unsubscribe_url": stop}
    return mail.compose(
        to=notice.to.email,
        subject=said.sentence,
        text=_plain("notices/mail.txt", context),
        html=render_to_string("notices/mail.html", context),
        row_id=notice.pk,
        unsubscribe_url=stop,
    )


def daily_mail(digest, entries):
    """The mail of the day: `entries` are pairs of a notice and what it is about."""
    common = _common(digest)
    lines = _lines(entries, common)
    stop = links.unsubscribe_url(digest.to_id, DAILY_MAIL)
    written_day = long_date(digest.day)
    context = common | {"lines": lines, "written_day": written_day, "unsubscribe_url": stop}
    subject = f"{len(entries)} things wait for you"
    return mail.compose(
        to=digest.to.email,
        subject=lines[0]["sentence"] if len(entries) == 1 else subject,
        text=_plain("notices/daily_mail.txt", context),
        html=render_to_string("notices/daily_mail.html", context),
        row_id=digest.pk,
        unsubscribe_url=stop,
    )


def _lines(entries, context):
    """A line for each sentence: it leads to its notice, or to the list where it is said of several
    (whom each concerns is told there, not in a mail)."""
    said = defaultdict(list)
    for notice, about in entries:
        said[words(notice, about, **context).sentence].append(notice)
    return [
        {
            "sentence": sentence,
            "count": len(notices),
            "url": links.notice_url(notices[0]) if len(notices) == 1 else links.list_url(),
        }
        for sentence, notices in said.items()
    ]


def _common(row):
    return {
        "person": row.to,
        "system": row.school_system,
        "site_url": mail.absolute("/"),
        "preferences_url": links.preferences_url(),
    }


def _plain(template, context):
    text = get_template(template).template.render(Context(context, autoescape=False))
    return f"{text.strip()}\n"
