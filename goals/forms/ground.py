"""Forms of what goals stand on: needs and source plans, of a school or of the whole system."""

import re

from django import forms
from django.db.models import F, Q, Value

from goals.models import Need, SourcePlan
from goals.models.need import EVERYBODY
from people.forms.rows import RowForm
from people.models import School, User

SYSTEM = "system"


class PlacedForm(RowForm):
    """A new row says whose it is: the whole system's or a school's, where the person keeps both or
    several; a row that is there stays where it is."""

    place = forms.ChoiceField(label="Whose it is")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if not self.instance._state.adding:
            del self.fields["place"]
            return
        kept = user.led_school_ids | user.ilt_school_ids
        if len(kept) + user.is_in_system_ilt == 1:
            self.instance.school_id = next(iter(kept), None)
            del self.fields["place"]
            return
        schools = School.objects.visible_to(user).filter(pk__in=kept)
        choices = [(str(school.pk), school.name) for school in schools]
        if user.is_in_system_ilt:
            choices.insert(0, (SYSTEM, "The whole system"))
        self.fields["place"].choices = choices

    def clean(self):
        cleaned = super().clean()
        place = cleaned.get("place")
        if place:
            self.instance.school_id = None if place == SYSTEM else place
        return cleaned


class LinesField(forms.CharField):
    """Several texts, a line each."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        text = super().clean(value).replace("\r\n", "\n").replace("\r", "\n")
        return [line.strip() for line in text.split("\n") if line.strip()]


class NeedForm(PlacedForm):
    """A need of a named group, with its root cause and what shows it."""

    submit_label = "Save the need"
    sources = LinesField(
        label="What shows it",
        help_text="At least two sources of data, a line each. They look from different sides.",
    )
    constraint_fields = {"a_need_has_two_sources": "sources", "a_need_is_not_everybodys": "group"}

    class Meta:
        model = Need
        fields = ["level", "group", "statement", "cause", "sources", "shown_by"]
        labels = {"level": "Who needs it", "shown_by": "The need that shows it"}
        help_texts = {
            "shown_by": "Students’ needs show teachers’ needs, those show leaders’.",
        }
        things = {
            "level": "who needs it",
            "group": "the group whose need it is",
            "statement": "what they need",
            "cause": "the root cause",
            "sources": "what shows it",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        needs = Need.objects.visible_to(user).filter(ended_at=None).exclude(pk=self.instance.pk)
        field = self.fields["shown_by"]
        field.queryset = needs.exclude(level=Need.Level.LEADER)
        field.label_from_instance = lambda need: f"{need.group}: {need}"[:160]

    def clean_group(self):
        """Never everybody, never one person of the directory (S3.03)."""
        group = self.cleaned_data["group"]
        if _is_everybody(group):
            raise forms.ValidationError(
                "Name a group that is smaller than everybody, like grade 4 math teachers"
            )
        people = User.objects.visible_to(self.user).annotate(said=Value(group))
        if people.filter(Q(said__icontains=F("name"))).exclude(name="").exists():
            raise forms.ValidationError(
                "Name a group, not a person: a need of one person belongs in her coaching plan"
            )
        return group

    def clean_sources(self):
        sources = self.cleaned_data["sources"]
        if len({source.casefold() for source in sources}) < 2:
            raise forms.ValidationError("Name at least two sources of data, a line each")
        if any(len(source) > 200 for source in sources):
            raise forms.ValidationError("Keep each line to 200 characters")
        return sources

    def clean(self):
        cleaned = super().clean()
        shown_by, level = cleaned.get("shown_by"), cleaned.get("level")
        if shown_by and Need.SHOWN_BY.get(level) != shown_by.level:
            words = {
                "student": "Leave this empty: students’ needs are shown by data",
                "teacher": "Choose a need of students: it shows what teachers need",
                "leader": "Choose a need of teachers: it shows what leaders need",
            }
            self.add_error("shown_by", words.get(level, "Choose who needs it first"))
        return cleaned


def _is_everybody(group):
    return re.match(EVERYBODY, group, re.IGNORECASE) is not None


class SourcePlanForm(PlacedForm):
    """A plan that is there already: named and linked, never uploaded."""

    submit_label = "Save the plan"
    link = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
    )

    class Meta:
        model = SourcePlan
        fields = ["kind", "title", "years", "link"]
        things = {"kind": "what kind of plan it is"}

    def clean(self):
        cleaned = super().clean()
        allowed = SourcePlan.OF_SCHOOL if self.instance.school_id else SourcePlan.OF_SYSTEM
        if cleaned.get("kind") and cleaned["kind"] not in allowed:
            whose = "a school" if self.instance.school_id else "the whole system"
            self.add_error("kind", f"Choose a kind of plan that {whose} has")
        return cleaned
