"""Sample plans in special education, and of a school leader."""

from coaching.samples.shapes import Sample, SampleStep

SPECIAL_EDUCATION = Sample(
    slug="special-education-access-to-grade-level-text",
    title="Access to grade-level text in a co-taught class",
    setting="Grade 5 English language arts, co-taught, 25 students, 7 with an IEP",
    indicator="TKS",
    indicator_name="Teacher Knowledge of Students",
    descriptor=(
        "Plans and supports rest on what each student can do and needs, and keep the work of the "
        "grade for everyone."
    ),
    student_need=(
        "The 7 students with an IEP read the unit text in a simplified version in the hallway. On "
        "the questions about the grade-level text 1 of 7 answered two of three; asked aloud, with "
        "the passage read to them, 5 of 7 did. Decoding keeps them from thinking they can do."
    ),
    goal=(
        "Students with an IEP answer questions about the grade-level text in the room with their "
        "class, with supports that fade over the unit."
    ),
    measure=(
        "Three text questions at the end of each week, answered with the supports named in the plan"
    ),
    baseline="1 of 7 answer two of three",
    target="5 of 7 answer two of three",
    weeks=6,
    steps=(
        SampleStep(
            activity=(
                "Read the IEP goals and accommodations with the text and choose one "
                "support for each student."
            ),
            teacher_does=(
                "Lists for each student what stands between them and this text, and writes the one "
                "support that removes it and the week in which it begins to fade."
            ),
            support="co_plan",
            teacher_look_fors=(
                "A one-page chart: student by initials, barrier, support, week to fade.",
                "Both teachers have the chart and teach from it.",
            ),
            student_look_fors=("Students pick up their support without being told.",),
            resources=("Accommodations at a glance, blank chart",),
        ),
        SampleStep(
            activity="Prepare students for the text the day before, for ten minutes.",
            teacher_does=(
                "Reads the hardest paragraph aloud with the group, unlocks three "
                "words with meaning "
                "and sound, and leaves the question for class."
            ),
            support="model",
            teacher_look_fors=("Preparation ends without answering the question of the lesson.",),
            student_look_fors=(
                "Students recognize the paragraph in class and raise a hand on it.",
                "Students read the three words in the passage.",
            ),
        ),
        SampleStep(
            activity="Teach the first reading in two groups in one room, mixed, one teacher each.",
            teacher_does=(
                "Plans with the co-teacher who leads which group, where each stops "
                "to ask, and swaps "
                "groups on the second day."
            ),
            support="co_teach",
            teacher_look_fors=(
                "Both teachers lead content; nobody only circulates.",
                "The same question is asked in both groups.",
            ),
            student_look_fors=(
                "Visitors cannot tell from the task who has an IEP.",
                "Students with an IEP answer at least once in each reading.",
            ),
        ),
        SampleStep(
            activity="Look at the weekly questions together and fade or change one support.",
            teacher_does=(
                "Compares answers with and without the support and moves one student on each week, "
                "noting it for the IEP team."
            ),
            support="analyse_work",
            teacher_look_fors=("The chart changes every week in at least one line.",),
            student_look_fors=("Students can say which support they no longer need.",),
            resources=("Weekly question record",),
        ),
    ),
    prompts=(
        "Which support did more than you expected, and which did a student outgrow?",
        "What do you and your co-teacher want to plan differently in the next unit?",
    ),
    is_aligned=(
        "The need shows with two numbers that thinking is there when decoding is not "
        "in the way. The "
        "plan therefore keeps the text and changes the way in. Goal and measure are about the text "
        "of the grade, not a simpler one."
    ),
    is_manageable=(
        "The first step is one page, made once and changed weekly. Preparation takes "
        "ten minutes of "
        "time that exists. Two groups in one room come only when supports are "
        "chosen, with the coach "
        "teaching along the first time."
    ),
    shows_progress=(
        "The same three questions each week, with the support noted, show both "
        "learning and fading. "
        "In class one can see who answers, with what in hand, and whether both teachers teach."
    ),
)
LEADER = Sample(
    slug="school-leader-feedback-that-changes-practice",
    title="Feedback that changes practice",
    setting="Principal of a K–5 school, 28 teachers, with an assistant principal and two coaches",
    indicator="GDP",
    indicator_name="Growing and Developing Professionally",
    descriptor=(
        "Leaders see teaching often, name one thing that works and one next step, and come back to "
        "see it; what they see shapes professional learning."
    ),
    student_need=(
        "School goal: 5 percentage points more at Mastery or above in ELA. Unit "
        "tasks in grades 3 to "
        "5 show 38 percent of students explaining with evidence. Walkthroughs last "
        "month: in 6 of 21 "
        "rooms students did most of the explaining. Of 21 feedback notes 4 named a step, and none "
        "was looked at again."
    ),
    goal=(
        "Students in grades 3 to 5 explain with evidence in daily lessons, because every teacher "
        "gets one step a visit and a second visit that looks for it."
    ),
    measure="Rooms in which students do most of the explaining, in the monthly learning walk",
    baseline="6 of 21 rooms",
    target="14 of 21 rooms",
    weeks=6,
    steps=(
        SampleStep(
            activity=(
                "Agree with the leadership team on three look-fors and practice seeing them alike."
            ),
            teacher_does=(
                "Visits three rooms together with the assistant principal and the coaches, writes "
                "evidence apart, and compares until all mark the same."
            ),
            support="co_plan",
            teacher_look_fors=(
                "The team’s marks agree in at least eight of nine places.",
                "Notes hold what was said and done, without adjectives.",
            ),
            student_look_fors=("Evidence of what students say stands in every note.",),
            resources=("Walkthrough form of the school, three look-fors",),
        ),
        SampleStep(
            activity=(
                "Visit eight teachers a week and leave each with one step, in person, within a day."
            ),
            teacher_does=(
                "Blocks four half hours in the calendar, prepares one sentence of praise and one "
                "step, practices it with the teacher, and agrees the day of the second visit."
            ),
            support="side_by_side",
            teacher_look_fors=(
                "Each conversation ends with one step in the teacher’s own words and a date.",
                "Part of the conversation is practice.",
            ),
            student_look_fors=("In the second visit more students explain than in the first.",),
        ),
        SampleStep(
            activity="Come back within ten school days and mark the step as seen or not yet.",
            teacher_does=(
                "Opens the step before walking in, looks for that alone, and tells the teacher the "
                "same day what students did."
            ),
            support="observe",
            teacher_look_fors=("Nine in ten steps have a second visit within ten school days.",),
            student_look_fors=("Students do what the look-for of that step says.",),
        ),
        SampleStep(
            activity="Bring the pattern of the month, without names, to teacher collaboration.",
            teacher_does=(
                "Counts look-fors by grade, chooses one with the teacher leaders, and asks for one "
                "clip or work sample that shows it done well."
            ),
            support="analyse_work",
            teacher_look_fors=(
                "The agenda of the next meeting names the look-for and the student work.",
                "Coaching time moves to the grade that needs it.",
            ),
            student_look_fors=("Unit tasks of that grade show more explanations with evidence.",),
            resources=("Monthly tally of look-fors by grade",),
        ),
    ),
    prompts=(
        "Which step changed what students did, and what made it work?",
        "What did you see in your own feedback when the coach listened in?",
    ),
    is_aligned=(
        "One line runs from the school goal through what rooms look like to what the leader does: "
        "steps without a second visit. The leader’s steps change that, and the school’s measure is "
        "about students."
    ),
    is_manageable=(
        "Seeing alike comes before visiting more. Eight visits a week are two days of half hours, "
        "shared by four people later. The supervisor listens in once, then observes, then only "
        "looks at the tally."
    ),
    shows_progress=(
        "Second visits kept can be counted every Friday, rooms in the learning walk "
        "every month, and "
        "unit tasks at the end of the unit: early, middle and late signs of the same thing."
    ),
)
