from people.forms.rows import RowForm
from people.models import Leave, Membership, School

Role = Membership.Role


class MembershipForm(RowForm):
    """A role of a person: which, where, and from when to when."""

    submit_label = "Save the role"
    constraint_fields = {
        "one_open_membership_of_a_kind": "role",
        "teachers_and_school_leaders_have_a_school": "school",
        "membership_ends_after_it_starts": "ends_on",
    }

    class Meta:
        model = Membership
        fields = [
            "role",
            "school",
            "title",
            "grade_band",
            "subjects",
            "first_year_teaching",
            "starts_on",
            "ends_on",
        ]
        help_texts = {"ends_on": "The first day without the role. Empty: no end yet."}
        things = {
            "starts_on": "the day the role starts",
            "ends_on": "the day the role ends",
            "subjects": "the list of subjects",
        }

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if person is not None:
            self.instance.user = person
        schools = School.objects.visible_to(self.user)
        if not self.user.is_system_admin:
            schools = schools.filter(pk__in=self.user.led_school_ids)
            roles = [(r.value, r.label) for r in Membership.ROLES_AT_SCHOOLS]
            self.fields["role"].choices = [("", "---------"), *roles]
        self.fields["school"].queryset = schools
        self.fields["school"].required = not self.user.is_system_admin
        self.fields["school"].empty_label = "The whole system"

    def clean(self):
        self.check_order("starts_on", "ends_on", "Enter an end on or after the start")
        role, school = self.cleaned_data.get("role"), self.cleaned_data.get("school")
        if role in Membership.SCHOOL_ROLES and not school:
            self.add_error("school", "Choose the school of this teacher or school leader")
        if role and role not in Membership.ROLES_AT_SCHOOLS and school:
            self.add_error("school", "Choose “The whole system”: this role is not for one school")
        self._check_right(role, school)
        return super().clean()

    def _check_right(self, role, school):
        """Nobody gives a role that is not theirs to give (permissions R04)."""
        person = self.person or self.user
        if not role or self.errors or self.person is None:
            return
        if not self.user.can_give_role(person, role, school and school.pk):
            self.add_error("role", "Choose another role: this one is for another admin to give")


class NewRoleForm(MembershipForm):
    """The role a new person begins with, on the page that adds them."""

    class Meta(MembershipForm.Meta):
        fields = ["role", "school", "grade_band", "subjects", "first_year_teaching", "starts_on"]


class LeaveForm(RowForm):
    submit_label = "Save the leave"

    class Meta:
        model = Leave
        fields = ["starts_on", "ends_on"]
        things = {"starts_on": "the first day away", "ends_on": "the day the person is back"}

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.membership = membership
        self.fields["ends_on"].help_text = "Empty: not known yet."

    def clean(self):
        self.check_order("starts_on", "ends_on", "Enter a day back on or after the first day away")
        return super().clean()
