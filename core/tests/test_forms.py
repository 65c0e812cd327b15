import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from core.forms import Form, clean_data, thing_named
from core.text import MAX_TEXT


class StepForm(Form):
    submit_label = "Save the step"
    activity = forms.CharField(max_length=60, help_text="In one sentence.")
    due_on = forms.DateField(label="Date of the next visit")
    support = forms.ChoiceField(
        choices=[("model", "Model"), ("observe", "Observe")], widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(min_value=5, max_value=90)
    mail = forms.EmailField(label="E-mail", required=False)
    notes = forms.CharField(widget=forms.Textarea, required=False)
    own = forms.CharField(required=False, label="Own words", error_messages={"required": "Say it"})

    class Meta:
        things = {"minutes": "how many minutes it takes"}


GOOD = {"activity": "Cold call", "due_on": "11/24/2026", "support": "model", "minutes": "20"}


def errors_of(**changes):
    form = StepForm(GOOD | changes)
    form.is_valid()
    return {name: list(errors) for name, errors in form.errors.items()}


def test_of_a_question_the_answer_is_asked_for():
    assert thing_named("Is the visit announced?") == "an answer to “Is the visit announced?”"
    assert thing_named("Next visit:") == "the next visit"


def test_a_good_form_is_good():
    assert errors_of() == {}


def test_an_empty_form_says_what_to_do_about_each_field():
    form = StepForm({})
    form.is_valid()

    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "activity": ["Enter the activity"],
        "due_on": ["Enter the date of the next visit, like 11/24/2026"],
        "support": ["Choose the support"],
        "minutes": ["Enter how many minutes it takes"],
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("activity", "x" * 61, "The activity is 61 characters; shorten it to 60"),
        ("due_on", "soon", "Enter the date of the next visit, like 11/24/2026"),
        ("due_on", "0206-11-24", "Enter the date of the next visit with its year, like 11/24/2026"),
        ("support", "guess", "Choose the support from the list"),
        ("minutes", "ten", "Enter how many minutes it takes as a number, like 12"),
        ("minutes", "3", "How many minutes it takes must be 5 or more"),
        ("minutes", "99", "How many minutes it takes must be 90 or less"),
        ("mail", "ada", "Enter the e-mail, like name@school.org"),
        (
            "notes",
            "x" * (MAX_TEXT + 1),
            "The notes is 50,001 characters; shorten it to 50,000",
        ),
    ],
)
def test_an_error_names_the_field_and_says_what_to_do(field, value, words):
    assert errors_of(**{field: value}) == {field: [words]}


def test_no_error_blames_or_begs():
    words = [text for texts in errors_of(**dict.fromkeys(GOOD, "")).values() for text in texts]
    assert [text for text in words if re.search(r"invalid|please|required", text, re.I)] == []


def test_words_written_for_one_field_are_left_alone():
    form = StepForm(GOOD)
    assert form.fields["own"].error_messages["required"] == "Say it"


def test_nul_and_lone_surrogates_are_taken_out_before_anything_is_checked():
    form = StepForm(GOOD | {"activity": "Cold\x00 call\ud800", "support": "mo\x00del"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["activity"] == "Cold call"
    assert form.cleaned_data["support"] == "model"


def test_a_query_dict_is_cleaned_with_all_its_values():
    data = QueryDict(mutable=True)
    data.setlist("a\x00", ["x\x00", "y"])

    assert dict(clean_data(data).lists()) == {"a": ["x", "y"]}


def test_text_that_is_too_long_stays_on_the_page():
    text = "too long " * 6000
    form = StepForm(GOOD | {"notes": text})

    assert not form.is_valid()
    assert text in render_crispy_form(form)


def test_the_browser_never_cuts_what_is_pasted():
    assert "maxlength" not in render_crispy_form(StepForm())


@pytest.mark.parametrize(
    ("label", "thing"),
    [
        ("Next visit", "the next visit"),
        ("Your reply", "your reply"),
        ("What you saw:", "what you saw"),
        ("STG", "the STG"),
        ("The goal", "the goal"),
    ],
)
def test_a_label_becomes_part_of_a_sentence(label, thing):
    assert thing_named(label) == thing


def bad_page():
    form = StepForm(GOOD | {"activity": "", "support": ""})
    form.is_valid()
    return render_crispy_form(form)


def test_the_summary_has_the_same_words_as_the_fields_and_leads_to_them():
    page = bad_page()
    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', page)

    assert links == [("id_activity", "Enter the activity"), ("id_support_0", "Choose the support")]
    for target, words in links:
        assert f'id="{target}"' in page
        assert page.count(words) == 2


def test_the_summary_is_an_alert_that_takes_the_focus():
    summary = re.search(r'<div class="error-summary"[^>]*>', bad_page()).group()

    assert 'role="alert"' in summary
    assert 'tabindex="-1"' in summary
    assert "data-autofocus" in summary


def test_a_field_is_described_by_its_help_and_its_error():
    page = bad_page()
    control = re.search(r'<input[^>]*name="activity"[^>]*>', page).group()

    assert 'aria-describedby="id_activity_helptext id_activity_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_activity_helptext"' in page
    assert 'id="id_activity_error"' in page


def test_a_group_of_choices_is_a_fieldset_with_its_question():
    page = bad_page()

    assert re.search(r'<fieldset aria-describedby="id_support_error">\s*<legend', page)


def test_only_optional_fields_are_marked():
    page = render_crispy_form(StepForm())

    assert re.findall(r">(\w[\w -]*) <span class=\"optional\">", page) == [
        "E-mail",
        "Notes",
        "Own words",
    ]


def test_a_form_page_leaves_checking_to_us():
    page = render_crispy_form(StepForm())

    assert "novalidate" in page
    assert " required" not in page


def test_dates_use_the_browsers_calendar():
    form = StepForm(initial={"due_on": forms.DateField().to_python("2026-11-24")})
    control = re.search(r'<input[^>]*name="due_on"[^>]*>', render_crispy_form(form)).group()

    assert 'type="date"' in control
    assert 'value="2026-11-24"' in control


def test_the_button_says_what_it_does():
    assert re.search(
        r'<button type="submit"[^>]*>Save the step</button>', render_crispy_form(StepForm())
    )


def test_errors_of_a_formset_are_in_the_summary_too():
    formset = forms.formset_factory(StepForm, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-activity": "Cold call"}
    )
    formset.is_valid()
    page = Template("{% load throughline %}{% error_summary formset %}").render(
        Context({"formset": formset})
    )

    assert 'href="#id_form-0-due_on">Enter the date of the next visit, like 11/24/2026<' in page


def test_hostile_text_is_shown_as_text():
    form = StepForm({"activity": '"><script>alert(1)</script>' * 9})
    form.is_valid()

    assert "<script>" not in render_crispy_form(form)


class ListsForm(Form):
    role = forms.TypedChoiceField(choices=[("", "---------"), ("coach", "Coach")])
    band = forms.TypedChoiceField(
        label="Grade band", required=False, choices=[("", "---------"), ("k", "Pre-K–K")]
    )
    own = forms.TypedChoiceField(choices=[("", "All"), ("coach", "Coach")])
    shows = forms.TypedChoiceField(
        choices=[("", "---------"), ("yes", "Yes")], widget=forms.RadioSelect
    )


def test_the_empty_line_of_a_list_is_in_words():
    firsts = {name: field.choices[0][1] for name, field in ListsForm().fields.items()}
    assert firsts == {"role": "Choose the role", "band": "None", "own": "All", "shows": "---------"}
