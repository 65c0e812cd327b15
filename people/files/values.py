"""What one cell of a people or caseload file means. Each raises ValidationError in plain words."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.dates import parse_date
from people.models import CoachAssignment, Membership

Role = Membership.Role
Band = Membership.GradeBand
ROLES = {
    "teacher": (Role.TEACHER, ""),
    "coach": (Role.COACH, ""),
    "teacher leader": (Role.TEACHER_LEADER, ""),
    "mentor teacher": (Role.TEACHER_LEADER, "Mentor teacher"),
    "master teacher": (Role.TEACHER_LEADER, "Master teacher"),
    "school leader": (Role.SCHOOL_LEADER, ""),
    "principal": (Role.SCHOOL_LEADER, "Principal"),
    "assistant principal": (Role.SCHOOL_LEADER, "Assistant principal"),
}
BY_HAND = {
    "district staff",
    "personnel custodian",
    "custodian",
    "system admin",
    "admin",
    "evaluator",
}
# Spreadsheets turn 3-5 into a date; these are the dates that bands become.
BANDS = {
    key: band
    for band, keys in {
        Band.PRE_K_K: ("prekk", "prek", "k"),
        Band.GRADES_1_2: ("12", "2jan", "jan2"),
        Band.GRADES_3_5: ("35", "5mar", "mar5"),
        Band.GRADES_6_8: ("68", "8jun", "jun8"),
        Band.GRADES_9_12: ("912", "12sep", "sep12"),
    }.items()
    for key in keys
}
KINDS = {
    "": CoachAssignment.Kind.OWNER,
    "owner": CoachAssignment.Kind.OWNER,
    "contributor": CoachAssignment.Kind.CONTRIBUTOR,
}


def plain(text: str) -> str:
    """Text with single spaces, as names are compared."""
    return " ".join(text.split())


def email(text: str, thing="the e-mail") -> str:
    if not text:
        raise ValidationError(f"Enter {thing}")
    address = text.lower().removeprefix("mailto:")
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(f"Enter {thing} like name@school.org; here it is “{text}”") from None
    if len(address) > 254:
        raise ValidationError(f"Shorten {thing} to 254 characters")
    return address


def text(value: str, thing: str, limit: int) -> str:
    value = plain(value)
    if len(value) > limit:
        raise ValidationError(f"Shorten {thing} to {limit} characters; it is {len(value):,}")
    return value


def name(value: str) -> str:
    if not value:
        raise ValidationError("Enter the name")
    return text(value, "the name", 150)


def role(value: str):
    """(role, title) for a role a file may give (permissions P10)."""
    words = plain(re.sub(r"[_\-–]", " ", value)).lower()
    if not words:
        raise ValidationError("Enter the role: teacher, coach, teacher leader or school leader")
    if words in BY_HAND:
        raise ValidationError(
            f"“{value}” is given by hand only: open the person's page and choose “Add a role”"
        )
    if words not in ROLES:
        raise ValidationError(
            f"“{value}” is no role here. Use teacher, coach, teacher leader or school leader"
        )
    return ROLES[words]


def grade_band(value: str) -> str:
    key = re.sub(r"grades?|[\W_]", "", value.lower())
    if not value:
        return ""
    if key not in BANDS:
        bands = ", ".join(Band.labels)
        raise ValidationError(f"“{value}” is no grade band here. Use one of: {bands}")
    return BANDS[key]


def first_year(value: str, today) -> int | None:
    if not value:
        return None
    digits = re.sub(r"\.0+$", "", value)
    if not re.fullmatch(r"[0-9]{4}", digits) or not 1950 <= int(digits) <= today.year + 1:
        raise ValidationError(f"Enter the first year of teaching like 2019; here it is “{value}”")
    return int(digits)


def kind(value: str) -> str:
    if value.lower() not in KINDS:
        raise ValidationError(f"“{value}” is neither owner nor contributor. Use one of the two")
    return KINDS[value.lower()]


def start(value: str, today):
    return parse_date(value, "the start") if value else today
