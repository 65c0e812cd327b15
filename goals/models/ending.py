"""What is over and stays: goals, needs and plans that others stand on are ended, never deleted."""

from django.db import models


class Ends(models.Model):
    """A row that can be ended and taken up again, with what stands on it left as it is."""

    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def end(self, *, now):
        """Nobody works on it any more; what stands on it keeps it."""
        self.ended_at = now
        self.save(update_fields=["ended_at"])

    def reopen(self):
        """Take back that it ended."""
        self.ended_at = None
        self.save(update_fields=["ended_at"])
