"""`{% load people %}`: the tabs of the people pages, and the state of an invitation."""

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from django import template
from django.urls import reverse

from people.account_forms import SHARED_MEANS
from people.models import Invitation

register = template.Library()
TONES = {"signed_in": "done", "opened": "active", "sent": "active", "failed": "late"}


@register.inclusion_tag("account/_provider_buttons.html", takes_context=True)
def provider_buttons(context, providers=None):
    """Links to providers, all of the installation where none are given. They lead back to the page
    that was asked for."""
    request = context["request"]
    to = get_next_redirect_url(request)
    more = {"next": to} if to else {}
    found = get_adapter().list_providers(request) if providers is None else providers
    links = [
        {
            "name": each.name,
            "url": each.get_login_url(request, **more),
            "shared_url": each.get_login_url(request, **more, shared=1),
        }
        for each in found
    ]
    return {"links": links, "are_alone": providers is not None, "shared_means": SHARED_MEANS}


@register.inclusion_tag("people/_tabs.html", takes_context=True)
def people_tabs(context, current):
    """The sections of the people pages that concern the reader, `current` marked."""
    user = context["request"].user
    is_office = user.is_system_admin or user.is_district_staff
    tabs = [
        ("people", "People", "people:person_list", True),
        ("schools", "Schools", "people:school_list", True),
        ("years", "School years", "people:year_list", True),
        ("coaching", "Coaching", "people:assignment_list", True),
        ("evaluators", "Evaluators", "people:evaluator_list", True),
        ("training", "Training", "people:training_list", is_office or user.is_custodian),
        ("files", "Files", "people:import_list", is_office),
        ("invitations", "Invitations", "people:invitation_list", user.is_system_admin),
        ("mails", "Mail log", "notices:mail_log", user.is_system_admin),
        (
            "settings",
            "Settings",
            "people:system_edit",
            user.is_system_admin or user.is_district_staff,
        ),
    ]
    return {
        "tabs": [
            {"label": label, "url": reverse(name), "is_current": key == current}
            for key, label, name, is_shown in tabs
            if is_shown
        ]
    }


@register.inclusion_tag("_status.html")
def invitation_status(state):
    """The state of an invitation as a tag with text."""
    labels = dict(Invitation.State.choices) | {"none": "Not invited yet"}
    return {"label": labels.get(state, state), "tone": TONES.get(state, "neutral")}
