"""A system of several schools goes into the next year, school by school, and comes back."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.ids import uuid7
from demo.builders import people
from people.actions import roll_over as actions
from people.models import CoachAssignment, Membership, RollOver, RollOverChoice, SchoolYear, Session
from people.roll_over import Draft

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Role = Membership.Role


class Parish:
    """Three schools, each with a principal, a coach and two teachers, before the next year."""

    def __init__(self):
        self.system = people.make_system()
        self.today = timezone.localdate(timezone=self.system.zone)
        self.now = timezone.now()
        starts_on = self.today - 200 * DAY
        self.year, self.next = (
            SchoolYear.objects.create(
                school_system=self.system, name=name, starts_on=first, ends_on=last
            )
            for name, first, last in (
                ("This", starts_on, self.today + 20 * DAY),
                ("Next", self.today + 60 * DAY, self.today + 300 * DAY),
            )
        )
        self.admin = people.make_central(self.system, Role.SYSTEM_ADMIN, "Ada Admin")
        self.schools = [people.make_school(self.system, name) for name in ("Ash", "Bay", "Cypress")]
        self.coaches, self.teachers, self.principals = {}, {}, {}
        for school in self.schools:
            name = school.name
            self.coaches[name] = people.make_coach(school, f"{name} Coach")
            self.principals[name] = people.make_principal(school, f"{name} Principal")
            self.teachers[name] = [
                people.make_teacher(school, f"{name} Teacher {n}") for n in (1, 2)
            ]
            for teacher in self.teachers[name]:
                people.assign(teacher, self.coaches[name], starts_on=starts_on)
                people.register_evaluator(teacher, self.principals[name], starts_on=starts_on)
        self.roll_over = actions.prepare(self.next, by=self.admin)

    def choose(self, person, to_school=None):
        return RollOverChoice.objects.create(
            school_system=self.system,
            roll_over=self.roll_over,
            membership=person.memberships.get(),
            goes="moves" if to_school else "leaves",
            to_school=to_school,
        )

    @property
    def draft(self):
        return Draft(RollOver.objects.get(), self.today)

    def counts(self, number):
        counts = self.draft.schools[self.schools[number].pk].counts
        return {name: value for name, value in counts.items() if value}

    def start(self, *numbers):
        schools = [self.schools[n] for n in numbers] or self.schools
        return actions.start(
            self.roll_over,
            [school.pk for school in schools],
            seen=self.draft.fingerprint,
            now=self.now,
            today=self.today,
        )

    def work_off(self):
        """What a worker does until nothing is due."""
        for row in self.roll_over.schools.filter(state="due"):
            actions.roll_school(row.pk, now=self.now)
        return self.states

    @property
    def states(self):
        return dict(self.roll_over.schools.values_list("school__name", "state"))

    def rows(self):
        """Everything that a roll-over may write."""
        return [
            sorted(model.objects.values_list(), key=str) for model in (Membership, CoachAssignment)
        ] + [sorted(self.admin.evaluations.model.objects.values_list(), key=str)]


@pytest.fixture
def parish():
    return Parish()


def owners(teacher):
    rows = teacher.teacher_assignments.order_by("starts_on")
    return [(row.coach.name, row.ends_on) for row in rows]


def roles(person):
    rows = person.memberships.order_by("starts_on", "created_at")
    return [(row.school.name, row.starts_on, row.ends_on) for row in rows]


def test_who_has_no_choice_stays_and_the_pair_goes_on(parish):
    assert parish.counts(0) == {"stay": 4, "carried": 2}
    before = parish.rows()
    assert parish.start() == 3
    assert parish.work_off() == {"Ash": "done", "Bay": "done", "Cypress": "done"}
    assert parish.rows() == before


def test_a_teacher_who_leaves_ends_with_the_old_year(parish):
    teacher = parish.teachers["Ash"][0]
    parish.choose(teacher)
    assert parish.counts(0) == {"stay": 3, "leave": 1, "carried": 1, "ended": 1}
    parish.start()
    parish.work_off()
    last = parish.year.ends_on + DAY
    assert roles(teacher) == [("Ash", people.LONG_AGO, last)]
    assert owners(teacher) == [("Ash Coach", last)]
    assert teacher.evaluations.get().ends_on == last


def test_a_teacher_who_moves_begins_there_and_leaves_a_coach_of_the_old_school(parish):
    teacher = parish.teachers["Ash"][0]
    Membership.objects.filter(user=teacher).update(grade_band="3_5", subjects="Science")
    parish.choose(teacher, parish.schools[1])
    assert parish.counts(0) == {"stay": 3, "move": 1, "carried": 1, "ended": 1, "decisions": 2}
    decisions = parish.draft.schools[parish.schools[0].pk].decisions
    assert sorted(words for _person, words in decisions) == [
        "has no owner coach any more: the assignment to Ash Coach ends",
        "moves; Ash Principal is still registered as evaluator",
    ]
    parish.start()
    parish.work_off()
    begins = parish.next.starts_on
    assert roles(teacher) == [("Ash", people.LONG_AGO, begins), ("Bay", begins, None)]
    new = teacher.memberships.get(ends_on=None)
    assert (new.role, new.grade_band, new.subjects) == ("teacher", "3_5", "Science")
    assert owners(teacher) == [("Ash Coach", begins)]
    assert teacher.evaluations.get().ends_on is None


def test_a_pair_that_moves_together_goes_on(parish):
    parish.choose(parish.teachers["Ash"][0], parish.schools[1])
    parish.choose(parish.coaches["Ash"], parish.schools[1])
    assert parish.counts(0) == {"stay": 2, "move": 2, "carried": 1, "ended": 1, "decisions": 2}
    parish.start()
    parish.work_off()
    assert owners(parish.teachers["Ash"][0]) == [("Ash Coach", None)]
    assert owners(parish.teachers["Ash"][1]) == [("Ash Coach", parish.next.starts_on)]


def test_a_coach_who_leaves_is_said_to_leave_teachers_without_an_owner(parish):
    parish.choose(parish.coaches["Ash"])
    assert parish.counts(0) == {"stay": 3, "leave": 1, "ended": 2, "decisions": 2}
    parish.start()
    parish.work_off()
    assert owners(parish.teachers["Ash"][1]) == [("Ash Coach", parish.year.ends_on + DAY)]


def test_rolling_over_twice_doubles_nothing(parish):
    parish.choose(parish.teachers["Ash"][0], parish.schools[1])
    parish.start()
    due = list(parish.roll_over.schools.all())
    parish.work_off()
    after = parish.rows()
    for row in due:
        actions.roll_school(row.pk, now=parish.now)
    assert parish.start() == 0
    parish.work_off()
    assert parish.rows() == after
    assert actions.prepare(parish.next, by=parish.admin) == parish.roll_over


def test_what_one_school_did_changes_nothing_in_the_drafts_of_the_others(parish):
    parish.choose(parish.teachers["Ash"][0], parish.schools[1])
    parish.choose(parish.coaches["Bay"], parish.schools[2])
    before = [parish.draft.schools[school.pk].fingerprint for school in parish.schools]
    parish.start(0)
    parish.work_off()
    after = [parish.draft.schools[school.pk].fingerprint for school in parish.schools]
    assert after[1:] == before[1:]
    parish.start()
    assert parish.work_off() == {"Ash": "done", "Bay": "done", "Cypress": "done"}


def test_a_school_that_fails_stays_as_it_was_and_the_others_are_done(parish):
    """Bay changes between the admin's yes and the work: somebody ends an assignment there."""
    for name in ("Ash", "Bay", "Cypress"):
        parish.choose(parish.teachers[name][0])
    parish.start()
    changed = parish.teachers["Bay"][0].teacher_assignments.get()
    changed.end(parish.today)
    bay = [roles(one) for one in [*parish.teachers["Bay"], parish.coaches["Bay"]]]
    assert parish.work_off() == {"Ash": "done", "Bay": "failed", "Cypress": "done"}
    assert [roles(one) for one in [*parish.teachers["Bay"], parish.coaches["Bay"]]] == bay
    row = parish.roll_over.schools.get(school__name="Bay")
    assert row.reason == actions.CHANGED
    assert owners(parish.teachers["Ash"][0])[0][1] == parish.year.ends_on + DAY
    assert parish.start() == 1
    assert parish.work_off() == {"Ash": "done", "Bay": "done", "Cypress": "done"}


