from django import forms

from core.forms import Form
from people.files.people_file import NOT_HERE
from people.forms.rows import RowForm
from people.models import Membership, School, User


class PersonForm(RowForm):
    """Name and e-mail of a person, as the system admin writes them."""

    submit_label = "Save"
    constraint_fields = {"one_user_per_email": "email"}
    constraint_words = {"one_user_per_email": NOT_HERE}

    class Meta:
        model = User
        fields = ["name", "email"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class NewPersonForm(PersonForm):
    """A new person, with the role they begin with."""

    submit_label = "Add the person"
    is_invited = forms.BooleanField(
        required=False, initial=True, label="Mail them an invitation now"
    )

    field_order = ["name", "email", "role", "school"]


class PeopleFilter(Form):
    """Find people by name, e-mail, school, role and state; the choices stand in the address."""

    q = forms.CharField(
        required=False,
        label="Name or e-mail",
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )
    school = forms.ModelChoiceField(None, required=False, empty_label="All schools")
    role = forms.ChoiceField(required=False, choices=[("", "All roles"), *Membership.Role.choices])
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Active"), ("no_role", "Without a role"), ("ended", "Access ended")],
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user)
        if not user.is_system_admin:
            del self.fields["state"]

    def narrow(self, people):
        """`people` as the filter says; a value that means nothing is passed over."""
        wanted = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        today = self.user.today
        people = people.filter(is_active=wanted.get("state") != "ended")
        held = Membership.objects.visible_to(self.user).active(today)
        if wanted.get("q"):
            people = people.named(wanted["q"])
        if wanted.get("state") == "no_role":
            people = people.exclude(pk__in=held.values("user"))
        if wanted.get("school"):
            held = held.filter(school=wanted["school"])
        if wanted.get("role"):
            held = held.filter(role=wanted["role"])
        if wanted.get("school") or wanted.get("role"):
            people = people.filter(pk__in=held.values("user"))
        return people
