import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from core.dates import long_date
from core.forms import Form
from people.forms.fields import PersonField
from people.forms.rows import RowForm, constraint_of
from people.models import CoachAssignment, EvaluatorAssignment, Membership, School, User

Role = Membership.Role
A_YEAR_AHEAD = dt.timedelta(days=400)
NOTE_HELP = (
    "For this coach, from the one before. The teacher and whoever may change this read it too."
)


def people_with(user, *roles):
    """Active people of the own system who hold one of the roles, now or later."""
    held = Membership.objects.visible_to(user).open_or_later(user.today).filter(role__in=roles)
    return User.objects.visible_to(user).active().filter(pk__in=held.values("user"))


def teachers_of(user):
    """The teachers `user` may assign a coach or evaluator to: a principal's own, else all."""
    if user.is_system_admin or user.is_district_staff:
        return people_with(user, Role.TEACHER)
    return people_with(user, Role.TEACHER).led_by(user)


def coached_of(user):
    """Those to whom `user` may assign a coach: teachers, and for the central office leaders too.

    Each knows whether they `only_lead` a school.
    """
    if user.is_system_admin or user.is_district_staff:
        people = people_with(user, Role.TEACHER, Role.SCHOOL_LEADER)
    else:
        people = teachers_of(user)
    active = Membership.objects.visible_to(user).open_or_later(user.today)
    only_lead = ExpressionWrapper(active.only_leads(OuterRef("pk")), BooleanField())
    return people.annotate(only_leads=only_lead)


def coaches_for(user):
    """Coaches of teachers, and whoever may coach a leader: the district's staff and evaluators.

    Each knows whether they coach teachers (`is_coach`) and are district staff (`is_staff`).
    """
    held = Membership.objects.visible_to(user).open_or_later(user.today)
    held = held.filter(user=OuterRef("pk"))
    coaches = held.filter(role__in=[Role.COACH, Role.TEACHER_LEADER])
    people = (
        User.objects.visible_to(user)
        .active()
        .annotate(is_coach=Exists(coaches), is_staff=Exists(held.filter(role=Role.DISTRICT_STAFF)))
    )
    evaluators = EvaluatorAssignment.objects.visible_to(user).active(user.today)
    evaluates = Q(pk__in=evaluators.values("evaluator"))
    return people.filter(Q(is_coach=True) | Q(is_staff=True) | evaluates)


def is_wrong_coach(user, coach, person) -> str:
    """What to do about a coach who cannot coach `person`; empty where it fits.

    A leader's coach is her evaluator, or works for the district (S0.18); a teacher's is a coach.
    """
    if not person.only_leads:
        return "" if coach.is_coach else "Choose somebody with the role coach or teacher leader"
    lines = EvaluatorAssignment.objects.visible_to(user).active(user.today)
    if coach.is_staff or lines.filter(teacher=person, evaluator=coach).exists():
        return ""
    return "Choose the evaluator of this leader, or somebody of the district's staff"


