from goals.models.data import DataPoint, DataSet
from goals.models.goal import Checkpoint, Goal, GoalReview, Measurement
from goals.models.need import Need
from goals.models.resources import EarlierResources
from goals.models.source_plan import SourcePlan
from goals.models.step import SchoolStep

__all__ = [
    "Checkpoint",
    "DataPoint",
    "DataSet",
    "EarlierResources",
    "Goal",
    "GoalReview",
    "Measurement",
    "Need",
    "SchoolStep",
    "SourcePlan",
]
