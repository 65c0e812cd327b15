"""Whatever people choose as a file: one verdict each, and nothing hidden goes along."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.tests.strange_files import CASES, PLANTED
from core.tests.strange_files.documents import DRAWING, plain
from core.tests.strange_files.pictures import exif, heic, jpeg, png, webp
from core.uploads import RefusedError, check, checking
from core.uploads.words import WORDS, Reason

RED, BLUE = (200, 30, 30), (30, 30, 200)
PLAIN_MARKERS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD}
FORTY = 40 * 2**20


def verdict_of(case):
    """What became of a file: its clean copy, or the reason."""
    name, make, _ = case
    try:
        return check(SimpleUploadedFile(name, make()))
    except RefusedError as refused:
        return refused.reason


def test_every_file_gets_its_verdict_and_no_copy_tells(capsys):
    with ThreadPoolExecutor(2) as pool:
        verdicts = dict(
            zip([name for name, _, _ in CASES], pool.map(verdict_of, CASES), strict=True)
        )
    copies = {name: copy for name, copy in verdicts.items() if not isinstance(copy, Reason)}
    got = {name: v.name if isinstance(v, Reason) else v.suffix for name, v in verdicts.items()}
    want = {name: v.name if isinstance(v, Reason) else v for name, _, v in CASES}
    with capsys.disabled():
        lines = [f"{verdict:16} {name[:60]!r}" for name, verdict in got.items()]
        sys.stdout.write("\n".join(["", *lines, f"{len(got)} files", ""]))
    assert len(CASES) == len(verdicts) >= 140
    assert {name: verdict for name, verdict in got.items() if verdict != want[name]} == {}
    assert [name for name, copy in copies.items() if PLANTED in all_bytes(copy)] == []
    assert [name for name, copy in copies.items() if not is_plain(copy)] == []


def test_a_pdf_keeps_its_pages_and_what_they_show():
    with kept_pdf("fifty pages.pdf") as pdf:
        assert [page.Contents.read_bytes() for page in pdf.pages] == [DRAWING] * 50
    with kept_pdf("link.pdf") as pdf:
        assert pdf.pages[0].Annots[0].A.URI == "https://example.org"
    with kept_pdf("photo that tells.pdf") as pdf:
        image = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Im0).as_pil_image()
        assert close_to(image.getpixel((10, 30)), RED)


def kept_pdf(name):
    """The PDF that is kept of a case."""
    return pikepdf.open(io.BytesIO(verdict_of(case_called(name)).data))


def case_called(name):
    return next(case for case in CASES if case[0] == name)


def all_bytes(copy):
    """The bytes of a copy, and of a PDF also what its streams unpack to."""
    if copy.suffix == "jpg":
        return copy.data
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        streams = [row for row in pdf.objects if isinstance(row, pikepdf.Stream)]
        written = [repr(row).encode() for row in pdf.objects]
        return b"".join([copy.data, *written, *map(unpacked, streams)])


def unpacked(stream):
    """What a stream holds; a photo in it as it is."""
    is_photo = stream.get("/Subtype") == pikepdf.Name.Image
    return stream.read_raw_bytes() if is_photo else stream.read_bytes()


def is_plain(copy):
    """Whether a copy says nothing of its maker."""
    if copy.suffix == "jpg":
        return is_plain_jpeg(copy.data)
    with pikepdf.open(io.BytesIO(copy.data)) as pdf:
        return "/Info" not in pdf.trailer and "/Metadata" not in pdf.Root


def is_plain_jpeg(data):
    """A JPEG of one picture: tables, pixels, and what JFIF asks for."""
    at = 2
    while data[at + 1] != 0xDA:
        if data[at] != 0xFF or data[at + 1] not in PLAIN_MARKERS:
            return False
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    with Image.open(io.BytesIO(data)) as image:
        says = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        return (image.mode, says, data.count(b"\xff\xd9")) == ("RGB", set(), 1)


def kept(data):
    """The picture that is kept of this one."""
    return Image.open(io.BytesIO(check(io.BytesIO(data)).data))


def close_to(pixel, color):
    return all(abs(a - b) < 40 for a, b in zip(pixel, color, strict=True))


def test_a_photo_loses_where_it_was_taken():
    photo = jpeg(exif=exif())
    assert Image.open(io.BytesIO(photo)).getexif().get_ifd(0x8825)[2] == (30.0, 12.0, 34.5)
    assert dict(kept(photo).getexif()) == {}


def test_an_iphone_photo_loses_where_it_was_taken_and_keeps_its_colors():
    assert PLANTED in heic("photo")
    image = kept(heic("photo"))
    assert (image.size, dict(image.getexif())) == ((96, 64), {})
    assert close_to(image.getpixel((10, 30)), RED)
    assert close_to(image.getpixel((80, 30)), BLUE)


@pytest.mark.parametrize(
    ("orientation", "red"),
    [(1, (10, 32)), (2, (86, 32)), (3, (86, 32)), (6, (32, 10)), (8, (32, 86))],
)
def test_a_photo_stands_upright_without_its_note(orientation, red):
    image = kept(jpeg(exif=exif(orientation), quality=95))
    assert image.size == ((96, 64) if orientation < 5 else (64, 96))
    assert close_to(image.getpixel(red), RED)


def test_an_iphone_photo_held_upright_stands_upright():
    assert kept(heic("turned")).size == (64, 96)


@pytest.mark.parametrize("data", [png("RGBA"), webp("RGBA"), jpeg("CMYK")])
def test_colors_survive_transparency_and_print(data):
    assert close_to(kept(data).getpixel((10, 30)), RED)


def test_grays_of_sixteen_bits_are_not_cut_off():
    image = Image.open(io.BytesIO(verdict_of(case_called("gray of 16 bits.png")).data))
    assert image.getpixel((1, 1)) == (128, 128, 128)


def test_what_is_see_through_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert kept(out.getvalue()).getpixel((5, 5)) == (255, 255, 255)


def test_a_large_photo_is_kept_at_a_size_that_reads_well():
    assert kept(jpeg(size=(4000, 3000))).size == (2560, 1920)


def test_the_same_file_gives_the_same_copy():
    for data in (jpeg(), plain()):
        assert check(io.BytesIO(data)) == check(io.BytesIO(data))


def test_every_reason_says_what_to_do():
    assert set(WORDS) == set(Reason)
    asks = ("choose", "Choose", "Print", "take")
    assert [
        reason for reason, words in WORDS.items() if not any(ask in words for ask in asks)
    ] == []


# The child's limits


def run_child(code):
    """Code in a Python with the child's limits; its exit code."""
    before = "from core.uploads import limits, child; limits.CPU_SECONDS = 1; child.set_limits();"
    line = [sys.executable, "-c", before + code]
    return subprocess.run(line, capture_output=True, cwd=checking.ROOT).returncode


