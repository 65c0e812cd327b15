"""What is neither a photo nor a PDF, mostly under the name of one."""

import random

from core.tests.strange_files.pictures import SCRIPT, a_zip, frames, jpeg, picture, saved
from core.uploads.limits import MOST_BYTES
from core.uploads.words import Reason

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='PLANTED()'/>"
NOISE = random.Random(7).randbytes(4000)


def avif():
    return b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miafMA1B" + bytes(200)


def padded(data, size):
    return data + bytes(size - len(data))


CASES = [
    ("drawing.svg", lambda: SVG, Reason.WEB_PAGE),
    ("drawing.jpg", lambda: b"<?xml version='1.0'?>" + SVG, Reason.WEB_PAGE),
    ("drawing with mark.png", lambda: b"\xef\xbb\xbf" + SVG, Reason.WEB_PAGE),
    ("page.html", lambda: b"<!doctype html>" + SCRIPT, Reason.WEB_PAGE),
    ("page.jpg", lambda: b"\n\n  <HTML>" + SCRIPT, Reason.WEB_PAGE),
    ("page and pdf.pdf", lambda: b"<!--%PDF-1.7--><html>" + SCRIPT, Reason.WEB_PAGE),
    ("server page.jpg", lambda: b"<?php system($_GET['c']);", Reason.WEB_PAGE),
    ("program.exe", lambda: b"MZ\x90\0" + bytes(500), Reason.PROGRAM),
    ("program.jpg", lambda: b"MZ\x90\0" + bytes(500), Reason.PROGRAM),
    ("program and pdf.pdf", lambda: b"MZ%PDF-1.7" + bytes(500), Reason.PROGRAM),
    ("linux program.png", lambda: b"\x7fELF\x02\x01\x01" + bytes(500), Reason.PROGRAM),
    ("mac program.jpg", lambda: b"\xcf\xfa\xed\xfe" + bytes(500), Reason.PROGRAM),
    ("java program.jpg", lambda: b"\xca\xfe\xba\xbe" + bytes(500), Reason.PROGRAM),
    ("shell.jpg", lambda: b"#!/bin/sh\nrm -rf /\n", Reason.PROGRAM),
    ("archive.zip", a_zip, Reason.OFFICE),
    ("lesson.docx", a_zip, Reason.OFFICE),
    ("archive.jpg", a_zip, Reason.OFFICE),
    ("zip before photo.jpg", lambda: a_zip() + jpeg(), Reason.OFFICE),
    ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), Reason.OFFICE),
    ("letter.rtf", lambda: b"{\\rtf1 PLANTED}", Reason.OFFICE),
    ("moving.gif", lambda: frames("GIF"), Reason.OTHER_PICTURE),
    ("still.jpg", lambda: saved(picture("P"), "GIF"), Reason.OTHER_PICTURE),
    (
        "gif and script.jpg",
        lambda: b"GIF89a/*" + bytes(20) + b"*/=1;PLANTED()",
        Reason.OTHER_PICTURE,
    ),
    ("scan.tiff", lambda: saved(picture(), "TIFF"), Reason.OTHER_PICTURE),
    ("scan of a mac.tif", lambda: b"MM\0*" + bytes(100), Reason.OTHER_PICTURE),
    ("paint.bmp", lambda: saved(picture(), "BMP"), Reason.OTHER_PICTURE),
    ("paint.png", lambda: saved(picture(), "BMP"), Reason.OTHER_PICTURE),
    ("icon.ico", lambda: saved(picture(), "ICO", sizes=[(32, 32)]), Reason.OTHER_PICTURE),
    ("scan.jp2", lambda: saved(picture(), "JPEG2000"), Reason.OTHER_PICTURE),
    ("photo.avif", avif, Reason.OTHER_PICTURE),
    ("avif.heic", avif, Reason.OTHER_PICTURE),
    ("layers.psd", lambda: b"8BPS\0\x01" + bytes(100), Reason.OTHER_PICTURE),
    ("print.ps", lambda: b"%!PS-Adobe-3.0\n(PLANTED) show", Reason.OTHER_PICTURE),
    ("print.pdf", lambda: b"%!PS-Adobe-3.0 EPSF\n%%EOF", Reason.OTHER_PICTURE),
    ("film.mp4", lambda: b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(100), Reason.FILM),
    ("film.mov", lambda: b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(100), Reason.FILM),
    ("film.heic", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(100), Reason.FILM),
    ("film.webm", lambda: b"\x1aE\xdf\xa3" + bytes(100), Reason.FILM),
    ("film.avi", lambda: b"RIFF\x24\0\0\0AVI LIST" + bytes(100), Reason.FILM),
    ("voice.wav", lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(100), Reason.FILM),
    ("voice.webp", lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(100), Reason.FILM),
    ("song.mp3", lambda: b"ID3\x04" + bytes(100), Reason.FILM),
    ("song.ogg", lambda: b"OggS" + bytes(100), Reason.FILM),
    ("nothing.jpg", lambda: b"", Reason.EMPTY),
    ("nothing.pdf", lambda: b"", Reason.EMPTY),
    ("one byte.jpg", lambda: b"\xff", Reason.UNKNOWN),
    ("zeros.jpg", lambda: bytes(1000), Reason.UNKNOWN),
    ("noise.jpg", lambda: NOISE, Reason.UNKNOWN),
    ("line ends.pdf", lambda: b"\n\n\n", Reason.UNKNOWN),
    ("list.csv", lambda: b"name,score\nPLANTED,3\n", Reason.UNKNOWN),
    ("data.json", lambda: b'{"PLANTED": 1}', Reason.UNKNOWN),
    ("text.jpg", lambda: "Señora, 学生".encode(), Reason.UNKNOWN),
    ("script.js", lambda: b"alert('PLANTED')", Reason.UNKNOWN),
    ("packed.gz", lambda: b"\x1f\x8b\x08" + bytes(100), Reason.UNKNOWN),
    ("packed.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), Reason.UNKNOWN),
    ("line before.pdf", lambda: b"\n%PDF-1.7\n%%EOF", Reason.UNKNOWN),
    ("fifteen megabytes.jpg", lambda: padded(jpeg(), MOST_BYTES), "jpg"),
    ("a byte more.jpg", lambda: padded(jpeg(), MOST_BYTES + 1), Reason.TOO_LARGE),
    ("forty megabytes.pdf", lambda: padded(b"%PDF-1.7", 40_000_000), Reason.TOO_LARGE),
    ("forty megabytes.exe", lambda: padded(b"MZ", 40_000_000), Reason.PROGRAM),
]
