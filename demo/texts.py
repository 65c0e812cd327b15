"""What the demo district's people write: a few focus areas, each with words that hang together."""

FIRST_NAMES = (
    "Abel Adele Aida Alma Amos Anders Anika Arlo Aster Beatrix Bram Calla Cassia Cato Celine "
    "Clea Cosmo Dalia Damaris Della Dorian Edda Elio Elodie Ember Enzo Esme Ezra Faye Felix "
    "Fern Flora Gaia Gideon Greta Hadley Hazel Ida Imani Ines Iris Isla Ivo Jada Jonah Juno "
    "Kaia Kenji Lena Leo Lila Linus Lola Luca Lydia Mabel Magnus Maeve Marcel Marisol Mateo "
    "Mina Nadia Nico Noemi Nora Odette Olive Omar Opal Orla Oscar Otis Petra Phoebe Quinn "
    "Ramona Remy Rhea Rosa Rufus Sabine Sage Salma Selma Silas Simone Soren Tala Tamsin Thea "
    "Theo Uma Vera Viola Wade Willa Xenia Yara Yusuf Zadie Zora"
).split()
LAST_NAMES = (
    "Abadie Alder Amaro Barras Bellweather Birchfield Bonvoisin Boutin Brightwater Calder "
    "Carrow Castellane Cedarholm Chastain Clairmont Corbray Cypret Dardenne Delacote Desormeau "
    "Dufrene Eastbrook Elderkin Fairbank Fernwood Fontanel Gallatin Garland Gaudin Glenmore "
    "Grandchamp Greenlaw Guillory Hartsell Havelock Heronwood Hollins Jardine Joubert Kestrel "
    "Labauve Lacour Lakewood Landreau Larkspur Lavergne Ledet Lindenmere Loring Maraist Marlowe "
    "Mayfield Melancon Merriman Montclair Moreland Nightingale Oakhurst Oubre Paladin Pellerin "
    "Penrose Perrault Picou Prudhomme Quillen Ravenel Redfern Riverton Robichaux Rosewood "
    "Rousselle Sandoval Savoie Sedgewick Silverton Songy Sorrel Stillwater Sumner Tallow "
    "Tannehill Theriot Thorne Tidewell Trahan Underhill Valcour Verret Voisin Waguespack "
    "Waverly Westmere Whitlow Wilder Winslow Yarrow Zeringue"
).split()
SCHOOLS = (
    ("Cypress Bend Elementary", "Pre-K–5"),
    ("Heron Lake Elementary", "Pre-K–5"),
    ("Live Oak Elementary", "Pre-K–5"),
    ("Magnolia Street Elementary", "Pre-K–5"),
    ("Marsh Landing Elementary", "Pre-K–5"),
    ("Pelican Point Elementary", "Pre-K–5"),
    ("River Road Elementary", "Pre-K–5"),
    ("Tupelo Elementary", "Pre-K–5"),
    ("Bayou Crossing Middle", "6–8"),
    ("Iberis Middle", "6–8"),
    ("Prairie Middle", "6–8"),
    ("Cane Field High", "9–12"),
    ("Lakeshore High", "9–12"),
    ("Pelican Parish Career Academy", "9–12"),
)
SUBJECTS = ("ELA", "Mathematics", "Science", "Social studies", "ELA, social studies")
LESSONS = (
    "Unit 2, lesson 6: comparing two accounts",
    "Unit 3, lesson 4: main idea and details",
    "Module 1, topic C: fractions on a number line",
    "Module 2, lesson 11: ratios in tables",
    "Unit 1, investigation 3: heat and matter",
    "Cluster 2: causes of westward movement",
)
# code -> need, goal, measure, baseline, target, three activities with a teacher and a student
# look-for each, praise, probe, prompts
FOCUS = {
    "QU": {
        "need": "Few students explain an answer; most give one or two words.",
        "goal": "Students explain their answers in full sentences with a reason.",
        "measure": "Exit tickets that give a reason",
        "baseline": "9 of 24",
        "target": "18 of 24",
        "steps": (
            (
                "Plan three “how do you know” questions for each lesson and write them in the margin.",
                "Asks at least three planned questions that begin with how or why.",
                "Students answer in a full sentence.",
            ),
            (
                "Wait three seconds after each question before calling on anyone.",
                "Counts to three silently after each question.",
                "More than half of the hands are up before anyone is called.",
            ),
            (
                "Have partners talk for one minute before the whole class does.",
                "Sets a timer and names who speaks first.",
                "Both partners speak during the minute.",
            ),
        ),
        "praise": "You asked “How do you know?” four times, and twice you stayed silent until five hands were up.",
        "probe": "Whose thinking did you hear today, and whose did you not hear?",
    },
    "FEED": {
        "need": "Students hand in a second draft that is the same as the first.",
        "goal": "Students change their work after each piece of feedback.",
        "measure": "Second drafts with a visible change",
        "baseline": "7 of 22",
        "target": "17 of 22",
        "steps": (
            (
                "Mark one strength and one next step on each piece of work, in student words.",
                "Each comment names what is right before the next step.",
                "Students point to the sentence they will change.",
            ),
            (
                "Give five minutes in class to act on the comment.",
                "Announces the five minutes and walks the rows.",
                "Every student writes within the first minute.",
            ),
            (
                "Let partners check the change against the comment.",
                "Models the check with one sample.",
                "Partners read the old and the new sentence aloud.",
            ),
        ),
        "praise": "At table 2 you said what the graph already shows before you asked for the missing label.",
        "probe": "How will you know that the comment was used?",
    },
    "TH": {
        "need": "Students restate the text and stop there.",
        "goal": "Students give a claim with two pieces of evidence from the text.",
        "measure": "Written responses with two pieces of evidence",
        "baseline": "8 of 25",
        "target": "19 of 25",
        "steps": (
            (
                "Show one strong and one weak response and let students sort what makes the difference.",
                "Shows both responses side by side.",
                "Students name the evidence in the strong one.",
            ),
            (
                "Ask for the line number each time a student makes a claim.",
                "Asks “which line?” after each claim.",
                "Students reread before they answer.",
            ),
            (
                "Close with a three-minute written claim.",
                "Keeps the last three minutes free.",
                "Students write a claim and cite one line.",
            ),
        ),
        "praise": "You asked M. for the line, waited, and the whole class turned back to page 14.",
        "probe": "What would students need in order to find the second piece of evidence alone?",
    },
    "SO": {
        "need": "Students cannot say what they are learning or why.",
        "goal": "Students tell in their own words what they learn and how they will show it.",
        "measure": "Students asked in the lesson who can say the objective",
        "baseline": "3 of 10",
        "target": "8 of 10",
        "steps": (
            (
                "Write the objective so that it names what students will be able to show.",
                "The posted objective has a verb that can be seen.",
                "Students read it and say it to a partner.",
            ),
            (
                "Come back to the objective in the middle of the lesson.",
                "Points to the objective at the half-way mark.",
                "Students rate where they stand with their fingers.",
            ),
            (
                "End with one question that shows the objective.",
                "Hands out the exit question five minutes before the end.",
                "Students answer it without help.",
            ),
        ),
        "praise": "You stopped at 9:20, pointed at the objective and had each pair say how far they were.",
        "probe": "What did students say when you asked what they were learning?",
    },
    "GRP": {
        "need": "In group work one student does the task and the others watch.",
        "goal": "Every student in a group does a part that the group needs.",
        "measure": "Students with their own part in the product",
        "baseline": "11 of 26",
        "target": "22 of 26",
        "steps": (
            (
                "Give each group member a named part before materials are handed out.",
                "States the four parts and checks that each is taken.",
                "Students can say which part is theirs.",
            ),
            (
                "Move through the groups with a list and ask one student a question in each.",
                "Visits each group once in ten minutes.",
                "The student asked can explain the group’s work.",
            ),
            (
                "Let groups say at the end what each one added.",
                "Leaves two minutes for the round.",
                "Each student says one thing that they added.",
            ),
        ),
        "praise": "Each table had four named parts on the card, and 21 of 26 students were writing by 10:05.",
        "probe": "Which part would you change for the group by the window?",
    },
}
PROMPTS = (
    "What do students do now that they did not do before?",
    "What will you keep, and what will you change next week?",
)
REFLECTIONS = (
    "The first try felt slow, but by Thursday more students talked, and two of them for the first time.",
    "I forgot the wait on Monday. With the card on my desk I kept it up on Tuesday.",
    "The partners at the back still let one person speak. I want to change who sits with whom.",
)
RESPONSES = (
    "Thank you, this is useful. I would like to see the partner talk modelled once.",
    "I agree with the step. The lesson on Wednesday suits it better than the one on Tuesday.",
)
NOTES = (
    "T stands at the door and greets 24 students; the starter is on the board.",
    "T: “Read the objective with me.” 22 students read aloud.",
    "T asks “What is the first step?” S: “Divide.” T: “How do you know?”",
    "Silence for 4 seconds. 9 hands are up.",
    "6 students write; 4 look at the board; 2 talk about lunch.",
    "Table 3: J. reads line 12 aloud, K. underlines two words.",
    "T kneels at table 5 and asks two questions. S changes the second sentence.",
    "EL group of 4: sentence frames on the table, 3 of 4 use one.",
    "Partner talk, 60 seconds. At 5 of 12 pairs both partners speak.",
    "T: “Which line?” The class turns back to page 14.",
    "Timer rings. 19 of 24 exit tickets are turned in.",
    "T collects two tickets and reads one aloud without the name.",
)
CLOSURES = (
    ("Labor Day", (9, 7), (9, 7)),
    ("Fall break", (10, 9), (10, 12)),
    ("Thanksgiving break", (11, 23), (11, 27)),
    ("Winter break", (12, 21), (1, 4)),
    ("Mardi Gras break", (2, 8), (2, 12)),
    ("Spring break", (3, 26), (4, 5)),
)
