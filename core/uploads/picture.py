"""Inside the child: any picture becomes a plain JPEG made of its pixels alone."""

import contextlib
import io

from PIL import Image, ImageCms, ImageOps

from core.uploads import limits
from core.uploads.changing import Change
from core.uploads.kinds import Kind
from core.uploads.words import Reason, RefusedError

Image.MAX_IMAGE_PIXELS = limits.MOST_PIXELS
FORMATS = {
    Kind.JPEG: ["JPEG", "MPO"],
    Kind.PNG: ["PNG"],
    Kind.WEBP: ["WEBP"],
    Kind.HEIC: ["HEIF"],
}
WHITE = (255, 255, 255)
TURNED = {  # Pillow turns against the clock
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def copy_picture(source, made, kind, *change):
    """Write the picture in `source` to `made` as JPEG: upright, in ordinary colors, no larger than
    needed, and without a word of where, when or with what it was taken.

    It is turned and cut as the numbers of a `Change` say; of an animation the first one is kept.
    Raises RefusedError, or whatever the decoder raises.
    """
    if kind == Kind.WEBP:
        _refuse_large(_webp_size(source))
    try:
        image = _opened(source, kind)
    except Image.DecompressionBombError as error:
        raise RefusedError(Reason.TOO_MANY_PIXELS) from error
    _refuse_large(image.size)
    image.draft(image.mode, (limits.KEPT_SIDE, limits.KEPT_SIDE))
    image.load()
    picture = _changed(_pixels_of(_upright(image)), Change(*change))
    picture.save(made, "JPEG", quality=limits.QUALITY, optimize=True)


def _opened(source, kind):
    if kind == Kind.HEIC:
        import pi_heif  # noqa: PLC0415  (only for photos of that kind)

        pi_heif.register_heif_opener(decode_threads=1, thumbnails=False)
    return Image.open(source, formats=FORMATS[kind])


def _refuse_large(size):
    width, height = size
    if width * height > limits.MOST_PIXELS or max(size) > limits.LONGEST_SIDE:
        raise RefusedError(Reason.TOO_MANY_PIXELS)


def _webp_size(source):
    """Width and height as the first chunk says: the decoder takes all its memory on opening."""
    head = source.read(30).ljust(30, b"\0")
    source.seek(0)
    if head[12:16] == b"VP8X":
        return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    if head[12:16] == b"VP8L":
        bits = _little(head[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF


def _little(data):
    return int.from_bytes(data, "little")


def _upright(image):
    """As the camera was held; where that note is broken, as it lies."""
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(image)
    return image


def _pixels_of(image):
    """A new picture with the same pixels and nothing else of the old one."""
    profile = image.info.get("icc_profile")
    image = _in_eight_bits(image)
    image = _on_white(image) if image.has_transparency_data else _in_rgb(image, profile)
    image.thumbnail((limits.KEPT_SIDE, limits.KEPT_SIDE))
    plain = Image.new("RGB", image.size, WHITE)
    plain.paste(image)
    return plain


def _changed(image, change):
    if change.turn:
        image = image.transpose(TURNED[change.turn])
    return image.crop(change.box(*image.size))


def _in_eight_bits(image):
    """Grays of sixteen bits, which Pillow would cut off at white."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image


def _on_white(image):
    image = image.convert("RGBA")
    page = Image.new("RGBA", image.size, (*WHITE, 255))
    page.alpha_composite(image)
    return page.convert("RGB")


def _in_rgb(image, profile):
    """Ordinary colors, by the picture's own color profile where it has one that works."""
    if profile and image.mode in ("RGB", "CMYK"):
        with contextlib.suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(
                image, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
    return image.convert("RGB")
