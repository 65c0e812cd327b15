import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.builders import people
from people.actions import import_batch as actions
from people.files import export
from people.files.reading import UnreadableFileError
from people.models import ImportBatch, Membership, School, User
from people.tests.files import PEOPLE, draft, errors, people_csv, put_in, read

pytestmark = pytest.mark.django_db
Role = Membership.Role
NOW = timezone.now()


@pytest.fixture
def admin():
    return people.make_central(people.make_system(), Role.SYSTEM_ADMIN, "Ada Admin")


def test_a_file_of_the_whole_district_makes_schools_people_and_roles(admin):
    batch = put_in(people_csv(), admin, NOW)
    assert batch.state == ImportBatch.State.APPLIED
    assert batch.undo["counts"] == {
        "added": 346,
        "changed": 0,
        "unchanged": 0,
        "errors": 0,
        "schools": 14,
    }
    assert School.objects.filter(school_system=admin.school_system).count() == 14
    held = Membership.objects.get(user__email="t3-7@example.org")
    assert (held.school.name, held.role, held.grade_band) == (
        "School 3 Elementary",
        "teacher",
        "3_5",
    )
    assert (held.subjects, held.first_year_teaching) == ("Math", 2015)
    assert Membership.objects.get(user__email="head0@example.org").title == "Principal"
    assert not User.objects.get(email="c1@example.org").has_usable_password()


def test_applying_four_hundred_people_takes_few_queries(admin, django_assert_num_queries):
    batch = read(people_csv(), admin)
    seen = actions.draft_of(batch, admin.today).fingerprint
    with django_assert_num_queries(13):
        actions.apply_file(batch, seen=seen, typed="", now=NOW, today=admin.today)


def test_the_same_file_twice_changes_nothing(admin):
    put_in(people_csv(2, 5, 3), admin, NOW)
    again = draft(people_csv(2, 5, 3), admin)
    assert again.counts == {"added": 0, "changed": 0, "unchanged": 15, "errors": 0, "schools": 0}
    assert again.is_empty


def test_what_is_exported_reads_back_without_a_change(admin):
    hostile = [
        "=cmd|' /C calc'!A0",
        "+1 Plus",
        "-minus",
        "@at",
        "'=quoted",
        "O'Neal",
        'Ann "Q" Lee',
        "Zoë, Ünal",
        "李 小龙",
        "=‮txt",
        "＝full width",
        "🙂 Smile",
    ]
    school = people.make_school(admin.school_system, "=HYPERLINK(1) & Sons; Elementary")
    for number, name in enumerate(hostile):
        people.make_teacher(school, name, email=f"p{number}@example.org")
    people.make_coach(school, "Old Name", email="later@example.org")
    Membership.objects.filter(user__email="p1@example.org").update(
        subjects="=1+1, Math", grade_band="9_12", first_year_teaching=1999
    )
    text = export.export("people", admin.school_system, admin.today)
    assert "\n=" not in text
    assert ",=" not in text
    again = draft(text, admin)
    assert again.counts == {"added": 0, "changed": 0, "unchanged": 13, "errors": 0, "schools": 0}


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffE-Mail;NAME;School;Role\r\nann@example.org;Ann Lee;Oak;Teacher\r\n".encode(),
        b"role\tschool\tname\te_mail\nTEACHER\tOak\tAnn Lee\tANN@example.org\n",
        b"Email Address,Full Name,School Name,ROLE,Phone\nann@example.org,Ann Lee,Oak,teacher,5\n",
        b"e-mail,name,school,role\rann@example.org,Ann Lee,Oak,teacher\r",
        "e-mail,name,school,role\nann@example.org,Ann Lee,Oak,teacher\n".encode("utf-16"),
        b'"e-mail","name","school","role"\n\n  \n"ann@example.org"," Ann  Lee ","Oak","teacher"\n',
    ],
    ids=["mark, semicolons, CRLF", "tabs", "other headings", "CR", "UTF-16", "quotes and blanks"],
)
def test_files_of_every_spreadsheet_are_read(admin, data):
    put_in(data, admin, NOW)
    ann = User.objects.get(email="ann@example.org")
    assert (ann.name, ann.memberships.get().school.name) == ("Ann Lee", "Oak")


def test_windows_1252_keeps_its_letters(admin):
    put_in(f"{PEOPLE}\nz@example.org,Zoé Müller,École,teacher,,,".encode("cp1252"), admin, NOW)
    held = Membership.objects.get(user__email="z@example.org")
    assert (held.user.name, held.school.name) == ("Zoé Müller", "École")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("ann,Ann,Oak,teacher,,,", "Enter the e-mail like name@school.org; here it is “ann”"),
        (",Ann,Oak,teacher,,,", "Enter the e-mail"),
        ("a@b.org,,Oak,teacher,,,", "Enter the name"),
        ("a@b.org,Ann,,teacher,,,", "Enter the school: a teacher or school leader needs one"),
        (
            "a@b.org,Ann,Oak,janitor,,,",
            "“janitor” is no role here. Use teacher, coach, teacher leader or school leader",
        ),
        (
            "a@b.org,Ann,Oak,System Admin,,,",
            "“System Admin” is given by hand only: open the person's page and choose “Add a role”",
        ),
        (
            "a@b.org,Ann,Oak,teacher,,,soon",
            "Enter the first year of teaching like 2019; here it is “soon”",
        ),
        (
            "a@b.org,Ann,Oak,teacher,,,２０１９",
            "Enter the first year of teaching like 2019; here it is “２０１９”",
        ),
    ],
)
def test_each_mistake_is_told_by_row_in_plain_words(admin, row, words):
    assert errors(draft(f"{PEOPLE}\nok@b.org,Ok,Oak,teacher,,,\n{row}", admin)) == {3: words}


