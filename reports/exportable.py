"""Which records somebody may take along on paper today, and how each becomes a PDF."""

import dataclasses
from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from coaching import pdf
from coaching.change import may_follow
from coaching.models import Plan, Visit, Walkthrough
from coaching.models.relations import evaluated, in_district_staff, led
from coaching.plan_record import with_added_reflection, with_record
from collaboration import pdf as studies
from core.pdf import render
from ilt import pdf as long_range_pdf
from ilt.models import DataReview, LongRangePlan
from ilt.review_pdf import review_pdf
from meetings.models import Meeting
from meetings.pdf import meeting_pdf, meeting_stamp
from people.models import CoachAssignment, User
from reports.about_me import AboutMe, as_zip
from reports.models import Export


def plans_for(user):
    """Plans `user` may export (permissions R14–R15): every readable one, but for those that only
    contributing to the teacher's coaching opens."""
    today = user.today
    contributes = user.coach_assignments.active(today).filter(kind=CoachAssignment.Kind.CONTRIBUTOR)
    other_ways = Q(teacher=user)
    other_ways |= Q(principal_may_read=True) & (
        Q(teacher__in=led(user), is_leaders=False) | Q(teacher__in=evaluated(user))
    )
    other_ways |= Q(in_district_staff(user), district_may_read=True)
    only_contributing = Q(teacher__in=contributes.values("teacher")) & ~other_ways
    return Plan.objects.visible_to(user).exclude(only_contributing)


def visits_for(user):
    """Visits `user` may export (permissions R10–R11): nobody takes along what is not shared."""
    return Visit.objects.visible_to(user).filter(shared_at__isnull=False)


def walkthroughs_for(user):
    """Walkthroughs and formal visits `user` may export (permissions R24)."""
    return Walkthrough.objects.exportable_by(user)


def changes_for(user):
    """Teachers whose *What changed* `user` may take along: herself, or whom she coaches today."""
    return may_follow(user)


def meetings_for(user):
    """Agendas and minutes go to who reads them (permissions R32, R33, R35)."""
    return Meeting.objects.visible_to(user)


def _meetings_to_print(user):
    return meetings_for(user).for_page(user.today)


def _meetings_to_stamp(user):
    return meetings_for(user).prefetch_related("sections")


def reviews_for(user):
    """Data reviews `user` may take along (permissions R39): the school's principals, the system's
    leadership team and the district's coaching staff; members of a school's team read them."""
    rows = DataReview.objects.visible_to(user)
    if user.is_district_staff or user.is_in_system_ilt:
        return rows
    return rows.filter(school__in=user.led_school_ids)


def oneself(user):
    """Everybody takes along what is held about herself, and about nobody else (permissions R60)."""
    return User.objects.visible_to(user).filter(pk=user.pk)


def long_range_plans_for(user):
    """Long-range plans `user` may take along (permissions R30, R31)."""
    return LongRangePlan.objects.visible_to(user).printable_by(user)


def _long_range_plans_to_print(user):
    neighbors = ("team", "school", "school_year", "school_system")
    return long_range_plans_for(user).select_related(*neighbors)


def _plans_to_print(user):
    return with_record(plans_for(user))


def _visits_to_print(user):
    neighbours = ("teacher", "coach", "school", "school_system", "feedback__response")
    return visits_for(user).select_related(*neighbours)


def _walkthroughs_to_print(user):
    return walkthroughs_for(user).for_page().select_related("school_system")


def _changes_to_print(user):
    return changes_for(user).select_related("school_system")


def _reviews_to_print(user):
    return reviews_for(user).select_related("school", "school_system", "previous")


def _review_stamp(review, *, reader):
    """Changes whenever something in the packet is written, reported or held."""
    before = review.previous.version if review.previous_id else ""
    return f"{review.version} {before}".rstrip()


def _print_plan(plan, *, reader, now):
    return pdf.plan_pdf(plan, now=now)


def _oneself_to_print(user):
    return oneself(user).select_related("school_system")


