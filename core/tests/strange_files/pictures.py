"""Pictures: good ones, with hidden words, cut off, too large, and two things at once."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from core.uploads.words import Reason

HEIC = Path(__file__).parent.parent / "files"
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>PLANTED-XMP</x:xmpmeta>"
SCRIPT = b"<script>PLANTED()</script><?php PLANTED(); ?>"


def picture(mode="RGB", size=(96, 64)):
    """Red on the left, blue on the right: which side is up shows."""
    image = Image.new("RGB", size, (200, 30, 30))
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), fill=(30, 30, 200))
    return image.convert(mode) if mode != "RGB" else image


def saved(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpeg(mode="RGB", size=(96, 64), **how):
    return saved(picture(mode, size), "JPEG", **how)


def png(mode="RGB", size=(96, 64), **how):
    return saved(picture(mode, size), "PNG", **how)


def webp(mode="RGB", size=(96, 64), **how):
    return saved(picture(mode, size), "WEBP", **how)


def heic(name):
    return (HEIC / f"{name}.heic").read_bytes()


def exif(orientation=1, **more):
    """EXIF as a phone writes it: where, with what, by whom."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010E] = notes[0x010F] = notes[0x013B] = "PLANTED-EXIF"
    notes[0x8825] = {1: "N", 2: (30.0, 12.0, 34.5), 3: "W", 4: (92.0, 1.0, 2.5), 29: "PLANTED"}
    return notes.tobytes()


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + b"PLANTED"


