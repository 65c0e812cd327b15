import pytest
from django.urls import reverse

from coaching.models import BankLookFor, Indicator
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def test_an_indicator_is_worded_as_the_official_rubric_does(client, world):
    client.force_login(world.district)
    url = reverse("coaching:indicator_edit", args=[world.indicators["ENV"].pk])
    client.post(url, {"code": "ENV", "name": "Physical Environment", "domain": "Environment"})
    assert Indicator.objects.get(pk=world.indicators["ENV"].pk).name == "Physical Environment"


def test_two_indicators_of_one_code_are_refused_in_words(client, world):
    client.force_login(world.district)
    url = reverse("coaching:indicator_edit", args=[world.indicators["ENV"].pk])
    response = client.post(url, {"code": "qu", "name": "Environment", "domain": "Environment"})
    assert response.status_code == 422
    assert "This rubric already has an indicator of that code" in response.content.decode()


def test_a_look_for_taken_out_is_offered_no_more_and_comes_back_by_undo(client, world):
    client.force_login(world.district)
    look_for = BankLookFor.objects.filter(indicator=world.indicators["QU"])[0]
    page = client.post(reverse("coaching:look_for_end", args=[look_for.pk]), follow=True)
    assert f"<bdi>{look_for.text}</bdi>" not in page.content.decode()
    page = client.post(reverse("coaching:look_for_offer", args=[look_for.pk]), follow=True)
    assert f"<bdi>{look_for.text}</bdi>" in page.content.decode()


def test_the_rubric_page_asks_seven_queries(client, world, django_assert_num_queries):
    client.force_login(world.district)
    with django_assert_num_queries(7):
        client.get(reverse("coaching:rubric"))
