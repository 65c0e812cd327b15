import datetime as dt
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings
from django.utils import timezone

from coaching import artifact_store as store
from coaching.models import (
    ActionStep,
    Artifact,
    FeedbackMeeting,
    ImpactEntry,
    LearningTargets,
    PeerVisit,
    Plan,
    Readiness,
    Reflection,
    Response,
    StepProposal,
    StudentWorkAnalysis,
    Support,
    Visit,
    VisitInvitation,
    Walkthrough,
    WalkthroughQuota,
    WalkthroughWeek,
)
from collaboration.models import FocusStudent, StudyCycle, StudyMeeting, WorkAnalysis, YearPlan
from demo import district
from goals.models import DataSet, Goal
from ilt.models import (
    DataReview,
    Insight,
    LearningWalk,
    LongRangePlan,
    PlanMove,
    PlanWeek,
    PromisedStep,
    TeacherLeader,
    WalkLookFor,
)
from meetings.guiding import QUESTIONS
from meetings.impact import carry_over
from meetings.models import Assignment, AssignmentReport, GuidingAnswer, Meeting
from people.models import (
    Acknowledgement,
    CoachAssignment,
    CoachingVision,
    Feature,
    LaunchMeeting,
    School,
    SchoolSystem,
    Team,
    User,
)
from reports.models import SuccessStory

