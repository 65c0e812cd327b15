"""What changed: the pair's own page of look-fors over visits and cycles."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coaching.change import cycle_by_cycle, may_follow, what_changed
from people.models import Membership

PART = "change-in-short"


@require_safe
def teacher_change(request, pk):
    """For the coaches who work with her today."""
    coached = may_follow(request.user).exclude(pk=request.user.pk)
    teacher = get_object_or_404(coached.select_related("school_system"), pk=pk)
    page = reverse("coaching:teacher_detail", args=[teacher.pk])
    trail = [("Caseload", reverse("coaching:caseload")), (teacher.name, page)]
    return _page(request, teacher, trail)


@require_safe
def my_change(request):
    """For the teacher herself."""
    if Membership.Role.TEACHER not in request.user.duties:
        raise Http404
    trail = [("My coaching", reverse("coaching:my_coaching"))]
    return _page(request, request.user, trail)


def _page(request, teacher, trail):
    followed = what_changed(teacher, request.user)
    context = {
        "teacher": teacher,
        "is_hers": teacher.pk == request.user.pk,
        "followed": followed,
        "cycles": cycle_by_cycle(teacher, request.user, followed),
        "trail": [*trail, ("What changed", None)],
    }
    is_part = request.headers.get("HX-Target") == PART
    return render(request, f"coaching/{'_change_short' if is_part else 'change'}.html", context)
