"""Walkthroughs and formal visits: what a principal or an evaluator looks for when walking in, or in
the visit of an observation round (permissions R24)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from coaching.models.evidence import EvidenceNote
from coaching.models.mark import LookForMark
from coaching.models.relations import caseload, evaluated, led
from coaching.models.visit import Visit

MADE_AS = (Visit.MadeAs.PRINCIPAL, Visit.MadeAs.EVALUATOR)


class WalkthroughQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Walkthroughs `user` may read (permissions R24).

        The maker's alone until shared, and only while principal or evaluator of the teacher, as
        whom it was made. Once shared: the teacher, the leaders of her school, and the coach to
        whom she shows it, while coaching her.
        """
        shared = Q(shared_at__isnull=False) & self._once_shared(user)
        return self.filter(self._own(user) | shared)

    def visible_once_shared_to(self, user):
        """Who will read it when it is shared: what the maker is told before the first word."""
        return self.filter(self._own(user) | self._once_shared(user))

    @staticmethod
    def _own(user):
        as_principal = Q(made_as=Visit.MadeAs.PRINCIPAL, teacher__in=led(user))
        as_evaluator = Q(made_as=Visit.MadeAs.EVALUATOR, teacher__in=evaluated(user))
        return Q(coach=user) & (as_principal | as_evaluator)

    @staticmethod
    def _once_shared(user):
        shown = Q(shown_to=user, teacher__in=caseload(user))
        return Q(teacher=user) | Q(teacher__in=led(user)) | shown

    def made_by(self, user):
        return self.filter(coach=user)

    def exportable_by(self, user):
        """Those `user` may take along on paper (permissions R24): once shared, the teacher, who
        made it, and the leaders of her school; not the coach to whom she shows it."""
        rows = self.visible_to(user).shared()
        return rows.filter(Q(teacher=user) | Q(coach=user) | Q(teacher__in=led(user)))

    def walk_ins(self):
        """Those outside a round of formal observation."""
        return self.filter(kind=Visit.Kind.WALKTHROUGH)

    def formal(self):
        """The visits of rounds of formal observation."""
        return self.filter(kind=Visit.Kind.FORMAL)

    def running(self):
        return self.filter(ended_at=None)

    def unshared(self):
        return self.filter(shared_at=None)

    def shared(self):
        return self.filter(shared_at__isnull=False)

    def unread(self):
        return self.filter(shared_at__isnull=False, read_at=None)

    def kept(self):
        """With at least a mark or a line: the rest are taps by mistake."""
        marks = LookForMark.objects.filter(visit=OuterRef("pk"))
        lines = EvidenceNote.objects.filter(visit=OuterRef("pk"))
        return self.filter(Exists(marks) | Exists(lines))

    def empty(self):
        """Begun, and nothing marked or written."""
        marks = LookForMark.objects.filter(visit=OuterRef("pk"))
        lines = EvidenceNote.objects.filter(visit=OuterRef("pk"))
        return self.exclude(Exists(marks) | Exists(lines))

    def for_page(self):
        """With the people, the school and the form that every page of a walkthrough names."""
        return self.select_related(
            *("teacher__school_system", "coach", "school", "shown_to"),
            *("walkthrough_form", "round", "response"),
        )


class WalkthroughManager(models.Manager.from_queryset(WalkthroughQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(made_as__in=MADE_AS)


class Walkthrough(Visit):
    """A visit of a principal or an evaluator: each look-for of the form marked in one tap, and a
    line of evidence. Shared with the teacher by the next school day, a formal visit at the
    post-conference of its round; neither carries a score."""

    objects = WalkthroughManager()

    class Meta:
        proxy = True

    def get_absolute_url(self):
        return reverse("coaching:walkthrough_detail", args=[self.pk])

    @property
    def maker(self):
        return self.coach

    @property
    def stands_as(self):
        """As whom the maker came, for the line *who can read this*."""
        return self.get_made_as_display().lower()

    def values_by_look_for(self) -> dict:
        """{id of the look-for: how the maker saw it}: one query."""
        rows = self.marks.filter(marked_by=self.coach_id, bank_look_for__isnull=False)
        return dict(rows.values_list("bank_look_for", "value"))

    def line(self) -> EvidenceNote | None:
        """The line of evidence, where one is kept."""
        return self.notes.filter(author=self.coach_id).first()

    def can_be_edited_by(self, user):
        """Its maker, until it is shared (permissions R24); `visible_to` has asked the relation."""
        return user.pk == self.coach_id and self.shared_at is None

    @property
    def is_formal(self):
        return self.kind == self.Kind.FORMAL

    @property
    def word(self):
        """What it is called in a sentence."""
        return self.get_kind_display().lower()

    @property
    def waits_for_conference(self):
        """A formal visit is shared at the post-conference, not before."""
        return self.is_formal and self.round.post_conference_on is None

    def can_be_shared_by(self, user):
        is_ended = self.ended_at is not None
        return is_ended and not self.waits_for_conference and self.can_be_edited_by(user)

    def items_with_marks(self) -> list:
        """(look-for, how the maker saw it in words) of each item of the form, in order."""
        values, labels = self.values_by_look_for(), dict(LookForMark.Value.choices)
        return [
            (item, labels.get(values.get(item.pk), "Not marked"))
            for item in self.walkthrough_form.items()
        ]

    def can_be_answered_by(self, user):
        """The teacher replies to what is shared with her (permissions R24)."""
        return user.pk == self.teacher_id and self.shared_at is not None

    def can_be_exported_by(self, user):
        """Whoever reads it once it is shared, but for the coach to whom the teacher shows it;
        `visible_to` has asked the relation."""
        return self.shared_at is not None and user.pk != self.shown_to_id

    def can_be_shown_by(self, user):
        """Only the teacher shows it to her coach, and takes that back (permissions P3)."""
        return user.pk == self.teacher_id and self.shared_at is not None

    def show_to(self, coach):
        """The teacher shows it to `coach`, or to nobody any more."""
        self.shown_to = coach
        self.save(update_fields=["shown_to"])
