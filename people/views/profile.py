from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.forms import render_form
from people.actions.rows import save_row
from people.forms.profile import ProfileForm
from people.models import AccessEvent, User
from people.views.finding import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """What a person sets for themself: name, colors, keyboard shortcuts."""
    user = (
        User.objects.visible_to(request.user)
        .select_related("school_system", "calendar_feed")
        .get(pk=request.user.pk)
    )
    form = ProfileForm(request.POST or None, instance=user, user=user)
    if form.is_valid():
        save_row(user)
        messages.success(request, "Your settings were saved.")
        return redirect("people:profile")
    return render_form(request, "people/profile.html", {"form": form, "person": user})


@require_safe
def access_list(request):
    """Who opened my records, and which records of others I opened (permissions R57)."""
    user = request.user
    own = request.GET.get("show") == "mine"
    events = AccessEvent.objects.visible_to(user)
    events = events.filter(reader=user) if own else events.filter(subject=user)
    events = events.select_related("reader", "subject")
    context = {"page": page_of(request, events), "is_own": own}
    return render(request, "people/access_list.html", context)
