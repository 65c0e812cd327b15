"""Rounds of formal observation: the list, one round, its steps and its areas."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.actions import observation as actions
from coaching.forms.observation import (
    AreasForm,
    PlannedForm,
    RoundBeginForm,
    RoundFilter,
    StepForm,
)
from coaching.models import (
    ClockChange,
    DateMove,
    ObservationArea,
    ObservationRound,
    Walkthrough,
)
from coaching.models.observation import CLOCK
from coaching.models.relations import caseload
from coaching.readers import who_can_read
from coaching.rounds import (
    counts_for,
    keeps_rounds,
    lines_of,
    narrowed,
    observable_by,
    round_of,
    rounds_for,
    soonest_first,
    with_assessment,
    with_coaching_plan,
    with_informal_visit,
)
from core.forms import render_form
from people.actions.access import record_read
from people.forms.rows import is_saved
from people.models import SchoolYear, User

PAGE = 50
LISTING = {"coach", "school_leader", "evaluator"}
NOT_YOURS = "Evaluator, school leader and owner coach change an open observation round."
TO_CONFIRM = "Evaluator or school leader confirm what was copied."
NO_YEAR = "Ask your administrator to enter this school year first."
LATER_FIRST = "Take back first what followed it."


def get_round(request, pk) -> ObservationRound:
    rows = with_informal_visit(rounds_for(request.user), request.user)
    rows = with_assessment(with_coaching_plan(rows, request.user), request.user)
    return get_object_or_404(rows, pk=pk)


def get_editable_round(request, pk) -> ObservationRound:
    row = get_round(request, pk)
    if not row.can_be_edited_by(request.user):
        raise PermissionDenied(NOT_YOURS)
    return row


def is_listing(user) -> bool:
    """Whether the list of rounds is a page for this person: coach, leader or evaluator."""
    return user.has_feature(CLOCK) and not user.duties.isdisjoint(LISTING)


def trail_of(row, user, *pages):
    """Where a page about a round stands, for those who observe or coach, and for the observed."""
    url = row.get_absolute_url() if pages else None
    rest = [(page, None) for page in pages]
    if user.pk == row.teacher_id:
        home = ("Today", reverse("reports:today"))
        return [home, ("My observation round", url), *rest]
    home = ("Observation rounds", reverse("coaching:round_list"))
    return [home, (row.teacher.name, url), *rest]


@require_safe
def round_list(request):
    """Every round this person sees, the soonest due first; 404 without such a duty."""
    user = request.user
    if not is_listing(user):
        raise Http404
    form = RoundFilter(request.GET, user=user)
    rows = rounds_for(user).exclude(teacher=user)
    rows = soonest_first(narrowed(rows, form.wanted, user))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.lines = lines_of(row, user.today)
    context = {
        "form": form,
        "page": page,
        "numbers": _numbers(user),
        "today": user.today,
        "may_use_grid": not user.duties.isdisjoint({"school_leader", "evaluator"}),
        "trail": [("Today", "/"), ("Observation rounds", None)],
    }
    return render(request, "coaching/round_list.html", context)


def _numbers(user):
    """How many rounds stand how, each a link to the list that makes it."""
    counts = counts_for(user, user.today)
    labels = {"overdue": "Still open after the last day", "due": "Due today", "soon": "Due soon"}
    return [{"show": show, "label": labels[show], "value": counts[show]} for show in labels]


@require_http_methods(["GET", "HEAD", "POST"])
def round_begin(request):
    """A new round of somebody observed or coached; it keeps the numbers of today."""
    user = request.user
    if not is_listing(user):
        raise Http404
    people = observable_by(user)
    chosen = people.chosen([request.GET.get("teacher", "")]).first()
    posted = request.POST if request.method == "POST" else None
    form = RoundBeginForm(posted, user=user, people=people, initial={"teacher": chosen})
    if form.is_valid() and _is_begun(request, form):
        messages.success(request, f"An observation round of {form.instance.teacher.name} began.")
        return redirect(form.instance)
    trail = [("Observation rounds", reverse("coaching:round_list")), ("Begin a round", None)]
    context = {"form": form, "words": "Begin an observation round", "trail": trail}
    return render_form(request, "coaching/round_form.html", context)


def year_of(user):
    """The school year that runs today, or the next one; None where none is entered."""
    years = SchoolYear.objects.visible_to(user).filter(ends_on__gte=user.today)
    return years.order_by("starts_on").first()


def _is_begun(request, form):
    row, user = form.instance, request.user
    row.school_year = year_of(user)
    if row.school_year is None:
        form.add_error(None, NO_YEAR)
        return False
    row.teacher = form.cleaned_data["teacher"]
    row.school_id = row.teacher.school_id
    return is_saved(form, actions.begin_round, row, by=user)


@require_safe
def round_strip(request, pk):
    """The open round of one teacher in short, for her page and for her own: a fragment.

    Who follows the link of the page itself, without JavaScript, comes to the round."""
    user = request.user
    people = User.objects.visible_to(user).filter(Q(pk=user.pk) | Q(pk__in=caseload(user)))
    people = people.filter(keeps_rounds("pk", user.today))
    teacher = get_object_or_404(people, pk=pk)
    row = round_of(teacher, user, user.today)
    if request.htmx:
        return render(request, "coaching/round_strip.html", {"row": row})
    if row:
        return redirect(row)
    messages.info(request, f"No observation round of {teacher.name} is open.")
    return redirect(*_home_of(teacher, user))


def _home_of(teacher, user):
    if teacher.pk == user.pk:
        return ("coaching:my_coaching",)
    return ("coaching:teacher_detail", teacher.pk)


@require_safe
def my_observation_round(request):
    """The way to one's own open round; 404 where there is none."""
    rows = ObservationRound.objects.visible_to(request.user).open()
    return redirect(get_object_or_404(rows, teacher=request.user))


