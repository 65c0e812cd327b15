"""The grid in which evaluators enter dates and areas of a round for many teachers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coaching.actions.round_grid import FASTER, save_grid
from coaching.forms.round_grid import LABELS, GridFilter, RoundGridForm, teachers_in
from coaching.models import Indicator
from coaching.models.observation import CLOCK
from coaching.round_grid import lines_of_grid, teachers_of_grid
from coaching.views.observation import NO_YEAR, year_of
from core.forms import render_form

PAGE = 40  # lines of one grid: five cells and what they began from stay within one post


@require_http_methods(["GET", "HEAD", "POST"])
def round_grid(request):
    """A line for each teacher observed formally; 404 for whoever observes nobody."""
    user = request.user
    if not user.has_feature(CLOCK) or user.duties.isdisjoint({"school_leader", "evaluator"}):
        raise Http404
    wanted = GridFilter(request.GET, user=user)
    page = _page(request, wanted)
    lines = lines_of_grid(page, user, mode=wanted.mode)
    form = RoundGridForm(request.POST if request.method == "POST" else None, user=user, lines=lines)
    if form.is_valid() and _is_saved(request, form, wanted.mode):
        return redirect(f"{reverse('coaching:round_grid')}?{request.GET.urlencode()}")
    context = {
        "form": form,
        "wanted": wanted,
        "page": page,
        "headings": LABELS.values(),
        "indicators": Indicator.objects.visible_to(user).of_teachers(),
        "trail": [("Observation rounds", reverse("coaching:round_list")), ("Grid", None)],
    }
    response = render_form(request, "coaching/round_grid.html", context)
    response.status_code = 409 if form.has_conflict else response.status_code
    return response


def _page(request, wanted):
    """The teachers of the page; of a post those whose cells were sent, still observed."""
    teachers = teachers_of_grid(request.user)
    if request.method == "POST":
        sent = teachers.chosen(teachers_in(request.POST))
        return Paginator(sent, PAGE).get_page(1)
    return Paginator(wanted.narrow(teachers), PAGE).get_page(request.GET.get("page"))


def _is_saved(request, form, mode):
    user, changes = request.user, form.changes
    if not changes:
        messages.info(request, "Nothing was changed.")
        return True
    year = year_of(user)
    if year is None:
        form.add_error(None, NO_YEAR)
        return False
    try:
        save_grid(changes, mode=mode, year=year, by=user, now=timezone.now())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except IntegrityError:
        form.add_error(None, FASTER)
        return False
    count = len(changes)
    messages.success(request, f"{count} {'round' if count == 1 else 'rounds'} saved.")
    return True
