"""Leadership teams: before the team is invited, the year, and each meeting (S2.21)."""

from meetings.guiding.sheets import Question, Sheet

ILT_STRUCTURE = Sheet(
    "structure",
    "Setting the team up",
    "The leader of the team, before the others are invited.",
    (
        Question(
            "a1",
            "Who should be on the team?",
            "School leaders who shape instruction: principal, assistant principals, content "
            "leaders, mentor teachers, special education leaders, leaders of grades or subjects.",
            for_system="Leaders of the district who shape instruction, directly or not: "
            "superintendent, academics, finance, staffing, special education, English learners, "
            "early childhood.",
            check="members",
        ),
        Question(
            "a2",
            "On which day and at what time?",
            "Every week.",
            for_system="Every week is best; never more than two weeks between meetings.",
            check="weeks",
        ),
        Question(
            "a3",
            "For how long?",
            "About 60 minutes a week; longer where meetings are rarer.",
            check="minutes",
        ),
        Question("a4", "Where?", "In one place that is kept for it.", check="place"),
        Question(
            "a5",
            "Who prepares the agenda?",
            "The principal, or one member of the core team.",
            for_system="One member of the core team, together with the superintendent.",
        ),
        Question(
            "a6",
            "What decides what a meeting is about?",
            "What members must learn so that the school reaches its goals; the long-range plan "
            "says when.",
            for_system="What leaders, teachers and students need, in line with the system’s goals "
            "and with where schools stand with the curriculum.",
        ),
        Question(
            "a7",
            "Which protocol do you use?",
            "Choose one before you plan single meetings, like the five parts used here.",
            check="protocol",
        ),
        Question(
            "a8",
            "Which norms do you hold to?",
            "Take time to agree on how you talk about instruction, and on when you look at the "
            "norms again.",
            check="norms",
        ),
    ),
)

ILT_YEAR = Sheet(
    "year",
    "Planning the year",
    "The whole team, before its first meeting.",
    (
        Question(
            "b1",
            "Which data will show what the system, schools, leaders, teachers and students need?",
            "Current student results, evidence from classrooms, and evaluation data.",
        ),
        Question(
            "b2",
            "What does each of them need?",
            "Read the newest data about each group, and what the team can do about it.",
        ),
        Question(
            "b3",
            "Given those needs, what will this team get done?",
            "Settle on one group of people. One short-term goal follows from it.",
        ),
        Question(
            "b4",
            "Which data will you look at, at each level?",
            "At least two measures, and not state tests alone: observations, assessments of the "
            "curriculum, student work, screeners, attendance, behavior. Look at student groups, "
            "above all at those your school is labeled for.",
            for_system="At least two measures that fit the subject, and not state tests alone; "
            "your strategic plan names some.",
        ),
        Question(
            "b5",
            "How do you tell which need comes first?",
            "By the instructional goals of the system and the school.",
        ),
        Question(
            "b6",
            "How will the plan meet the needs all year long?",
            "With a rhythm of meetings that joins data, growth plans, collaboration and "
            "evaluation.",
        ),
        Question(
            "b7",
            "Which goals are set, or can be, for each need?",
            "Milestones through the year that serve the system’s goals.",
        ),
        Question(
            "b8",
            "How will leaders, teachers and students get regular observation and feedback?",
            "Say who observes, how often, with which form, and in which meeting you look at what "
            "was seen.",
        ),
        Question(
            "b9",
            "How will you know during the year that the goals are on their way?",
            "Dates on which you measure, tied to the school’s goals.",
        ),
        Question(
            "b10",
            "How does each meeting’s focus serve the goals?",
            "Line the foci up over the plan, so that each comes in time and learning builds.",
        ),
        Question(
            "b11",
            "How do members share in making an agenda?",
            "Choose who helps by what the meeting is about.",
        ),
        Question(
            "b12",
            "How do you decide what should come out of a meeting?",
            "Outcomes that matter for the goal and can be followed through the year.",
        ),
    ),
)

ILT_MEETING = Sheet(
    "meeting",
    "Planning a meeting",
    "The whole team, for its first meeting. Later the questions stand beside each agenda as help.",
    (
        Question(
            "c1",
            "What is this meeting about, and who says so?",
            "A priority of the long-range plan.",
            section="purpose",
        ),
        Question(
            "c2",
            "Which data show the need today?",
            "The source that fits the goal best just now.",
            section="purpose",
        ),
        Question(
            "c3",
            "What will members know or be able to do afterwards?",
            "Something the team’s goal needs.",
            section="purpose",
        ),
        Question(
            "c4",
            "Who leads, and must anybody join?",
            "Whoever knows most about the outcome leads the learning.",
            section="learning",
        ),
        Question(
            "c5",
            "What has to be on the table?",
            "What the outcome takes: data, schedules, curriculum, rubrics, plans.",
            section="practice",
        ),
        Question(
            "c6",
            "What will members make of what they learn?",
            "Something they can use, that shows the outcome.",
            section="practice",
        ),
        Question(
            "c7",
            "What is new, and how is it taught?",
            "What the data call for, in a form that members can try at once.",
            section="learning",
        ),
        Question(
            "c8",
            "Who leads each part, and is somebody missing for it?",
            "Whoever knows the situation best.",
            section="practice",
        ),
        Question(
            "c9",
            "Who is the best person to teach it?",
            "That may be somebody from outside the team.",
            section="learning",
        ),
        Question(
            "c10",
            "What does each member do with it before the next meeting?",
            "One clear next step for every member.",
            section="implementing",
        ),
        Question(
            "c11",
            "How do observation and feedback enter?",
            "Look for trends: they steer teacher collaboration, or support for a teacher or a "
            "group.",
            section="impact",
        ),
        Question(
            "c12",
            "How and when do you look at what came of it?",
            "Ask for something that shows it. The next meeting begins there.",
            section="impact",
        ),
    ),
)
