"""What the whole demo district shares: how feedback is given, and what people look up."""

import datetime as dt

from coaching.models import FeedbackTemplate
from people.models import LibraryLink, Membership, Training, User

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
    """Teacher leaders are asked for less than coaches; the library has links of every state;
    four coaches in five are trained, some norming has run out."""
    FeedbackTemplate.objects.create(
        school_system=district.system,
        role=FeedbackTemplate.Role.TEACHER_LEADER,
        leaves_out=[FeedbackTemplate.Part.GOAL, FeedbackTemplate.Part.LESSON],
    )
    LibraryLink.objects.bulk_create(
        _link(district, number, *row) for number, row in enumerate(LINKS)
    )
    Training.objects.bulk_create(_train(district))


def _train(district):
    """Trained at the start of last year; normed at different times, for a year."""
    role = Membership.Role
    coaching = (role.COACH, role.TEACHER_LEADER, role.SCHOOL_LEADER, role.DISTRICT_STAFF)
    people = User.objects.filter(school_system=district.system, memberships__role__in=coaching)
    people = list(people.distinct().order_by("email"))
    keeper = next(one for one in people if one.email.startswith("district@"))
    for number, person in enumerate(people):
        if number % 5 == 4:
            continue
        held_on = district.years[0].starts_on
        yield _training(district, person, keeper, Training.Kind.APPROACH, held_on, None)
        if number % 3 == 2:
            continue
        held_on = district.today - dt.timedelta(days=40 + 30 * (number % 12))
        until = held_on + dt.timedelta(days=330)
        yield _training(district, person, keeper, Training.Kind.NORMING, held_on, until)


def _training(district, person, keeper, kind, held_on, until):
    return Training(
        school_system=district.system,
        user=person,
        kind=kind,
        topic="Video lessons 1 to 3" if kind == Training.Kind.NORMING else "",
        led_by="Regional coaching center",
        held_on=held_on,
        valid_until=until,
        recorded_by=keeper,
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
