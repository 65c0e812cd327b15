"""Rows of people.csv and caseload.csv as a district would send them."""

from people.actions import import_batch as actions

PEOPLE = "e-mail,name,school,role,grade band,subjects,first year of teaching"
CASELOAD = "teacher e-mail,coach e-mail,owner or contributor,start"


def people_csv(schools=14, teachers=22, coaches=24):
    """About 400 people in 14 schools: teachers, a principal each, and the coaches."""
    lines = [PEOPLE]
    for school in range(schools):
        where = f"School {school} Elementary"
        lines.append(f"head{school}@example.org,Head {school},{where},principal,,,")
        lines.extend(
            f"t{school}-{n}@example.org,Teacher {school} {n},{where},teacher,Grades 3–5,Math,2015"
            for n in range(teachers)
        )
    lines.extend(f"c{n}@example.org,Coach {n},,coach,,," for n in range(coaches))
    return "\n".join(lines)


def caseload_csv(schools=14, teachers=22):
    """Every teacher of a school gets the coach of that number as owner."""
    lines = [CASELOAD]
    for school in range(schools):
        lines.extend(
            f"t{school}-{n}@example.org,c{school}@example.org,owner,8/6/2026"
            for n in range(teachers)
        )
    return "\n".join(lines)


def read(text, admin, name="people.csv"):
    """The batch of an uploaded file, waiting for its yes."""
    data = text if isinstance(text, bytes) else text.encode()
    return actions.read_file(data, name, by=admin)[0]


def draft(text, admin):
    return actions.draft_of(read(text, admin), admin.today)


def put_in(text, admin, now, typed=""):
    """Read a file and apply what its preview shows."""
    batch = read(text, admin)
    seen = actions.draft_of(batch, admin.today).fingerprint
    return actions.apply_file(batch, seen=seen, typed=typed, now=now, today=admin.today)


def errors(draft_):
    return {o.row: "; ".join(o.words) for o in draft_.outcomes if o.says == "error"}
