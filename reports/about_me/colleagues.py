"""Trainings, invitations and peer visits of a person."""

from coaching.models import PeerVisit, VisitInvitation
from people.models import Training
from reports.about_me.section import Section


class Colleagues:
    """Sections of `AboutMe`, which knows the person and the moment."""

    def _trainings(self):
        rows = Training.objects.visible_to(self.person).filter(user=self.person)
        return Section(
            "Trainings",
            ("Day", "Kind", "Topic", "Led by", "Again from"),
            [
                [
                    self._day(row.held_on),
                    row.get_kind_display(),
                    row.topic,
                    row.led_by,
                    self._day(row.valid_until),
                ]
                for row in rows.order_by("held_on", "pk")
            ],
        )

    def _invitations(self):
        """Those she sent as a teacher."""
        rows = VisitInvitation.objects.visible_to(self.person).filter(teacher=self.person)
        return Section(
            "Invitations to your coach",
            ("Day", "Period", "Coach", "What to look for", "A word of the coach"),
            [
                [self._day(row.planned_on), row.period, row.coach.name, row.look_for, row.word]
                for row in rows.select_related("coach").order_by("planned_on", "pk")
            ],
        )

    def _peer_visits(self):
        """Both ways; what somebody else saw only once it was told to her."""
        rows = PeerVisit.objects.visible_to(self.person)
        rows = rows.select_related("host", "visitor").order_by("planned_on", "pk")
        return Section(
            "Peer visits",
            ("Day", "Host", "Visitor", "What to look for", "What the visitor saw"),
            [
                [
                    self._day(row.planned_on),
                    row.host.name,
                    row.visitor.name,
                    row.look_for,
                    row.saw if row.given_at or row.visitor_id == self.person.pk else "",
                ]
                for row in rows
            ],
        )
