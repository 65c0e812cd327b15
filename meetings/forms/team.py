"""Forms of teams, their members and their series."""

from django import forms

from core.forms import Form
from people.forms.fields import PersonField
from people.forms.rows import RowForm
from people.models import School, Team, TeamMember, Term, User

Kind = Team.Kind
OTHER_TEAM = "Choose a school and a kind of team that are yours to keep"


class TeamForm(RowForm):
    """A team: its name and kind, when it meets, and what it holds itself to."""

    submit_label = "Save the team"
    constraint_fields = {
        "teams_at_schools_have_a_school": "school",
        "one_team_of_a_name_at_a_school": "name",
        "one_leadership_team_of_a_system": "kind",
        "one_leadership_team_of_a_school": "school",
    }

    class Meta:
        model = Team
        fields = [
            *("kind", "school", "name", "weekday", "meets_at", "minutes", "every_weeks", "place"),
            *("norms", "norms_review_on", "protocol"),
        ]
        labels = {
            "weekday": "Meets on",
            "meets_at": "At",
            "minutes": "For how many minutes",
            "every_weeks": "Every how many weeks",
            "norms_review_on": "Look at the norms again on",
        }
        things = {
            "name": "the name of the team",
            "meets_at": "the time the team meets",
            "minutes": "the minutes of a meeting",
            "every_weeks": "the weeks from one meeting to the next",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["kind"], self.fields["school"]
            return
        self.fields["kind"].choices = [("", "Choose a kind"), *_kinds_for(self.user)]
        schools = School.objects.visible_to(self.user)
        if not self.user.is_system_admin:
            schools = schools.filter(pk__in=self.user.led_school_ids | self.user.ilt_school_ids)
        self.fields["school"].queryset = schools
        self.fields["school"].empty_label = "The whole system"

    def clean(self):
        data = super().clean()
        if not self.instance._state.adding or self.errors:
            return data
        is_at_school = data["kind"] in Team.AT_SCHOOLS
        if is_at_school and not data["school"]:
            self.add_error("school", "Choose the school of this team")
        elif data["school"] and not is_at_school:
            self.add_error("school", "Choose “The whole system”: this team is not of one school")
        elif not Team(
            school_system_id=self.user.school_system_id, kind=data["kind"], school=data["school"]
        ).can_be_edited_by(self.user):
            self.add_error("kind", OTHER_TEAM)
        return data


def _kinds_for(user):
    """The kinds of team the person may begin."""
    is_here = user.is_system_admin or user.led_school_ids or user.ilt_school_ids
    is_above = user.is_system_admin or user.is_district_staff or user.is_in_system_ilt
    kinds = [kind for kind in Kind if (is_here if kind in Team.AT_SCHOOLS else is_above)]
    return [(kind.value, kind.label) for kind in kinds]


class MemberForm(RowForm):
    """Somebody in a team: since when, in which role, and for whom they speak."""

    submit_label = "Save the member"
    constraint_fields = {
        "a_person_is_in_a_team_once_at_a_time": "person",
        "team_membership_ends_after_it_starts": "ends_on",
    }
    person = PersonField(label="Person", help_text="Type part of the name and pick.")
    field_order = ["person", "role", "represents", "starts_on", "ends_on"]

    class Meta:
        model = TeamMember
        fields = ["role", "represents", "starts_on", "ends_on"]
        help_texts = {"ends_on": "The first day without them. Empty: no end yet."}
        things = {
            "starts_on": "the first day in the team",
            "ends_on": "the day they leave the team",
            "represents": "the group they speak for",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["person"]
            self.constraint_fields = self.constraint_fields | {
                "a_person_is_in_a_team_once_at_a_time": "starts_on"
            }
            return
        self.fields["starts_on"].initial = self.user.today
        self.fields["person"].offer(User.objects.visible_to(self.user).active())

    def clean(self):
        self.check_order("starts_on", "ends_on", "Enter a day on or after the first day")
        if person := self.cleaned_data.get("person"):
            self.instance.user = person
        return super().clean()


class TermForm(Form):
    """Which term's meetings are planned."""

    submit_label = "Show the dates"
    term = forms.ModelChoiceField(None, label="Term", empty_label="Choose a term")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        terms = Term.objects.visible_to(user).filter(ends_on__gte=user.today)
        self.fields["term"].queryset = terms.select_related("school_year")
        self.fields["term"].label_from_instance = lambda term: f"{term} {term.school_year}"
