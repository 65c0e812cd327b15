"""How the five parts of a meeting went: marks and one line, for the team."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.dates import long_date
from meetings.actions.quality import show_to_team
from meetings.forms.meeting import QualityForm
from meetings.models import Meeting, QualityCheck
from meetings.views.team import TEAMS, form_page
from people.forms.rows import constraint_of
from people.models import Team
from people.views.finding import allow

VISITORS = (
    "A principal of the school, a member of the system’s leadership team, or who facilitates the "
    "meeting writes how it went."
)


def _get_meeting(user, pk):
    if not user.is_in_system_ilt:
        return get_object_or_404(Meeting.objects.visible_to(user).select_related("team"), pk=pk)
    team = get_object_or_404(Team.objects.visible_to(user), meetings=pk)
    return team.meetings.select_related("team").get(pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def quality_add(request, pk):
    """Six taps and a line. A member of the system's leadership team finds the form by its team's
    calendar, and reads the meeting once the form is shown to the team (permissions R35)."""
    user = request.user
    meeting = _get_meeting(user, pk)
    allow(meeting.can_be_seen_for_quality_by(user), VISITORS)
    form = QualityForm(request.POST or None, user=user)
    if form.is_valid():
        check = QualityCheck(
            school_system_id=meeting.school_system_id,
            meeting=meeting,
            observer=user,
            marks=form.marks(),
            note=form.cleaned_data["note"],
        )
        try:
            show_to_team(check)
        except IntegrityError as error:
            form.add_error(None, constraint_of(QualityCheck, error).violation_error_message)
        else:
            messages.success(request, "The team sees it on the meeting’s page.")
            return redirect(meeting)
    day = long_date(timezone.localtime(meeting.starts_at).date())
    trail = [TEAMS, (meeting.team.name, meeting.team.get_absolute_url()), (day, None)]
    lead = f"{meeting.team.name}, {day}. What you saw of the five parts; there is no score."
    return form_page(request, form, "How the meeting went", trail, lead=lead)
