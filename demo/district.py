"""Pelican Parish: a made-up district with two school years of coaching, every state present.

The same date gives the same district. People and relations are made one by one by the builders that
the tests use; the years of visits, feedback and plans are written in bulk.
"""

import datetime as dt
import itertools
import random

import pgtrigger
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from coaching.actions.rubric import load_starting_rubric
from coaching.actions.walkthrough_form import load_starting_form
from demo import texts
from demo.between_visits import write_between_visits
from demo.builders import people as build
from demo.collaboration import write_collaboration
from demo.common_ground import write_common_ground
from demo.drafts import write_drafts
from demo.features import switch_some_off
from demo.given import write_given
from demo.goals import write_goals, write_hidden_goals
from demo.history import History
from demo.launch import write_launch_meetings
from demo.launching import write_launch_answers
from demo.leaders import write_leaders
from demo.leading import write_leading
from demo.long_range import write_long_range_plans
from demo.observation import write_rounds
from demo.results import write_results
from demo.roll_over import write_roll_over
from demo.stages import write_stages
from demo.teams import write_teams
from demo.the_week import write_the_week
from demo.vision import write_vision
from demo.walkthroughs import write_walkthroughs
from people.models import Closure, CoachAssignment, Membership, SchoolSystem, User

NAME = "Pelican Parish School System"
OTHER_NAME = "Egret County Schools"
DOMAIN = "pelicanparish.example"
PASSWORD = "pelican-demo"
SCHOOLS, TEACHERS, COACHES = 14, 400, 24
Role = Membership.Role
GRADE_BANDS = {
    "Pre-K–5": ("prek_k", "1_2", "3_5"),
    "6–8": ("6_8",),
    "9–12": ("9_12",),
}


def load(now: dt.datetime, *, teachers=TEACHERS) -> bool:
    """Build the demo district as it stands on `now`; False where it is there already."""
    if SchoolSystem.objects.filter(name=NAME).exists():
        return False
    with transaction.atomic(), pgtrigger.ignore():  # the history begins with who uses it
        district = District(now, teachers)
        district.build()
        _other_system(now)
    return True


