"""The bell: what a person has been told, read and unread."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from notices.models import Notice
from notices.told import as_told

A_PAGE = 30
BELL = "Notices"


def _own(request):
    return Notice.objects.visible_to(request.user).addressed_to(request.user).in_bell()


def _get_notice(request, pk):
    notice = get_object_or_404(Notice.objects.visible_to(request.user).in_bell(), pk=pk)
    if not notice.can_be_opened_by(request.user):
        raise PermissionDenied("The mail log shows that it went, not what it says.")
    return notice


@require_safe
def notice_list(request):
    """Everything the person was told, the newest first; `?show=unread` what is new."""
    only_unread = request.GET.get("show") == "unread"
    notices = _own(request).unread() if only_unread else _own(request)
    page = Paginator(notices, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "told": as_told(page.object_list, request.user),
        "only_unread": only_unread,
        "has_unread": _own(request).unread().exists(),
        "trail": [("Today", "/"), (BELL, None)],
    }
    return render(request, "notices/notice_list.html", context)


@require_safe
def notice_open(request, pk):
    """Where mails and the bell lead: notes that it was read and passes on to its page."""
    notice = _get_notice(request, pk)
    notice.mark_read(timezone.now())
    told = as_told([notice], request.user)
    if not told or told[0].about is None:
        context = {"trail": [(BELL, reverse("notices:notice_list")), ("No longer open", None)]}
        return render(request, "notices/notice_closed.html", context, status=410)
    return redirect(notice.rules.url(notice, told[0].about))


@require_POST
def notice_read(request, pk):
    """Mark one as read without opening it."""
    _get_notice(request, pk).mark_read(timezone.now())
    return redirect("notices:notice_list")


@require_POST
def notice_read_all(request):
    """Mark everything as read."""
    _own(request).unread().update(read_at=timezone.now())
    return redirect("notices:notice_list")
