"""Sample plans in English language arts and in the early grades."""

from coaching.samples.shapes import Sample, SampleStep

ELA = Sample(
    slug="ela-evidence-in-discussion",
    title="Evidence in text discussions",
    setting="Grade 7 English language arts, 24 students, two sections",
    indicator="QU",
    indicator_name="Questioning",
    descriptor=(
        "Questions are varied and of high quality, ask students to justify their thinking with the "
        "text, and leave time to think."
    ),
    student_need=(
        "In the last cold-read task 9 of 24 students cited a line that supported their claim. The "
        "other 15 retold the passage. In three visits the same six students answered most of the "
        "questions, and the teacher supplied the evidence after a short answer."
    ),
    goal=(
        "Students support a claim about a complex text with a line they chose and explain how the "
        "line supports it, in talk and in writing."
    ),
    measure="Cold-read task of the unit, the evidence row of its scoring guide",
    baseline="9 of 24",
    target="18 of 24",
    weeks=6,
    steps=(
        SampleStep(
            activity=(
                "Plan three text-dependent questions for each lesson of the section, with the line "
                "a strong answer would cite."
            ),
            teacher_does=(
                "Reads the section as a student would, writes the answer in full, and marks where "
                "a student could go wrong."
            ),
            support="co_plan",
            teacher_look_fors=(
                "The lesson plan holds three questions in order, each with the line it rests on.",
                "Every question sends students back to the text.",
            ),
            student_look_fors=("Students turn to the page before they answer.",),
            resources=("Unit guide, section on text-dependent questions",),
        ),
        SampleStep(
            activity=(
                "Wait three seconds, then have every student write a line number and a reason."
            ),
            teacher_does=(
                "Asks, waits, says “Write the line, then one reason”, and walks the room before "
                "calling on anybody."
            ),
            support="model",
            teacher_look_fors=(
                "At least three seconds pass between question and first answer.",
                "The teacher reads four or more responses before the talk begins.",
            ),
            student_look_fors=(
                "20 of 24 students have written a line number before anyone speaks.",
                "Students who did not volunteer are called on and have something to say.",
            ),
        ),
        SampleStep(
            activity="Ask one follow-up question instead of finishing the student’s answer.",
            teacher_does=(
                "Answers a retelling with “Which words made you think so?” and hands the reply on "
                "to a second student."
            ),
            support="side_by_side",
            teacher_look_fors=(
                "After a short answer the next voice is a student’s, not the teacher’s.",
                "A follow-up asks how the line supports the claim.",
            ),
            student_look_fors=(
                "Students say “the line shows … because …”.",
                "A second student adds to or questions the first answer.",
            ),
            resources=("Talk stems for citing evidence, one card a desk",),
        ),
        SampleStep(
            activity="Score the cold-read responses together and choose whom to reteach.",
            teacher_does=(
                "Sorts responses into cited and explained, cited only, and retold; plans ten "
                "minutes for the middle group."
            ),
            support="analyse_work",
            teacher_look_fors=("The next lesson plan names the group and what it will practice.",),
            student_look_fors=("Students in the group revise one response with a better line.",),
        ),
    ),
    prompts=(
        "Whose thinking did you hear this week that you had not heard before?",
        "Which question brought the best evidence, and why that one?",
    ),
    is_aligned=(
        "The need names what students cannot do yet and what happens in class that "
        "keeps it so: the "
        "teacher supplies the evidence. The refinement area, questioning, is the practice behind "
        "exactly that, and every step changes who brings the line."
    ),
    is_manageable=(
        "The steps go from planning the question, to asking it, to answering the "
        "answer: each needs "
        "the one before. Only one move is new in a lesson, and the coach does less "
        "each time: plans "
        "along, models, then only whispers from the side. All four fall before the "
        "next observation."
    ),
    shows_progress=(
        "Look-fors can be counted from a chair: seconds, line numbers, whose voice comes next. The "
        "teacher can tell on any day whether it works, and the target uses the task "
        "she already gives."
    ),
)
EARLY_GRADES = Sample(
    slug="early-grades-decoding-in-small-groups",
    title="Decoding practice in small groups",
    setting="Grade 1 foundational skills, 20 students",
    indicator="GRP",
    indicator_name="Grouping Students",
    descriptor=(
        "Groups are formed by what students need, change when the need does, and every student in "
        "the group is responsible for some of the work."
    ),
    student_need=(
        "On the fall screener 8 of 20 students read fewer than 10 nonsense words correctly in a "
        "minute. They name the sounds of short-vowel words but do not blend them, and they guess "
        "from the first letter. In small groups the quickest reader says the word for all."
    ),
    goal=(
        "Students blend and read one-syllable words with short vowels and digraphs that they have "
        "not seen before, each with their own voice."
    ),
    measure="Weekly list of 20 decodable words, read one student at a time",
    baseline="8 of 20 students read 15 words or more",
    target="15 of 20 students read 15 words or more",
    weeks=5,
    steps=(
        SampleStep(
            activity=(
                "Form three groups from the screener and the first word list; name the "
                "need of each."
            ),
            teacher_does=(
                "Sorts the lists by the kind of error, writes one line on what each "
                "group practices, "
                "and sets the day on which groups are looked at again."
            ),
            support="analyse_work",
            teacher_look_fors=("A chart shows three groups, the skill of each, and a date.",),
            student_look_fors=("Students go to their group within one minute.",),
            resources=("Foundational skills assessment, blending section",),
        ),
        SampleStep(
            activity="Blend in front of the group with one routine: touch, say, slide, read.",
            teacher_does=(
                "Models two words with a finger under each letter, does two with the group, then "
                "hands the word to one student."
            ),
            support="model",
            teacher_look_fors=(
                "The same four motions for every word.",
                "Corrects by going back to the sound, not by saying the word.",
            ),
            student_look_fors=(
                "Each student touches under the letters while blending.",
                "Students read the whole word after the sounds without a prompt.",
            ),
        ),
        SampleStep(
            activity="Give each student a word of their own before the group reads together.",
            teacher_does=(
                "Deals cards, listens in on each whisper read, notes who blends and "
                "who guesses, and "
                "only then has the group read."
            ),
            support="co_teach",
            teacher_look_fors=("Hears every student read three words alone in ten minutes.",),
            student_look_fors=(
                "Five voices whisper five different words at once.",
                "Nobody’s word is read by a neighbor.",
            ),
            resources=("Decodable word cards, short vowels and digraphs",),
        ),
    ),
    prompts=(
        "Which student surprised you when reading alone?",
        "Who is ready to change groups, and what tells you?",
    ),
    is_aligned=(
        "The screener says how many and the visits say why: one child reads for the "
        "group. Grouping "
        "by need and a turn for each answers both. The measure is the skill itself, in words the "
        "students have not memorized."
    ),
    is_manageable=(
        "Three steps in five weeks, within the group time that exists. The routine "
        "is learned before "
        "turns are handed out. The coach sorts the lists along in week one, so no "
        "new testing is added."
    ),
    shows_progress=(
        "A weekly list takes one minute a child and shows the same thing each time. "
        "The teacher sees "
        "fingers and hears single voices during the lesson, well before the list is given."
    ),
)
