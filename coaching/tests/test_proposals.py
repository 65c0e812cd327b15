"""Steps that contributors propose: in the set only once teacher or owner coach takes them in."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coaching.actions import proposal as actions
from coaching.models import ActionStep, StepProposal
from demo.builders import coaching as build
from notices.models import Notice
from people.models import CoachAssignment
from tests.world import World


@pytest.fixture
def world(db):
    return World()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def post(person, name, proposal, **data):
    url = reverse(f"coaching:{name}", args=[proposal.pk])
    return signed_in(person).post(url, data, follow=True)


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to__name", flat=True))


def test_a_proposal_is_in_no_set_and_tells_teacher_and_owner(world):
    url = reverse("coaching:proposal_add", args=[world.subject.pk])
    signed_in(world.contributor).post(
        url, {"activity": "Wait three seconds.", "why": "Seen twice."}
    )
    proposal = StepProposal.objects.get()
    assert (proposal.activity, proposal.proposed_by) == ("Wait three seconds.", world.contributor)
    assert not ActionStep.objects.filter(teacher=world.subject).exists()
    assert told("step_proposed") == {world.subject.name, world.owner.name}


@pytest.mark.parametrize("who", ["subject", "owner"])
def test_one_tap_takes_it_into_the_set_and_tells_the_others(who, world):
    proposal = world.proposal
    build.make_step(world.subject, world.owner, shared_at=timezone.now(), order=4)
    person = world.people[who]
    page = post(person, "proposal_take", proposal)
    assert "The step is in the set now." in page.content.decode()
    step = ActionStep.objects.get(proposal=proposal)
    assert (step.activity, step.coach, step.order) == (proposal.activity, world.owner, 5)
    assert step.indicator_id == proposal.indicator_id
    assert step in ActionStep.objects.visible_to(world.subject).open()
    others = {world.subject.name, world.owner.name, world.contributor.name} - {person.name}
    assert told("step_taken") == others


@pytest.mark.parametrize("who", ["subject", "owner"])
def test_why_not_is_read_by_who_proposed_it(who, world):
    proposal = world.proposal
    post(world.people[who], "proposal_decline", proposal, why_not="First the plan's own steps.")
    page = signed_in(world.contributor).get(proposal.get_absolute_url()).content.decode()
    assert "First the plan&#x27;s own steps." in page
    assert not ActionStep.objects.filter(teacher=world.subject).exists()
    others = {world.subject.name, world.owner.name, world.contributor.name}
    assert told("step_not_taken") == others - {world.people[who].name}


def test_not_taking_it_needs_a_reason(world):
    page = post(world.owner, "proposal_decline", world.proposal, why_not="  ")
    assert page.status_code == 422
    assert "Enter why the step is not taken" in page.content.decode()
    assert StepProposal.objects.get().answered_at is None


def test_an_answered_proposal_is_not_answered_again(world):
    proposal = world.proposal
    post(world.owner, "proposal_decline", proposal, why_not="Later.")
    page = post(world.subject, "proposal_take", proposal)
    assert "was answered meanwhile" in page.content.decode()
    assert not ActionStep.objects.filter(teacher=world.subject).exists()


def test_teacher_and_owner_at_once_make_one_step(transactional_db):
    world = World()
    proposal = world.proposal
    barrier, refused = threading.Barrier(8), []

    def take(person):
        barrier.wait()
        try:
            actions.take(proposal, by=person, now=timezone.now())
        except ValidationError as error:
            refused.append(error.messages)
        finally:
            connection.close()

    people = [world.subject, world.owner] * 4
    threads = [threading.Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ActionStep.objects.filter(teacher=world.subject).count() == 1
    assert refused == [[actions.ANSWERED]] * 7


def test_without_an_owner_the_teacher_takes_it_from_who_proposed_it(world):
    CoachAssignment.objects.get(coach=world.owner).end(world.today)
    post(world.subject, "proposal_take", world.proposal)
    assert ActionStep.objects.get().coach == world.contributor


@pytest.mark.parametrize(
    ("who", "url", "offers"),
    [
        ("subject", "/", "Read and answer"),
        ("subject", "/my-coaching/", "Take it in"),
        ("owner", "/", "Read and answer"),
        ("owner", "teacher", "Take it in"),
        ("contributor", "teacher", "not in the set yet"),
    ],
)
def test_the_pages_of_all_three_show_it_until_it_is_answered(who, url, offers, world):
    proposal = world.proposal
    if url == "teacher":
        url = reverse("coaching:teacher_detail", args=[world.subject.pk])
    client = signed_in(world.people[who])
    assert offers in client.get(url).content.decode()
    post(world.owner, "proposal_decline", proposal, why_not="Later.")
    assert offers not in client.get(url).content.decode()


def test_a_former_contributor_reads_it_no_more(world):
    proposal = world.proposal
    CoachAssignment.objects.get(coach=world.contributor).end(world.today)
    client = signed_in(world.contributor)
    assert client.get(proposal.get_absolute_url()).status_code == 404


def test_the_page_takes_few_queries(world, django_assert_num_queries):
    proposal, client = world.proposal, signed_in(world.owner)
    with django_assert_num_queries(9):
        client.get(proposal.get_absolute_url())


# --- look-fors, and taken in by mistake -------------------------------------------------------


def look_fors_of(step):
    return list(step.look_fors.kept().values_list("audience", "text"))


def test_look_fors_come_along_when_it_is_taken_in(world):
    url = reverse("coaching:proposal_add", args=[world.subject.pk])
    data = {"activity": "Wait.", "look_fors": "Counts to three.\n\nCalls on a second student."}
    signed_in(world.contributor).post(url, data)
    proposal = StepProposal.objects.get()
    page = signed_in(world.owner).get(proposal.get_absolute_url()).content.decode()
    assert "Calls on a second student." in page
    post(world.owner, "proposal_take", proposal)
    assert look_fors_of(ActionStep.objects.get(proposal=proposal)) == [
        ("teacher", "Counts to three."),
        ("teacher", "Calls on a second student."),
    ]


def test_the_message_offers_to_put_it_back_and_it_waits_again(world):
    proposal = world.proposal
    StepProposal.objects.filter(pk=proposal.pk).update(look_fors="Counts to three.")
    page = post(world.owner, "proposal_take", proposal)
    assert reverse("coaching:proposal_put_back", args=[proposal.pk]) in page.content.decode()
    step = ActionStep.objects.get(proposal=proposal)
    page = post(world.owner, "proposal_put_back", proposal)
    assert "waits for an answer again" in page.content.decode()
    proposal.refresh_from_db()
    assert (proposal.step, proposal.answered_at, proposal.answered_by) == (None, None, None)
    step.refresh_from_db()
    assert step.removed_at is not None
    assert look_fors_of(step) == []
    post(world.subject, "proposal_take", proposal)
    assert ActionStep.objects.kept().get(teacher=world.subject) != step


def test_a_step_that_was_worked_on_stays_in_the_set(world):
    proposal = world.proposal
    post(world.owner, "proposal_take", proposal)
    step = ActionStep.objects.get(proposal=proposal)
    ActionStep.objects.filter(pk=step.pk).update(status=ActionStep.Status.PRACTISING)
    page = post(world.owner, "proposal_put_back", proposal)
    assert "was worked on meanwhile" in page.content.decode()
    step.refresh_from_db()
    assert (step.removed_at, step.proposal) == (None, proposal)


def test_only_whoever_took_it_puts_it_back(world):
    post(world.owner, "proposal_take", world.proposal)
    assert post(world.subject, "proposal_put_back", world.proposal).status_code == 403
    assert ActionStep.objects.kept().filter(teacher=world.subject).count() == 1
