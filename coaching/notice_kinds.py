"""What coaching tells people, kind by kind (notices/kinds.py says how)."""

import datetime as dt

from django.urls import reverse

from coaching import (
    got_it,
    week_notices,  # noqa: F401 (it registers its own kinds)
)
from coaching.models.relations import is_caseload, is_owner
from coaching.round_reminders import slot_of
from core import wall_clock
from core.dates import long_date
from notices.kinds import NoticeKind, register
from people.models import Feature, Leave


def is_visit_due(notice, assignment):
    """Still owner, nobody on leave, and no visit held since the one the slot was counted from."""
    system, today = notice.school_system, assignment.coach.today
    cadence = dt.timedelta(days=system.visit_cadence_days)
    day_after = dt.date.fromisoformat(notice.slot) - cadence + dt.timedelta(days=1)
    since = wall_clock.at(day_after, dt.time(), system.zone)
    is_visited = assignment.teacher.visits.held().filter(started_at__gte=since).exists()
    is_away = Leave.objects.active(today).filter(membership__user=assignment.teacher_id).exists()
    return is_owner(assignment.coach, assignment.teacher_id) and not is_visited and not is_away


def is_visit_ahead(notice, visit):
    """Still announced and planned for the date the notice was written about."""
    is_that_day = notice.slot.startswith(f"{visit.planned_on} ")
    is_planned = visit.status == visit.Status.PLANNED
    return visit.is_announced and is_planned and is_that_day


def is_visit_off(notice, visit):
    """Still off the plan, and its day has not gone by."""
    return visit.status == visit.Status.UNPLANNED and visit.planned_on >= visit.teacher.today


def is_feedback_missing(notice, visit):
    """The visit's feedback is not shared, and its coach still coaches the teacher."""
    feedback = getattr(visit, "feedback", None)
    is_shared = visit.shared_at or (feedback and feedback.shared_at)
    return not is_shared and is_caseload(visit.coach, visit.teacher_id)


def is_step_to_check(notice, step):
    """The step is open, and its check-back date was not moved since."""
    return step.is_open and not step.removed_at and str(step.check_back_on) == notice.slot


def is_draft(notice, visit):
    """The visit is neither shared nor emptied; what was told of one left open, still open."""
    is_about_open = notice.slot.startswith("open ")
    return visit.is_kept_unshared and is_about_open == (visit.ended_at is None)


