"""Plain builders of what leadership teams gather: reviews, walks, practices, support, insights."""

import datetime as dt

from goals.models import DataPoint, DataSet
from ilt.models import DataReview, PromisedStep, ReviewEntry


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
