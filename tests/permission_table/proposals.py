"""Steps that a contributor proposes (permissions R12, S1.08)."""

from django.utils import timezone

from coaching.actions.proposal import take
from tests.permission_table import answers

READ = answers(404, subject=200, owner=200, contributor=200)
ANSWER = answers(404, subject=302, owner=302, contributor=403)

ROWS = {
    "GET coaching:proposal_add": answers(404, owner=403, contributor=200),
    "POST coaching:proposal_add": answers(404, owner=403, contributor=302),
    "GET coaching:proposal_detail": READ,
    "GET coaching:proposal_detail handed_over": answers(
        404, subject=200, contributor=200, former=200
    ),
    "POST coaching:proposal_take": ANSWER,
    "POST coaching:proposal_put_back": answers(404, subject=403, owner=302, contributor=403),
    "POST coaching:proposal_decline": ANSWER,
}


def proposal(world):
    return {"pk": world.proposal.pk}


def taken_by_owner(world):
    take(world.proposal, by=world.owner, now=timezone.now())
    return proposal(world)


def before_hand_over(world):
    pk = world.proposal.pk
    world.handed_over()
    return {"pk": pk}


def subject(world):
    return {"pk": world.subject.pk}


ARGS = {
    "coaching:proposal_add": subject,
    "coaching:proposal_detail": proposal,
    "coaching:proposal_detail handed_over": before_hand_over,
    "coaching:proposal_take": proposal,
    "coaching:proposal_put_back": taken_by_owner,
    "coaching:proposal_decline": proposal,
}
DATA = {
    "POST coaching:proposal_add": lambda world: {"activity": "Wait three seconds."},
    "POST coaching:proposal_decline": lambda world: {"why_not": "Not before the plan is done."},
}
