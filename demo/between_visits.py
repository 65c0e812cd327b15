"""What lies beside the visits: supports that coaches noted, student work looked at together, and
some of it as photos."""

import io

from PIL import Image, ImageDraw, ImageFont

from coaching.models import StudentWorkAnalysis, Support, Visit
from demo.builders.coaching import make_artifact
from people.school_days import SchoolCalendar

SUPPORTS = (
    ("co_plan", 35, "Questions for the text of unit 3, lesson 4."),
    ("model", 20, "Wait time in the opening discussion; she counted hands."),
    ("side_by_side", 25, "Partner talk with tables 2 and 3."),
    ("analyse_work", 40, "Exit tickets of Tuesday, sorted in three piles."),
    ("debrief", 15, "What changed in who talks."),
)
LOOKED_AT = (
    {
        "task": "Exit ticket: solve 3x + 2 = 14 and write why each step is allowed.",
        "look_fors": "Subtracts 2 from both sides before dividing.\nGives a reason for both steps.",
        "likely_errors": "Divides first. Ask: what happens to the 2 when we divide?",
        "accomplishments": "19 of 24 solved it; 11 gave a reason for both steps.",
        "errors_seen": "5 divided first; 8 wrote “because that is how it works” as a reason.",
        "next_move": "Open tomorrow with two worked solutions and let students argue for one.",
    },
    {
        "task": "One paragraph: a claim about the text and two pieces of evidence.",
        "look_fors": "The evidence is quoted, with its line.\nA sentence says how it helps.",
        "likely_errors": "Retells the text. Ask: which word in the line made you think so?",
    },
)
TICKETS = (
    ("Exit ticket, Student A", "3x + 2 = 14", "x = 12", "An equation solved without subtracting"),
    ("Exit ticket, Student B", "3x + 2 = 14", "3x = 12, x = 4", "An equation solved in two steps"),
)
PAPER, INK, SIZE = (252, 250, 242), (40, 50, 110), (900, 560)


def write_between_visits(district) -> None:
    """A support for every other pair in the last weeks; student work looked at by every fifth, and
    two exit tickets for the first teacher."""
    calendar = SchoolCalendar.of(district.schools[0])
    Support.objects.bulk_create(
        Support(
            school_system=district.system,
            teacher=teacher,
            coach=coach,
            given_on=calendar.add(district.today, -1 - number % 15),
            **dict(zip(("kind", "minutes", "about"), SUPPORTS[number % 5], strict=True)),
        )
        for number, (teacher, coach, _school) in enumerate(district.pairs)
        if number % 2 == 0
    )
    StudentWorkAnalysis.objects.bulk_create(_student_work(district, calendar))
    _add_tickets(district.pairs[0][0])


def _student_work(district, calendar):
    """Of one lesson already looked at, of the next one prepared, in turn."""
    for number, (teacher, coach, _school) in enumerate(district.pairs[::5]):
        is_ahead = number % 2
        yield StudentWorkAnalysis(
            school_system=district.system,
            teacher=teacher,
            coach=coach,
            lesson_on=calendar.add(district.today, 2 if is_ahead else -3),
            **LOOKED_AT[is_ahead],
        )


def _add_tickets(teacher):
    """The teacher adds student work to the visit that was shared last."""
    visit = Visit.objects.filter(teacher=teacher, shared_at__isnull=False).latest("started_at")
    for label, task, answer, description in TICKETS:
        photo = _photo(label, task, answer)
        make_artifact(visit, teacher, label=label, description=description, data=photo)


def _photo(*lines):
    """A slip of paper with these lines."""
    image = Image.new("RGB", SIZE, PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(52)
    for number, line in enumerate(lines):
        draw.text((70, 70 + 150 * number), line, INK, font)
        draw.line((60, 150 + 150 * number, 840, 150 + 150 * number), (190, 200, 220), 3)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()
