"""Every text column of the product that somebody types into, and the form it is typed in.

A `Door` is one form: who opens it, its page, and which control fills which column. `FIELDS` maps
each column ("app.Model.column") to its door. `NOBODY_TYPES` names the columns left out, and why.
"""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, TextField
from django.urls import reverse
from django.utils import timezone

from coaching.actions.adjusting import leave_adjustment
from coaching.models import (
    Artifact,
    BankLookFor,
    ImpactEntry,
    LearningTargets,
    LookFor,
    Plan,
    PlanRevision,
    Reflection,
    ReflectionPrompt,
    Resource,
    Response,
    StepProposal,
    StudentWorkAnalysis,
    Support,
    Visit,
)
from collaboration.models import StudyComment, StudyMeeting
from core.text import MAX_TEXT
from demo.builders import coaching as build
from demo.builders import goal as build_goal
from demo.builders import study as build_study
from demo.builders.story import make_story
from goals.models import Goal, GoalReview, Measurement, Need, SchoolStep, SourcePlan
from meetings.actions.meeting import reopen
from meetings.models import Assignment, AssignmentReport, GuidingAnswer, Meeting, QualityCheck
from people.models import CoachAssignment, CoachingVision, LibraryLink, Training
from people.models.history import History
from reports.models import SuccessStory
from tests import text_fields_ilt as ilt
from tests.doors import Door

STEPS, MANY = 20, 40  # rows of a plan that one post fills
APPS = (
    "people",
    "goals",
    "meetings",
    "coaching",
    "ilt",
    "collaboration",
    "notices",
    "reports",
)

STEPS, MANY = 20, 40  # rows of a plan that one post fills
APPS = (
    "people",
    "goals",
    "meetings",
    "coaching",
    "ilt",
    "collaboration",
    "notices",
    "reports",
)


def _of(*rows, **columns):
    """Columns of rows that are there: {column: control, or what makes it from the row}."""
    return {
        f"{type(rows[0])._meta.label}.{column}": [
            (control(row) if callable(control) else control, _again(row)) for row in rows
        ]
        for column, control in columns.items()
    }


def _again(row):
    """The row as it stands when asked for."""
    return lambda: type(row).objects.get(pk=row.pk)


def _same(row, *columns):
    """Columns whose controls have their names."""
    return _of(row, **{column: column for column in columns})


def _newest(model, **controls):
    """Columns of a row that the form makes."""

    def newest():
        return model.objects.order_by("-created_at", "-pk").first()

    return {
        f"{model._meta.label}.{name}": [(control, newest)] for name, control in controls.items()
    }


def _url(name, row=None):
    """The address of a page of the world's row."""
    return lambda world: reverse(name, args=[row(world).pk] if row else [])


def _rows(kind, rows, *columns):
    """Columns of the plan's rows of a kind: "step-", the row's id, and the column."""
    return _of(
        *rows,
        **{column: lambda row, column=column: f"{kind}-{row.pk}-{column}" for column in columns},
    )


def _guiding_answer(world):
    """The collaboration team's answer to the first question of its first sheet."""
    return GuidingAnswer.objects.get_or_create(
        school_system=world.system,
        team=world.tc,
        school_year=world.year,
        question="d1",
        defaults={"text": "Ours.", "answered_by": world.subject, "answered_at": timezone.now()},
    )[0]


def _second_study(world):
    """A meeting that both reasons are asked of: after another one, and about something else."""
    assert world.study_cycle
    study = world.next_study
    if study.meeting.focus != "Picture day":
        study.meeting.focus = "Picture day"
        study.meeting.save()
    return study


def _once(kind, make):
    """A row of the world that is made when first asked for."""

    def row(world):
        if kind not in world.__dict__:
            world.__dict__[kind] = make(world)
        return world.__dict__[kind]

    return row


_milestone = _once("milestone", lambda w: build_study.make_milestone(w.study_cycle, w.today))
_field_test = _once("field_test", lambda w: build_study.make_field_test(w.study))
_team_work = _once("team_work", lambda w: build_study.make_work(w.study, w.subject))
_own_goal = _once("own_goal", lambda w: build_study.make_teacher_goal(w.year_plan, w.subject))
_focus_note = _once(
    "focus_note",
    lambda w: build_study.note_focus(build_study.make_focus_student(w.study_cycle), w.study),
)


def _owner_assignment(world):
    return CoachAssignment.objects.get(teacher=world.subject, coach=world.owner)


def _feedback(world):
    meeting = world.draft_feedback
    Visit.objects.filter(pk=meeting.visit_id).update(mode=Visit.Mode.SYNCHRONOUS)
    names = ("praise", "probe", "goal", "upcoming_lesson", "not_engaged", "reach_out")
    return _same(meeting, *names)


