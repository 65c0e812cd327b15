import datetime as dt
import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.models import Plan, Response
from core.middleware import LAST_SEEN
from reports import store
from reports.models import Export
from reports.tests.exporting import agreed_plans, ask_for, work_off

pytestmark = pytest.mark.django_db
Kind = Export.Kind


def page(name, export):
    return reverse(f"reports:{name}", args=[export.pk])


def body(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def district(client, world):
    client.force_login(world.district)
    return client


@pytest.fixture
def owner(client, world):
    client.force_login(world.owner)
    return client


def test_asking_for_a_plan_leads_to_the_page_of_its_file(owner, world):
    plan = world.agreed_plan()
    response = owner.post(reverse("reports:plan_export", args=[plan.pk]))
    export = Export.objects.get()
    assert response.url == page("export_detail", export)
    assert (export.kind, export.requester, export.record_ids) == ("plan", world.owner, [plan.pk])


def test_asking_twice_leads_to_the_same_page(owner, world):
    plan = world.agreed_plan()
    urls = {owner.post(reverse("reports:plan_export", args=[plan.pk])).url for _ in range(2)}
    assert len(urls) == 1
    assert Export.objects.count() == 1


def test_asking_for_a_shared_visit_makes_its_record(owner, world):
    owner.post(reverse("reports:visit_export", args=[world.shared_visit.pk]))
    assert Export.objects.get().kind == "visit"


def test_what_changed_is_taken_along_until_the_coaching_ends(owner, world):
    owner.post(reverse("reports:change_export", args=[world.subject.pk]))
    export = work_off(Export.objects.get())
    assert (export.kind, export.is_ready) == ("change", True)
    assert export.file_name.startswith("Tess-Arceneaux_what-changed_")
    assert b"".join(owner.get(page("export_download", export))).startswith(b"%PDF")
    world.owner.coach_assignments.update(ends_on=world.today)
    assert owner.get(page("export_download", export)).status_code == 404


def test_a_draft_visit_is_nothing_to_take_along(owner, world):
    response = owner.post(reverse("reports:visit_export", args=[world.draft_visit.pk]))
    assert response.status_code == 403
    assert "once it is shared with the teacher" in body(response)


def test_a_contributor_is_told_who_can_export_the_plan(client, world):
    client.force_login(world.contributor)
    response = client.post(reverse("reports:plan_export", args=[world.agreed_plan().pk]))
    assert response.status_code == 403
    assert "Its teacher or owner coach can export it for you." in body(response)


def test_too_many_at_once_says_which_are_being_made_and_when_to_come_back(district, world):
    plans = agreed_plans(world, 4)
    for plan in plans[:3]:
        district.post(reverse("reports:plan_export", args=[plan.pk]))
    response = district.post(reverse("reports:plan_export", args=[plans[3].pk]))
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    shown = [export.get_absolute_url() in body(response) for export in Export.objects.all()]
    assert shown == [True, True, True]
    assert "As soon as one is ready you can ask for the next." in body(response)


def test_the_ticked_plans_become_one_job(district, world):
    plans = agreed_plans(world, 3)
    ticked = [str(plan.pk) for plan in plans[:2]]
    district.post(reverse("reports:export_plans"), {"which": "ticked", "plan": ticked})
    assert Export.objects.get().record_ids == sorted(plan.pk for plan in plans[:2])


def test_all_matching_follows_the_filters_of_the_list(district, world):
    plans = agreed_plans(world, 3)
    url = f"{reverse('reports:export_plans')}?q={plans[1].teacher.name.replace(' ', '+')}"
    district.post(url, {"which": "all"})
    assert Export.objects.get().record_ids == [plans[1].pk]


def test_nothing_ticked_says_what_to_do(district, world):
    response = district.post(reverse("reports:export_plans"), {"which": "ticked"})
    assert response.status_code == 422
    assert "Tick the plans you want to export" in body(response)


def test_ticked_plans_that_cannot_be_exported_are_counted_and_the_others_offered(district, world):
    plans = agreed_plans(world, 2)
    draft = world.draft_plan
    ticked = [str(plan.pk) for plan in [*plans, draft]]
    response = district.post(
        reverse("reports:export_plans"), {"which": "ticked", "plan": [*ticked, "not-an-id"]}
    )
    text = body(response)
    assert response.status_code == 422
    assert "1 of the plans you ticked cannot be exported by you" in text
    assert "Export the other 2" in text
    assert str(draft.pk) not in text
    assert Export.objects.count() == 0


def test_more_than_five_hundred_plans_are_refused_with_the_count(district, world, monkeypatch):
    monkeypatch.setattr("reports.forms.export.MOST_PLANS", 2)
    ticked = [str(plan.pk) for plan in agreed_plans(world, 3)]
    response = district.post(reverse("reports:export_plans"), {"which": "ticked", "plan": ticked})
    assert "Choose at most 2 plans: 3 match" in body(response)


def test_five_hundred_ticked_plans_fit_into_one_post(district, settings):
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS >= 502


def test_the_page_says_how_far_the_job_is_and_survives_a_reload(district, world):
    export = ask_for(agreed_plans(world, 3), world.district)
    for _ in range(2):
        assert "Waiting for its turn. 3 to print." in body(district.get(export.get_absolute_url()))
    export.parts.update(done=2)
    text = body(district.get(export.get_absolute_url()))
    assert "2 of 3 printed." in text
    assert f'hx-get="{page("export_progress", export)}?seen=due-2"' in text
    assert f'href="{export.get_absolute_url()}">Refresh</a>' in text


def test_the_page_stops_renewing_itself_when_asked(district, world):
    export = ask_for(agreed_plans(world, 1), world.district)
    assert "hx-get" not in body(district.get(export.get_absolute_url(), {"renew": "off"}))


def test_the_fragment_answers_nothing_new_until_something_is(district, world):
    export = ask_for(agreed_plans(world, 2), world.district)
    url = page("export_progress", export)
    assert district.get(url, {"seen": "due-0"}).status_code == 204
    export.parts.update(done=1)
    response = district.get(url, {"seen": "due-0"})
    assert "1 of 2 printed." in body(response)
    assert "<html" not in body(response)


def test_a_page_that_renews_itself_keeps_nobody_signed_in(district, world):
    export = ask_for(agreed_plans(world, 1), world.district)
    session = district.session
    long_ago = timezone.now().timestamp() - 600
    session[LAST_SEEN], session["signed_in"] = long_ago, long_ago
    session.save()
    district.get(page("export_progress", export), headers={"X-Background": "true"})
    assert district.session[LAST_SEEN] == long_ago


def test_a_ready_file_downloads_whole_as_an_attachment(owner, world):
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    assert "Download" in body(owner.get(export.get_absolute_url()))
    response = owner.get(page("export_download", export))
    data = b"".join(response)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{export.file_name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.docinfo.Title).startswith("Coaching plan of Tess Arceneaux")


def test_the_link_is_its_requesters_alone(client, world):
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    for person in (world.subject, world.principal, world.district, world.other_system):
        client.force_login(person)
        assert client.get(page("export_download", export)).status_code == 404


def test_the_link_dies_with_the_relation(owner, world, monkeypatch):
    rung = []
    monkeypatch.setattr("core.leases.bell.ring", lambda task, pk: rung.append((task, pk)))
    export = work_off(ask_for([world.shared_visit], world.owner, Kind.VISIT))
    world.owner.coach_assignments.update(ends_on=world.today)
    assert owner.get(page("export_download", export)).status_code == 404
    assert rung == [("reports.tasks.withdraw_export", export.pk)]


def test_the_link_dies_after_seven_days_and_says_so(owner, world):
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    assert export.expires_at - export.finished_at == dt.timedelta(days=7)
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    response = owner.get(page("export_download", export))
    assert response.status_code == 410
    assert "Make it again" in body(response)
    assert "Expired" in body(owner.get(reverse("reports:export_list")))


def test_a_file_still_being_made_is_not_there_yet(owner, world):
    export = ask_for([world.agreed_plan()], world.owner, Kind.PLAN)
    assert owner.get(page("export_download", export)).status_code == 404


def test_a_plan_answered_since_is_called_out_of_date(owner, world):
    plan = world.agreed_plan()
    export = work_off(ask_for([plan], world.owner, Kind.PLAN))
    assert "Out of date" not in body(owner.get(export.get_absolute_url()))
    Response.objects.create(
        school_system=world.system, author=world.subject, plan=plan, text="One more thing."
    )
    assert "Out of date." in body(owner.get(export.get_absolute_url()))
    response = owner.post(page("export_again", export))
    fresh = Export.objects.exclude(pk=export.pk).get()
    assert response.url == fresh.get_absolute_url()


def test_a_failed_file_says_why_and_is_tried_again_by_one_button(owner, world, settings):
    settings.PDF_SECONDS = 0.0001
    export = work_off(ask_for([world.agreed_plan()], world.owner, Kind.PLAN))
    text = body(owner.get(export.get_absolute_url()))
    assert "It took longer to print than is allowed." in text
    assert "Try again" in text
    settings.PDF_SECONDS = 60
    assert owner.post(page("export_again", export)).url == export.get_absolute_url()
    assert work_off(export).state == "done"
    assert store.path_of(export.stored_as).is_file()


def test_trying_a_running_job_again_changes_nothing(owner, world):
    export = ask_for([world.agreed_plan()], world.owner, Kind.PLAN)
    owner.post(page("export_again", export))
    assert Export.objects.count() == 1


def test_a_file_whose_plans_are_no_longer_readable_is_not_made_again(owner, world):
    plan = world.agreed_plan()
    export = work_off(ask_for([plan], world.owner, Kind.PLAN))
    world.owner.coach_assignments.update(ends_on=world.today)
    response = owner.post(page("export_again", export), follow=True)
    assert "Nothing in this file is yours to read any more." in body(response)
    assert Export.objects.count() == 1


def test_the_empty_list_says_what_goes_here(owner):
    text = body(owner.get(reverse("reports:export_list")))
    assert "No files yet" in text
    assert "The button is on the plan’s page" in text
    assert reverse("coaching:plan_list") in text


def test_the_empty_list_leads_district_staff_to_the_plans_of_the_district(district):
    assert reverse("reports:district_plans") in body(district.get(reverse("reports:export_list")))


def test_the_list_shows_only_my_own_files(client, world):
    plan = world.agreed_plan()
    mine = ask_for([plan], world.owner, Kind.PLAN)
    ask_for([plan], world.subject, Kind.PLAN)
    client.force_login(world.owner)
    text = body(client.get(reverse("reports:export_list")))
    assert text.count('scope="row"') == 1
    assert mine.get_absolute_url() in text


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_costs_the_same_however_long_it_is(
    district, world, count, django_assert_num_queries
):
    plan = agreed_plans(world, 1)[0]
    for number in range(count):
        Export.objects.create(
            school_system=world.system,
            kind=Kind.PLAN,
            requester=world.district,
            record_ids=[plan.pk],
            request_key=str(number),
            total=1,
            file_name=f"{number}.pdf",
            due_at=timezone.now(),
            expires_at=timezone.now(),
        )
    with django_assert_num_queries(5):
        district.get(reverse("reports:export_list"))


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_of_a_file_costs_the_same_however_many_plans_are_in_it(
    district, world, count, django_assert_num_queries
):
    export = ask_for(agreed_plans(world, count), world.district)
    stamps = {str(plan.pk): "" for plan in Plan.objects.agreed()}
    Export.objects.update(state="done", as_of=timezone.now())
    export.parts.update(state="done", stamps=stamps)
    with django_assert_num_queries(8):
        district.get(export.get_absolute_url())


@pytest.mark.parametrize("count", [5, 50])
def test_asking_costs_the_same_however_many_plans_are_ticked(
    district, world, count, django_assert_num_queries
):
    ticked = [str(plan.pk) for plan in agreed_plans(world, count)]
    with django_assert_num_queries(8):
        district.post(reverse("reports:export_plans"), {"which": "ticked", "plan": ticked})


def test_the_plans_page_and_the_visits_page_have_the_button(owner, world):
    plan, visit = world.agreed_plan(), world.shared_visit
    for record, name in ((plan, "plan_export"), (visit, "visit_export")):
        url = reverse(f"reports:{name}", args=[record.pk])
        assert f'<form method="post" action="{url}">' in body(
            owner.get(record.get_absolute_url())
        ).replace('class="no-print" ', "")
    draft = body(owner.get(world.draft_visit.get_absolute_url()))
    assert "Make a PDF" not in draft
