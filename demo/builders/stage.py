"""Plain builders of what a team's leaders say of its stage, and of reviews that were kept."""

import datetime as dt

from ilt.models import StageLine, StageMark, StageReview
from ilt.stage.catalog import ACTIONS
from ilt.stage.judging import Facts, judge
from ilt.stage.standing import stage_of


def make_mark(team, by, action="1g", status="partial", **fields):
    """What `by` says of an action, since the first of October 2026."""
    fields.setdefault("dated_on", dt.date(2026, 10, 1) if status else None)
    fields.setdefault("assessed_at", dt.datetime(2026, 10, 1, 15, tzinfo=dt.UTC))
    return StageMark.objects.create(
        school_system_id=team.school_system_id,
        team=team,
        action=action,
        status=status,
        assessed_by=by,
        **fields,
    )


def make_stage_review(team, by, reviewed_on=dt.date(2026, 10, 1), facts=None, said=None):
    """A review of that day: computed from `facts`, with what was `said` ({code: status})."""
    said = said or {}
    verdicts = judge(facts or Facts(since=dt.date(2026, 8, 6), is_ilt=team.is_ilt))
    statuses = {
        one.code: verdicts[one.code].status if one.is_computed else said.get(one.code, "none")
        for one in ACTIONS
    }
    review = StageReview.objects.create(
        school_system_id=team.school_system_id,
        team=team,
        reviewed_on=reviewed_on,
        stage=stage_of(statuses),
        kept_by=by,
    )
    StageLine.objects.bulk_create(
        StageLine(
            school_system_id=team.school_system_id,
            review=review,
            action=one.code,
            status=statuses[one.code],
            is_computed=one.is_computed,
            why=verdicts[one.code].why if one.is_computed else "",
            dated_on=reviewed_on if one.code in said else None,
            assessed_by=by if one.code in said else None,
        )
        for one in ACTIONS
    )
    return review
