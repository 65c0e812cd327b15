"""To the provider, and back from it."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from core.middleware import mark_shared
from people.actions.identity import unlink_identities
from people.single_sign_on import FAILED, OpenIDConnect, refusal
from people.views.finding import get_administered_person


@login_not_required
@require_safe
def single_sign_on(request, provider_id):
    """To the page of the provider where people sign in; `shared=1` says on what kind of device."""
    if "shared" in request.GET and not request.user.is_authenticated:
        mark_shared(request.session)
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
@require_safe
def single_sign_on_back(request, provider_id):
    """Back from there: signed in, or told why not."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view, request, provider_id):
    adapter = OpenIDConnect(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        return view.adapter_view(adapter)(request)
    except (RequestException, KeyError, ValueError):
        return refusal(request, provider, FAILED)


@require_POST
def person_account_unlink(request, pk):
    """The system admin parts a person from the account linked to them: they got a new one."""
    person = get_administered_person(request, pk)
    unlink_identities(person)
    messages.success(request, f"The next account with the e-mail of {person.name} is linked anew.")
    return redirect(person)
