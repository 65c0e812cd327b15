"""Two years of visits, feedback and plans for every pair of the demo district, written in bulk."""

import collections
import datetime as dt

from coaching.models import (
    ActionStep,
    BankLookFor,
    Cycle,
    EvidenceNote,
    FeedbackMeeting,
    LookFor,
    LookForMark,
    NoteTag,
    Plan,
    PlanSnapshot,
    Reflection,
    ReflectionPrompt,
    Resource,
    Response,
    SelfCheck,
    Signature,
    TalkCount,
    Visit,
)
from coaching.plan_parts import Parts
from coaching.plan_record import live_record, with_record
from demo import texts
from people.school_days import SchoolCalendar

VISITS_A_YEAR = (16, 10, 6, 2)
TIERS = (0, 0, 1, 1, 1, 2, 2, 2, 2, 3)
DAY = dt.timedelta(days=1)
WRITE_ORDER = (
    BankLookFor,
    Visit,
    ActionStep,
    LookFor,
    EvidenceNote,
    FeedbackMeeting,
    Cycle,
    Plan,
    Resource,
    ReflectionPrompt,
    Signature,
    SelfCheck,
    Reflection,
    Response,
    NoteTag,
    LookForMark,
    TalkCount,
    PlanSnapshot,
)


def _grouped(rows, name):
    groups = collections.defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return groups


class History:
    """Gathers rows pair by pair, then writes each table once."""

    def __init__(self, district):
        self.district = district
        self.random, self.now, self.today = district.random, district.now, district.today
        self.zone = district.system.zone
        self.calendar = SchoolCalendar.of(district.schools[0])
        self.rows = {model: [] for model in WRITE_ORDER}
        self.bank = {}

    def write(self):
        """Make every pair's history and store it."""
        for number, (teacher, coach, school) in enumerate(self.district.pairs):
            Pair(self, number, teacher, coach, school).live_through()
        for model in WRITE_ORDER:
            if model is not PlanSnapshot:
                self._store(model)
        self._add_plan_to_steps()
        self._take_snapshots()
        self._store(PlanSnapshot)

    def add(self, model, **fields):
        row = model(school_system=self.district.system, **fields)
        self.rows[model].append(row)
        return row

    def bank_item(self, indicator, audience, text):
        """The look-for of the district's bank with these words: one for all pairs."""
        key = (indicator.pk, audience, text)
        if key not in self.bank:
            fields = {"indicator": indicator, "audience": audience, "text": text}
            self.bank[key] = self.add(BankLookFor, **fields)
        return self.bank[key]

    def _store(self, model):
        model.objects.bulk_create(self.rows[model], batch_size=2000)

    def _add_plan_to_steps(self):
        """Steps are stored before plans; now that the plans exist they are tied to them."""
        steps = [step for step in self.rows[ActionStep] if hasattr(step, "later_plan")]
        for step in steps:
            step.plan = step.later_plan
        self.steps_of = _grouped(steps, "plan_id")
        self.look_fors_of = _grouped(self.rows[LookFor], "step_id")
        self.resources_of = _grouped(self.rows[Resource], "step_id")
        ActionStep.objects.bulk_update(steps, ["plan"], batch_size=1000)

    def _take_snapshots(self):
        """Freeze every agreed plan, as signing and completing do."""
        for plan in with_record(Plan.objects.agreed()):
            record = live_record(plan, self._parts(plan))
            agreed = record | {"status": "agreed", "status_label": "Agreed", "completed_at": None}
            self._freeze(plan, "agreed", agreed, plan.agreed_at)
            if plan.completed_at:
                self._freeze(plan, "completed", record, plan.completed_at)

    def _freeze(self, plan, occasion, content, at):
        self.add(PlanSnapshot, plan=plan, occasion=occasion, content=content, taken_at=at)

    def _parts(self, plan):
        """The plan's rows from memory: reading them one plan at a time takes minutes."""
        steps = self.steps_of[plan.pk]
        return Parts(
            plan=plan,
            steps=steps,
            look_fors=[row for step in steps for row in self.look_fors_of[step.pk]],
            resources=[row for step in steps for row in self.resources_of[step.pk]],
            prompts=[ReflectionPrompt(plan=plan, **facts) for facts in plan.prompt_facts],
        )


