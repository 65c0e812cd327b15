"""Which look-fors a walkthrough has: one form in force, five to eight look-fors, never changed."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coaching.actions.walkthrough_form import put_in_force
from coaching.models import BankLookFor, WalkthroughForm
from people.actions.system import start_system
from tests.world import World

pytestmark = pytest.mark.django_db
ADD = "coaching:walkthrough_form_add"
FORMS = "coaching:walkthrough_form_list"


@pytest.fixture
def world():
    return World()


def bank(world, count):
    return [str(row.pk) for row in BankLookFor.objects.filter(school_system=world.system)[:count]]


def post(client, world, look_fors, starts_on, person="district"):
    client.force_login(world.people[person])
    return client.post(reverse(ADD), {"look_fors": look_fors, "starts_on": starts_on.isoformat()})


def in_force(world, day):
    return WalkthroughForm.objects.filter(school_system=world.system).in_force(day).get()


def test_a_new_school_system_starts_with_a_form_of_five_look_fors():
    admin = start_system(
        "Heron Parish",
        email="ada@heron.example",
        admin_name="Ada",
        time_zone="America/Chicago",
        now=timezone.now(),
    )
    form = WalkthroughForm.objects.visible_to(admin).in_force(admin.today).get()
    assert [item.text for item in form.items()] == [
        "Students can say what they are learning.",
        "Waits three seconds after each question.",
        "Names what is right in an answer before the next step.",
        "Students give a reason from the text.",
        "Students are on task within ten seconds.",
    ]


def test_a_new_form_takes_the_place_of_the_one_in_force_on_its_first_day(client, world):
    monday = world.today + dt.timedelta(days=7)
    chosen = bank(world, 6)
    assert post(client, world, chosen, monday).status_code == 302
    assert in_force(world, world.today) == world.form
    assert in_force(world, monday - dt.timedelta(days=1)) == world.form
    new = in_force(world, monday)
    assert sorted(map(str, new.look_fors)) == sorted(chosen)


@pytest.mark.parametrize(("count", "words"), [(4, "4 are ticked now"), (9, "9 are ticked now")])
def test_four_and_nine_look_fors_are_refused_in_words(client, world, count, words):
    response = post(client, world, bank(world, count), world.today)
    assert response.status_code == 422
    assert f"Choose 5 to 8 look-fors: {words}" in response.content.decode()
    assert WalkthroughForm.objects.get(school_system=world.system) == world.form


@pytest.mark.parametrize("count", [4, 9])
def test_the_database_keeps_five_to_eight(world, count):
    keys = [row.pk for row in BankLookFor.objects.filter(school_system=world.system)[:count]]
    with pytest.raises(IntegrityError), transaction.atomic():
        WalkthroughForm.objects.filter(pk=world.form.pk).update(look_fors=keys)


def test_the_database_keeps_one_form_in_force(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        WalkthroughForm.objects.create(
            school_system=world.system, look_fors=world.form.look_fors, starts_on=world.today
        )


def test_a_form_begins_today_or_later(client, world):
    response = post(client, world, bank(world, 5), world.today - dt.timedelta(days=1))
    assert response.status_code == 422
    assert "what was made stays as it was" in response.content.decode()


def test_a_form_before_one_to_come_is_refused_in_words(client, world):
    post(client, world, bank(world, 6), world.today + dt.timedelta(days=14))
    response = post(client, world, bank(world, 7), world.today + dt.timedelta(days=7))
    assert response.status_code == 422
    assert "Another form is in force then: choose a later date" in response.content.decode()


def test_calling_off_a_form_to_come_lets_the_one_before_go_on(client, world):
    coming = WalkthroughForm(school_system=world.system, look_fors=world.form.look_fors)
    coming.starts_on = world.today + dt.timedelta(days=7)
    put_in_force(coming)
    client.force_login(world.admin)
    client.post(reverse("coaching:walkthrough_form_remove", args=[coming.pk]))
    world.form.refresh_from_db()
    assert world.form.ends_on is None
    assert in_force(world, coming.starts_on) == world.form


def test_a_form_that_has_begun_is_not_taken_away(client, world):
    client.force_login(world.admin)
    response = client.post(reverse("coaching:walkthrough_form_remove", args=[world.form.pk]))
    assert response.status_code == 403
    assert WalkthroughForm.objects.filter(pk=world.form.pk).exists()


def test_a_look_for_of_the_bank_is_put_right_and_stays_the_same_one(client, world):
    client.force_login(world.district)
    look_for = BankLookFor.objects.filter(indicator=world.indicators["QU"])[0]
    data = {"indicator": look_for.indicator_id, "audience": "teacher", "text": "Waits, then asks."}
    client.post(reverse("coaching:look_for_edit", args=[look_for.pk]), data)
    look_for.refresh_from_db()
    assert look_for.text == "Waits, then asks."


def test_what_was_taken_out_of_the_bank_stays_in_the_form_and_is_said(client, world):
    first = world.form.items()[0]
    first.end(now=timezone.now())
    client.force_login(world.subject)
    page = client.get(reverse(FORMS)).content.decode()
    assert "since taken out of the bank" in page
    client.force_login(world.district)
    assert first.text not in client.get(reverse(ADD)).content.decode()


@pytest.mark.parametrize("forms", [1, 4])
def test_the_list_of_forms_asks_six_queries(client, world, forms, django_assert_num_queries):
    for number in range(1, forms):
        form = WalkthroughForm(school_system=world.system, look_fors=world.form.look_fors)
        form.starts_on = world.today + dt.timedelta(days=7 * number)
        put_in_force(form)
    client.force_login(world.district)
    with django_assert_num_queries(6):
        client.get(reverse(FORMS))
