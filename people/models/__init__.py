from people.models.access import AccessEvent
from people.models.assignment import CoachAssignment, EvaluatorAssignment
from people.models.calendar import Closure, SchoolYear, Term
from people.models.feature import Feature, FeatureSurvey, SurveyTaken
from people.models.feed import CalendarFeed
from people.models.files import ImportBatch
from people.models.history import (
    CoachAssignmentHistory,
    EvaluatorAssignmentHistory,
    MembershipHistory,
    SchoolSystemHistory,
    SignInDomainHistory,
)
from people.models.invitation import Invitation
from people.models.launch import LaunchMeeting
from people.models.library import LibraryLink
from people.models.membership import Leave, Membership
from people.models.roll_over import RollOver, RollOverChoice, RollOverSchool
from people.models.session import Session
from people.models.sign_in_domain import SignInDomain
from people.models.system import School, SchoolSystem
from people.models.team import Team, TeamMember
from people.models.training import Training
from people.models.user import User
from people.models.vision import Acknowledgement, CoachingVision

__all__ = [
    "AccessEvent",
    "Acknowledgement",
    "CalendarFeed",
    "Closure",
    "CoachAssignment",
    "CoachAssignmentHistory",
    "CoachingVision",
    "EvaluatorAssignment",
    "EvaluatorAssignmentHistory",
    "Feature",
    "FeatureSurvey",
    "ImportBatch",
    "Invitation",
    "LaunchMeeting",
    "Leave",
    "LibraryLink",
    "Membership",
    "MembershipHistory",
    "RollOver",
    "RollOverChoice",
    "RollOverSchool",
    "School",
    "SchoolSystem",
    "SchoolSystemHistory",
    "SchoolYear",
    "Session",
    "SignInDomain",
    "SignInDomainHistory",
    "SurveyTaken",
    "Team",
    "TeamMember",
    "Term",
    "Training",
    "User",
]
