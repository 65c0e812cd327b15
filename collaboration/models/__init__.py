from collaboration.models.cycle import Milestone, StudyCycle
from collaboration.models.study_meeting import FieldTest, StudyMeeting
from collaboration.models.year_plan import YearPlan

__all__ = ["FieldTest", "Milestone", "StudyCycle", "StudyMeeting", "YearPlan"]
