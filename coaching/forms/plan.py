"""The forms of a coaching plan: one small form for each row, every field with what it started from.

Drafting is never blocked, so no field is required; what a plan needs is the mirror's to say.
"""

import dataclasses
import itertools
import uuid

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from coaching.actions.plan import FieldChange
from coaching.models import (
    ActionStep,
    BankLookFor,
    Cycle,
    Indicator,
    LookFor,
    Plan,
    ReflectionPrompt,
    Resource,
    Response,
    SelfCheck,
)
from coaching.models.leaders import LEADERS
from coaching.plan_parts import Parts
from core.autosave import Change, one_line_end
from core.forms import Form, ModelForm
from people.models import School, SchoolYear


class RowForm(ModelForm):
    """A form of one row of the plan: it hands out what changed and leaves the row alone."""

    kind = ""
    to_agree = ()

    def __init__(self, *args, user, instance, **kwargs):
        prefix = prefix_of(self.kind, instance)
        super().__init__(*args, user=user, instance=instance, prefix=prefix, **kwargs)
        self._mark_what_agreeing_needs()
        for field in self.fields.values():
            field.show_hidden_initial = True
            if isinstance(field, forms.CharField) and not isinstance(field, forms.URLField):
                field.strip = False

    def _mark_what_agreeing_needs(self):
        """The other fields say "(optional)"."""
        for name, field in self.fields.items():
            field.required = name in self.to_agree

    def _clean_fields(self):
        """While it is drafted nothing is required."""
        for field in self.fields.values():
            field.required = False
        super()._clean_fields()
        self._mark_what_agreeing_needs()

    def _post_clean(self):
        """Nothing: the row is written by the action, and Postgres checks it there."""

    def clean(self):
        """Line ends as they are stored, so that a text equals itself wherever it was typed."""
        return {name: as_stored(value) for name, value in super().clean().items()}

    def change(self, name) -> FieldChange:
        """One field with what it was and what it is now."""
        was = self.fields[name].to_python(self.data.get(self[name].html_initial_name, ""))
        return FieldChange(self.instance, name, as_stored(was), self.cleaned_data[name])


def as_stored(value):
    """A text with its line ends as LF; any other value as it is."""
    return one_line_end(value) if isinstance(value, str) else value


def prefix_of(kind, row):
    """What stands before the field names of a row: "plan", or "step-" and its id."""
    return kind if kind in ("plan", "cycle") else f"{kind}-{row.pk}"


class NeedForm(RowForm):
    kind = "plan"
    to_agree = ("student_need",)

    class Meta:
        model = Plan
        fields = ["student_need"]
        help_texts = {
            "student_need": "What students can and cannot do yet, with a count where you have one."
        }