@pytest.mark.parametrize("typed", ["3-5", "Grades 3–5", "5-Mar", "grade 3 – 5"])
def test_grade_bands_survive_the_spreadsheet(admin, typed):
    put_in(f"{PEOPLE}\na@b.org,Ann,Oak,teacher,{typed},,", admin, NOW)
    assert Membership.objects.get(user__email="a@b.org").grade_band == "3_5"


def test_rows_in_error_are_left_out_and_the_others_applied(admin):
    put_in(f"{PEOPLE}\nbad,Bad,Oak,teacher,,,\na@b.org,Ann,Oak,teacher,,,", admin, NOW)
    assert list(User.objects.exclude(pk=admin.pk).values_list("email", flat=True)) == ["a@b.org"]


def test_a_school_that_reads_almost_like_one_of_ours_is_asked_about(admin):
    people.make_school(admin.school_system, "Cypress Elementary")
    found = draft(f"{PEOPLE}\na@b.org,Ann,Cypres Elementary,teacher,,,", admin)
    assert errors(found) == {
        2: "There is no school “Cypres Elementary”. Is it “Cypress Elementary”?"
    }
    numbered = draft(f"{PEOPLE}\na@b.org,Ann,Cypress Elementary 2,teacher,,,", admin)
    assert [school.name for school in numbered.schools] == ["Cypress Elementary 2"]


def test_a_teacher_who_moves_ends_there_and_starts_here(admin):
    old, new = (people.make_school(admin.school_system, name) for name in ("Oak", "Elm"))
    ann = people.make_teacher(old, "Ann Lee", email="ann@example.org")
    row = f"{PEOPLE}\nann@example.org,Ann Lee,Elm,teacher,,,"
    put_in(row, admin, NOW, typed="1")
    held = {m.school: m.ends_on for m in ann.memberships.all()}
    assert held == {old: admin.today, new: None}


def test_more_than_one_in_twenty_moving_is_confirmed_by_its_number(admin):
    old = people.make_school(admin.school_system, "Oak")
    for n in range(19):
        people.make_teacher(old, f"Teacher {n}", email=f"t{n}@example.org")
    one = f"{PEOPLE}\nt0@example.org,Teacher 0,Elm,teacher,,,"
    two = f"{one}\nt1@example.org,Teacher 1,Elm,teacher,,,"
    assert not draft(one, admin).must_confirm
    assert draft(two, admin).must_confirm
    for typed in ("", "1", "two"):
        with pytest.raises(actions.RefusedError, match="Type 2 to confirm"):
            put_in(two, admin, NOW, typed=typed)
    assert put_in(two, admin, NOW, typed=" 2 ").state == ImportBatch.State.APPLIED


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.DISTRICT_STAFF, Role.CUSTODIAN])
def test_a_file_moves_nobody_who_holds_a_role_given_by_hand(admin, role):
    person = people.make_central(admin.school_system, role, "Dee Dee", email="d@example.org")
    found = draft(f"{PEOPLE}\nd@example.org,Dee Dee,Oak,school leader,,,", admin)
    assert errors(found) == {
        2: f"Dee Dee is {Role(role).label.lower()}. Change this on their page, not by file"
    }
    assert (found.memberships, found.schools, found.changes) == ([], [], [])
    assert person.memberships.count() == 1


def test_a_file_moves_no_evaluator_and_unchanged_rows_of_theirs_pass(admin):
    school = people.make_school(admin.school_system, "Oak")
    teacher = people.make_teacher(school, "Tess", email="t@example.org")
    principal = people.make_principal(school, "Pia", email="p@example.org")
    people.register_evaluator(teacher, principal)
    same = f"{PEOPLE}\np@example.org,Pia,Oak,school leader,,,"
    assert draft(same, admin).counts["unchanged"] == 1
    moved = draft(f"{PEOPLE}\np@example.org,Pia,Elm,school leader,,,", admin)
    assert errors(moved) == {2: "Pia is an evaluator. Change this on their page, not by file"}
    assert moved.moved == 0


def test_another_systems_e_mail_gets_the_neutral_answer(admin):
    other = people.make_school(people.make_system("Other"), "There")
    people.make_teacher(other, "Secret Name", email="taken@example.org")
    found = draft(f"{PEOPLE}\ntaken@example.org,Ann,Oak,teacher,,,", admin)
    words = errors(found)[2]
    assert words == (
        "This e-mail cannot be added here. Check how it is written, "
        "or ask the person for another one"
    )
    assert "Secret" not in words


