from collaboration.models.cycle import Milestone, StudyCycle
from collaboration.models.student_work import FocusNote, FocusStudent, WorkAnalysis
from collaboration.models.study_meeting import FieldTest, StudyMeeting
from collaboration.models.voice import StudyComment, TeacherGoal
from collaboration.models.year_plan import YearPlan

__all__ = [
    "FieldTest",
    "FocusNote",
    "FocusStudent",
    "Milestone",
    "StudyComment",
    "StudyCycle",
    "StudyMeeting",
    "TeacherGoal",
    "WorkAnalysis",
    "YearPlan",
]
