"""The checklist of a new school system, worked out from its rows; Today shows it too."""

import dataclasses

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.urls import reverse

from people.models import (
    Closure,
    CoachAssignment,
    Invitation,
    Membership,
    School,
    SchoolSystem,
    SchoolYear,
)


@dataclasses.dataclass(frozen=True)
class Step:
    """One thing to do: its words, where it is done, and whether it is."""

    words: str
    url: str
    is_done: bool


def checklist(user) -> list[Step]:
    """What a system admin does first: one query. Empty for others, once hidden, and when all is
    done."""
    if not user.is_system_admin or user.hid_get_started_at:
        return []
    done = _done(user)
    files = reverse("people:import_list")
    steps = [
        Step("Add your schools and people with people.csv", files, done["has_people"]),
        Step("Enter the school year", reverse("people:year_list"), done["has_year"]),
        Step("Enter the days without school", reverse("people:year_list"), done["has_closures"]),
        Step("Say who coaches whom with caseload.csv", files, done["has_caseload"]),
        Step("Invite everybody", reverse("people:invitation_list"), done["has_invited"]),
        Step("Say whom people ask", reverse("people:system_edit"), bool(done["contact"])),
    ]
    return [] if all(step.is_done for step in steps) else steps


def _done(user):
    """Which of the steps are taken, in one query."""
    here = {"school_system": OuterRef("pk")}
    others = {"has_people": Membership.objects.filter(**here).exclude(user=user)}
    rows = {
        "has_year": SchoolYear.objects.filter(**here),
        "has_closures": Closure.objects.filter(**here),
        "has_caseload": CoachAssignment.objects.filter(**here),
        "has_invited": Invitation.objects.filter(**here).exclude(user=user),
        "has_schools": School.objects.filter(**here),
    }
    asked = {name: Exists(found) for name, found in (others | rows).items()}
    systems = SchoolSystem.objects.filter(pk=user.school_system_id).annotate(**asked)
    return systems.values("contact", *asked).get()


def only_for_admins(user) -> None:
    """Raises PermissionDenied for everybody but the system admin."""
    if not user.is_system_admin:
        raise PermissionDenied("This is for the system admin.")
