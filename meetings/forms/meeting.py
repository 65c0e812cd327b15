"""Forms of a meeting: its agenda, how it ended, what is done after it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from core import wall_clock
from core.dates import long_date
from core.forms import Form
from goals.models import Goal
from meetings.actions.planning import MeetingDraft
from meetings.models import Assignment, AssignmentReport, Meeting, QualityCheck, Section
from meetings.models.quality import ITEMS
from people.forms.fields import PersonField
from people.forms.rows import RowForm, constraint_of
from people.models import School, Team, TeamMember, User

Part = Section.Part
is_link = URLValidator(["http", "https"])


def area(label, help_text="", rows=3, **kwargs):
    """A text of several lines that may stay empty."""
    widget = forms.Textarea({"rows": rows})
    kwargs.setdefault("required", False)
    return forms.CharField(label=label, help_text=help_text, widget=widget, **kwargs)


class AgendaForm(Form):
    """A whole agenda on one page: when, on what, and the five parts in the order of the meeting."""

    submit_label = "Save the agenda"
    on = forms.DateField(label="Day")
    at = forms.TimeField(label="Time", widget=forms.TimeInput())
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=480)
    place = forms.CharField(label="Place", required=False, max_length=120)
    focus = forms.CharField(label="Focus", required=False, max_length=200)
    outcome = area("Outcome", "What members will know and be able to do at the end.", 2)
    goal = forms.ModelChoiceField(
        None, label="Goal of the cycle", required=False, empty_label="None"
    )
    prework = area("Prework", "What members do or read before.", 2)
    facilitator = forms.TypedChoiceField(label="Facilitator", required=False, empty_value=None)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        things = {
            "on": "the day of the meeting",
            "at": "the time the meeting begins",
            "minutes": "the minutes of the meeting",
        }

    def __init__(self, *args, user, team, parts, **kwargs):
        self.parts, self.team = parts, team
        super().__init__(*args, user=user, **kwargs)
        members = TeamMember.objects.visible_to(user).active(user.today).filter(team=team)
        people = User.objects.visible_to(user).filter(pk__in=members.values("user"))
        self.members = {str(person.pk): person for person in people.order_by("name")}
        choices = [(pk, person.name) for pk, person in self.members.items()]
        for name in ("facilitator", *(f"leader_{part}" for part in parts)):
            self.fields[name].choices = [("", "Nobody yet"), *choices]
            self.fields[name].coerce = self.members.get
        goals = Goal.objects.visible_to(user).active().filter(team=team)
        self.fields["goal"].queryset = goals
        self.fields["goal"].label_from_instance = lambda goal: goal.statement[:90]

    @classmethod
    def for_parts(cls, parts):
        """The form with the fields of each part, in the meeting's order."""
        fields = {}
        for part in parts:
            fields[f"plan_{part}"] = area(part.label)
            fields[f"minutes_{part}"] = forms.IntegerField(
                label="Minutes", required=False, min_value=1, max_value=480
            )
            fields[f"leader_{part}"] = forms.TypedChoiceField(
                label="Led by", required=False, empty_value=None
            )
            fields[f"resources_{part}"] = area(
                "Resources", "One a line: a title, or a title | and a link.", 2
            )
        return type("AgendaForm", (cls,), fields)

    def rows(self):
        """The bound fields of each part, for the template."""
        names = ("plan", "minutes", "leader", "resources")
        return [(part, [self[f"{name}_{part}"] for name in names]) for part in self.parts]

    def clean(self):
        data = super().clean()
        for part in self.parts:
            self._clean_resources(part, data)
        return data

    def _clean_resources(self, part, data):
        try:
            data[f"resources_{part}"] = read_resources(data.get(f"resources_{part}", ""))
        except ValidationError as error:
            self.add_error(f"resources_{part}", error)

    def draft(self) -> MeetingDraft:
        """The agenda as it is meant."""
        data = self.cleaned_data
        return MeetingDraft(
            team=self.team,
            starts_at=wall_clock.at(data["on"], data["at"], self.user.zone),
            focus=data["focus"],
            outcome=data["outcome"],
            goal=data["goal"],
            sections={part: data[f"plan_{part}"] for part in self.parts},
            resources={part: data[f"resources_{part}"] for part in self.parts},
            leaders={part: data[f"leader_{part}"] for part in self.parts},
            minutes_of={part: data[f"minutes_{part}"] for part in self.parts},
            minutes=data["minutes"],
            place=data["place"],
            prework=data["prework"],
            facilitator=data["facilitator"],
        )

    def tell(self, error):
        """The words of the constraint that refused, at the time of the meeting."""
        self.add_error("at", constraint_of(Meeting, error).violation_error_message)


