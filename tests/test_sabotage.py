"""The permission table is worth what it notices: each guard in turn lets everything through."""

import collections
import sys

import pytest
from django.apps import apps

from tests.permission_table import PEOPLE
from tests.test_house_rules import APPS
from tests.test_permissions import (
    ROWS,
    SHOWS,
    Probe,
    as_it_was,
    body_of,
    built_world,
    world,
)

__all__ = ["built_world", "world"]
pytestmark = pytest.mark.django_db

CAUGHT_BY = {
    "ActionStepQuerySet": "GET coaching:step_detail draft",
    "ArtifactQuerySet": "GET coaching:artifact_file draft",
    "AssignmentQuerySet": "GET meetings:assignment_edit",
    "BestPracticeQuerySet": "GET ilt:practice_edit",
    "ClockChangeQuerySet": "GET coaching:round_moves",
    "CoachAssignmentQuerySet": "GET people:assignment_detail",
    "CoachingVisionQuerySet": "GET people:vision_version",
    "DateMoveQuerySet": "GET coaching:round_moves",
    "EvaluatorAssignmentQuerySet": "GET people:evaluator_edit",
    "EvidenceNoteQuerySet": "GET coaching:note_edit",
    "ExportQuerySet": "GET reports:export_detail",
    "FieldTestQuerySet": "GET collaboration:field_test_edit off",
    "FocusStudentQuerySet": "POST collaboration:focus_remove",
    "OfCycleQuerySet": "POST collaboration:milestone_reach",
    "OfMeetingQuerySet": "GET collaboration:study_meeting",
    "OfYearPlanQuerySet": "GET collaboration:cycle_detail",
    "OpenToSchoolQuerySet": "GET collaboration:year_plan_edit",
    "TeacherGoalQuerySet": "POST collaboration:teacher_goal_share",
    "WorkAnalysisQuerySet": "POST collaboration:work_remove",
    "FeedbackMeetingQuerySet": "GET coaching:feedback_check",
    "GoalsOwnQuerySet": "GET goals:school_step_edit",
    "HistoryQuerySet": "GET coaching:plan_changes agreed",
    "ImportBatchQuerySet": "GET people:import_detail",
    "InsightQuerySet": "GET ilt:insight_answer",
    "LaunchMeetingQuerySet": "GET coaching:launch_detail",
    "LearningWalkQuerySet": "GET ilt:walk_detail",
    "LeaveQuerySet": "GET people:leave_edit",
    "LibraryLinkQuerySet": "GET people:library_edit",
    "ImpactEntryQuerySet": "POST coaching:impact_remove",
    "LookForQuerySet": "GET coaching:visit_live contributor",
    "MeetingQuerySet": "GET meetings:meeting_detail",
    "MembershipQuerySet": "GET people:leave_add",
    "NoticeQuerySet": "GET notices:notice_open",
    "OfReviewQuerySet": "GET ilt:question_answer",
    "OfStageTeamQuerySet": "GET ilt:stage_review",
    "ObservationAreaQuerySet": "GET coaching:round_detail",
    "ObservationRoundQuerySet": "GET coaching:round_detail",
    "PeerVisitQuerySet": "GET coaching:peer_visit",
    "OfPlanQuerySet": "GET ilt:week_edit",
    "PlanQuerySet": "GET coaching:plan_bank",
    "PlanSnapshotQuerySet": "GET coaching:plan_version",
    "ReflectionQuerySet": "GET coaching:step_detail reflected",
    "RollOverQuerySet": "GET reports:roll_over_detail",
    "RoundStepQuerySet": "GET coaching:round_list counted",
    "SchoolQuerySet": "GET people:school_detail",
    "SchoolsDataQuerySet": "GET ilt:review_detail",
    "SelfAssessmentQuerySet": "GET coaching:self_assessment",
    "SessionQuerySet": "POST people:device_sign_out",
    "StepProposalQuerySet": "GET coaching:proposal_detail",
    "StudentWorkAnalysisQuerySet": "GET coaching:student_work_detail",
    "SuccessStoryQuerySet": "GET reports:story_list",
    "SupportQuerySet": "GET coaching:support_detail",
    "TalkCountQuerySet": "GET coaching:visit_detail counting",
    "TeamsDataQuerySet": "GET goals:need_detail",
    "TeamMemberQuerySet": "GET meetings:member_edit",
    "TeamQuerySet": "GET meetings:team_detail",
    "SupportNoteQuerySet": "GET ilt:support_detail",
    "TeacherLeaderQuerySet": "GET ilt:leader_edit",
    "TrainingQuerySet": "GET people:training_edit",
    "UserQuerySet": "GET people:membership_add",
    "VisitInvitationQuerySet": "GET coaching:visit_invitation",
    "VisitQuerySet": "GET coaching:feedback_edit draft",
    "WalkthroughQuerySet": "GET coaching:walkthrough_detail draft",
    "coaching.models.rubric": "GET coaching:indicator_edit",
    "people.models.calendar": "GET people:term_add",
}
# Where a page narrows further by itself (a person's own rows, a record reached through another that
# has a guard of its own), no answer depends on this guard alone. A guard that is neither here nor
# above fails the build.
NEVER_ALONE = {
    "GuidingAnswerQuerySet",  # read beside the team, whose own guard was asked
    "DataPointQuerySet",  # asked for the points of a data set, whose own guard was asked
    "AccessEventQuerySet",  # the page asks for the reader's own rows, or those about her
    "AcknowledgementQuerySet",
    "AssignmentReportQuerySet",  # the person's own reports, or read with their assignment
    "CalendarFeedQuerySet",  # found by its secret, or through its person
    "DraftEndQuerySet",  # counted for the admin, or found by the coach's own visit
    "CycleQuerySet",  # asked for teachers of the caseload or the school, whose cycles are open
    "FocusNoteQuerySet",  # beside the focus students, whose guard says who reads them
    "FeatureSurveyQuerySet",  # beside the own schools, or asked of their people
    "HeartbeatQuerySet",
    "InvitationQuerySet",  # on one person's page, for the admin who made them all
    "LearningTargetsQuerySet",  # found beside a plan, for the two who write it
    "MutedKindQuerySet",
    "ReadinessQuerySet",  # found beside a plan, for the owner coach of today
    "ReflectionPromptQuerySet",
    "ReviewCadenceQuerySet",  # asked for the own system by whoever sets it
    "ResponseQuerySet",  # a response is read with what it answers; no page asks for it alone
    "RollOverSchoolQuerySet",  # reached through its roll-over
    "SchoolSystemQuerySet",
    "SignatureQuerySet",
    "SignInDomainQuerySet",  # ticks among the domains of the own providers, on the admin's page
    "StageLineQuerySet",  # read with its review
    "WalkLookForQuerySet",  # read with its walk
    "WalkthroughQuotaQuerySet",  # read beside the own duties of the person
    "WalkthroughWeekQuerySet",  # the person's own weeks
}


