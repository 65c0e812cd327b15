"""Feedback and steps aimed at another indicator than the teacher's open refinement area.

A hint for the pair, never a block: one refinement area at a time is what a cycle works on (S0.02),
and messages that pull elsewhere are what one owner coach is meant to end (S1.08).
"""

from coaching.models import Indicator


def off_focus(focus: dict | None, indicators) -> Indicator | None:
    """The first of `indicators` that is not the open refinement area `focus`; None where there is
    no open area, nothing is aimed at, or everything fits."""
    if focus is None:
        return None
    return next((row for row in indicators if row and str(row.pk) != focus["pk"]), None)