class Pair:
    """One teacher and one coach through two years; `number` decides how they stand today."""

    def __init__(self, history, number, teacher, coach, school):
        self.history, self.number = history, number
        self.teacher, self.coach, self.school = teacher, coach, school
        self.random, self.today, self.now = history.random, history.today, history.now
        self.code = list(texts.FOCUS)[number % len(texts.FOCUS)]
        self.focus = texts.FOCUS[self.code]
        self.indicator = history.district.indicators[self.code]
        self.people = {"teacher": teacher, "coach": coach}

    def live_through(self):
        last_year, this_year = self.history.district.years
        for year in (last_year, this_year):
            for day in self._visit_days(year):
                self._past_visit(day)
        self._stand_today()
        self._completed_plan(last_year, last_year.starts_on + 35 * DAY)
        if self.number % 3 == 0:
            self._completed_plan(last_year, last_year.starts_on + 170 * DAY)
        self._plan_today(this_year)

    def _visit_days(self, year):
        """School days spread over the year by tier, none in the last three weeks."""
        count = VISITS_A_YEAR[TIERS[self.number % len(TIERS)]]
        length = (year.ends_on - year.starts_on).days
        end = min(year.ends_on, self.today - 21 * DAY)
        for turn in range(count):
            offset = int(length * (turn + self.random.random()) / count)
            day = self.history.calendar.on_or_after(year.starts_on + offset * DAY)
            if day <= end:
                yield day

    def at(self, day, hour=None, minute=None):
        """A moment on a day in the district's zone."""
        hour = self.random.randint(8, 13) if hour is None else hour
        minute = self.random.choice((0, 5, 10, 25, 40)) if minute is None else minute
        return dt.datetime.combine(day, dt.time(hour, minute), self.history.zone)

    def visit(self, day, *, minutes=None, **fields):
        """A held visit with its notes and marks."""
        started = fields.pop("started_at", None) or self.at(day)
        minutes = minutes or self.random.randint(15, 32)
        fields.setdefault("ended_at", started + dt.timedelta(minutes=minutes))
        visit = self.history.add(
            Visit,
            teacher=self.teacher,
            coach=self.coach,
            school=self.school,
            started_at=started,
            lesson=self.random.choice(texts.LESSONS),
            candidate_focus=self.indicator,
            priority_groups_checked=["English learners"] if self.number % 2 else [],
            **fields,
        )
        self._notes(visit)
        return visit

    def _notes(self, visit):
        chosen = self.random.sample(texts.NOTES, self.random.randint(4, 6))
        for seq, text in enumerate(chosen, start=1):
            note = self.history.add(
                EvidenceNote,
                visit=visit,
                author=self.coach,
                seq=seq,
                occurred_at=visit.started_at + dt.timedelta(minutes=2 * seq, seconds=7 * seq),
                text=text,
            )
            if seq % 3 == 0:
                self.history.add(NoteTag, note=note, indicator=self.indicator)

    def feedback(self, visit, *, shared_at=None, read_at=None, status="open", turn=0):
        """The meeting after a visit, with its step and look-fors."""
        activity, teacher_look_for, student_look_for = self.focus["steps"][turn % 3]
        held_on = visit.started_at.date()
        step = self.history.add(
            ActionStep,
            teacher=self.teacher,
            coach=self.coach,
            activity=activity,
            status=status,
            check_back_on=self.history.calendar.add(held_on, 6),
            indicator=self.indicator,
            shared_at=shared_at,
            met_at=shared_at + 10 * DAY if status == "met" else None,
        )
        look_fors = [
            self.history.add(
                LookFor,
                step=step,
                audience=audience,
                text=text,
                bank_look_for=self.history.bank_item(self.indicator, audience, text),
            )
            for audience, text in (("teacher", teacher_look_for), ("student", student_look_for))
        ]
        visit.shared_at, visit.read_at = shared_at, read_at
        meeting = self.history.add(
            FeedbackMeeting,
            visit=visit,
            teacher=self.teacher,
            coach=self.coach,
            held_on=held_on,
            praise=self.focus["praise"],
            probe=self.focus["probe"],
            goal=self.focus["goal"],
            step=step,
            upcoming_lesson=self.random.choice(texts.LESSONS),
            upcoming_on=self.history.calendar.add(held_on, 2),
            is_practised=bool(self.number % 4),
            area_of_need=self.indicator,
            shared_at=shared_at,
            read_at=read_at,
        )
        return meeting, look_fors

    def _past_visit(self, day):
        visit = self.visit(day)
        shared_at = visit.ended_at + dt.timedelta(hours=3)
        turn = len(self.history.rows[Visit])
        _meeting, look_fors = self.feedback(
            visit,
            shared_at=shared_at,
            read_at=shared_at + dt.timedelta(hours=16),
            status="dropped" if turn % 9 == 0 else "met",
            turn=turn,
        )
        self._mark(visit, look_fors, self.coach)
        if turn % 3 == 0:
            self._count_talk(visit, turn)
        if turn % 4:
            self._mark(visit, look_fors, self.teacher)

    def _mark(self, visit, look_fors, by):
        """How one of the two saw the look-fors: more is seen as the two years go by."""
        for look_for in look_fors:
            value = self._value_on(visit.started_at.date())
            self.history.add(LookForMark, visit=visit, look_for=look_for, marked_by=by, value=value)

    def _count_talk(self, visit, turn):
        for kind, count in (("teacher", 18 + turn % 7), ("student", 9 + turn % 11)):
            self.history.add(TalkCount, visit=visit, kind=kind, count=count)

    def _value_on(self, day):
        begin = self.history.district.years[0].starts_on
        gone = (day - begin) / (self.today - begin)
        weights = (1 + 7 * gone, 2, 6 - 5 * gone, 1)
        return self.random.choices(LookForMark.Value.values, weights)[0]

    def _stand_today(self):
        """How the pair stands this week: one of eight ways, in turn."""
        ways = (
            self._unread_feedback,
            self._practising,
            self._unshared_notes,
            self._feedback_in_draft,
            self._announced_visit,
            self._answered_feedback,
            self._visited_last_week,
            lambda: None,  # not visited for three weeks: due
        )
        if self.number == 3:
            self._live_visit()
        ways[self.number % len(ways)]()

    def recent(self, days_ago):
        return self.history.calendar.add(self.today, -days_ago)

    def _unread_feedback(self):
        visit = self.visit(self.recent(2))
        self.feedback(visit, shared_at=visit.ended_at + dt.timedelta(hours=4))
        self._plan_ahead(7)

    def _practising(self):
        visit = self.visit(self.recent(4))
        shared = visit.ended_at + dt.timedelta(hours=2)
        self.feedback(visit, shared_at=shared, read_at=shared + DAY, status="practising", turn=1)

    def _unshared_notes(self):
        self.visit(self.recent(2))

    def _feedback_in_draft(self):
        self.feedback(self.visit(self.recent(1)))

    def _announced_visit(self):
        self._plan_ahead(1, is_announced=True)

    def _answered_feedback(self):
        visit = self.visit(self.recent(6))
        shared = visit.ended_at + dt.timedelta(hours=2)
        meeting, _look_fors = self.feedback(visit, shared_at=shared, read_at=shared + DAY, turn=2)
        text = self.random.choice(texts.RESPONSES)
        self.history.add(Response, author=self.teacher, feedback=meeting, text=text)

    def _visited_last_week(self):
        visit = self.visit(self.recent(7))
        shared = visit.ended_at + dt.timedelta(hours=2)
        self.feedback(visit, shared_at=shared, read_at=shared + DAY, turn=1)
        self._plan_ahead(3)
        self._not_held()

    def _live_visit(self):
        started = self.now - dt.timedelta(minutes=11)
        self.visit(self.today, started_at=started, ended_at=None)

    def _plan_ahead(self, days, **fields):
        self.history.add(
            Visit,
            teacher=self.teacher,
            coach=self.coach,
            school=self.school,
            planned_on=self.history.calendar.add(self.today, days),
            period=self.random.choice(("1st period", "2nd period", "10:15", "after lunch")),
            **fields,
        )

    def _not_held(self):
        """A visit planned for the last school day that did not happen."""
        self.history.add(
            Visit,
            teacher=self.teacher,
            coach=self.coach,
            school=self.school,
            planned_on=self.history.calendar.add(self.today, -1),
            not_held_because=Visit.NotHeldBecause.TESTING,
            not_held_at=self.now - DAY,
        )
        self._taken_off_plan()

    def _taken_off_plan(self):
        """A visit that its coach took off the plan."""
        self.history.add(
            Visit,
            teacher=self.teacher,
            coach=self.coach,
            school=self.school,
            planned_on=self.history.calendar.add(self.today, 2),
            unplanned_at=self.now - DAY,
            plan_changes=1,
        )

    def _completed_plan(self, year, opened_on):
        """A plan of last year, signed and completed."""
        agreed_at = self.at(opened_on + 6 * DAY)
        plan = self.plan(
            year, opened_on, "completed", agreed_at=agreed_at, completed_at=agreed_at + 56 * DAY
        )
        plan.cycle.closed_at = plan.completed_at
        self.sign(plan, agreed_at, "coach", "teacher")
        self._reflect(plan, plan.completed_at, is_in_record=self.number % 5 == 0)

    def _plan_today(self, year):
        """Where this year's plan stands: one of eight ways, in turn."""
        opened = max(year.starts_on + 14 * DAY, self.today - 30 * DAY)
        way = self.number % 8
        if way == 7:
            return
        if way == 5:
            self.plan(year, opened, "draft", is_full=False)
            return
        if way in (3, 6):
            plan = self.plan(year, opened, "draft" if way == 3 else "proposed")
            if way == 6:
                self.sign(plan, self.at(self.recent(3)), "teacher")
            return
        if way == 1:
            self.sign(self.plan(year, opened, "proposed"), self.at(self.recent(4)), "coach")
            return
        agreed_at = self.at(opened + 5 * DAY)
        plan = self.plan(year, opened, "agreed", agreed_at=agreed_at)
        self.sign(plan, agreed_at, "coach", "teacher")
        self._reflect(plan, agreed_at + 9 * DAY, is_shared=way != 4)
        if way == 2:
            text = self.random.choice(texts.RESPONSES)
            self.history.add(Response, author=self.teacher, plan=plan, text=text)

    def plan(self, year, opened_on, status, *, is_full=True, **fields):
        """A cycle and its plan with three steps, look-fors, resources and prompts."""
        cycle = self.history.add(
            Cycle,
            teacher=self.teacher,
            coach=self.coach,
            school=self.school,
            opened_on=opened_on,
            refinement_indicator=self.indicator,
        )
        is_agreed = "agreed_at" in fields
        plan = self.history.add(
            Plan,
            cycle=cycle,
            teacher=self.teacher,
            coach=self.coach,
            school=self.school,
            school_year=year,
            status=status,
            student_need=self.focus["need"],
            principal_may_read=is_agreed,
            district_may_read=is_agreed,
            **(self._goal(opened_on) if is_full else {}),
            **fields,
        )
        if is_full:
            self._fill(plan, opened_on)
        return plan

    def _goal(self, opened_on):
        return {
            "goal": self.focus["goal"],
            "measure": self.focus["measure"],
            "baseline": self.focus["baseline"],
            "target": self.focus["target"],
            "goal_due_on": opened_on + 56 * DAY,
            "next_observation_on": opened_on + 63 * DAY,
        }

    def _fill(self, plan, opened_on):
        for order, (activity, teacher_sees, student_sees) in enumerate(self.focus["steps"], 1):
            step = self.history.add(
                ActionStep,
                teacher=self.teacher,
                coach=self.coach,
                order=order,
                activity=activity,
                starts_on=opened_on + 14 * (order - 1) * DAY,
                due_on=opened_on + 14 * order * DAY,
                support=ActionStep.Support.values[order % 7],
                status="met" if plan.completed_at else "open",
                indicator=self.indicator,
                shared_at=self.at(opened_on),
            )
            step.later_plan = plan
            for audience, text in (("teacher", teacher_sees), ("student", student_sees)):
                self.history.add(LookFor, step=step, audience=audience, text=text)
            if order == 1:
                self.history.add(Resource, step=step, title="Discussion protocol, one page")
        for order, text in enumerate(texts.PROMPTS, start=1):
            self.history.add(ReflectionPrompt, plan=plan, order=order, text=text)
        for person in self.people.values():
            self.history.add(
                SelfCheck,
                plan=plan,
                answered_by=person,
                is_aligned="yes",
                is_manageable="partly",
                shows_progress="yes",
            )

    def sign(self, plan, at, *who):
        for minutes, role in enumerate(who):
            self.history.add(
                Signature,
                plan=plan,
                signer=self.people[role],
                signed_at=at + dt.timedelta(minutes=20 * minutes),
                plan_version=plan.version,
            )

    def _reflect(self, plan, at, *, is_shared=True, is_in_record=False):
        prompt = self.history.rows[ReflectionPrompt][-2]
        self.history.add(
            Reflection,
            author=self.teacher,
            plan=plan,
            prompt=prompt,
            text=self.random.choice(texts.REFLECTIONS),
            shared_at=min(at, self.now) if is_shared else None,
            is_in_record=is_in_record and is_shared,
        )
