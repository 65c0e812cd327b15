"""What changed in assignments, roles, the register and the policies, by whom."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from people.history import Kind, history
from people.models import (
    CoachAssignmentHistory,
    EvaluatorAssignmentHistory,
    MembershipHistory,
    School,
    SchoolSystemHistory,
    SignInDomainHistory,
)
from people.models.user import UUID
from people.views import evaluator
from people.views.assignment import get_assignments, pair_trail
from people.views.finding import allow, get_person

MOST_PAGES = 1000
FOR_THE_PAIR = ("hand_over_note",)
ROLES_ARE_READ_BY = "Changes of roles are read by the person, the system admin and the custodian."


def page_number(request) -> int:
    """The page that the address asks for, the first where it asks for none."""
    text = request.GET.get("page", "")
    return max(1, min(int(text), MOST_PAGES)) if text.isascii() and text.isdecimal() else 1


@require_safe
def assignment_changes(request, pk):
    """Every change of an assignment, newest first; of the note for those who read the note."""
    assignment = get_object_or_404(get_assignments(request), pk=pk)
    user, number = request.user, page_number(request)
    reads_note = assignment.is_of(user) or assignment.can_be_edited_by(user)
    hidden = () if reads_note else FOR_THE_PAIR
    kind = Kind(CoachAssignmentHistory, Q(pgh_obj=assignment.pk), "The assignment", hidden=hidden)
    context = {
        "assignment": assignment,
        "history": history({"assignment": kind}, user, page=number, names=lambda viewer, ids: {}),
        "number": number,
        "trail": pair_trail(assignment, "History"),
    }
    return render(request, "people/assignment_changes.html", context)


@require_safe
def role_changes(request, pk):
    """Every change of a person's roles: for the person, the admin and the custodian."""
    person = get_person(request, pk)
    allow(person.role_changes_can_be_read_by(request.user), ROLES_ARE_READ_BY)
    kind = Kind(MembershipHistory, Q(user=person.pk), "Role", named_by="title", hidden=("user",))
    trail = [
        ("People", reverse("people:person_list")),
        (person.name, person.get_absolute_url()),
        ("History of roles", None),
    ]
    return _changes(request, kind, f"Roles of {person.name}", trail)


@require_safe
def evaluator_changes(request, pk):
    """Every change of a line of the accountability register, for whoever reads the line."""
    line = get_object_or_404(evaluator.lines(request), pk=pk)
    kind = Kind(EvaluatorAssignmentHistory, Q(pgh_obj=line.pk), "The line")
    words = f"{line.evaluator.name} and {line.teacher.name} in the register"
    trail = [("Evaluators", reverse("people:evaluator_list")), ("History", None)]
    return _changes(request, kind, words, trail)


@require_safe
def system_changes(request):
    """Every change of the policies, for those who read them."""
    user = request.user
    allow(user.is_system_admin or user.is_district_staff)
    system = user.school_system
    policies = Kind(SchoolSystemHistory, Q(pgh_obj=system.pk), "Settings")
    domains = Kind(SignInDomainHistory, Q(school_system=system.pk), "Single sign-on")
    trail = [("Settings", reverse("people:system_edit")), ("History", None)]
    return _changes(request, policies, f"Settings of {system.name}", trail, domain=domains)


def _changes(request, kind, words, trail, **more):
    """The page of one kind of change, and of `more` beside it."""
    number = page_number(request)
    changes = history({"row": kind, **more}, request.user, page=number, names=school_names)
    context = {"words": words, "history": changes, "number": number, "trail": trail}
    return render(request, "people/changes.html", context)


def school_names(viewer, ids) -> dict[str, str]:
    """The schools among these ids, by name."""
    ids = [one for one in ids if UUID.fullmatch(one)]
    rows = School.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}
