"""The praise that a teacher was given, in one place."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coaching.models import FeedbackMeeting
from people.models import Membership

PAGE = 50


@require_safe
def my_praise(request):
    """What somebody saw work in my teaching, newest first, out of feedback I have read."""
    user = request.user
    if Membership.Role.TEACHER not in user.duties:
        raise Http404
    read = FeedbackMeeting.objects.visible_to(user).filter(teacher=user, read_at__isnull=False)
    read = read.exclude(praise="").select_related("coach", "visit").order_by("-shared_at", "-pk")
    context = {
        "page": Paginator(read, PAGE).get_page(request.GET.get("page")),
        "trail": [("My coaching", reverse("coaching:my_coaching")), ("Praise", None)],
    }
    return render(request, "coaching/my_praise.html", context)
