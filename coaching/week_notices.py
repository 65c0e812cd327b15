"""What is told of invitations and of the week: each side hears once."""

from notices.kinds import NoticeKind, register


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
    ),
)