def _note(world):
    return world.draft_visit.notes.order_by("seq").first()


def _agreed(world):
    if world.draft_plan.agreed_at is None:
        world.agreed_plan()
    return world.draft_plan


def _leave_the_adjustment(world):
    plan = Plan.objects.get(pk=world.draft_plan.pk)
    if plan.adjustment:
        leave_adjustment(plan, now=timezone.now())


def _the_plan(world):
    return world.draft_plan


def _goal(world):
    return world.school_goal


def _as_opened(world):
    """As the form was opened: who saves twice from one page is told of a change otherwise."""
    Goal.objects.update(version=1)


def _need(world):
    return Need.objects.first() or build_goal.make_need(world.school)


def _source_plan(world):
    return SourcePlan.objects.first() or build_goal.make_source_plan(world.school)


_plan_edit = _url("coaching:plan_edit", _the_plan)
_plan_save = _url("coaching:plan_save_field", _the_plan)


def _section(name, columns):
    """A section of the plan's editor."""
    return Door("owner", _plan_edit, columns, {"section": name}, autosave=_plan_save)


def _plan_need(world):
    cycle = _of(world.draft_plan.cycle, refinement_descriptor="cycle-refinement_descriptor")
    return _of(world.draft_plan, student_need="plan-student_need") | cycle


def _plan_goal(world):
    columns = ("goal", "measure", "baseline", "target")
    return _of(world.draft_plan, **{column: f"plan-{column}" for column in columns})


def _plan_steps(world):
    for _ in range(STEPS - 1):
        build.make_step(world.subject, world.owner, plan=world.draft_plan)
    return _rows("step", world.draft_plan.steps.all(), "activity", "teacher_does")


def _plan_look_fors(world):
    step = world.draft_plan.steps.first()
    _make(LookFor, MANY, world, step=step, audience=LookFor.Audience.TEACHER)
    return _rows("look", step.look_fors.all(), "text")


def _plan_resources(world):
    step = world.draft_plan.steps.first()
    _make(Resource, MANY, world, step=step)
    return _rows("resource", step.resources.all(), "title")


def _plan_prompts(world):
    _make(ReflectionPrompt, STEPS, world, plan=world.draft_plan, text="What changed?")
    return _rows("prompt", world.draft_plan.prompts.all(), "text")


def _make(model, count, world, **fields):
    for _ in range(count):
        model.objects.create(school_system=world.system, **fields)


def _targets(world):
    fields = {"school_system": world.system}
    row, _ = LearningTargets.objects.get_or_create(plan=world.draft_plan, defaults=fields)
    return _same(row, "first", "second", "reflection")


def _story(world):
    return SuccessStory.objects.first() or make_story(world.peer, world.owner)


def _plan_reflection(world):
    return _newest(Reflection, text=f"{_prompt(world)}-text")


def _prompt(world):
    return f"prompt-{world.draft_plan.prompts.first().pk}"


def _vision(world):
    """The draft of the next version, begun by somebody."""
    return CoachingVision.objects.get_or_create(school_system=world.system)[0]


def _library_link(world):
    fields = {"title": "Rubric", "address": "https://example.org/", "kind": "rubric"}
    there = LibraryLink.objects.filter(school_system=world.system).first()
    return there or LibraryLink.objects.create(
        school_system=world.system, starts_on=world.today, **fields
    )


def _training(world):
    fields = {"user": world.owner, "kind": "norming", "led_by": "Regional center"}
    there = Training.objects.filter(school_system=world.system).first()
    return there or Training.objects.create(
        school_system=world.system, held_on=world.today, recorded_by=world.district, **fields
    )


def _area(world):
    """The copied refinement area of the open round."""
    return world.open_round.areas.get(kind="refinement")


def _self_assessment(world):
    world.open_round  # noqa: B018 (making the round makes it)
    return world.self_assessment


def _student_work(world):
    found = StudentWorkAnalysis.objects.first()
    return found or build.make_student_work(world.subject, world.owner)


def _support(world):
    found = Support.objects.first()
    return found or build.make_support(world.subject, world.owner)


def _file(world):
    """A file that is no student work: what it is may be said in any words."""
    found = Artifact.objects.filter(is_student_work=False).first()
    return found or build.make_artifact(world.shared_visit, is_student_work=False)


def _indicator(world):
    return world.indicators["QU"]


def _bank_look_for(world):
    return BankLookFor.objects.filter(indicator=_indicator(world)).order_by("pk").first()


def _the_meeting(world):
    return world.tc_meeting


def _team_member(world):
    return world.tc.members.get(user=world.subject)


def _part(world):
    return world.tc_meeting.sections.get(part="practice")


