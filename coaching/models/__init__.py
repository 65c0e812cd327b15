from coaching.models.artifact import Artifact
from coaching.models.clock_change import ClockChange, DateMove
from coaching.models.draft_end import DraftEnd
from coaching.models.evidence import EvidenceNote, NoteRevision, NoteTag, SyncOp
from coaching.models.feedback import FeedbackMeeting, FeedbackRevision, QuotedNote
from coaching.models.feedback_template import FeedbackTemplate
from coaching.models.history import (
    ActionStepHistory,
    CycleHistory,
    FeedbackMeetingHistory,
    LookForHistory,
    PlanHistory,
    ReflectionPromptHistory,
    ResourceHistory,
)
from coaching.models.impact import ImpactEntry
from coaching.models.learning_targets import LearningTargets
from coaching.models.mark import LookForMark, SkippedMarks
from coaching.models.observation import (
    ObservationArea,
    ObservationRound,
    RoundStep,
    SelfAssessment,
)
from coaching.models.peer_visit import PeerVisit
from coaching.models.plan import Cycle, Plan, PlanSnapshot, Signature
from coaching.models.proposal import StepProposal
from coaching.models.readiness import Readiness
from coaching.models.reflection import Reflection, ReflectionPrompt, Response, SelfCheck
from coaching.models.revision import PlanRevision
from coaching.models.rubric import BankLookFor, Indicator, Rubric
from coaching.models.step import ActionStep, LookFor, Resource
from coaching.models.student_work import StudentWorkAnalysis
from coaching.models.support import Support
from coaching.models.talk import TalkCount
from coaching.models.visit import Visit
from coaching.models.visit_invitation import VisitInvitation
from coaching.models.walkthrough import Walkthrough
from coaching.models.walkthrough_form import WalkthroughForm
from coaching.models.walkthrough_week import WalkthroughQuota, WalkthroughWeek

__all__ = [
    "ActionStep",
    "ActionStepHistory",
    "Artifact",
    "BankLookFor",
    "ClockChange",
    "Cycle",
    "CycleHistory",
    "DateMove",
    "DraftEnd",
    "EvidenceNote",
    "FeedbackMeeting",
    "FeedbackMeetingHistory",
    "FeedbackRevision",
    "FeedbackTemplate",
    "ImpactEntry",
    "Indicator",
    "LearningTargets",
    "LookFor",
    "LookForHistory",
    "LookForMark",
    "NoteRevision",
    "NoteTag",
    "ObservationArea",
    "ObservationRound",
    "PeerVisit",
    "Plan",
    "PlanHistory",
    "PlanRevision",
    "PlanSnapshot",
    "QuotedNote",
    "Readiness",
    "Reflection",
    "ReflectionPrompt",
    "ReflectionPromptHistory",
    "Resource",
    "ResourceHistory",
    "Response",
    "RoundStep",
    "Rubric",
    "SelfAssessment",
    "SelfCheck",
    "Signature",
    "SkippedMarks",
    "StepProposal",
    "StudentWorkAnalysis",
    "Support",
    "SyncOp",
    "TalkCount",
    "Visit",
    "VisitInvitation",
    "Walkthrough",
    "WalkthroughForm",
    "WalkthroughQuota",
    "WalkthroughWeek",
]
