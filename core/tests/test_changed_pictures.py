"""A photo turned and cut: its size, and what of it stays."""

import io

import pytest
from PIL import Image

from core.tests.strange_files.pictures import exif, jpeg
from core.uploads import RefusedError, change
from core.uploads.changing import Change

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(how, data=None):
    """Red on the left, blue on the right, 96 × 64, changed."""
    return Image.open(io.BytesIO(change(data or jpeg(), how).data)).convert("RGB")


def side(image, across, down):
    """Which color stands there, in parts of the width and height."""
    at = (int(image.width * across), int(image.height * down))
    red, _, blue = image.getpixel(at)
    return "red" if red > blue else "blue"


@pytest.mark.parametrize(
    ("turn", "size", "first", "last"),
    [
        (90, (64, 96), (0.5, 0.1), (0.5, 0.9)),  # the left side comes to the top
        (180, (96, 64), (0.9, 0.5), (0.1, 0.5)),
        (270, (64, 96), (0.5, 0.9), (0.5, 0.1)),
    ],
)
def test_a_turned_photo_has_its_sides_exchanged(turn, size, first, last):
    turned = picture(Change(turn))
    assert turned.size == size
    assert (side(turned, *first), side(turned, *last)) == ("red", "blue")


@pytest.mark.parametrize(
    ("how", "size"),
    [
        (Change(0, left=50), (48, 64)),
        (Change(0, top=25, bottom=25), (96, 32)),
        (Change(90, top=50), (64, 48)),
        (Change(0, left=51), (47, 64)),  # of the pixel that an edge touches nothing stays
        (Change(0, left=45, right=45), (8, 64)),
    ],
)
def test_what_is_cut_off_is_gone(how, size):
    cut = picture(how)
    assert cut.size == size
    if how.left >= 50 or how.top == 50:
        colors = {side(cut, across, down) for across in (0.05, 0.95) for down in (0.05, 0.95)}
        assert colors == {"blue"}


def test_the_smallest_photo_keeps_one_pixel():
    assert picture(Change(0, left=90, top=90), jpeg(size=(1, 1))).size == (1, 1)


def test_a_changed_photo_says_nothing_of_where_it_was_taken():
    copy = change(jpeg(exif=exif()), Change(90))
    assert b"PLANTED" not in copy.data
    assert dict(Image.open(io.BytesIO(copy.data)).getexif()) == {}


def test_what_is_no_photo_is_refused():
    with pytest.raises(RefusedError):
        change(b"%PDF-1.7 no photo", Change(90))


def test_what_is_cut_off_turns_along():
    assert Change(0, left=1, top=2, right=3, bottom=4).turned_right() == Change(90, 4, 1, 2, 3)
    assert Change(90, 4, 1, 2, 3).turned_left() == Change(0, 1, 2, 3, 4)
    assert Change(270).turned_right() == Change(0)
