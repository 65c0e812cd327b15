"""caseload.csv: which coach for which teacher it would add, change and hand over.

A row says that a pair holds, as owner or contributor, from its start. A new owner takes over from
the one before on that day. Pairs missing in the file are left alone.
"""

import collections

from django.core.exceptions import ValidationError

from core.dates import long_date
from people.files import values
from people.files.columns import EXAMPLE_EMAILS
from people.files.outcome import Change, Draft, Outcome, Say
from people.models import CoachAssignment, Membership, User

Role = Membership.Role
OWNER = CoachAssignment.Kind.OWNER


class CaseloadFile:
    """One file against one school system, as it stands today."""

    def __init__(self, system, rows, today):
        self.system, self.today = system, today
        self.parsed = [self._parse(row) for row in rows]
        emails = {row[who] for row in self.parsed for who in ("teacher", "coach") if who in row}
        people = User.objects.filter(school_system=system, email__in=emails)
        self.people = {user.email: user for user in people}
        self.roles = collections.defaultdict(set)
        held = Membership.objects.filter(school_system=system, user__in=self.people.values())
        for user, role in held.open_or_later(today).values_list("user", "role"):
            self.roles[user].add(role)
        self.spans = collections.defaultdict(list)
        rows = CoachAssignment.objects.filter(school_system=system)
        for assignment in rows.select_related("coach", "teacher"):
            self.spans[assignment.teacher_id].append(assignment)
        self.draft = Draft(outcomes=[row["outcome"] for row in self.parsed])

    def _parse(self, row):
        who = f"{row['teacher'] or 'nobody'} – {row['coach'] or 'nobody'}"
        outcome = Outcome(row["row"], who)
        parsed = {"outcome": outcome}
        if {row["teacher"].lower(), row["coach"].lower()} & EXAMPLE_EMAILS:
            outcome.set(Say.SAME, "The example row is left out")
            return parsed
        readers = {
            "teacher": lambda: values.email(row["teacher"], "the teacher's e-mail"),
            "coach": lambda: values.email(row["coach"], "the coach's e-mail"),
            "kind": lambda: values.kind(row["kind"]),
            "start": lambda: values.start(row["start"], self.today),
        }
        for name, read in readers.items():
            try:
                parsed[name] = read()
            except ValidationError as error:
                outcome.set(Say.ERROR, error.message)
        parsed["is_dated"] = bool(row["start"])
        return parsed

    def work_out(self) -> Draft:
        """The draft of everything the file would do."""
        self.draft.staff = sum(
            any(not assignment.ends_on for assignment in spans) for spans in self.spans.values()
        )
        self.seen = {}
        for row in self.parsed:
            if row["outcome"].says != Say.ERROR and "teacher" in row:
                self._pair(row)
        return self.draft

    def _pair(self, row):
        outcome = row["outcome"]
        teacher, coach = self.people.get(row["teacher"]), self.people.get(row["coach"])
        reason = self._reason_against(row, teacher, coach)
        if reason:
            outcome.set(Say.ERROR, reason)
            return
        outcome.who = f"{teacher.name} – {coach.name}"
        self.seen[teacher.pk, coach.pk] = outcome.row
        if row["kind"] == OWNER:
            self.seen[teacher.pk, OWNER] = outcome.row
        current, mark = self._current(teacher, coach), len(self.draft.changes)
        if current is None:
            self._add(row, teacher, coach)
        elif current.kind != row["kind"]:
            self._change_kind(row, current)
        else:
            self._compare(row, current)
        if outcome.says == Say.ERROR:
            del self.draft.changes[mark:]

    def _reason_against(self, row, teacher, coach):
        for email, user in ((row["teacher"], teacher), (row["coach"], coach)):
            if user is None or not user.is_active:
                return f"Nobody here signs in as {email}. Add the person in people.csv first"
        if teacher == coach:
            return "Teacher and coach are the same person. Enter another coach"
        if Role.TEACHER not in self.roles[teacher.pk]:
            return f"{teacher.name} is not a teacher here. Add the role in people.csv first"
        if not {Role.COACH, Role.TEACHER_LEADER} & self.roles[coach.pk]:
            return (
                f"{coach.name} is neither coach nor teacher leader. "
                "Add the role in people.csv first"
            )
        if (teacher.pk, coach.pk) in self.seen:
            return f"Row {self.seen[teacher.pk, coach.pk]} has this pair already"
        if row["kind"] == OWNER and (teacher.pk, OWNER) in self.seen:
            return f"Row {self.seen[teacher.pk, OWNER]} gives {teacher.name} an owner already"
        return ""

    def _current(self, teacher, coach):
        """The assignment of the pair that holds, or is to begin."""
        for assignment in self.spans[teacher.pk]:
            is_over = assignment.ends_on and assignment.ends_on <= self.today
            if assignment.coach_id == coach.pk and not is_over:
                return assignment
        return None

    def _compare(self, row, current):
        """The same pair in the same kind: at most the start differs."""
        if not row["is_dated"] or current.starts_on == row["start"]:
            return
        if self._make_room(row, current.teacher_id, current, row["start"]):
            self.draft.changes.append(Change(current, {"starts_on": row["start"]}))
            words = f"Start: {long_date(current.starts_on)} → {long_date(row['start'])}"
            row["outcome"].set(Say.CHANGE, words)

    def _change_kind(self, row, current):
        """Owner becomes contributor, or the other way round: one ends, the other begins."""
        starts_on = max(row["start"], self.today)
        if current.starts_on >= starts_on:
            row["outcome"].set(Say.ERROR, f"This pair begins {long_date(current.starts_on)} anyway")
            return
        if not self._make_room(row, current.teacher_id, current, starts_on):
            return
        self.draft.changes.append(Change(current, {"ends_on": starts_on}))
        self._assign(row, current.teacher, current.coach, starts_on)
        row["outcome"].set(Say.CHANGE, f"{current.get_kind_display()} → {row['kind']}")

    def _add(self, row, teacher, coach):
        if self._make_room(row, teacher.pk, None, row["start"]):
            self._assign(row, teacher, coach, row["start"])
            row["outcome"].set(Say.ADD, f"New: {row['kind']} from {long_date(row['start'])}")

    def _assign(self, row, teacher, coach, starts_on):
        assignment = CoachAssignment(
            school_system=self.system,
            teacher=teacher,
            coach=coach,
            kind=row["kind"],
            starts_on=starts_on,
        )
        assignment.clean_fields(exclude=["school_system", "teacher", "coach"])
        self.draft.assignments.append(assignment)

    def _make_room(self, row, teacher_id, current, starts_on):
        """End the owner before on the day the new one starts; False where the dates clash."""
        coach = self.people[row["coach"]].pk
        for other in self.spans[teacher_id]:
            if other is current or (other.ends_on and other.ends_on <= starts_on):
                continue
            if other.coach_id == coach:
                since = long_date(other.starts_on)
                row["outcome"].set(Say.ERROR, f"This pair is assigned already from {since}")
                return False
            is_owned = row["kind"] == OWNER and other.kind == OWNER
            if is_owned and not self._hand_over(row, other, starts_on):
                return False
        return True

    def _hand_over(self, row, owner, starts_on):
        if owner.ends_on or owner.starts_on > starts_on or starts_on < self.today:
            row["outcome"].set(
                Say.ERROR,
                f"{owner.coach.name} is owner from {long_date(owner.starts_on)}. Start today or "
                "later to take over, or write contributor",
            )
            return False
        self.draft.changes.append(Change(owner, {"ends_on": starts_on}))
        self.draft.moved += 1
        row["outcome"].set(Say.CHANGE, f"Takes over from {owner.coach.name}")
        return True
