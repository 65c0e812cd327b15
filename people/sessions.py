"""Sessions in the database, each with columns for who is signed in and on what.

A request reads its session and the person in one query: the session's row brings the person along.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.sessions.backends import db
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from core.middleware import DEVICE, LAST_SEEN, SHARED_DEVICE, SIGNED_IN
from people.models import Session
from people.models.session import reference_of


class SessionStore(db.SessionStore):
    """Fills the columns whenever a session is saved: no query more than Django's own.

    `person` is who is signed in, with the school system, as the row named them when it was read.
    """

    person = None

    @classmethod
    def get_model_class(cls):
        return Session

    def _get_session_from_db(self):
        session = super()._get_session_from_db()
        self.person = session.user if session else None
        return session

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.reference = reference_of(session.session_key)
        session.user_id = data.get(SESSION_KEY)
        session.device = data.get(DEVICE, "")
        session.is_shared = data.get(SHARED_DEVICE, False)
        session.signed_in_at = _moment(data.get(SIGNED_IN))
        session.last_seen_at = _moment(data.get(LAST_SEEN))
        return session


def _moment(seconds):
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's own, but that the person comes with the session where nothing speaks against it."""

    def process_request(self, request):
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))


def _person_of(request):
    if not hasattr(request, "_cached_user") and _is_in(request.session):
        request._cached_user = request.session.person
    return get_user(request)


def _is_in(session) -> bool:
    """Whether the session lets in the person it brought. Every doubt is left to Django."""
    signed_in_as = session.get(SESSION_KEY)
    person = session.person
    return bool(
        person
        and person.is_active
        and str(person.pk) == signed_in_as
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    )
