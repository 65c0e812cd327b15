"""Names that may not stand on student work: those of the school's own roster, as far as we know."""

import re
import unicodedata

from people.models import Membership

SHORTEST = 3  # letters of a name that is looked for
WORD = re.compile(r"[^\W\d_]+")


def words_of(text: str) -> list[str]:
    """The words of a text, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WORD.findall(plain)


def roster_of(teacher) -> list[str]:
    """The names of everybody at the schools where the teacher teaches: one query."""
    works = teacher.memberships.active(teacher.today).where_coached()
    schools = works.order_by().values("school")
    there = Membership.objects.filter(school__in=schools)
    return list(there.order_by("user__name").values_list("user__name", flat=True).distinct())


def named_in(text: str, names: list[str]) -> str:
    """The first name of the list of which a part stands in the text, or nothing."""
    said = set(words_of(text))
    for name in names:
        if said & {word for word in words_of(name) if len(word) >= SHORTEST}:
            return name
    return ""
