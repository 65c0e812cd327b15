from ilt.models.long_range_plan import LongRangePlan, PlanCycle, PlanWeek

__all__ = ["LongRangePlan", "PlanCycle", "PlanWeek"]
