"""What a person keeps beside plans, and the weeks of walkthroughs she submitted."""

from coaching.models import DraftEnd, LearningTargets, Readiness, TalkCount, WalkthroughWeek
from ilt.models import StageMark
from ilt.stage.catalog import BY_CODE
from reports.about_me.section import Section
from reports.models import SuccessStory


class Own:
    """Sections of `AboutMe`, which knows the person and the moment."""

    def _talk(self):
        rows = TalkCount.objects.visible_to(self.person).filter(visit__in=self._my_visits())
        return Section(
            "Talk counted in visits to you",
            ("Visit", "Kind of talk", "How often"),
            [
                [self._moment(row.visit.started_at), row.get_kind_display(), str(row.count)]
                for row in rows.select_related("visit").order_by("visit__started_at", "-kind")
            ],
        )

    def _learning_targets(self):
        rows = LearningTargets.objects.visible_to(self.person)
        rows = rows.filter(plan__teacher=self.person).order_by("created_at", "pk")
        return Section(
            "Student learning targets",
            ("Begun", "First target", "Second target", "Reflection", "Kept at"),
            [
                [
                    self._moment(row.created_at),
                    *(getattr(row, name) for name in LearningTargets.TEXTS),
                ]
                for row in rows
            ],
            is_prose=True,
        )

    def _stories(self):
        rows = SuccessStory.objects.visible_to(self.person).filter(teacher=self.person)
        return Section(
            "Your success stories",
            (
                *("Published", "Withdrawn", "Title", "Story", "A line of your coach"),
                *("Confirmed by the coach", "Who reads it"),
            ),
            [
                [
                    self._moment(row.published_at),
                    self._moment(row.withdrawn_at),
                    row.title,
                    row.text,
                    row.coach_line,
                    self._moment(row.line_confirmed_at),
                    row.get_reach_display(),
                ]
                for row in rows
            ],
            is_prose=True,
        )

    def _quoted(self):
        """The lines that a teacher's published story quotes, and what the coach said of them."""
        rows = SuccessStory.objects.visible_to(self.person).published()
        return Section(
            "Lines of yours in success stories",
            ("Story", "Line", "You confirmed it", "You declined it"),
            [
                [
                    row.title,
                    row.coach_line,
                    self._moment(row.line_confirmed_at),
                    self._moment(row.line_declined_at),
                ]
                for row in rows.filter(plan__coach=self.person).exclude(coach_line="")
            ],
            is_prose=True,
        )

    def _drafts_that_end(self):
        """What the person has not shared, once its time runs."""
        rows = DraftEnd.objects.visible_to(self.person).open()
        rows = rows.select_related("visit", "feedback_of").order_by("first_seen_on", "pk")
        return Section(
            "What you have not shared, and when it ends",
            ("What", "Visit of", "Last day"),
            [
                [
                    "Feedback" if row.feedback_of else "Notes of a visit",
                    self._moment((row.feedback_of or row.visit).started_at),
                    self._day(row.ends_on),
                ]
                for row in rows
            ],
        )

    def _walkthrough_weeks(self):
        rows = WalkthroughWeek.objects.submitted()
        return Section(
            "Weeks of walkthroughs you submitted",
            ("Week of", "Made", "Wanted", "Submitted"),
            [
                [
                    self._day(row.monday),
                    str(row.made),
                    str(row.wanted),
                    self._moment(row.submitted_at),
                ]
                for row in rows.filter(maker=self.person).order_by("monday", "pk")
            ],
        )

    def _readiness(self):
        """What she ticked as a coach, without the teacher's name (permissions R45)."""
        rows = Readiness.objects.filter(coach=self.person).order_by("created_at", "pk")
        return Section(
            "Your readiness checklists as a coach",
            ("Begun", *Readiness.TICKS.values()),
            [
                [
                    self._moment(row.created_at),
                    *(self._day(getattr(row, name)) for name in Readiness.TICKS),
                ]
                for row in rows
            ],
        )

    def _stage_marks(self):
        """What she wrote of how far her teams are, as it stands now."""
        rows = StageMark.objects.visible_to(self.person).filter(assessed_by=self.person)
        rows = rows.select_related("team").order_by("assessed_at", "pk")
        return Section(
            "What you said of your teams’ stages",
            ("When", "Team", "Action", "How far", "What shows it", "Link", "Since"),
            [
                [
                    self._moment(row.assessed_at),
                    row.team.name,
                    BY_CODE[row.action].title,
                    row.get_status_display(),
                    row.evidence,
                    row.link,
                    self._day(row.dated_on),
                ]
                for row in rows
            ],
            is_prose=True,
        )
