"""What a comparison says: a verdict, whether it is proved, how it was found, and where two formulas differ."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "different", "undecided"]


@dataclass(frozen=True, slots=True)
class Witness:
    """A point that tells two formulas apart.

    Attributes:
        point: name and value of each symbol, as text; empty for formulas without symbols.
        left: what the first formula is there: a number, ``true``, ``false`` or ``undefined``.
        right: the same of the second.
    """

    point: tuple[tuple[str, str], ...]
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of comparing two formulas.

    Attributes:
        verdict: ``same``, ``different`` or ``undecided``.
        proved: whether the verdict is a theorem. A ``same`` that is not proved agreed at all sampled points within the
            bound that ``method`` names; a ``different`` without proof does not exist.
        method: a short key of the way taken, such as ``polynomials`` or ``balls``, and its bound.
        witness: for ``different``, where it shows; None where the argument needs no point.
    """

    verdict: Verdict
    proved: bool
    method: str
    witness: Witness | None = None

    @property
    def is_same(self) -> bool:
        """Whether the formulas are the same."""
        return self.verdict == "same"

    @property
    def is_different(self) -> bool:
        """Whether the formulas differ."""
        return self.verdict == "different"

    def swapped(self) -> "Comparison":
        """Return the outcome of the comparison the other way round."""
        if self.witness is None:
            return self
        witness = Witness(self.witness.point, self.witness.right, self.witness.left)
        return Comparison(self.verdict, self.proved, self.method, witness)


def same(method: str, *, proved: bool) -> Comparison:
    """Return the verdict ``same``."""
    return Comparison("same", proved, method)


def different(method: str, witness: Witness | None = None) -> Comparison:
    """Return the verdict ``different``, which is always proved."""
    return Comparison("different", True, method, witness)


def undecided(method: str) -> Comparison:
    """Return the verdict ``undecided``; the method says what was missing."""
    return Comparison("undecided", False, method)
