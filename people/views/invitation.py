from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions import invitation as actions
from people.forms.invitation import AcceptForm, InvitationFilter
from people.models import User
from people.views.finding import allow, page_of

MOST = 1000


@require_safe
def invitation_list(request):
    """Who is invited, and how far they have come."""
    user = request.user
    allow(user.is_system_admin)
    filter_form = InvitationFilter(request.GET, user=user)
    wanted = filter_form.cleaned_data if filter_form.is_valid() else {}
    people = User.objects.visible_to(user).active().with_invitation()
    context = {
        "filter": filter_form,
        "counts": people.invitation_counts(),
        "page": page_of(request, people.named(wanted.get("q") or "").in_state(wanted.get("state"))),
    }
    return render(request, "people/invitation_list.html", context)


@require_POST
def invitation_send(request):
    """Invite the people ticked, or all who are not invited yet; inviting again resends."""
    user = request.user
    allow(user.is_system_admin)
    people = User.objects.visible_to(user).active().with_invitation()
    if "everybody" in request.POST:
        chosen = people.in_state("none")
    else:
        chosen = people.chosen(request.POST.getlist("person")[:MOST])
    count = actions.invite(list(chosen), now=timezone.now())
    if count:
        words = "1 invitation is" if count == 1 else f"{count} invitations are"
        messages.success(request, f"{words} on the way.")
    else:
        messages.error(request, "Tick at least one person who has not signed in yet.")
    back = chosen.first() if "back" in request.POST else None
    return redirect(back or "people:invitation_list")


@login_not_required  # the link is how somebody without a password comes in
@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_open(request, token):
    """The page an invitation leads to: choose a password, and be signed in."""
    now = timezone.now()
    invitation = actions.invitation_of(token)
    if invitation is None or not invitation.is_open(now):
        context = {"invitation": invitation}
        return render(request, "people/invitation_closed.html", context, status=410)
    invitation.open(now)
    form = AcceptForm(request.POST or None, person=invitation.user)
    if form.is_valid():
        user = actions.accept(invitation, password=form.cleaned_data["password1"], now=now)
        if user is not None:
            return _sign_in(request, user)
    context = {"form": form, "invitation": invitation, "person": invitation.user}
    return render_form(request, "people/invitation_open.html", context)


def _sign_in(request, user):
    login(request, user, backend="people.sign_in.EmailBackend")
    record_authentication(request, user, method="password", email=user.email)
    messages.success(request, f"Welcome, {user.first_name}. Your password is saved.")
    return redirect("reports:today")
