"""For the system admin: which mails went to whom, and whether everything is running."""

import datetime as dt

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.leases import Leased
from notices.forms.mail_log import MailLogFilter
from notices.models import Heartbeat, Notice
from notices.tables import MailLogTable

A_WEEK = dt.timedelta(days=7)


def _mails(request):
    """The mails of the own system; 404 for everybody but its admin."""
    if not request.user.is_system_admin:
        raise Http404
    return Notice.objects.visible_to(request.user)


@require_safe
def mail_log(request):
    """Recipient, kind and state of every mail, without a word of what it said (R53)."""
    mails = _mails(request).select_related("to", "digest")
    form = MailLogFilter(request.GET, user=request.user)
    if form.is_valid():
        mails = _narrow(mails, **form.cleaned_data)
    table = MailLogTable(mails, request=request)
    context = {"form": form, "table": table, "trail": [("Mail log", None)]}
    return render(request, "notices/mail_log.html", context)


def _narrow(mails, *, q, kind, state):
    if q:
        mails = mails.filter(Q(to__name__icontains=q) | Q(to__email__icontains=q))
    if kind:
        mails = mails.filter(kind=kind)
    return mails.filter(state=state) if state else mails


@require_safe
def jobs(request):
    """How many mails wait, went and failed in the last seven days, and who is alive (R59)."""
    now = timezone.now()
    recent = _mails(request).filter(Q(state=Leased.State.DUE) | Q(due_at__gt=now - A_WEEK))
    found = dict(recent.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "counts": [(state, state.label, found.get(state, 0)) for state in Leased.State],
        "beats": Heartbeat.objects.visible_to(request.user),
        "trail": [("Mail log", reverse("notices:mail_log")), ("Mails and jobs", None)],
    }
    return render(request, "notices/jobs.html", context)
