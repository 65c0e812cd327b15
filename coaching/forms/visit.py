"""What people type about visits: a plan, its details, a note, tags for many notes, a filter."""

from django import forms
from django.core.exceptions import ValidationError

from coaching.forms.observation import check_near
from coaching.models import EvidenceNote, Indicator, Visit
from core.forms import Form, ModelForm
from people.models import User
from people.school_days import check_school_day

LISTED = [choice for choice in Visit.Status.choices if choice[0] != Visit.Status.UNPLANNED]


class VisitPlanForm(ModelForm):
    """A visit that is planned: when, and whether the teacher knows."""

    submit_label = "Plan the visit"

    class Meta:
        model = Visit
        fields = ["teacher", "planned_on", "period", "kind", "is_announced"]
        things = {"planned_on": "the date of the visit", "period": "the period"}
        labels = {
            "planned_on": "Date of the visit",
            "kind": "Kind of visit",
            "is_announced": "Tell the teacher the date",
        }
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, user, teachers=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if teachers is None:
            del self.fields["teacher"]
        else:
            self.fields["teacher"].queryset = teachers
        self.fields["kind"].choices = Visit.COACHING_KINDS
        self.fields["planned_on"].required = True
        self.fields["planned_on"].widget.attrs["min"] = user.today.isoformat()

    def clean_planned_on(self):
        day = self.cleaned_data["planned_on"]
        if "planned_on" in self.changed_data and day < self.user.today:
            raise ValidationError("Enter today's date or a later one for the visit")
        return check_near(day, self.user.today)

    def is_held_at(self, school):
        """Whether `school` has school on the day, where the day is new; else the field says so."""
        try:
            if "planned_on" in self.changed_data:
                check_school_day(school, self.cleaned_data["planned_on"])
        except ValidationError as error:
            self.add_error("planned_on", error)
        return not self.errors


class VisitDetailsForm(ModelForm):
    """What stands beside the notes. Each field is saved from the text it started from."""

    submit_label = "Save the details"
    SENT = ("lesson", "materials", "mode", "grouping", "kind")

    class Meta:
        model = Visit
        fields = ["lesson", "materials", "kind", "mode", "grouping", "candidate_focus"]
        things = {"candidate_focus": "the possible focus"}
        labels = {
            "materials": "Instructional materials",
            "kind": "Kind of visit",
            "mode": "How you visited",
            "candidate_focus": "Possible focus",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["kind"].choices = Visit.COACHING_KINDS
        indicators = Indicator.objects.visible_to(user).about(self.instance.teacher_id, user.today)
        self.fields["candidate_focus"].queryset = indicators
        for name in self.SENT:
            self.fields[name].show_hidden_initial = True

    def started_from(self):
        """(input name, text) of what each field said when the page was made."""
        return [(self.add_initial_prefix(name), self.initial[name]) for name in self.SENT]

    def changes(self):
        """(field, new value, the text it started from) of what was changed."""
        return [
            (name, self.cleaned_data[name], self.data.get(self.add_initial_prefix(name), ""))
            for name in self.SENT
            if name in self.changed_data
        ]


class NoteForm(Form):
    """One evidence note."""

    submit_label = "Save the note"
    text = forms.CharField(
        label="Note",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What you saw and heard. Initials instead of student names.",
    )
    rev = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = "Write the note, or delete it"


class TagForm(Form):
    """One tag for many notes."""

    notes = forms.ModelMultipleChoiceField(queryset=None)
    thing = forms.ChoiceField(label="Tag")

    def __init__(self, *args, user, visit, things, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        own = EvidenceNote.objects.visible_to(user).filter(visit=visit, author=user)
        self.fields["notes"].queryset = own
        self.fields["notes"].error_messages["required"] = "Select the notes to tag"
        self.fields["thing"].choices = [(thing["key"], thing["name"]) for thing in things]
        self.fields["thing"].error_messages["required"] = "Choose what the notes are evidence of"

    def chosen(self, things):
        """The thing as the fields of a tag."""
        thing = next(thing for thing in things if thing["key"] == self.cleaned_data["thing"])
        return {thing["field"]: thing["value"]}


class VisitFilterForm(Form):
    """Which visits the list shows; all of it stands in the address."""

    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *LISTED]
    )
    teacher = forms.ModelChoiceField(
        label="Teacher", required=False, queryset=None, empty_label="Any teacher"
    )
    since = forms.DateField(label="From", required=False)
    until = forms.DateField(label="To", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        visited = Visit.objects.visible_to(user).values("teacher")
        teachers = User.objects.visible_to(user).filter(pk__in=visited)
        self.fields["teacher"].queryset = teachers.order_by("name")

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", "Enter a last day on or after the first day")
        return data

    def narrow(self, visits):
        """`visits` with the filters applied; days are those of the school system."""
        data = self.cleaned_data
        if data.get("status"):
            visits = visits.happening(data["status"])
        if data.get("teacher"):
            visits = visits.filter(teacher=data["teacher"])
        return visits.between(data.get("since"), data.get("until"))