class AreaForm(RowForm):
    kind = "cycle"
    to_agree = ("refinement_indicator",)
    refinement_indicator = forms.TypedChoiceField(label="Refinement area", empty_value=None)

    class Meta:
        model = Cycle
        fields = ["refinement_indicator", "refinement_descriptor"]
        help_texts = {"refinement_descriptor": "The line of the rubric you work on, if one."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["refinement_indicator"].choices = lambda: self._indicators

    @cached_property
    def _indicators(self):
        """The indicators of the plan's rubric under their domains, read once."""
        indicators = Indicator.objects.visible_to(self.user)
        is_leaders = self.instance.is_leaders
        indicators = indicators.of_leaders() if is_leaders else indicators.of_teachers()
        by_domain = itertools.groupby(indicators, key=lambda indicator: indicator.domain)
        groups = [(domain, [(str(one.pk), str(one)) for one in few]) for domain, few in by_domain]
        return [("", "Choose one"), *groups]

    def change(self, name):
        change = super().change(name)
        if name != "refinement_indicator":
            return change
        return dataclasses.replace(change, was=change.was or None)


class GoalForm(RowForm):
    kind = "plan"
    to_agree = ("goal", "measure", "target", "goal_due_on", "next_observation_on")

    class Meta:
        model = Plan
        fields = [
            "goal",
            "measure",
            "baseline",
            "target",
            "goal_due_on",
            "next_observation_on",
        ]
        things = {"next_observation_on": "the date of the next observation"}
        widgets = {"measure": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "goal": "What will be different for students.",
            "measure": "Like exit tickets with a reason from the text.",
            "baseline": "Like 11 of 24.",
            "target": "Like 20 of 24.",
            "next_observation_on": "Your estimate. Every step is due before it.",
        }


class StepForm(RowForm):
    kind = "step"
    to_agree = ("activity", "due_on")

    class Meta:
        model = ActionStep
        fields = ["activity", "teacher_does", "support", "starts_on", "due_on"]
        things = {"starts_on": "the start date", "due_on": "the due date"}
        widgets = {
            "activity": forms.Textarea(attrs={"rows": 2}),
            "teacher_does": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["support"].choices = [("", "Not decided"), *ActionStep.Support.choices]

    def clean(self):
        cleaned = super().clean()
        starts_on, due_on = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", "Enter a due date on or after the start date")
        return cleaned


class LookForForm(RowForm):
    kind = "look"
    to_agree = ("text",)

    class Meta:
        model = LookFor
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}

    @property
    def owner_ids(self):
        return (self.instance.step_id, self.instance.plan_id)


class ResourceForm(RowForm):
    kind = "resource"
    to_agree = ("title", "kind")
    link = forms.URLField(
        max_length=500, assume_scheme="https", help_text="Starts with https:// or http://"
    )

    class Meta:
        model = Resource
        fields = ["title", "kind", "link"]

    def clean_kind(self):
        return self.cleaned_data["kind"] or Resource.Kind.OTHER


class PromptForm(RowForm):
    kind = "prompt"
    to_agree = ("text",)

    class Meta:
        model = ReflectionPrompt
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


SECTIONS = {
    "need": "Student need and refinement area",
    "goal": "Goal and measure",
    "steps": "Action steps",
    "look-fors": "Look-fors",
    "resources": "Resources",
    "prompts": "Reflection prompts",
}
ROW_FORMS = {form.kind: form for form in (StepForm, LookForForm, ResourceForm, PromptForm)}


class PlanEditor:
    """All forms of a plan, by section. `data` binds the one section that was posted."""

    def __init__(self, parts: Parts, *, user, section="", data=None):
        self.parts, self.user, self.posted, self.data = parts, user, section, data
        self.errors = []
        plan = parts.plan
        self.need = self._form(NeedForm, plan, "need")
        self.area = self._form(AreaForm, plan.cycle, "need")
        self.goal = self._form(GoalForm, plan, "goal")
        self.steps = [self._form(StepForm, row, "steps") for row in parts.steps]
        self.look_fors = [self._form(LookForForm, row, "look-fors") for row in parts.look_fors]
        self.resources = [self._form(ResourceForm, row, "resources") for row in parts.resources]
        self.prompts = [self._form(PromptForm, row, "prompts") for row in parts.prompts]

    def _form(self, form, row, section):
        data = self.data if section == self.posted else None
        return form(data, user=self.user, instance=row)

    @property
    def forms(self):
        """Every form of the posted section; none where the page is only shown."""
        by_section = {
            "": [],
            "need": [self.need, self.area],
            "goal": [self.goal],
            "steps": self.steps,
            "look-fors": self.look_fors,
            "resources": self.resources,
            "prompts": self.prompts,
        }
        return by_section[self.posted]

    def non_form_errors(self):
        """What was wrong beyond a single field, for the summary at the top."""
        return self.errors

    def groups(self):
        """Each step with its look-fors and resources, in order, then the plan as a whole."""
        for number, form in enumerate(self.steps, start=1):
            step, title = form.instance, f"Step {number}"
            resources = [row for row in self.resources if row.instance.step_id == step.pk]
            yield {
                "number": number,
                "title": title,
                "does": f"{title}: what the {self.parts.plan.subject_word} does",
                "step": step,
                "query": f"&step={step.pk}",
                "form": form,
                "look_fors": self._look_fors_of(step, title),
                "resources": list(_numbered(resources, f"{title}: resource")),
            }

    def whole_plan(self):
        """Look-fors that belong to no single step."""
        return {
            "title": "Whole plan",
            "look_fors": self._look_fors_of(self.parts.plan, "Whole plan"),
        }

    def numbered_prompts(self):
        return _numbered(self.prompts, "Prompt")

    def _look_fors_of(self, owner, title):
        """By audience: its name, what the button adds, and its rows with their labels."""
        rows = [row for row in self.look_fors if owner.pk in row.owner_ids]
        for audience, label in LookFor.Audience.choices:
            label = label.replace("Teacher", self.parts.plan.subject_word.capitalize())
            few = [row for row in rows if row.instance.audience == audience]
            yield {
                "audience": audience,
                "label": label.lower(),
                "button": f"add-{audience}-{owner.pk}",
                "rows": list(_numbered(few, f"{title}: {label.lower()}")),
            }


def _numbered(rows, title):
    """Each form with a label that no other control of the page has."""
    for number, form in enumerate(rows, start=1):
        yield {"form": form, "label": f"{title} {number}"}


def field_change(plan: Plan, change, *, user) -> FieldChange:
    """The one field that autosave sent, as a typed change.

    Raises ValidationError with words for the field, KeyError or ValueError where the plan has no
    such field.
    """
    data = {change.field: change.value, f"initial-{change.field}": change.was}
    prefix, name = change.field.rsplit("-", 1)
    form_class, row = _form_and_row(plan, prefix, name)
    form = form_class(data, user=user, instance=row)
    form.fields = {name: form.fields[name]}
    if not form.is_valid():
        raise forms.ValidationError(form.errors[name].as_data())
    return form.change(name)


def posted_changes(plan: Plan, data, *, user) -> list[FieldChange] | None:
    """What a section changes, read from its plain POST alone; None where a field needs a word.

    Raises KeyError or ValueError where the plan has no such field.
    """
    names = [name.removeprefix("initial-") for name in data if name.startswith("initial-")]
    parts = [name.rsplit("-", 1) for name in names]
    found = {(prefix, *_form_and_row(plan, prefix, name)) for prefix, name in parts}
    changes = []
    for _, form_class, row in found:
        form = form_class(data, user=user, instance=row)
        changed = form.changed_data
        if not form.is_valid():
            return None
        changes += [form.change(name) for name in changed]
    return changes


def _form_and_row(plan, prefix, name):
    """The form class and the row of a posted name; the row is not read, only pointed at."""
    if prefix == "plan":
        return (NeedForm if name in NeedForm.base_fields else GoalForm), plan
    if prefix == "cycle":
        return AreaForm, plan.cycle
    kind, pk = prefix.split("-", 1)
    form_class = ROW_FORMS[kind]
    return form_class, form_class._meta.model(pk=uuid.UUID(pk))


class BankForm(Form):
    """Look-fors picked from the system's bank."""

    submit_label = "Add to the step"
    look_fors = forms.ModelMultipleChoiceField(
        None, widget=forms.CheckboxSelectMultiple, label="Look-fors"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        bank = BankLookFor.objects.visible_to(user).filter(ended_at=None)
        self.fields["look_fors"].queryset = bank.select_related("indicator")
        self.fields["look_fors"].error_messages["required"] = "Choose one look-for or more"


class ResponseForm(ModelForm):
    submit_label = "Save your response"

    class Meta:
        model = Response
        fields = ["text"]
        labels = {"text": "Your response"}
        help_texts = {
            "text": "It goes with every copy of this plan. You can change it for 30 days."
        }
        things = {"text": "your response"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].strip = False

    def clean_text(self):
        text = one_line_end(self.cleaned_data["text"])
        if not text.strip():
            raise forms.ValidationError("Enter your response")
        return text


class ReflectionForm(Form):
    """The teacher's own words on one prompt."""

    text = forms.CharField(
        required=False, strip=False, show_hidden_initial=True, widget=forms.Textarea
    )

    def __init__(self, *args, prompt, reflection, **kwargs):
        text = reflection.text if reflection else ""
        prefix = prefix_of("prompt", prompt)
        super().__init__(*args, initial={"text": text}, prefix=prefix, **kwargs)
        self.prompt, self.reflection = prompt, reflection
        self.fields["text"].label = prompt.text

    def change(self) -> Change:
        """What was typed, and what it was typed over."""
        was = self.data.get(self["text"].html_initial_name, "")
        value = one_line_end(self.cleaned_data["text"])
        return Change(self["text"].html_name, value, one_line_end(was))


class SelfCheckForm(ModelForm):
    """The three questions of the plan-quality self-check (S0.12)."""

    class Meta:
        model = SelfCheck
        fields = ["is_aligned", "is_manageable", "shows_progress"]
        labels = {
            "is_aligned": "Do the goal, the refinement area and the steps fit the student need?",
            "is_manageable": (
                "Are the steps in a logical order, manageable and scaffolded for this teacher, and "
                "can they show growth by the next observation?"
            ),
            "shows_progress": "Do the look-fors show the teacher that there is progress?",
        }
        widgets = dict.fromkeys(fields, forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = SelfCheck.Answer.choices


class PlanFilter(FilterSet):
    """The filters above the list of plans; they stand in the address."""

    q = CharFilter(label="Teacher or coach", method="named")
    status = ChoiceFilter(choices=Plan.Status.choices, empty_label="Any status")
    of = ChoiceFilter(
        label="Plans of",
        method="about",
        choices=[("teachers", "Teachers"), ("leaders", "School leaders")],
        empty_label="Everybody",
    )
    school = ModelChoiceFilter(
        queryset=lambda request: School.objects.visible_to(request.user), empty_label="Any school"
    )
    school_year = ModelChoiceFilter(
        queryset=lambda request: SchoolYear.objects.visible_to(request.user),
        empty_label="Any year",
    )

    class Meta:
        model = Plan
        form = Form
        fields = ["q", "status", "of", "school", "school_year"]

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if not request.user.has_feature(LEADERS):
            del self.filters["of"]

    def about(self, plans, name, value):
        return plans.filter(is_leaders=value == "leaders")

    def named(self, plans, name, value):
        return plans.filter(Q(teacher__name__icontains=value) | Q(coach__name__icontains=value))
