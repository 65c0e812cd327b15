"""The six parts on one screen: autosaved, quoted by reference, never lost."""

import datetime as dt
import html
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coaching.actions import feedback as actions
from coaching.models import ActionStep, FeedbackMeeting, LookFor, QuotedNote
from core.autosave import one_line_end
from core.dates import long_date
from demo.builders import coaching as build
from tests.hostile import HOSTILE, MAX_TEXT, stored
from tests.statements import statements
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def visit(world):
    return world.draft_visit


@pytest.fixture
def as_coach(client, world):
    client.force_login(world.owner)
    return client


def page(visit):
    return reverse("coaching:feedback_edit", args=[visit.pk])


def save(client, visit, field, value, was=""):
    url = reverse("coaching:feedback_save", args=[visit.pk])
    body = json.dumps({"field": field, "value": value, "was": was})
    return client.post(url, body, content_type="application/json")


def test_opening_the_page_writes_nothing(as_coach, visit):
    response = as_coach.get(page(visit))
    assert "1. Precise praise" in response.content.decode()
    assert FeedbackMeeting.objects.count() == 0


def test_the_first_word_begins_the_meeting(as_coach, visit, world):
    response = save(as_coach, visit, "praise", "Every student spoke.")
    assert response.json()["stored"] == "Every student spoke."
    meeting = FeedbackMeeting.objects.get()
    assert (meeting.visit, meeting.teacher, meeting.coach) == (visit, world.subject, world.owner)
    assert meeting.praise == "Every student spoke."
    assert meeting.step is None


def test_writing_the_step_makes_the_action_step_of_the_teacher(as_coach, visit, world):
    visit.candidate_focus = world.indicators["QU"]
    visit.save()
    save(as_coach, visit, "activity", "Wait three seconds.")
    back_on = world.today + dt.timedelta(days=9)
    save(as_coach, visit, "check_back_on", back_on.isoformat())
    save(as_coach, visit, "teacher_look_fors", "Counts to three.\nLooks at everybody.\n")
    step = ActionStep.objects.get()
    assert step == FeedbackMeeting.objects.get().step
    assert (step.teacher, step.coach, step.activity) == (
        world.subject,
        world.owner,
        "Wait three seconds.",
    )
    assert step.check_back_on == back_on
    assert step.indicator == world.indicators["QU"]
    assert step.shared_at is None
    assert [row.text for row in step.look_fors.kept()] == [
        "Counts to three.",
        "Looks at everybody.",
    ]


def test_the_step_is_looked_at_in_the_visit_that_is_planned_next(as_coach, visit, world):
    planned_on = world.today + dt.timedelta(days=6)
    build.plan_visit(world.subject, world.owner, planned_on)
    save(as_coach, visit, "activity", "Wait three seconds.")
    assert ActionStep.objects.get().check_back_on == planned_on


def test_what_a_step_began_with_by_itself_gives_way_to_what_is_typed(as_coach, visit, world):
    visit.candidate_focus = world.indicators["FEED"]
    visit.save()
    build.plan_visit(world.subject, world.owner, world.today + dt.timedelta(days=6))
    save(as_coach, visit, "activity", "Wait three seconds.")
    mine = world.today + dt.timedelta(days=4)
    other = world.indicators["QU"]
    assert save(as_coach, visit, "check_back_on", mine.isoformat()).status_code == 200
    assert save(as_coach, visit, "indicator", str(other.pk)).status_code == 200
    step = ActionStep.objects.get()
    assert (step.check_back_on, step.indicator) == (mine, other)


def test_a_day_that_somebody_chose_meanwhile_is_shown_as_a_day(as_coach, visit, world):
    chosen = world.today + dt.timedelta(days=5)
    save(as_coach, visit, "check_back_on", chosen.isoformat())
    mine = (world.today + dt.timedelta(days=9)).isoformat()
    response = as_coach.post(page(visit), {"check_back_on": mine, "initial-check_back_on": ""})
    text = response.content.decode()
    assert response.status_code == 409
    assert f"<bdi>{long_date(chosen)}</bdi>" in text


