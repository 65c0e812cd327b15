"""A long word that somebody pasted breaks; it makes no page wider than the window."""

import pytest

from demo.builders import leading as build
from people.models import Team
from tests.browser.conftest import PHONE, sideways_scroll
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Unterrichtsentwicklungszusammenhang" * 12


def test_long_words_make_no_page_of_teams_and_goals_wider_than_a_phone(open_page, live_server):
    world = World()
    goal, team = world.school_tree_goal, world.school_ilt
    goal.statement = WORD
    goal.save()
    Team.objects.filter(pk=team.pk).update(name=WORD[:120], norms=WORD)
    walk = build.make_walk(team, world.school, focus=WORD[:200], goal=goal)
    review = build.make_review(world.system, world.school, title=WORD[:120])
    build.make_promise(review, world.principal, text=WORD)
    paths = [row.get_absolute_url() for row in (goal, team, walk, review)]
    paths += ["/teams/", "/goals/", "/learning-walks/", "/data-reviews/", f"{paths[1]}stage/"]
    page = open_page(world.principal, "/", viewport=PHONE)
    wide = {}
    for path in paths:
        assert page.goto(live_server.url + path).status == 200
        wide[path] = sideways_scroll(page)
    assert wide == dict.fromkeys(paths, 0)
