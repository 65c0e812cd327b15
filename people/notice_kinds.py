"""What the people app tells by mail: the way in, a new password, and who coaches whom."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from notices.kinds import NoticeKind, register


def is_invitation_open(notice, invitation):
    """Still the latest round, and the person has not signed in by it."""
    return str(invitation.round) == notice.slot and invitation.signed_in_at is None


def is_password_still_wanted(notice, user):
    """Not once the person has signed in after asking: then they know a password."""
    return user.last_login is None or user.last_login < notice.created_at


def stands(notice, assignment):
    """The assignment has neither ended nor been taken back."""
    return assignment.ends_on is None


def choice_path(notice, assignment):
    """Where the teacher says what goes along; a contributor's assignment only shows."""
    if assignment.kind == assignment.Kind.OWNER:
        return reverse("people:assignment_history", args=[assignment.pk])
    return assignment.get_absolute_url()


def reset_path(notice, user):
    """The link to set a new password; its token is made here, when the mail is sent."""
    args = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return reverse("account_reset_password_from_key", args=args)


register(
    NoticeKind(
        name="invitation",
        label="Your invitation",
        url=lambda notice, invitation: invitation.get_absolute_url(),
        still_needed=is_invitation_open,
        related=("user",),
        button="Choose a password",
        is_security=True,
    ),
    NoticeKind(
        name="password_reset",
        label="A link to set a new password",
        url=reset_path,
        still_needed=is_password_still_wanted,
        button="Choose a new password",
        is_security=True,
    ),
    NoticeKind(
        name="second_step_added",
        label="A second step was added to your sign-in",
        url=lambda notice, user: reverse("mfa_index"),
        button="Look at how you sign in",
        is_security=True,
    ),
    NoticeKind(
        name="second_step_removed",
        label="A second step was removed from your sign-in",
        url=lambda notice, user: reverse("mfa_index"),
        button="Look at how you sign in",
        is_security=True,
    ),
    NoticeKind(
        name="coach_named_themself",
        label="Somebody made themself your coach",
        url=lambda notice, assignment: reverse("people:assignment_list"),
        still_needed=lambda notice, assignment: assignment.ends_on is None,
        detail=lambda notice, assignment: assignment.coach.name,
        related=("coach",),
        duties=("teacher",),
        is_instant=True,
    ),
    NoticeKind(
        name="coach_changed",
        label="You get another coach",
        url=choice_path,
        still_needed=stands,
        detail=lambda notice, assignment: assignment.coach.name,
        related=("coach",),
        duties=("teacher",),
        is_instant=True,
    ),
    NoticeKind(
        name="teacher_handed_over",
        label="A teacher was handed over to you",
        url=lambda notice, assignment: assignment.get_absolute_url(),
        still_needed=stands,
        detail=lambda notice, assignment: assignment.teacher.name,
        related=("teacher",),
        duties=("coach",),
        is_instant=True,
    ),
    NoticeKind(
        name="teacher_taken_over",
        label="Another coach takes a teacher of yours over",
        url=lambda notice, assignment: assignment.get_absolute_url(),
        still_needed=lambda notice, assignment: assignment.ends_on is not None,
        detail=lambda notice, assignment: assignment.teacher.name,
        related=("teacher",),
        is_instant=True,
    ),
    NoticeKind(
        name="hand_over_taken_back",
        label="A hand-over was taken back",
        url=lambda notice, assignment: assignment.get_absolute_url(),
        detail=lambda notice, assignment: assignment.teacher.name,
        related=("teacher",),
        is_instant=True,
    ),
    NoticeKind(
        name="history_chosen",
        label="A teacher said what goes along to you",
        url=lambda notice, assignment: reverse(
            "coaching:teacher_detail", args=[assignment.teacher_id]
        ),
        still_needed=stands,
        detail=lambda notice, assignment: assignment.teacher.name,
        related=("teacher",),
        duties=("coach",),
    ),
)
