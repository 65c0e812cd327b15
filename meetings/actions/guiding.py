from django.db import transaction

from core.autosave import one_line_end
from core.shared_texts import Conflicts
from meetings.models import GuidingAnswer
from people.models import Team


@transaction.atomic
def save_answers(answers, texts: dict, was: dict, *, by, now) -> None:
    """Write the answers that changed since the person began to type, all or none.

    `answers` is the team's sheet of one school year (meetings/launch.py), `texts` and `was` map
    codes of questions to what is meant now, and to what the page had. Raises Conflicts where
    somebody else has answered differently meanwhile.
    """
    Team.objects.select_for_update(no_key=True).get(pk=answers.team.pk)
    rows = GuidingAnswer.objects.filter(team=answers.team, school_year=answers.school_year)
    stored = dict.fromkeys(texts, "") | {
        code: one_line_end(text)
        for code, text in rows.filter(question__in=texts).values_list("question", "text")
    }
    changed = {code: text for code, text in texts.items() if text not in (was[code], stored[code])}
    theirs = {code: stored[code] for code in changed if stored[code] != was[code]}
    if theirs:
        raise Conflicts(theirs)
    GuidingAnswer.objects.bulk_create(
        [_answer(answers, code, text, by, now) for code, text in changed.items()],
        update_conflicts=True,
        unique_fields=["team", "school_year", "question"],
        update_fields=["text", "answered_by", "answered_at"],
    )


def _answer(answers, code, text, by, now):
    return GuidingAnswer(
        school_system_id=answers.team.school_system_id,
        team=answers.team,
        school_year=answers.school_year,
        question=code,
        text=text,
        answered_by=by,
        answered_at=now,
    )