register(
    NoticeKind(
        name="draft_ends",
        label="A visit you have not shared will be removed",
        url=lambda notice, visit: reverse("coaching:draft_list"),
        still_needed=is_draft,
        detail=lambda notice, visit: visit.teacher.name,
        related=("teacher",),
        duties=("coach",),
        button="Choose what becomes of it",
    ),
    NoticeKind(
        name="feedback_ends",
        label="Feedback you have not shared will be removed",
        url=lambda notice, meeting: reverse("coaching:feedback_edit", args=[meeting.visit_id]),
        still_needed=lambda notice, meeting: meeting.shared_at is None,
        detail=lambda notice, meeting: meeting.teacher.name,
        related=("teacher",),
        duties=("coach",),
        button="Share it, or choose what becomes of it",
    ),
    NoticeKind(
        name="notes_shared",
        label="Notes of a visit were shared with you",
        url=lambda notice, visit: visit.get_absolute_url(),
        still_needed=lambda notice, visit: visit.shared_at is not None,
        detail=lambda notice, visit: visit.coach.name,
        related=("coach",),
        duties=("teacher",),
        is_instant=True,
    ),
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
        name="visit_announced",
        label="Your coach planned a visit",
        url=lambda notice, visit: visit.get_absolute_url(),
        still_needed=is_visit_ahead,
        detail=lambda notice, visit: visit.coach.name,
        related=("teacher", "coach"),
        duties=("teacher",),
    ),
    NoticeKind(
        name="visit_off_plan",
        label="A visit is off the plan",
        url=lambda notice, visit: reverse("coaching:my_coaching"),
        still_needed=is_visit_off,
        detail=lambda notice, visit: f"{visit.coach.name}, {long_date(visit.planned_on)}",
        related=("teacher__school_system", "coach"),
        duties=("teacher",),
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


def others_name(notice, proposal):
    """Inside the product: the teacher for coaches, for her whoever proposed the step."""
    is_teacher = notice.to_id == proposal.teacher_id
    return (proposal.proposed_by if is_teacher else proposal.teacher).name


register(
    NoticeKind(
        name="step_proposed",
        label="A contributor proposed an action step",
        url=lambda notice, proposal: proposal.get_absolute_url(),
        still_needed=lambda notice, proposal: proposal.answered_at is None,
        detail=others_name,
        related=("teacher", "proposed_by"),
        duties=("coach", "teacher"),
        button="Read and answer",
    ),
    NoticeKind(
        name="step_taken",
        label="A proposed step is in the set",
        url=lambda notice, step: step.get_absolute_url(),
        still_needed=lambda notice, step: step.is_open and not step.removed_at,
        detail=lambda notice, step: "" if notice.to_id == step.teacher_id else step.teacher.name,
        related=("teacher",),
        duties=("coach", "teacher"),
    ),
    NoticeKind(
        name="step_not_taken",
        label="A proposed step was not taken",
        url=lambda notice, proposal: proposal.get_absolute_url(),
        detail=others_name,
        related=("teacher", "proposed_by"),
        duties=("coach", "teacher"),
        button="Read why",
    ),
)


def is_waiting_for_signature(notice, plan):
    """Still proposed, and this person has not signed."""
    mine = plan.signatures.filter(signer=notice.to_id, withdrawn_at=None)
    is_proposed = plan.status == plan.Status.PROPOSED
    is_proposed = is_proposed or plan.adjustment == plan.Adjustment.PROPOSED
    return is_proposed and not mine.exists()


def is_open_for_changes(notice, plan):
    """Once both have signed after all, that it was changed is no news."""
    return plan.is_open_for_changes


def is_reflection_missing(notice, plan):
    """The plan is being worked on, and nothing was written since the teacher was asked."""
    written = plan.reflections.filter(updated_at__date__gte=notice.slot)
    return plan.status == plan.Status.AGREED and not written.exists()


def partners_name(notice, plan):
    return (plan.coach if notice.to_id == plan.teacher_id else plan.teacher).name


register(
    NoticeKind(
        name="plan_waiting",
        label="A coaching plan waits for your signature",
        url=lambda notice, plan: reverse("coaching:plan_sign", args=[plan.pk]),
        still_needed=is_waiting_for_signature,
        detail=partners_name,
        related=("teacher", "coach"),
        duties=("coach", "teacher"),
        button="Read and sign",
    ),
    NoticeKind(
        name="plan_changed",
        label="A coaching plan you signed was changed",
        url=lambda notice, plan: plan.get_absolute_url(),
        still_needed=is_open_for_changes,
        detail=partners_name,
        related=("teacher", "coach"),
        duties=("coach", "teacher"),
    ),
    NoticeKind(
        name="plan_adjusted",
        label="A coaching plan you signed is being adjusted",
        url=lambda notice, plan: plan.get_absolute_url(),
        still_needed=is_open_for_changes,
        detail=partners_name,
        related=("teacher", "coach"),
        duties=("coach", "teacher"),
    ),
    NoticeKind(
        name="plan_agreed",
        label="Both have signed a coaching plan",
        url=lambda notice, plan: plan.get_absolute_url(),
        detail=partners_name,
        related=("teacher", "coach"),
        duties=("coach", "teacher"),
        is_instant=True,
    ),
    NoticeKind(
        name="plan_answered",
        label="A teacher responded to a coaching plan",
        url=lambda notice, plan: plan.get_absolute_url(),
        detail=partners_name,
        related=("teacher", "coach"),
        duties=("coach",),
    ),
    NoticeKind(
        name="reflection_asked",
        label="A reflection is asked for",
        url=lambda notice, plan: reverse("coaching:plan_reflect", args=[plan.pk]),
        still_needed=is_reflection_missing,
        detail=partners_name,
        related=("teacher", "coach"),
        duties=("teacher",),
        button="Write a reflection",
    ),
    NoticeKind(
        name="reflection_shared",
        label="A teacher shared a reflection with you",
        url=lambda notice, reflection: (reflection.plan or reflection.step).get_absolute_url(),
        still_needed=lambda notice, reflection: reflection.shared_at is not None,
        detail=lambda notice, reflection: reflection.author.name,
        related=("author", "plan", "step"),
        duties=("coach",),
        is_instant=True,
    ),
)


def is_unread(notice, record):
    """Shared, not taken back, and not opened yet."""
    return record.shared_at is not None and record.read_at is None


def is_shared(notice, feedback):
    return feedback.shared_at is not None


register(
    NoticeKind(
        name="feedback_shared",
        label="Your coach shared feedback with you",
        url=lambda notice, feedback: feedback.get_absolute_url(),
        still_needed=is_unread,
        detail=lambda notice, feedback: feedback.coach.name,
        related=("coach",),
        duties=("teacher",),
        button="Read it",
        context=lambda notice, feedback: {"confirm_url": got_it.url_of(feedback)},
        is_instant=True,
    ),
    NoticeKind(
        name="feedback_changed",
        label="Feedback you have was changed",
        url=lambda notice, feedback: feedback.get_absolute_url(),
        still_needed=is_shared,
        detail=lambda notice, feedback: feedback.coach.name,
        related=("coach",),
        duties=("teacher",),
        button="Read it",
    ),
    NoticeKind(
        name="feedback_answered",
        label="A teacher replied to your feedback",
        url=lambda notice, feedback: f"{feedback.get_absolute_url()}#response",
        still_needed=is_shared,
        detail=lambda notice, feedback: feedback.teacher.name,
        related=("teacher",),
        duties=("coach",),
        button="Read the reply",
    ),
)


register(
    NoticeKind(
        name="walkthrough_shared",
        label="A walkthrough was shared with you",
        url=lambda notice, walkthrough: walkthrough.get_absolute_url(),
        still_needed=is_unread,
        detail=lambda notice, walkthrough: walkthrough.maker.name,
        related=("coach",),
        duties=("teacher",),
        button="Read it",
        is_instant=True,
    ),
    NoticeKind(
        name="formal_visit_shared",
        label="What was seen in a formal visit was shared with you",
        url=lambda notice, visit: visit.get_absolute_url(),
        still_needed=is_unread,
        detail=lambda notice, visit: visit.maker.name,
        related=("coach",),
        duties=("teacher",),
        button="Read it",
        is_instant=True,
    ),
    NoticeKind(
        name="walkthrough_to_share",
        label="A walkthrough is to be shared with the teacher",
        url=lambda notice, walkthrough: walkthrough.get_absolute_url(),
        still_needed=lambda notice, walkthrough: walkthrough.shared_at is None,
        detail=lambda notice, walkthrough: walkthrough.teacher.name,
        related=("teacher",),
        duties=("school_leader", "evaluator"),
        button="Look at it and share",
    ),
    NoticeKind(
        name="walkthrough_shown",
        label="A teacher shows you a walkthrough",
        url=lambda notice, walkthrough: walkthrough.get_absolute_url(),
        still_needed=lambda notice, walkthrough: walkthrough.shown_to_id == notice.to_id,
        detail=lambda notice, walkthrough: walkthrough.teacher.name,
        related=("teacher",),
        duties=("coach",),
        button="Read it",
    ),
    NoticeKind(
        name="walkthrough_answered",
        label="A teacher replied to a walkthrough or a formal visit of yours",
        url=lambda notice, walkthrough: f"{walkthrough.get_absolute_url()}#response",
        still_needed=is_shared,
        detail=lambda notice, walkthrough: walkthrough.teacher.name,
        related=("teacher",),
        duties=("school_leader", "evaluator"),
        button="Read the reply",
    ),
)


def is_step_open(notice, row):
    """The round is open, the step is not done, and its last day was not moved since."""
    if not row.is_open:
        return False
    undone = row.steps.filter(done_at=None).values_list("step", "due_on")
    return notice.slot in {slot_of(step, due_on) for step, due_on in undone}


def whom_it_concerns(notice, row):
    return "" if notice.to_id == row.teacher_id else row.teacher.name


register(
    NoticeKind(
        name="round_step_ahead",
        label="A step of an observation round is due soon",
        url=lambda notice, row: row.get_absolute_url(),
        still_needed=is_step_open,
        detail=whom_it_concerns,
        related=("teacher",),
        duties=("coach", "teacher", "school_leader", "evaluator"),
        feature=Feature.OBSERVATION_CLOCK,
        button="Open the round",
    ),
    NoticeKind(
        name="round_step_open",
        label="A step of an observation round is still open",
        url=lambda notice, row: row.get_absolute_url(),
        still_needed=is_step_open,
        detail=whom_it_concerns,
        related=("teacher",),
        duties=("coach", "teacher", "school_leader", "evaluator"),
        feature=Feature.OBSERVATION_CLOCK,
        button="Open the round",
    ),
    NoticeKind(
        name="round_dates_moved",
        label="Dates of observation rounds moved",
        url=lambda notice, change: change.get_absolute_url(),
        duties=("coach", "teacher", "school_leader", "evaluator"),
        feature=Feature.OBSERVATION_CLOCK,
        button="See the dates",
    ),
    NoticeKind(
        name="areas_to_confirm",
        label="Areas of a post-conference wait to be confirmed",
        url=lambda notice, row: row.get_absolute_url(),
        still_needed=lambda notice, row: row.areas.unconfirmed().exists(),
        detail=lambda notice, row: row.teacher.name,
        related=("teacher",),
        duties=("school_leader", "evaluator"),
        feature=Feature.OBSERVATION_CLOCK,
        button="Read and confirm",
    ),
    NoticeKind(
        name="self_assessment_shown",
        label="A teacher shows you a self-assessment",
        url=lambda notice, assessment: reverse(
            "coaching:self_assessment", args=[assessment.round_id]
        ),
        detail=lambda notice, assessment: assessment.round.teacher.name,
        related=("round__teacher",),
        duties=("coach", "school_leader", "evaluator"),
        feature=Feature.OBSERVATION_CLOCK,
        button="Read it",
    ),
)
