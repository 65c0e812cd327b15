"""What a person says and wants in the own collaboration teams, and the hours of learning there.

Analyses of student work and focus students are never in a file (permissions D11).
"""

from collaboration.hours import own_months
from collaboration.models import StudyComment, TeacherGoal
from reports.about_me.section import Section


class Studies:
    """Sections of `AboutMe`, which knows the person and the moment."""

    def _own_goals(self):
        rows = TeacherGoal.objects.visible_to(self.person).filter(author=self.person)
        return Section(
            "Your goals of the year",
            ("School year", "Shared with the team", "For students", "Own learning"),
            [
                [
                    row.year_plan.school_year.name,
                    self._moment(row.shared_at),
                    row.for_students,
                    row.for_learning,
                ]
                for row in rows.select_related("year_plan__school_year").order_by("created_at")
            ],
            is_prose=True,
        )

    def _study_comments(self):
        rows = StudyComment.objects.visible_to(self.person).kept().filter(author=self.person)
        return Section(
            "What you said of cycles of study",
            ("When", "Cycle", "About", "What you said"),
            [
                [
                    self._moment(row.created_at),
                    row.cycle.title,
                    row.get_about_display(),
                    row.text,
                ]
                for row in rows.select_related("cycle").order_by("created_at")
            ],
            is_prose=True,
        )

    def _learning_hours(self):
        return Section(
            "Your hours of learning",
            ("Month", "Hours"),
            [[f"{month.begins_on:%B %Y}", month.hours] for month in own_months(self.person)],
        )
