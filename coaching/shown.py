"""What a teacher is shown of a feedback meeting: one reading for her page and for the check page.

The coach's *Check before sharing*, the teacher's page, the stored revisions and the guard of
*Share* all come from `Shown`, so that nothing can be shown that was not checked.
"""

import dataclasses
import hashlib
import json

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from coaching.models import (
    ActionStep,
    EvidenceNote,
    FeedbackMeeting,
    LookFor,
    QuotedNote,
    TalkCount,
    Visit,
)
from coaching.talk import talk_lines

WORDS = ("praise", "probe", "goal")
NEEDED = {
    "praise": "Write the precise praise: what the teacher did, and what students did then.",
    "activity": "Write the action step: one thing, small enough for a week.",
}
WORTH_ADDING = {
    "check_back_on": "When you are back to look at the step.",
    "teacher_look_fors": "A teacher look-for: what one would see when the step works.",
}


@dataclasses.dataclass(frozen=True)
class Part:
    """One written part of the meeting with the notes quoted in it."""

    name: str
    heading: str
    text: str
    quotes: list


@dataclasses.dataclass(frozen=True)
class Shown:
    """A feedback meeting as the teacher reads it."""

    meeting: FeedbackMeeting
    step: ActionStep | None
    look_fors: list
    notes: list
    talk: list
    left_out: int

    @classmethod
    def of(cls, meeting: FeedbackMeeting):
        """Read it: the look-fors of its step, the notes that go along, and the talk counts where
        the school has them (three queries; two where the meeting brought `look_for_rows`)."""
        step = meeting.step
        look_fors = _look_fors(meeting) if step else []
        look_fors = [look_for for look_for in look_fors if look_for.text.strip()]
        notes = list(notes_with_quotes(meeting.visit, meeting))
        along = [note for note in notes if goes_along(note)]
        talk = talk_lines(meeting.visit, TalkCount.objects.all())
        return cls(meeting, step, look_fors, along, talk, left_out=len(notes) - len(along))

    @property
    def parts(self):
        """The parts before the action step that say something, in order."""
        parts = [self._part(name) for name in WORDS]
        return [part for part in parts if part.text.strip() or part.quotes]

    def _part(self, name):
        heading = QuotedNote.Part(name).label
        quotes = [note for note in self.notes if name in note.quoted_in]
        return Part(name, heading, getattr(self.meeting, name), quotes)

    @property
    def teacher_look_fors(self):
        return [row for row in self.look_fors if row.audience == LookFor.Audience.TEACHER]

    @property
    def student_look_fors(self):
        return [row for row in self.look_fors if row.audience == LookFor.Audience.STUDENT]

    @property
    def missing(self):
        """What is needed before it can be shared: (field, what to do) for each."""
        return [(name, words) for name, words in NEEDED.items() if not self._has(name)]

    @property
    def worth_adding(self):
        """What is not needed, and helps: (field, words) for each."""
        return [(name, words) for name, words in WORTH_ADDING.items() if not self._has(name)]

    def _has(self, name):
        if name == "praise":
            return bool(self.meeting.praise.strip())
        if name == "activity":
            return bool(self.step and self.step.activity.strip())
        if name == "check_back_on":
            return bool(self.step and self.step.check_back_on)
        return bool(self.teacher_look_fors)

    def content(self) -> dict:
        """Everything the teacher reads, as plain data: what a revision keeps."""
        meeting, step = self.meeting, self.step
        return {
            "held_on": _iso(meeting.held_on),
            "parts": {part.name: part.text for part in self.parts},
            "quotes": {part.name: [str(note.pk) for note in part.quotes] for part in self.parts},
            "step": step
            and {
                "activity": step.activity,
                "due_on": _iso(step.due_on),
                "check_back_on": _iso(step.check_back_on),
                "indicator": step.indicator and str(step.indicator),
                "teacher_look_fors": [row.text for row in self.teacher_look_fors],
                "student_look_fors": [row.text for row in self.student_look_fors],
            },
            "upcoming_lesson": meeting.upcoming_lesson,
            "upcoming_on": _iso(meeting.upcoming_on),
            "is_practised": meeting.is_practised,
            "not_engaged_count": meeting.not_engaged_count,
            "not_engaged": meeting.not_engaged,
            "reach_out": meeting.reach_out,
            "area_of_need": meeting.area_of_need and str(meeting.area_of_need),
        }

    def fingerprint(self) -> str:
        """Changes whenever something that the teacher would read does, with notes and counts."""
        notes = [[str(note.pk), note.text, note.tag_list] for note in self.notes]
        text = json.dumps([self.content(), notes, self.talk], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def goes_along(note: EvidenceNote) -> bool:
    """Not what was left out, nor what came after sharing."""
    return not (note.is_left_out or note.is_late)


def notes_with_quotes(visit: Visit, meeting: FeedbackMeeting | None):
    """The kept notes of a visit with their tags, and the parts of `meeting` that quote each."""
    quotes = QuotedNote.objects.filter(note=OuterRef("pk"), meeting=meeting)
    quoted_in = ArraySubquery(quotes.values("part"))
    return visit.notes.kept().with_evidence().annotate(quoted_in=quoted_in)


def _look_fors(meeting):
    if not hasattr(meeting, "look_for_rows"):
        return list(meeting.step.look_fors.kept())
    return [LookFor(**row) for row in meeting.look_for_rows]


def _iso(day):
    return day.isoformat() if day else None
