"""One teacher, and one person of every kind around her: what the permission table probes."""

import datetime as dt
from functools import cached_property

from django.utils import timezone

from coaching.actions.adjusting import begin_adjustment
from coaching.actions.rubric import load_starting_rubric
from coaching.actions.signing import freeze, sign_plan
from coaching.actions.walkthrough_form import load_starting_form
from coaching.models import (
    ClockChange,
    DateMove,
    Plan,
    PlanRevision,
    PlanSnapshot,
    Signature,
)
from core import wall_clock
from demo.builders import coaching as build
from demo.builders import goal as build_goal
from demo.builders import long_range as build_plan
from demo.builders import observation as build_round
from demo.builders import people
from demo.builders import study as build_study
from demo.builders import team as build_team
from demo.builders.leader import make_leader_plan
from goals.models import Goal
from people.actions.assignment import hand_over
from people.models import CoachAssignment, LaunchMeeting, Membership, Team

Role = Membership.Role


class World:
    """Everybody of the permission table, and records about the subject on demand.

    Records are made when first asked for, all by the owner coach unless their name says otherwise.
    """

    def __init__(self):
        self.system = people.make_system()
        self.indicators = load_starting_rubric(self.system)
        self.form = load_starting_form(self.system, people.LONG_AGO)
        self.year = people.make_year(self.system)
        self.school = people.make_school(self.system, "Cypress Elementary")
        self.other_school = people.make_school(self.system, "Magnolia Middle")
        self.today = timezone.localdate(timezone=self.system.zone)
        self.people = {
            **self._at_school(),
            "other_principal": people.make_principal(self.other_school, "Odile Prejean"),
            "district": people.make_central(self.system, Role.DISTRICT_STAFF, "Dora Staff"),
            "custodian": people.make_central(self.system, Role.CUSTODIAN, "Carl Custodian"),
            "admin": people.make_central(self.system, Role.SYSTEM_ADMIN, "Ada Admin"),
            "other_system": self._stranger(),
        }
        self._relate()

    def __getattr__(self, name):
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def _at_school(self):
        return {
            "subject": people.make_teacher(self.school, "Tess Arceneaux"),
            "peer": people.make_teacher(self.school, "Paul Peer"),
            "owner": people.make_coach(self.school, "Olga Fontenot"),
            "contributor": people.make_coach(self.school, "Connie Contributor"),
            "former": people.make_coach(self.school, "Fred Former"),
            "principal": people.make_principal(self.school, "Pia Principal"),
            "evaluator": people.make_member(self.other_school, Role.COACH, "Eve Evaluator"),
        }

    def _stranger(self):
        """Somebody with every role in another system."""
        system = people.make_system("Other Parish Schools")
        self.elsewhere = people.make_school(system, "Elsewhere High")
        user = people.make_coach(self.elsewhere, "Sam Stranger")
        people.give_role(user, Role.SCHOOL_LEADER, self.elsewhere)
        for role in (Role.DISTRICT_STAFF, Role.CUSTODIAN, Role.SYSTEM_ADMIN):
            people.give_role(user, role)
        return user

    def _relate(self):
        start = self.today - dt.timedelta(days=200)
        people.assign(self.subject, self.owner, starts_on=start)
        people.assign(
            self.subject,
            self.contributor,
            CoachAssignment.Kind.CONTRIBUTOR,
            starts_on=start,
        )
        people.assign(
            self.subject, self.former, starts_on=start - dt.timedelta(days=300), ends_on=start
        )
        people.register_evaluator(self.subject, self.evaluator)

    def days_ago(self, days):
        """This time of the system's clock so many days ago, whatever it did in between."""
        return timezone.localtime(timezone=self.system.zone) - dt.timedelta(days=days)

    @cached_property
    def launch_meeting(self):
        """Of the subject and her owner coach this school year, said by the coach to be held."""
        return LaunchMeeting.objects.create(
            school_system=self.system,
            assignment=CoachAssignment.objects.get(teacher=self.subject, coach=self.owner),
            school_year=self.year,
            answer=LaunchMeeting.Answer.MET,
            answered_by=self.owner,
            answered_at=self.yesterday,
            trust_notes="What is said here stays here.",
        )

    @cached_property
    def proposal(self):
        """A step that the contributor proposes; nobody has answered."""
        return build.propose_step(self.subject, self.contributor, indicator=self.indicators["QU"])

    def handed_over(self, goes_along=None):
        """The subject's new owner assignment: her principal has handed her over to her former coach
        today, and she has chosen what goes along where `goes_along` says so."""
        held = CoachAssignment.objects.get(teacher=self.subject, coach=self.owner)
        now = timezone.now()
        new = hand_over(
            held,
            to=self.former,
            note="She likes to plan aloud.",
            starts_on=self.today,
            by=self.principal,
            now=now,
        )
        if goes_along:
            new.choose_history(goes_along, now)
        return new

    @property
    def noon(self):
        """Of today by the system's clock: an hour at which every reminder of the day is due."""
        return wall_clock.at(self.today, dt.time(12), self.system.zone)

    @cached_property
    def yesterday(self):
        return self.days_ago(1)

    @cached_property
    def planned_visit(self):
        return build.plan_visit(self.subject, self.owner, self.today + dt.timedelta(days=2))

    @cached_property
    def live_visit(self):
        return build.make_visit(
            self.subject, self.owner, timezone.now() - dt.timedelta(minutes=12), minutes=None
        )

    @cached_property
    def draft_visit(self):
        """Ended, not shared: the coach's alone."""
        return build.make_visit(self.subject, self.owner, self.yesterday)

    @cached_property
    def draft_feedback(self):
        return build.make_feedback(self.draft_visit)

    @cached_property
    def shared_visit(self):
        visit = build.make_visit(self.subject, self.owner, self.yesterday - dt.timedelta(days=3))
        self.shared_feedback = build.make_feedback(visit, shared_at=self.yesterday)
        return visit

    @cached_property
    def shared_feedback(self):
        self.shared_visit  # noqa: B018 (making the visit makes its feedback)
        return self.__dict__["shared_feedback"]

    @cached_property
    def shared_step(self):
        return self.shared_feedback.step

    @cached_property
    def running_walkthrough(self):
        return build.make_walkthrough(
            self.subject, self.principal, timezone.now() - dt.timedelta(minutes=2), minutes=None
        )

    @cached_property
    def draft_walkthrough(self):
        """Ended, not shared: the principal's alone."""
        return build.make_walkthrough(self.subject, self.principal, self.yesterday)

    @cached_property
    def shared_walkthrough(self):
        began = self.days_ago(4)
        return build.make_walkthrough(self.subject, self.principal, began, shared_at=self.yesterday)

    @cached_property
    def open_round(self):
        """A round whose post-conference was held, with one area confirmed and one copied; the
        targeted visit is still to come, and the self-assessment written for nobody else."""
        row = build_round.make_round(
            self.subject,
            self.year,
            self.evaluator,
            visit_on=self.today - dt.timedelta(days=70),
            post_conference_on=self.today - dt.timedelta(days=66),
        )
        build_round.make_area(row, "reinforcement", self.indicators["TKS"], self.evaluator)
        build_round.make_area(
            row,
            "refinement",
            self.indicators["QU"],
            self.owner,
            is_official=False,
            text="Questions that ask for reasons.",
        )
        self.self_assessment = build_round.make_self_assessment(
            row, reinforcement="They knew what to do next."
        )
        return row

    @cached_property
    def clock_change(self):
        """A change of the calendar that moved the last day of the targeted visit."""
        step = self.open_round.steps.get(step="follow_up")
        change = ClockChange.objects.create(school_system=self.system)
        DateMove.objects.create(
            school_system=self.system,
            change=change,
            step=step,
            was_due_on=step.due_on - dt.timedelta(days=1),
            due_on=step.due_on,
        )
        return change

    @cached_property
    def school_goal(self):
        """A goal of the subject's school with a subgoal and one school-level action step."""
        goal = build_goal.make_goal(self.school)
        build_goal.make_subgoal(goal)
        build_goal.make_school_step(goal)
        return goal

    @cached_property
    def system_ilt(self):
        """The system's leadership team: district staff, who facilitates it, and the evaluator."""
        kind = Team.Kind.SYSTEM_ILT
        return build_team.make_team(self.system, kind, None, self.district, [self.evaluator])

    @cached_property
    def school_ilt(self):
        """The leadership team of the subject's school: the principal and the contributor."""
        kind = Team.Kind.SCHOOL_ILT
        members = [self.contributor]
        return build_team.make_team(self.system, kind, self.school, self.principal, members)

    @cached_property
    def tc(self):
        """A collaboration team of the subject and her peer, facilitated by the contributor."""
        members = [self.subject, self.peer]
        return build_team.make_team(
            self.system, Team.Kind.TC, self.school, self.contributor, members, name="Grades 3–5"
        )

    @cached_property
    def strategic_goal(self):
        return build_team.make_tree_goal(self.system, Goal.Level.STRATEGIC)

    @cached_property
    def system_goal(self):
        level = Goal.Level.SYSTEM_YEAR
        return build_team.make_tree_goal(self.system, level, self.strategic_goal)

    @cached_property
    def school_tree_goal(self):
        level = Goal.Level.SCHOOL
        return build_team.make_tree_goal(self.system, level, self.system_goal, self.school)

    @cached_property
    def orphan_goal(self):
        """A goal of the subject's school that serves no goal above and does not say why."""
        return build_team.make_tree_goal(self.system, Goal.Level.SCHOOL, None, self.school)

    @cached_property
    def tc_year_goal(self):
        level = Goal.Level.TC_YEAR
        return build_team.make_tree_goal(self.system, level, self.school_tree_goal, team=self.tc)

    @cached_property
    def tc_goal(self):
        level = Goal.Level.TC_CYCLE
        return build_team.make_tree_goal(self.system, level, self.tc_year_goal, team=self.tc)

    @cached_property
    def tc_held(self):
        """The collaboration team's meeting of a week ago, with an assignment for everyone."""
        when = self.days_ago(7)
        meeting = build_team.make_meeting(
            self.tc, when, facilitator=self.contributor, state="held", held_at=when
        )
        build_team.make_assignment(meeting)
        return meeting

    @cached_property
    def tc_meeting(self):
        """The collaboration team's next meeting, after `tc_held`."""
        assert self.tc_held
        when = self.days_ago(-1)
        return build_team.make_meeting(self.tc, when, facilitator=self.contributor)

    @cached_property
    def ilt_meeting(self):
        """The next meeting of the school's leadership team."""
        when = self.days_ago(-2)
        return build_team.make_meeting(self.school_ilt, when, facilitator=self.principal)

    @cached_property
    def system_meeting(self):
        """The next meeting of the system's leadership team."""
        when = self.days_ago(-3)
        return build_team.make_meeting(self.system_ilt, when, facilitator=self.district)

    @cached_property
    def system_plan(self):
        """The long-range plan of the system's leadership team: a cycle with two weeks."""
        return self._long_range_plan(self.system_ilt)

    @cached_property
    def school_plan(self):
        """The long-range plan of the subject's school's leadership team: a cycle with two weeks."""
        return self._long_range_plan(self.school_ilt)

    def _long_range_plan(self, team):
        plan = build_plan.make_long_range_plan(team, self.year)
        cycle = build_plan.make_plan_cycle(plan)
        for day in (18, 25):
            build_plan.make_plan_week(cycle, dt.date(2026, 8, day))
        return plan

    @property
    def plan_cycle(self):
        return self.school_plan.cycles.first()

    @property
    def plan_week(self):
        return self.school_plan.weeks.first()

    @cached_property
    def year_plan(self):
        """The collaboration team's plan of this school year, which keeps field tests."""
        goal = self.tc_year_goal
        return build_study.make_year_plan(self.tc, self.year, goal, uses_field_tests=True)

    @cached_property
    def study_cycle(self):
        """A cycle of four weeks ago: `tc_held` was its first meeting, `tc_meeting` is next."""
        first = self.today - dt.timedelta(weeks=4)
        cycle = build_study.make_cycle(self.year_plan, first, self.tc_goal)
        self.study = build_study.put_into_cycle(cycle, self.tc_held, need="Thirds on a line.")
        self.next_study = build_study.put_into_cycle(cycle, self.tc_meeting)
        return cycle

    @cached_property
    def study(self):
        self.study_cycle  # noqa: B018 (making the cycle puts its meetings into it)
        return self.__dict__["study"]

    def coach_the_principal(self):
        """The evaluator coaches the principal of the subject's school."""
        people.register_evaluator(self.principal, self.evaluator)
        people.assign(self.principal, self.evaluator)

    @cached_property
    def leader_plan(self):
        """A draft of the principal's own plan, with the evaluator as her coach."""
        self.coach_the_principal()
        return make_leader_plan(self.principal, self.evaluator, self.school_goal)

    @cached_property
    def agreed_leader_plan(self):
        for person in (self.principal, self.evaluator):
            plan = self.leader_plan
            sign_plan(plan, by=person, version=plan.version, now=self.yesterday)
        plan.refresh_from_db()
        return plan

    @cached_property
    def draft_plan(self):
        return build.make_plan(
            self.subject, self.owner, indicator=self.indicators["QU"], school_year=self.year
        )

    def agreed_plan(self, **policies):
        """The plan signed by both; readable by principal and district unless `policies` say no."""
        plan = self.draft_plan
        for person in (self.owner, self.subject):
            build.sign(plan, person, self.yesterday)
        Plan.objects.filter(pk=plan.pk).update(
            status=Plan.Status.AGREED,
            agreed_at=self.yesterday,
            **{"principal_may_read": True, "district_may_read": True, **policies},
        )
        plan.refresh_from_db()
        freeze(plan, PlanSnapshot.Occasion.AGREED, now=self.yesterday)
        return plan

    @cached_property
    def adjusted_plan(self):
        """The agreed plan with an adjustment that the owner coach has begun and nobody written."""
        plan = self.agreed_plan()
        revision = PlanRevision(
            plan=plan, because="students", reason="More explain.", data_reference="Unit 3 test."
        )
        begin_adjustment(revision, by=self.owner, now=self.yesterday)
        return Plan.objects.get(pk=plan.pk)

    def proposed_plan(self):
        """The plan signed by the coach, waiting for the teacher."""
        plan = self.draft_plan
        build.sign(plan, self.owner, self.yesterday)
        Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.PROPOSED)
        plan.refresh_from_db()
        return plan

    @property
    def signatures(self):
        return Signature.objects.filter(plan=self.draft_plan)
