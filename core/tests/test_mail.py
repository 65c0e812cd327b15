"""What any text can do to a mail: nothing but be its text."""

import email
import email.policy
import uuid

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core import mail

ROW = uuid.UUID("01a201fc-5506-718e-880f-7e27d3680838")
HEADERS = [
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
]
HOSTILE = [
    "Hello\r\nBcc: victim@example.org",
    "Hello\nX-Injected: 1\n\nbody",
    "Hello\rBcc: victim@example.org",
    "A\u2028Bcc: victim@example.org",
    "\u202egpj.exe",
    "=?utf-8?q?Bcc=3A_victim?=",
    "O’Neal 🎉 Zoë",
    "<script>alert(1)</script>",
    "x" * 5000,
    "\x00\x0b\x0c\x1b[31m",
    "",
]
text = st.text(st.characters(exclude_categories=["Cs"]))


def parsed(subject="Subject", body="Words", to="somebody@example.org"):
    message = mail.compose(
        to=to,
        subject=subject,
        text=body,
        html=f"<p>{body}</p>",
        row_id=ROW,
        unsubscribe_url="https://throughline.example.org/notices/stop/x/",
    )
    raw = message.message().as_bytes(linesep="\r\n")
    return email.message_from_bytes(raw, policy=email.policy.default)


@given(subject=st.one_of(st.sampled_from(HOSTILE), text))
def test_no_subject_adds_a_header_or_a_line(subject):
    message = parsed(subject=subject)
    assert message.keys() == HEADERS
    assert message["To"] == "somebody@example.org"
    assert message["Subject"].strip() == mail.header_text(subject).strip()
    assert "\n" not in message["Subject"]


@given(body=st.one_of(st.sampled_from(HOSTILE), text))
def test_no_body_adds_a_part_or_a_header(body):
    message = parsed(body=f"Words {body}")
    assert message.keys() == HEADERS
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nb@example.org",
        "a@example.org, b@example.org",
        "a@example.org\x00",
        "Name <a@example.org>",
        "no address",
        "",
    ],
)
def test_an_address_that_is_more_than_an_address_is_refused(address):
    with pytest.raises(ValidationError):
        parsed(to=address)


def test_the_same_row_has_the_same_message_id_each_time():
    assert parsed()["Message-ID"] == parsed()["Message-ID"] == f"<{ROW}@localhost>"


def test_addresses_of_pages_come_from_the_settings(settings):
    settings.SITE_URL = "https://throughline.example.org"
    assert mail.absolute("/notices/") == "https://throughline.example.org/notices/"