class AssignmentForm(RowForm):
    """A coach for a teacher or a school leader."""

    submit_label = "Save the assignment"
    teacher = PersonField(role="coached", label="Teacher or school leader")
    coach = PersonField(
        role="coach",
        help_text="For a school leader: the evaluator, or somebody of the district's staff.",
    )
    constraint_fields = {
        "one_owner_coach_per_teacher": "kind",
        "a_pair_is_assigned_once_at_a_time": "coach",
        "nobody_coaches_themselves": "coach",
        "coach_assignment_ends_after_it_starts": "ends_on",
    }

    class Meta:
        model = CoachAssignment
        fields = ["teacher", "coach", "kind", "starts_on", "ends_on"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": "As"}
        things = {
            "teacher": "the teacher",
            "starts_on": "the day it starts",
            "ends_on": "the day it ends",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teacher"].offer(coached_of(self.user))
        self.fields["coach"].offer(coaches_for(self.user))
        self.fields["ends_on"].help_text = "The first day without this coach. Empty: no end yet."

    def clean(self):
        words = "Enter an end after the start: it is the first day without this coach"
        self.check_order("starts_on", "ends_on", words, is_same_day_fine=False)
        person, coach = self.cleaned_data.get("teacher"), self.cleaned_data.get("coach")
        if person and person == coach:
            self.add_error("coach", "Choose a coach who is not the teacher")
        elif person and coach and (words := is_wrong_coach(self.user, coach, person)):
            self.add_error("coach", words)
        return super().clean()


class AssignmentEditForm(RowForm):
    """Dates and kind of an assignment that stands; its two people stay."""

    submit_label = "Save the assignment"
    constraint_fields = AssignmentForm.constraint_fields | {
        "a_pair_is_assigned_once_at_a_time": "starts_on"
    }

    class Meta:
        model = CoachAssignment
        fields = ["kind", "starts_on", "ends_on", "hand_over_note"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": "As", "hand_over_note": "Hand-over note"}
        help_texts = {
            "ends_on": "The first day without this coach. Empty: no end yet.",
            "hand_over_note": NOTE_HELP,
        }
        things = AssignmentForm.Meta.things

    def clean(self):
        self.check_order("starts_on", "ends_on", "Enter an end on or after the start")
        return super().clean()


class HandOverForm(Form):
    """The coach who takes a teacher over, from which day, and what they should know."""

    submit_label = "Hand over"
    coach = PersonField(role="coach", label="New coach")
    starts_on = forms.DateField(label="From", help_text="The first day with the new coach.")
    note = forms.CharField(
        required=False,
        label="Hand-over note",
        widget=forms.Textarea,
        help_text=("For the new coach. The teacher and whoever keeps the assignments read it too."),
    )

    class Meta:
        things = {"coach": "the new coach", "starts_on": "the first day with the new coach"}

    def __init__(self, *args, user, assignment, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.assignment = assignment
        self.fields["coach"].offer(coaches_for(user).exclude(pk=assignment.teacher_id))
        self.first = max(user.today, assignment.starts_on)
        self.initial["starts_on"] = self.first
        self.fields["starts_on"].widget.attrs["min"] = self.first.isoformat()

    def clean_coach(self):
        """As for a new assignment: a leader's coach is another than a teacher's."""
        coach = self.cleaned_data["coach"]
        if coach.pk == self.assignment.coach_id:
            raise ValidationError(f"{coach.name} is the coach already. Choose somebody else")
        active = Membership.objects.visible_to(self.user).active(self.user.today)
        only_leads = active.only_leads(OuterRef("pk"))
        rows = User.objects.visible_to(self.user).filter(pk=self.assignment.teacher_id)
        person = rows.annotate(only_leads=ExpressionWrapper(only_leads, BooleanField())).get()
        if words := is_wrong_coach(self.user, coach, person):
            raise ValidationError(words)
        return coach

    def clean_starts_on(self):
        """Ends are exclusive: the coach before is there up to the day before."""
        day = self.cleaned_data["starts_on"]
        if day < self.first:
            raise ValidationError(f"Enter {long_date(self.first)} or a later day")
        if day - self.user.today > A_YEAR_AHEAD:
            raise ValidationError("Enter a day of this school year or the next")
        return day

    def tell(self, error):
        """What the database refused, in the words of its rule. Raises `error` for other rules."""
        self.add_error("coach", constraint_of(CoachAssignment, error).violation_error_message)


class GoesAlongForm(Form):
    """What the teacher lets go along to her owner coach."""

    submit_label = "Save my choice"
    goes_along = forms.ChoiceField(
        label="What may go along?",
        choices=[
            ("nothing", "Nothing: we begin anew"),
            ("steps", "Agreed plans and open steps"),
            (
                "feedback",
                "Agreed plans, steps, and all shared feedback with the notes of its visits",
            ),
        ],
        widget=forms.RadioSelect,
    )


def observed_by(user):
    """People whose line of the register `user` keeps: teachers, and for district staff leaders."""
    if user.is_district_staff:
        return people_with(user, Role.TEACHER, Role.SCHOOL_LEADER)
    return teachers_of(user)


class EvaluatorForm(RowForm):
    """A line of the accountability register."""

    submit_label = "Save the line"
    teacher = PersonField(role="observed", label="Teacher or leader")
    evaluator = PersonField(label="Evaluator or observer")
    constraint_fields = {
        "a_pair_is_registered_once_at_a_time": "evaluator",
        "nobody_evaluates_themselves": "evaluator",
    }

    class Meta:
        model = EvaluatorAssignment
        fields = ["teacher", "evaluator", "kind", "certified_until", "starts_on", "ends_on"]
        help_texts = {"certified_until": "The last day of the certification, renewed each year."}
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": "As"}
        things = {"starts_on": "the day it starts", "ends_on": "the day it ends"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teacher"].offer(observed_by(self.user))
        self.fields["evaluator"].offer(User.objects.visible_to(self.user).active())
        if not self.instance._state.adding:
            del self.fields["teacher"], self.fields["evaluator"]
            self.fields["for_all"] = forms.BooleanField(
                label="Certified until that day in every line of this person that I keep",
                required=False,
            )

    def clean(self):
        self.check_order("starts_on", "ends_on", "Enter an end on or after the start")
        same = self.cleaned_data.get("teacher") == self.cleaned_data.get("evaluator")
        if same and self.cleaned_data.get("evaluator"):
            self.add_error("evaluator", "Choose an evaluator who is not the teacher")
        return super().clean()


class AssignmentFilter(Form):
    """Find assignments by either person's name, the school and whether they hold."""

    q = forms.CharField(
        required=False,
        label="Teacher or coach",
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )
    school = forms.ModelChoiceField(None, required=False, empty_label="All schools")
    state = forms.ChoiceField(
        required=False, choices=[("", "Current"), ("ended", "Ended"), ("later", "Not begun yet")]
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user)

    def narrow(self, rows, other):
        """`rows` as the filter says; `other` is the person beside the teacher."""
        wanted = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        today = self.user.today
        states = {
            "ended": rows.filter(ends_on__lte=today),
            "later": rows.filter(starts_on__gt=today),
        }
        rows = states.get(wanted.get("state"), rows.active(today))
        if wanted.get("q"):
            rows = rows.naming(wanted["q"], other)
        if wanted.get("school"):
            taught = Membership.objects.visible_to(self.user).active(today).where_coached()
            taught = taught.filter(school=wanted["school"]).order_by()
            rows = rows.filter(teacher__in=taught.values("user"))
        return rows


class RegisterFilter(AssignmentFilter):
    """The register, by names, school, kind and how the certification stands."""

    kind = forms.ChoiceField(
        required=False,
        label="As",
        choices=[("", "Evaluators and observers"), *EvaluatorAssignment.Kind.choices],
    )
    certified = forms.ChoiceField(
        required=False,
        label="Certification",
        choices=[
            ("", "Any"),
            ("soon", "Ends within 60 days"),
            ("ended", "Has ended"),
            ("missing", "No date entered"),
        ],
    )

    def narrow(self, rows, other):
        rows = super().narrow(rows, other)
        wanted = getattr(self, "cleaned_data", {})
        if wanted.get("kind"):
            rows = rows.filter(kind=wanted["kind"])
        if wanted.get("certified"):
            rows = rows.in_certification(wanted["certified"], self.user.today)
        return rows
