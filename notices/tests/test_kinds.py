"""Every kind of notice of every app keeps to the rules of notices/kinds.py."""

import pytest

from notices import emails
from notices.kinds import KINDS, NoticeKind, register
from notices.models import Notice
from notices.tests.conftest import NOON

NAMES = {
    *("invitation", "password_reset"),
    *("feedback_shared", "feedback_changed", "feedback_answered"),
    *("visit_announced", "visit_off_plan", "visit_due", "feedback_not_held", "step_check_back"),
    *("plan_waiting", "plan_changed", "plan_agreed", "reflection_asked", "reflection_shared"),
    "export_ready",
}


class Canary:
    """A row of which every text column holds what must not leave the house."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return NOON if name.endswith(("_at", "_on")) else Canary()

    def __str__(self):
        return "Canary"


def test_what_the_product_tells_is_declared():
    assert NAMES - set(KINDS) == set()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_its_words_are_there_and_hold_nothing_of_the_record(name):
    """Mail is neutral: no name of another person, no indicator, no text (permissions P6)."""
    said = emails.words(Notice(kind=name), Canary(), system="Pelican Parish Schools")
    assert "Canary" not in " ".join([said.sentence, *said.paragraphs])
    assert 10 < len(said.sentence) < 80
    assert not said.sentence.endswith(".")
    assert KINDS[name].label[0].isupper()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_goes_at_once_or_with_the_daily_mail(name):
    kind = KINDS[name]
    assert [kind.is_instant, kind.is_security, kind.is_daily].count(True) == 1


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="two kinds of notice named visit_due"):
        register(NoticeKind(name="visit_due", label="Another", url=str))
