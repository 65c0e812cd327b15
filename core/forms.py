"""The base of every form: clean text in, errors that name the thing and say what to do.

    class StepForm(ModelForm):
        class Meta:
            model = ActionStep
            fields = ["activity", "due_on"]
            things = {"due_on": "the date this step is due"}   # optional: how errors name it

    def step_edit(request, pk):
        form = StepForm(request.POST or None, instance=step, user=request.user)
        if form.is_valid():
            ...
            return redirect(step)
        return render_form(request, "coaching/step_edit.html", {"form": form, "step": step})

`render_form` answers 422 when a form in the context has errors and puts "Error: " in the title.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from core.text import MAX_TEXT, strip_unstorable, too_long

DASHES = BLANK_CHOICE_DASH[0][1]
LINK = "Enter a link that starts with https:// or http://, like https://example.org/page"
DETERMINERS = {
    *("a", "an", "the", "your", "my", "our", "their", "his", "her", "each", "every", "any"),
    *("what", "who", "whom", "why", "how", "when", "where", "which", "whether", "one", "new"),
}


def clean_data(data):
    """A copy of posted data without NUL and lone surrogates in any name or value."""
    if not isinstance(data, MultiValueDict):
        return {key: _clean_value(value) for key, value in data.items()}
    cleaned = QueryDict(mutable=True) if isinstance(data, QueryDict) else MultiValueDict()
    for key, values in data.lists():
        cleaned.setlist(strip_unstorable(key), [_clean_value(value) for value in values])
    return cleaned


def _clean_value(value):
    return strip_unstorable(value) if isinstance(value, str) else value


def thing_named(label: str) -> str:
    """How a sentence names the field labelled `label`: "Next visit" is "the next visit"; of a
    question it is the answer."""
    if str(label).endswith("?"):
        return f"an answer to “{label}”"
    label = str(label).rstrip(":").strip()
    first = label.split(" ", 1)[0]
    if not first[1:2].isupper():
        label = label[:1].lower() + label[1:]
    return label if first.lower() in DETERMINERS else f"the {label}"


class TextLength:
    """Refuses text over `limit` characters, in words that name it."""

    def __init__(self, thing, limit):
        self.thing, self.limit = thing, limit

    def __call__(self, value):
        if len(value) > self.limit:
            raise forms.ValidationError(too_long(self.thing, len(value), self.limit), "max_length")


class DateInput(forms.DateInput):
    """A date picked with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time picked with the browser's own clock."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class WordedForm:
    """What Form and ModelForm share: clean text, worded errors, the crispy helper."""

    error_css_class = "has-error"
    submit_label = "Save"

    def __init__(self, data=None, files=None, *, user=None, **kwargs):
        self.user = user
        # By name: the first thing some forms of allauth take is not the data.
        data = None if data is None else clean_data(data)
        super().__init__(data=data, files=files, **kwargs)
        self.use_required_attribute = False
        for name, field in list(self.fields.items()):
            self.add_field(name, field)

    def add_field(self, name, field):
        """Take a field into the form, worded and limited as those it is declared with."""
        things = getattr(getattr(self, "Meta", None), "things", {})
        label = field.label or name.replace("_", " ").capitalize()
        _prepare(field, things.get(name) or thing_named(label))
        self.fields[name] = field

    @property
    def helper(self):
        """The crispy helper: one column, our error summary, one button named by its verb."""
        helper = FormHelper()
        helper.attrs = {"novalidate": ""}
        helper.add_input(Submit("", self.submit_label, css_class="btn-lg"))
        return helper

    @property
    def fields_helper(self):
        """The helper for a page that writes its own `<form>` tag and buttons."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


def _prepare(field, thing):
    """Word the field's own errors and give it the control that fits."""
    if isinstance(field.widget, forms.DateInput) and not isinstance(field.widget, DateInput):
        field.widget = DateInput(field.widget.attrs)
    if isinstance(field.widget, forms.TimeInput) and not isinstance(field.widget, TimeInput):
        field.widget = TimeInput(field.widget.attrs)
    _prepare_choice(field, thing)
    own_words = _own_words(field)
    for code, text in _error_words(field, thing).items():
        if code not in own_words:
            field.error_messages[code] = text
    field.validators = [_worded(validator, thing) for validator in field.validators]
    if isinstance(field, forms.DateField):
        field.validators.append(_InOurTime(thing))
    if isinstance(field, forms.CharField):
        _prepare_text(field, thing)