@require_safe
def round_detail(request, pk):
    """One round: each step with its days and who said so, and what the post-conference agreed."""
    row = get_round(request, pk)
    if row.is_official and not row.is_owned:
        note_reading(request, row)
    return round_page(request, row)


def note_reading(request, record):
    """Whoever is not of the pair leaves a line on the teacher's own trail (P14)."""
    record_read(
        record,
        reader=request.user,
        subject=record.teacher,
        why="evaluator or school leader",
        now=timezone.now(),
    )


def round_page(request, row, *, failed=None, refused="", status=None):
    """The page of a round, with what was just refused; 409 where it says so."""
    user = request.user
    areas = ObservationArea.objects.visible_to(user).filter(round=row)
    areas = list(areas.select_related("indicator", "entered_by", "confirmed_by"))
    lines = lines_of(row, user.today)
    can_edit = row.can_be_edited_by(user)
    visits = Walkthrough.objects.visible_to(user).filter(round=row).select_related("coach")
    context = {
        "row": row,
        "lines": [(line, _form_of(line, user, row, failed)) for line in lines],
        "failed": failed,
        "refused": refused,
        "areas": areas,
        "unconfirmed": any(area.confirmed_at is None for area in areas),
        "visits": visits,
        "can_visit": row.teaches and row.formal_visit_can_be_made_by(user),
        "can_edit": can_edit,
        "can_confirm": row.can_be_confirmed_by(user),
        "can_start_plan": _can_start_plan(row, areas, user),
        "can_enter_areas": row.areas_can_be_entered_by(user),
        "is_subject": user.pk == row.teacher_id,
        "can_self_assess": row.can_be_self_assessed_by(user),
        "change_url": _change_url(row, user),
        "readers": who_can_read(row),
        "today": user.today,
        "trail": trail_of(row, user),
    }
    response = render_form(request, "coaching/round_detail.html", context)
    response.status_code = status or response.status_code
    return response


def _can_start_plan(row, areas, user):
    """Whether the button is there: a refinement area, and no open plan yet."""
    has_area = any(area.kind == ObservationArea.Kind.REFINEMENT for area in areas)
    return has_area and row.teaches and not row.open_cycle and row.plan_can_be_started_by(user)


def _change_url(row, user):
    """Where the pair sees the look-fors over time; nobody else does."""
    if user.pk == row.teacher_id:
        return reverse("coaching:my_change") if "teacher" in user.roles else ""
    return reverse("coaching:teacher_change", args=[row.teacher_id]) if row.is_owned else ""


def _form_of(line, user, row, failed):
    """The form of a step that is not done, or the one that has just been refused."""
    if failed and failed.line.name == line.name:
        return failed
    return None if line.done_on else _step_form(user, row, line)