class District:
    """Builds the people of the district, then has the history of each pair written."""

    def __init__(self, now, teachers):
        self.now, self.teacher_count = now, teachers
        self.random = random.Random(20)
        self.names = self._names()
        self.emails = set()
        self.system = build.make_system(
            NAME, contact="the coaching office, ext. 204", created_at=now
        )
        self.today = now.astimezone(self.system.zone).date()
        self.password = make_password(PASSWORD) if settings.DEMO else make_password(None)
        self.first_year = self.today.year - (1 if self.today.month >= 7 else 2)

    def build(self):
        self.indicators = load_starting_rubric(self.system)
        self.years = [build.make_year(self.system, self.first_year + n) for n in (0, 1)]
        self.form = load_starting_form(self.system, self.years[0].starts_on)
        self._close_days()
        self.schools = [
            build.make_school(self.system, name, grade_span=span)
            for name, span in texts.SCHOOLS[:SCHOOLS]
        ]
        self._make_central_office()
        self._make_schools()
        self.coaches = [self._make_coach(number) for number in range(COACHES)]
        self._make_caseloads()
        write_vision(self.system, now=self.now)
        History(self).write()
        write_between_visits(self)
        write_walkthroughs(self)
        write_rounds(self)
        write_launch_meetings(self)
        write_drafts(self)
        write_roll_over(self)
        write_the_week(self)
        write_goals(self)
        write_leaders(self)
        write_common_ground(self)
        write_teams(self)
        write_given(self)
        write_launch_answers(self)
        write_long_range_plans(self)
        write_leading(self)
        write_collaboration(self)
        write_results(self)
        write_stages(self)
        switch_some_off(self)

    def _names(self):
        """Made-up names, each once, in a fixed shuffled order."""
        pairs = list(itertools.product(texts.FIRST_NAMES, texts.LAST_NAMES))
        self.random.shuffle(pairs)
        return iter(pairs)

    def person(self, email=None, **fields):
        """The next made-up person."""
        first, last = next(self.names)
        email = email or f"{first}.{last}".lower()
        return User.objects.create(
            school_system=self.system,
            email=f"{email}@{DOMAIN}",
            name=f"{first} {last}",
            password=self.password,
            **fields,
        )

    def days_back(self, count):
        """The day so many days ago; the Friday before where that is on a weekend."""
        day = self.today - dt.timedelta(days=count)
        return day - dt.timedelta(days=max(0, day.weekday() - 4))

    def _close_days(self):
        for year in self.years:
            for label, first, last in texts.CLOSURES:
                days = [
                    dt.date(year.starts_on.year + (month < 7), month, day)
                    for month, day in (first, last)
                ]
                Closure.objects.create(
                    school_system=self.system, label=label, starts_on=days[0], ends_on=days[1]
                )

    def _make_central_office(self):
        build.give_role(self.person("admin"), Role.SYSTEM_ADMIN, title="Technology coordinator")
        build.give_role(self.person("district"), Role.DISTRICT_STAFF, title="Director of coaching")
        build.give_role(self.person("custodian"), Role.CUSTODIAN, title="Human resources")
        self.supervisor = self.person("supervisor")
        build.give_role(self.supervisor, Role.DISTRICT_STAFF, title="Principal supervisor")

    def _make_schools(self):
        self.teachers = {school: [] for school in self.schools}
        for number, school in enumerate(self.schools):
            principal = self.person("principal" if number == 0 else None)
            build.give_role(principal, Role.SCHOOL_LEADER, school, title="Principal")
            deputy = self.person()
            build.give_role(deputy, Role.SCHOOL_LEADER, school, title="Assistant principal")
            share = self.teacher_count // SCHOOLS + (number < self.teacher_count % SCHOOLS)
            for place in range(share):
                self._make_teacher(school, principal if place % 3 else deputy, number + place == 0)

    def _make_teacher(self, school, evaluator, is_first):
        teacher = self.person("teacher" if is_first else None)
        build.give_role(
            teacher,
            Role.TEACHER,
            school,
            grade_band=self.random.choice(GRADE_BANDS[school.grade_span]),
            subjects=self.random.choice(texts.SUBJECTS),
            first_year_teaching=self.first_year + 1 - self.random.choice((0, 1, 2, 4, 7, 12, 20)),
        )
        build.register_evaluator(
            teacher,
            evaluator,
            starts_on=self.years[0].starts_on,
            certified_until=self.years[1].ends_on,
        )
        self.teachers[school].append(teacher)

    def _make_coach(self, number):
        school = self.schools[number % SCHOOLS]
        coach = self.person("coach" if number == 0 else "leader" if number == 1 else None)
        role = Role.TEACHER_LEADER if number % 6 == 1 else Role.COACH
        title = "Mentor teacher" if role == Role.TEACHER_LEADER else "Instructional coach"
        build.give_role(coach, role, school, title=title)
        return coach

    def _make_caseloads(self):
        """Every school's teachers are shared among its coaches; a few have none, or had another."""
        self.pairs = []
        start = self.years[0].starts_on
        for number, school in enumerate(self.schools):
            here = [c for place, c in enumerate(self.coaches) if place % SCHOOLS == number]
            for place, teacher in enumerate(self.teachers[school]):
                if place % 20 == 19:
                    continue
                coach = here[place % len(here)]
                if place % 11 == 10:
                    self._hand_over(teacher, coach, here[(place + 1) % len(here)])
                else:
                    build.assign(teacher, coach, starts_on=start)
                self.pairs.append((teacher, coach, school))
                if place % 13 == 4:
                    other = self.coaches[(number + 3) % COACHES]
                    build.assign(teacher, other, CoachAssignment.Kind.CONTRIBUTOR, starts_on=start)

    def _hand_over(self, teacher, coach, earlier):
        change, before = self.years[1].starts_on, None
        if earlier != coach:
            before = build.assign(
                teacher, earlier, starts_on=self.years[0].starts_on, ends_on=change
            )
        build.assign(
            teacher,
            coach,
            starts_on=change,
            hand_over_note="Likes to plan aloud; Tuesdays suit best.",
            took_over_from=before,
            goes_along_chosen_at=before and self.now,
        )


def _other_system(now):
    """A second system that must never show in the first."""
    system = build.make_system(OTHER_NAME)
    load_starting_rubric(system)
    load_starting_form(system)
    school = build.make_school(system, "Egret Hidden School")
    build.make_year(system, now.year)
    for number in range(3):
        build.make_pair(school)
        build.make_principal(school, f"Egret Hidden Principal {number + 1}")
    write_hidden_goals(school)


ACCOUNTS = (
    ("Teacher", "teacher"),
    ("Coach", "coach"),
    ("Teacher leader who coaches", "leader"),
    ("Principal", "principal"),
    ("District coaching staff", "district"),
    ("District supervisor who coaches principals", "supervisor"),
    ("Personnel custodian", "custodian"),
    ("System admin", "admin"),
)


def accounts() -> list[dict]:
    """One demo account per role: role, email, password, school. Empty where there is no demo."""
    if not settings.DEMO:
        return []
    users = User.objects.filter(school_system__name=NAME).prefetch_related("memberships__school")
    by_email = {user.email: user for user in users}
    return [
        {
            "role": role,
            "email": f"{name}@{DOMAIN}",
            "password": PASSWORD,
            "school": _school(by_email[f"{name}@{DOMAIN}"]),
        }
        for role, name in ACCOUNTS
        if f"{name}@{DOMAIN}" in by_email
    ]


def _school(user):
    schools = [str(m.school) for m in user.memberships.all() if m.school_id]
    return schools[0] if schools else NAME
