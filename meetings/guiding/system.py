"""The three gates before any strategy (S2.03), and what a school system reflects on (S2.32)."""

from meetings.guiding.sheets import Question, Sheet

GATES = Sheet(
    "gates",
    "Before you begin",
    "Whoever leads the team, before anything else is planned.",
    (
        Question(
            "g1",
            "What do your data say is strong, and what is needed?",
            "State results, growth of cohorts, how effective teaching is, and what walkthroughs "
            "show of the curriculum in use.",
        ),
        Question(
            "g2",
            "Which instructional goals follow from it?",
            "Goals of your own that stand on a high-quality curriculum, each with a number and a "
            "date.",
        ),
        Question(
            "g3",
            "Who can best reach them?",
            "System leaders, school leaders, teacher leaders or teachers: name who has the most "
            "effect on each goal.",
        ),
    ),
)

REFLECTION = Sheet(
    "reflection",
    "Where we stand as a school system",
    "The system’s leadership team, once it knows its stage; again each year.",
    (
        Question("r1", "What is our academic vision?", "One that every school could repeat."),
        Question(
            "r2",
            "What do we believe about children, and about adults who teach them?",
            "Say what those beliefs look like in decisions you have made.",
        ),
        Question(
            "r3",
            "How do leadership teams, collaboration and career paths keep us on learning?",
            "One sentence for each of the three.",
        ),
        Question(
            "r4",
            "What do we show school leaders by how we plan and run our own meetings?",
            "Leaders copy what they see more than what they are told.",
        ),
        Question(
            "r5",
            "What do we expect of leadership teams, ours and the schools’?",
            "How often, how long, with whom, and what comes out of a meeting.",
        ),
        Question(
            "r6",
            "How does our team’s work reach teacher collaboration?",
            "Follow one goal down to one team’s next meeting.",
        ),
        Question(
            "r7",
            "Which data will tell us what children and adults need?",
            "Results of students, and what you see of teaching and leading.",
        ),
    ),
)
