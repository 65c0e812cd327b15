"""The forms of insight notes and of the page of teacher leaders."""

from ilt.forms.nameless import NamelessForm
from ilt.forms.shared import SharedForm
from ilt.models import Insight, TeacherLeader
from people.models import Membership, School, User


class InsightForm(NamelessForm):
    """A note to those above."""

    submit_label = "Send the note"
    nameless = ("text",)

    class Meta:
        model = Insight
        fields = ["school", "about", "text"]
        labels = {"about": "What it is about"}
        things = {"school": "the school", "text": "what you hear and see"}

    def __init__(self, *args, user, schools, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["school"].queryset = School.objects.visible_to(user).filter(pk__in=schools)
        if len(schools) == 1:
            [self.instance.school_id] = schools
            del self.fields["school"]

    def school_id(self):
        """The whole directory: what is told may reach the district."""


class InsightAnswerForm(NamelessForm):
    """That it was seen, and an answer where there is one."""

    submit_label = "I have seen it"
    shared = ("answer",)
    nameless = ("answer",)

    class Meta:
        model = Insight
        fields = ["answer"]


class TeacherLeaderForm(SharedForm):
    """Who leads in which part, for whom, with how much time."""

    constraint_fields = {
        "a_teacher_leader_ends_after_starting": "ends_on",
        "a_teacher_leads_in_a_part_once_at_a_time": "user",
    }

    class Meta:
        model = TeacherLeader
        fields = [
            "school",
            "user",
            "kind",
            "represents",
            "release_minutes",
            "starts_on",
            "ends_on",
        ]
        labels = {"user": "Who", "kind": "As what"}
        things = {
            "school": "the school",
            "user": "who leads",
            "kind": "as what",
            "starts_on": "the first day",
            "ends_on": "the last day",
            "release_minutes": "the minutes a week",
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        schools = School.objects.visible_to(user)
        if not user.is_district_staff:
            schools = schools.filter(pk__in=user.led_school_ids)
        self.fields["school"].queryset = schools
        staff = Membership.objects.visible_to(user).active(user.today)
        staff = staff.filter(role__in=STAFF, school__in=schools)
        people = User.objects.visible_to(user).active().filter(pk__in=staff.values("user"))
        self.fields["user"].queryset = people.order_by("name", "pk")
        if not self.instance._state.adding:
            del self.fields["school"], self.fields["user"]

    def clean(self):
        cleaned = super().clean()
        self.check_order("starts_on", "ends_on", "Enter an end date on or after the start date")
        return cleaned


Role = Membership.Role
STAFF = (Role.TEACHER, Role.TEACHER_LEADER, Role.COACH)
