"""Principal support: who stands by which school, and what the two write to each other."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from demo.builders import leading as build
from ilt.models import PrincipalSupport, SupportNote
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = World()
    assert world.system_ilt
    return world


def page(client, person, name="ilt:support_list", *args):
    client.force_login(person)
    return client.get(reverse(name, args=args))


def test_schools_without_anyone_are_shown(client, world):
    build.make_support(world.evaluator, world.school)
    context = page(client, world.district).context
    assert [str(school) for school in context["alone"]] == ["Magnolia Middle"]
    assert [(str(member), len(few)) for member, few in context["members"]] == [("Eve Evaluator", 1)]
    assert [str(one) for one in page(client, world.other_principal).context["alone"]] == [
        "Magnolia Middle"
    ]


def test_only_members_of_the_systems_team_are_assigned(client, world):
    client.force_login(world.evaluator)
    data = {"member": world.owner.pk, "school": world.school.pk, "starts_on": "2026-11-02"}
    assert client.post(reverse("ilt:support_add"), data).status_code == 422
    assert (
        client.post(reverse("ilt:support_add"), data | {"member": world.evaluator.pk}).status_code
        == 302
    )
    again = client.post(reverse("ilt:support_add"), data | {"member": world.evaluator.pk})
    assert "This person supports the school at that time already." in again.content.decode()
    assert PrincipalSupport.objects.count() == 1


def test_notes_are_between_the_two_while_the_support_holds(client, world):
    support = build.make_support(world.evaluator, world.school)
    client.force_login(world.principal)
    url = reverse("ilt:support_note", args=[support.pk])
    assert client.post(url, {"text": "Come on Tuesday."}).status_code == 302
    note = SupportNote.objects.get()
    readers = [name for name, user in world.people.items() if _reads(user, note)]
    assert readers == ["principal", "evaluator"]
    PrincipalSupport.objects.update(ends_on=world.today)
    assert not any(_reads(user, note) for user in world.people.values())
    assert client.post(url, {"text": "One more."}).status_code == 403


def _reads(user, note):
    return SupportNote.objects.visible_to(user).filter(pk=note.pk).exists()


def test_the_database_keeps_its_rules(world):
    support = build.make_support(world.evaluator, world.school)
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_support(world.evaluator, world.school)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrincipalSupport.objects.filter(pk=support.pk).update(ends_on=dt.date(2019, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        build.add_support_note(support, world.evaluator, text="")
