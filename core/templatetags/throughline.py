"""`{% load throughline %}`: dates, text and form parts as templates show them."""

import re

from django import template
from django.utils.html import format_html

from core import dates
from core import markdown as cleaned
from core.messages import undo_url as undo_url_of

register = template.Library()
MACHINE_VALUE = re.compile(r"[0-9a-f-]{32,36}|\d+|on|true|false", re.IGNORECASE)


@register.filter
def long_date(value):
    """`<time>` "Tue, Nov 24, 2026"; empty for None."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.long_date(value))


@register.filter
def short_date(value):
    """`<time>` "Tue, Nov 24"; empty for None."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.short_date(value))


@register.filter
def clock(value):
    """`<time>` "9:05 AM CST"; empty for None."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.clock(value))


@register.filter
def moment(value):
    """`<time>` "Tue, Nov 24, 2026, 9:05 AM CST"; empty for None."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.moment(value))


@register.filter
def days_ago(value, today):
    """ "3 days ago", counted from `today`; empty for None."""
    return "" if value is None else dates.days_ago(value, today)


@register.filter
def minutes(value):
    """ "42 min"; empty for None."""
    return "" if value is None else dates.minutes(value)


@register.filter
def markdown(text):
    """Markdown somebody wrote, as HTML that can only be read."""
    return cleaned.to_html(text or "")


@register.filter
def undo_url(message):
    """Where *Undo* of this message posts to, or nothing."""
    return undo_url_of(message)


@register.filter
def the_one(messages):
    """The one message to show: the newest error, else the newest of all."""
    shown = list(messages)
    errors = [message for message in shown if message.level_tag == "error"]
    return (errors or shown or [None])[-1]


@register.filter
def widget_kind(field):
    """How `_field.html` lays the field out: hidden, check, choices, select, file or text."""
    kinds = {
        "checkbox": "check",
        "radioselect": "choices",
        "checkboxselectmultiple": "choices",
        "select": "select",
        "selectmultiple": "select",
        "nullbooleanselect": "select",
    }
    return "hidden" if field.is_hidden else kinds.get(field.widget_type, "text")


CONTROL_CLASSES = {
    "check": "form-check-input",
    "choices": "form-check-input",
    "select": "form-select",
    "text": "form-control",
}


@register.simple_tag
def control(field):
    """The field's input with its Bootstrap class; help and error are wired by Django's own ids."""
    own = field.field.widget.attrs.get("class", "")
    classes = [own, CONTROL_CLASSES.get(widget_kind(field), "")]
    if field.errors:
        classes.append("is-invalid")
    drawn = field.as_widget(attrs={"class": " ".join(filter(None, classes))})
    return drawn + field.as_hidden(only_initial=True) if field.field.show_hidden_initial else drawn


@register.simple_tag
def choice_control(field, option):
    """One radio button or checkbox of a group."""
    option.data["attrs"]["class"] = "form-check-input"
    return option.tag()


@register.inclusion_tag("_error_summary.html")
def error_summary(*forms):
    """The list at the top of a page with errors: every error, linked to its field."""
    return {"errors": [error for form in forms if form for error in _errors_of(form)]}


def _errors_of(form):
    """(id of the field or nothing, words) of every error in a form or formset."""
    if hasattr(form, "non_form_errors"):
        yield from (("", text) for text in form.non_form_errors())
        for inner in form.forms:
            yield from _errors_of(inner)
        return
    yield from (("", text) for text in form.non_field_errors())
    for field in form:
        yield from ((_target(field), text) for text in field.errors)


def _target(field):
    """The id of the control to land on: the first one of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id


@register.simple_tag(takes_context=True)
def query(context, *pairs, **changes):
    """This page's query string with some values changed: `{% query page=2 %}`; "" removes one.

    Names that are only known to the page come in pairs: `{% query table.page_field 2 %}`.
    """
    params = context["request"].GET.copy()
    changes |= dict(zip(pairs[::2], pairs[1::2], strict=True))
    for name, value in changes.items():
        if value is None or value == "":
            params.pop(name, None)
        else:
            params[name] = value
    return f"?{params.urlencode()}"


@register.filter
def is_worth_showing(value):
    """Typed text, unlike the ids and switches a form carries along."""
    return len(value) > 2 and not MACHINE_VALUE.fullmatch(value)


@register.filter
def field_words(name):
    """A field's posted name in words: "form-0-due_on" is "Due on"."""
    return name.rsplit("-", 1)[-1].replace("_", " ").strip().capitalize() or "Text"
