"""people.csv: which people, schools and roles it would add, change and end.

The rows of one e-mail together say which of the four roles a file may give (permissions P10) that
person holds: a role missing there ends, a person missing in the file is left alone.
"""

import collections
import difflib
import re

from django.core.exceptions import ValidationError

from people.files import values
from people.files.columns import EXAMPLE_EMAILS
from people.files.outcome import Change, Draft, Outcome, Say
from people.models import EvaluatorAssignment, Membership, School, User

Role = Membership.Role
BY_FILE = (Role.TEACHER, Role.COACH, Role.TEACHER_LEADER, Role.SCHOOL_LEADER)
PROTECTED = (Role.SYSTEM_ADMIN, Role.DISTRICT_STAFF, Role.CUSTODIAN)
NOT_HERE = (
    "This e-mail cannot be added here. Check how it is written, or ask the person for another one"
)


class PeopleFile:
    """One file against one school system, as it stands today."""

    def __init__(self, system, rows, today):
        self.system, self.today = system, today
        self.parsed = [self._parse(row) for row in rows]
        self.schools = {
            values.plain(school.name).lower(): school
            for school in School.objects.filter(school_system=system)
        }
        self.known = [*self.schools]
        emails = {row["email"] for row in self.parsed if row.get("email")}
        self._read_people(emails)
        self.draft = Draft(outcomes=[row["outcome"] for row in self.parsed])

    def _read_people(self, emails):
        """The people of these addresses with their roles, wherever they are: five queries."""
        found = User.objects.filter(email__in=emails)
        self.users = {u.email: u for u in found if u.school_system_id == self.system.pk}
        self.elsewhere = {u.email for u in found if u.school_system_id != self.system.pk}
        rows = Membership.objects.filter(school_system=self.system)
        staff = rows.active(self.today).filter(user__is_active=True)
        self.staff = staff.values("user").distinct().count()
        held = rows.open_or_later(self.today)
        self.held = collections.defaultdict(list)
        for membership in held.filter(user__email__in=emails).select_related("school"):
            self.held[membership.user_id].append(membership)
        rows = EvaluatorAssignment.objects.filter(school_system=self.system).active(self.today)
        self.evaluators = set(rows.values_list("evaluator", flat=True))

    def _parse(self, row):
        """The row with its values understood, or with the outcome of an error."""
        outcome = Outcome(row["row"], row["name"] or row["email"] or f"Row {row['row']}")
        parsed = {"outcome": outcome, "school": values.plain(row["school"])}
        if row["email"].lower() in EXAMPLE_EMAILS:
            outcome.set(Say.SAME, "The example row is left out")
            return parsed
        readers = {
            "email": lambda: values.email(row["email"]),
            "name": lambda: values.name(row["name"]),
            "school": lambda: values.text(row["school"], "the school", 200),
            "role": lambda: values.role(row["role"]),
            "grade_band": lambda: values.grade_band(row["grade_band"]),
            "subjects": lambda: values.text(row["subjects"], "the subjects", 200),
            "first_year": lambda: values.first_year(row["first_year"], self.today),
        }
        for name, read in readers.items():
            try:
                parsed[name] = read()
            except ValidationError as error:
                outcome.set(Say.ERROR, error.message)
        if not row["school"] and parsed.get("role", ("",))[0] in Membership.SCHOOL_ROLES:
            outcome.set(Say.ERROR, "Enter the school: a teacher or school leader needs one")
        return parsed

    def work_out(self) -> Draft:
        """The draft of everything the file would do."""
        self.draft.staff = self.staff
        by_person = collections.defaultdict(list)
        for row in self.parsed:
            if row.get("email"):
                by_person[row["email"]].append(row)
        for email, rows in by_person.items():
            self._person(email, rows)
        used = {membership.school for membership in self.draft.memberships}
        self.draft.schools = [school for school in self.draft.schools if school in used]
        return self.draft

    def _person(self, email, rows):
        good = [row for row in rows if row["outcome"].says != Say.ERROR]
        if not good:
            return
        user = self.users.get(email)
        reason = self._reason_against(email, user)
        if reason:
            self._refuse(good, reason)
            return
        good = self._with_one_name(good)
        mark = len(self.draft.changes), len(self.draft.memberships)
        if user is None:
            self._new_person(email, good)
        else:
            self._known_person(user, good, is_whole=len(good) == len(rows))
            self._keep_off_the_protected(user, good, mark)

    def _reason_against(self, email, user):
        if email in self.elsewhere:
            return NOT_HERE
        if user is not None and not user.is_active:
            return "This person's access was ended. Open their page and let them back in first"
        return ""

    def _refuse(self, rows, reason):
        for row in rows:
            row["outcome"].set(Say.ERROR, reason)

    def _with_one_name(self, rows):
        """The rows that give the name of the first one; the others become errors."""
        first = rows[0]
        for row in rows[1:]:
            if row["name"] != first["name"]:
                number = first["outcome"].row
                self._refuse([row], f"Row {number} gives this e-mail the name “{first['name']}”")
        return [row for row in rows if row["outcome"].says != Say.ERROR]

    def _new_person(self, email, rows):
        user = User(email=email, name=rows[0]["name"], school_system=self.system)
        if self._grant(user, rows, held={}):
            self.draft.users.append(user)

    def _known_person(self, user, rows, *, is_whole):
        held = {(m.school_id, m.role): m for m in self.held[user.pk] if m.role in BY_FILE}
        if values.plain(user.name) != rows[0]["name"]:
            self.draft.changes.append(Change(user, {"name": rows[0]["name"]}))
            rows[0]["outcome"].set(Say.CHANGE, f"Name: {user.name} → {rows[0]['name']}")
        kept = self._grant(user, rows, held)
        if not is_whole or any(row["outcome"].says == Say.ERROR for row in rows):
            return
        ended = [m for key, m in held.items() if key not in kept and m.ends_on is None]
        for membership in ended:
            self.draft.changes.append(Change(membership, {"ends_on": self._end_of(membership)}))
            rows[0]["outcome"].set(Say.CHANGE, f"Ends: {_described(membership)}")
        self.draft.moved += bool(ended)

    def _end_of(self, membership):
        return max(self.today, membership.starts_on)

    def _grant(self, user, rows, held):
        """Add or change the membership of each row; the keys of the ones the file speaks of."""
        kept = set()
        for row in rows:
            school = self._school(row)
            if row["outcome"].says == Say.ERROR:
                continue
            role, title = row["role"]
            key = (school and school.pk, role)
            if key in kept:
                row["outcome"].set(Say.SAME, "The same as a row above")
                continue
            kept.add(key)
            if key in held:
                self._compare(held[key], row)
            else:
                self._add(user, school, row, title)
        return kept

    def _school(self, row):
        """The school a row names, made new where the system has none of that name."""
        name = row["school"]
        if not name:
            return None
        if name.lower() in self.schools:
            return self.schools[name.lower()]
        likely = self._misspelt(name)
        if likely:
            row["outcome"].set(Say.ERROR, f"There is no school “{name}”. Is it “{likely}”?")
            return None
        school = School(school_system=self.system, name=name)
        self.schools[name.lower()] = school
        self.draft.schools.append(school)
        return school

    def _misspelt(self, name):
        """A school that is there already and reads almost like `name`."""
        for close in difflib.get_close_matches(name.lower(), self.known, n=1, cutoff=0.9):
            if re.findall(r"\d+", close) == re.findall(r"\d+", name):
                return self.schools[close].name
        return ""

    def _add(self, user, school, row, title):
        membership = Membership(
            school_system=self.system,
            user=user,
            school=school,
            role=row["role"][0],
            title=title,
            starts_on=self.today,
            **_details(row),
        )
        membership.clean_fields(exclude=["school_system", "user", "school"])
        self.draft.memberships.append(membership)
        is_new = user.email not in self.users
        row["outcome"].set(
            Say.ADD if is_new else Say.CHANGE,
            f"{'New' if is_new else 'Adds'}: {_described(membership)}",
        )

    def _compare(self, membership, row):
        after = {
            name: value
            for name, value in _details(row).items()
            if _shown(getattr(membership, name)) != _shown(value)
        }
        if after:
            self.draft.changes.append(Change(membership, after))
            row["outcome"].set(
                Say.CHANGE, *(_difference(membership, n, v) for n, v in after.items())
            )

    def _keep_off_the_protected(self, user, rows, mark):
        """A file moves no admin, district staff, custodian or evaluator: those rows stop (P10)."""
        changes, memberships = mark
        if not self.draft.changes[changes:] and not self.draft.memberships[memberships:]:
            return
        roles = {m.role for m in self.held[user.pk]} & set(PROTECTED)
        if not roles and user.pk not in self.evaluators:
            return
        what = Role(min(roles)).label.lower() if roles else "an evaluator"
        if any("ends_on" in change.after for change in self.draft.changes[changes:]):
            self.draft.moved -= 1
        del self.draft.changes[changes:], self.draft.memberships[memberships:]
        for row in rows:
            row["outcome"].words.clear()
        self._refuse(rows, f"{user.name} is {what}. Change this on their page, not by file")


def _details(row):
    return {
        "grade_band": row["grade_band"],
        "subjects": row["subjects"],
        "first_year_teaching": row["first_year"],
    }


def _shown(value):
    return values.plain(value) if isinstance(value, str) else value


def _described(membership):
    where = membership.school.name if membership.school else "the whole system"
    return f"{membership.get_role_display().lower()} at {where}"


def _difference(membership, name, value):
    label = str(membership._meta.get_field(name).verbose_name).capitalize()
    return f"{label}: {getattr(membership, name) or 'nothing'} → {value or 'nothing'}"
