"""Focus students: their notes, and their end."""

from django.db import transaction

from collaboration.models import FocusNote, FocusStudent, StudyMeeting
from core.autosave import one_line_end
from core.shared_texts import Conflicts


@transaction.atomic
def save_notes(study: StudyMeeting, texts: dict, was: dict) -> None:
    """Write the texts on focus students of this meeting that changed since the person began to
    type, all or none: {id of the student: text}, and what the page had.

    Raises Conflicts where somebody has written something else meanwhile.
    """
    StudyMeeting.objects.select_for_update().get(pk=study.pk)
    rows = FocusNote.objects.filter(study=study).values_list("student", "text")
    stored = dict.fromkeys(texts, "") | {str(pk): one_line_end(text) for pk, text in rows}
    changed = {key: text for key, text in texts.items() if text not in (was[key], stored[key])}
    theirs = {key: stored[key] for key in changed if stored[key] != was[key]}
    if theirs:
        raise Conflicts(theirs)
    FocusNote.objects.bulk_create(
        [
            FocusNote(
                school_system_id=study.school_system_id, student_id=key, study=study, text=text
            )
            for key, text in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["student", "study"],
        update_fields=["text"],
    )


@transaction.atomic
def remove_student(student: FocusStudent) -> None:
    """Delete a focus student with all notes: nothing of a student is kept that nobody needs."""
    student.notes.all().delete()
    student.delete()
