"""The bell, the switches, and the system admin's log of mails (permissions R07, R53, R59)."""

from django.utils import timezone

from notices import links
from notices.models import Notice
from tests.permission_table import PEOPLE, answers


def notice_to_subject(world):
    """The subject was told about a step of hers."""
    return Notice.objects.create(
        school_system=world.system,
        kind="step_check_back",
        to=world.subject,
        about_label="coaching.actionstep",
        about_id=world.shared_step.pk,
        due_at=timezone.now(),
    )


def its_key(world):
    return {"pk": notice_to_subject(world).pk}


def stop_link(world):
    return {"token": links.unsubscribe_token(world.subject.pk, "visit_due")}


def forged_link(world):
    return {"token": links.unsubscribe_token(world.subject.pk, "visit_due") + "x"}


EVERYBODY = dict.fromkeys(PEOPLE, 200)
ROWS = {
    "GET notices:notice_list": answers(200),
    "GET notices:notice_open": answers(404, subject=302, admin=403),
    "POST notices:notice_read": answers(404, subject=302, admin=403),
    "POST notices:notice_read_all": answers(302),
    "GET notices:preferences": answers(200),
    "POST notices:preferences": answers(302),
    "GET notices:unsubscribe": EVERYBODY,
    "POST notices:unsubscribe": EVERYBODY,
    "POST notices:resubscribe": EVERYBODY,
    "GET notices:unsubscribe forged": answers(404, anonymous=404),
    "POST notices:unsubscribe forged": answers(404, anonymous=404),
    "POST notices:resubscribe forged": answers(404, anonymous=404),
    "GET notices:mail_log": answers(404, admin=200, other_system=200),
    "GET notices:jobs": answers(404, admin=200, other_system=200),
}
ARGS = {
    "notices:notice_open": its_key,
    "notices:notice_read": its_key,
    "notices:unsubscribe": stop_link,
    "notices:resubscribe": stop_link,
    "notices:unsubscribe forged": forged_link,
    "notices:resubscribe forged": forged_link,
}
