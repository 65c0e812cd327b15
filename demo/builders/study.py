"""Plain builders of what collaboration teams study."""

import datetime as dt

from collaboration.models import (
    FieldTest,
    FocusNote,
    FocusStudent,
    Milestone,
    StudyComment,
    StudyCycle,
    StudyMeeting,
    TeacherGoal,
    WorkAnalysis,
    YearPlan,
)

WEEK = dt.timedelta(weeks=1)
FOR_STUDENTS = "Every one of my students explains a fraction on a line by May."


def make_year_plan(team, school_year, goal=None, **fields):
    return YearPlan.objects.create(
        school_system_id=team.school_system_id,
        team=team,
        school_id=team.school_id,
        school_year=school_year,
        goal=goal,
        **fields,
    )


def make_cycle(year_plan, starts_on, goal=None, **fields):
    """Six meetings on one unit, within eight weeks."""
    content = {
        "title": "Fractions as numbers",
        "source_unit": "Grade 3, Module 5",
        "ends_on": starts_on + 8 * WEEK,
    }
    return StudyCycle.objects.create(
        school_system_id=year_plan.school_system_id,
        year_plan=year_plan,
        starts_on=starts_on,
        goal=goal,
        **(content | fields),
    )


def make_milestone(cycle, due_on, **fields):
    fields.setdefault("text", "Half of the students place thirds on a number line.")
    return Milestone.objects.create(
        school_system_id=cycle.school_system_id, cycle=cycle, due_on=due_on, **fields
    )


def put_into_cycle(cycle, meeting, **texts):
    """A meeting as one of the cycle's."""
    return StudyMeeting.objects.create(
        school_system_id=cycle.school_system_id, cycle=cycle, meeting=meeting, **texts
    )


def make_field_test(study, **fields):
    content = {
        "strategy": "Number talks before the lesson",
        "source": "The curriculum’s guide to fluency",
        "evidence": "Two classes went from 8 to 17 of 24 students.",
    }
    return FieldTest.objects.create(
        school_system_id=study.school_system_id, study=study, **(content | fields)
    )


def make_work(study, author, before=(9, 8, 5, 2), after=(3, 6, 10, 5), **fields):
    """What one member counted for a meeting, in the levels of its cycle."""
    cycle = study.cycle
    fields.setdefault("task", "Place three thirds on an empty number line, and say why.")
    return WorkAnalysis.objects.create(
        school_system_id=study.school_system_id,
        study=study,
        author=author,
        levels=cycle.levels,
        reached_from=cycle.reached_from,
        before=list(before),
        after=list(after),
        **fields,
    )


def make_focus_student(cycle, code="S1", place=1):
    return FocusStudent.objects.create(
        school_system_id=cycle.school_system_id, cycle=cycle, code=code, place=place
    )


def note_focus(student, study, text="Counts the marks, not the spaces."):
    return FocusNote.objects.create(
        school_system_id=study.school_system_id, student=student, study=study, text=text
    )


def make_comment(cycle, author, **fields):
    fields.setdefault("text", "We would rather begin with area models.")
    return StudyComment.objects.create(
        school_system_id=cycle.school_system_id, cycle=cycle, author=author, **fields
    )


def make_teacher_goal(year_plan, author, **fields):
    """A teacher's own goal, shared with nobody."""
    return TeacherGoal.objects.create(
        school_system_id=year_plan.school_system_id,
        year_plan=year_plan,
        author=author,
        **{"for_students": FOR_STUDENTS, "for_learning": "To ask before I tell."} | fields,
    )
