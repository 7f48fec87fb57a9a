r"""A display or inline formula as pieces: chains of relations over rows, words between, arrows.

A derivation is judged relation by relation, so each side is read by itself: a side that cannot be read is a
``ParseTrouble`` in its place, and the rest of the display is there all the same.
"""

from dataclasses import dataclass

from grader.maths.node import Node, Span
from grader.maths.notation import DEFAULT, Notation
from grader.maths.syntax.latex import LatexReader, whole
from grader.maths.syntax.macros import NO_MACROS, Macros
from grader.maths.syntax.prepare import prepare
from grader.maths.syntax.result import Note, ParseTrouble, Stopped
from grader.maths.syntax.rows import Segment, cut, pieces_of
from grader.maths.syntax.tables import ARROWS
from grader.maths.syntax.tokens import Token


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a relation, or a formula without one.

    Attributes:
        content: the tree, or why there is none.
        span: its place in the text.
        row: the row on which it begins, from 0.
    """

    content: Node | ParseTrouble
    span: Span
    row: int


@dataclass(frozen=True, slots=True)
class Chain:
    """``A = B ≤ C``, perhaps over several rows.

    Attributes:
        sides: one more than relations; where ``continues``, as many as relations.
        relations: names of ``operators.RELATIONS``.
        places: where the relation signs stand.
        continues: whether it begins with a relation and so goes on from the last side of the chain before it,
            with words between the two.
    """

    sides: tuple[Side, ...]
    relations: tuple[str, ...] = ()
    places: tuple[Span, ...] = ()
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with connectives (``x = 1 ∨ x = 2``, ``∀x …``), read as a whole."""

    content: Node | ParseTrouble
    span: Span
    row: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """``⇒``, ``⇔`` or ``⇐`` (``implies``, ``iff``, ``implied_by``) between two chains."""

    name: str
    span: Span
    row: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Words between formulas."""

    text: str
    span: Span
    row: int


@dataclass(frozen=True, slots=True)
class Display:
    """All pieces of a display in the order of the source.

    Attributes:
        pieces: chains, claims, arrows and prose.
        rows: number of rows.
        notes: choices made in reading.
    """

    pieces: tuple[Chain | Claim | Arrow | Prose, ...]
    rows: int
    notes: tuple[Note, ...]

    @property
    def troubles(self) -> tuple[ParseTrouble, ...]:
        """Everything that could not be read."""
        found: list[ParseTrouble] = []
        for piece in self.pieces:
            contents = [side.content for side in piece.sides] if isinstance(piece, Chain) else []
            if isinstance(piece, Claim):
                contents = [piece.content]
            found.extend(content for content in contents if isinstance(content, ParseTrouble))
        return tuple(found)


def parse_display(text: str, notation: Notation = DEFAULT, macros: Macros = NO_MACROS) -> Display | ParseTrouble:
    r"""Read a display (with or without its ``\begin{align*}``, ``$$`` …) or an inline formula.

    Args:
        text: the source of one display, at most ``MAX_LENGTH`` characters.
        notation: what its symbols are.
        macros: the definitions of its document.

    Returns:
        The pieces; a trouble only where the text cannot even be cut into pieces.
    """
    try:
        tokens, notes = prepare(text, macros)
        segments, rows = cut(tokens)
        return _Assembly(text, notation, notes).assemble(segments, rows)
    except Stopped as stopped:
        return stopped.trouble
    except RecursionError:  # a caller deep in its own stack; our own depth is bounded
        return ParseTrouble("too_deep", text, Span(0, len(text)))


class _Assembly:
    def __init__(self, source: str, notation: Notation, notes: list[Note]) -> None:
        self.source = source
        self.notation = notation
        self.notes = list(notes)
        self.found: list[Chain | Claim | Arrow | Prose] = []

    def assemble(self, segments: list[Segment], rows: int) -> Display:
        """Turn segments of tokens into pieces."""
        for segment in segments:
            token = segment.tokens[0]
            if segment.kind == "prose":
                self.found.append(Prose(token.text, Span(token.start, token.end), segment.row))
            elif segment.kind == "arrow":
                self.found.append(Arrow(ARROWS[token.text], Span(token.start, token.end), segment.row))
            elif segment.kind == "claim":
                self.found.append(Claim(self.read(segment.tokens), spanned(segment.tokens), segment.row))
            else:
                self.chain(segment)
        return Display(tuple(self.found), rows, tuple(self.notes))

    def chain(self, segment: Segment) -> None:
        """Read the sides of a chain; one that begins with a relation is joined to the chain right before it."""
        sides, signs = pieces_of(segment)
        read = [Side(self.read(side), spanned(side), segment.row_of(side)) for side in sides if side]
        relations = tuple(name for name, _ in signs)
        places = tuple(Span(token.start, token.end) for _, token in signs)
        begins = bool(signs) and not sides[0]
        if len(read) + begins != len(signs) + 1:  # a relation with nothing behind it
            _, last = signs[-1]
            trouble = ParseTrouble("expected_end", self.source, Span(last.end, last.end))
            read.append(Side(trouble, Span(last.end, last.end), segment.row))
        before = self.found[-1] if self.found else None
        if begins and isinstance(before, Chain):
            self.found[-1] = Chain(
                (*before.sides, *read), (*before.relations, *relations), (*before.places, *places), before.continues
            )
        else:
            self.found.append(Chain(tuple(read), relations, places, begins))

    def read(self, tokens: list[Token]) -> Node | ParseTrouble:
        """Read the tokens of one side."""
        end = Token("eof", "", tokens[-1].end, tokens[-1].end)
        reader = LatexReader(self.source, [*tokens, end], self.notation)
        try:
            node = whole(reader)
        except Stopped as stopped:
            return stopped.trouble
        self.notes.extend(reader.notes)
        return node


def spanned(tokens: list[Token]) -> Span:
    """Return the span of tokens."""
    return Span(min(token.start for token in tokens), max(token.end for token in tokens))
