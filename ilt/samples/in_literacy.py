"""Sample agendas in ELA and in early literacy."""

from ilt.samples.shapes import Part, SampleAgenda, SamplePart

ELA = SampleAgenda(
    slug="ela-middle-grades",
    title="What we expect to see in middle-grades ELA",
    setting="System leadership team, first meeting of a cycle on grades 6 to 8",
    focus="Shared expectations for ELA lessons in grades 6 to 8",
    outcome=(
        "Members can observe an ELA lesson with the same questions and know which classrooms and "
        "team meetings they visit before we meet again."
    ),
    prework="Read your schools’ results of grades 6 to 8 by student group. Bring one question.",
    parts={
        Part.IMPACT: SamplePart(
            "First meeting of this cycle: there are no assignments to report on yet. Say what each "
            "of us will count when we look back at the end: lessons seen, answers in sentences, "
            "work that uses the text.",
            minutes=5,
        ),
        Part.PURPOSE: SamplePart(
            "The wall shows growth in ELA by school, teacher team and student group. Grades 6 to 8 "
            "grow more slowly than the grades before them, and students with disabilities the "
            "least. Two minutes of silence, then: what do you notice, and what can we not explain "
            "from here?",
            ("State test results in ELA by grade and student group",),
            10,
        ),
        Part.LEARNING: SamplePart(
            "The ELA lead plays ten minutes of a lesson and thinks aloud with five questions: what "
            "does the teacher do and say, what do students do and say, what does the unit ask of "
            "them in this lesson, which work shows that they learned it, and how would we know "
            "that they can do it again in a new text?",
            ("Lesson from unit 2, with its teacher notes", "Our five observation questions"),
            15,
        ),
        Part.PRACTICE: SamplePart(
            "In pairs: write what you would look for in the three moments of a lesson, when "
            "something is taught outright, when students try it, and when each shows it alone. Add "
            "how a student with a disability is supported while working alone. Then do the same "
            "for a meeting of ELA teachers: which need began it, what is new in it, what will be "
            "different in class, and what part the curriculum plays.",
            ("Blank observation sheet",),
            20,
        ),
        Part.IMPLEMENTING: SamplePart(
            "Fill the plan on the wall: who visits which classroom and which teachers’ meeting, on "
            "which day, with whom. Every school of grades 6 to 8 is visited by two of us.",
            ("Plan of visits: who, where, when",),
            10,
        ),
    },
    look_fors=(
        "Students answer from the text and point to the lines.",
        "Each student writes something alone before the lesson ends.",
        "A student who needs support works on the same text as everybody.",
    ),
    assignments=(
        "Everyone: observe one ELA lesson in grades 6 to 8 with the five questions.",
        "Everyone: sit in one meeting of ELA teachers at the school you support.",
        "ELA lead: bring the notes together by question, without teachers’ names.",
    ),
)

LITERACY = SampleAgenda(
    slug="literacy-midyear-screener",
    title="From the midyear screener to conversations with principals",
    setting="System leadership team, third meeting of a cycle on kindergarten to grade 3",
    focus="What the midyear screener asks of us and of principals",
    outcome=(
        "Members can lead a conversation about screener results that ends in one action for a "
        "school, and know what we expect of every principal’s own conversations."
    ),
    prework="Look at the screener summary of the schools you support. Mark one trend.",
    parts={
        Part.IMPACT: SamplePart(
            "Each of us reports on the intervention blocks we observed in kindergarten to grade 3: "
            "how many small groups worked with a teacher, and what the others did meanwhile. We "
            "count on one sheet what we saw, then read it once more in silence.",
            ("Notes from the visits to intervention blocks",),
            15,
        ),
        Part.PURPOSE: SamplePart(
            "Beside the counts lies the midyear summary. Which group is further below than its "
            "share of the grade? Where do our notes explain a result, and where do they "
            "contradict it? Which two schools need more of us until spring?",
            ("Midyear screener summary by school and student group",),
            10,
        ),
        Part.LEARNING: SamplePart(
            "The literacy lead walks through two made-up classes with the same average and quite "
            "different children. We sort each class by what to teach next, and say what a "
            "principal should ask the teacher of each.",
            ("Two made-up class reports",),
            10,
        ),
        Part.PRACTICE: SamplePart(
            "In pairs, one plays the principal: prepare and hold a ten-minute conversation on one "
            "school’s results. Afterwards agree on when such conversations happen, who takes part, "
            "what part the literacy coach plays, and what is written down.",
            ("Guide for a conversation about results",),
            15,
        ),
        Part.IMPLEMENTING: SamplePart(
            "Each of us holds the conversation with the principals we support, sits in on one that "
            "a principal holds with teachers, and tells that principal what worked.",
            minutes=10,
        ),
    },
    look_fors=(
        "The conversation names groups and skills, no child in front of others.",
        "It ends with one action, a date and who does it.",
        "Small groups are made by what to teach next.",
    ),
    assignments=(
        "Everyone: hold the conversation with each principal you support.",
        "Everyone: observe one conversation of a principal with teachers and give feedback.",
        "Literacy lead: gather the actions the schools chose on one page.",
    ),
)