pytestmark = pytest.mark.django_db
SMALL = 70
A_TUESDAY = dt.datetime(2026, 11, 17, 16, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """One district for all tests: building it takes longer than asking it."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO=True):
        district.load(A_TUESDAY, teachers=SMALL)
        yield SchoolSystem.objects.get(name=district.NAME)
        transaction.set_rollback(True)


@pytest.fixture
def pelican(built, db):
    return built


def test_without_demo_there_is_neither_data_nor_a_log_in(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo")
    district.load(timezone.now(), teachers=14)
    assert district.accounts() == []
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_every_state_is_present(pelican):
    assert {visit.status for visit in Visit.objects.all()} == set(Visit.Status)
    assert {plan.status for plan in Plan.objects.all()} == set(Plan.Status.values)
    assert set(ActionStep.objects.values_list("status", flat=True)) == set(ActionStep.Status.values)
    assert set(CoachAssignment.objects.values_list("kind", flat=True)) == {"owner", "contributor"}
    assert {bool(row.shared_at) for row in FeedbackMeeting.objects.all()} == {True, False}
    assert {bool(row.shared_at) for row in Reflection.objects.all()} == {True, False}


def test_five_schools_have_each_something_else_switched_off(pelican):
    later = [Feature.LEADERS_PLANS, Feature.WALKTHROUGH_WEEKS, Feature.PEER_VISITS]
    later += [Feature.TALK_COUNTERS, Feature.INTERVAL_PROMPT]
    missing = [
        [feature for feature in later if getattr(school, feature.column) is None]
        for school in School.objects.filter(school_system=pelican)
    ]
    assert sorted(filter(None, missing)) == sorted([feature] for feature in later)


def test_every_leadership_team_has_a_plan_whose_past_weeks_say_what_came_of_them(pelican):
    plans = LongRangePlan.objects.filter(school_system=pelican)
    assert plans.count() == 15
    assert {plan.cycles.count() for plan in plans} == {5}
    weeks = PlanWeek.objects.filter(school_system=pelican)
    today = A_TUESDAY.date()
    assert {week.on < today for week in weeks.exclude(progress="")} == {True}
    assert {week.on < today for week in weeks.filter(progress="")} == {False}


def test_collaboration_teams_study_with_counts_and_codes(pelican):
    plans = YearPlan.objects.filter(school_system=pelican)
    assert plans.count() == 14
    cycles = StudyCycle.objects.filter(school_system=pelican)
    assert {cycle.is_open for cycle in cycles} == {True, False}
    assert all(cycle.goal.parent.parent.level == "school" for cycle in cycles)
    states = StudyMeeting.objects.filter(cycle__in=cycles).values_list("meeting__state", flat=True)
    assert {"held", "planned"} <= set(states)
    work = WorkAnalysis.objects.filter(school_system=pelican)
    assert {bool(row.after) for row in work} == {True, False}
    codes = FocusStudent.objects.filter(school_system=pelican).values_list("code", flat=True)
    assert set(codes) == {"S1", "S2", "A-07"}


def test_walkthroughs_are_unshared_unread_and_read_and_some_shown_to_the_coach(pelican):
    rows = Walkthrough.objects.filter(school_system=pelican)
    assert {walkthrough.status for walkthrough in rows} == {"draft", "shared", "read"}
    assert {bool(walkthrough.shown_to_id) for walkthrough in rows} == {True, False}


def test_invitations_peer_visits_and_weeks_stand_in_every_state(pelican):
    invitations = VisitInvitation.objects.select_related("visit")
    assert {row.state for row in invitations} == {"Waiting for an answer", "Planned", "Taken back"}
    assert {row.is_moved for row in invitations} == {True, False}
    states = {"Waiting for an answer", "Agreed", "Called off", "Told"}
    assert {row.state for row in PeerVisit.objects.all()} == states
    assert Visit.objects.filter(hours_are_known=False).count() == 1
    assert WalkthroughQuota.objects.on().values_list("duty", "per_week").get() == (
        "school_leader",
        10,
    )
    assert WalkthroughWeek.objects.submitted().count() == 2


def test_supports_and_student_work_stand_beside_the_visits(pelican):
    assert set(Support.objects.values_list("kind", flat=True)) == set(Support.Kind.values) - {
        "co_teach",
        "observe",
    }
    files = Artifact.objects.filter(school_system=pelican)
    assert [(file.label, file.is_student_work) for file in files.order_by("label")] == [
        ("Exit ticket, Student A", True),
        ("Exit ticket, Student B", True),
    ]
    assert {store.path_of(file).stat().st_size for file in files} == {file.size for file in files}


def test_student_work_is_prepared_and_looked_at(pelican):
    works = StudentWorkAnalysis.objects.filter(school_system=pelican)
    assert {work.is_looked_at for work in works} == {True, False}


def test_launch_meetings_are_held_planned_and_not_answered_yet(pelican):
    rows = LaunchMeeting.objects.filter(school_system=pelican)
    assert set(rows.values_list("answer", flat=True)) == {"met", "planned"}
    owners = CoachAssignment.objects.filter(school_system=pelican).owners()
    assert rows.count() < owners.active(A_TUESDAY.date()).count()
    assert StepProposal.objects.filter(school_system=pelican).open().exists()


def test_teams_have_a_year_of_meetings_with_assignments_in_every_state(pelican):
    teams = Team.objects.filter(school_system=pelican)
    kinds = dict(teams.order_by().values_list("kind").annotate(Count("pk")))
    assert kinds == {"system_ilt": 1, "school_ilt": 14, "tc": 14, "network": 1}
    meetings = Meeting.objects.filter(school_system=pelican)
    assert set(meetings.values_list("state", flat=True)) == {"held", "cancelled", "planned"}
    assert {row.sections.count() for row in meetings[:20]} == {5}
    reports = AssignmentReport.objects.filter(school_system=pelican)
    assert set(reports.values_list("status", flat=True)) == {"done", "partly", "not_done"}
    last = meetings.held().filter(team__kind="tc").order_by("-starts_at").first()
    assert last.starts_at > A_TUESDAY - dt.timedelta(days=7)
    counts = sum((carry_over(row).counts for row in meetings.planned()[:40]), Counter())
    assert set(counts) == {"done", "partly", "not_done", "missing"}
    assert meetings.planned().filter(starts_at__lt=A_TUESDAY - dt.timedelta(hours=1)).count() == 0


def test_the_first_school_was_given_something_in_every_state(pelican):
    school = School.objects.filter(school_system=pelican).order_by("pk").first()
    given = Assignment.objects.concerning([school.pk]).filter(school=school)
    told = {report.status for one in given for report in one.reports.all()}
    assert told == set(AssignmentReport.Status)
    assert [one.due_on is not None for one in given.filter(reports=None)] == [True]


def test_a_data_set_was_removed_and_a_cycle_shifted_by_its_principal(pelican):
    assert DataSet.objects.filter(school_system=pelican, removed_at__isnull=False).count() == 1
    move = PlanMove.objects.get(school_system=pelican)
    assert (move.kind, move.made_by.email) == ("shift", f"principal@{district.DOMAIN}")


def test_leadership_teams_are_at_every_place_of_their_launch_path(pelican):
    answers = GuidingAnswer.objects.filter(school_system=pelican)
    assert set(answers.values_list("question", flat=True)) <= set(QUESTIONS)
    counts = Counter(answers.values_list("team__kind", "team"))
    assert [count for (kind, _), count in counts.items() if kind == "system_ilt"] == [35]
    waiting = Team.objects.filter(school_system=pelican, kind="school_ilt", guiding_answers=None)
    assert waiting.exists()


def test_leadership_teams_review_walk_and_tell_in_every_state(pelican):
    reviews = DataReview.objects.filter(school_system=pelican)
    assert {review.state for review in reviews} == set(DataReview.State)
    each = reviews.order_by().values("school").annotate(n=Count("pk"))
    assert {row["n"] for row in each} == {4}
    promises = PromisedStep.objects.filter(school_system=pelican)
    assert {step.status for step in promises} == {"", *PromisedStep.Status}
    walks = LearningWalk.objects.filter(school_system=pelican)
    assert {walk.is_open for walk in walks} == {True, False}
    of_a_goal = walks.exclude(goal=None).order_by().values("goal").annotate(n=Count("pk"))
    assert {row["n"] for row in of_a_goal} == {1, 3}
    look_fors = WalkLookFor.objects.select_related("walk")
    assert [one for one in look_fors if one.total > one.walk.classrooms] == []
    told = Insight.objects.filter(school_system=pelican)
    states = {(note.seen_by is not None, bool(note.answer)) for note in told}
    assert states == {(True, True), (True, False), (False, False)}
    assert {part.kind for part in TeacherLeader.objects.all()} == set(TeacherLeader.Kind)


def test_plans_show_what_came_of_them(pelican):
    entries = ImpactEntry.objects.filter(school_system=pelican)
    assert set(entries.values_list("source", flat=True)) == {"visit", "student_work", "teacher_saw"}
    assert entries.filter(seen_on__gt=A_TUESDAY.date()).count() == 0
    assert LearningTargets.objects.filter(school_system=pelican).exclude(first="").exists()
    ticked = {len(row.ticked) for row in Readiness.objects.filter(school_system=pelican)}
    assert {1, 4} <= ticked
    stories = SuccessStory.objects.filter(school_system=pelican)
    assert set(stories.values_list("reach", flat=True)) == {"school", "system"}
    assert [story.line_waits for story in stories.order_by("reach")] == [True, False]


def test_feedback_on_recorded_lessons_says_who_was_not_engaged(pelican):
    rows = FeedbackMeeting.objects.exclude(not_engaged="").select_related("visit__school")
    assert [row.has_engagement_review for row in rows] == [True] * 3


def test_formal_visits_wait_for_the_post_conference_or_are_read_and_one_is_answered(pelican):
    visits = Walkthrough.objects.formal().filter(school_system=pelican)
    assert {visit.status for visit in visits} == {"draft", "read"}
    assert {bool(visit.shared_at) == bool(visit.round.post_conference_on) for visit in visits} == {
        True
    }
    assert Response.objects.get(walkthrough__isnull=False).walkthrough in set(visits)


def test_a_proposed_step_names_its_look_fors(pelican):
    proposals = StepProposal.objects.filter(school_system=pelican).open()
    assert proposals.exclude(look_fors="").count() == 1


def test_loading_twice_changes_nothing(pelican):
    before = User.objects.count(), Visit.objects.count()
    assert district.load(A_TUESDAY, teachers=SMALL) is False
    assert (User.objects.count(), Visit.objects.count()) == before


def test_the_same_day_gives_the_same_district(pelican):
    people = list(User.objects.filter(school_system=pelican).values_list("email", "name"))
    texts = list(Plan.objects.order_by("created_at").values_list("student_need", "status"))
    again = district.District(A_TUESDAY, SMALL)
    names = [f"{first} {last}" for first, last in (next(again.names) for _ in people)]
    assert {name for _email, name in people} == set(names)
    assert len(texts) == Plan.objects.count()


def test_agreed_plans_are_frozen_and_complete(pelican):
    for plan in Plan.objects.agreed().prefetch_related("snapshots"):
        record = plan.snapshots.all()[0].content
        assert record["refinement_area"]
        assert len(record["steps"]) == 3
        roles = {signature["role"] for signature in record["signatures"]}
        assert roles == {plan.subject_word, "coach"}


def test_nobody_sees_the_second_system(pelican):
    hidden = set(User.objects.exclude(school_system=pelican))
    assert len(hidden) == 9
    for account in district.accounts():
        user = User.objects.get(email=account["email"])
        assert not hidden & set(User.objects.visible_to(user))
        assert not Visit.objects.visible_to(user).exclude(school_system=pelican).exists()


def test_there_is_an_account_for_each_role_that_can_sign_in(pelican, capsys):
    call_command("demo", "--accounts", "--json")
    accounts = json.loads(capsys.readouterr().out)
    assert [account["role"] for account in accounts] == [role for role, _ in district.ACCOUNTS]
    for account in accounts:
        assert User.objects.get(email=account["email"]).check_password(account["password"])


def test_most_people_have_read_how_we_coach_here(pelican):
    newest = CoachingVision.objects.published().first()
    read = Acknowledgement.objects.filter(vision=newest).count()
    people_there = User.objects.filter(school_system=pelican).count()
    assert newest.version == 2
    assert people_there * 0.75 < read < people_there


def test_each_school_has_a_goal_and_leaders_plans_stand_in_every_state(pelican):
    goals = Goal.objects.filter(school_system=pelican)
    in_tree = goals.filter(level=Goal.Level.SCHOOL, parent__level=Goal.Level.SYSTEM_YEAR)
    assert in_tree.values("school").distinct().count() == district.SCHOOLS
    assert goals.filter(level=Goal.Level.SUBGOAL).count() == 2 * district.SCHOOLS
    assert goals.orphans().exclude(orphan_reason="").count() == 1
    assert goals.filter(is_draft=True).count() == 1
    assert not goals.filter(statement__contains="Hidden").exists()
    resources = [len(goal.resources) for goal in goals.filter(level=Goal.Level.SCHOOL)]
    assert {0, 2, 4} <= set(resources)
    assert all(goal.measurements.exists() for goal in goals.filter(reviews__isnull=False))
    plans = Plan.objects.filter(school_system=pelican, is_leaders=True)
    assert sorted(plans.values_list("status", "adjustment")) == [
        ("agreed", ""),
        ("agreed", ""),
        ("completed", ""),
        ("draft", ""),
        ("proposed", ""),
    ]
    versions = plans.filter(revisions__agreed_at__isnull=False).get().snapshots.agreed()
    assert sorted(versions.values_list("number", flat=True)) == [1, 2]
