"""A sample agenda on diverse learners."""

from ilt.samples.shapes import Part, SampleAgenda, SamplePart

DIVERSE_LEARNERS = SampleAgenda(
    slug="diverse-learners",
    title="Core instruction, more time, strong teachers",
    setting="System leadership team, first meeting of a cycle on students with disabilities",
    focus="Three practices that close the gap for students with disabilities",
    outcome=(
        "Members can say how many students with disabilities miss core instruction at the schools "
        "they support, and which one change of the schedule comes first."
    ),
    prework=(
        "Bring student schedules, the schedules of special education teachers and of support "
        "staff, and a list of who is strong in which subject."
    ),
    parts={
        Part.IMPACT: SamplePart(
            "First meeting of this cycle. We write down today’s numbers so that the last meeting "
            "can open with them: students who get all of core instruction, students with extra "
            "time, teachers who teach the subject they are strong in.",
            minutes=5,
        ),
        Part.PURPOSE: SamplePart(
            "Students with disabilities gained a little in each of two years, and so did everybody "
            "else: the gap stayed. Our goal is five points less in five years, with a checkpoint "
            "every spring. Is there a school, or a team, in which the gap is closing faster? What "
            "do they do?",
            ("Results of students with and without disabilities, by school",),
            10,
        ),
        Part.LEARNING: SamplePart(
            "Three practices on one page each: core instruction comes first for everybody, extra "
            "time stands in the schedule, and students are taught by those who are strong in the "
            "subject. Read one each, then teach it to the two others at your table.",
            ("Three practices, a page each", "The state’s guide on special education for leaders"),
            15,
        ),
        Part.PRACTICE: SamplePart(
            "With the schedules in front of you: who is taken out of core instruction, and for "
            "what? Are students grouped by the need they share? Does the placement fit what the "
            "individual program says? Count, and write the count beside the school’s name.",
            ("Student schedules", "Staff schedules", "Who is strong in which subject"),
            20,
        ),
        Part.IMPLEMENTING: SamplePart(
            "Each takes the counts to the principal of the own school and works out one change of "
            "the schedule with the special education lead. No student’s name leaves the school.",
            ("Sheet for the three counts",),
            10,
        ),
    },
    look_fors=(
        "Students with disabilities are in the room when the new content is taught.",
        "Extra time works on what was taught that week.",
        "The two teachers in the room both teach.",
    ),
    assignments=(
        "Everyone: count the three numbers with the principal of your school.",
        "Everyone: observe one core lesson with a student who used to be taken out of it.",
        "Special education lead: list the first change of each school.",
    ),
)
