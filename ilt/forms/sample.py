"""For which team, and when, a meeting is started from a sample agenda."""

import datetime as dt

from django import forms
from django.db.models import Q

from core.forms import Form
from people.models import Team, TeamMember

IN_A_WEEK = dt.timedelta(days=7)
USUAL_TIME = dt.time(15)


class SampleStartForm(Form):
    submit_label = "Plan the meeting from this sample"
    team = forms.ModelChoiceField(None, empty_label=None)
    on = forms.DateField(label="Day of the meeting")
    at = forms.TimeField(label="Time")
    lead = forms.ModelChoiceField(
        None,
        required=False,
        label="Who takes the assignment of the lead",
        empty_label="Nobody in particular",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        teams = teams_to_plan_for(user)
        self.fields["team"].queryset = teams
        members = TeamMember.objects.visible_to(user).active(user.today).filter(team__in=teams)
        people = self.fields["lead"]
        people.queryset = user.__class__.objects.visible_to(user).filter(
            pk__in=members.values("user")
        )
        self.initial |= {"on": user.today + IN_A_WEEK, "at": USUAL_TIME}

    def clean(self):
        cleaned = super().clean()
        team, lead = cleaned.get("team"), cleaned.get("lead")
        if team and lead and not _is_member(team, lead, self.user):
            self.add_error("lead", "Choose a member of this team")
        return cleaned


def _is_member(team, person, user):
    members = TeamMember.objects.visible_to(user).active(user.today)
    return members.filter(team=team, user=person).exists()


def teams_to_plan_for(user):
    """Teams whose meetings the person plans: the own, guests aside, and those of schools they
    lead (permissions R32, R33, R35)."""
    guest = TeamMember.Role.GUEST
    own = [one.team_id for one in user.current_team_memberships if one.role != guest]
    teams = Team.objects.visible_to(user).current()
    return teams.filter(Q(pk__in=own) | Q(school__in=user.led_school_ids))
