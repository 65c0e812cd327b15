"""The base of every table: a caption, row headings, sorting by allow-listed columns only.

class CaseloadTable(Table):
    caption = "Teachers you coach"
    row_header = "name"
    name = tables.Column(accessor="teacher__name", linkify=lambda record: record.url)

    class Meta(Table.Meta):
        sequence = ["name", "..."]

table = CaseloadTable(rows, request=request)     # reads ?sort= and ?page= itself
return render(request, "…", {"table": table})    # and {% render_table table %} in the page
"""

import django_tables2 as tables
from django.core.paginator import Paginator


class Table(tables.Table):
    """A table drawn by `_table.html`: sorted and paged by the address of the page."""

    caption = ""
    row_header = ""
    per_page = 50

    class Meta:
        template_name = "_table.html"
        attrs = {}

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        if request is not None:
            self._follow(request.GET)

    def _follow(self, params):
        """Sort and page as the address says; unknown names and pages are passed over."""
        wanted = [name for name in params.getlist(self.prefixed_order_by_field) if name]
        if wanted:
            self.order_by = [name for name in wanted if self._can_sort(name.removeprefix("-"))]
        paginator = Paginator(self.rows, self.per_page)
        self.paginator = paginator
        self.page = paginator.get_page(params.get(self.prefixed_page_field, 1))

    def _can_sort(self, name):
        return name in self.columns.names() and self.columns[name].orderable
