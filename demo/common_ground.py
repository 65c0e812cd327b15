"""What the whole demo district shares: how feedback is given, and what people look up."""

import datetime as dt

from coaching.models import FeedbackTemplate
from people.models import LibraryLink

# title, kind, what it is for, days from today to the first day, days to the last
LINKS = (
    ("Educator rubric, full text", "rubric", "Domains, indicators and descriptors.", -200, None),
    (
        "Formal observation cycle at a glance",
        "cycle",
        "One page, from conference to visit.",
        -200,
        None,
    ),
    ("Post-conference form", "template", "To fill in together.", -90, None),
    ("Teacher handbook", "handbook", "Duties, leave, calendars.", -300, 140),
    ("Teacher handbook of next year", "handbook", "Duties, leave, calendars.", 140, None),
    ("Questions teachers ask about coaching", "faq", "Answered by coaches.", -60, None),
    ("Reflection on student learning targets", "targets", "Mid-year and end of year.", -30, None),
    ("Timeline of last year", "timeline", "Windows of observation.", -500, -120),
    ("Timeline of this year", "timeline", "Windows of observation.", -120, None),
    ("Policy on personnel evaluation", "rules", "Who observes, and who reads it.", -400, None),
)


def write_common_ground(district) -> None:
    """Teacher leaders are asked for less than coaches; the library has links of every state."""
    FeedbackTemplate.objects.create(
        school_system=district.system,
        role=FeedbackTemplate.Role.TEACHER_LEADER,
        leaves_out=[FeedbackTemplate.Part.GOAL, FeedbackTemplate.Part.LESSON],
    )
    LibraryLink.objects.bulk_create(
        _link(district, number, *row) for number, row in enumerate(LINKS)
    )


def _link(district, number, title, kind, about, first, last):
    return LibraryLink(
        school_system=district.system,
        title=title,
        kind=kind,
        about=about,
        address=f"https://pelicanparish.example/library/{number + 1}",
        starts_on=district.today + dt.timedelta(days=first),
        ends_on=None if last is None else district.today + dt.timedelta(days=last),
    )
