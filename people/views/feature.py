"""What each school has switched on, and the two questions about it."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions import feature as actions
from people.forms.feature import SurveyForm
from people.models import FeatureSurvey, School
from people.models.feature import Feature
from people.views.finding import allow


@require_safe
def feature_list(request):
    """Each feature school by school, with what people said: switched by the system admin, read by
    district staff."""
    user = request.user
    allow(user.is_system_admin or user.is_district_staff)
    schools = list(School.objects.visible_to(user))
    surveys = {
        (survey.feature, survey.school_id): survey
        for survey in FeatureSurvey.objects.visible_to(user)
    }
    context = {
        "features": [_lines_of(feature, schools, surveys) for feature in Feature],
        "can_edit": user.is_system_admin,
        "smallest_group": user.school_system.minimum_group,
        "trail": [("Settings", reverse("people:system_edit")), ("Features", None)],
    }
    return render(request, "people/feature_list.html", context)


def _lines_of(feature, schools, surveys):
    lines = [
        (school, getattr(school, feature.column), surveys.get((feature, school.pk)))
        for school in schools
    ]
    on = sum(since is not None for _school, since, _survey in lines)
    return {"feature": feature, "lines": lines, "on": on, "off": len(lines) - on}


@require_POST
def feature_switch(request, feature):
    """Switch a feature on or off: of one school, or of all."""
    user = request.user
    allow(user.is_system_admin)
    if feature not in Feature.values:
        raise Http404
    feature, schools = Feature(feature), School.objects.visible_to(user)
    if "school" in request.POST:
        schools = schools.filter(pk=_one_of(schools, request.POST["school"]).pk)
    if request.POST.get("to") == "on":
        count = actions.switch_on(feature, schools, today=user.today)
    else:
        count = actions.switch_off(feature, schools)
    _say(request, feature, count)
    return redirect("people:feature_list")


def _one_of(schools, key):
    found = [school for school in schools if str(school.pk) == key]
    if not found:
        raise Http404
    return found[0]


def _say(request, feature, count):
    state = "on" if request.POST.get("to") == "on" else "off"
    where = f"{count} school{'' if count == 1 else 's'}"
    messages.success(request, f"{feature.label} is switched {state} at {where}.")


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request, pk):
    """Two questions about a feature, three weeks after it was switched on; 404 for whoever is not
    asked, or has answered."""
    user = request.user
    rows = FeatureSurvey.objects.visible_to(user).asking(user).select_related("school")
    row = get_object_or_404(rows, pk=pk)
    form = SurveyForm(request.POST if request.method == "POST" else None, user=user)
    if "skip" in request.POST:
        return _take(request, row, None)
    if form.is_valid():
        return _take(request, row, form.cleaned_data)
    context = {
        "form": form,
        "survey": row,
        "smallest_group": user.school_system.minimum_group,
        "trail": [("Today", reverse("reports:today")), ("Two questions", None)],
    }
    return render_form(request, "people/survey.html", context)


def _take(request, row, answers):
    try:
        actions.answer_survey(row, answers, by=request.user)
    except IntegrityError as error:  # sent twice: the first has counted
        raise Http404 from error
    thanks = "Thank you. Your answers are counted." if answers else "We will not ask again."
    messages.success(request, thanks)
    return redirect("reports:today")