def _print_me(person, *, reader, now):
    """Everything about one person as a tagged PDF. Raises CannotPrintError."""
    sections = AboutMe(person, now).sections()
    context = {"person": person, "sections": sections, "system": person.school_system.name}
    with timezone.override(person.zone):
        return render("reports/about_me.pdf.html", context | {"as_of": now})


def _pack_me(person, *, reader, now):
    return as_zip(AboutMe(person, now).sections())


def _no_stamp(person, *, reader):
    """A copy of everything is of its moment; the page says of which."""
    return ""


def _plans_to_stamp(user):
    return with_added_reflection(plans_for(user).select_related("response"))


def _walkthroughs_to_stamp(user):
    return walkthroughs_for(user).select_related("response")


def _visits_to_stamp(user):
    return visits_for(user).select_related("feedback__response", "school")


@dataclasses.dataclass(frozen=True)
class Content:
    """One kind of record: which of them a person may export, how it prints, when it changed.

    A stamp is made of a row of `to_stamp` and its reader.
    """

    may_export: Callable
    to_print: Callable
    print: Callable
    to_stamp: Callable
    stamp: Callable


PLANS = Content(plans_for, _plans_to_print, _print_plan, _plans_to_stamp, pdf.plan_stamp)
VISITS = Content(visits_for, _visits_to_print, pdf.visit_pdf, _visits_to_stamp, pdf.visit_stamp)
WALKTHROUGHS = Content(
    walkthroughs_for,
    _walkthroughs_to_print,
    pdf.walkthrough_pdf,
    _walkthroughs_to_stamp,
    pdf.walkthrough_stamp,
)
CHANGES = Content(
    changes_for, _changes_to_print, pdf.change_pdf, _changes_to_print, pdf.change_stamp
)
MEETINGS = Content(meetings_for, _meetings_to_print, meeting_pdf, _meetings_to_stamp, meeting_stamp)
REVIEWS = Content(reviews_for, _reviews_to_print, review_pdf, _reviews_to_print, _review_stamp)
STUDY_YEARS = Content(
    studies.year_plans_for,
    studies.year_plans_to_print,
    studies.year_plan_pdf,
    studies.year_plans_to_print,
    studies.year_plan_stamp,
)
STUDIES = Content(
    studies.cycles_for,
    studies.cycles_to_print,
    studies.cycle_pdf,
    studies.cycles_to_print,
    studies.cycle_stamp,
)
ME_PDF = Content(oneself, _oneself_to_print, _print_me, oneself, _no_stamp)
ME_CSV = Content(oneself, _oneself_to_print, _pack_me, oneself, _no_stamp)
LONG_RANGE = Content(
    long_range_plans_for,
    _long_range_plans_to_print,
    long_range_pdf.plan_pdf,
    long_range_plans_for,
    long_range_pdf.plan_stamp,
)
CONTENT = {
    Export.Kind.PLAN: PLANS,
    Export.Kind.PLANS: PLANS,
    Export.Kind.VISIT: VISITS,
    Export.Kind.WALKTHROUGH: WALKTHROUGHS,
    Export.Kind.CHANGE: CHANGES,
    Export.Kind.MEETING: MEETINGS,
    Export.Kind.REVIEW: REVIEWS,
    Export.Kind.STUDY_YEAR: STUDY_YEARS,
    Export.Kind.STUDY: STUDIES,
    Export.Kind.ME_PDF: ME_PDF,
    Export.Kind.ME_CSV: ME_CSV,
    Export.Kind.LONG_RANGE: LONG_RANGE,
}


def may_have_all(export: Export) -> bool:
    """Whether the requester may still read everything in the file (permissions R50)."""
    user = export.requester
    if not user.is_active:
        return False
    readable = CONTENT[export.kind].may_export(user).filter(pk__in=export.record_ids)
    return readable.count() == len(export.record_ids)


def changed_since(export: Export, parts) -> int:
    """How many records of a finished file would print differently today."""
    content = CONTENT[export.kind]
    stamps = {pk: stamp for part in parts for pk, stamp in part.stamps.items()}
    rows = content.to_stamp(export.requester).filter(pk__in=list(stamps))
    return sum(content.stamp(row, reader=export.requester) != stamps[str(row.pk)] for row in rows)