def test_each_field_is_stored_in_the_words_of_its_control(as_coach, visit, world):
    indicator = world.indicators["FEED"]
    posted = {
        "praise": "P",
        "probe": "Q",
        "goal": "G",
        "activity": "A",
        "due_on": (world.today + dt.timedelta(days=10)).isoformat(),
        "indicator": str(indicator.pk),
        "student_look_fors": "Hands are up.",
        "upcoming_lesson": "Unit 3",
        "upcoming_on": "2026-11-30",
        "is_practised": "false",
        "held_on": "2026-11-20",
        "area_of_need": str(indicator.pk),
    }
    answers = {
        name: save(as_coach, visit, name, text).json()["stored"] for name, text in posted.items()
    }
    assert answers == posted
    meeting = FeedbackMeeting.objects.get()
    assert meeting.is_practised is False
    assert meeting.area_of_need == meeting.step.indicator == indicator
    again = {
        name: save(as_coach, visit, name, "", text).status_code for name, text in posted.items()
    }
    assert set(again.values()) == {200}
    meeting.refresh_from_db()
    assert (meeting.praise, meeting.is_practised, meeting.held_on) == ("", None, None)


def test_two_tabs_in_one_field_end_in_both_texts(as_coach, visit):
    save(as_coach, visit, "praise", "From the laptop.")
    response = save(as_coach, visit, "praise", "From the phone.")
    assert response.status_code == 409
    assert response.json()["theirs"] == "From the laptop."
    assert FeedbackMeeting.objects.get().praise == "From the laptop."


def test_sending_the_same_text_twice_is_no_conflict(as_coach, visit):
    save(as_coach, visit, "praise", "Every student spoke.")
    response = save(as_coach, visit, "praise", "Every student spoke.")
    assert response.json()["stored"] == "Every student spoke."


def test_a_date_that_is_none_says_what_to_enter(as_coach, visit):
    response = save(as_coach, visit, "check_back_on", "soon")
    assert response.status_code == 422
    assert response.json()["errors"] == ["Enter the day you are back, like 11/24/2026"]
    assert FeedbackMeeting.objects.count() == 0


@pytest.mark.parametrize("name", ["check_back_on", "due_on"])
def test_a_day_before_the_visit_is_no_day_for_the_step(as_coach, visit, world, name):
    response = save(as_coach, visit, name, "2020-01-01")
    assert response.status_code == 422
    seen_on = long_date(visit.started_at.astimezone(world.owner.zone).date())
    assert response.json()["errors"] == [f"Enter the day of the visit, {seen_on}, or a later one."]
    assert FeedbackMeeting.objects.count() == 0


def test_an_unknown_field_is_no_field(as_coach, visit):
    assert save(as_coach, visit, "shared_at", "2026-11-30").status_code == 404


def test_text_over_the_limit_is_refused_and_nothing_is_lost(as_coach, visit):
    save(as_coach, visit, "praise", "Short.")
    response = save(as_coach, visit, "praise", "x" * 50_001, "Short.")
    assert response.json()["errors"] == [
        "The precise praise is 50,001 characters; shorten it to 50,000"
    ]
    assert FeedbackMeeting.objects.get().praise == "Short."


def test_one_saving_costs_five_queries(as_coach, visit):
    save(as_coach, visit, "praise", "First.")
    with CaptureQueriesContext(connection) as queries:
        save(as_coach, visit, "praise", "Second.", "First.")
    assert len(statements(queries)) == 5


def test_look_fors_are_stored_one_a_line_and_the_next_saving_is_no_conflict(as_coach, visit):
    typed = "Counts to three.\n\n  \nCounts to three.\nLooks up.\n"
    kept = save(as_coach, visit, "teacher_look_fors", typed).json()["stored"]
    assert kept == "Counts to three.\nLooks up."
    again = save(as_coach, visit, "teacher_look_fors", f"{typed}Smiles.", kept)
    assert again.json()["stored"] == "Counts to three.\nLooks up.\nSmiles."