def _step_form(user, row, line, data=None):
    if not line.is_dated:
        return None
    visited = getattr(row, "informal_visit_at", None) if line.name == "follow_up" else None
    day = line.done_on or (visited and visited.astimezone(user.zone).date())
    return StepForm(data, user=user, instance=row, line=line, initial={"day": day})


@require_POST
def round_step(request, pk, step):
    """A step was done on a day."""
    row = get_editable_round(request, pk)
    line = _line(row, step, request.user)
    form = _step_form(request.user, row, line, request.POST)
    if form.is_valid():
        day, now = form.cleaned_data["day"], timezone.now()
        if is_saved(form, actions.record_step, row, step, day, by=request.user, now=now):
            messages.success(request, f"{line.label} saved.")
            return redirect(row)
    return round_page(request, get_round(request, pk), failed=form)


def _line(row, step, user):
    lines = [line for line in lines_of(row, user.today) if line.name == step and line.is_dated]
    if not lines:
        raise Http404
    return lines[0]


@require_POST
def round_step_undo(request, pk, step):
    """A step was entered by mistake."""
    row = get_editable_round(request, pk)
    line = _line(row, step, request.user)
    if actions.take_back_step(row, step):
        messages.success(request, f"{line.label}: taken back.")
    else:
        messages.error(request, LATER_FIRST)
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def round_plan(request, pk):
    """Whether the visit is announced, for when, and when the next one is expected."""
    row = get_editable_round(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = PlannedForm(posted, user=request.user, instance=row)
    if form.is_valid() and is_saved(form, actions.plan_round, row, **form.cleaned_data):
        messages.success(request, "The dates were saved.")
        return redirect(row)
    context = {
        "form": form,
        "words": "Dates of the round",
        "trail": trail_of(row, request.user, "Dates"),
    }
    return render_form(request, "coaching/round_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_areas(request, pk):
    """Enter the areas, or copy them from the official record until somebody confirms."""
    user, row = request.user, get_round(request, pk)
    if not row.areas_can_be_entered_by(user):
        raise PermissionDenied(NOT_YOURS)
    kept = ObservationArea.objects.visible_to(user).filter(round=row)
    missing = [name for name in ("visit_on", "post_conference_on") if not getattr(row, name)]
    form = AreasForm(
        request.POST if request.method == "POST" else None,
        user=user,
        row=row,
        areas={area.kind: area for area in kept},
        is_official=row.is_official,
        may_lack=() if row.is_official else missing,
    )
    if form.is_valid() and _are_entered(form, row, user):
        messages.success(request, "The areas were saved.")
        return redirect(row)
    context = {"form": form, "row": row, "trail": trail_of(row, user, "Areas")}
    return render_form(request, "coaching/round_areas.html", context)


def _are_entered(form, row, user):
    now, is_official = timezone.now(), row.is_official
    args = (row, form.areas, form.dates)
    return is_saved(form, actions.enter_areas, *args, by=user, is_official=is_official, now=now)


@require_POST
def round_confirm(request, pk):
    """Evaluator or leader confirms what coach or teacher copied."""
    row = get_round(request, pk)
    if not row.can_be_confirmed_by(request.user):
        raise PermissionDenied(TO_CONFIRM)
    actions.confirm_areas(row, by=request.user, now=timezone.now())
    messages.success(request, "The areas are confirmed.")
    return redirect(row)


@require_POST
def round_close(request, pk):
    """No further step is asked for."""
    row = get_editable_round(request, pk)
    actions.close_round(row, by=request.user, now=timezone.now())
    messages.success(request, f"The observation round of {row.teacher.name} is closed.")
    return redirect("coaching:round_list")


@require_safe
def round_moves(request, pk):
    """Which due dates a change of the calendar moved, from when to when."""
    user = request.user
    change = get_object_or_404(ClockChange.objects.visible_to(user), pk=pk)
    moves = DateMove.objects.visible_to(user).filter(change=change)
    moves = moves.select_related("step__round__teacher").order_by("due_on", "pk")
    context = {
        "change": change,
        "page": Paginator(moves, PAGE).get_page(request.GET.get("page")),
        "trail": [("Today", "/"), ("Dates that moved", None)],
    }
    return render(request, "coaching/round_moves.html", context)
