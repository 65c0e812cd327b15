import django_tables2 as tables
from django.utils.html import format_html

from core.dates import long_date, moment
from core.tables import Table

NO_DAILY_MAIL = "—"


class MailLogTable(Table):
    """To whom which kind of mail went, and what became of it: never its words (R53)."""

    caption = "Mails"
    row_header = "to"
    to = tables.Column(accessor="to__name", verbose_name="Person")
    kind = tables.Column(accessor="kind_label", verbose_name="Kind", order_by="kind")
    due_at = tables.Column(verbose_name="Due")
    state = tables.Column(verbose_name="State")
    reason = tables.Column(verbose_name="Why", default="", orderable=False)
    day = tables.Column(
        accessor="digest__day", verbose_name="In the daily mail of", default=NO_DAILY_MAIL
    )

    def render_to(self, value, record):
        return format_html("<bdi>{}</bdi><br>{}", value, record.to.email)

    def render_due_at(self, value):
        return moment(value)

    def render_day(self, value):
        return long_date(value)