def test_hostile_text_comes_back_as_it_was_typed(as_coach, visit):
    was = dict.fromkeys(("praise", "probe", "goal", "activity", "upcoming_lesson"), "")
    for number, (name, text) in enumerate(HOSTILE.items()):
        field = list(was)[number % len(was)]
        kept = one_line_end(stored(text))
        answer = save(as_coach, visit, field, text, was[field])
        if len(kept) > MAX_TEXT:
            assert answer.status_code == 422, name
            continue
        assert answer.json()["stored"] == kept, name
        was[field] = kept
        if number % len(was) == 0:
            shown = as_coach.get(page(visit)).content.decode()
            assert [text for text in was.values() if html.escape(text) not in shown] == []


# --- without JavaScript -----------------------------------------------------------------------


def plain(visit, **texts):
    """What the browser posts: each field, and the text it started from."""
    names = ("praise", "probe", "goal", "activity", "check_back_on", "teacher_look_fors")
    names += ("student_look_fors", "due_on", "indicator", "upcoming_lesson", "upcoming_on")
    names += ("held_on", "area_of_need")
    data = dict.fromkeys(names, "") | {f"initial-{name}": "" for name in names}
    return data | texts


def test_the_whole_form_works_as_a_plain_post(as_coach, visit, world):
    back_on = (world.today + dt.timedelta(days=9)).isoformat()
    data = plain(visit, praise="All spoke.", activity="Wait.", check_back_on=back_on)
    response = as_coach.post(page(visit), data)
    meeting = FeedbackMeeting.objects.get()
    assert response.url == reverse("coaching:feedback_check", args=[meeting.pk])
    assert (meeting.praise, meeting.step.activity) == ("All spoke.", "Wait.")


def test_the_save_button_stays_on_the_page(as_coach, visit):
    response = as_coach.post(page(visit), plain(visit, praise="All spoke.", stay="yes"))
    assert response.url == page(visit)


def test_a_form_with_nothing_written_begins_nothing(as_coach, visit):
    response = as_coach.post(page(visit), plain(visit), follow=True)
    assert response.redirect_chain == [(page(visit), 302)]
    assert "Write the precise praise and the action step first." in response.content.decode()
    assert FeedbackMeeting.objects.count() == 0