def guards():
    """Every queryset class of ours that says who may read its rows, by name, whether models have it
    themselves or by inheritance."""
    classes = {
        base
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for base in type(model._default_manager.all()).__mro__
    }
    return {
        cls.__name__ if cls.__name__ != "InSystemQuerySet" else f"{cls.__module__}": cls
        for cls in classes
        if "visible_to" in vars(cls)
    }


def let_everything_through(self, user):
    return self.all()


def wrong_answers(row, world):
    """How many people get another answer, or are shown more, than the table says."""
    marker, shown_to = SHOWS.get(row, (lambda world: "", PEOPLE))
    text = marker(world)
    probe = Probe(row, world)
    responses = {person: probe.ask(person) for person in PEOPLE}
    return sum(
        response.status_code != ROWS[row][person]
        or (text in body_of(response)) != (person in shown_to)
        for person, response in responses.items()
    )


def _probed_alone(row, built_world):
    with as_it_was(built_world) as world:
        return wrong_answers(row, world)


@pytest.fixture(scope="module")
def rows_asking(built_world):
    """For each guard the rows in which anything asks it: only those can notice it."""
    asking = collections.defaultdict(list)
    with pytest.MonkeyPatch.context() as patch:
        asked = set()
        for name, cls in guards().items():
            patch.setattr(cls, "visible_to", _listened_to(cls.visible_to, name, asked))
        for row in sorted(ROWS):
            asked.clear()
            _probed_alone(row, built_world)
            for name in asked:
                asking[name].append(row)
    return asking


def _listened_to(visible_to, name, asked):
    def listen(self, user):
        asked.add(name)
        return visible_to(self, user)

    return listen


def test_every_guard_is_tried_or_never_alone():
    assert set(guards()) == set(CAUGHT_BY) | NEVER_ALONE


@pytest.mark.parametrize("guard", sorted(CAUGHT_BY))
def test_a_guard_that_lets_everything_through_is_noticed(guard, monkeypatch, world):
    monkeypatch.setattr(guards()[guard], "visible_to", let_everything_through)
    assert wrong_answers(CAUGHT_BY[guard], world) > 0


@pytest.mark.faults
@pytest.mark.parametrize("guard", sorted(guards()))
def test_count_the_wrong_answers(guard, monkeypatch, capsys, built_world, rows_asking):
    rows = rows_asking[guard]
    monkeypatch.setattr(guards()[guard], "visible_to", let_everything_through)
    wrong = {row: count for row in rows if (count := _probed_alone(row, built_world))}
    total, first = sum(wrong.values()), next(iter(wrong), "none")
    with capsys.disabled():
        sys.stdout.write(
            f"\n{guard}: asked in {len(rows)} rows, {total} wrong answers in {len(wrong)}"
            f" (first: {first})"
        )
    assert wrong or guard in NEVER_ALONE