def test_somebody_whose_access_ended_is_not_let_back_in_by_a_file(admin):
    school = people.make_school(admin.school_system, "Oak")
    people.make_teacher(school, "Ann", email="ann@example.org", is_active=False)
    found = draft(f"{PEOPLE}\nann@example.org,Ann,Oak,teacher,,,", admin)
    assert errors(found)[2].startswith("This person's access was ended.")


def test_two_names_for_one_e_mail_are_one_too_many(admin):
    found = draft(f"{PEOPLE}\na@b.org,Ann,Oak,teacher,,,\na@b.org,Bob,Oak,coach,,,", admin)
    assert errors(found) == {3: "Row 2 gives this e-mail the name “Ann”"}


def test_the_example_row_left_in_is_passed_over(admin):
    found = draft(export.template("people"), admin)
    assert found.is_empty
    assert found.outcomes[0].words == ["The example row is left out"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty"),
        (b"PK\x03\x04rest", "This is a workbook or document"),
        (b"name,school\nAnn,Oak", "the heading “e-mail” is missing"),
        (b"e-mail,email,name,school,role\na,b,c,d,e", "The column “e-mail” comes twice"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (PEOPLE.encode() + b"\na" * 5001, "This file has 5,001 rows"),
        (b'e-mail,name,school,role\n"' + b"x" * 200_000, "Line"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(admin, data, words):
    with pytest.raises(UnreadableFileError, match=words):
        read(data, admin)


def test_a_preview_that_is_no_longer_true_is_shown_again(admin):
    text = f"{PEOPLE}\nann@example.org,Ann,Oak,teacher,,,"
    batch = read(text, admin)
    seen = actions.draft_of(batch, admin.today).fingerprint
    people.make_user(admin.school_system, "Ann", email="ann@example.org")
    with pytest.raises(actions.ChangedError):
        actions.apply_file(batch, seen=seen, typed="", now=NOW, today=admin.today)
    assert not School.objects.filter(name="Oak").exists()


def test_undo_takes_back_what_the_file_did_and_nothing_else(admin):
    old = people.make_school(admin.school_system, "Oak")
    ann = people.make_teacher(old, "Ann Lee", email="ann@example.org")
    other = people.make_teacher(old, "Other", email="o@example.org")
    rows = ["ann@example.org,Ann Leigh,Elm,teacher,,,", "new@example.org,New,Elm,coach,,,"]
    batch = put_in("\n".join([PEOPLE, *rows]), admin, NOW, typed="1")
    actions.undo_file(batch, now=NOW)
    ann.refresh_from_db()
    assert ann.name == "Ann Lee"
    assert [(m.school, m.ends_on) for m in ann.memberships.all()] == [(old, None)]
    assert other.memberships.count() == 1
    assert not User.objects.filter(email="new@example.org").exists()
    assert list(School.objects.filter(school_system=admin.school_system)) == [old]
    assert actions.undo_file(batch, now=NOW).state == ImportBatch.State.UNDONE


def test_a_file_that_was_undone_is_not_said_to_be_applied(admin, client):
    batch = put_in(f"{PEOPLE}\nnew@example.org,New,Elm,coach,,,", admin, NOW)
    actions.undo_file(batch, now=NOW)
    client.force_login(admin)
    page = client.post(reverse("people:import_apply", args=[batch.pk]), follow=True)
    assert f"{batch.file_name} was undone. Choose the file again." in page.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_undo_refuses_where_somebody_built_on_the_file(admin):
    batch = put_in(f"{PEOPLE}\na@b.org,Ann,Oak,teacher,,,\nc@b.org,Cy,Oak,coach,,,", admin, NOW)
    teacher, coach = User.objects.get(email="a@b.org"), User.objects.get(email="c@b.org")
    people.assign(teacher, coach)
    with pytest.raises(actions.RefusedError, match="Work stands on these people already"):
        actions.undo_file(batch, now=NOW)
    assert User.objects.filter(email="a@b.org").exists()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.APPLIED


def test_undo_refuses_where_a_role_was_changed_since(admin):
    school = people.make_school(admin.school_system, "Oak")
    ann = people.make_teacher(school, "Ann", email="ann@example.org")
    batch = put_in(f"{PEOPLE}\nann@example.org,Ann B,Oak,teacher,,,", admin, NOW)
    User.objects.filter(pk=ann.pk).update(name="Ann C")
    with pytest.raises(actions.RefusedError, match="changed since"):
        actions.undo_file(batch, now=NOW)
    ann.refresh_from_db()
    assert ann.name == "Ann C"


def test_a_role_set_to_end_later_reads_back_unchanged(admin):
    school = people.make_school(admin.school_system, "Oak")
    ann = people.make_user(admin.school_system, "Ann", email="ann@example.org")
    soon = admin.today + dt.timedelta(days=30)
    people.give_role(ann, Role.TEACHER, school, ends_on=soon)
    people.give_role(ann, Role.COACH, school, starts_on=soon)
    text = export.export("people", admin.school_system, admin.today)
    assert draft(text, admin).counts["unchanged"] == 2
