"""*How we coach here*: read by everybody, written by the district's coaching staff."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.forms import render_form
from people.actions.rows import save_row
from people.actions.vision import acknowledge_vision, next_version, publish_vision
from people.forms.rows import is_saved
from people.forms.vision import VisionForm
from people.models import Acknowledgement, CoachingVision, School, User
from people.models.membership import during
from people.views.finding import allow, page_of


def _trail(*entries):
    return [("How we coach here", reverse("people:vision_detail") if entries else None), *entries]


def _published(user):
    """Published versions, the newest first."""
    return CoachingVision.objects.visible_to(user).published().select_related("published_by")


@require_safe
def vision_detail(request):
    """What holds now, with one button for whoever has not read it yet."""
    user = request.user
    versions = list(_published(user))
    vision = versions[0] if versions else None
    is_writer = CoachingVision.can_be_written_by(user)
    context = {
        "vision": vision,
        "earlier": versions[1:],
        "read": _own_reading(user, vision),
        "can_edit": is_writer,
        "can_see_readers": vision and (is_writer or user.led_school_ids),
        "trail": _trail(),
    }
    return render(request, "people/vision_detail.html", context)


def _own_reading(user, vision):
    """When this person read the version, or None."""
    return Acknowledgement.objects.visible_to(user).filter(user=user, vision=vision).first()


@require_safe
def vision_version(request, version):
    """An earlier version as it was published."""
    vision = get_object_or_404(_published(request.user), version=version)
    context = {"vision": vision, "is_earlier": True, "trail": _trail((str(vision), None))}
    return render(request, "people/vision_detail.html", context)


@require_POST
def vision_acknowledge(request):
    """I have read it: once, for the version that holds now."""
    vision = _published(request.user).first()
    if vision is None:
        raise Http404
    acknowledge_vision(vision, by=request.user, now=timezone.now())
    messages.success(request, "Thank you. It is noted that you have read how we coach here.")
    return redirect("people:vision_detail")


@require_http_methods(["GET", "HEAD", "POST"])
def vision_edit(request):
    """Write the next version; nobody else reads it until it is published."""
    allow(CoachingVision.can_be_written_by(request.user))
    draft = next_version(request.user)
    form = VisionForm(request.POST or None, instance=draft, user=request.user)
    if form.is_valid() and is_saved(form, save_row, draft):
        return redirect("people:vision_publish")
    context = {"form": form, "vision": draft, "trail": _trail(("Write a new version", None))}
    return render_form(request, "people/vision_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def vision_publish(request):
    """Look at the draft as everybody will read it, then publish it."""
    user = request.user
    allow(CoachingVision.can_be_written_by(user))
    if request.method == "POST":
        try:
            vision = publish_vision(by=user, now=timezone.now())
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            asked = " Everybody is asked to read it." if vision.asks_to_be_read else ""
            messages.success(request, f"{vision} is published.{asked}")
        return redirect("people:vision_detail")
    draft = CoachingVision.objects.visible_to(user).filter(published_at=None).first()
    if draft is None:
        return redirect("people:vision_edit")
    context = {"vision": draft, "is_draft": True, "trail": _trail(("Check and publish", None))}
    return render(request, "people/vision_detail.html", context)


@require_safe
def vision_readers(request):
    """How many people of each school have read what holds now, and who has not."""
    user = request.user
    is_writer = CoachingVision.can_be_written_by(user)
    allow(is_writer or user.led_school_ids)
    vision = _published(user).first()
    schools = School.objects.visible_to(user)
    people = User.objects.visible_to(user).active()
    if not is_writer:
        schools = schools.filter(pk__in=user.led_school_ids)
        here = during(user.today, "memberships__starts_on", "memberships__ends_on")
        people = people.filter(here, memberships__school__in=user.led_school_ids).distinct()
    missing = people.exclude(Exists(_readings(user, vision).filter(user=OuterRef("pk"))))
    context = {
        "vision": vision,
        "schools": _with_readers(schools, user, vision),
        "page": page_of(request, missing.order_by("name", "pk")),
        "trail": _trail(("Who has read it", None)),
    }
    return render(request, "people/vision_readers.html", context)


def _readings(user, vision):
    return Acknowledgement.objects.visible_to(user).filter(vision=vision)


def _with_readers(schools, user, vision):
    """`staff` and `readers` of each school: people who work there today, and who has read it."""
    here = during(user.today, "memberships__starts_on", "memberships__ends_on")
    here &= Q(memberships__user__is_active=True)
    read = here & Q(memberships__user__in=_readings(user, vision).values("user"))
    return schools.annotate(
        staff=Count("memberships__user", here, distinct=True),
        readers=Count("memberships__user", read, distinct=True),
    )