def test_the_child_has_little_memory_time_and_disk(tmp_path):
    assert run_child("raise SystemExit(7)") == 7
    assert run_child("bytearray(3 * 2**30)") == 1
    assert run_child("\nwhile True: pass") < 0
    assert run_child(f"open({str(tmp_path / 'x')!r}, 'wb').write(bytes({FORTY}))") == 1


def test_the_child_knows_no_secret_of_the_product(monkeypatch):
    monkeypatch.setenv("PLANTED_SECRET", "x")
    code = "import os, sys; sys.exit(11 if 'PLANTED_SECRET' in os.environ else 15)"
    monkeypatch.setattr(checking, "COMMAND", [sys.executable, "-c", code])
    assert verdict_of(("x.jpg", jpeg, "")) == Reason.TOO_MANY_PAGES


def test_a_file_that_takes_forever_is_refused(monkeypatch):
    monkeypatch.setattr(checking, "COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr(checking.limits, "WALL_SECONDS", 0.5)
    assert verdict_of(("x.jpg", jpeg, "")) == Reason.TOO_MUCH_WORK


def test_a_child_that_dies_or_writes_something_else_is_not_believed(monkeypatch):
    monkeypatch.setattr(
        checking, "COMMAND", [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    )
    assert verdict_of(("x.jpg", jpeg, "")) == Reason.TOO_MUCH_WORK
    monkeypatch.setattr(checking, "COMMAND", [sys.executable, "-c", "print('<html>')"])
    assert verdict_of(("x.jpg", jpeg, "")) == Reason.DAMAGED


def test_when_many_files_are_read_at_once_the_next_is_asked_to_wait(monkeypatch):
    monkeypatch.setattr(checking.limits, "WAIT_SECONDS", 0.1)
    with checking._turn(), checking._turn():
        assert verdict_of(("x.jpg", jpeg, "")) == Reason.BUSY
    assert verdict_of(("x.jpg", jpeg, "")).suffix == "jpg"
