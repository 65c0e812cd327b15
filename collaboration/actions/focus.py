"""Focus students: their notes, and their end."""

from django.db import transaction

from collaboration.models import FocusNote, FocusStudent, StudyMeeting


@transaction.atomic
def save_notes(study: StudyMeeting, texts: dict) -> None:
    """Write one text on each focus student for this meeting."""
    FocusNote.objects.bulk_create(
        [
            FocusNote(
                school_system_id=study.school_system_id, student=student, study=study, text=text
            )
            for student, text in texts.items()
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
