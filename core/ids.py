"""Row ids: UUID version 7, in time order: inserts stay cheap, and browsers can make them too."""

from uuid_utils.compat import uuid7

__all__ = ["uuid7"]
