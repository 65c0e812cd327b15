"""What a person did, was given to do, promised and wrote in teams, beside cycles of study."""

from django.db.models import Prefetch

from ilt.models import Insight, PromisedStep
from meetings.guiding import QUESTIONS
from meetings.models import Assignment, AssignmentReport, Attendance, GuidingAnswer
from reports.about_me.section import Section


class Teams:
    """Sections of `AboutMe`, which knows the person and the moment."""

    def _attendance(self):
        rows = Attendance.objects.visible_to(self.person).filter(user=self.person)
        rows = rows.select_related("meeting__team").order_by("meeting__starts_at", "pk")
        return Section(
            "Your meetings",
            ("When", "Team", "About", "You were"),
            [
                [
                    self._moment(row.meeting.starts_at),
                    row.meeting.team.name,
                    row.meeting.focus,
                    "Guest" if row.is_guest else row.get_state_display(),
                ]
                for row in rows
            ],
        )

    def _team_assignments(self):
        """Their own and everyone's, each with what they said became of it."""
        me = self.person
        told = AssignmentReport.objects.visible_to(me).filter(user=me)
        rows = Assignment.objects.visible_to(me).of_member(me).select_related("meeting__team")
        rows = rows.prefetch_related(Prefetch("reports", told, to_attr="told"))
        return Section(
            "Your assignments of teams",
            ("Meeting", "Team", "What to do", "Due", "How far it came", "Evidence", "Outcome"),
            [
                [
                    self._moment(row.meeting.starts_at),
                    row.meeting.team.name,
                    row.text,
                    self._day(row.due_on),
                    *_said(row.told),
                ]
                for row in rows.order_by("meeting__starts_at", "order", "pk")
            ],
            is_prose=True,
        )

    def _promised(self):
        rows = PromisedStep.objects.visible_to(self.person).filter(owner=self.person)
        rows = rows.select_related("review").order_by("due_on", "pk")
        return Section(
            "Steps you promised in data reviews",
            ("Review", "What you promised", "By when", "What became of it", "Did it work"),
            [
                [
                    row.review.title,
                    row.text,
                    self._day(row.due_on),
                    row.get_status_display(),
                    row.outcome,
                ]
                for row in rows
            ],
            is_prose=True,
        )

    def _insights(self):
        rows = Insight.objects.visible_to(self.person).filter(author=self.person)
        return Section(
            "What you told your leaders",
            ("When", "About", "What you wrote", "Seen", "Answer"),
            [
                [
                    self._moment(row.created_at),
                    row.get_about_display(),
                    row.text,
                    self._moment(row.seen_at),
                    row.answer,
                ]
                for row in rows.order_by("created_at", "pk")
            ],
            is_prose=True,
        )

    def _guiding_answers(self):
        rows = GuidingAnswer.objects.visible_to(self.person).filter(answered_by=self.person)
        rows = rows.select_related("team", "school_year").order_by("answered_at", "pk")
        return Section(
            "Guiding questions you answered",
            ("When", "Team", "School year", "Question", "Your answer"),
            [
                [
                    self._moment(row.answered_at),
                    row.team.name,
                    row.school_year.name,
                    QUESTIONS[row.question].text if row.question in QUESTIONS else row.question,
                    row.text,
                ]
                for row in rows.exclude(text="")
            ],
            is_prose=True,
        )


def _said(reports):
    """How far it came, the evidence and the outcome; nothing told yet is said so."""
    if not reports:
        return ["Not told yet", "", ""]
    told = reports[0]
    return [
        told.get_status_display(),
        " ".join(filter(None, (told.evidence, told.link))),
        told.outcome,
    ]
