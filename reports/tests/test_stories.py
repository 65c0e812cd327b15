"""Success stories: opt-in, the teacher's alone, and nothing else of the cycle in them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.builders import people
from demo.builders.story import complete, make_story
from notices.models import Notice
from reports.about_me import AboutMe
from reports.actions import story as actions
from reports.models import SuccessStory

pytestmark = pytest.mark.django_db
LIST = "/stories/"
TEXT = "20 of 24 students explain their claim."


def write(plan):
    return reverse("reports:story_write", args=[plan.pk])


def told(client, person):
    client.force_login(person)
    return client.get(LIST).content.decode()


def test_a_completed_plan_is_no_story_until_its_teacher_tells_it(client, world):
    plan = complete(world.agreed_plan())
    assert "No stories yet" in told(client, world.peer)
    client.force_login(world.subject)
    assert write(plan) in client.get(plan.get_absolute_url()).content.decode()
    data = {"title": "Everybody explains", "text": TEXT, "reach": "school"}
    assert client.post(write(plan), data).status_code == 302
    page = told(client, world.peer)
    assert TEXT in page
    shown = [text in page for text in (world.subject.name, plan.goal, plan.student_need)]
    assert shown == [False, False, False]


def test_the_name_shows_where_she_ticked_it(client, world):
    make_story(world.subject, world.owner, is_named=True)
    assert world.subject.name in told(client, world.peer)


@pytest.mark.parametrize(
    ("reach", "readers"),
    [("school", {"subject", "peer"}), ("system", {"subject", "peer", "other_principal", "admin"})],
)
def test_it_reaches_whom_she_chose(client, world, reach, readers):
    make_story(world.subject, world.owner, reach=reach)
    found = {
        name
        for name in ("subject", "peer", "other_principal", "admin", "other_system")
        if TEXT in told(client, world.people[name])
    }
    assert found == readers


def test_withdrawn_it_is_gone_for_all_and_can_be_told_again(client, world):
    story = make_story(world.subject, world.owner, reach="system")
    client.force_login(world.subject)
    client.post(reverse("reports:story_withdraw", args=[story.pk]))
    for person in (world.subject, world.peer, world.district):
        assert TEXT not in told(client, person)
    client.force_login(world.subject)
    client.post(write(story.plan), {"title": "Again", "text": TEXT, "reach": "school"})
    assert TEXT in told(client, world.peer)
    assert SuccessStory.objects.count() == 1


def test_nobody_tells_it_for_her(client, world):
    plan = complete(world.agreed_plan())
    data = {"title": "Our success", "text": TEXT, "reach": "system"}
    for person in (world.principal, world.owner, world.district):
        client.force_login(person)
        assert client.post(write(plan), data).status_code == 403
    assert SuccessStory.objects.count() == 0


def test_a_story_without_words_comes_back(client, world):
    plan = complete(world.agreed_plan())
    client.force_login(world.subject)
    answer = client.post(
        write(plan), {"title": "Everybody explains", "text": "", "reach": "school"}
    )
    assert answer.status_code == 422
    assert "Everybody explains" in answer.content.decode()
    story = SuccessStory.of(plan)
    with pytest.raises(IntegrityError), transaction.atomic():
        story.publish(world.yesterday)


def test_many_stories_take_as_many_queries_as_few(client, world):
    counts = []
    client.force_login(world.peer)
    client.get(LIST)
    for _ in range(2):
        for _ in range(4):
            make_story(people.make_teacher(world.school), world.owner)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


LINE = "She asked why, and waited for the answer."


def line_of(story):
    return reverse("reports:story_line", args=[story.pk])


def answer(client, story, said):
    client.force_login(story.plan.coach)
    return client.post(line_of(story), {"answer": said, "line": story.line_fingerprint})


def tell(client, plan, line, title="Everybody explains"):
    client.force_login(plan.teacher)
    data = {"title": title, "text": TEXT, "reach": "school", "coach_line": line}
    assert client.post(write(plan), data).status_code == 302
    return SuccessStory.objects.get()


def test_a_line_of_the_coach_shows_from_the_coachs_word_until_it_is_taken_back(client, world):
    story = tell(client, complete(world.agreed_plan()), LINE)
    seen = [LINE in told(client, world.peer)]
    for said in ("yes", "no", "yes"):
        assert answer(client, story, said).status_code == 302
        seen.append(LINE in told(client, world.peer))
    assert seen == [False, True, False, True]


def test_the_teacher_reads_that_it_waits_and_what_the_coach_said(client, world):
    story = tell(client, complete(world.agreed_plan()), LINE)
    pages = [told(client, world.subject)]
    for said in ("no", "yes"):
        answer(client, story, said)
        pages.append(told(client, world.subject))
    words = ("Waits for the coach’s word", "Not confirmed", "Your coach confirmed the line")
    assert [[text in page for text in words] for page in pages] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def test_both_are_told_once_each_time(client, world):
    plan = complete(world.agreed_plan())
    story = tell(client, plan, LINE)
    tell(client, plan, LINE, title="The same line")
    answer(client, story, "no")
    answer(client, story, "yes")
    notices = Notice.objects.filter(kind__in=("line_quoted", "line_answered"))
    assert sorted(notices.values_list("kind", "to")) == sorted(
        [("line_quoted", world.owner.pk), ("line_answered", world.subject.pk)]
    )


def test_a_changed_line_waits_again_and_other_changes_leave_the_coachs_word(client, world):
    plan = complete(world.agreed_plan())
    answer(client, tell(client, plan, LINE), "yes")
    assert tell(client, plan, LINE, title="Another title").shown_line == LINE
    assert tell(client, plan, "She waited.").shown_line == ""


def test_a_story_told_again_asks_the_coach_again(client, world):
    plan = complete(world.agreed_plan())
    story = tell(client, plan, LINE)
    answer(client, story, "yes")
    client.force_login(world.subject)
    client.post(reverse("reports:story_withdraw", args=[story.pk]))
    client.force_login(world.owner)
    assert client.get(line_of(story)).status_code == 404
    assert tell(client, plan, LINE).line_waits


def test_the_coach_confirms_only_the_words_that_were_on_the_page(client, world):
    plan = complete(world.agreed_plan())
    read = tell(client, plan, LINE)
    tell(client, plan, "Whatever the teacher writes later.")
    late = answer(client, read, "yes")
    page = late.content.decode()
    assert late.status_code == 422
    assert ["was changed while you read it" in page, "writes later" in page] == [True, True]
    assert SuccessStory.objects.get().line_waits


def test_a_save_that_began_before_the_coach_took_the_line_back_does_not_bring_it_back(world):
    story = make_story(world.subject, world.owner, coach_line=LINE)
    now = timezone.now()
    said = {"fingerprint": story.line_fingerprint, "now": now}
    actions.answer_line(story, is_confirmed=True, **said)
    stale = SuccessStory.objects.get()
    actions.answer_line(story, is_confirmed=False, **said)
    actions.publish(stale, now=now)
    assert SuccessStory.objects.get().shown_line == ""


@pytest.mark.parametrize(
    ("line", "answers"),
    [("", ("line_confirmed_at",)), (LINE, ("line_confirmed_at", "line_declined_at"))],
)
def test_the_database_keeps_one_answer_about_a_line_that_is_there(world, line, answers):
    story = make_story(world.subject, world.owner, coach_line=line)
    with pytest.raises(IntegrityError, match="a_coachs_line_is"), transaction.atomic():
        SuccessStory.objects.filter(pk=story.pk).update(**dict.fromkeys(answers, timezone.now()))


def test_what_a_story_quotes_of_a_coach_is_in_everything_about_both(client, world):
    answer(client, tell(client, complete(world.agreed_plan()), LINE), "yes")

    def rows(person, title):
        sections = AboutMe(person, timezone.now()).sections()
        return [row for section in sections if section.title == title for row in section.rows]

    (hers,) = rows(world.owner, "Lines of yours in success stories")
    (told_by,) = rows(world.subject, "Your success stories")
    assert (hers[1], bool(hers[2]), hers[3]) == (LINE, True, "")
    assert (told_by[4], bool(told_by[5])) == (LINE, True)
    assert rows(world.peer, "Lines of yours in success stories") == []
