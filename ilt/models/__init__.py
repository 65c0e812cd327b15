from ilt.models.data_review import DataReview, PromisedStep, ReviewCadence, ReviewEntry
from ilt.models.long_range_plan import LongRangePlan, PlanCycle, PlanWeek

__all__ = [
    "DataReview",
    "LongRangePlan",
    "PlanCycle",
    "PlanWeek",
    "PromisedStep",
    "ReviewCadence",
    "ReviewEntry",
]
