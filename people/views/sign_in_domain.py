"""Which domains of e-mails sign in by the accounts of the school system alone."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.forms import render_form
from people.actions.sign_in_domain import keep_domains
from people.forms.rows import is_saved
from people.forms.sign_in_domain import SignInDomainsForm
from people.models import SignInDomain
from people.single_sign_on import domains_offered
from people.views.finding import allow


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_domains(request):
    """The domains that the providers of the school system may speak for, ticked by its admin."""
    user = request.user
    allow(user.is_system_admin)
    form = SignInDomainsForm(
        request.POST if request.method == "POST" else None,
        offered=domains_offered(request, user.school_system),
        kept=SignInDomain.objects.visible_to(user).values_list("domain", flat=True),
    )
    if form.is_valid() and is_saved(form, keep_domains, user.school_system, form.chosen):
        messages.success(request, "The settings were saved.")
        return redirect("people:sign_in_domains")
    trail = [("Settings", reverse("people:system_edit")), ("Single sign-on", None)]
    return render_form(request, "people/sign_in_domains.html", {"form": form, "trail": trail})
