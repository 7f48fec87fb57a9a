"""What a formula looks like, between its tree and its markup: one set of boxes for LaTeX and for MathML."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """One sign.

    Attributes:
        kind: MathML's element: ``mi``, ``mo``, ``mn``, ``mtext`` or ``mspace``.
        latex: as LaTeX writes it.
        character: as Unicode writes it.
    """

    kind: str
    latex: str
    character: str


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side."""

    boxes: tuple["Box", ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """One box over another; ``line`` is False in a binomial coefficient."""

    top: "Box"
    bottom: "Box"
    line: bool = True


@dataclass(frozen=True, slots=True)
class Scripts:
    """A box with another below or above it; ``limits`` puts them under and over."""

    base: "Box"
    below: "Box | None" = None
    above: "Box | None" = None
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Radical:
    """A root, with its order where that is not 2."""

    body: "Box"
    order: "Box | None" = None


@dataclass(frozen=True, slots=True)
class Fence:
    r"""A box between growing brackets; ``applied`` writes the braces that mark an application."""

    opening: str
    closing: str
    body: "Box"
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A matrix or the rows of cases."""

    rows: tuple[tuple["Box", ...], ...]
    cases: bool = False


@dataclass(frozen=True, slots=True)
class Decorated:
    """A box under an accent or in a font.

    ``name`` is a mark of ``Symbol``, or ``underbrace``, ``overbrace`` or ``above`` with a label.
    """

    name: str
    body: "Box"
    label: "Box | None" = None


@dataclass(frozen=True, slots=True)
class Marked:
    """The box that the reader shall look at."""

    body: "Box"


Box = Glyph | Row | Fraction | Scripts | Radical | Fence | Table | Decorated | Marked


def word(text: str) -> Glyph:
    """Return an upright name."""
    return Glyph("mi", f"\\operatorname{{{text}}}", text)


def sign(latex: str, character: str) -> Glyph:
    """Return an operator."""
    return Glyph("mo", latex, character)