def _prepare_choice(field, thing):
    """Say in words what the empty first line of a list means, where Django draws dashes."""
    empty = f"Choose {thing}" if field.required else "None"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = empty
    elif isinstance(field, forms.TypedChoiceField) and isinstance(field.widget, forms.Select):
        choices = list(field.choices)
        if choices[:1] == [("", DASHES)]:
            field.choices = [("", empty), *choices[1:]]


def _own_words(field):
    """The codes whose words somebody wrote for this field: those are left alone."""
    defaults = {}
    for base in reversed(type(field).__mro__):
        defaults.update(getattr(base, "default_error_messages", {}))
    return {code for code, text in field.error_messages.items() if text != defaults.get(code)}


def _prepare_text(field, thing):
    field.widget.attrs.pop("maxlength", None)
    limit = min(field.max_length or MAX_TEXT, MAX_TEXT)
    dropped = MaxLengthValidator | ProhibitNullCharactersValidator | TextLength
    kept = [validator for validator in field.validators if not isinstance(validator, dropped)]
    field.validators = [*kept, TextLength(thing, limit)]
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs.setdefault("rows", 4)


def _error_words(field, thing):
    """What each kind of error says for this kind of field."""
    choose = f"Choose {thing}"
    enter = f"Enter {thing}"
    if isinstance(field, forms.FileField):
        return {"required": choose, "empty": f"Choose {thing} again: that file is empty"}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        again = f"{choose} from the list"
        codes = ("invalid_choice", "invalid_list", "invalid_pk_value")
        return {"required": choose} | dict.fromkeys(codes, again)
    if isinstance(field, forms.BooleanField):
        return {"required": f"Tick the box: {thing}"}
    if isinstance(field, forms.DateField):
        return dict.fromkeys(("required", "invalid"), f"{enter}, like 11/24/2026")
    if isinstance(field, forms.TimeField):
        return dict.fromkeys(("required", "invalid"), f"{enter}, like 9:05 AM")
    if isinstance(field, forms.EmailField):
        return {"required": enter}
    if isinstance(field, forms.URLField):
        return {"required": enter, "invalid": LINK}
    if isinstance(field, forms.IntegerField):
        return {"required": enter, "invalid": f"{enter} as a number, like 12"}
    return {"required": enter, "invalid": enter}


class _InOurTime:
    """A date whose year somebody mistyped is no date of a school: 2000 to 2199."""

    def __init__(self, thing):
        self.thing = thing

    def __call__(self, day):
        if not 2000 <= day.year <= 2199:
            raise forms.ValidationError(f"Enter {self.thing} with its year, like 11/24/2026")


def _worded(validator, thing):
    """The validator with words that name the thing; it keeps its own when it has any."""
    name = thing[:1].upper() + thing[1:]
    words = {
        MinValueValidator: f"{name} must be %(limit_value)s or more",
        MaxValueValidator: f"{name} must be %(limit_value)s or less",
        MinLengthValidator: f"{name} must have %(limit_value)d characters or more",
    }
    if type(validator) in words and validator.message == type(validator).message:
        return type(validator)(validator.limit_value, words[type(validator)])
    code = getattr(validator, "code", "")
    if type(validator).__name__ == "EmailValidator" and code == "invalid":
        return type(validator)(f"Enter {thing}, like name@school.org")
    if type(validator).__name__ == "URLValidator":
        return type(validator)(schemes=["http", "https"], message=LINK)
    return validator


class Form(WordedForm, forms.Form):
    """A form that stands for no single row."""


class ModelForm(WordedForm, forms.ModelForm):
    """A form that edits one row."""


def render_form(request, template, context):
    """Answer with the page: 422 and "Error: " in its title when a form in `context` has errors."""
    has_errors = any(_has_errors(value) for value in context.values())
    status = 422 if has_errors else 200
    return render(request, template, {**context, "has_errors": has_errors}, status=status)


def _has_errors(value):
    if not isinstance(value, forms.BaseForm | forms.BaseFormSet):
        return False
    return value.is_bound and not value.is_valid()