def read_resources(text):
    """(title, link) of each line. Raises ValidationError that names the line."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        title, _, link = (piece.strip() for piece in line.partition("|"))
        if not title and not link:
            continue
        if not link and title.lower().startswith(("http://", "https://")):
            link = title
        if len(title) > 200:
            raise ValidationError(f"Line {number}: shorten the title to 200 characters")
        if link:
            _check_link(link, number)
        found.append((title or link[:200], link))
    return found


def _check_link(link, number):
    try:
        is_link(link)
    except ValidationError as error:
        words = f"Line {number}: enter a link that starts with https://"
        raise ValidationError(words) from error
    if len(link) > 500:
        raise ValidationError(f"Line {number}: shorten the link to 500 characters")


def agenda_initial(meeting, sections, zone):
    """What the agenda form shows of a meeting that is there."""
    local = timezone.localtime(meeting.starts_at, zone)
    initial = {
        "on": local.date(),
        "at": local.time(),
        "version": meeting.version,
        "goal": meeting.goal_id,
        "facilitator": meeting.facilitator_id,
    }
    for name in ("minutes", "place", "focus", "outcome", "prework"):
        initial[name] = getattr(meeting, name)
    for section in sections:
        rows = [" | ".join(filter(None, (row.title, row.link))) for row in section.resources.all()]
        initial |= {
            f"plan_{section.part}": section.plan,
            f"minutes_{section.part}": section.minutes,
            f"leader_{section.part}": section.leader_id,
            f"resources_{section.part}": "\n".join(rows),
        }
    return initial


class PasteForm(Form):
    """A table copied from a document: a row a part."""

    submit_label = "Show how it is read"
    table = area(
        "Table",
        "A row for each part: its name, what happens, and the minutes; tabs or | between.",
        10,
        required=True,
    )

    class Meta:
        things = {"table": "the table with at least one row"}


class HoldForm(Form):
    """A meeting is closed with one field: what everyone does next, or why there is nothing."""

    assignment = area("What everyone does until the next meeting", rows=2)
    no_assignment_because = forms.CharField(
        label="Or why there is nothing to do this time", required=False, max_length=200
    )


class CancelForm(Form):
    submit_label = "Cancel the meeting"
    because = forms.CharField(label="Why it is cancelled", max_length=200)

    class Meta:
        things = {"because": "why the meeting is cancelled"}


class AssignmentForm(RowForm):
    """What somebody, or everyone, does until the next meeting."""

    submit_label = "Save the assignment"

    class Meta:
        model = Assignment
        fields = ["text", "member", "school", "due_on"]
        labels = {"member": "Who", "due_on": "Due on"}
        things = {"text": "what to do"}
        widgets = {"text": forms.Textarea({"rows": 2})}

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
        self.fields["member"].empty_label = "Everyone"
        if self.instance.meeting.team.kind == Team.Kind.SYSTEM_ILT:
            self.fields["school"].queryset = School.objects.visible_to(self.user)
        else:
            del self.fields["school"]

    def clean_due_on(self):
        day = timezone.localtime(self.instance.meeting.starts_at, self.user.zone).date()
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < day:
            raise ValidationError(f"Enter a day after the meeting, which is on {long_date(day)}")
        return due_on


class ReportForm(RowForm):
    """What became of an assignment."""

    link = forms.URLField(
        label="Link to the evidence",
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    submit_label = "Save"
    constraint_fields = {"one_report_on_an_assignment_of_a_person": "status"}

    class Meta:
        model = AssignmentReport
        fields = ["status", "evidence", "link", "outcome"]
        labels = {"status": "How far it came"}
        widgets = {
            "status": forms.RadioSelect,
            "evidence": forms.Textarea({"rows": 3}),
            "outcome": forms.Textarea({"rows": 3}),
        }
        things = {"status": "how far it came", "link": "the link to the evidence"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = AssignmentReport.Status.choices

    def clean_link(self):
        link = self.cleaned_data["link"]
        if link and not link.lower().startswith(("http://", "https://")):
            raise ValidationError("Enter a link that starts with https://")
        return link


class GuestForm(Form):
    """Somebody from outside the team at one meeting."""

    submit_label = "Invite"
    person = PersonField(label="Guest", help_text="Reads this meeting alone.")

    class Meta:
        things = {"person": "whom to invite"}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["person"].offer(User.objects.visible_to(user).active())


class QualityForm(Form):
    """How the five parts went: a mark for each line, and one line for the team."""

    submit_label = "Show it to the team"
    note = forms.CharField(label="One line for the team", required=False, max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        note = self.fields.pop("note")
        for number, item in enumerate(ITEMS):
            self.fields[f"mark_{number}"] = forms.ChoiceField(
                label=f"{number + 1}. {item}",
                choices=QualityCheck.Mark.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose what you saw of {number + 1} of {len(ITEMS)}"},
            )
        self.fields["note"] = note

    def marks(self):
        return [self.cleaned_data[f"mark_{number}"] for number in range(len(ITEMS))]
