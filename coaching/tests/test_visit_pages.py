"""Visits on pages: start, plan, list, review, and what the teacher is shown."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.actions.rubric import load_starting_rubric
from coaching.models import EvidenceNote, NoteRevision, NoteTag, Visit
from core.dates import long_date
from core.ids import uuid7
from demo.builders import coaching as build
from demo.builders import people
from notices.models import Notice
from people.models import Closure
from people.school_days import SchoolCalendar

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def school():
    return people.make_school(people.make_system())


@pytest.fixture
def pair(school):
    return people.make_pair(school)


@pytest.fixture
def visit(pair):
    return build.make_visit(*pair)


@pytest.fixture
def coach(pair, client):
    client.force_login(pair[1])
    return client


def url(name, *args, **query):
    return reverse(f"coaching:{name}", args=args, query=query)


def text_of(response):
    return response.content.decode()


def test_a_visit_starts_in_one_tap(coach, pair):
    response = coach.post(url("visit_start"), {"teacher": pair[0].pk})
    visit = Visit.objects.get()
    assert response.url == url("visit_live", visit.pk)
    assert (visit.teacher, visit.coach, visit.status) == (*pair, "live")


def test_a_second_tap_opens_the_visit_that_runs(coach, pair):
    for _ in range(2):
        response = coach.post(url("visit_start"), {"teacher": pair[0].pk})
    assert response.url == url("visit_live", Visit.objects.get().pk)


@pytest.mark.parametrize("teacher", ["", "not an id", "somebody else's"])
def test_only_teachers_of_the_caseload_are_visited(teacher, coach, school):
    other = people.make_pair(school)[0]
    sent = other.pk if teacher.startswith("some") else teacher
    assert coach.post(url("visit_start"), {"teacher": sent}).status_code == 404
    assert Visit.objects.count() == 0


def test_a_teacher_without_a_school_is_said_so(coach, pair):
    pair[0].memberships.all().delete()
    response = coach.post(url("visit_start"), {"teacher": pair[0].pk})
    assert response.status_code == 403
    assert "Ask your administrator to enter this teacher" in text_of(response)


def school_day(pair, count):
    return SchoolCalendar.of(pair[0].memberships.get().school).add(pair[1].today, count)


def planned(pair, **changes):
    return {
        "teacher": pair[0].pk,
        "planned_on": school_day(pair, 3),
        "period": "2nd period",
        "kind": "informal",
    } | changes


def test_a_planned_visit_tells_the_teacher_only_when_announced(coach, pair):
    coach.post(url("visit_plan"), planned(pair))
    coach.post(url("visit_plan"), planned(pair, is_announced="on", period="3rd period"))
    assert [visit.is_announced for visit in Visit.objects.order_by("period")] == [False, True]
    notice = Notice.objects.get()
    assert (notice.kind, notice.to, notice.about_id) == (
        "visit_announced",
        pair[0],
        Visit.objects.get(is_announced=True).pk,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"planned_on": ""}, "Enter the date of the visit, like 11/24/2026"),
        ({"planned_on": "tomorrow"}, "Enter the date of the visit, like 11/24/2026"),
        ({"planned_on": "2020-01-06"}, "Enter today&#x27;s date or a later one for the visit"),
        ({"planned_on": "2199-01-07"}, "Enter a date of this school year or the next"),
        ({"teacher": ""}, "Choose the teacher"),
        ({"teacher": str(uuid7())}, "Choose the teacher from the list"),
        ({"period": "x" * 41}, "The period is 41 characters; shorten it to 40"),
    ],
)
def test_a_plan_says_what_to_change_and_keeps_what_was_typed(change, words, coach, pair):
    sent = planned(pair) | {"period": "O’Neal’s <b>"} | change
    response = coach.post(url("visit_plan"), sent)
    assert response.status_code == 422
    assert words in text_of(response)
    assert ("O’Neal’s &lt;b&gt;" in text_of(response)) == ("period" not in change)
    assert Visit.objects.count() == 0


def sunday_after(day):
    return day + dt.timedelta(days=7 - day.isoweekday() or 7)


@pytest.mark.parametrize("closed", ["on a Sunday", "on a day entered as closed"])
def test_no_visit_is_planned_or_moved_to_a_day_without_school(closed, coach, pair, school):
    day = sunday_after(pair[1].today)
    if "closed" in closed:
        day = school_day(pair, 4)
        entered = {"school_system": school.school_system, "label": "Snow", "school": school}
        Closure.objects.create(starts_on=day, ends_on=day, **entered)
    visit = build.plan_visit(*pair, school_day(pair, 1))
    for page in (url("visit_plan"), url("visit_replan", visit.pk)):
        answer = coach.post(page, planned(pair, planned_on=day, is_announced="on"))
        words = f"{school} has no school on {long_date(day)}. Choose another day."
        assert answer.context["form"].errors == {"planned_on": [words]}
        assert answer.status_code == 422
    assert Visit.objects.get().planned_on == school_day(pair, 1)
    assert Notice.objects.count() == 0


def test_a_visit_on_a_day_that_was_closed_since_keeps_it_while_its_period_is_changed(
    coach, pair, school
):
    visit = build.plan_visit(*pair, sunday_after(pair[1].today))
    coach.post(url("visit_replan", visit.pk), planned(pair, planned_on=visit.planned_on))
    visit.refresh_from_db()
    assert visit.period == "2nd period"


def test_a_plan_sent_twice_is_one_visit_and_tells_once_and_what_was_changed_is_another(coach, pair):
    row = str(coach.get(url("visit_plan")).context["row_id"])
    for period in ("1st", "1st", "2nd"):
        sent = planned(pair, row=row, period=period, is_announced="on")
        assert coach.post(url("visit_plan"), sent).status_code == 302
    assert sorted(Visit.objects.values_list("period", flat=True)) == ["1st", "2nd"]
    assert Notice.objects.count() == 2


def test_the_id_of_a_visit_of_somebody_else_changes_nothing_of_it(coach, pair, school):
    theirs = build.plan_visit(*people.make_pair(school), pair[1].today)
    coach.post(url("visit_plan"), planned(pair, row=str(theirs.pk)))
    rows = set(Visit.objects.values_list("teacher", "coach"))
    assert rows == {(theirs.teacher_id, theirs.coach_id), (pair[0].pk, pair[1].pk)}


def test_a_note_sent_twice_is_one_note_and_another_text_another_note(coach, pair):
    visit = build.make_visit(*pair, notes=())
    row = str(coach.get(url("visit_review", visit.pk)).context["row_id"])
    for text in ("Hands up.", "Hands up.", "Pens down."):
        coach.post(url("note_add", visit.pk), {"text": text, "row": row})
    rows = visit.notes.order_by("seq").values_list("text", "revisions__text")
    assert list(rows) == [("Hands up.", None), ("Pens down.", None)]


def test_a_planned_visit_is_moved_and_then_begun(coach, pair):
    visit = build.plan_visit(*pair, pair[1].today)
    later = school_day(pair, 1)
    coach.post(url("visit_replan", visit.pk), planned(pair, planned_on=later))
    begun = coach.post(url("visit_begin", visit.pk))
    visit.refresh_from_db()
    assert (visit.planned_on, visit.status, begun.url) == (
        later,
        "live",
        url("visit_live", visit.pk),
    )
    assert coach.get(url("visit_replan", visit.pk)).status_code == 403


def test_the_live_page_names_its_readers_before_a_word_is_typed(coach, pair):
    visit = build.make_visit(*pair, minutes=None, notes=())
    page = text_of(coach.get(url("visit_live", visit.pk)))
    readers = page.split("Who can read this:")[1].split("</p>")[0]
    assert pair[1].name in readers
    assert "once you share it" in readers
    assert "initials instead of student names" in readers
    assert page.index("Who can read this") < page.index('id="note-box"')


def test_without_javascript_the_live_page_leads_to_a_plain_form(coach, pair):
    visit = build.make_visit(*pair, minutes=None, notes=())
    page = text_of(coach.get(url("visit_live", visit.pk)))
    assert url("visit_review", visit.pk) in page.split("<noscript>")[1].split("</noscript>")[0]
    coach.post(url("note_add", visit.pk), {"text": "Plain\r\nnote."})
    coach.post(url("visit_end", visit.pk))
    visit.refresh_from_db()
    assert (visit.notes.get().text, visit.status) == ("Plain\nnote.", "draft")


@pytest.mark.parametrize("state", ["planned", "ended"])
def test_the_live_page_of_another_state_leads_on(state, coach, pair):
    visit = build.plan_visit(*pair, pair[1].today) if state == "planned" else None
    visit = visit or build.make_visit(*pair)
    wanted = "visit_detail" if state == "planned" else "visit_review"
    assert coach.get(url("visit_live", visit.pk)).url == url(wanted, visit.pk)


def test_look_fors_come_from_the_open_step_and_else_from_the_bank(coach, pair):
    indicators = load_starting_rubric(pair[0].school_system)
    visit = build.make_visit(*pair, minutes=None, candidate_focus=indicators["QU"])
    bank = coach.get(url("visit_live", visit.pk)).context["look_fors"]
    step = build.make_step(*pair)
    own = coach.get(url("visit_live", visit.pk)).context["look_fors"]
    assert {row["field"] for row in bank} == {"bank_look_for"}
    assert "Waits three seconds after each question." in {row["text"] for row in bank}
    assert {row["pk"] for row in own} == set(step.look_fors.values_list("pk", flat=True))


def test_the_teacher_reads_only_what_is_shared_and_reading_is_stamped_once(client, pair):
    visit = build.make_visit(*pair, notes=("Shown.", "Left out."))
    visit.notes.filter(text="Left out.").update(is_left_out=True)
    build.make_feedback(visit, shared_at=NOW())
    visit.notes.create(
        school_system=visit.school_system,
        author=pair[1],
        seq=9,
        occurred_at=NOW(),
        text="Came late.",
        is_late=True,
    )
    client.force_login(pair[1])
    client.get(url("visit_detail", visit.pk))
    visit.refresh_from_db()
    assert visit.read_at is None
    client.force_login(pair[0])
    page = text_of(client.get(url("visit_detail", visit.pk)))
    assert "Shown." in page
    assert "Left out." not in page
    assert "Came late." not in page
    assert "Your coach sees that you opened it." in page
    visit.refresh_from_db()
    first = visit.read_at
    client.get(url("visit_detail", visit.pk))
    visit.refresh_from_db()
    assert first == visit.read_at is not None


def test_a_draft_is_closed_to_the_teacher(client, pair, visit):
    client.force_login(pair[0])
    assert client.get(url("visit_detail", visit.pk)).status_code == 404
    assert client.get(url("visit_list")).context["visits"] == []


def test_a_former_coach_reads_own_drafts_and_changes_nothing(client, pair, visit):
    pair[1].coach_assignments.update(ends_on=pair[1].today)
    client.force_login(pair[1])
    assert build.NOTES[1] in text_of(client.get(url("visit_detail", visit.pk)))
    assert client.get(url("visit_review", visit.pk)).status_code == 403
    assert client.post(url("note_add", visit.pk), {"text": "x"}).status_code == 403


def test_many_notes_are_tagged_at_once(coach, visit):
    indicators = load_starting_rubric(visit.school_system)
    notes = list(visit.notes.all()[:3])
    sent = {"notes": [note.pk for note in notes], "thing": f"indicator:{indicators['QU'].pk}"}
    coach.post(url("note_tag", visit.pk), sent)
    assert {tag.note for tag in NoteTag.objects.filter(indicator__code="QU")} == set(notes)
    untagged = coach.get(url("visit_review", visit.pk, show="untagged")).context["notes"]
    assert [note.text for note in untagged] == [build.NOTES[3]]
    tag = notes[0].tags.get()
    coach.post(url("note_untag", notes[0].pk), {"tag": tag.pk})
    assert notes[0].tags.count() == 0


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"notes": []}, "Select the notes to tag"),
        ({"thing": ""}, "Choose what the notes are evidence of"),
        ({"thing": "indicator:none"}, "Choose"),
    ],
)
def test_tagging_says_what_is_missing(sent, words, coach, visit):
    indicators = load_starting_rubric(visit.school_system)
    data = {"notes": [visit.notes.first().pk], "thing": f"indicator:{indicators['QU'].pk}"}
    response = coach.post(url("note_tag", visit.pk), data | sent)
    assert response.status_code == 422
    assert words in text_of(response)
    assert NoteTag.objects.count() == 0


def test_notes_of_another_visit_cannot_be_tagged_along(coach, visit, school):
    load_starting_rubric(visit.school_system)
    theirs = build.make_visit(*people.make_pair(school)).notes.first()
    data = {"notes": [theirs.pk], "thing": "priority_group:English learners"}
    assert coach.post(url("note_tag", visit.pk), data).status_code == 422
    assert NoteTag.objects.count() == 0


def test_an_edited_note_says_so_and_shows_what_it_said_first(coach, visit):
    note = visit.notes.first()
    coach.post(url("note_edit", note.pk), {"text": "Put right.", "rev": 1})
    page = text_of(coach.get(url("visit_review", visit.pk)))
    assert "Put right." in page
    assert "Edited: what it said first" in page
    assert note.text.split("“")[1].split("”")[0] in page


def test_an_edit_from_an_old_page_keeps_both_texts_and_lets_the_coach_choose(coach, visit):
    note = visit.notes.first()
    coach.post(url("note_edit", note.pk), {"text": "From one window.", "rev": 1})
    coach.post(url("note_edit", note.pk), {"text": "From another.", "rev": 1})
    page = text_of(coach.get(url("visit_review", visit.pk)))
    assert "From one window." in page
    assert "From another." in page
    other = NoteRevision.objects.get(why="conflict")
    coach.post(url("note_settle", note.pk), {"revision": other.pk, "choice": "other"})
    note.refresh_from_db()
    assert note.text == "From another."
    assert "Two devices changed this note" not in text_of(coach.get(url("visit_review", visit.pk)))


def test_both_texts_of_a_conflict_may_stay_as_two_notes(coach, visit):
    note = visit.notes.first()
    other = NoteRevision.objects.create(
        school_system=visit.school_system, note=note, rev=1, text="Other.", why="conflict"
    )
    for _ in range(2):
        coach.post(url("note_settle", note.pk), {"revision": other.pk, "choice": "both"})
    assert visit.notes.filter(text__in=("Other.", note.text)).count() == 2


def test_a_note_is_left_out_and_put_back_until_the_visit_is_shared(coach, visit):
    note = visit.notes.first()
    coach.post(url("note_leave_out", note.pk), {"is_left_out": "on"})
    assert EvidenceNote.objects.get(pk=note.pk).is_left_out
    coach.post(url("note_leave_out", note.pk), {"is_left_out": "off"})
    assert not EvidenceNote.objects.get(pk=note.pk).is_left_out
    build.make_feedback(visit, shared_at=NOW())
    assert coach.post(url("note_leave_out", note.pk), {"is_left_out": "on"}).status_code == 403
    assert coach.post(url("note_delete", note.pk)).status_code == 403
    assert coach.get(url("note_edit", note.pk)).status_code == 403


def test_a_deleted_note_comes_back_by_undo(coach, visit):
    note = visit.notes.first()
    coach.post(url("note_delete", note.pk))
    assert visit.notes.kept().count() == 3
    coach.post(url("note_restore", visit.pk, note.pk))
    assert visit.notes.kept().count() == 4


def test_a_note_that_is_too_long_stays_on_the_page(coach, visit):
    response = coach.post(url("note_add", visit.pk), {"text": "x" * 50_001})
    assert response.status_code == 422
    assert "x" * 50_001 in text_of(response)
    assert "The note is 50,001 characters; shorten it to 50,000" in text_of(response)


def details(**changes):
    fields = {"lesson": "", "materials": "", "mode": "in_person", "grouping": "whole_class"}
    fields |= {"kind": "informal"}
    was = {f"initial-{name}": value for name, value in fields.items()}
    return fields | was | changes


def test_details_are_saved_and_two_windows_lose_nothing(coach, visit):
    coach.post(url("visit_edit", visit.pk), details(lesson="Unit 3", materials="a\r\nb"))
    visit.refresh_from_db()
    assert (visit.lesson, visit.materials) == ("Unit 3", "a\nb")
    response = coach.post(url("visit_edit", visit.pk), details(lesson="Unit 4"))
    assert response.status_code == 409
    assert "It now says: “Unit 3”" in text_of(response)
    assert 'value="Unit 4"' in text_of(response)


def test_the_list_filters_by_status_teacher_and_dates(coach, pair):
    today = timezone.now()
    old = build.make_visit(*pair, today - dt.timedelta(days=40))
    live = build.make_visit(*pair, today, minutes=None)
    build.plan_visit(*pair, pair[1].today)

    def shown(**query):
        context = coach.get(url("visit_list", **query)).context
        return [visit.pk for visit in context["visits"]], len(context["planned"])

    assert shown() == ([live.pk, old.pk], 1)
    assert shown(status="draft") == ([old.pk], 0)
    assert shown(status="planned") == ([], 1)
    assert shown(since=(pair[1].today - dt.timedelta(days=7)).isoformat()) == ([live.pk], 1)
    assert shown(teacher=pair[0].pk, status="live") == ([live.pk], 0)
    assert coach.get(url("visit_list", since="soon")).status_code == 422


def test_earlier_visits_follow_page_by_page(coach, pair):
    start = NOW() - dt.timedelta(days=200)
    visits = [
        build.make_visit(*pair, start + dt.timedelta(days=n // 2), notes=()) for n in range(120)
    ]
    seen, before = [], ""
    for _ in range(3):
        context = coach.get(url("visit_list", before=before)).context
        seen += [visit.pk for visit in context["visits"]]
        before = context["next"]
    assert before == ""
    assert len(seen) == len(set(seen)) == len(visits)


@pytest.mark.parametrize("size", [5, 50])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("visit_live", 13), ("visit_review", 12), ("visit_detail", 12), ("visit_list", 8)],
)
def test_pages_take_the_same_few_queries_for_few_and_many_notes(
    name, queries, size, coach, pair, django_assert_num_queries
):
    load_starting_rubric(pair[0].school_system)
    visit = build.make_visit(*pair, minutes=None, notes=["Great."] * size)
    for note in visit.notes.all():
        note.tags.create(school_system=visit.school_system, priority_group="English learners")
    for _ in range(size):
        build.make_step(*pair)
        build.make_visit(*pair, notes=())
    args = () if name == "visit_list" else (visit.pk,)
    coach.get(url("visit_list"))
    with django_assert_num_queries(queries):
        coach.get(url(name, *args))


def test_saves_take_few_queries(coach, visit, django_assert_max_num_queries):
    note = visit.notes.first()
    with django_assert_max_num_queries(10):
        coach.post(url("note_add", visit.pk), {"text": "Afterwards."})
    with django_assert_max_num_queries(10):
        coach.post(url("note_edit", note.pk), {"text": "Put right.", "rev": 1})
