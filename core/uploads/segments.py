"""Photos inside a PDF, without what they say about themselves: their pixels are not touched."""

import re

from core.uploads.words import Reason, RefusedError

START_OF_SCAN, END, FILL, COMMENT = 0xDA, 0xD9, 0xFF, 0xFE
APP0, APP14, APP15 = 0xE0, 0xEE, 0xEF  # 0: how dense, 14: which of Adobe's color models
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # what can follow the pixels of a scan
BOXES = {b"uuid", b"xml ", b"uinf"}


def without_segments(data: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC, color profile, thumbnails, comments and what follows its end.

    Raises RefusedError where it is none, or stops short.
    """
    if not data.startswith(b"\xff\xd8"):
        raise RefusedError(Reason.DAMAGED)
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and len(data) >= at + 2:
        marker = data[at + 1]
        if marker == END:
            return b"".join([*kept, data[at : at + 2]])
        if marker == FILL:
            at += 1
            continue
        end = _end_of(data, at, marker)
        if not _tells(marker, data[at + 4 : end]):
            kept.append(data[at:end])
        at = end
    raise RefusedError(Reason.DAMAGED)


def _end_of(data, at, marker):
    """Where the segment at `at` ends; that of a scan ends with its pixels."""
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    if marker != START_OF_SCAN:
        return end
    following = MARKER.search(data, end)
    return following.start() if following else len(data)


def _tells(marker, body):
    """Whether a segment is about the photo, not part of it."""
    if marker == APP0:
        return not body.startswith(b"JFIF\0")
    return marker == COMMENT or (APP0 < marker <= APP15 and marker != APP14)


def without_boxes(data: bytes) -> bytes:
    """A JPEG 2000 without the boxes that hold notes."""
    if data[4:8] != b"jP  ":
        return data  # a bare code stream has none
    kept, at = [], 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        end = at + length if length >= 8 else len(data)
        if data[at + 4 : at + 8] not in BOXES:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
