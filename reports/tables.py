import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html

from core.dates import long_date
from core.tables import Table
from reports.activity import PLAN_STATUS, days_since

DASH = "—"
NUMBER = {"td": {"class": "number-cell"}}


def plan_link(record):
    """The plan's status; a link where the reader may open the agreed plan."""
    label = PLAN_STATUS[record.plan_status]
    if not record.plan_id:
        return label
    url = reverse("coaching:plan_detail", args=[record.plan_id])
    if record.plan_status not in ("agreed", "completed"):
        label = f"{label}; last agreed plan"
    link = '<a href="{}">{}<span class="visually-hidden"> of {}</span></a>'
    return format_html(link, url, label, record.name)


class SchoolTable(Table):
    """Who is coached by whom, and how often."""

    caption = "Teachers and their coaching"
    row_header = "name"
    per_page = 100

    name = tables.Column(verbose_name="Teacher")
    coach_name = tables.Column(verbose_name="Coach", default="No coach yet")
    recent_visits = tables.Column(verbose_name="Visits in 14 days", attrs=NUMBER)
    term_visits = tables.Column(verbose_name="Visits this term", attrs=NUMBER)
    last_visit_at = tables.Column(verbose_name="Last visit", default="Not yet")
    focus = tables.Column(verbose_name="Refinement area", default=DASH)
    plan_status = tables.Column(verbose_name="Plan")

    class Meta(Table.Meta):
        pass

    def __init__(self, *args, user, shows_focus, **kwargs):
        self.user = user
        hidden = () if shows_focus else ("focus",)
        super().__init__(*args, exclude=hidden, **kwargs)

    def render_name(self, record):
        url = reverse("reports:teacher_activity", args=[record.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, record.name)

    def render_last_visit_at(self, value):
        days = days_since(value, self.user)
        ago = "today" if days == 0 else "1 day ago" if days == 1 else f"{days} days ago"
        return f"{long_date(value.astimezone(self.user.zone).date())}, {ago}"

    def render_plan_status(self, record):
        return plan_link(record)


class DistrictPlansTable(Table):
    """Where each teacher's plan stands, with a box to tick for those that can be exported."""

    caption = "Teachers and their coaching plans"
    row_header = "name"

    plan_id = tables.Column(
        verbose_name="Export", orderable=False, default="", attrs={"td": {"class": "narrow-cell"}}
    )
    name = tables.Column(verbose_name="Teacher")
    school_name = tables.Column(verbose_name="School", default=DASH)
    coach_name = tables.Column(verbose_name="Owner coach", default="No coach yet")
    plan_status = tables.Column(verbose_name="Plan")

    class Meta(Table.Meta):
        pass

    def render_plan_id(self, record):
        return format_html(
            '<input class="form-check-input" type="checkbox" name="plan" value="{}"'
            ' aria-label="Export the plan of {}">',
            record.plan_id,
            record.name,
        )

    def render_plan_status(self, record):
        return plan_link(record)
