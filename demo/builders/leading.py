"""Plain builders of what leadership teams gather: reviews, walks, practices, support, insights."""

import datetime as dt

from goals.models import DataPoint, DataSet
from ilt.models import (
    BestPractice,
    DataReview,
    LearningWalk,
    PrincipalSupport,
    PromisedStep,
    ReviewEntry,
    SupportNote,
    WalkLookFor,
)


def make_review(system, school=None, review_on=dt.date(2026, 10, 20), **fields):
    """A data review that is being prepared."""
    fields.setdefault("title", "First quarter")
    return DataReview.objects.create(
        school_system=system, school=school, review_on=review_on, **fields
    )


def hold_review(review, now):
    """It was held, whatever was promised."""
    review.state, review.held_at = DataReview.State.HELD, now
    review.save()
    return review


def make_entry(review, author, kind=ReviewEntry.Kind.TREND, **fields):
    """A question nobody has answered yet, or feedback."""
    fields.setdefault("text", "Grade 5 fell while grade 4 rose. What explains it?")
    return ReviewEntry.objects.create(
        school_system_id=review.school_system_id, review=review, author=author, kind=kind, **fields
    )


def make_promise(review, owner, **fields):
    """A promised step, due four weeks after the review, on which nothing was reported yet."""
    fields.setdefault("text", "Every grade 5 team plans one number talk a week.")
    fields.setdefault("due_on", review.review_on + dt.timedelta(weeks=4))
    return PromisedStep.objects.create(
        school_system_id=review.school_system_id, review=review, owner=owner, **fields
    )


def report_promise(step, by, now, status=PromisedStep.Status.DONE, outcome=""):
    """What became of it, as `by` says."""
    step.status, step.outcome = status, outcome
    step.reported_by, step.reported_at = by, now
    step.save()
    return step


def make_data_set(system, school=None, points=(), **fields):
    """A data set with (school, grade, group, n, counts) lines."""
    content = {
        "title": "Fall math screener",
        "kind": DataSet.Kind.SCREENER,
        "starts_on": dt.date(2026, 9, 8),
        "ends_on": dt.date(2026, 9, 18),
        "levels": ["Below", "Near", "On level"],
    }
    data_set = DataSet.objects.create(school_system=system, school=school, **(content | fields))
    DataPoint.objects.bulk_create(
        DataPoint(
            school_system=system,
            data_set=data_set,
            school=where,
            grade=grade,
            subject="Math",
            student_group=group,
            n=n,
            counts=counts,
        )
        for where, grade, group, n, counts in points
    )
    return data_set


def make_walk(team, school, walked_on=dt.date(2026, 10, 6), tallies=(), **fields):
    """A walk with look-fors: (text or look-for of the bank, seen, partly, not seen) each."""
    fields.setdefault("focus", "Discourse in grades 3–5 math")
    walk = LearningWalk.objects.create(
        school_system_id=team.school_system_id,
        team=team,
        school=school,
        walked_on=walked_on,
        **fields,
    )
    WalkLookFor.objects.bulk_create(
        WalkLookFor(
            school_system_id=team.school_system_id,
            walk=walk,
            bank_look_for=None if isinstance(what, str) else what,
            text=str(what),
            order=order,
            seen=seen,
            partly=partly,
            not_seen=not_seen,
        )
        for order, (what, seen, partly, not_seen) in enumerate(tallies, start=1)
    )
    return walk


def make_practice(system, school=None, **fields):
    """A best practice of a school, or of the whole system."""
    content = {
        "title": "Two minutes to write before anyone speaks",
        "practice": "Students write an answer first; then the teacher calls on three of them.",
    }
    return BestPractice.objects.create(school_system=system, school=school, **(content | fields))


def make_support(member, school, **fields):
    """A member of the system's leadership team stands by a school from long ago."""
    fields.setdefault("starts_on", dt.date(2020, 8, 3))
    return PrincipalSupport.objects.create(
        school_system_id=school.school_system_id, member=member, school=school, **fields
    )


def add_support_note(support, author, text="I sit in on your next team meeting."):
    return SupportNote.objects.create(
        school_system_id=support.school_system_id, support=support, author=author, text=text
    )
