"""Files that people add: judged by what they hold, never by name; only a clean copy is kept.

    copy = check(uploaded_file)      # a Copy, or RefusedError with words for the person
    copy = change(data, Change(90))  # a kept photo turned and cut, likewise

Pictures become a new JPEG made of their pixels alone, PDFs are written anew without what they say
about their maker. Both happen in a child process with limits (core.uploads.child).
"""

from core.uploads.checking import Copy, change, check
from core.uploads.words import RefusedError

__all__ = ["Copy", "RefusedError", "change", "check"]
