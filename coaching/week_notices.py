"""What is told of invitations and of the week: each side hears once."""

from django.urls import reverse

from coaching.models import WalkthroughQuota, WalkthroughWeek
from notices.kinds import NoticeKind, register
from people.models import Feature


def is_visit_standing(notice, invitation):
    """Accepted, and not taken back since."""
    return invitation.answered_at is not None and invitation.taken_back_at is None


register(
    NoticeKind(
        name="visit_invited",
        label="A teacher invites you to a lesson",
        url=lambda notice, invitation: invitation.get_absolute_url(),
        still_needed=lambda notice, invitation: invitation.is_open,
        detail=lambda notice, invitation: invitation.teacher.name,
        related=("teacher",),
        duties=("coach",),
        feature=Feature.PEER_VISITS,
        button="Read and answer",
    ),
    NoticeKind(
        name="visit_invitation_answered",
        label="Your coach answers your invitation",
        url=lambda notice, invitation: invitation.get_absolute_url(),
        still_needed=is_visit_standing,
        detail=lambda notice, invitation: invitation.coach.name,
        related=("coach",),
        duties=("teacher",),
        feature=Feature.PEER_VISITS,
        button="Read the answer",
    ),
    NoticeKind(
        name="visit_invitation_taken_back",
        label="A teacher takes an invitation back",
        url=lambda notice, invitation: invitation.get_absolute_url(),
        still_needed=lambda notice, invitation: invitation.taken_back_at is not None,
        detail=lambda notice, invitation: invitation.teacher.name,
        related=("teacher",),
        duties=("coach",),
        feature=Feature.PEER_VISITS,
    ),
)


def colleague_of(notice, visit):
    """The other one of the two, for whoever gets the notice."""
    return (visit.visitor if notice.to_id == visit.host_id else visit.host).name


PEERS = {
    "url": lambda notice, visit: visit.get_absolute_url(),
    "detail": colleague_of,
    "related": ("host", "visitor"),
    "duties": ("teacher",),
    "feature": Feature.PEER_VISITS,
}

register(
    NoticeKind(
        name="peer_visit_asked",
        label="A colleague asks about a peer visit",
        still_needed=lambda notice, visit: visit.accepted_at is None and not visit.called_off_at,
        button="Read and answer",
        **PEERS,
    ),
    NoticeKind(
        name="peer_visit_accepted",
        label="A peer visit is agreed",
        still_needed=lambda notice, visit: not visit.called_off_at and not visit.given_at,
        **PEERS,
    ),
    NoticeKind(
        name="peer_visit_called_off",
        label="A peer visit is called off",
        **PEERS,
    ),
    NoticeKind(
        name="peer_visit_given",
        label="A colleague tells you what there was to see",
        still_needed=lambda notice, visit: visit.read_at is None,
        button="Read it",
        is_instant=True,
        **PEERS,
    ),
)


def is_week_open(notice, quota):
    """The quota asks this person, and the week the notice was written about is not submitted."""
    asking = WalkthroughQuota.objects.asked_of(notice.to).filter(pk=quota.pk)
    weeks = WalkthroughWeek.objects.submitted().filter(maker=notice.to_id, monday=notice.slot)
    return quota.per_week > 0 and asking.exists() and not weeks.exists()


register(
    NoticeKind(
        name="walkthrough_week_due",
        label="Your week of walkthroughs is to be submitted",
        url=lambda notice, quota: reverse("coaching:walkthrough_list"),
        still_needed=is_week_open,
        duties=("school_leader", "evaluator"),
        feature=Feature.WALKTHROUGH_WEEKS,
        button="Submit my week",
    ),
)
