"""What the whole demo district shares: how feedback is given, by role."""

from coaching.models import FeedbackTemplate


def write_common_ground(district) -> None:
    """Teacher leaders are asked for less than coaches."""
    FeedbackTemplate.objects.create(
        school_system=district.system,
        role=FeedbackTemplate.Role.TEACHER_LEADER,
        leaves_out=[FeedbackTemplate.Part.GOAL, FeedbackTemplate.Part.LESSON],
    )
