"""Switch features of schools on and off, and count what people say of them."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from people.models import FeatureSurvey, School, SurveyTaken, User
from people.models.feature import ASKED_AFTER, Feature


@transaction.atomic
def switch_on(feature: Feature, schools: Iterable[School], *, today: dt.date) -> int:
    """Switch a feature on where it is off, and ask the people there three weeks later, once; how
    many schools that were. What was entered before it was switched off shows again."""
    switched = list(_held(schools).filter(**{feature.column: None}))
    for school in switched:
        setattr(school, feature.column, today)
    School.objects.bulk_update(switched, [feature.column])
    surveys = [
        FeatureSurvey(
            school_system_id=school.school_system_id,
            school=school,
            feature=feature,
            asks_from=today + ASKED_AFTER,
        )
        for school in switched
    ]
    FeatureSurvey.objects.bulk_create(surveys, ignore_conflicts=True)
    return len(switched)


@transaction.atomic
def switch_off(feature: Feature, schools: Iterable[School]) -> int:
    """Switch a feature off; nothing is deleted. How many schools that were."""
    return schools.exclude(**{feature.column: None}).update(**{feature.column: None})


def _held(schools):
    """Two who switch at once come one after the other."""
    return schools.select_for_update(of=("self",), no_key=True).order_by("pk")


@transaction.atomic
def answer_survey(survey: FeatureSurvey, answers: dict | None, *, by: User) -> None:
    """Count somebody's answers; None is *no, thanks*. Raises IntegrityError where they have
    answered already."""
    SurveyTaken.objects.create(survey=survey, user=by)
    if answers is not None:
        held = FeatureSurvey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        held.count(answers, by.school_system.minimum_group)
