"""One mail to one person, in text and HTML, over the mail server of the settings.

    message = mail.compose(to=person.email, subject=…, text=…, html=…, message_id=row.pk,
                           unsubscribe_url=…)
    mail.deliver(message)

`deliver` ends in one of three ways, and the caller must know them apart: it returns (the server
has taken the mail), `NotAcceptedError` (it has not; trying again is safe), `UnclearError` (the
connection broke after sending had begun; trying again may send twice).
"""

import logging
import re
import smtplib
import unicodedata
import uuid
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email

# Line and paragraph separators, and the marks that turn the direction of text around.
UNFIT = re.compile("[\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LONGEST_SUBJECT = 150
REFUSALS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)

logger = logging.getLogger(__name__)


class NotAcceptedError(Exception):
    """The mail server was not reached, or said no: nothing has been sent."""


class UnclearError(Exception):
    """The connection broke after sending had begun: the mail may have been sent."""


def absolute(path: str) -> str:
    """The full address of a page, from settings and never from a request's host."""
    return urljoin(settings.SITE_URL, path)


def header_text(text: str) -> str:
    """`text` as one line that is safe in a header: without control characters, without what mail
    programs would decode, not too long."""
    fit = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join(UNFIT.sub("", fit).replace("=?", "= ?").split())[:LONGEST_SUBJECT]


def address_of(email: str) -> str:
    """`email` where a mail can go to it. Raises ValidationError on control characters and the
    like: an address is never mended."""
    if any(unicodedata.category(char) == "Cc" for char in email):
        raise ValidationError("The e-mail address holds a control character.")
    validate_email(email)
    return email


def message_id(row_id: uuid.UUID) -> str:
    """The same for every attempt to send the same row: mail programs drop a second copy."""
    return f"<{row_id}@{urlsplit(settings.SITE_URL).hostname}>"


def compose(*, to, subject, text, html, row_id, unsubscribe_url=None) -> EmailMultiAlternatives:
    """A mail to one address. Raises ValidationError where nothing can be sent to it."""
    headers = {"Message-ID": message_id(row_id), "Auto-Submitted": "auto-generated"}
    if unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        header_text(subject), text, to=[address_of(to)], headers=headers
    )
    message.attach_alternative(html, "text/html")
    return message


def deliver(message: EmailMultiAlternatives) -> None:
    """Hand the mail to the server. Raises NotAcceptedError or UnclearError (see above)."""
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise NotAcceptedError(reason_of(error)) from error
    try:
        connection.send_messages([message])
    except REFUSALS as error:
        raise NotAcceptedError(reason_of(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise UnclearError(reason_of(error)) from error
    finally:
        _close(connection)


def _close(connection):
    """Say goodbye; a server that hangs up first has still taken the mail."""
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.info("The mail server hung up early (%s).", type(error).__name__)


def reason_of(error: Exception) -> str:
    """What went wrong, without the address or the words of the mail (they may be in the answer)."""
    code = getattr(error, "smtp_code", None)
    answer = f"The mail server answered {code}." if code else "The mail server was not reached."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer = "The mail server refused the address."
    return f"{answer} ({type(error).__name__})"
