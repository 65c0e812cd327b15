"""What leadership teams are told (notices/kinds.py says how)."""

from django.urls import reverse

from ilt.review_due import next_reviews
from notices.kinds import NoticeKind, register
from people.models import Membership, Team


def is_review_due(notice, team):
    """No review was held since the day the slot was counted from."""
    system = notice.school_system
    today = notice.to.today
    dues = next_reviews(Team.objects.filter(pk=team.pk), system.pk, today)
    return [str(due.due_on) for due in dues if due.is_due(today)] == [notice.slot]


def is_promise_due(notice, step):
    """Nobody has said what became of it, and it is still this person's, for that day."""
    is_hers = step.owner_id == notice.to_id and step.review.is_held
    return is_hers and step.is_open and str(step.due_on) == notice.slot


register(
    NoticeKind(
        name="promised_step_due",
        label="A step you promised in a data review is due",
        url=lambda notice, step: reverse("ilt:promise_outcome", args=[step.pk]),
        still_needed=is_promise_due,
        detail=lambda notice, step: step.review.title,
        related=("review",),
        duties=("team", str(Membership.Role.SCHOOL_LEADER)),
        button="Say what became of it",
    ),
    NoticeKind(
        name="data_review_due",
        label="A data review is due",
        url=lambda notice, team: reverse("ilt:review_list"),
        still_needed=is_review_due,
        detail=lambda notice, team: team.name,
        duties=("team", str(Membership.Role.SCHOOL_LEADER)),
        button="Prepare it",
    ),
)
