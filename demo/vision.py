"""*How we coach here* of the demo district: a first version, a second, and who has read it."""

import datetime as dt

from people.models import Acknowledgement, CoachingVision, Membership, User

FIRST = "Every teacher is seen often, hears one precise thing that works, and agrees one next step."
VISION = (
    "Every teacher in our parish is seen teaching at least every other week by the same coach. "
    "After each visit they talk, practise one small step together, and the coach comes back to "
    "see it.\n\nWe judge coaching by what students can do afterwards, never a teacher by a visit."
)
PHASES = "See it\nName it\nDo it"
GLOSSARY = (
    "look-for: what one would see in the room when a step works\n"
    "refinement area: the one indicator a teacher works on now\n"
    "action step: one thing, small enough for a week"
)
DATA = "Student work from the unit, curriculum-embedded tests, attendance."
PRACTICES = "A coach who sees a practice work in two rooms writes half a page for the network."
UNREAD = 5  # every fifth person has not read the newest version


def write_vision(system, *, now: dt.datetime) -> None:
    """Two versions, published a year apart, read by four people in five."""
    staff = Membership.Role.DISTRICT_STAFF
    author = User.objects.filter(school_system=system, memberships__role=staff).first()
    published = {"school_system": system, "published_by": author, "phases": PHASES}
    CoachingVision.objects.create(
        version=1, vision=FIRST, published_at=now - dt.timedelta(days=430), **published
    )
    newest = CoachingVision.objects.create(
        version=2,
        vision=VISION,
        glossary=GLOSSARY,
        data=DATA,
        practices=PRACTICES,
        published_at=now - dt.timedelta(days=60),
        **published,
    )
    people = User.objects.filter(school_system=system).order_by("email")
    Acknowledgement.objects.bulk_create(
        Acknowledgement(
            school_system=system,
            vision=newest,
            user=person,
            acknowledged_at=now - dt.timedelta(days=59 - number % 40),
        )
        for number, person in enumerate(people)
        if number % UNREAD or person == author
    )
