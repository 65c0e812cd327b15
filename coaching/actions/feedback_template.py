"""Saying which parts of a feedback meeting each role is asked for."""

from django.db import transaction

from coaching.models import FeedbackTemplate
from people.models import User


@transaction.atomic
def save_templates(asked: dict[str, list[str]], *, by: User) -> None:
    """Keep what each role is asked for: {role: parts}. Meetings that say more keep it."""
    FeedbackTemplate.objects.bulk_create(
        [
            FeedbackTemplate(
                school_system_id=by.school_system_id,
                role=role,
                leaves_out=[part for part in FeedbackTemplate.Part.values if part not in parts],
            )
            for role, parts in asked.items()
        ],
        update_conflicts=True,
        unique_fields=["school_system", "role"],
        update_fields=["leaves_out"],
    )
