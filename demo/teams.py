"""Teams of the demo district and a year of their meetings: held, cancelled and to come, with
assignments done, partly done, not done and not told of. Written in bulk."""

import datetime as dt
import itertools

from core import wall_clock
from meetings.actions.planning import parts_in_order
from meetings.models import Assignment, AssignmentReport, Attendance, Meeting, Section
from people.models import Membership, Team, TeamMember
from people.school_days import SystemCalendar

Role, Kind, Part = TeamMember.Role, Team.Kind, Section.Part
TC_TEAMS, A_WEEK, A_YEAR = 40, dt.timedelta(weeks=1), dt.timedelta(days=365)
AHEAD = dt.timedelta(weeks=3)
SPOKEN_FOR = (
    "Math teachers",
    "ELA teachers",
    "Teachers in their first year",
    "Special education teachers",
    "Science teachers",
)
NORMS = "We begin and end on time.\nWe look at the work, not at the person.\nEverybody speaks."
PROTOCOL = "Impact of the last meeting, purpose, new learning, practice, who does what by when."
FOCUSES = (
    "Thirds and sixths on the number line",
    "Questions that ask for reasons",
    "Reading the text before the task",
    "What students write before they talk",
    "Scaffolds that keep the task whole",
)
PREWORK = "Bring three pieces of student work: one strong, one on the way, one that puzzles you."
PLANS = {
    Part.PURPOSE: "Look at the exit slips: which third of the class needs what?",
    Part.LEARNING: "Read the lesson’s guide together and mark the two places that carry it.",
    Part.PRACTICE: "Rehearse the opening in pairs; the partner answers as a student would.",
    Part.IMPLEMENTING: "Say in which class you try it, and on which day.",
    Part.IMPACT: "Each member: what did you try, and what did students do?",
}
MINUTES = {
    Part.PURPOSE: 10,
    Part.LEARNING: 15,
    Part.PRACTICE: 20,
    Part.IMPLEMENTING: 5,
    Part.IMPACT: 10,
}
TASKS = (
    "Teach the rehearsed opening in one class and bring three pieces of student work.",
    "Note the answers of four students to the second question.",
    "Watch a colleague’s opening for ten minutes and bring one question.",
)
EVIDENCE = (
    "18 of 24 students placed thirds on the line; sixths are still guessed.",
    "Two groups gave a reason without being asked; three waited for me.",
    "Wrote before talking: 21 of 26.",
)
CANCELLED = ("Storm day", "State tests", "Too few of us were there")
MESSAGES = (
    "Every teacher team opens with what came of its last meeting.",
    "Rehearse before the lesson, not after it.",
)
NAMES = ("Grades Pre-K–K", "Grades 1–2", "Grades 3–5", "Grades 3–5 math", "English", "Math")


def write_teams(district) -> None:
    """The system's leadership team, one of each school, 40 collaboration teams and a network of
    principals, each with a year of meetings."""
    writer = Writer(district)
    writer.make_teams()
    writer.make_meetings()


