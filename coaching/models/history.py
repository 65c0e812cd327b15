"""Who changed what of a plan, its parts and its steps, and of feedback (people/models/history.py).

What was written before it was shared stays with who wrote it: the history of a draft is the
pair's, also once the plan is agreed; and of feedback the coach's.
"""

from django.db.models import F, Q

from coaching.models.feedback import FeedbackMeeting
from coaching.models.plan import Cycle, Plan
from coaching.models.reflection import ReflectionPrompt
from coaching.models.relations import owned
from coaching.models.step import ActionStep, LookFor, Resource
from people.models.history import history_of


def by_the_pair(user, plan) -> Q:
    """`user` is one of the two who write the plan at the end of the path `plan`."""
    as_coach = Q(**{f"{plan}__coach": user, f"{plan}__teacher__in": owned(user)})
    return Q(**{f"{plan}__teacher": user}) | as_coach


def once_shared(feedback) -> Q:
    """The change was made when the feedback that the step came from, if any, was shared."""
    is_later = Q(pgh_created_at__gte=F(f"{feedback}__shared_at"))
    return Q(**{f"{feedback}__isnull": True}) | is_later


class PlanHistory(
    history_of(
        Plan,
        "history_of_a_plan",
        *("coach", "status", "student_need", "goal", "measure", "baseline", "target"),
        *("goal_due_on", "next_observation_on", "agreed_at"),
    )
):
    @classmethod
    def readable_by(cls, user):
        """The pair all of it; other readers of an agreed plan what came after it was agreed."""
        later = Q(agreed_at__isnull=False)
        return super().readable_by(user) & (by_the_pair(user, "pgh_obj") | later)

    @staticmethod
    def of_plan(plan):
        return Q(pgh_obj=plan.pk)


class CycleHistory(
    history_of(Cycle, "history_of_a_cycle", "refinement_indicator", "refinement_descriptor")
):
    @classmethod
    def readable_by(cls, user):
        """The two who write the plan."""
        return by_the_pair(user, "pgh_obj__plan")

    @staticmethod
    def of_plan(plan):
        return Q(pgh_obj=plan.cycle_id)


class ActionStepHistory(
    history_of(
        ActionStep,
        "history_of_a_step",
        *("plan", "activity", "teacher_does", "starts_on", "due_on", "support", "status"),
        *("check_back_on", "indicator", "shared_at", "removed_at"),
    )
):
    @classmethod
    def readable_by(cls, user):
        """The two who write the plan, from when the step was in it: how it goes is theirs."""
        in_plan = Q(plan=F("pgh_obj__plan"))
        is_no_draft = Q(pgh_obj__feedback=None) | Q(shared_at__isnull=False)
        return by_the_pair(user, "pgh_obj__plan") & in_plan & is_no_draft

    @staticmethod
    def of_plan(plan):
        return Q(pgh_obj__plan=plan.pk)


class LookForHistory(
    history_of(LookFor, "history_of_a_look_for", "audience", "text", "removed_at")
):
    @classmethod
    def readable_by(cls, user):
        """The two who write the plan."""
        of_step = by_the_pair(user, "pgh_obj__step__plan")
        of_step &= once_shared("pgh_obj__step__feedback")
        return by_the_pair(user, "pgh_obj__plan") | of_step

    @staticmethod
    def of_plan(plan):
        return Q(pgh_obj__plan=plan.pk) | Q(pgh_obj__step__plan=plan.pk)


class ResourceHistory(
    history_of(Resource, "history_of_a_resource", "title", "kind", "link", "removed_at")
):
    @classmethod
    def readable_by(cls, user):
        """The two who write the plan."""
        return by_the_pair(user, "pgh_obj__step__plan")

    @staticmethod
    def of_plan(plan):
        return Q(pgh_obj__step__plan=plan.pk)


class ReflectionPromptHistory(
    history_of(ReflectionPrompt, "history_of_a_prompt", "text", "removed_at")
):
    @classmethod
    def readable_by(cls, user):
        """The two who write the plan."""
        return by_the_pair(user, "pgh_obj__plan")

    @staticmethod
    def of_plan(plan):
        return Q(pgh_obj__plan=plan.pk)


class FeedbackMeetingHistory(
    history_of(
        FeedbackMeeting,
        "history_of_feedback",
        *("held_on", "praise", "probe", "goal", "upcoming_lesson", "upcoming_on"),
        *("area_of_need", "shared_at"),
    )
):
    @classmethod
    def readable_by(cls, user):
        """The coach all of it; the teacher what was changed once it was shared with her."""
        later = Q(shared_at__isnull=False)
        return super().readable_by(user) & (Q(pgh_obj__coach=user) | later)
