"""Pages of the second step that are not allauth's own."""

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from people.actions.second_step import reset_second_step
from people.views.finding import get_administered_person


class AddPasskeyView(AddWebAuthnView):
    """A new passkey: kept on the device and opened by its owner, so that it signs in alone."""

    def get_context_data(self, **kwargs):
        options = auth.begin_registration(self.request.user, passwordless=True)
        return super(AddWebAuthnView, self).get_context_data(**kwargs) | {
            "js_data": {"creation_options": options}
        }


@require_POST
def person_second_step_reset(request, pk):
    """The system admin lets somebody in who lost phone and paper: the password alone again."""
    person = get_administered_person(request, pk)
    if person == request.user:
        return redirect("mfa_index")
    if reset_second_step(person, now=timezone.now()):
        messages.success(request, f"{person.name} signs in with the password alone again.")
    else:
        messages.info(request, f"{person.name} has no second step.")
    return redirect(person)