class Writer:
    """Gathers the rows of all teams, and writes each table once."""

    def __init__(self, district):
        self.district, self.system = district, district.system
        self.random, self.now = district.random, district.now
        self.parts = parts_in_order(self.system)
        self.calendar = SystemCalendar.of(self.system)
        self.start = district.today - A_YEAR
        self.teams, self.members = [], []

    def make_teams(self):
        leaders = self._leaders()
        principals = [people[0] for people in leaders.values()]
        staff = Membership.objects.filter(school_system=self.system, role="district_staff")
        office = [row.user_id for row in staff.order_by("pk")]
        self._team(Kind.SYSTEM_ILT, "System leadership team", None, [*office, *principals[-3:]], 2)
        for school in self.district.schools:
            people = [*leaders[school.pk], *self._coaches(school)]
            self._team(Kind.SCHOOL_ILT, f"{school.name} leadership team", school, people)
        self._collaboration_teams()
        self._team(Kind.NETWORK, "Principals’ network", None, [*office[-1:], *principals], 4)
        Team.objects.bulk_create(self.teams)
        TeamMember.objects.bulk_create(self.members)

    def _leaders(self):
        rows = Membership.objects.filter(
            school_system=self.system, role=Membership.Role.SCHOOL_LEADER
        ).order_by("school", "pk")
        grouped = itertools.groupby(rows, key=lambda row: row.school_id)
        return {school: [row.user_id for row in group] for school, group in grouped}

    def _coaches(self, school):
        """The coaches who work at the school: two at most."""
        number, count = self.district.schools.index(school), len(self.district.schools)
        coaches = self.district.coaches
        return [one.pk for place, one in enumerate(coaches) if place % count == number][:2]

    def _collaboration_teams(self):
        """Three at most of schools, each with four to six of its teachers, a coach facilitating."""
        turns = itertools.product(range(3), self.district.schools)
        for number, school in itertools.islice(turns, TC_TEAMS):
            teachers = [one.pk for one in self.district.teachers[school][number * 6 :][:6]]
            people = [*self._coaches(school)[:1], *teachers]
            if teachers:
                self._team(Kind.TC, NAMES[number], school, people)

    def _team(self, kind, name, school, people, every_weeks=1):
        team = Team(
            school_system=self.system,
            school=school,
            kind=kind,
            name=name,
            norms=NORMS,
            norms_review_on=self.district.today + dt.timedelta(days=40),
            protocol=PROTOCOL,
            weekday=len(self.teams) % 5,
            every_weeks=every_weeks,
            meets_at=dt.time(15, 15) if kind == Kind.TC else dt.time(8, 15),
            minutes=60,
            place="Library",
        )
        self.teams.append(team)
        for place, person in enumerate(dict.fromkeys(people)):
            self.members.append(
                TeamMember(
                    school_system=self.system,
                    team=team,
                    user_id=person,
                    role=Role.MEMBER if place else Role.FACILITATOR,
                    represents=SPOKEN_FOR[place % 5] if place and kind == Kind.SCHOOL_ILT else "",
                    starts_on=self.start,
                )
            )

    def make_meetings(self):
        self.rows = {
            model: [] for model in (Meeting, Section, Attendance, Assignment, AssignmentReport)
        }
        people = {team.pk: [] for team in self.teams}
        for member in self.members:
            people[member.team_id].append(member.user_id)
        for team in self.teams:
            days = [day for day in self._days(team) if self._is_school_day(team, day)]
            for number, day in enumerate(days):
                self._meeting(team, people[team.pk], day, number)
        for model, rows in self.rows.items():
            model.objects.bulk_create(rows, batch_size=2000)

    def _days(self, team):
        day = self.start + dt.timedelta(days=(team.weekday - self.start.weekday()) % 7)
        while day <= self.district.today + AHEAD:
            yield day
            day += A_WEEK * team.every_weeks

    def _is_school_day(self, team, day):
        return self.calendar.at(team.school_id).is_school_day(day)

    def _meeting(self, team, people, day, number):
        at = wall_clock.at(day, team.meets_at, self.system.zone)
        is_over = at + dt.timedelta(hours=1) < self.now
        is_cancelled = is_over and self.random.random() < 0.06
        focus = FOCUSES[number // 6 % len(FOCUSES)] if is_over or self._is_next(day) else ""
        meeting = Meeting(
            school_system=self.system,
            team=team,
            starts_at=at,
            minutes=60,
            place=team.place,
            focus=focus,
            prework=PREWORK if focus and team.kind == Kind.TC else "",
            facilitator_id=people[0],
            state="cancelled" if is_cancelled else "held" if is_over else "planned",
            cancelled_because=self.random.choice(CANCELLED) if is_cancelled else "",
            held_at=at + dt.timedelta(hours=1) if is_over and not is_cancelled else None,
            is_from_sample=team.is_ilt and number % 5 == 0,
        )
        self.rows[Meeting].append(meeting)
        self._parts(meeting)
        self._list(meeting, people)
        if meeting.is_held:
            self._work(meeting, people, number)

    def _is_next(self, day):
        return day <= self.district.today + A_WEEK

    def _parts(self, meeting):
        for order, part in enumerate(self.parts, start=1):
            has_notes = meeting.is_held and part == Part.PRACTICE
            self.rows[Section].append(
                Section(
                    school_system=self.system,
                    meeting=meeting,
                    part=part,
                    order=order,
                    plan=PLANS[part] if meeting.focus else "",
                    minutes=MINUTES[part],
                    notes="Two of us rehearsed aloud; the wait after the question was hard."
                    if has_notes
                    else "",
                    notes_by_id=meeting.facilitator_id if has_notes else None,
                    notes_at=meeting.held_at if has_notes else None,
                )
            )

    def _list(self, meeting, people):
        for place, person in enumerate(people):
            state = Attendance.State.EXPECTED
            if meeting.is_held:
                is_absent = self.random.random() < 0.08
                state = Attendance.State.ABSENT if is_absent else Attendance.State.PRESENT
            self.rows[Attendance].append(
                Attendance(
                    school_system=self.system,
                    meeting=meeting,
                    user_id=person,
                    state=state,
                    prework_done_at=self._prework_done_at(meeting, place),
                )
            )

    def _prework_done_at(self, meeting, place):
        """Three members of four do it the evening before."""
        if not meeting.prework or place % 4 == 3:
            return None
        evening = meeting.starts_at - dt.timedelta(hours=18)
        return evening if evening < self.now else None

    def _work(self, meeting, people, number):
        """One assignment for everyone, every third time one for a single member too."""
        is_network = meeting.team.kind == Kind.NETWORK
        texts = MESSAGES if is_network else TASKS
        givens = [(None, texts[number % len(texts)])]
        if number % 3 == 0 and not is_network:
            givens.append((people[-1], "Bring the unit’s assessment for all of us."))
        for order, (member, text) in enumerate(givens, start=1):
            one = Assignment(
                school_system=self.system,
                meeting=meeting,
                member_id=member,
                text=text,
                kind=Assignment.kind_for(meeting.team),
                order=order,
            )
            self.rows[Assignment].append(one)
            for person in [member] if member else people:
                self._report(one, person, meeting)

    def _report(self, assignment, person, meeting):
        """Done, partly, not done, or nothing said: every meeting has members of several kinds."""
        status = self.random.choices(("done", "partly", "not_done", ""), (60, 18, 8, 14))[0]
        if not status or meeting.starts_at + dt.timedelta(days=3) > self.now:
            return
        is_shown = status != "not_done"
        self.rows[AssignmentReport].append(
            AssignmentReport(
                school_system=self.system,
                assignment=assignment,
                user_id=person,
                status=status,
                evidence=self.random.choice(EVIDENCE) if is_shown else "",
                outcome="We go on with sixths." if status == "done" else "",
                reported_at=meeting.starts_at + dt.timedelta(days=3),
            )
        )
