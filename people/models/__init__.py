from people.models.access import AccessEvent
from people.models.assignment import CoachAssignment, EvaluatorAssignment
from people.models.calendar import Closure, SchoolYear, Term
from people.models.files import ImportBatch
from people.models.invitation import Invitation
from people.models.membership import Leave, Membership
from people.models.system import School, SchoolSystem
from people.models.user import User

__all__ = [
    "AccessEvent",
    "Closure",
    "CoachAssignment",
    "EvaluatorAssignment",
    "ImportBatch",
    "Invitation",
    "Leave",
    "Membership",
    "School",
    "SchoolSystem",
    "SchoolYear",
    "Term",
    "User",
]