def test_a_role_that_waits_at_the_other_school_already_is_not_made_twice(parish):
    teacher = parish.teachers["Ash"][0]
    parish.choose(teacher, parish.schools[1])
    parish.start()
    later = people.give_role(
        teacher, Role.TEACHER, parish.schools[1], starts_on=parish.next.starts_on + 30 * DAY
    )
    assert parish.work_off() == {"Ash": "done", "Bay": "done", "Cypress": "done"}
    assert teacher.memberships.get(school=parish.schools[1]) == later
    assert roles(teacher)[0] == ("Ash", people.LONG_AGO, parish.next.starts_on)


def test_a_preview_that_is_no_longer_true_starts_nothing(parish):
    seen = parish.draft.fingerprint
    parish.choose(parish.teachers["Ash"][0])
    with pytest.raises(actions.ChangedError):
        actions.start(
            parish.roll_over,
            [school.pk for school in parish.schools],
            seen=seen,
            now=parish.now,
            today=parish.today,
        )
    assert parish.states == {}


def test_two_admins_at_once_start_each_school_once(parish):
    parish.choose(parish.teachers["Ash"][0], parish.schools[1])
    assert (parish.start(), parish.start()) == (3, 0)
    again = parish.roll_over.schools.get(school__name="Ash")
    again.pk, again._state.adding = uuid7(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        RollOver.objects.create(
            school_system=parish.system,
            from_year=parish.year,
            to_year=parish.next,
            prepared_by=parish.admin,
        )


def test_the_whole_is_taken_back_to_the_last_row(parish):
    parish.choose(parish.teachers["Ash"][0], parish.schools[1])
    parish.choose(parish.coaches["Bay"])
    parish.choose(parish.teachers["Cypress"][1])
    before = parish.rows()
    parish.start()
    parish.work_off()
    assert parish.rows() != before
    assert actions.undo_schools(parish.roll_over.schools.all(), now=parish.now) == 3
    assert parish.rows() == before
    assert parish.states == {"Ash": "cancelled", "Bay": "cancelled", "Cypress": "cancelled"}
    assert actions.undo_schools(parish.roll_over.schools.all(), now=parish.now) == 0
    assert parish.start() == 3
    assert parish.work_off() == {"Ash": "done", "Bay": "done", "Cypress": "done"}


def test_one_school_is_taken_back_alone(parish):
    for name in ("Ash", "Bay"):
        parish.choose(parish.teachers[name][0])
    parish.start()
    parish.work_off()
    actions.undo_schools(parish.roll_over.schools.filter(school__name="Ash"), now=parish.now)
    assert parish.states == {"Ash": "cancelled", "Bay": "done", "Cypress": "done"}
    assert owners(parish.teachers["Ash"][0]) == [("Ash Coach", None)]
    assert owners(parish.teachers["Bay"][0])[0][1] == parish.year.ends_on + DAY


def test_what_somebody_built_on_stays_and_says_why(parish):
    """Ash's teacher gets another owner after the roll-over: taking it back would give two."""
    teacher = parish.teachers["Ash"][0]
    parish.choose(teacher, parish.schools[1])
    parish.choose(parish.teachers["Bay"][0])
    parish.start()
    parish.work_off()
    people.assign(teacher, parish.coaches["Bay"], starts_on=parish.next.starts_on)
    assert actions.undo_schools(parish.roll_over.schools.order_by("pk"), now=parish.now) == 2
    row = parish.roll_over.schools.get(school__name="Ash")
    assert (row.state, row.reason) == ("done", f"Not taken back. {actions.REPLACED}")
    assert roles(teacher)[-1] == ("Bay", parish.next.starts_on, None)
    assert parish.states["Bay"] == "cancelled"


def test_a_role_changed_since_stands_in_the_way_of_taking_back(parish):
    teacher = parish.teachers["Ash"][0]
    parish.choose(teacher)
    parish.start(0)
    parish.work_off()
    Membership.objects.filter(user=teacher).update(ends_on=parish.today)
    assert actions.undo_schools(parish.roll_over.schools.all(), now=parish.now) == 0
    row = parish.roll_over.schools.get()
    assert row.reason == "Not taken back. 1 of its roles or assignments were changed since."


def test_late_in_the_new_year_everything_happens_today(parish, client):
    """Whoever has no role left is signed out at once."""
    type(parish.year).objects.filter(pk=parish.year.pk).update(ends_on=parish.today - 30 * DAY)
    type(parish.next).objects.filter(pk=parish.next.pk).update(starts_on=parish.today - 5 * DAY)
    teacher, mover = parish.teachers["Ash"]
    client.force_login(teacher)
    assert Session.objects.filter(user=teacher).exists()
    parish.choose(teacher)
    parish.choose(mover, parish.schools[2])
    parish.start()
    assert parish.work_off() == {"Ash": "done", "Bay": "done", "Cypress": "done"}
    assert roles(teacher) == [("Ash", people.LONG_AGO, parish.today)]
    assert roles(mover)[-1] == ("Cypress", parish.today, None)
    assert not Session.objects.filter(user=teacher).exists()


def test_choices_stay_as_they_are_once_the_school_is_rolled_over(parish):
    parish.start(0)
    with pytest.raises(actions.RefusedError):
        actions.choose(parish.roll_over, parish.schools[0].pk, [])
    actions.choose(parish.roll_over, parish.schools[1].pk, [])


def test_the_first_year_of_a_system_has_none_to_roll_over_from(parish):
    with pytest.raises(actions.RefusedError):
        actions.prepare(parish.year, by=parish.admin)
