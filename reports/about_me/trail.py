"""What was opened, told, read and signed in: the trail around a person's records."""

from django.db.models import F

from notices.kinds import KINDS
from notices.models import Notice
from people.models import AccessEvent, Acknowledgement, Session
from reports.about_me.section import Section


class Trail:
    """Sections of `AboutMe`, which knows the person and the moment."""

    def _opened_mine(self):
        rows = AccessEvent.objects.visible_to(self.person).filter(subject=self.person)
        return Section(
            "Who opened your records",
            ("When", "Who", "What", "Why"),
            [
                [self._moment(row.at), row.reader.name, row.record_kind, row.why]
                for row in rows.select_related("reader")
            ],
        )

    def _opened(self):
        rows = AccessEvent.objects.visible_to(self.person).filter(reader=self.person)
        rows = rows.exclude(subject=self.person)
        return Section(
            "Records of others you opened",
            ("When", "Whose", "What", "Why"),
            [
                [self._moment(row.at), row.subject.name, row.record_kind, row.why]
                for row in rows.select_related("subject")
            ],
        )

    def _notices(self):
        rows = Notice.objects.visible_to(self.person).addressed_to(self.person)
        rows = rows.order_by("created_at").values_list("created_at", "kind", "state")
        states = dict(Notice.State.choices)
        return Section(
            "What you were told",
            ("When", "About", "Mail"),
            [
                [self._moment(at), KINDS[kind].label if kind in KINDS else kind, states[state]]
                for at, kind, state in rows
            ],
        )

    def _read(self):
        rows = Acknowledgement.objects.visible_to(self.person).filter(user=self.person)
        rows = rows.annotate(version=F("vision__version"))
        return Section(
            "How we coach here, read",
            ("When", "Version"),
            [[self._moment(row.acknowledged_at), str(row.version)] for row in rows],
        )

    def _sessions(self):
        rows = Session.objects.visible_to(self.person).live(self.now)
        return Section(
            "Where you are signed in",
            ("Device", "Since", "Last seen"),
            [
                [row.device, self._moment(row.signed_in_at), self._moment(row.last_seen_at)]
                for row in rows
            ],
        )
