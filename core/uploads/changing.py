"""How a picture is turned and cut. No Django here: the child process reads this too."""

import dataclasses
import math

TURNS = (0, 90, 180, 270)
MOST_CUT = 90  # per cent that two edges may take together


@dataclasses.dataclass(frozen=True)
class Change:
    """First turned by so many degrees with the clock: 0, 90, 180 or 270. Then cut: what each edge
    loses, in per cent of the width or height of the picture as it then lies."""

    turn: int = 0
    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    @property
    def is_none(self) -> bool:
        return self == Change()

    def words(self) -> list[str]:
        """The numbers as the child process reads them."""
        return [str(number) for number in dataclasses.astuple(self)]

    def turned_right(self) -> "Change":
        """A quarter more with the clock; what is cut off turns along."""
        turn = (self.turn + 90) % 360
        return Change(turn, self.bottom, self.left, self.top, self.right)

    def turned_left(self) -> "Change":
        return self.turned_right().turned_right().turned_right()

    def box(self, width, height):
        """Left, top, right and bottom of what stays of a turned picture, in pixels: every pixel
        that an edge touches is gone."""
        left, right = _kept(width, self.left, self.right)
        top, bottom = _kept(height, self.top, self.bottom)
        return left, top, right, bottom


def _kept(length, first, last):
    """From which pixel to which; one stays of the smallest picture."""
    start = min(math.ceil(length * first / 100), length - 1)
    return start, max(length - math.ceil(length * last / 100), start + 1)
