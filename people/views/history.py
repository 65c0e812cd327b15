"""What changed in a coaching assignment, by whom."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.history import Kind, history
from people.models import CoachAssignmentHistory
from people.views.assignment import get_assignments, pair_trail

MOST_PAGES = 1000
FOR_THE_PAIR = ("hand_over_note",)


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
