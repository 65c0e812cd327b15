"""How often somebody may ask, counted in fixed windows; kept where the throttles of sign-in are."""

import datetime as dt

from django.core.cache import cache


def is_too_often(key: str, *, most: int, seconds: int, now: dt.datetime) -> bool:
    """Count one more, and say whether `most` in this window of `seconds` is passed. Two at once may
    count as one: it holds off those who ask without end, and bills nobody."""
    window = f"throttle:{key}:{int(now.timestamp()) // seconds}"
    count = cache.get(window, 0)
    if count < most:
        cache.set(window, count + 1, seconds)
    return count >= most
