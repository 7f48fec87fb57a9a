"""Points as bars: what is earned, what waits for a person, what is lost, what is not shown."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class BarPiece:
    """A stretch of a bar in per cent of its width: ``earned``, ``hatched`` (waits), ``lost`` or ``hidden``."""

    kind: str
    start: str
    length: str


@lru_cache(maxsize=4096)
def points_bar(
    earned: Fraction, pending: Fraction, possible: Fraction, *, whole: Fraction, hidden: Fraction = Fraction(0)
) -> tuple[BarPiece, ...]:
    """Return the pieces of a bar.

    Args:
        earned: points so far.
        pending: points that wait for a person.
        possible: all points, those that are not shown included.
        whole: the points that fill the whole width.
        hidden: points that are not shown.
    """
    if whole <= 0:
        return ()
    at = Fraction(0)
    pieces: list[BarPiece] = []
    lost = max(possible - earned - pending - hidden, Fraction(0))
    for kind, points in (("earned", earned), ("hatched", pending), ("lost", lost), ("hidden", hidden)):
        if points > 0:
            pieces.append(BarPiece(kind, f"{float(100 * at / whole):.2f}", f"{float(100 * points / whole):.2f}"))
            at += points
    return tuple(pieces)
