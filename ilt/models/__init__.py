from ilt.models.data_review import DataReview, PromisedStep, ReviewCadence, ReviewEntry
from ilt.models.insight import Insight, TeacherLeader
from ilt.models.learning_walk import BestPractice, LearningWalk, WalkLookFor
from ilt.models.long_range_plan import LongRangePlan, PlanCycle, PlanEdit, PlanWeek
from ilt.models.plan_move import PlanMove
from ilt.models.stage import StageLine, StageMark, StageReview
from ilt.models.support import PrincipalSupport, SupportNote

__all__ = [
    "BestPractice",
    "DataReview",
    "Insight",
    "LearningWalk",
    "LongRangePlan",
    "PlanCycle",
    "PlanEdit",
    "PlanMove",
    "PlanWeek",
    "PrincipalSupport",
    "PromisedStep",
    "ReviewCadence",
    "ReviewEntry",
    "StageLine",
    "StageMark",
    "StageReview",
    "SupportNote",
    "TeacherLeader",
    "WalkLookFor",
]
