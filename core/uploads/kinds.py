"""What a file is, by its first bytes. Its name and what the browser says count for nothing."""

import enum

from core.uploads.words import Reason, RefusedError

HEAD = 512  # bytes that are enough to know


class Kind(enum.StrEnum):
    """What is taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"


STARTS = {
    b"\xff\xd8\xff": Kind.JPEG,
    b"\x89PNG\r\n\x1a\n": Kind.PNG,
    b"%PDF-": Kind.PDF,
}
REFUSED = {
    b"MZ": Reason.PROGRAM,
    b"\x7fELF": Reason.PROGRAM,
    b"#!": Reason.PROGRAM,
    b"\xca\xfe\xba\xbe": Reason.PROGRAM,
    b"\xcf\xfa\xed\xfe": Reason.PROGRAM,
    b"PK": Reason.OFFICE,
    b"\xd0\xcf\x11\xe0": Reason.OFFICE,
    b"{\\rtf": Reason.OFFICE,
    b"GIF8": Reason.OTHER_PICTURE,
    b"II*\x00": Reason.OTHER_PICTURE,
    b"MM\x00*": Reason.OTHER_PICTURE,
    b"BM": Reason.OTHER_PICTURE,
    b"\x00\x00\x00\x0cjP  ": Reason.OTHER_PICTURE,
    b"\x00\x00\x01\x00": Reason.OTHER_PICTURE,
    b"8BPS": Reason.OTHER_PICTURE,
    b"%!PS": Reason.OTHER_PICTURE,
    b"ID3": Reason.FILM,
    b"OggS": Reason.FILM,
    b"\x1aE\xdf\xa3": Reason.FILM,
}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
HEIF_FAMILY = {b"mif1", b"mif2", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def kind_of(head: bytes) -> Kind:
    """The kind of file that begins with `head`. Raises RefusedError for every other one."""
    if not head:
        raise RefusedError(Reason.EMPTY)
    for start, kind in STARTS.items():
        if head.startswith(start):
            return kind
    if head.startswith(b"RIFF"):
        return _of_riff(head)
    if head[4:8] == b"ftyp":
        return _of_boxes(head)
    raise RefusedError(_why_not(head))


def _of_riff(head):
    if head[8:12] != b"WEBP":
        raise RefusedError(Reason.FILM)
    return Kind.WEBP


def _of_boxes(head):
    """HEIC photos and films share a container: the brands in its first box tell them apart."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, length - 3, 4)}
    if brands & AVIF_BRANDS:
        raise RefusedError(Reason.OTHER_PICTURE)
    if head[8:12] in HEIC_BRANDS | HEIF_FAMILY and brands & HEIC_BRANDS:
        return Kind.HEIC
    raise RefusedError(Reason.FILM)


def _why_not(head):
    for start, reason in REFUSED.items():
        if head.startswith(start):
            return reason
    text = head.removeprefix(BYTE_ORDER_MARK).lstrip()
    return Reason.WEB_PAGE if text.startswith(b"<") else Reason.UNKNOWN
