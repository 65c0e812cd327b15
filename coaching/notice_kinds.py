"""What coaching tells people, kind by kind (notices/kinds.py says how)."""

from django.urls import reverse

from coaching.models.relations import is_caseload
from notices.kinds import NoticeKind, register


def is_visit_due(notice, assignment):
    """Still owner, and no visit has been held since the reminder was planned for."""
    day = notice.slot
    held = assignment.teacher.visits.held().filter(started_at__date__gte=day)
    return assignment.ends_on is None and not held.exists()


def is_feedback_missing(notice, visit):
    """The visit's feedback is not shared, and its coach still coaches the teacher."""
    feedback = getattr(visit, "feedback", None)
    is_shared = visit.shared_at or (feedback and feedback.shared_at)
    return not is_shared and is_caseload(visit.coach, visit.teacher_id)


def is_step_to_check(notice, step):
    """The step is open, and its check-back date was not moved since."""
    return step.is_open and not step.removed_at and str(step.check_back_on) == notice.slot


register(
    NoticeKind(
        name="visit_due",
        label="A visit is due",
        url=lambda notice, assignment: reverse(
            "coaching:teacher_detail", args=[assignment.teacher_id]
        ),
        still_needed=is_visit_due,
        detail=lambda notice, assignment: assignment.teacher.name,
        related=("teacher", "coach"),
        duties=("coach",),
    ),
    NoticeKind(
        name="feedback_not_held",
        label="A visit waits for its feedback meeting",
        url=lambda notice, visit: visit.get_absolute_url(),
        still_needed=is_feedback_missing,
        detail=lambda notice, visit: visit.teacher.name,
        related=("teacher", "coach", "feedback"),
        duties=("coach",),
    ),
    NoticeKind(
        name="step_check_back",
        label="An action step is due for a check",
        url=lambda notice, step: step.get_absolute_url(),
        still_needed=is_step_to_check,
        detail=lambda notice, step: "" if notice.to_id == step.teacher_id else step.teacher.name,
        related=("teacher",),
        duties=("coach", "teacher"),
    ),
)
