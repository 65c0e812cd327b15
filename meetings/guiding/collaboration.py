"""Teacher collaboration: before teachers are told, the year, and each meeting (S2.21)."""

from meetings.guiding.sheets import Question, Sheet

TC_STRUCTURE = Sheet(
    "structure",
    "Setting the team up",
    "The school leader or whoever coordinates collaboration, before teachers are told.",
    (
        Question(
            "d1",
            "Which teachers make a team?",
            "A small group of alike teachers: pre-K and K, grades 1–2, grades 3–5, one grade or "
            "one subject.",
            check="members",
        ),
        Question(
            "d2",
            "When does it meet?",
            "Every week, during the school day, in time kept for it.",
            check="weeks",
        ),
        Question("d3", "For how long?", "About 60 minutes a week.", check="minutes"),
        Question("d4", "Where?", "In one place that is kept for it.", check="place"),
        Question(
            "d5",
            "Who prepares the agenda?",
            "A teacher leader, content leader, mentor teacher, coach, or whoever facilitates.",
        ),
        Question(
            "d6",
            "Which protocol do you use?",
            "Choose one before you plan single meetings, like the five parts used here.",
            check="protocol",
        ),
        Question(
            "d7",
            "What decides what a meeting is about?",
            "What teachers must learn so that the school reaches its goals, and where they stand "
            "with the curriculum; the long-range plan says when.",
        ),
        Question(
            "d8",
            "Which norms do you hold to?",
            "Take time to agree on how you see students and your own learning.",
            check="norms",
        ),
    ),
)

TC_YEAR = Sheet(
    "year",
    "Planning the year",
    "All teachers of the team, before its first meeting.",
    (
        Question(
            "e1",
            "Which data about the school, teachers and students do you look at?",
            "Several measures, assessments of the curriculum among them; not state tests alone.",
        ),
        Question(
            "e2",
            "How do you tell which need comes first?",
            "By the school’s goals for the curriculum you teach.",
        ),
        Question(
            "e3",
            "How will you meet the needs all year long?",
            "With a rhythm of meetings that joins data, growth plans, collaboration and "
            "evaluation.",
        ),
        Question(
            "e4",
            "Which goals tell you on the way that it works?",
            "Milestones that serve the school’s goals.",
        ),
        Question(
            "e5",
            "What rhythm do your meetings need?",
            "Cycles: one topic, unit or module for a set number of meetings.",
        ),
        Question(
            "e6",
            "How do the outcomes of meetings line up with the goals?",
            "In time for the milestones, and each building on the one before.",
        ),
    ),
)

TC_MEETING = Sheet(
    "meeting",
    "Planning a meeting",
    "All teachers of the team, for its first meeting. Later the questions stand beside each agenda "
    "as help.",
    (
        Question(
            "f1",
            "What evidence about the goal do you have?",
            "Student results, evidence from classrooms, or anything else the plan asks for.",
            section="impact",
        ),
        Question(
            "f2",
            "Which need do you take up today?",
            "One from the plan that the evidence since the last meeting confirms.",
            section="purpose",
        ),
        Question(
            "f3",
            "What has to be on the table?",
            "Student work, data, schedules, curriculum, rubrics.",
            section="purpose",
        ),
        Question(
            "f4",
            "What will you learn?",
            "Something ready for the classroom, from a source you trust, that has been shown to "
            "help students grow.",
            section="learning",
        ),
        Question(
            "f5",
            "What will you make of it here?",
            "Show it, model it, practice it, coach each other on it, with student work at hand.",
            section="practice",
        ),
        Question(
            "f6",
            "How will you use it in class?",
            "So that it can be seen: by a visit, by a colleague, or in your students’ work.",
            section="implementing",
        ),
        Question(
            "f7",
            "How and when do you look at what students gained?",
            "For example with an assessment that fits what you learned.",
            section="impact",
        ),
        Question(
            "f8",
            "What does each of you do before the next meeting?",
            "One clear next step for everybody.",
            section="implementing",
        ),
    ),
)