def _agenda(world):
    part = _of(_part(world), plan="plan_practice")
    return _same(world.tc_meeting, "focus", "outcome", "place", "prework") | part


def _first_version(world):
    Meeting.objects.filter(pk=world.tc_meeting.pk).update(version=1)


def _plan_again(world):
    reopen(world.tc_meeting)


def _assignment(world):
    return world.tc_held.assignments.get()


DOORS = {
    "settings of the system": Door(
        "admin",
        _url("people:system_edit"),
        lambda world: _same(world.system, "name", "contact", "judgement_words", "priority_groups"),
    ),
    "coaching vision": Door(
        "district",
        _url("people:vision_edit"),
        lambda world: _same(_vision(world), "vision", "phases", "glossary", "data", "practices"),
    ),
    "link of the library": Door(
        "district",
        _url("people:library_edit", _library_link),
        lambda world: _same(_library_link(world), "title", "about"),
    ),
    "training": Door(
        "district",
        _url("people:training_edit", _training),
        lambda world: _same(_training(world), "topic", "led_by"),
    ),
    "school": Door(
        "admin",
        _url("people:school_edit", lambda world: world.school),
        lambda world: _same(world.school, "name", "grade_span"),
    ),
    "goal": Door(
        "principal",
        _url("goals:goal_edit", _goal),
        lambda world: _same(_goal(world), "statement", "metric", "orphan_reason"),
        {"orphan_reason": "It stands alone."},
        again=_as_opened,
    ),
    "SMART answers": Door(
        "principal",
        _url("goals:goal_smart", _goal),
        lambda world: _same(_goal(world), *Goal.SMART),
        again=_as_opened,
    ),
    "resources of a goal": Door(
        "principal",
        _url("goals:goal_resources", _goal),
        lambda world: _same(_goal(world), *Goal.RESOURCES),
        again=_as_opened,
    ),
    "reason of an orphan": Door(
        "principal",
        _url("goals:goal_parent", lambda world: world.orphan_goal),
        lambda world: _same(world.orphan_goal, "orphan_reason"),
        again=_as_opened,
    ),
    "number of a goal": Door(
        "principal",
        _url("goals:measurement_add", _goal),
        lambda world: _newest(Measurement, source="source"),
        {"value": "43"},
        again=lambda world: Measurement.objects.all().delete(),
    ),
    "review of a goal": Door(
        "principal",
        _url("goals:review_add", _goal),
        lambda world: _newest(GoalReview, finding="finding"),
        {"decision": "reached"},
    ),
    "school-level step": Door(
        "principal",
        _url("goals:school_steps_add", _goal),
        lambda world: _newest(SchoolStep, text="text"),
    ),
    "school-level step, changed": Door(
        "principal",
        _url("goals:school_step_edit", lambda world: world.school_goal.steps.first()),
        lambda world: _same(world.school_goal.steps.first(), "text"),
    ),
    "need": Door(
        "principal",
        _url("goals:need_edit", _need),
        lambda world: _same(_need(world), "group", "statement"),
    ),
    "source plan": Door(
        "principal",
        _url("goals:source_plan_edit", _source_plan),
        lambda world: _same(_source_plan(world), "title", "years"),
    ),
    "cycle of study": Door(
        "principal",
        _url("collaboration:cycle_edit", lambda world: world.study_cycle),
        lambda world: _same(world.study_cycle, "title", "source_unit"),
    ),
    "milestone": Door(
        "principal",
        _url("collaboration:milestone_edit", _milestone),
        lambda world: _same(_milestone(world), "text"),
    ),
    "meeting of a cycle": Door(
        "subject",
        _url("collaboration:study_meeting", _second_study),
        lambda world: _same(_second_study(world), *StudyMeeting.TEXTS),
        autosave=_url("collaboration:study_save", _second_study),
    ),
    "field test": Door(
        "subject",
        _url("collaboration:field_test_edit", _field_test),
        lambda world: _same(_field_test(world), "strategy", "source", "evidence"),
    ),
    "student work of a team": Door(
        "subject",
        _url("collaboration:work_edit", _team_work),
        lambda world: _same(_team_work(world), "task", "saw", "next_moves"),
    ),
    "notes on focus students": Door(
        "subject",
        _url("collaboration:focus_notes", lambda world: _focus_note(world).study),
        lambda world: _of(_focus_note(world), text=lambda row: str(row.student_id)),
    ),
    "comment on a cycle": Door(
        "subject",
        _url("collaboration:comment_add", lambda world: world.study_cycle),
        lambda world: _newest(StudyComment, text="text"),
        {"about": "cycle"},
    ),
    "own goal": Door(
        "subject",
        _url("collaboration:teacher_goal", lambda world: _own_goal(world).year_plan),
        lambda world: _same(_own_goal(world), "for_students", "for_learning"),
    ),
    "school year": Door(
        "admin",
        _url("people:year_edit", lambda world: world.year),
        lambda world: _same(world.year, "name"),
    ),
    "term": Door(
        "admin",
        _url("people:term_edit", lambda world: world.year.terms.first()),
        lambda world: _same(world.year.terms.first(), "name"),
    ),
    "role": Door(
        "admin",
        _url("people:membership_edit", lambda world: world.subject.memberships.get()),
        lambda world: _same(world.subject.memberships.get(), "title", "subjects"),
    ),
    "assignment": Door(
        "principal",
        _url("people:assignment_edit", _owner_assignment),
        lambda world: _same(_owner_assignment(world), "hand_over_note"),
    ),
    "proposed step": Door(
        "contributor",
        _url("coaching:proposal_add", lambda world: world.subject),
        lambda world: _newest(StepProposal, activity="activity", why="why", look_fors="look_fors"),
    ),
    "launch meeting": Door(
        "owner",
        _url("coaching:launch_detail", lambda world: world.launch_meeting),
        lambda world: _same(world.launch_meeting, *world.launch_meeting.TEXTS),
        autosave=_url("coaching:launch_save", lambda world: world.launch_meeting),
    ),
    "person": Door(
        "admin",
        _url("people:person_edit", lambda world: world.subject),
        lambda world: _same(world.subject, "name"),
    ),
    "own settings": Door(
        "subject",
        _url("people:profile"),
        lambda world: _same(world.subject, "name"),
    ),
    "planned visit": Door(
        "owner",
        _url("coaching:visit_replan", lambda world: world.planned_visit),
        lambda world: _same(world.planned_visit, "period"),
    ),
    "details of a visit": Door(
        "owner",
        _url("coaching:visit_edit", lambda world: world.draft_visit),
        lambda world: _same(world.draft_visit, "lesson", "materials"),
    ),
    "note": Door(
        "owner",
        _url("coaching:note_edit", _note),
        lambda world: _same(_note(world), "text"),
    ),
    "line of a walkthrough": Door(
        "principal",
        _url("coaching:walkthrough_edit", lambda world: world.running_walkthrough),
        lambda world: _of(world.running_walkthrough.notes.get(), text="evidence"),
        {"later": "yes"},
        autosave=_url("coaching:walkthrough_save", lambda world: world.running_walkthrough),
    ),
    "feedback": Door(
        "owner",
        _url("coaching:feedback_edit", lambda world: world.draft_feedback.visit),
        lambda world: _feedback(world) | _same(world.draft_feedback.step, "activity"),
        {"stay": "1"},
        autosave=_url("coaching:feedback_save", lambda world: world.draft_feedback.visit),
    ),
    "reply to feedback": Door(
        "subject",
        _url("coaching:feedback_detail", lambda world: world.shared_feedback),
        lambda world: _newest(Response, text="text"),
        sent_to=_url("coaching:feedback_reply", lambda world: world.shared_feedback),
    ),
    "reply to a walkthrough": Door(
        "subject",
        _url("coaching:walkthrough_detail", lambda world: world.shared_walkthrough),
        lambda world: _newest(Response, text="text"),
        sent_to=_url("coaching:walkthrough_reply", lambda world: world.shared_walkthrough),
    ),
    "student work": Door(
        "owner",
        _url("coaching:student_work_detail", _student_work),
        lambda world: _same(_student_work(world), *StudentWorkAnalysis.TEXTS),
        autosave=_url("coaching:student_work_save", _student_work),
    ),
    "impact entry": Door(
        "owner",
        _url("coaching:plan_impact", _agreed),
        lambda world: _newest(ImpactEntry, seen="seen"),
        {"source": "visit"},
    ),
    "support": Door(
        "owner",
        _url("coaching:support_edit", _support),
        lambda world: _same(_support(world), "about"),
    ),
    "file": Door(
        "owner",
        _url("coaching:artifact_edit", _file),
        lambda world: _same(_file(world), "label", "description"),
    ),
    "step": Door(
        "owner",
        _url("coaching:step_edit", lambda world: world.shared_step),
        lambda world: _same(world.shared_step, "activity"),
    ),
    "reflection on a step": Door(
        "subject",
        _url("coaching:step_reflect", lambda world: world.shared_step),
        lambda world: _newest(Reflection, text="text"),
        autosave=_url("coaching:step_reflection_save", lambda world: world.shared_step),
    ),
    "learning targets": Door(
        "subject",
        _url("coaching:learning_targets", _the_plan),
        _targets,
        autosave=_url("coaching:learning_targets_save", _the_plan),
    ),
    "success story": Door(
        "peer",
        lambda world: reverse("reports:story_write", args=[_story(world).plan_id]),
        lambda world: _same(_story(world), "title", "text", "coach_line"),
    ),
    "need of a plan": _section("need", _plan_need),
    "goal of a plan": _section("goal", _plan_goal),
    "steps of a plan": _section("steps", _plan_steps),
    "look-fors of a plan": _section("look-fors", _plan_look_fors),
    "resources of a plan": _section("resources", _plan_resources),
    "prompts of a plan": _section("prompts", _plan_prompts),
    "reflection on a plan": Door(
        "subject",
        _url("coaching:plan_reflect", _the_plan),
        _plan_reflection,
        autosave=_url("coaching:plan_save_reflection", _the_plan),
    ),
    "adjustment of a plan": Door(
        "owner",
        _url("coaching:plan_adjust", _agreed),
        lambda world: _newest(PlanRevision, reason="reason", data_reference="data_reference"),
        {"because": "students"},
        again=_leave_the_adjustment,
    ),
    "response to a plan": Door(
        "subject",
        _url("coaching:plan_detail", _agreed),
        lambda world: _newest(Response, text="text"),
        sent_to=_url("coaching:plan_answer", _agreed),
    ),
    "areas of a round": Door(
        "evaluator",
        _url("coaching:round_areas", lambda world: world.open_round),
        lambda world: _of(_area(world), descriptor="refinement"),
    ),
    "self-assessment": Door(
        "subject",
        _url("coaching:self_assessment", lambda world: world.open_round),
        lambda world: _same(_self_assessment(world), "reinforcement", "refinement"),
    ),
    "indicator": Door(
        "admin",
        _url("coaching:indicator_edit", _indicator),
        lambda world: _same(_indicator(world), "code", "name", "domain"),
    ),
    "look-for of the bank": Door(
        "admin",
        _url("coaching:look_for_add", _indicator),
        lambda world: _newest(BankLookFor, text="text"),
        {"audience": "teacher"},
    ),
    "look-for of the bank, changed": Door(
        "admin",
        _url("coaching:look_for_edit", _bank_look_for),
        lambda world: _same(_bank_look_for(world), "text"),
    ),
    "team": Door(
        "contributor",
        _url("meetings:team_edit", lambda world: world.tc),
        lambda world: _same(world.tc, "name", "place", "norms", "protocol"),
    ),
    "member of a team": Door(
        "contributor",
        _url("meetings:member_edit", _team_member),
        lambda world: _same(_team_member(world), "represents"),
    ),
    "agenda": Door(
        "contributor",
        _url("meetings:agenda_edit", _the_meeting),
        _agenda,
        again=_first_version,
    ),
    "notes of a meeting": Door(
        "contributor",
        _url("meetings:section_notes", _part),
        lambda world: _same(_part(world), "notes"),
        autosave=_url("meetings:section_save", _part),
    ),
    "end of a meeting": Door(
        "contributor",
        _url("meetings:meeting_detail", _the_meeting),
        lambda world: (
            _same(world.tc_meeting, "no_assignment_because")
            | _newest(Assignment, text="assignment")
        ),
        sent_to=_url("meetings:meeting_hold", _the_meeting),
        again=_plan_again,
    ),
    "cancelled meeting": Door(
        "contributor",
        _url("meetings:meeting_cancel", _the_meeting),
        lambda world: _of(world.tc_meeting, cancelled_because="because"),
        again=_plan_again,
    ),
    "assignment of a meeting": Door(
        "contributor",
        _url("meetings:assignment_edit", _assignment),
        lambda world: _same(_assignment(world), "text"),
    ),
    "report on an assignment": Door(
        "subject",
        _url("meetings:assignment_report", _assignment),
        lambda world: _newest(AssignmentReport, evidence="evidence", outcome="outcome"),
        {"status": "done"},
    ),
    "launch path": Door(
        "subject",
        lambda world: reverse("meetings:launch_sheet", args=[world.tc.pk, "structure"]),
        lambda world: _of(_guiding_answer(world), text="d1"),
        autosave=lambda world: reverse("meetings:launch_save", args=[world.tc.pk, "structure"]),
    ),
    "how a meeting went": Door(
        "contributor",
        _url("meetings:quality_add", _the_meeting),
        lambda world: _newest(QualityCheck, note="note"),
        {f"mark_{number}": "seen" for number in range(7)},
        again=lambda world: QualityCheck.objects.all().delete(),
    ),
    **ilt.DOORS,
}
FIELDS = {
    "meetings.GuidingAnswer.text": ["launch path"],
    "people.Team.name": ["team"],
    "people.Team.place": ["team"],
    "people.Team.norms": ["team"],
    "people.Team.protocol": ["team"],
    "people.TeamMember.represents": ["member of a team"],
    "meetings.Meeting.focus": ["agenda"],
    "meetings.Meeting.outcome": ["agenda"],
    "meetings.Meeting.place": ["agenda"],
    "meetings.Meeting.prework": ["agenda"],
    "meetings.Section.plan": ["agenda"],
    "meetings.Section.notes": ["notes of a meeting"],
    "meetings.Meeting.no_assignment_because": ["end of a meeting"],
    "meetings.Meeting.cancelled_because": ["cancelled meeting"],
    "meetings.Assignment.text": ["assignment of a meeting", "end of a meeting"],
    "meetings.AssignmentReport.evidence": ["report on an assignment"],
    "meetings.AssignmentReport.outcome": ["report on an assignment"],
    "meetings.QualityCheck.note": ["how a meeting went"],
    **ilt.FIELDS,
    "people.SchoolSystem.name": ["settings of the system"],
    "people.SchoolSystem.contact": ["settings of the system"],
    "people.SchoolSystem.judgement_words": ["settings of the system"],
    "people.SchoolSystem.priority_groups": ["settings of the system"],
    "people.CoachingVision.vision": ["coaching vision"],
    "people.CoachingVision.phases": ["coaching vision"],
    "people.CoachingVision.glossary": ["coaching vision"],
    "people.CoachingVision.data": ["coaching vision"],
    "people.CoachingVision.practices": ["coaching vision"],
    "people.LibraryLink.title": ["link of the library"],
    "people.LibraryLink.about": ["link of the library"],
    "people.Training.topic": ["training"],
    "people.Training.led_by": ["training"],
    "people.School.name": ["school"],
    "people.School.grade_span": ["school"],
    "goals.Goal.statement": ["goal"],
    "goals.Goal.metric": ["goal"],
    "goals.Goal.orphan_reason": ["goal", "reason of an orphan"],
    **{f"goals.Goal.{name}": ["resources of a goal"] for name in Goal.RESOURCES},
    "goals.Goal.specific": ["SMART answers"],
    "goals.Goal.measurable": ["SMART answers"],
    "goals.Goal.attainable": ["SMART answers"],
    "goals.Goal.realistic": ["SMART answers"],
    "goals.Goal.timely": ["SMART answers"],
    "goals.Measurement.source": ["number of a goal"],
    "goals.GoalReview.finding": ["review of a goal"],
    "goals.SchoolStep.text": ["school-level step", "school-level step, changed"],
    "goals.Need.group": ["need"],
    "goals.Need.statement": ["need"],
    "goals.SourcePlan.title": ["source plan"],
    "goals.SourcePlan.years": ["source plan"],
    "people.SchoolYear.name": ["school year"],
    "people.Term.name": ["term"],
    "people.Membership.title": ["role"],
    "people.Membership.subjects": ["role"],
    "people.CoachAssignment.hand_over_note": ["assignment"],
    "people.LaunchMeeting.trust_notes": ["launch meeting"],
    "people.LaunchMeeting.expectations": ["launch meeting"],
    "people.LaunchMeeting.reflection": ["launch meeting"],
    "people.LaunchMeeting.focus_areas": ["launch meeting"],
    "people.LaunchMeeting.students": ["launch meeting"],
    "people.LaunchMeeting.priority_groups": ["launch meeting"],
    "people.User.name": ["person", "own settings"],
    "collaboration.StudyCycle.title": ["cycle of study"],
    "collaboration.StudyCycle.source_unit": ["cycle of study"],
    "collaboration.Milestone.text": ["milestone"],
    **{f"collaboration.StudyMeeting.{name}": ["meeting of a cycle"] for name in StudyMeeting.TEXTS},
    "collaboration.FieldTest.strategy": ["field test"],
    "collaboration.FieldTest.source": ["field test"],
    "collaboration.FieldTest.evidence": ["field test"],
    "collaboration.WorkAnalysis.task": ["student work of a team"],
    "collaboration.WorkAnalysis.saw": ["student work of a team"],
    "collaboration.WorkAnalysis.next_moves": ["student work of a team"],
    "collaboration.FocusNote.text": ["notes on focus students"],
    "collaboration.StudyComment.text": ["comment on a cycle"],
    "collaboration.TeacherGoal.for_students": ["own goal"],
    "collaboration.TeacherGoal.for_learning": ["own goal"],
    "coaching.Visit.period": ["planned visit"],
    "coaching.Visit.lesson": ["details of a visit"],
    "coaching.Visit.materials": ["details of a visit"],
    "coaching.EvidenceNote.text": ["note", "line of a walkthrough"],
    "coaching.FeedbackMeeting.praise": ["feedback"],
    "coaching.FeedbackMeeting.probe": ["feedback"],
    "coaching.FeedbackMeeting.goal": ["feedback"],
    "coaching.FeedbackMeeting.upcoming_lesson": ["feedback"],
    "coaching.ImpactEntry.seen": ["impact entry"],
    "coaching.FeedbackMeeting.not_engaged": ["feedback"],
    "coaching.FeedbackMeeting.reach_out": ["feedback"],
    "coaching.Support.about": ["support"],
    "coaching.StudentWorkAnalysis.task": ["student work"],
    "coaching.StudentWorkAnalysis.look_fors": ["student work"],
    "coaching.StudentWorkAnalysis.likely_errors": ["student work"],
    "coaching.StudentWorkAnalysis.accomplishments": ["student work"],
    "coaching.StudentWorkAnalysis.errors_seen": ["student work"],
    "coaching.StudentWorkAnalysis.next_move": ["student work"],
    "coaching.Artifact.label": ["file"],
    "coaching.Artifact.description": ["file"],
    "coaching.ActionStep.activity": ["feedback", "step", "steps of a plan"],
    "coaching.ActionStep.teacher_does": ["steps of a plan"],
    "coaching.StepProposal.activity": ["proposed step"],
    "coaching.StepProposal.look_fors": ["proposed step"],
    "coaching.StepProposal.why": ["proposed step"],
    "coaching.LookFor.text": ["look-fors of a plan"],
    "coaching.Resource.title": ["resources of a plan"],
    "coaching.ReflectionPrompt.text": ["prompts of a plan"],
    "coaching.Cycle.refinement_descriptor": ["need of a plan"],
    "reports.SuccessStory.title": ["success story"],
    "reports.SuccessStory.text": ["success story"],
    "reports.SuccessStory.coach_line": ["success story"],
    "coaching.LearningTargets.first": ["learning targets"],
    "coaching.LearningTargets.second": ["learning targets"],
    "coaching.LearningTargets.reflection": ["learning targets"],
    "coaching.Plan.student_need": ["need of a plan"],
    "coaching.Plan.goal": ["goal of a plan"],
    "coaching.Plan.measure": ["goal of a plan"],
    "coaching.Plan.baseline": ["goal of a plan"],
    "coaching.Plan.target": ["goal of a plan"],
    "coaching.Reflection.text": ["reflection on a step", "reflection on a plan"],
    "coaching.PlanRevision.reason": ["adjustment of a plan"],
    "coaching.PlanRevision.data_reference": ["adjustment of a plan"],
    "coaching.Response.text": ["reply to feedback", "reply to a walkthrough", "response to a plan"],
    "coaching.ObservationArea.descriptor": ["areas of a round"],
    "coaching.SelfAssessment.reinforcement": ["self-assessment"],
    "coaching.SelfAssessment.refinement": ["self-assessment"],
    "coaching.Indicator.code": ["indicator"],
    "coaching.Indicator.name": ["indicator"],
    "coaching.Indicator.domain": ["indicator"],
    "coaching.BankLookFor.text": ["look-for of the bank", "look-for of the bank, changed"],
}
# Columns with a shape of their own, and the test that fills them.
OWN_TESTS = {
    **ilt.OWN_TESTS,
    "collaboration.StudyCycle.levels": "test_levels_of_student_work_are_lines_or_refused",
    "collaboration.FocusStudent.code": "test_a_focus_student_is_a_code_or_is_refused",
    "coaching.StepProposal.why_not": "test_why_not_is_kept_as_typed",
    "coaching.VisitInvitation.period": "test_what_an_invitation_says_is_kept_as_typed",
    "coaching.VisitInvitation.look_for": "test_what_an_invitation_says_is_kept_as_typed",
    "coaching.VisitInvitation.word": "test_what_an_invitation_says_is_kept_as_typed",
    "coaching.PeerVisit.look_for": "test_what_peers_write_is_kept_as_typed",
    "coaching.PeerVisit.saw": "test_what_peers_write_is_kept_as_typed",
    "people.User.email": "test_an_email_is_an_email_or_is_refused",
    "people.Closure.label": "test_closures_keep_what_they_are_called",
    "people.ImportBatch.file_name": "test_an_uploaded_file_may_be_called_anything",
    "goals.SourcePlan.link": "test_the_link_of_a_source_plan_is_a_link_or_is_refused",
    "goals.DataSet.title": "test_results_are_kept_as_pasted",
    "goals.DataSet.source": "test_results_are_kept_as_pasted",
    "goals.DataSet.levels": "test_results_are_kept_as_pasted",
    "goals.DataPoint.grade": "test_results_are_kept_as_pasted",
    "goals.DataPoint.subject": "test_results_are_kept_as_pasted",
    "goals.DataPoint.student_group": "test_results_are_kept_as_pasted",
    "goals.Need.sources": "test_each_source_of_a_need_is_kept_as_typed",
    "people.LibraryLink.address": "test_an_address_of_the_library_is_a_link_or_is_refused",
    "meetings.SectionResource.title": "test_a_resource_of_an_agenda_comes_back_a_line_each",
    "meetings.SectionResource.link": "test_a_resource_of_an_agenda_comes_back_a_line_each",
    "meetings.AssignmentReport.link": "test_the_link_of_a_report_is_a_link_or_is_refused",
    "coaching.Resource.link": "test_a_link_is_a_link_or_is_refused",
    "coaching.LearningTargets.kept_at": "test_where_targets_are_kept_is_a_link_or_is_refused",
    "coaching.NoteRevision.text": "test_what_a_note_said_before_comes_back",
    "coaching.Visit.priority_groups_checked": "test_groups_sent_by_a_device_come_back",
    "coaching.NoteTag.priority_group": "test_groups_sent_by_a_device_come_back",
}
# Columns that no control and no file fills.
NOBODY_TYPES = {
    "ilt.PlanEdit.field": "the name of a cell",
    "ilt.StageMark.action": "the code of an action",
    "ilt.StageLine.action": "the code of an action",
    "ilt.StageLine.why": "one of our own sentences",
    "ilt.StageLine.evidence": "what a kept review repeats",
    "ilt.StageLine.link": "what a kept review repeats",
    "ilt.PlanEdit.was": "what a cell of a long-range plan held before",
    **{
        f"goals.EarlierResources.{name}": "what stood behind a goal before"
        for name in Goal.RESOURCES
    },
    "meetings.GuidingAnswer.question": "the code of a question",
    "goals.Goal.parent_level": "repeats the level of the goal above",
    "meetings.SectionRevision.notes": "what the notes of a meeting were before",
    **{
        f"ilt.{column}": "the pages of the long-range plan have their own forms"
        for column in (
            "PlanCycle.priority",
            "PlanWeek.topics",
            "PlanWeek.outcome",
            "PlanWeek.materials",
            "PlanWeek.actions",
            "PlanWeek.progress",
        )
    },
    "collaboration.YearPlan.team_kind": "always the same",
    "collaboration.YearPlan.goal_level": "always the same",
    "collaboration.StudyCycle.goal_level": "always the same",
    "collaboration.WorkAnalysis.levels": "the levels of the cycle",
    "people.RollOverSchool.reason": "one of our own sentences",
    "people.RollOverSchool.seen": "a hash",
    "coaching.DraftEnd.reason": "one of our own sentences",
    "people.User.password": "kept as a hash",
    "people.SignInDomain.domain": "ticked among those of the environment",
    "people.Session.session_key": "made by the product",
    "people.Session.session_data": "packed by the product",
    "people.Session.device": "our words for what the browser calls itself",
    "people.AccessEvent.record_kind": "the name of a model",
    "people.AccessEvent.why": "one of our own words",
    "coaching.Cycle.abandoned_because": "no page asks for it",
    "coaching.Rubric.name": "comes with the starting set",
    "coaching.EvidenceNote.judgement_words": "picked out of the note by the system's list",
    "coaching.SyncOp.body_hash": "a hash",
    "coaching.Artifact.sha256": "a hash",
    "people.CalendarFeed.token_hash": "a hash",
    "notices.Notice.reason": "one of our own sentences",
    "notices.Notice.kind": "a registered name",
    "notices.Notice.about_label": "the name of a model",
    "notices.Notice.slot": "a date, or a date and a period cut short",
    "notices.Digest.reason": "one of our own sentences",
    "notices.MutedKind.kind": "a registered name",
    "notices.Heartbeat.name": "the name of a queue",
    "reports.Export.reason": "one of our own sentences",
    "reports.Export.request_key": "a hash",
    "reports.Export.file_name": "made of letters and digits of names",
    "reports.Export.stored_as": "made from an id",
    "reports.Export.sha256": "a hash",
    "reports.ExportPart.reason": "one of our own sentences",
    "reports.ExportPart.stored_as": "made from an id",
    "reports.ExportPart.sha256": "a hash",
}


def text_columns():
    """Every column that can hold any text: {"app.Model.column": how long it may be}. What a
    history keeps was typed into the record first."""
    return {
        f"{model._meta.label}.{field.name}": getattr(field, "max_length", None) or MAX_TEXT
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, History)
        for field in model._meta.local_fields
        if _holds_text(field)
    }


def _holds_text(field):
    if isinstance(field, ArrayField):
        return _holds_text(field.base_field)
    return isinstance(field, CharField | TextField) and not field.choices
