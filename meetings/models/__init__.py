from meetings.models.assignment import Assignment, AssignmentReport
from meetings.models.attendance import Attendance
from meetings.models.guiding import GuidingAnswer
from meetings.models.meeting import Meeting
from meetings.models.quality import QualityCheck
from meetings.models.section import Section, SectionResource, SectionRevision

__all__ = [
    "Assignment",
    "AssignmentReport",
    "Attendance",
    "GuidingAnswer",
    "Meeting",
    "QualityCheck",
    "Section",
    "SectionResource",
    "SectionRevision",
]
