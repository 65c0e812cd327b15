"""Administration: people, schools, years, assignments, the register, files, invitations."""

import datetime as dt

from django.utils import timezone

from demo.builders.people import give_role, make_user
from people.models import (
    Closure,
    CoachAssignment,
    EvaluatorAssignment,
    ImportBatch,
    Invitation,
    Leave,
    Membership,
    School,
)
from tests.permission_table import answers

# `other_system` holds every role in a system of their own: pages without a row open there too.
ADMINS = {"admin": 200, "other_system": 200}
OFFICE = ADMINS | {"district": 200}
ADMIN_FORM = answers(403, admin=200, other_system=404)
ADMIN_POST = answers(403, admin=302, other_system=404)
REFUSED_FORM = answers(403, admin=422, other_system=404)
HEADS = {"admin": 200, "principal": 200}
ALL = answers(200)
SEEN = answers(200, other_system=404)
# Who may know of the subject's owner coach (R05), and who may change it.
PAIR = {
    "subject": 403,
    "owner": 403,
    "evaluator": 403,
    "custodian": 403,
    "principal": 200,
    "district": 200,
    "admin": 200,
}
LINE = PAIR | {"contributor": 403, "admin": 403}


def done(row):
    """The same answers for the POST that does it: 302 where the form opens."""
    return {person: 302 if status == 200 else status for person, status in row.items()}


def refused(row):
    """The same answers for a POST with nothing in it: 422 where the form opens."""
    return {person: 422 if status == 200 else status for person, status in row.items()}


ROWS = {
    "GET people:person_list": ALL,
    "GET people:person_options": ALL,
    "GET people:person_add": answers(403, **ADMINS),
    "POST people:person_add": refused(answers(403, **ADMINS)),
    "GET people:person_detail": SEEN,
    "GET people:person_detail ended": answers(404, admin=200),
    "GET people:person_edit": ADMIN_FORM,
    "POST people:person_edit": ADMIN_POST,
    "GET people:person_end": ADMIN_FORM,
    "POST people:person_end": ADMIN_POST,
    "POST people:person_restore": answers(404, admin=302),
    "POST people:get_started_hide": answers(302),
    "GET people:membership_add": answers(403, other_system=404, **HEADS),
    "POST people:membership_add": refused(answers(403, other_system=404, **HEADS)),
    "GET people:membership_edit": answers(403, other_system=404, **HEADS),
    "POST people:membership_edit": refused(answers(403, other_system=404, **HEADS)),
    "GET people:membership_edit district": answers(403, other_system=404, admin=200),
    "POST people:membership_end": done(answers(403, other_system=404, **HEADS)),
    "POST people:membership_reopen": done(answers(403, other_system=404, **HEADS)),
    "GET people:leave_add": ADMIN_FORM,
    "POST people:leave_add": REFUSED_FORM,
    "GET people:leave_edit": answers(404, subject=403, admin=200),
    "POST people:leave_edit": answers(404, subject=403, admin=422),
    "POST people:leave_remove": answers(404, subject=403, admin=302),
    "GET people:school_list": ALL,
    "GET people:school_add": answers(403, **ADMINS),
    "POST people:school_add": refused(answers(403, **ADMINS)),
    "GET people:school_detail": SEEN,
    "GET people:school_edit": answers(403, other_system=404, **HEADS),
    "POST people:school_edit": done(answers(403, other_system=404, **HEADS)),
    "POST people:school_remove": ADMIN_POST,
    "GET people:year_list": ALL,
    "GET people:year_add": answers(403, **ADMINS),
    "POST people:year_add": refused(answers(403, **ADMINS)),
    "GET people:year_detail": SEEN,
    "GET people:year_edit": ADMIN_FORM,
    "POST people:year_edit": REFUSED_FORM,
    "POST people:year_remove": ADMIN_POST,
    "GET people:term_add": ADMIN_FORM,
    "POST people:term_add": REFUSED_FORM,
    "GET people:term_edit": ADMIN_FORM,
    "POST people:term_edit": REFUSED_FORM,
    "POST people:term_remove": ADMIN_POST,
    "POST people:closures_add": ADMIN_POST,
    "POST people:closure_remove": ADMIN_POST,
    "GET people:assignment_list": ALL,
    "GET people:assignment_add": answers(403, principal=200, other_principal=200, **OFFICE),
    "POST people:assignment_add": answers(
        403, principal=302, other_principal=422, admin=302, district=302, other_system=422
    ),
    "GET people:assignment_detail": answers(404, **dict.fromkeys(PAIR, 200)),
    "GET people:assignment_edit": answers(404, **PAIR),
    "POST people:assignment_edit": refused(answers(404, **PAIR)),
    "POST people:assignment_end": done(answers(404, **PAIR | {"owner": 302})),
    "POST people:assignment_reopen": done(answers(404, **PAIR)),
    "GET people:evaluator_list": ALL,
    "GET people:evaluator_add": answers(
        403, principal=200, other_principal=200, district=200, other_system=200
    ),
    "POST people:evaluator_add": answers(
        403, principal=302, other_principal=422, district=302, other_system=422
    ),
    "GET people:evaluator_edit": answers(404, **LINE),
    "POST people:evaluator_edit": refused(answers(404, **LINE)),
    "POST people:evaluator_end": done(answers(404, **LINE)),
    "GET people:import_list": answers(403, **OFFICE),
    "POST people:import_list": answers(403, admin=422, other_system=422),
    "GET people:import_template": answers(403, **OFFICE),
    "GET people:import_export": answers(403, **ADMINS),
    "GET people:import_detail": answers(404, admin=200, district=200),
    "POST people:import_apply": answers(404, admin=409, district=403),
    "POST people:import_undo": answers(404, admin=302, district=403),
    "GET people:invitation_list": answers(403, **ADMINS),
    "POST people:invitation_send": done(answers(403, **ADMINS)),
    "GET people:invitation_open": answers(200, anonymous=200),
    "GET people:invitation_open used": answers(410, anonymous=410),
    "POST people:invitation_open": answers(422, anonymous=422),
    "GET people:profile": ALL,
    "POST people:profile": answers(302),
    "GET people:access_list": ALL,
    "GET people:sign_in_domains": answers(403, **ADMINS),
    "POST people:sign_in_domains": done(answers(403, **ADMINS)),
    "GET people:system_edit": answers(403, **OFFICE),
    "POST people:system_edit": answers(403, admin=422, other_system=422),
}


