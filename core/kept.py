"""Text typed into a form whose sending failed: kept in the session, shown again, sent again."""

import re

from django.utils.http import url_has_allowed_host_and_scheme

SESSION_KEY = "kept_post"
MAX_CHARACTERS = 1_000_000
SECRET = re.compile(r"password|passwd|secret|otp|token|csrf", re.IGNORECASE)


def fields_of(post):
    """The (name, value) pairs that may be shown again: no password, token or code among them."""
    pairs = [(name, value) for name, values in post.lists() for value in values]
    return [
        (name, value) for name, value in pairs if isinstance(value, str) and not SECRET.search(name)
    ]


def keep(request, *, person):
    """Put the posted fields into the session for `person` (an id); nothing over 1 MB, no files."""
    fields = fields_of(request.POST)
    if not fields or sum(len(value) for _, value in fields) > MAX_CHARACTERS:
        return
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "person": person,
    }


def is_waiting(request):
    return SESSION_KEY in request.session


def take(request):
    """What was kept for the person now signed in, once; another person's is thrown away."""
    held = request.session.get(SESSION_KEY)
    if not held:
        return None
    if held["person"] != str(request.user.pk):
        del request.session[SESSION_KEY]
        return None
    return held


def forget(request):
    request.session.pop(SESSION_KEY, None)


def local_path(request, path):
    """`path` when it leads back to this site, else the front page."""
    return path if url_has_allowed_host_and_scheme(path, None) else "/"
