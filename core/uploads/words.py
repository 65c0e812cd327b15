"""Why a file was refused, and what to do: for the person who chose it."""

import enum


class Reason(enum.IntEnum):
    """Each reason is also the exit code of the child process."""

    DAMAGED = 10
    TOO_MANY_PIXELS = 11
    TOO_MUCH_WORK = 12
    PASSWORD = 13
    ACTIVE = 14
    TOO_MANY_PAGES = 15
    FILES_INSIDE = 16
    EMPTY = 17
    TOO_LARGE = 18
    PROGRAM = 19
    WEB_PAGE = 20
    OFFICE = 21
    OTHER_PICTURE = 22
    FILM = 23
    UNKNOWN = 24
    BUSY = 25
    NO_PAGE = 26


TAKES = "Choose a photo (JPEG, PNG, HEIC or WebP) or a PDF."
PRINT_IT = "Print it to a new PDF, then choose that."
WORDS = {
    Reason.DAMAGED: "This file is damaged or was not copied whole. Choose it again, or take the "
    "photo again.",
    Reason.TOO_MANY_PIXELS: "This picture has more than 40 million pixels. Choose a smaller size "
    "in the camera, or a screenshot of it.",
    Reason.TOO_MUCH_WORK: "This file takes too much work to open. Take a photo of the page "
    "instead, or print it to a new PDF.",
    Reason.PASSWORD: "This PDF is locked with a password or against copying. Print it to a new "
    "PDF without a lock, then choose that.",
    Reason.ACTIVE: f"This PDF holds scripts, or actions that start by themselves. {PRINT_IT}",
    Reason.TOO_MANY_PAGES: "This PDF has more than 50 pages. Print the pages that matter to a new "
    "PDF, then choose that.",
    Reason.FILES_INSIDE: f"This PDF has other files or films inside. {PRINT_IT}",
    Reason.EMPTY: "This file is empty. Choose it again, or take the photo again.",
    Reason.TOO_LARGE: "This file has more than 15 MB. Choose a smaller one: a photo in a smaller "
    "size, or a PDF with fewer pages.",
    Reason.PROGRAM: f"This is a program, whatever it is called. {TAKES}",
    Reason.WEB_PAGE: f"This is a web page or a drawing (HTML, SVG). {TAKES}",
    Reason.OFFICE: "This is a Word, Excel, PowerPoint or ZIP file. Save it as a PDF, then choose "
    "that.",
    Reason.OTHER_PICTURE: "This kind of picture is not taken. Save it as JPEG or PNG, then choose "
    "that.",
    Reason.FILM: f"This is a film or a sound. {TAKES}",
    Reason.UNKNOWN: f"This is not a photo or a PDF, whatever it is called. {TAKES}",
    Reason.BUSY: "Many files are being read right now. Wait a minute, then choose it again.",
    Reason.NO_PAGE: "This PDF has no page. Choose another file.",
}


class RefusedError(Exception):
    """This file is not taken; the message says why and what to do."""

    def __init__(self, reason: Reason):
        self.reason = Reason(reason)
        super().__init__(WORDS[self.reason])
