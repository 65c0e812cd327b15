"""The child process: reads a strange file on standard input, writes the clean copy to output.

It knows nothing of Django, of the database or of any secret, and has little memory, time and disk.
Its exit code is 0 or a Reason. Run by core.uploads.checking alone.
"""

import os
import resource
import sys

from core.uploads import limits
from core.uploads.kinds import Kind
from core.uploads.words import Reason, RefusedError


def set_limits():
    """Memory, seconds, bytes written, open files; no core dump of somebody's photo."""
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY),
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_FSIZE, limits.WRITTEN),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _limit(what, most)


def _limit(what, most):
    """Never more than the system itself allows; macOS cannot limit addresses, and says so."""
    allowed = resource.getrlimit(what)[1]
    most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    try:
        resource.setrlimit(what, (most, most))
    except ValueError:
        if sys.platform != "darwin":
            raise


def main(kind, *change):
    """Make the copy, of a photo turned and cut by the numbers in `change`; the exit code."""
    set_limits()
    with os.fdopen(0, "rb") as source, os.fdopen(1, "wb") as made:
        try:
            _copy(kind)(source, made, kind, *map(int, change))
        except RefusedError as refused:
            return refused.reason
        except MemoryError:
            return Reason.TOO_MUCH_WORK
        except Exception:  # whatever a decoder says of a strange file
            return Reason.DAMAGED
    return 0


def _copy(kind):
    """What makes the copy: each kind loads its own library only."""
    if kind == Kind.PDF:
        from core.uploads.pdf import copy_pdf as copy  # noqa: PLC0415
    else:
        from core.uploads.picture import copy_picture as copy  # noqa: PLC0415
    return copy


if __name__ == "__main__":
    os._exit(main(Kind(sys.argv[1]), *sys.argv[2:]))
