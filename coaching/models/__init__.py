from coaching.models.artifact import Artifact
from coaching.models.clock_change import ClockChange, DateMove
from coaching.models.evidence import EvidenceNote, NoteRevision, NoteTag, SyncOp
from coaching.models.feedback import FeedbackMeeting, FeedbackRevision, QuotedNote
from coaching.models.history import (
    ActionStepHistory,
    CycleHistory,
    FeedbackMeetingHistory,
    LookForHistory,
    PlanHistory,
    ReflectionPromptHistory,
    ResourceHistory,
)
from coaching.models.mark import LookForMark, SkippedMarks
from coaching.models.observation import (
    ObservationArea,
    ObservationRound,
    RoundStep,
    SelfAssessment,
)
from coaching.models.plan import Cycle, Plan, PlanSnapshot, Signature
from coaching.models.proposal import StepProposal
from coaching.models.reflection import Reflection, ReflectionPrompt, Response, SelfCheck
from coaching.models.rubric import BankLookFor, Indicator, Rubric
from coaching.models.step import ActionStep, LookFor, Resource
from coaching.models.support import Support
from coaching.models.visit import Visit
from coaching.models.walkthrough import Walkthrough
from coaching.models.walkthrough_form import WalkthroughForm

__all__ = [
    "ActionStep",
    "ActionStepHistory",
    "Artifact",
    "BankLookFor",
    "ClockChange",
    "Cycle",
    "CycleHistory",
    "DateMove",
    "EvidenceNote",
    "FeedbackMeeting",
    "FeedbackMeetingHistory",
    "FeedbackRevision",
    "Indicator",
    "LookFor",
    "LookForHistory",
    "LookForMark",
    "NoteRevision",
    "NoteTag",
    "ObservationArea",
    "ObservationRound",
    "Plan",
    "PlanHistory",
    "PlanSnapshot",
    "QuotedNote",
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
    "Support",
    "SyncOp",
    "Visit",
    "Walkthrough",
    "WalkthroughForm",
]
