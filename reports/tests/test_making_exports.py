import datetime as dt
import io
import os
import zipfile

import pikepdf
import pypdf
import pytest
from django.utils import timezone

from coaching import pdf
from coaching.models import Plan
from coaching.plan_record import live_record
from core.files import sha256_of
from core.pdf import CannotPrintError
from notices.models import Notice
from people.models import AccessEvent, School, User
from reports import store
from reports.actions import making
from reports.actions.export import TooManyJobsError, cancel, request_anew, try_again
from reports.actions.tidying import sweep_exports, tidy_exports
from reports.archive import safe
from reports.models import Export, ExportPart
from reports.tests.exporting import agreed_plans, ask_for, work_off

pytestmark = pytest.mark.django_db
Kind = Export.Kind


def sheet_rows(data):
    """The cells of the index, row by row, as the file itself holds them."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        strings = book.read("xl/worksheets/sheet1.xml").decode()
    rows = strings.split("<row ")[1:]
    return [[cell.split("</t>")[0].split(">")[-1] for cell in row.split("<t")[1:]] for row in rows]


def files_in(folder):
    return sorted(path.name for path in folder.iterdir())


def end_coaching(world):
    world.owner.coach_assignments.update(ends_on=world.today)


def test_a_request_is_cut_into_parts_of_twenty(world):
    plans = agreed_plans(world, 41)
    export = ask_for(plans, world.district)
    assert [len(part.record_ids) for part in export.parts.all()] == [20, 20, 1]
    assert (export.total, export.state) == (41, "due")
    assert {pk for part in export.parts.all() for pk in part.record_ids} == {p.pk for p in plans}


def test_one_plan_becomes_one_whole_file(world, export_dir):
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    path = store.path_of(export.stored_as)
    assert export.state == "done"
    assert files_in(export_dir) == [export.stored_as]
    assert (export.sha256, export.size) == (sha256_of(path), path.stat().st_size)
    assert export.file_name == "Cypress-Elementary_Tess-Arceneaux_2026-27.pdf"
    with pikepdf.open(path) as document:
        assert str(document.docinfo.Title) == "Coaching plan of Tess Arceneaux, 2026–27"


def test_a_visit_becomes_one_whole_file(world, export_dir):
    export = work_off(ask_for([world.shared_visit], world.subject, Kind.VISIT))
    assert export.state == "done"
    assert export.file_name.startswith("Cypress-Elementary_Tess-Arceneaux_visit_20")
    text = pypdf.PdfReader(store.path_of(export.stored_as)).pages[0].extract_text()
    assert "You had every student say the objective" in text


def test_many_plans_become_a_zip_with_an_index(world, export_dir):
    plans = agreed_plans(world, 3)
    first, second, third = plans
    User.objects.filter(pk=first.teacher_id).update(name="José O'Neal-Núñez")
    User.objects.filter(pk=second.teacher_id).update(name="=cmd|' /C calc'!A0")
    User.objects.filter(pk=third.teacher_id).update(name="José O'Neal/Núñez")
    export = work_off(ask_for(plans, world.district))
    assert files_in(export_dir) == [export.stored_as]
    with zipfile.ZipFile(store.path_of(export.stored_as)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        index = archive.read("index.xlsx")
        for name in names[:3]:
            pikepdf.open(io.BytesIO(archive.read(name))).close()
    assert sorted(names) == [
        "Cypress-Elementary_José-O-Neal-Núñez_2026-27-2.pdf",
        "Cypress-Elementary_José-O-Neal-Núñez_2026-27.pdf",
        "Cypress-Elementary_cmd-C-calc-A0_2026-27.pdf",
        "index.xlsx",
    ]
    rows = sheet_rows(index)
    assert len(rows) == 4
    assert rows[0][:3] == ["File", "School", "Teacher"]


def test_nothing_in_the_index_is_a_formula_or_a_link(world):
    plans = agreed_plans(world, 2)
    User.objects.filter(pk=plans[0].teacher_id).update(name="=1+1")
    School.objects.filter(pk=world.school.pk).update(name="http://example.org/")
    export = work_off(ask_for(plans, world.district))
    with zipfile.ZipFile(store.path_of(export.stored_as)) as archive:
        index = archive.read("index.xlsx")
    with zipfile.ZipFile(io.BytesIO(index)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1" in sheet
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_file_names_keep_letters_and_lose_everything_else():
    assert safe("../../etc/passwd") == "etc-passwd"
    assert safe('a\\b:c*d?e"f<g>h|i\x00j\u202ek') == "a-b-c-d-e-f-g-h-i-j-k"
    assert safe("Núñez 小学校") == "Núñez-小学校"
    assert safe("…") == "unnamed"
    assert safe("x" * 500) == "x" * 72
    assert safe("学" * 500) == "学" * 24


def test_the_same_request_twice_is_the_same_running_job(world):
    plans = agreed_plans(world, 2)
    first = ask_for(plans, world.district)
    assert ask_for(list(reversed(plans)), world.district) == first
    assert ask_for(plans, world.principal) != first
    assert ExportPart.objects.count() == 2


def test_the_same_request_after_the_file_is_ready_makes_a_new_one(world):
    plan = world.agreed_plan()
    first = work_off(ask_for([plan], world.owner, Kind.PLAN))
    assert ask_for([plan], world.owner, Kind.PLAN) != first


def test_a_fourth_job_at_once_is_refused(world):
    plans = agreed_plans(world, 4)
    for plan in plans[:3]:
        ask_for([plan], world.district, Kind.PLAN)
    with pytest.raises(TooManyJobsError):
        ask_for([plans[3]], world.district, Kind.PLAN)
    work_off(Export.objects.first())
    assert ask_for([plans[3]], world.district, Kind.PLAN).state == "due"


def test_each_task_done_three_times_has_the_effects_of_once(world, export_dir):
    export = ask_for(agreed_plans(world, 2), world.district)
    part = export.parts.get()
    for _ in range(3):
        making.make_part(part.pk, clock=timezone.now)
    for _ in range(3):
        making.finish_export(export.pk, clock=timezone.now)
    assert len(files_in(export_dir)) == 1
    assert Notice.objects.filter(kind="export_ready").count() == 1
    assert AccessEvent.objects.count() == 2
    part.refresh_from_db()
    assert part.attempts == 1


def test_progress_counts_what_is_printed(world):
    export = ask_for(agreed_plans(world, 21), world.district)
    making.make_part(export.parts.get(number=1).pk, clock=timezone.now)
    assert [part.done for part in export.parts.all()] == [20, 0]


def test_who_asked_is_told_and_no_name_leaves_with_it(world):
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    notice = Notice.objects.get(kind="export_ready")
    assert (notice.to, notice.about_id) == (world.owner, export.pk)


def test_the_teacher_finds_the_districts_export_among_who_opened_her_records(world):
    plan = world.agreed_plan()
    work_off(ask_for([plan], world.district, Kind.PLAN))
    event = AccessEvent.objects.get()
    assert (event.subject, event.reader) == (world.subject, world.district)
    assert (event.record_id, event.why) == (plan.pk, "District export")


def test_the_pairs_own_exports_are_nobodys_news(world):
    plan = world.agreed_plan()
    for person in (world.subject, world.owner):
        work_off(ask_for([plan], person, Kind.PLAN))
    assert AccessEvent.objects.count() == 0


def test_a_relation_that_ends_before_the_print_cancels_the_job(world, export_dir):
    export = ask_for([world.shared_visit], world.owner, Kind.VISIT)
    end_coaching(world)
    export = work_off(export)
    assert (export.state, export.stored_as) == ("cancelled", "")
    assert files_in(export_dir) == []


def test_a_relation_that_ends_during_the_print_cancels_the_job_and_removes_the_part(
    world, export_dir
):
    export = ask_for([world.shared_visit], world.owner, Kind.VISIT)
    making.make_part(export.parts.get().pk, clock=timezone.now)
    assert len(files_in(export_dir)) == 1
    end_coaching(world)
    export = work_off(export)
    assert export.state == "cancelled"
    assert files_in(export_dir) == []


def test_one_lost_record_cancels_the_whole_file(world):
    plans = agreed_plans(world, 3)
    export = ask_for(plans, world.district)
    Plan.objects.filter(pk=plans[1].pk).update(district_may_read=False)
    assert work_off(export).state == "cancelled"


def test_somebody_who_left_gets_no_file(world):
    export = ask_for([world.agreed_plan()], world.owner, Kind.PLAN)
    User.objects.filter(pk=world.owner.pk).update(is_active=False)
    assert work_off(export).state == "cancelled"


def test_a_ready_file_is_taken_back_when_its_requester_may_no_longer_read_it(world, export_dir):
    export = work_off(ask_for([world.shared_visit], world.owner, Kind.VISIT))
    tidy_exports(timezone.now())
    assert files_in(export_dir) == [export.stored_as]
    end_coaching(world)
    tidy_exports(timezone.now())
    export.refresh_from_db()
    assert export.state == "cancelled"
    assert files_in(export_dir) == []


def test_a_plan_that_cannot_be_printed_fails_with_its_reason_and_the_others_print(
    world, monkeypatch
):
    plans = agreed_plans(world, 3)
    poison = plans[1].pk
    whole = pdf.plan_pdf
    monkeypatch.setattr(pdf, "plan_pdf", _refusing(poison, whole))
    export = work_off(ask_for(plans, world.district))
    assert (export.state, export.reason) == ("done", "1 of 3 could not be printed.")
    with zipfile.ZipFile(store.path_of(export.stored_as)) as archive:
        assert len(archive.namelist()) == 3
        rows = sheet_rows(archive.read("index.xlsx"))
    assert sum("Not printed. It is too large to print." in row for row in rows) == 1


def _refusing(poison, whole):
    """Stands in for a plan that WeasyPrint cannot lay out."""

    def print_plan(plan, *, now):
        if plan.pk == poison:
            raise CannotPrintError("It is too large to print.")
        return whole(plan, now=now)

    return print_plan


def test_a_single_plan_that_cannot_be_printed_fails_and_can_be_tried_again(world, settings):
    settings.PDF_SECONDS = 0.0001
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    assert export.state == "failed"
    assert export.reason == "It took longer to print than is allowed."
    assert export.can_be_tried_again_by(world.owner)
    settings.PDF_SECONDS = 60
    assert try_again(export, now=timezone.now()) == export
    assert work_off(export).state == "done"


def test_a_part_whose_worker_died_is_split_so_that_poison_stays_alone(world, settings):
    settings.LEASE_SECONDS = 0
    export = ask_for(agreed_plans(world, 3), world.district)
    part = export.parts.get()
    ExportPart.objects.claim(part.pk, timezone.now())
    making.make_part(part.pk, clock=timezone.now)
    states = {p.number: (p.state, len(p.record_ids)) for p in export.parts.all()}
    assert states == {1: ("skipped", 3), 2: ("due", 1), 3: ("due", 1), 4: ("due", 1)}
    assert work_off(export).state == "done"
    with zipfile.ZipFile(store.path_of(export.stored_as)) as archive:
        assert len(archive.namelist()) == 4


def test_a_dead_part_leaves_the_rest_of_the_file(world, settings):
    plans = agreed_plans(world, 2)
    export = ask_for(plans, world.district)
    making._split(ExportPart.objects.claim(export.parts.get().pk, timezone.now()), timezone.now())
    dead = export.parts.get(number=2)
    ExportPart.objects.filter(pk=dead.pk).update(state="dead", reason="Tried five times.")
    export = work_off(export)
    assert (export.state, export.reason) == ("done", "1 of 2 could not be printed.")


def test_a_worker_that_lost_its_lease_leaves_nothing_behind(world, export_dir, monkeypatch):
    export = ask_for([world.agreed_plan()], world.owner, Kind.PLAN)
    part = export.parts.get()
    whole = pdf.plan_pdf

    def while_somebody_else_takes_over(plan, *, now):
        ExportPart.objects.filter(pk=part.pk).update(attempts=2)
        return whole(plan, now=now)

    monkeypatch.setattr(pdf, "plan_pdf", while_somebody_else_takes_over)
    making.make_part(part.pk, clock=timezone.now)
    part.refresh_from_db()
    assert (part.state, part.stored_as) == ("due", "")
    assert files_in(export_dir) == []


def test_a_full_disk_is_waited_for(world, export_dir, monkeypatch):
    export = ask_for([world.agreed_plan()], world.owner, Kind.PLAN)
    now = timezone.now()
    export_dir.rmdir()
    export_dir.write_text("a file where the folder should be")
    making.make_part(export.parts.get().pk, clock=lambda: now)
    part = export.parts.get()
    assert (part.state, part.reason) == ("due", "The file could not be written.")
    assert part.due_at == now + dt.timedelta(minutes=1)


def test_an_expired_file_is_removed_and_its_row_stays(world, export_dir):
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    in_a_week = timezone.now() + dt.timedelta(days=7, minutes=1)
    tidy_exports(in_a_week)
    export.refresh_from_db()
    assert (export.state, export.stored_as) == ("done", "")
    assert files_in(export_dir) == []


def test_orphans_go_after_an_hour_and_not_before(world, export_dir):
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    young, old = export_dir / "young.zip.1.part", export_dir / "old.zip.1.part"
    for path, minutes in ((young, 59), (old, 61), (export_dir / export.stored_as, 300)):
        path.touch()
        then = timezone.now().timestamp() - minutes * 60
        os.utime(path, (then, then))
    tidy_exports(timezone.now())
    assert files_in(export_dir) == sorted([export.stored_as, young.name])


def test_the_sweeper_rings_for_parts_and_then_for_the_end(world, monkeypatch):
    rung = []
    monkeypatch.setattr("core.leases.bell.ring", lambda task, pk: rung.append((task, pk)))
    export = ask_for([world.agreed_plan()], world.owner, Kind.PLAN)
    part = export.parts.get()
    sweep_exports(timezone.now())
    making.make_part(part.pk, clock=timezone.now)
    sweep_exports(timezone.now())
    assert rung == [
        ("reports.tasks.make_part", part.pk),
        ("reports.tasks.finish_export", export.pk),
    ]


def test_made_again_means_the_plans_still_readable_today(world):
    plans = agreed_plans(world, 2)
    export = work_off(ask_for(plans, world.district))
    Plan.objects.filter(pk=plans[0].pk).update(district_may_read=False)
    again = request_anew(export, by=world.district, now=timezone.now())
    assert again.record_ids == [plans[1].pk]
    Plan.objects.filter(pk=plans[1].pk).update(district_may_read=False)
    assert request_anew(export, by=world.district, now=timezone.now()) is None


def test_a_cancelled_job_is_not_finished_by_a_worker_still_at_it(world, export_dir):
    export = ask_for([world.agreed_plan()], world.owner, Kind.PLAN)
    part = ExportPart.objects.select_related("export__requester__school_system").claim(
        export.parts.get().pk, timezone.now()
    )
    cancel(export, reason="Not wanted.", now=timezone.now())
    with pytest.raises(making.LeaseLostError):
        making._print_part(part, timezone.now)
    assert files_in(export_dir) == []


@pytest.mark.parametrize(("count", "queries"), [(1, 9), (6, 14)])
def test_a_part_costs_one_query_more_for_each_plan(
    world, count, queries, django_assert_num_queries
):
    plans = agreed_plans(world, count)
    for plan in plans:
        plan.snapshots.create(
            school_system=world.system,
            occasion="agreed",
            content=live_record(plan),
            taken_at=timezone.now(),
        )
    part = ask_for(plans, world.district).parts.get()
    with django_assert_num_queries(queries):
        making.make_part(part.pk, clock=timezone.now)
