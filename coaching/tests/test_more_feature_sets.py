"""Leaders' plans, walkthroughs a week and peer visits: off shows nothing and keeps everything."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from coaching.actions.leader_plan import start_leader_plan
from coaching.models import PeerVisit, Plan, VisitInvitation, WalkthroughQuota, WalkthroughWeek
from coaching.reminders import SystemDay, plans_waiting, steps_to_check
from coaching.walkthrough_week_reminders import weeks_to_submit
from demo.builders import people as people_builders
from demo.builders import week as build_week
from goals.models import Goal
from notices.kinds import KINDS
from notices.models import Notice
from people.actions.feature import switch_off, switch_on
from people.models import CoachAssignment, Feature, School
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
PEERS, WEEKS, LEADERS = Feature.PEER_VISITS, Feature.WALKTHROUGH_WEEKS, Feature.LEADERS_PLANS


@pytest.fixture
def world():
    return World()


def url(name, *args):
    return reverse(f"coaching:{name}", args=args)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def schools_of(world):
    return School.objects.filter(school_system=world.system)


def off(feature, world, school=None):
    rows = schools_of(world)
    switch_off(feature, rows.filter(pk=school.pk) if school else rows)


def on(feature, world):
    switch_on(feature, schools_of(world), today=world.today)


def codes(person, pages):
    """What each page answers, to a POST where it takes no GET."""
    client = signed_in(person)
    found = [client.get(page).status_code for page in pages]
    return [
        client.post(page).status_code if code == 405 else code
        for page, code in zip(pages, found, strict=True)
    ]


def posts(person, pages):
    client = signed_in(person)
    return [client.post(page).status_code for page in pages]


# --- peer visits and invitations ------------------------------------------------------------------


def pages_of_peers(world):
    assignment = CoachAssignment.objects.get(teacher=world.subject, coach=world.owner)
    visit = build_week.peer_visit(world.subject, world.peer, accepted_at=timezone.now())
    invitation = build_week.invite(world.subject, world.owner)
    lists = ("peer_visit_list", "peer_visit_csv", "peer_visit_invite", "peer_visit_ask")
    of_visit = ("peer_visit", "peer_visit_accept", "peer_visit_call_off", "peer_visit_write")
    answers = ("accept", "move", "take_back")
    of_invitation = ("visit_invitation", *(f"visit_invitation_{name}" for name in answers))
    return [
        *map(url, lists),
        *(url(name, visit.pk) for name in of_visit),
        *(url(name, invitation.pk) for name in of_invitation),
        url("visit_invite", assignment.pk),
    ]


@pytest.mark.parametrize("person", ["subject", "peer", "owner", "principal", "district", "admin"])
def test_pages_of_peer_visits_and_invitations_are_absent_while_they_are_off(world, person):
    pages = pages_of_peers(world)
    off(PEERS, world)
    assert codes(world.people[person], pages) == [404] * len(pages)
    answered = [url("peer_visit_invite"), url("peer_visit_ask"), pages[7], pages[-1]]
    assert posts(world.people[person], answered) == [404] * 4


def test_what_was_told_shows_again_once_peer_visits_are_on(world):
    visit = build_week.told_peer_visit(world.subject, world.peer)
    page, client = url("peer_visit", visit.pk), signed_in(world.subject)
    off(PEERS, world)
    gone = client.get(page).status_code
    on(PEERS, world)
    assert (gone, "Four of six groups write." in words(client.get(page))) == (404, True)


def test_nothing_leads_to_peer_visits_that_are_off(world):
    build_week.told_peer_visit(world.subject, world.peer)
    build_week.invite(world.subject, world.owner)
    places = {
        "subject": (url("my_coaching"), "Invite Olga Fontenot"),
        "peer": (url("my_coaching"), "Peer visits with colleagues"),
        "owner": (url("teacher_detail", world.subject.pk), "peer visit"),
        "principal": (reverse("reports:school"), "Peer visits among teachers"),
        "district": (reverse("reports:district_plans"), "Peer visits among teachers"),
    }
    clients = {name: signed_in(world.people[name]) for name in places}
    before = {name: said in words(clients[name].get(page)) for name, (page, said) in places.items()}
    off(PEERS, world)
    after = {name: said in words(clients[name].get(page)) for name, (page, said) in places.items()}
    assert before == dict.fromkeys(places, True)
    assert after == dict.fromkeys(places, False)


def test_today_and_the_week_ask_nothing_of_peer_visits_that_are_off(world):
    build_week.invite(world.subject, world.owner)
    build_week.peer_visit(world.subject, world.peer)
    places = {"peer": ("/", "Peer visit with"), "owner": (url("week"), "Who talks after the first")}
    clients = {name: signed_in(world.people[name]) for name in places}
    before = [said in words(clients[name].get(page)) for name, (page, said) in places.items()]
    off(PEERS, world)
    after = [said in words(clients[name].get(page)) for name, (page, said) in places.items()]
    assert (before, after) == ([True, True], [False, False])


def test_a_visit_that_was_asked_for_stays_and_does_not_say_so_while_invitations_are_off(world):
    invitation = build_week.invite(world.subject, world.owner)
    day = invitation.planned_on
    visit = build_week.accept_invitation(invitation, day, timezone.now())
    pages = [visit.get_absolute_url(), url("week") + f"?week={day}"]
    client = signed_in(world.owner)
    before = ["Asked for by the teacher" in words(client.get(page)) for page in pages]
    off(PEERS, world)
    after = [words(client.get(page)) for page in pages]
    assert before == [True, True]
    assert ["Asked for by the teacher" in text for text in after] == [False, False]
    assert ["Tess Arceneaux" in text for text in after] == [True, True]


def test_a_school_without_peer_visits_is_not_counted_where_another_has_them(world):
    build_week.told_peer_visit(world.subject, world.peer)
    off(PEERS, world, world.school)
    assert "Peer visits among" not in words(
        signed_in(world.principal).get(reverse("reports:school"))
    )
    page = words(signed_in(world.district).get(reverse("reports:district_plans")))
    assert "Peer visits among teachers this school year: fewer than 5" in page
    seen = (
        PeerVisit.objects.visible_to(world.subject),
        VisitInvitation.objects.visible_to(world.owner),
    )
    assert [rows.count() for rows in seen] == [0, 0]


def test_nobody_is_asked_to_visit_where_it_is_off(world):
    teacher = people_builders.make_teacher(world.other_school, "Otis Other")
    colleague = people_builders.make_teacher(world.other_school, "Nell Near")
    off(PEERS, world, world.school)
    page = words(signed_in(teacher).get(url("peer_visit_ask")))
    assert colleague.name in page
    assert signed_in(world.peer).get(url("peer_visit_ask")).status_code == 404


# --- walkthroughs a week --------------------------------------------------------------------------


def a_quota(world):
    for duty in ("school_leader", "evaluator"):
        build_week.want_walkthroughs(world.system, duty=duty, due_weekday=0)


@pytest.mark.parametrize("person", ["principal", "evaluator", "district", "admin", "subject"])
def test_pages_of_the_weeks_are_absent_while_they_are_off(world, person):
    a_quota(world)
    week = build_week.submit_week(world.principal)
    off(WEEKS, world)
    pages = [url("walkthrough_week_submit"), url("walkthrough_week_undo", week.pk)]
    assert codes(world.people[person], [url("walkthrough_quota")]) == [404]
    assert posts(world.people[person], [url("walkthrough_quota"), *pages]) == [404] * 3


def test_walkthroughs_go_on_without_their_weeks_and_the_quota_is_kept(world):
    a_quota(world)
    client, admin = signed_in(world.principal), signed_in(world.admin)
    before = "walkthroughs this week" in words(client.get(url("walkthrough_list")))
    off(WEEKS, world)
    listed = client.get(url("walkthrough_list"))
    told = words(listed), words(client.get("/")), words(admin.get(url("walkthrough_form_list")))
    on(WEEKS, world)
    after = "walkthroughs this week" in words(client.get(url("walkthrough_list")))
    assert (before, listed.status_code, after) == (True, 200, True)
    assert ["this week" in told[0], "this week" in told[1], "a week" in told[2]] == [False] * 3


def test_a_submitted_week_is_kept_and_shows_again(world):
    build_week.submit_week(world.principal)
    off(WEEKS, world)
    hidden = WalkthroughWeek.objects.visible_to(world.principal).count()
    on(WEEKS, world)
    assert (hidden, WalkthroughWeek.objects.visible_to(world.principal).count()) == (0, 1)


def test_leaders_and_evaluators_are_reminded_only_where_the_weeks_are_on(world):
    a_quota(world)
    day = SystemDay.of(world.system, timezone.now())
    everyone = {reminder.to_id for reminder in weeks_to_submit(day)}
    off(WEEKS, world, world.school)
    left = {reminder.to_id for reminder in weeks_to_submit(day)}
    assert everyone >= {world.principal.pk, world.evaluator.pk, world.other_principal.pk}
    assert left == {world.other_principal.pk}  # the evaluator evaluates at the first school


def test_a_reminder_that_waits_for_the_mail_is_not_sent_once_the_weeks_are_off(world):
    a_quota(world)
    quota = WalkthroughQuota.objects.get(duty="school_leader")
    notice = Notice(to=world.principal, slot="2026-11-02")
    kind = KINDS["walkthrough_week_due"]
    before = kind.still_needed(notice, quota)
    off(WEEKS, world)
    assert (before, kind.still_needed(notice, quota)) == (True, False)


# --- leaders' own plans ---------------------------------------------------------------------------


def pages_of_plan(plan):
    """Every page of one plan, by its addresses."""
    found = []
    for name, variants in get_resolver("coaching.urls").reverse_dict.lists():
        if not isinstance(name, str) or not name.startswith("plan_"):
            continue
        for options, _pattern, _defaults, _converters in variants:
            if [params for _path, params in options] == [["pk"]]:
                found.append(url(name, plan.pk))
    return found


@pytest.mark.parametrize("person", ["principal", "evaluator", "district", "admin"])
def test_pages_of_leaders_plans_are_absent_while_they_are_off(world, person):
    plan = world.agreed_leader_plan
    pages = [url("leader_plan_start"), url("plan_alignment", plan.pk), *pages_of_plan(plan)]
    assert len(pages) > 10
    off(LEADERS, world)
    assert codes(world.people[person], pages) == [404] * len(pages)


def test_a_leaders_plan_shows_again_once_it_is_on(world):
    plan = world.agreed_leader_plan
    client = signed_in(world.principal)
    page = plan.get_absolute_url()
    off(LEADERS, world)
    gone = client.get(page).status_code
    on(LEADERS, world)
    assert (gone, client.get(page).status_code) == (404, 200)


def test_nothing_leads_to_leaders_plans_that_are_off(world):
    world.agreed_leader_plan  # noqa: B018
    client = signed_in(world.evaluator)
    places = [
        (url("plan_list"), "School leaders"),
        (url("plan_list"), world.principal.name),
        (url("plan_start"), "start a leader’s plan"),
        (url("teacher_detail", world.principal.pk), "Start a coaching plan"),
    ]
    before = [said in words(client.get(page)) for page, said in places]
    off(LEADERS, world)
    after = [said in words(client.get(page)) for page, said in places]
    assert (before, after) == ([True] * 4, [False] * 4)


def test_steps_and_reminders_of_leaders_plans_go_along(world):
    plan = world.agreed_leader_plan
    step = plan.steps.first()
    type(step).objects.filter(pk=step.pk).update(check_back_on=world.today)
    day = SystemDay.of(world.system, timezone.now())
    page, client = step.get_absolute_url(), signed_in(world.principal)
    before = (client.get(page).status_code, len(list(steps_to_check(day))) > 0)
    off(LEADERS, world)
    after = (client.get(page).status_code, len(list(steps_to_check(day))) > 0)
    assert (before, after) == ((200, True), (404, False))


def test_no_one_is_asked_to_sign_a_leaders_plan_that_is_off(world):
    Plan.objects.filter(pk=world.leader_plan.pk).update(status=Plan.Status.PROPOSED)
    world.leader_plan.signatures.create(
        school_system=world.system,
        signer=world.evaluator,
        plan_version=1,
        signed_at=world.days_ago(9),
    )
    day = SystemDay.of(world.system, timezone.now())
    before = {reminder.to_id for reminder in plans_waiting(day)}
    off(LEADERS, world)
    assert (before, list(plans_waiting(day))) == ({world.principal.pk}, [])


def test_teachers_plans_go_on_where_leaders_plans_are_off(world):
    plan = world.agreed_plan()
    off(LEADERS, world)
    assert signed_in(world.subject).get(plan.get_absolute_url()).status_code == 200
    assert plan.pk in Plan.objects.visible_to(world.principal).values_list("pk", flat=True)


def test_no_leaders_plan_begins_where_they_are_off_though_another_school_has_them(world):
    world.coach_the_principal()
    off(LEADERS, world, world.school)
    page = words(signed_in(world.evaluator).get(url("leader_plan_start")))
    assert world.principal.name not in page
    with pytest.raises(ValidationError, match="switched off at Cypress Elementary"):
        start_leader_plan(
            world.principal,
            goal=Goal.objects.get(pk=world.school_goal.pk),
            by=world.evaluator,
            now=timezone.now(),
        )


def test_new_schools_start_without_the_three(client, world):
    client.force_login(world.admin)
    client.post(reverse("people:school_add"), {"name": "New Elementary", "grade_span": "K–5"})
    school = School.objects.get(name="New Elementary")
    assert [getattr(school, one.column) for one in (LEADERS, WEEKS, PEERS)] == [None] * 3