def subject(world):
    return {"pk": world.subject.pk}


def teaching(world):
    return {"pk": world.subject.memberships.get().pk}


def central_role(world):
    return {"pk": world.district.memberships.get().pk}


def ended(world):
    person = make_user(world.system, "Gone Person", is_active=False)
    give_role(person, Membership.Role.TEACHER, world.school, ends_on=world.today)
    return {"pk": person.pk}


def ended_today(world):
    membership = world.subject.memberships.get()
    membership.end(world.today)
    give_role(world.subject, Membership.Role.TEACHER_LEADER, world.school)
    return {"pk": membership.pk}


def leave(world):
    row = Leave.objects.create(
        school_system=world.system,
        membership=world.subject.memberships.get(),
        starts_on=world.today,
    )
    return {"pk": row.pk}


def school(world):
    return {"pk": world.school.pk}


def empty_school(world):
    return {"pk": School.objects.create(school_system=world.system, name="Entered twice").pk}


def year(world):
    return {"pk": world.year.pk}


def term(world):
    return {"pk": world.year.terms.first().pk}


def closure(world):
    row = Closure.objects.create(
        school_system=world.system,
        label="Storm",
        starts_on=world.year.starts_on,
        ends_on=world.year.starts_on,
    )
    return {"pk": row.pk}


def owner(world):
    return {"pk": CoachAssignment.objects.get(teacher=world.subject, coach=world.owner).pk}


def line(world):
    return {"pk": EvaluatorAssignment.objects.get(teacher=world.subject).pk}


def batch(world):
    row = ImportBatch.objects.create(
        school_system=world.system,
        kind=ImportBatch.Kind.PEOPLE,
        file_name="people.csv",
        uploaded_by=world.admin,
    )
    return {"pk": row.pk}


def invitation(world, **fields):
    """An open invitation of somebody who has no password yet."""
    row = Invitation.objects.create(
        school_system=world.system,
        user=make_user(world.system, "New Person"),
        expires_at=timezone.now() + dt.timedelta(days=3),
        **fields,
    )
    return {"token": row.token}


def used_invitation(world):
    return invitation(world, signed_in_at=timezone.now())


ARGS = {
    "people:person_detail": subject,
    "people:person_detail ended": ended,
    "people:person_edit": subject,
    "people:person_end": subject,
    "people:person_restore": ended,
    "people:membership_add": subject,
    "people:membership_edit": teaching,
    "people:membership_edit district": central_role,
    "people:membership_end": teaching,
    "people:membership_reopen": ended_today,
    "people:leave_add": teaching,
    "people:leave_edit": leave,
    "people:leave_remove": leave,
    "people:school_detail": school,
    "people:school_edit": school,
    "people:school_remove": empty_school,
    "people:year_detail": year,
    "people:year_edit": year,
    "people:year_remove": year,
    "people:term_add": year,
    "people:term_edit": term,
    "people:term_remove": term,
    "people:closures_add": year,
    "people:closure_remove": closure,
    "people:assignment_detail": owner,
    "people:assignment_edit": owner,
    "people:assignment_end": owner,
    "people:assignment_reopen": owner,
    "people:evaluator_edit": line,
    "people:evaluator_end": line,
    "people:import_template": lambda world: {"kind": "people"},
    "people:import_export": lambda world: {"kind": "caseload"},
    "people:import_detail": batch,
    "people:import_apply": batch,
    "people:import_undo": batch,
    "people:invitation_open": invitation,
    "people:invitation_open used": used_invitation,
}


def new_pair(world):
    return {
        "teacher": world.subject.email,
        "coach": world.former.email,
        "kind": "contributor",
        "starts_on": "2026-11-02",
    }


# A browser always posts something (the form's key): a form with its fields left empty.
DATA = {row: lambda world: {"csrf": "x"} for row in ROWS if 422 in ROWS[row].values()}
DATA |= {
    "POST people:person_edit": lambda world: {"name": "Tess Broussard", "email": "t@example.org"},
    "POST people:school_edit": lambda world: {"name": "Cypress Elementary", "grade_span": "K–5"},
    "POST people:closures_add": lambda world: {"lines": "11/24/2026 Fog"},
    "POST people:assignment_add": new_pair,
    "POST people:evaluator_add": lambda world: {
        "teacher": world.subject.email,
        "evaluator": world.principal.email,
        "kind": "evaluator",
        "starts_on": "2026-11-02",
    },
    "POST people:profile": lambda world: {"name": "Some Name", "theme": "dark"},
}
