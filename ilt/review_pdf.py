"""The documents of leadership teams on paper."""

from django.utils import timezone

from core import pdf
from ilt.models import DataReview
from ilt.packet import packet_of


def review_pdf(review: DataReview, *, reader, now) -> bytes:
    """The packet of a data review, as its reader may see it. Raises CannotPrintError."""
    system = review.school_system
    context = {"review": review, "packet": packet_of(review, reader), "system": system.name}
    with timezone.override(system.zone):
        return pdf.render("ilt/review.pdf.html", {**context, "as_of": now})
