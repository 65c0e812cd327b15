"""Files that people add: judged by what they hold, never by name; only a clean copy is kept.

    copy = check(uploaded_file)      # a Copy, or RefusedError with words for the person

Pictures become a new JPEG made of their pixels alone, PDFs are written anew without what they say
about their maker. Both happen in a child process with limits (core.uploads.child).
"""

from core.uploads.checking import Copy, check
from core.uploads.words import RefusedError

__all__ = ["Copy", "RefusedError", "check"]
