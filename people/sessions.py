"""Django's sessions in the database, each with a column for who is signed in and on what."""

import datetime as dt

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from core.middleware import DEVICE, LAST_SEEN, SHARED_DEVICE, SIGNED_IN
from people.models import Session
from people.models.session import reference_of


class SessionStore(db.SessionStore):
    """Fills the columns whenever a session is saved: no query more than Django's own."""

    @classmethod
    def get_model_class(cls):
        return Session

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
