"""Say how far a team is, and keep where it stands today."""

import datetime as dt

from django.db import transaction

from core.autosave import one_line_end
from ilt.actions.rows import ChangedMeanwhileError
from ilt.models import StageLine, StageMark, StageReview
from ilt.stage.standing import Standing
from people.models import Team, User

KEPT = ("status", "is_computed", "why", "evidence", "link", "dated_on", "assessed_by")


@transaction.atomic
def save_mark(mark: StageMark, before: dict, *, by: User, now: dt.datetime) -> StageMark:
    """Save what somebody says of an action that said `before` ({field: text}) when the page was
    made. Raises ChangedMeanwhileError where somebody else has said otherwise since; two who begin
    at once come one after the other."""
    Team.objects.select_for_update(no_key=True).get(pk=mark.team_id)
    stored = StageMark.objects.filter(team=mark.team_id, action=mark.action).first()
    lost = {
        name: getattr(stored, name) if stored else ""
        for name, was in before.items()
        if _plain(stored, name) not in (one_line_end(was).strip(), _plain(mark, name))
    }
    if lost:
        raise ChangedMeanwhileError(lost)
    if stored:
        mark.pk, mark.created_at, mark._state.adding = stored.pk, stored.created_at, False
    mark.assessed_by, mark.assessed_at = by, now
    mark.save()
    return mark


def _plain(row, name):
    return one_line_end(getattr(row, name)).strip() if row else ""


@transaction.atomic
def keep_review(standing: Standing, *, by: User, today: dt.date) -> StageReview:
    """Keep where the team stands today, once a day: a second time the same day takes the place of
    the first."""
    team = standing.team
    review, _is_new = StageReview.objects.update_or_create(
        team=team,
        reviewed_on=today,
        defaults={"stage": standing.stage, "kept_by": by},
        create_defaults={
            "school_system_id": team.school_system_id,
            "stage": standing.stage,
            "kept_by": by,
        },
    )
    StageLine.objects.bulk_create(
        [_kept(review, line) for line in standing.lines],
        update_conflicts=True,
        unique_fields=["review", "action"],
        update_fields=list(KEPT),
    )
    return review


def _kept(review, line) -> StageLine:
    mark = line.mark
    return StageLine(
        school_system_id=review.school_system_id,
        review=review,
        action=line.action.code,
        status=line.status,
        is_computed=line.action.is_computed,
        why=line.verdict.why if line.verdict else "",
        evidence=mark.evidence if mark else "",
        link=mark.link if mark else "",
        dated_on=mark.dated_on if mark else None,
        assessed_by=mark.assessed_by if mark else None,
    )