def with_segment(data, marker, body):
    """A JPEG with one more segment at its front."""
    return data[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body + data[2:]


def with_chunk(data, name, body):
    """A PNG with one more chunk behind its header."""
    return data[:33] + chunk(name, body) + data[33:]


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bare_png(width, height, depth, colors, rows, *, interlace=0):
    """A PNG by hand, for what Pillow does not write."""
    head = struct.pack(">IIBBBBB", width, height, depth, colors, 0, 0, interlace)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def riff(*chunks):
    """A WebP of these (name, body) chunks."""
    parts = [
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        for name, body in chunks
    ]
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def huge_jpeg():
    """A small JPEG whose header says 65,500 x 65,500."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65500, 65500)
    return bytes(data)


def huge_heic():
    data = bytearray(heic("photo"))
    at = data.index(b"ispe")
    data[at + 8 : at + 16] = struct.pack(">II", 30000, 30000)
    return bytes(data)


def a_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("PLANTED.txt", "PLANTED")
    return out.getvalue()


def frames(kind, **how):
    first, second = picture(), picture().transpose(Image.Transpose.ROTATE_180)
    return saved(first, kind, save_all=True, append_images=[second], duration=80, **how)


def png_with_words():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "PLANTED")
    words.add_text("Comment", "PLANTED" * 50, zip=True)
    words.add_itxt("XML:com.adobe.xmp", "<x>PLANTED</x>")
    return saved(picture(), "PNG", pnginfo=words, exif=exif())


def cut(data, share):
    return data[: int(len(data) * share)]


def interlaced():
    """Eight by eight in the seven passes of Adam7."""
    passes = [(1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4)]
    rows = b"".join((b"\0" + b"\x80" * width) * height for width, height in passes)
    return bare_png(8, 8, 8, 0, rows, interlace=1)


def packed_text():
    """A text chunk of a few kilobytes that unpacks to 200 MB."""
    return with_chunk(png(), b"zTXt", b"Comment\0\0" + zlib.compress(b"P" * 200_000_000))


GOOD = [
    ("plain.jpg", jpeg),
    ("progressive.jpg", lambda: jpeg(progressive=True)),
    ("gray.jpg", lambda: jpeg("L")),
    ("cmyk.jpg", lambda: jpeg("CMYK")),
    ("best quality.jpg", lambda: jpeg(quality=100, subsampling=0)),
    ("worst quality.jpg", lambda: jpeg(quality=1)),
    ("one pixel.jpg", lambda: jpeg(size=(1, 1))),
    ("restart marks.jpg", lambda: jpeg(size=(400, 300), restart_marker_rows=1)),
    ("twelve megapixels.jpg", lambda: jpeg(size=(4000, 3000))),
    ("panorama.jpg", lambda: jpeg(size=(12000, 2000))),
    ("forty megapixels.jpg", lambda: jpeg("L", size=(8000, 5000))),
    ("several pictures.jpg", lambda: frames("MPO")),
    ("plain.png", png),
    ("see-through.png", lambda: png("RGBA")),
    ("gray.png", lambda: png("L")),
    ("gray see-through.png", lambda: png("LA")),
    ("palette.png", lambda: png("P")),
    ("palette see-through.png", lambda: png("P", transparency=0)),
    ("black and white.png", lambda: png("1")),
    ("gray of 16 bits.png", lambda: bare_png(4, 4, 16, 0, (b"\0" + b"\x80\x00" * 4) * 4)),
    ("colors of 16 bits.png", lambda: bare_png(4, 4, 16, 2, (b"\0" + b"\x80\x00" * 12) * 4)),
    ("see-through of 16 bits.png", lambda: bare_png(4, 4, 16, 6, (b"\0" + b"\x80\x00" * 16) * 4)),
    ("interlaced.png", interlaced),
    ("one pixel.png", lambda: png(size=(1, 1))),
    ("thirty thousand high.png", lambda: png("1", size=(2, 30000))),
    ("animated.png", lambda: frames("PNG")),
    ("plain.webp", webp),
    ("lossless.webp", lambda: webp(lossless=True)),
    ("see-through.webp", lambda: webp("RGBA")),
    ("animated.webp", lambda: frames("WEBP")),
    ("iphone.heic", lambda: heic("photo")),
    ("turned.heic", lambda: heic("turned")),
    ("burst.heic", lambda: heic("burst")),
    ("see-through.heic", lambda: heic("see_through")),
]
TELLING = [
    ("where it was taken.jpg", lambda: jpeg(exif=exif())),
    *[(f"held {n}.jpg", lambda n=n: jpeg(exif=exif(n))) for n in range(2, 9)],
    ("broken exif.jpg", lambda: jpeg(exif=b"Exif\0\0PLANTED")),
    ("exif of 60 kB.jpg", lambda: jpeg(exif=b"Exif\0\0MM\0*" + b"PLANTED" * 8000)),
    ("xmp.jpg", lambda: with_segment(jpeg(), 0xE1, XMP)),
    ("iptc.jpg", lambda: with_segment(jpeg(), 0xED, b"Photoshop 3.0\x008BIMPLANTED")),
    ("comment.jpg", lambda: jpeg(comment=b"PLANTED")),
    ("unknown segment.jpg", lambda: with_segment(jpeg(), 0xEB, b"PLANTED")),
    ("color profile.jpg", lambda: jpeg(icc_profile=profile())),
    ("broken color profile.jpg", lambda: jpeg(icc_profile=b"PLANTED" * 20)),
    ("cmyk with broken profile.jpg", lambda: jpeg("CMYK", icc_profile=b"PLANTED" * 20)),
    ("where it was taken.png", lambda: png(exif=exif(6))),
    ("words.png", png_with_words),
    ("color profile.png", lambda: png(icc_profile=profile())),
    ("unknown chunk.png", lambda: with_chunk(png(), b"prVt", b"PLANTED")),
    ("where it was taken.webp", lambda: webp(exif=exif(8))),
    ("xmp.webp", lambda: webp(xmp=XMP)),
    ("color profile.webp", lambda: webp(icc_profile=profile())),
    ("animated with exif.webp", lambda: frames("WEBP", exif=exif())),
]
TWO_THINGS = [
    ("photo and zip.jpg", lambda: jpeg() + a_zip()),
    ("photo and web page.jpg", lambda: jpeg() + b"<html>" + SCRIPT),
    ("script in comment.jpg", lambda: jpeg(comment=b"*/=PLANTED;/*" + SCRIPT)),
    ("photo and program.jpg", lambda: jpeg() + b"MZ\x90\0PLANTED"),
    ("photo and pdf.jpg", lambda: jpeg() + b"%PDF-1.7 PLANTED %%EOF"),
    ("pdf in comment.jpg", lambda: jpeg(comment=b"%PDF-1.7 PLANTED")),
    ("photo and second photo.jpg", lambda: jpeg() + jpeg(comment=b"PLANTED")),
    ("picture and zip.png", lambda: png() + a_zip()),
    ("picture and script.png", lambda: png() + SCRIPT),
    ("script in text.png", lambda: with_chunk(png(), b"tEXt", b"Comment\0" + SCRIPT)),
    ("picture and script.webp", lambda: webp() + SCRIPT),
    ("photo and zip.heic", lambda: heic("photo") + a_zip()),
]
OTHERWISE_NAMED = [
    ("jpeg.png", jpeg),
    ("jpeg.pdf", jpeg),
    ("jpeg.exe", jpeg),
    ("jpeg without ending", jpeg),
    ("png.jpg", png),
    ("png.heic", png),
    ("webp.jpg", webp),
    ("heic.jpg", lambda: heic("photo")),
    ("../../etc/passwd.jpg", jpeg),
    ("gpj.\u202eexe.jpg", jpeg),
    ("naïve 学生 🙂.png", png),
    (("long" * 60) + ".jpg", jpeg),
]
MAKERS = {
    "jpg": lambda: jpeg(size=(400, 300)),
    "png": lambda: png(size=(400, 300)),
    "webp": lambda: webp(size=(400, 300)),
    "heic": lambda: heic("photo"),
}
CUT_OFF = [
    (f"{round(share * 100)} of 100.{kind}", lambda make=make, share=share: cut(make(), share))
    for kind, make in MAKERS.items()
    for share in (0.25, 0.6, 0.9)
]
BROKEN = [
    *CUT_OFF,
    ("start alone.jpg", lambda: b"\xff\xd8\xff"),
    ("start and end.jpg", lambda: b"\xff\xd8\xff\xe0\x00\x02\xff\xd9"),
    ("start alone.png", lambda: b"\x89PNG\r\n\x1a\n"),
    ("start alone.webp", lambda: b"RIFF\x04\0\0\0WEBP"),
    ("start alone.heic", lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
    ("zeros behind the start.jpg", lambda: b"\xff\xd8\xff" + bytes(5000)),
    ("wrong checksum.png", lambda: png().replace(b"IHDR", b"IHDX")),
    ("no rows.png", lambda: bare_png(10, 10, 8, 2, b"")),
    ("no width.png", lambda: bare_png(0, 10, 8, 2, b"\0")),
    ("bits that do not exist.png", lambda: bare_png(10, 10, 3, 2, bytes(400))),
]
TOO_LARGE = [
    ("says 65500.jpg", huge_jpeg),
    ("sixty-four megapixels.jpg", lambda: jpeg("L", size=(8000, 8000))),
    ("just over.png", lambda: png("1", size=(8000, 5001))),
    ("says 50000.png", lambda: bare_png(50000, 50000, 1, 0, bytes(1000))),
    ("says two billion.png", lambda: bare_png(2**31 - 1, 2**31 - 1, 8, 6, bytes(1000))),
    ("packed 1 to 1000.png", lambda: saved(Image.new("1", (20000, 20000)), "PNG")),
    ("thirty thousand and one.png", lambda: png("1", size=(1, 30001))),
    ("animated and large.png", lambda: bare_png(40000, 40000, 8, 2, bytes(1000))),
    (
        "says 16384.webp",
        lambda: riff((b"VP8X", bytes(4) + b"\xff\x3f\0\xff\x3f\0"), (b"VP8 ", b"")),
    ),
    ("lossless 16384.webp", lambda: riff((b"VP8L", b"\x2f" + b"\xff" * 4 + bytes(20)))),
    (
        "lossy 16383.webp",
        lambda: riff((b"VP8 ", b"\x10\0\0\x9d\x01\x2a\xff\x3f\xff\x3f" + bytes(20))),
    ),
    ("sixty-four megapixels.webp", lambda: webp(size=(8000, 8000), method=0)),
    ("says 30000.heic", huge_heic),
]
CASES = [
    *[(name, make, "jpg") for name, make in [*GOOD, *TELLING, *TWO_THINGS, *OTHERWISE_NAMED]],
    *[(name, make, Reason.DAMAGED) for name, make in BROKEN],
    *[(name, make, Reason.TOO_MANY_PIXELS) for name, make in TOO_LARGE],
    ("packed text.png", packed_text, Reason.DAMAGED),
]
