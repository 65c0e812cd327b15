import datetime as dt

from django import forms

from core.forms import Form
from people.models import RollOverChoice, School, SchoolYear

OFFERED_FOR = dt.timedelta(days=90)
Goes = RollOverChoice.Goes


def years_to_roll_into(user):
    """The years a roll-over may lead into: those to come, and one that has just begun."""
    years = SchoolYear.objects.visible_to(user)
    return years.filter(starts_on__gte=user.today - OFFERED_FOR).order_by("starts_on")


class PrepareForm(Form):
    """Into which school year."""

    submit_label = "Look at what would happen"
    year = forms.ModelChoiceField(SchoolYear.objects.none(), label="School year")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["year"].queryset = years_to_roll_into(user)


class ChoicesForm(Form):
    """Where everybody of one school goes; one field a role."""

    submit_label = "Save who moves and who leaves"

    def __init__(self, *args, user, lines, school, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        others = School.objects.visible_to(user).exclude(pk=school.pk)
        self.schools = {str(other.pk): other for other in others}
        options = [("stays", "Stays"), ("leaves", "Leaves")]
        options += [(pk, f"Moves to {other.name}") for pk, other in self.schools.items()]
        self.lines = {f"goes-{line.membership.pk}": line for line in lines if line.can_be_chosen}
        for name, line in self.lines.items():
            held = line.membership
            self.fields[name] = forms.ChoiceField(
                choices=options,
                initial=str(line.to_school.pk) if line.to_school else str(line.goes),
                label=f"{held.user.name}, {held.get_role_display().lower()}",
            )

    def choices(self, roll_over) -> list[RollOverChoice]:
        """The rows of everybody who does not stay."""
        made = []
        for name, line in self.lines.items():
            goes = self.cleaned_data[name]
            if goes == "stays":
                continue
            school = self.schools.get(goes)
            made.append(
                RollOverChoice(
                    school_system_id=roll_over.school_system_id,
                    roll_over=roll_over,
                    membership=line.membership,
                    goes=Goes.MOVES if school else Goes.LEAVES,
                    to_school=school,
                )
            )
        return made
