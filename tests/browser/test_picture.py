"""A photo turned and cut in a real Chromium: by dragging, and by keyboard alone."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from coaching import artifact_store as store
from core.tests.strange_files.pictures import jpeg
from demo.builders import coaching as build
from tests.browser.conftest import PHONE, axe_violations, sideways_scroll
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photo(transactional_db, settings, tmp_path):
    settings.ARTIFACT_DIR = tmp_path / "media"
    world = World()
    photo = build.make_artifact(world.shared_visit, data=jpeg(size=(900, 600)))
    photo.owner = world.owner
    return photo


def size_kept(photo):
    photo.refresh_from_db()
    return Image.open(io.BytesIO(store.path_of(photo).read_bytes())).size


def size_shown(page):
    """The size of the picture that would be kept, once it is there."""
    image = page.get_by_alt_text("The photo as it would be kept")
    image.evaluate("image => image.decode()")
    return image.evaluate("image => [image.naturalWidth, image.naturalHeight]")


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["360", "1280"])
def test_an_edge_is_dragged_and_what_stays_is_kept(open_page, photo, size):
    page = open_page(photo.owner, f"/files/{photo.pk}/picture/", viewport=size)
    page.locator("[data-frame] img").evaluate("image => image.decode()")
    frame = page.locator("[data-frame]").bounding_box()
    handle = page.locator("[data-edge=left]").bounding_box()
    down = handle["y"] + handle["height"] / 2
    page.mouse.move(handle["x"] + handle["width"] / 2, down)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 4, down, steps=4)
    page.mouse.up()
    expect(page.get_by_label("Left")).to_have_value("25")
    expect(page.locator("[data-shown]")).to_have_attribute("src", re.compile("left=25"))
    assert size_shown(page) == [675, 600]
    assert axe_violations(page) == []
    assert sideways_scroll(page) == 0
    page.get_by_role("button", name="Keep this picture").click()
    expect(page.get_by_text("The new picture is kept. The one before is gone.")).to_be_visible()
    assert size_kept(photo) == (675, 600)


def test_the_keyboard_alone_turns_and_cuts(open_page, photo):
    page = open_page(photo.owner, f"/files/{photo.pk}/picture/")
    page.get_by_role("button", name="Turn right").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-shown]")).to_have_attribute("src", re.compile("turn=90"))
    page.get_by_label("Top").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Top")).to_have_value("10")
    assert size_shown(page) == [600, 810]
    page.get_by_role("button", name="Keep this picture").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The new picture is kept.")).to_be_visible()
    assert size_kept(photo) == (600, 810)
