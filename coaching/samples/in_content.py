"""Sample plans in mathematics and in science."""

from coaching.samples.shapes import Sample, SampleStep

MATH = Sample(
    slug="math-comparing-strategies",
    title="Students compare ways to solve",
    setting="Grade 4 mathematics, 22 students",
    indicator="PS",
    indicator_name="Problem-Solving",
    descriptor=(
        "Tasks ask students to choose, explain and compare ways to solve, and to judge whether an "
        "answer makes sense."
    ),
    student_need=(
        "On the exit tickets of the fractions unit 17 of 22 students found the right answer to "
        "bare problems, and 7 of 22 to a problem in context. Students look for a "
        "rule and stop when "
        "the numbers do not fit it. Few draw or estimate before they compute."
    ),
    goal=(
        "Students solve fraction problems in context with a model they chose and explain why their "
        "answer makes sense."
    ),
    measure="Context problem of the weekly exit ticket, scored right with a model or reason",
    baseline="7 of 22",
    target="16 of 22",
    weeks=6,
    steps=(
        SampleStep(
            activity="Solve the main task of the lesson in three ways before teaching it.",
            teacher_does=(
                "Works the task with a drawing, with a number line and with an "
                "equation, and writes "
                "down which mistakes students will make."
            ),
            support="co_plan",
            teacher_look_fors=("Notes beside the task show three ways and two likely errors.",),
            student_look_fors=("At least two different models are visible in the room.",),
            resources=("Module 5, lessons 12 to 16, teacher edition",),
        ),
        SampleStep(
            activity="Give five quiet minutes to begin alone, then look for work to show.",
            teacher_does=(
                "Reads the problem twice, asks for an estimate, then walks without "
                "helping and notes "
                "who used which model."
            ),
            support="side_by_side",
            teacher_look_fors=(
                "No hint on how to solve in the first five minutes.",
                "A list of two or three students, in the order in which they will show.",
            ),
            student_look_fors=(
                "Every student has an estimate and has begun a model.",
                "Students keep working when they are unsure.",
            ),
        ),
        SampleStep(
            activity="Lead a ten-minute comparison of two solutions, one of them unfinished.",
            teacher_does=(
                "Puts both up and asks what is the same, where each shows the whole, "
                "and what would "
                "finish the second; students talk first in pairs."
            ),
            support="co_teach",
            teacher_look_fors=(
                "Asks students to find the same quantity in both models.",
                "The rule is named by students, after the comparison.",
            ),
            student_look_fors=(
                "Students point to a part of the model when they explain.",
                "Students use “makes sense because” with a reason about size.",
            ),
            resources=("Recording sheet for choosing student work",),
        ),
    ),
    prompts=(
        "Which wrong start taught the class the most?",
        "What did you not say today that you used to say?",
    ),
    is_aligned=(
        "The two numbers in the need belong together: computing is there, making sense is not. The "
        "goal, the measure and all three steps are about context problems, so nothing in the plan "
        "practices what students already can."
    ),
    is_manageable=(
        "Each step is one part of one lesson: before, start, end. They use the tasks of the module "
        "as they are. The hardest, the comparison, comes last and with the coach in the room."
    ),
    shows_progress=(
        "Exit tickets come weekly, so six points show a line. In class the teacher "
        "can see two models, "
        "hear “makes sense because”, and count who began alone."
    ),
)
SCIENCE = Sample(
    slug="science-explaining-with-data",
    title="Explanations that use data",
    setting="High school biology, 27 students, one section",
    indicator="TH",
    indicator_name="Thinking",
    descriptor=(
        "Students analyze data, draw conclusions of their own and defend them with reasons that "
        "others can test."
    ),
    student_need=(
        "In the last lab report 20 of 27 students stated a claim, 12 named data, and "
        "5 said how the "
        "data support the claim. During labs students follow the steps and ask whether a value is "
        "right. The discussion of results takes four minutes and is led from the board."
    ),
    goal=(
        "Students write an explanation of a phenomenon with a claim, data they selected, and "
        "reasoning that links both to a principle of the unit."
    ),
    measure="Explanation task at the end of each investigation, reasoning row",
    baseline="5 of 27",
    target="17 of 27",
    weeks=6,
    steps=(
        SampleStep(
            activity=(
                "Begin the investigation with a phenomenon and a first explanation from students."
            ),
            teacher_does=(
                "Shows the phenomenon without naming the concept, collects first "
                "ideas as a list of "
                "questions, and keeps the list up."
            ),
            support="model",
            teacher_look_fors=(
                "Student questions stand on the wall, and the lesson returns to them.",
            ),
            student_look_fors=("Every student has written a first explanation with a drawing.",),
            resources=("Unit storyline, investigation 3",),
        ),
        SampleStep(
            activity="Replace the recording table with a blank one that students plan themselves.",
            teacher_does=(
                "Asks each team which data would convince a doubter, and signs off the plan before "
                "materials are handed out."
            ),
            support="co_plan",
            teacher_look_fors=("Signs off plans by asking what would count against the idea.",),
            student_look_fors=(
                "Teams can say why they measure what they measure.",
                "Tables differ from team to team.",
            ),
        ),
        SampleStep(
            activity=(
                "Hold a fifteen-minute discussion of results in which teams question each other."
            ),
            teacher_does=(
                "Pairs teams with different results, hands out question stems, and speaks only to "
                "ask for the data or the principle."
            ),
            support="observe",
            teacher_look_fors=(
                "Speaks less than a third of the time.",
                "Asks “What in your data says so?” at least once to each pair of teams.",
            ),
            student_look_fors=(
                "Students refer to a number or a graph when they disagree.",
                "At least one team changes its explanation and says why.",
            ),
            resources=("Question stems for scientific argument",),
        ),
        SampleStep(
            activity="Give feedback on the reasoning sentence alone, and time to revise it.",
            teacher_does=(
                "Underlines the sentence that links data and principle, asks one question in the "
                "margin, and gives eight minutes of class to revise."
            ),
            support="analyse_work",
            teacher_look_fors=("Each paper carries one question, about the link.",),
            student_look_fors=("Students rewrite the sentence and can say what changed.",),
        ),
    ),
    prompts=(
        "When did students change their minds because of data?",
        "What will you keep for the next unit, and what was too much?",
    ),
    is_aligned=(
        "The need separates claim, data and reasoning, and shows that reasoning is "
        "missing. The steps "
        "give students something to reason about, and from and with whom; feedback "
        "goes to that one "
        "sentence."
    ),
    is_manageable=(
        "Four steps follow the order of one investigation, so the second round repeats them all. "
        "Materials stay the same; what is taken away is the printed table. The longest new thing "
        "is fifteen minutes."
    ),
    shows_progress=(
        "One row of the scoring guide at the end of each investigation gives two "
        "measures before the "
        "next observation. Talk time, numbers cited and a changed explanation can be seen in class."
    ),
)
