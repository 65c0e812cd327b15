"""Plain builders of people and their relations, for the demo district and the tests."""

import datetime as dt
import itertools

from people.models import (
    CoachAssignment,
    EvaluatorAssignment,
    Feature,
    Membership,
    School,
    SchoolSystem,
    SchoolYear,
    Term,
    User,
)

LONG_AGO = dt.date(2020, 8, 3)
_numbers = itertools.count(1)


def make_system(name="Bayou Parish Schools", **fields):
    """An empty school system."""
    return SchoolSystem.objects.create(name=name, **fields)


def make_school(system, name=None, **fields):
    """A school with every feature on; without a name it gets a number."""
    fields = {feature.column: LONG_AGO for feature in Feature} | fields
    name = name or f"School {next(_numbers)}"
    return School.objects.create(school_system=system, name=name, **fields)


def make_year(system, first=2026, **fields):
    """A school year from August of `first` to May, with a fall and a spring term."""
    year = SchoolYear.objects.create(
        school_system=system,
        name=f"{first}–{(first + 1) % 100:02}",
        starts_on=fields.pop("starts_on", dt.date(first, 8, 6)),
        ends_on=fields.pop("ends_on", dt.date(first + 1, 5, 22)),
    )
    halves = {
        "Fall": (year.starts_on, dt.date(first, 12, 18)),
        "Spring": (dt.date(first + 1, 1, 5), year.ends_on),
    }
    for name, (starts_on, ends_on) in halves.items():
        Term.objects.create(
            school_system=system,
            school_year=year,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return year


def make_user(system, name=None, email=None, password=None, **fields):
    """A person without any role; without a password they cannot sign in."""
    number = next(_numbers)
    return User.objects.create_user(
        email or f"person{number}@example.org",
        name or f"Person {number}",
        school_system=system,
        password=password,
        **fields,
    )


def give_role(user, role, school=None, **fields):
    """A membership from long ago, open-ended unless `ends_on` says otherwise."""
    fields.setdefault("starts_on", LONG_AGO)
    return Membership.objects.create(
        school_system=user.school_system, user=user, role=role, school=school, **fields
    )


def make_member(school, role, name=None, **fields):
    """A person with a role at a school."""
    user = make_user(school.school_system, name=name, **fields)
    give_role(user, role, school)
    return user


def make_teacher(school, name=None, **fields):
    return make_member(school, Membership.Role.TEACHER, name, **fields)


def make_coach(school, name=None, **fields):
    return make_member(school, Membership.Role.COACH, name, **fields)


def make_principal(school, name=None, **fields):
    return make_member(school, Membership.Role.SCHOOL_LEADER, name, **fields)


def make_central(system, role, name=None, **fields):
    """A person with a role in the whole system: district staff, custodian, system admin."""
    user = make_user(system, name=name, **fields)
    give_role(user, role)
    return user


def assign(teacher, coach, kind=CoachAssignment.Kind.OWNER, **fields):
    """A coach for a teacher, from long ago unless `starts_on` says otherwise."""
    fields.setdefault("starts_on", LONG_AGO)
    return CoachAssignment.objects.create(
        school_system=teacher.school_system, teacher=teacher, coach=coach, kind=kind, **fields
    )


def register_evaluator(teacher, evaluator, **fields):
    """A line of the accountability register."""
    fields.setdefault("starts_on", LONG_AGO)
    return EvaluatorAssignment.objects.create(
        school_system=teacher.school_system, teacher=teacher, evaluator=evaluator, **fields
    )


def make_pair(school, **assignment):
    """A teacher and their owner coach: (teacher, coach)."""
    teacher, coach = make_teacher(school), make_coach(school)
    assign(teacher, coach, **assignment)
    return teacher, coach
