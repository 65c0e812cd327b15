"""Data reviews and step-backs: the list, the packet, and every part of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.messages import success_with_undo
from ilt.actions import data_review as actions
from ilt.forms import data_review as forms
from ilt.models import DataReview, PromisedStep, ReviewCadence, ReviewEntry
from ilt.models.keeping import can_keep, keeps_any
from ilt.packet import packet_of
from ilt.review_due import next_reviews
from ilt.views.saving import find_pages, form_page, is_written, teams_trail
from people.models import Team
from people.views.finding import allow, get_editable, page_of

KEEPERS = "Data reviews are kept by the leadership teams and the school’s principals."
ASKERS = "Feedback comes from the system’s leadership team."
HELD = "This review was held: what was shown and promised stays. Open it again to change it."
READERS = (
    "the school’s principals and leadership team",
    "coaches at the school",
    "the system’s leadership team",
    "district coaching staff",
    "the personnel custodian",
)
BOTH = ["GET", "HEAD", "POST"]


def _reviews(request):
    return DataReview.objects.visible_to(request.user).select_related("school", "previous")


def _trail(*entries):
    return teams_trail(("Data reviews", reverse("ilt:review_list")), *entries)


def _trail_of(review, *entries):
    name = f"{review.whose}: {review.title}"
    return _trail((name, review.get_absolute_url() if entries else None), *entries)


@require_safe
def review_list(request):
    """The reviews one may read, newest first, and whose next one is due."""
    user = request.user
    find_pages(user)
    teams = Team.objects.visible_to(user)
    dues = [
        due
        for due in next_reviews(teams, user.school_system_id, user.today)
        if can_keep(user, due.team.school_id) or user.is_district_staff
    ]
    for due in dues:
        due.team.is_late = due.is_due(user.today)
    context = {
        "page": page_of(request, _reviews(request)),
        "dues": dues,
        "can_add": keeps_any(user),
        "can_set": user.is_in_system_ilt,
        "trail": teams_trail(("Data reviews", None)),
    }
    return render(request, "ilt/review_list.html", context)


@require_http_methods(BOTH)
def review_add(request):
    """Begin a review: of an own school, or for the system's leadership team of any."""
    user = request.user
    find_pages(user)
    allow(keeps_any(user), KEEPERS)
    form = forms.ReviewStartForm(request.POST or None, user=user)
    if form.is_valid() and is_written(form, actions.save_review, data_sets=[]):
        messages.success(request, "The review is begun. Lay the data on the table.")
        return redirect(form.instance)
    return form_page(request, form, "Begin a data review", _trail(("Begin a review", None)))


@require_safe
def review_detail(request, pk):
    """The packet. It opens with what became of the last review's steps."""
    user = request.user
    review = get_object_or_404(_reviews(request), pk=pk)
    can_edit = review.can_be_edited_by(user)
    context = {
        "review": review,
        "packet": packet_of(review, user),
        "can_edit": can_edit,
        "can_change": can_edit and not review.is_held,
        "can_ask": review.can_be_asked_by(user),
        "can_print": can_print(user, review),
        "readers": READERS,
        "trail": _trail_of(review),
    }
    return render(request, "ilt/review_detail.html", context)


def can_print(user, review):
    """Taken along on paper by principals, the system's leadership team and district staff (R39)."""
    central = user.is_district_staff or user.is_in_system_ilt
    return central or review.school_id in user.led_school_ids


def _open_review(request, pk):
    """A review that may still be changed."""
    review = get_editable(request, _reviews(request), pk)
    allow(not review.is_held, HELD)
    return review


@require_http_methods(BOTH)
def review_edit(request, pk):
    review = _open_review(request, pk)
    form = forms.ReviewForm(request.POST or None, instance=review, user=request.user)
    if form.is_valid():
        data_sets = form.cleaned_data["data_sets"]
        if is_written(form, actions.save_review, data_sets=data_sets):
            messages.success(request, "Review saved.")
            return redirect(review)
    crumbs = _trail_of(review, ("What is on the table", None))
    return form_page(request, form, "What is on the table", crumbs)


@require_POST
def review_ready(request, pk):
    """The school has prepared it."""
    review = _open_review(request, pk)
    actions.say_ready(review)
    messages.success(request, "The packet is ready to read.")
    return redirect(review)


