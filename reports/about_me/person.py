"""Everything the product holds about one person, as she may read it: sections of plain rows.

The same sections become the PDF and the CSV files. Each reads through `visible_to`, and only what
is about the person herself: her own words, what was shared with her, and who opened her records.
Never in it: what a coach keeps to herself, student work, and what can still be taken back.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from coaching.log import log_of
from coaching.models import (
    ActionStep,
    Artifact,
    EvidenceNote,
    FeedbackMeeting,
    ImpactEntry,
    LookForMark,
    ObservationArea,
    ObservationRound,
    Plan,
    Reflection,
    Response,
    SelfAssessment,
    SkippedMarks,
    StepProposal,
    Support,
    Visit,
    Walkthrough,
)
from coaching.models.feedback import TAKE_BACK_WITHIN
from coaching.plan_record import plan_record, with_record
from core.dates import long_date
from people.models import (
    CoachAssignment,
    EvaluatorAssignment,
    LaunchMeeting,
    Leave,
    Membership,
    User,
)
from people.models.feature import as_if_all_were_on
from reports.about_me.colleagues import Colleagues
from reports.about_me.own import Own
from reports.about_me.section import Section
from reports.about_me.studies import Studies
from reports.about_me.teams import Teams
from reports.about_me.trail import Trail


class AboutMe(Colleagues, Own, Studies, Teams, Trail):
    """The sections about one person, as they stand at `now`; one query for most of them."""

    def __init__(self, person: User, now: dt.datetime):
        self.person, self.now = person, now
        self.settled = Q(read_at__isnull=False) | Q(shared_at__lte=now - TAKE_BACK_WITHIN)

    def sections(self) -> list[Section]:
        """Those that hold anything, also of what a school has switched off."""
        with as_if_all_were_on():
            return [section for section in self._made() if section.rows]

    def _made(self):
        return (
            *(self._account(), self._roles(), self._leave(), self._assignments()),
            *(self._register(), self._launch(), self._visits(), self._notes(), self._marks()),
            *(self._talk(), self._feedback(), self._plans(), self._steps(), self._proposals()),
            *(self._reflections(), self._responses(), self._support()),
            *(self._impact(), self._areas()),
            *(
                self._rounds(),
                self._self_assessments(),
                self._walkthroughs(),
                self._files(),
                self._log(),
            ),
            *(self._trainings(), self._invitations(), self._peer_visits()),
            *(
                self._learning_targets(),
                self._stories(),
                self._quoted(),
                self._walkthrough_weeks(),
                self._readiness(),
                self._stage_marks(),
            ),
            *(self._drafts_that_end(),),
            *(self._own_goals(), self._study_comments(), self._learning_hours()),
            *(self._attendance(), self._team_assignments(), self._promised()),
            *(self._insights(), self._guiding_answers()),
            *(self._opened_mine(), self._opened(), self._notices(), self._read(), self._sessions()),
        )

    def _day(self, day):
        return long_date(day) if day else ""

    def _moment(self, moment):
        return f"{moment.astimezone(self.person.zone):%Y-%m-%d %H:%M}" if moment else ""

    def _account(self):
        me = self.person
        row = [me.name, me.email, me.school_system.name, self._moment(me.created_at)]
        heads = ("Name", "E-mail", "School system", "Entered")
        return Section("Account", heads, [row])

    def _roles(self):
        rows = Membership.objects.visible_to(self.person).filter(user=self.person)
        heads = ("Role", "Title", "School", "Grade band", "Subjects", "Since", "Until")
        return Section(
            "Roles",
            heads,
            [
                [
                    row.get_role_display(),
                    row.title,
                    row.school.name if row.school else "Whole system",
                    row.get_grade_band_display(),
                    row.subjects,
                    self._day(row.starts_on),
                    self._day(row.ends_on),
                ]
                for row in rows.select_related("school").order_by("starts_on", "pk")
            ],
        )

    def _leave(self):
        rows = Leave.objects.visible_to(self.person).filter(membership__user=self.person)
        spans = [[self._day(row.starts_on), self._day(row.ends_on)] for row in rows]
        return Section("Leave", ("First day away", "Back on"), spans)

    def _assignments(self):
        me = self.person
        rows = CoachAssignment.objects.visible_to(me).filter(Q(teacher=me) | Q(coach=me))
        heads = ("Teacher", "Coach", "As", "Since", "Until", "Hand-over note")
        return Section(
            "Coaching assignments",
            heads,
            [
                [
                    row.teacher.name,
                    row.coach.name,
                    row.get_kind_display(),
                    self._day(row.starts_on),
                    self._day(row.ends_on),
                    row.hand_over_note if row.teacher_id == me.pk else "",
                ]
                for row in rows.select_related("teacher", "coach")
            ],
        )

    def _register(self):
        me = self.person
        rows = EvaluatorAssignment.objects.visible_to(me).filter(Q(teacher=me) | Q(evaluator=me))
        return Section(
            "Evaluators and observers",
            ("Teacher", "Evaluator or observer", "As", "Since", "Until"),
            [
                [
                    row.teacher.name,
                    row.evaluator.name,
                    row.get_kind_display(),
                    self._day(row.starts_on),
                    self._day(row.ends_on),
                ]
                for row in rows.select_related("teacher", "evaluator")
            ],
        )

    def _launch(self):
        rows = LaunchMeeting.objects.visible_to(self.person)
        rows = rows.filter(assignment__teacher=self.person)
        names = LaunchMeeting.TEXTS
        heads = tuple(
            str(LaunchMeeting._meta.get_field(name).verbose_name).capitalize() for name in names
        )
        return Section(
            "Launch meetings",
            ("School year", "Coach", *heads),
            [
                [
                    row.school_year.name,
                    row.assignment.coach.name,
                    *(getattr(row, name) for name in names),
                ]
                for row in rows.select_related("school_year", "assignment__coach")
            ],
            is_prose=True,
        )

    def _my_visits(self):
        rows = Visit.objects.visible_to(self.person).filter(self.settled, teacher=self.person)
        return rows.filter(shared_at__isnull=False)

    def _visits(self):
        rows = self._my_visits().select_related("coach", "school").order_by("started_at")
        return Section(
            "Visits shared with you",
            ("Began", "Coach", "School", "Kind", "Minutes", "Lesson", "Materials"),
            [
                [
                    self._moment(row.started_at),
                    row.coach.name,
                    row.school.name,
                    row.get_kind_display(),
                    str(row.minutes or ""),
                    row.lesson,
                    row.materials,
                ]
                for row in rows
            ],
        )

    def _notes(self):
        walks = Walkthrough.objects.visible_to(self.person).filter(teacher=self.person)
        walks = walks.filter(shared_at__isnull=False)
        mine = Q(visit__in=self._my_visits().values("pk")) | Q(visit__in=walks.values("pk"))
        notes = EvidenceNote.objects.visible_to(self.person).kept()
        notes = notes.filter(mine, is_left_out=False, is_late=False).order_by("occurred_at", "pk")
        return Section(
            "Notes shared with you",
            ("Written", "By", "Note"),
            [
                [self._moment(row.occurred_at), row.author.name, row.text]
                for row in notes.select_related("author")
            ],
        )

    def _marks(self):
        """Her own marks; a coach's once she has marked or skipped the visit (S0.14)."""
        own = LookForMark.objects.filter(visit=OuterRef("visit"), marked_by=self.person)
        skipped = SkippedMarks.objects.filter(visit=OuterRef("visit"))
        marks = LookForMark.objects.filter(visit__in=self._my_visits().values("pk"))
        marks = marks.filter(Q(marked_by=self.person) | Exists(own) | Exists(skipped))
        rows = marks.select_related("visit", "look_for", "bank_look_for", "marked_by")
        return Section(
            "Look-for marks",
            ("Visit", "Look-for", "Marked by", "How it showed"),
            [
                [
                    self._moment(row.visit.started_at),
                    (row.look_for or row.bank_look_for).text,
                    row.marked_by.name,
                    row.get_value_display(),
                ]
                for row in rows.order_by("visit__started_at", "pk")
            ],
        )

    def _feedback(self):
        rows = FeedbackMeeting.objects.visible_to(self.person).filter(teacher=self.person)
        rows = rows.filter(self.settled, shared_at__isnull=False)
        return Section(
            "Feedback",
            (
                *("Shared", "Coach", "Precise praise", "Probing questions", "Goal"),
                *("Upcoming lesson", "Students not engaged", "Which, without names"),
                "Next steps to reach out",
            ),
            [
                [
                    self._moment(row.shared_at),
                    row.coach.name,
                    row.praise,
                    row.probe,
                    row.goal,
                    row.upcoming_lesson,
                    "" if row.not_engaged_count is None else str(row.not_engaged_count),
                    row.not_engaged,
                    row.reach_out,
                ]
                for row in rows.select_related("coach").order_by("shared_at")
            ],
            is_prose=True,
        )

    def _plans(self):
        rows = with_record(Plan.objects.visible_to(self.person).filter(teacher=self.person))
        heads = ("Status", "Opened", "Coach", "Refinement area", "Student need", "Goal", "Measure")
        heads += ("Where it stood", "Target", "Date of the goal", "Agreed", "Completed")
        return Section(
            "Coaching plans",
            heads,
            [self._plan(plan_record(row)) for row in rows.order_by("created_at")],
            is_prose=True,
        )

    def _plan(self, record):
        area, goal = record["refinement_area"], record["goal"]
        return [
            record["status_label"],
            self._day(record["opened_on"]),
            record["coach"],
            area["name"] if area else "",
            record["student_need"],
            *(goal[name] for name in ("text", "measure", "baseline", "target")),
            self._day(goal["due_on"]),
            self._moment(record["agreed_at"]),
            self._moment(record["completed_at"]),
        ]

    def _steps(self):
        rows = ActionStep.objects.visible_to(self.person).kept().written()
        rows = rows.filter(teacher=self.person, shared_at__lte=self.now - TAKE_BACK_WITHIN)
        return Section(
            "Action steps",
            ("Step", "What you do", "Coach", "Support", "Starts", "Due", "Status"),
            [
                [
                    row.activity,
                    row.teacher_does,
                    row.coach.name,
                    row.get_support_display(),
                    self._day(row.starts_on),
                    self._day(row.due_on),
                    row.get_status_display(),
                ]
                for row in rows.select_related("coach").order_by("created_at")
            ],
            is_prose=True,
        )

    def _proposals(self):
        rows = StepProposal.objects.visible_to(self.person).filter(teacher=self.person)
        return Section(
            "Proposed steps",
            ("Step", "Why", "Proposed by", "Answered", "Why not"),
            [
                [
                    row.activity,
                    row.why,
                    row.proposed_by.name,
                    self._moment(row.answered_at),
                    row.why_not,
                ]
                for row in rows.select_related("proposed_by")
            ],
            is_prose=True,
        )

    def _reflections(self):
        rows = Reflection.objects.visible_to(self.person).filter(author=self.person)
        rows = rows.exclude(text="").select_related("prompt").order_by("created_at")
        return Section(
            "Your reflections",
            ("Written", "On", "Reflection", "Shared"),
            [
                [
                    self._moment(row.updated_at),
                    row.prompt.text if row.prompt else "",
                    row.text,
                    self._moment(row.shared_at),
                ]
                for row in rows
            ],
            is_prose=True,
        )

    def _responses(self):
        rows = Response.objects.visible_to(self.person).filter(author=self.person)
        return Section(
            "Your replies",
            ("Written", "To", "Reply"),
            [
                [
                    self._moment(row.updated_at),
                    _answered(row),
                    row.text,
                ]
                for row in rows.order_by("updated_at")
            ],
        )

    def _support(self):
        rows = Support.objects.visible_to(self.person).kept().filter(teacher=self.person)
        return Section(
            "Support between visits",
            ("Day", "Coach", "What", "Minutes", "For what"),
            [
                [
                    self._day(row.given_on),
                    row.coach.name,
                    row.get_kind_display(),
                    str(row.minutes),
                    row.about,
                ]
                for row in rows.select_related("coach")
            ],
        )

    def _impact(self):
        rows = ImpactEntry.objects.visible_to(self.person).kept()
        return Section(
            "Impact noted on your plans",
            ("Day", "What was seen", "Where", "Written by"),
            [
                [
                    self._day(row.seen_on),
                    row.seen,
                    row.get_source_display(),
                    row.written_by.name,
                ]
                for row in rows.filter(plan__teacher=self.person).select_related("written_by")
            ],
        )

    def _areas(self):
        rows = ObservationArea.objects.visible_to(self.person).filter(round__teacher=self.person)
        return Section(
            "Areas from post-conferences",
            ("Entered", "Kind", "Indicator", "In words"),
            [
                [
                    self._moment(row.entered_at),
                    row.get_kind_display(),
                    row.indicator.name,
                    row.descriptor,
                ]
                for row in rows.select_related("indicator")
            ],
        )

    def _rounds(self):
        rows = ObservationRound.objects.visible_to(self.person).filter(teacher=self.person)
        names = (
            *("pre_conference_on", "visit_on", "self_assessment_on", "post_conference_on"),
            *("adjustment_on", "follow_up_on"),
        )
        return Section(
            "Your observation rounds",
            (
                *("School year", "Pre-conference", "Formal visit", "Self-assessment"),
                *("Post-conference", "Plan adjusted", "Informal visit after it"),
            ),
            [
                [row.school_year.name, *(self._day(getattr(row, name)) for name in names)]
                for row in rows.select_related("school_year").order_by("created_at", "pk")
            ],
        )

    def _self_assessments(self):
        rows = SelfAssessment.objects.visible_to(self.person).filter(round__teacher=self.person)
        return Section(
            "Your self-assessments",
            ("Begun", "To keep", "To work on"),
            [[self._moment(row.created_at), row.reinforcement, row.refinement] for row in rows],
            is_prose=True,
        )

    def _walkthroughs(self):
        rows = Walkthrough.objects.visible_to(self.person).filter(teacher=self.person)
        rows = rows.filter(shared_at__isnull=False).select_related("coach", "school")
        return Section(
            "Walkthroughs and formal visits shared with you",
            ("Began", "Kind", "By", "School", "Shared"),
            [
                [
                    self._moment(row.started_at),
                    row.get_kind_display(),
                    row.coach.name,
                    row.school.name,
                    self._moment(row.shared_at),
                ]
                for row in rows
            ],
        )

    def _files(self):
        """What the files are called; student work is in no export (permissions R20)."""
        rows = Artifact.objects.visible_to(self.person).kept()
        mine = Q(teacher=self.person) | Q(uploaded_by=self.person)
        rows = rows.filter(mine, is_student_work=False).select_related("uploaded_by")
        return Section(
            "Files",
            ("Added", "By", "What it is", "What one sees in it"),
            [
                [self._moment(row.created_at), row.uploaded_by.name, row.label, row.description]
                for row in rows
            ],
        )

    def _log(self):
        """What she did as a coach: days, kinds and minutes, no teacher's name (permissions R45)."""
        return Section(
            "Your log as a coach",
            ("Day", "What", "Kind", "Minutes"),
            [
                [self._day(line.on), line.title, str(line.kind), str(line.minutes or "")]
                for line in log_of(self.person).lines
            ],
        )


def _answered(response):
    """What a reply answers."""
    if response.walkthrough_id:
        return "A walkthrough or formal visit"
    return "A coaching plan" if response.plan_id else "Feedback"
