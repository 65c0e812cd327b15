"""Sample agendas in mathematics and in science."""

from ilt.samples.shapes import Part, SampleAgenda, SamplePart

MATH = SampleAgenda(
    slug="math-reasoning-and-modeling",
    title="Reasoning and modeling problems that lessons skip",
    setting="System leadership team, second meeting of a cycle on kindergarten to grade 5",
    focus="Lessons in which students reason and model",
    outcome=(
        "Members can find the reasoning and modeling problems of a lesson, say what a teacher does "
        "so that students reach them, and support one school in planning for it."
    ),
    prework="Look through one class set of workbooks: which problems are blank?",
    parts={
        Part.IMPACT: SamplePart(
            "We left with visits to math lessons and to math teachers’ meetings. Each reports one "
            "number: in how many of the lessons seen did students come to a reasoning or modeling "
            "problem? Then one observation that surprised us.",
            ("Notes from the visits to math lessons",),
            10,
        ),
        Part.PURPOSE: SamplePart(
            "Visits, teachers’ meetings and workbooks tell the same story: the problems that ask "
            "for reasons or a model are left out when time is short. On the first test of the "
            "module most students earned little on exactly those. Today we work out what teachers "
            "need in order to reach them, and what each of us does about it.",
            ("Item report of the first module test",),
            10,
        ),
        Part.LEARNING: SamplePart(
            "The math lead shows where in a lesson these problems stand, with one example each "
            "from kindergarten, grade 3 and grade 5, and then teaches one of them to us. What did "
            "you notice? What did you wonder? What would students have to know, and what did the "
            "teacher do and leave undone?",
            ("Three problems from three grades",),
            15,
        ),
        Part.PRACTICE: SamplePart(
            "Alone, then in pairs: mark up next week’s lesson. Which problems carry the "
            "mathematics, which can be shortened, where will students get stuck? Say how you would "
            "lead a principal through the same lesson.",
            ("Lesson of next week", "Planning guide for math"),
            15,
        ),
        Part.IMPLEMENTING: SamplePart(
            "Each plans the support for the own school: side by side with whoever leads the math "
            "teachers’ meeting, in which teachers choose the problems they will not skip; then a "
            "lesson modeled or co-taught; then a short visit to that lesson with our sheet.",
            ("Planning guide for math", "Marked-up sample lesson", "Observation sheet for math"),
            10,
        ),
    },
    look_fors=(
        "The lesson reaches its reasoning or modeling problem with ten minutes left.",
        "Students draw, build or write before anybody shows them how.",
        "The teacher asks for a reason, also for a right answer.",
    ),
    assignments=(
        "Everyone: support one math teachers’ meeting side by side with its leader.",
        "Everyone: visit the lesson chosen there and bring the sheet back.",
        "Math lead: model one lesson and debrief it with the school’s leaders.",
    ),
)

SCIENCE = SampleAgenda(
    slug="science-sensemaking",
    title="Students who make sense of phenomena",
    setting="System leadership team, second meeting of a cycle on science",
    focus="Chances for students to think and talk in science lessons",
    outcome=(
        "Members can mark up a science lesson for the moments in which students make sense of "
        "something, and lead science teachers through the same work."
    ),
    prework="Read the lesson set of your grade and bring the teacher notes.",
    parts={
        Part.IMPACT: SamplePart(
            "Second meeting of this cycle. In the first one we agreed on an observation sheet and "
            "read what the standards changed. We sort what we saw since: lessons in which students "
            "explained to each other, and lessons in which they listened.",
            ("Observation sheet for science", "One page on what the standards changed"),
            10,
        ),
        Part.PURPOSE: SamplePart(
            "Most lessons were led from the front, although the curriculum plans otherwise. Why "
            "are the moments for students left unused, and what support would change that?",
            minutes=5,
        ),
        Part.LEARNING: SamplePart(
            "The science lead marks up one lesson aloud: where the phenomenon comes back, how "
            "practice, idea and way of thinking meet in one task, what leads from one activity to "
            "the next, and which routine gets students to talk.",
            ("Marked-up sample lesson", "Talk routines for science"),
            15,
        ),
        Part.PRACTICE: SamplePart(
            "Each marks up a coming lesson in the same way and trades it with a neighbor. What did "
            "you find that you would have passed over? What else would a teacher need in order to "
            "use it?",
            ("Coming lesson with its teacher notes", "Planning guide for science"),
            20,
        ),
        Part.IMPLEMENTING: SamplePart(
            "Each leads science teachers at the own school through marking up their next lesson; "
            "they teach it and bring back what worked. Where a team asks for it, one of us teaches "
            "the lesson with them watching, and talks it through afterwards.",
            ("Marked-up sample lesson", "Talk routines for science"),
            10,
        ),
    },
    look_fors=(
        "Students explain the phenomenon to each other before the teacher does.",
        "A routine gives everybody a turn to talk.",
        "Students go back to their first explanation and change it.",
    ),
    assignments=(
        "Everyone: lead one science teachers’ meeting with the marked-up lesson.",
        "Everyone: observe one lesson planned there.",
        "Science lead: teach one lesson for a team and debrief it.",
    ),
)
