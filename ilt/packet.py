"""The packet of a data review, one structure for the page and for paper: what became of the last
steps, tracker, goals with their numbers, action plan, questions and answers, promised steps."""

import dataclasses
import itertools

from django.db.models import Prefetch, Q

from goals.hiding import hidden_points
from goals.models import DataPoint, Goal, Measurement
from ilt.models import DataReview, PromisedStep

HIDDEN = "hidden"


@dataclasses.dataclass(frozen=True)
class Packet:
    """Everything a review lays on the table, as one reader may see it."""

    review: DataReview
    kept: list
    promised: list
    tracker: list
    goals: list
    questions: list
    feedback: list

    @property
    def hides_some(self) -> bool:
        """Whether this reader does not see every line's figures."""
        return any(line.n == HIDDEN for _, lines in self.tracker for line in lines)

    @property
    def kept_words(self) -> str:
        """How many of the last review's steps are done."""
        done = sum(step.status == PromisedStep.Status.DONE for step in self.kept)
        silent = sum(step.is_open for step in self.kept)
        words = f"{done} of {len(self.kept)} done"
        return f"{words}, {silent} not reported yet" if silent else words


def packet_of(review: DataReview, reader) -> Packet:
    """Read the packet: five queries."""
    around = [review.pk, review.previous_id] if review.previous_id else [review.pk]
    steps = PromisedStep.objects.filter(review__in=around).select_related("owner", "reported_by")
    steps = list(steps)
    entries = list(review.entries.select_related("author", "answered_by"))
    return Packet(
        review=review,
        kept=[step for step in steps if step.review_id != review.pk],
        promised=[step for step in steps if step.review_id == review.pk],
        tracker=tracker_of(review, reader),
        goals=goals_of(review),
        questions=[entry for entry in entries if not entry.is_feedback],
        feedback=[entry for entry in entries if entry.is_feedback],
    )


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of a data set: who, how many, and the figure in words."""

    who: str
    n: str
    figures: list


def tracker_of(review, reader) -> list:
    """(data set, lines) of the data sets laid on the table: the school's own lines, or everybody's
    for the whole system. Small groups show to those who lead the school alone."""
    points = DataPoint.objects.filter(data_set__data_reviews=review)
    if review.school_id:
        points = points.filter(school=review.school_id)
    points = points.select_related("data_set", "school").order_by(
        "data_set__ends_on", "data_set_id", "school__name", "grade", "subject", "student_group"
    )
    own = reader.led_school_ids | reader.ilt_school_ids
    return [
        (data_set, _lines(list(lines), own, review))
        for data_set, lines in itertools.groupby(points, lambda point: point.data_set)
    ]


def _lines(points, own, review):
    hidden = hidden_points(points, own)
    return [_line(point, point.pk in hidden, review) for point in points]


def _line(point, is_hidden, review):
    where = "" if review.school_id else str(point.school)
    parts = (where, point.grade, point.subject, point.student_group)
    who = ", ".join(part for part in parts if part) or "All students"
    if is_hidden:
        return Line(who, HIDDEN, [""] * max(1, len(point.data_set.levels)))
    return Line(who, str(point.n), _figures(point))


def _figures(point):
    if not point.counts:
        return [f"{point.value.normalize():f}"]
    return [f"{count} ({100 * count // max(1, point.n)}%)" for count in point.counts]


def goals_of(review) -> list:
    """The goals worked on at the time, each with its measurements up to the review."""
    measured = Measurement.objects.filter(removed_at=None, measured_on__lte=review.review_on)
    levels = (Goal.Level.SCHOOL, Goal.Level.SUBGOAL) if review.school_id else Goal.Level.SYSTEM_YEAR
    at_level = Q(level__in=levels) if review.school_id else Q(level=levels)
    goals = Goal.objects.active().filter(
        at_level, school_system=review.school_system_id, school=review.school_id
    )
    goals = goals.filter(starts_on__lte=review.review_on, ends_on__gte=review.review_on)
    measured = measured.order_by("measured_on", "created_at")
    return list(goals.prefetch_related(Prefetch("measurements", measured, to_attr="measured")))
