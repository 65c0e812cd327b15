"""Data reviews: opened on what the last one promised, held, and opened again."""

from django.db import transaction
from django.db.models import F

from ilt.actions.rows import save_over
from ilt.models import DataReview, PromisedStep, ReviewEntry

NO_STEPS = "Promise a step first, or say why none is promised"
State = DataReview.State


class NothingPromisedError(Exception):
    """A review cannot be held without a promised step or a reason."""


@transaction.atomic
def save_review(review: DataReview, before: dict, *, data_sets) -> DataReview:
    """Save what is laid on the table. A review opens on the last one held before its day.

    Raises ChangedMeanwhileError, IntegrityError.
    """
    earlier = DataReview.objects.held().filter(
        school_system=review.school_system_id,
        school=review.school_id,
        review_on__lt=review.review_on,
    )
    review.previous = earlier.exclude(pk=review.pk).order_by("-review_on").first()
    review.version += 1
    return save_over(review, before, links={"data_sets": data_sets})


@transaction.atomic
def say_ready(review: DataReview) -> None:
    """The school has prepared it: the system's leadership team may read and ask."""
    rows = DataReview.objects.filter(pk=review.pk, state=State.PREPARING)
    rows.update(state=State.READY, version=F("version") + 1)


@transaction.atomic
def hold(review: DataReview, *, because: str, now) -> None:
    """It was held: what was shown and promised stays. Raises NothingPromisedError."""
    locked = DataReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    is_promised = PromisedStep.objects.filter(review=review.pk).exists()
    if not is_promised and not because:
        raise NothingPromisedError
    if not locked.is_held:
        DataReview.objects.filter(pk=review.pk).update(
            state=State.HELD,
            held_at=now,
            no_steps_because="" if is_promised else because,
            version=F("version") + 1,
        )


@transaction.atomic
def reopen(review: DataReview) -> None:
    """Not held after all: it can be changed again."""
    rows = DataReview.objects.filter(pk=review.pk, state=State.HELD)
    rows.update(state=State.READY, held_at=None, no_steps_because="", version=F("version") + 1)


@transaction.atomic
def save_part(part: ReviewEntry | PromisedStep, before: dict):
    """Save a question, feedback or a step; the review's paper is old then.

    Raises ChangedMeanwhileError, IntegrityError.
    """
    save_over(part, before)
    DataReview.objects.filter(pk=part.review_id).update(version=F("version") + 1)
    return part
