from ilt.models.long_range_plan import LongRangePlan, PlanCycle, PlanEdit, PlanWeek

__all__ = ["LongRangePlan", "PlanCycle", "PlanEdit", "PlanWeek"]