def test_an_error_keeps_what_was_typed_on_the_page(as_coach, visit):
    data = plain(visit, praise="Sorgfältig getippt", check_back_on="soon")
    response = as_coach.post(page(visit), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Sorgfältig getippt" in text
    assert "Enter the day you are back, like 11/24/2026" in text
    assert text.count("<title>Error: ") == 1


def test_a_stale_form_shows_both_texts_and_the_next_saving_wins(as_coach, visit):
    save(as_coach, visit, "praise", "From the laptop.")
    response = as_coach.post(
        page(visit), plain(visit, praise="From the phone.", goal="Half speak.")
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert "From the laptop." in text
    assert "From the phone." in text
    meeting = FeedbackMeeting.objects.get()
    assert (meeting.praise, meeting.goal) == ("From the laptop.", "")
    data = plain(visit, praise="From the phone.", goal="Half speak.")
    as_coach.post(page(visit), data | {"initial-praise": "From the laptop."})
    meeting.refresh_from_db()
    assert (meeting.praise, meeting.goal) == ("From the phone.", "Half speak.")


def test_line_ends_of_a_browser_are_no_change(as_coach, visit):
    save(as_coach, visit, "praise", "One.\nTwo.")
    data = plain(visit, praise="One.\r\nTwo.") | {"initial-praise": "One.\r\nTwo.", "goal": "G"}
    assert as_coach.post(page(visit), data).status_code == 302
    meeting = FeedbackMeeting.objects.get()
    assert (meeting.praise, meeting.goal) == ("One.\nTwo.", "G")


# --- evidence ---------------------------------------------------------------------------------


def quote(client, visit, note, part="praise", name="quote"):
    url = reverse("coaching:feedback_quote", args=[visit.pk])
    return client.post(url, {name: f"{part}:{note.pk}"})


def test_a_note_is_quoted_by_reference_with_one_button(as_coach, visit):
    note = visit.notes.first()
    quote(as_coach, visit, note)
    quote(as_coach, visit, note)
    row = QuotedNote.objects.get()
    assert (row.note, row.part) == (note, "praise")
    assert row.meeting.praise == ""
    note.text = "Said again, more exactly."
    note.save()
    text = as_coach.get(page(visit)).content.decode()
    assert text.count("Said again, more exactly.") == 2  # beside the form, and in the part


def test_a_quotation_is_taken_out_with_the_same_button(as_coach, visit):
    note = visit.notes.first()
    quote(as_coach, visit, note)
    quote(as_coach, visit, note, name="unquote")
    assert QuotedNote.objects.count() == 0


def test_a_note_that_is_left_out_is_not_quoted(as_coach, visit):
    note = visit.notes.first()
    note.is_left_out = True
    note.save()
    assert quote(as_coach, visit, note).status_code == 404


def test_a_note_of_another_visit_is_not_quoted(as_coach, visit, world):
    other = world.shared_visit.notes.first()
    assert quote(as_coach, visit, other).status_code == 404


def test_the_page_costs_ten_queries_however_many_notes(as_coach, visit, world):
    world.draft_feedback  # noqa: B018 (it is made when asked for)
    with CaptureQueriesContext(connection) as few:
        as_coach.get(page(visit))
    build.add_notes(visit, [f"Note {n}" for n in range(50)])
    with CaptureQueriesContext(connection) as many:
        as_coach.get(page(visit))
    assert (len(few), len(many)) == (10, 10)


# --- who, and when ----------------------------------------------------------------------------


def test_a_running_visit_has_no_feedback_meeting_yet(as_coach, world):
    response = as_coach.get(page(world.live_visit))
    assert response.status_code == 403
    assert "End the visit first" in response.content.decode()


def test_when_the_assignment_ends_the_draft_is_read_only_at_once(as_coach, visit, world):
    save(as_coach, visit, "praise", "Every student spoke.")
    world.owner.coach_assignments.update(ends_on=world.today)
    assert save(as_coach, visit, "goal", "Half speak.").status_code == 403
    assert as_coach.get(page(visit)).status_code == 403


def test_a_reworded_look_for_keeps_its_row(as_coach, visit):
    save(as_coach, visit, "teacher_look_fors", "Counts to three.\nSmiles.")
    first = LookFor.objects.get(text="Counts to three.")
    save(as_coach, visit, "teacher_look_fors", "Counts to five.", "Counts to three.\nSmiles.")
    kept = LookFor.objects.kept()
    assert [(row.pk, row.text) for row in kept] == [(first.pk, "Counts to five.")]
    assert LookFor.objects.count() == 2


# --- at the same moment -----------------------------------------------------------------------


def at_once(*jobs):
    """Run the jobs in as many transactions at once: what each answers, or raises."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        barrier.wait()
        try:
            return job()
        except actions.Conflicts as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result() for done in [pool.submit(run, job) for job in jobs]]


def saving(world, visit, name, text):
    """Saves one part that was empty when the page was opened."""
    parts, was = {name: text}, {name: ""}
    return partial(actions.save_parts, visit, parts, was, by=world.owner, now=visit.ended_at)


@pytest.mark.django_db(transaction=True)
def test_a_part_saved_and_notes_quoted_at_once_begin_one_meeting(world):
    for _ in range(5):
        visit = build.make_visit(world.subject, world.owner)
        first, second = visit.notes.all()[:2]
        at_once(
            partial(actions.quote_note, visit, first, "praise", by=world.owner),
            partial(actions.quote_note, visit, second, "probe", by=world.owner),
            saving(world, visit, "goal", "Half speak."),
        )
        meeting = FeedbackMeeting.objects.get(visit=visit)
        assert (meeting.goal, meeting.quotes.count()) == ("Half speak.", 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_one_part_at_once_lose_no_text(world):
    for _ in range(5):
        visit = build.make_visit(world.subject, world.owner)
        answers = at_once(
            saving(world, visit, "praise", "From the tablet."),
            saving(world, visit, "praise", "From the laptop."),
        )
        (conflict,) = [one for one in answers if isinstance(one, actions.Conflicts)]
        assert conflict.theirs == {"praise": FeedbackMeeting.objects.get(visit=visit).praise}
