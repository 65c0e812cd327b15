"""What leadership teams of the demo district answered on their launch path: the system's team all
of it, some schools the first sheets, others nothing yet."""

from meetings.models import GuidingAnswer
from people.models import Team

GATES = {
    "g1": "ELA grew in grades 3–5. Math stands still from grade 4 on: students calculate, and "
    "few explain.",
    "g2": "Four points more at Mastery or above in math by May, with reasoning in every lesson.",
    "g3": "Math teachers of grades 3–8 and the coaches who visit them.",
}
STRUCTURE = {
    "a1": "Supervisors, one principal of each school type, the special education lead, a coach.",
    "a2": "Monday at 8:15, every second week.",
    "a3": "60 minutes.",
    "a4": "The library: table for ten, one large screen.",
    "a5": "The supervisor of math, with the superintendent, by Thursday of the week before.",
    "a6": "What last meeting’s evidence shows, in the order of the long-range plan.",
    "a7": "The five parts. Impact always comes first.",
    "a8": "We begin on time, speak about the work, and look at the norms again in January.",
}
YEAR = {
    "b1": "State results by grade and group, the fall screener, and counts of learning walks.",
    "b2": "Students: to say why. Teachers: questions that ask for it. Principals: to hear it.",
    "b3": "Principals can tell after ten minutes in a room who does the thinking.",
    "b4": "Screener three times a year, exit slips every two weeks, walks once a month.",
    "b5": "Math first: the system’s goal names it, and the gap is widest there.",
    "b6": "Five cycles of five to seven weeks; each ends with what changed in classrooms.",
    "b7": "Half of the classrooms with reasoning by December, two of three by March.",
    "b8": "Coaches visit every two weeks; principals walk weekly; we read the counts monthly.",
    "b9": "Screener windows in September, January and April; one check in the middle of a cycle.",
    "b10": "Each cycle teaches one practice that the next one needs.",
    "b11": "Whoever leads a part sends it two days before.",
    "b12": "Something a principal can do in the own school within a week.",
}
MEETING = {
    "c1": "The week’s row of the long-range plan.",
    "c2": "The newest exit slips and what walks counted.",
    "c3": "Name what teacher and students do in a lesson in which students reason.",
    "c4": "The supervisor of math; a principal who has tried it joins.",
    "c5": "Two lessons, the observation sheet, this month’s counts.",
    "c6": "A note for the own school’s team, with one question to ask.",
    "c7": "A short lesson on video, watched twice with one question.",
    "c8": "Each part has its leader on the agenda.",
    "c9": "A teacher from a school where it works.",
    "c10": "Observe one lesson and bring what two students said.",
    "c11": "The month’s counts open every second meeting.",
    "c12": "Two weeks later: each member shows one piece.",
}
WHOLE = GATES | STRUCTURE | YEAR | MEETING
EVERY = 3  # one school of three has begun


def write_launch_answers(district) -> None:
    """Answers of this school year, each by who facilitates the team."""
    kinds = (Team.Kind.SYSTEM_ILT, Team.Kind.SCHOOL_ILT)
    teams = Team.objects.filter(school_system=district.system, kind__in=kinds).order_by("name")
    teams = teams.select_related("school")
    at_schools = [team for team in teams if team.school_id]
    at_schools.sort(key=lambda team: district.schools.index(team.school))
    rows = [_answer(district, team, WHOLE) for team in teams if not team.school_id]
    rows += [_answer(district, team, GATES | STRUCTURE) for team in at_schools[::EVERY]]
    GuidingAnswer.objects.bulk_create(row for part in rows for row in part)


def _answer(district, team, texts):
    first = team.members.order_by("role").first()
    return [
        GuidingAnswer(
            school_system=district.system,
            team=team,
            school_year=district.years[1],
            question=code,
            text=text,
            answered_by_id=first.user_id,
            answered_at=district.now,
        )
        for code, text in texts.items()
    ]
