"""A data set is removed and comes back; what leans on it is told, and loses nothing."""

import pytest
from django.urls import reverse

from demo.builders import goal as build
from demo.builders import leading
from goals.models import DataSet, Need
from goals.tests.test_data_sets import signed_in
from ilt.forms.data_review import ReviewForm
from ilt.packet import packet_of
from tests.pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = reverse("goals:data_set_list")


@pytest.fixture
def world():
    return World()


@pytest.fixture
def data_set(world):
    return build.make_data_set(world.school, [("4", "Math", "", 24, 41)])


def post(person, name, row):
    return signed_in(person).post(reverse(f"goals:{name}", args=[row.pk]), follow=True)


def test_a_removed_data_set_leaves_the_list_and_undo_brings_it_back(world, data_set):
    answer = post(world.principal, "data_set_remove", data_set)
    assert "The data set is removed." in words(answer)
    assert reverse("goals:data_set_restore", args=[data_set.pk]) in answer.content.decode()
    assert data_set.title not in words(signed_in(world.principal).get(LIST))
    assert data_set.title in words(signed_in(world.principal).get(f"{LIST}?show=removed"))
    post(world.principal, "data_set_restore", data_set)
    assert data_set.title in words(signed_in(world.principal).get(LIST))
    assert DataSet.objects.get().points.count() == 1


def test_it_stays_while_a_review_that_is_not_held_leans_on_it(world, data_set):
    review = leading.make_review(world.system, world.school)
    review.data_sets.add(data_set)
    page = signed_in(world.principal).get(data_set.get_absolute_url())
    assert "First quarter" in words(page)
    assert "Remove the data set" not in words(page)
    answer = post(world.principal, "data_set_remove", data_set)
    assert "A data review that is not held yet leans on it." in words(answer)
    assert DataSet.objects.get().removed_at is None


def test_a_review_that_was_held_shows_it_still(world, data_set):
    review = leading.make_review(world.system, world.school)
    review.data_sets.add(data_set)
    leading.hold_review(review, world.yesterday)
    post(world.principal, "data_set_remove", data_set)
    assert DataSet.objects.get().removed_at is not None
    [(shown, lines)] = packet_of(review, world.principal).tracker
    assert (shown, [line.n for line in lines]) == (data_set, ["24"])


def test_a_removed_one_is_offered_to_no_review_but_the_one_that_has_it(world, data_set):
    with_it, without = (
        leading.make_review(world.system, world.school, day)
        for day in (world.today, world.yesterday.date())
    )
    with_it.data_sets.add(data_set)
    DataSet.objects.update(removed_at=world.yesterday)
    forms = [ReviewForm(user=world.principal, instance=one) for one in (with_it, without)]
    offered = [list(form.fields["data_sets"].queryset) for form in forms]
    assert offered == [[data_set], []]


def test_a_need_that_names_it_is_told_and_keeps_its_words(world, data_set):
    need = build.make_need(world.school, sources=[data_set.title, "Learning walks of October"])
    page = words(signed_in(world.principal).get(data_set.get_absolute_url()))
    assert need.statement in page
    post(world.principal, "data_set_remove", data_set)
    assert Need.objects.get().sources == [data_set.title, "Learning walks of October"]


def test_reviews_the_reader_does_not_read_are_counted_only(world, data_set):
    review = leading.make_review(world.system, None, title="The whole system’s")
    review.data_sets.add(data_set)
    page = words(signed_in(world.principal).get(data_set.get_absolute_url()))
    assert "1 data review of others" in page
    assert "The whole system’s" not in page
