"""An author's own earlier results in the place of the question's: an error is counted where it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.checkers.theory.reading import Carry, Reading, carry_from, read_part
from grader.maths.tree import Node
from grader.model.checker import Parameters, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryFrom(Parameters):
    """An earlier part and what is taken from it."""

    part: str
    """The earlier part's id."""
    names: tuple[str, ...] = ()
    """Canonical names of the quantities whose values are taken from there, e.g. `v_theta`."""
    matrix: bool = False
    """Whether the author's own matrix there is the one whose eigenvalues count."""

    def __post_init__(self) -> None:
        if not self.names and not self.matrix:
            msg = "carry wants `names`, or `matrix: true`"
            raise ValueError(msg)


def best_reading(seen: Seen, part: str, notation: Mapping[str, Any], carry: CarryFrom | None) -> Reading:
    """Return a part's reading by the question's own definitions, or by the author's where fewer steps fail then."""
    plain = read_part(seen, part, notation)
    other = carried_reading(seen, part, notation, carry)
    if other is None or not other.is_carried:
        return plain
    return other if other.judged.shortcomings < plain.judged.shortcomings else plain


def carried_reading(seen: Seen, part: str, notation: Mapping[str, Any], carry: CarryFrom | None) -> Reading | None:
    """Return a part's reading with the author's own earlier results; None where nothing is carried."""
    if carry is None:
        return None
    earlier: Carry | None = carry_from(seen, carry.part, carry.names, matrix=carry.matrix)
    return None if earlier is None else read_part(seen, part, notation, earlier)


def own_matrix(seen: Seen, reading: Reading, notation: Mapping[str, Any], carry: CarryFrom | None) -> Node | None:
    """Return the author's own matrix, of this part or of the earlier one."""
    if reading.judged.matrix is not None:
        return reading.judged.matrix
    if carry is None or not carry.matrix or seen.answers.of(carry.part).state != "answered":
        return None
    return read_part(seen, carry.part, notation).judged.matrix
