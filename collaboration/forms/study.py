"""What a meeting of a cycle studies: six texts as a rule, each saving itself."""

from collaboration.models import FieldTest, StudyMeeting
from core.shared_texts import SharedTextsForm, shared_text
from people.forms.rows import RowForm

NO_NAMES = "No students’ names."


class StudyMeetingForm(SharedTextsForm):
    """The routine of a meeting; a reason is asked for only where there is something to explain."""

    evidence = shared_text(
        "Evidence gathered", f"What shows where students are since the last meeting. {NO_NAMES}"
    )
    no_evidence_because = shared_text(
        "Why there is no evidence of the last assignment", "And when there will be.", rows=2
    )
    need = shared_text("Need", "What students, and so their teachers, need next.", rows=3)
    learning = shared_text("New learning", "What members learn today.")
    learning_source = shared_text(
        "Where it comes from", "The curriculum, a study, or classrooms where it worked.", rows=2
    )
    develops = shared_text("What members develop", "A lesson, a question, a piece they practice.")
    applies = shared_text("How they apply it", "In which lesson, and which work they bring back.")
    off_focus_because = shared_text(
        "Why the meeting is about something else",
        "Its focus shares no word with the cycle. If it belongs to it, say how.",
        rows=2,
    )

    @classmethod
    def asking(cls, study, user, data=None):
        """The form without reasons that nobody needs to give."""
        form = cls.of(study, user, data)
        for name, is_asked in (
            ("no_evidence_because", study.asks_for_evidence or study.no_evidence_because),
            ("off_focus_because", study.is_off_focus or study.off_focus_because),
        ):
            if not is_asked:
                del form.fields[name]
        return form

    @property
    def routine(self):
        """The fields of every meeting."""
        return [self[name] for name in StudyMeeting.ROUTINE]

    @property
    def reasons(self):
        """What is asked for where something is unusual."""
        return [self[name] for name in StudyMeeting.REASONS if name in self.fields]


class FieldTestForm(RowForm):
    """The proof that a strategy works."""

    submit_label = "Save the field test"

    class Meta:
        model = FieldTest
        fields = ["strategy", "source", "evidence"]
        things = {
            "strategy": "the strategy",
            "source": "where it comes from",
            "evidence": "what showed that it works",
        }