@require_http_methods(BOTH)
def review_hold(request, pk):
    """It was held; a step is promised, or the reason why none is."""
    review = _open_review(request, pk)
    form = forms.HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_held(form, review):
        undo = reverse("ilt:review_reopen", args=[review.pk])
        success_with_undo(request, "The review is held. The next one opens with its steps.", undo)
        return redirect(review)
    return form_page(request, form, "The review was held", _trail_of(review, ("Held", None)))


def _is_held(form, review):
    try:
        because = form.cleaned_data["no_steps_because"]
        actions.hold(review, because=because, now=timezone.now())
    except actions.NothingPromisedError:
        form.add_error("no_steps_because", actions.NO_STEPS)
        return False
    return True


@require_POST
def review_reopen(request, pk):
    """Not held after all."""
    review = get_editable(request, _reviews(request), pk)
    actions.reopen(review)
    messages.success(request, "The review can be changed again.")
    return redirect(review)


@require_http_methods(BOTH)
def question_add(request, pk):
    review = get_editable(request, _reviews(request), pk)
    row = _entry(request, review)
    form = forms.QuestionForm(request.POST or None, instance=row, user=request.user)
    return _part(request, form, "Ask a question", "Question asked.")


@require_http_methods(BOTH)
def feedback_add(request, pk):
    review = get_object_or_404(_reviews(request), pk=pk)
    allow(review.can_be_asked_by(request.user), ASKERS)
    row = _entry(request, review, kind=ReviewEntry.Kind.FEEDBACK)
    form = forms.FeedbackForm(request.POST or None, instance=row, user=request.user)
    return _part(request, form, "Give feedback", "Feedback given.")


def _entry(request, review, **fields):
    return ReviewEntry(review=review, author=request.user, **fields)


@require_http_methods(BOTH)
def question_answer(request, pk):
    rows = ReviewEntry.objects.visible_to(request.user).select_related("review__school")
    entry = get_editable(request, rows.exclude(kind=ReviewEntry.Kind.FEEDBACK), pk)
    entry.answered_by = request.user
    form = forms.AnswerForm(request.POST or None, instance=entry, user=request.user)
    return _part(request, form, "Answer the question", "Answer saved.", lead=entry.text)


@require_http_methods(BOTH)
def step_add(request, pk):
    review = _open_review(request, pk)
    row = PromisedStep(review=review)
    form = forms.StepForm(request.POST or None, instance=row, user=request.user)
    return _part(request, form, "Promise a step", "Step promised.")


def _step(request, pk):
    rows = PromisedStep.objects.visible_to(request.user).select_related("review__school")
    return get_editable(request, rows, pk)


@require_http_methods(BOTH)
def step_edit(request, pk):
    """Change a promise, until the review was held."""
    step = _step(request, pk)
    allow(not step.review.is_held, HELD)
    form = forms.StepForm(request.POST or None, instance=step, user=request.user)
    return _part(request, form, "Change the step", "Step saved.")


@require_http_methods(BOTH)
def step_outcome(request, pk):
    """What became of a promised step, and whether it worked."""
    step = _step(request, pk)
    step.reported_by, step.reported_at = request.user, timezone.now()
    form = forms.OutcomeForm(request.POST or None, instance=step, user=request.user)
    return _part(request, form, "What became of it", "Saved.", lead=step.text)


def _part(request, form, heading, done, **more):
    """A part of the packet: its form, or back to where it is read."""
    review = form.instance.review
    if form.is_valid() and is_written(form, actions.save_part):
        messages.success(request, done)
        return redirect(review)
    return form_page(request, form, heading, _trail_of(review, (heading, None)), **more)


@require_http_methods(BOTH)
def review_cadence(request):
    """How often the system's data are reviewed: its leadership team says."""
    user = request.user
    find_pages(user)
    allow(user.is_in_system_ilt, "The system’s leadership team says how often data are reviewed.")
    row = ReviewCadence.objects.visible_to(user).first() or ReviewCadence()
    form = forms.CadenceForm(request.POST or None, instance=row, user=user)
    if form.is_valid() and is_written(form):
        messages.success(request, "Saved.")
        return redirect("ilt:review_list")
    crumbs = _trail(("How often", None))
    return form_page(request, form, "How often data are reviewed", crumbs)
