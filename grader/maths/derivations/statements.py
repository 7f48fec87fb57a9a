"""Statements: every top-level relation of a text with its two sides read, numbered in source order."""

import re
from dataclasses import dataclass, field, replace

from grader.maths.derivations.rereadings import as_written
from grader.maths.derivations.segments import Piece, pieces
from grader.maths.derivations.split import ARROWS, Chain, Side, split_formula
from grader.maths.notation import Notation
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.macros import Macros
from grader.maths.syntax.result import Note, Parsed, ParseTrouble
from grader.maths.tree import Node, Symbol
from grader.model.text import LocalizedText

IMPLICATIONS = frozenset(ARROWS.values())
# What the reader does not take as it stands, and another spelling of the same.
_RESPELLED = (
    (
        re.compile(
            r"(?<![A-Za-z\\_])D(?=\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[].*?(?:\\\||\\Vert|\\parallel|\|\|))", re.DOTALL
        ),
        r"D_{KL}",
    ),  # D(q‖p)
    (re.compile(r"(\\begin\{([pbvBV]?matrix)\}.*?\\end\{\2\})\s*_", re.DOTALL), r"\\left. \1 \\right|_"),
    (
        re.compile(r"\\underset\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{\s*\\mathbb\s*(?:\{\s*E\s*\}|E)\s*\}"),
        r"\\mathbb{E}_{\1}",
    ),
    (
        re.compile(r"(\||\\[vV]ert|\\mid)\s*_\s*(?:\{\s*(?:\*|\\ast|\\star)\s*\}|\*|\\ast\b|\\star\b)"),
        r"\1_{x^*}",
    ),  # at the stationary point
    (re.compile(r"_(?:\{\s*)?\\pm(?:\s*\})?"), r"_{\\text{pm}}"),
    (re.compile(r"_(?:\{\s*)?\+(?:\s*\})?"), r"_{\\text{plus}}"),
    (re.compile(r"_(?:\{\s*)?-(?:\s*\})?(?![\w\\])"), r"_{\\text{minus}}"),
)
MAX_STATEMENTS = 250  # of one part; a longer text is cut there, and says so


@dataclass(frozen=True, slots=True)
class Expression:
    """One side: its LaTeX, its place, and its tree or the reason why it has none.

    Attributes:
        latex: without the blanks and the punctuation around it.
        start: offset of the whole piece in the text.
        end: offset behind it.
        node: its tree.
        problem: why it has none.
        trouble: where reading it stopped; its places count from where ``latex`` begins.
        notes: choices that another reader could have made differently, counted likewise.
        indent: characters of the piece before ``latex``.
    """

    latex: str
    start: int
    end: int
    node: Node | None = None
    problem: LocalizedText | None = None
    trouble: ParseTrouble | None = None
    notes: tuple[Note, ...] = ()
    indent: int = 0

    @property
    def fault(self) -> tuple[int, int] | None:
        """The offsets in the text between which reading stopped."""
        if self.trouble is None:
            return None
        base = self.start + self.indent
        return base + self.trouble.span.start, base + self.trouble.span.end


@dataclass(frozen=True, slots=True)
class Statement:
    """One relation, or one implication between statements.

    Attributes:
        index: from 1, in source order.
        relation: a name of ``operators.RELATIONS``, or ``implies``, ``iff``, ``implied``.
        left: the left side; of an implication the last side before it.
        right: the right side; of an implication the first side behind it.
        at: offset of the sign.
        before: of an implication, the indices of the statements that it draws on.
        after: of an implication, the indices of what it claims.
        display: whether it stands in a display.
        lead: the words right before it, lower case.
        follow: the words right behind it.
        paragraph: number of its paragraph.
        sentence: number of its sentence.
        formula: number of its formula.
        place: how many relations of its own chain stand before it.
        aside: whether it stands in a row behind words or a wide space.
    """

    index: int
    relation: str
    left: Expression
    right: Expression
    at: int
    display: bool
    paragraph: int
    sentence: int
    formula: int
    place: int
    lead: str = ""
    follow: str = ""
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    aside: bool = False

    @property
    def is_implication(self) -> bool:
        """Whether it joins statements rather than expressions."""
        return self.relation in IMPLICATIONS


@dataclass(slots=True)
class _Draft:
    """A statement whose neighbours are still to be found."""

    relation: str
    left: Side
    right: Side
    at: int
    piece: Piece
    formula: int
    place: int
    lead: str
    follow: str
    group: int
    aside: bool
    before: int = -1  # groups, of an implication
    after: int = -1


@dataclass(slots=True)
class _Assembly:
    drafts: list[_Draft] = field(default_factory=list[_Draft])
    group: int = 0
    last_side: Side | None = None
    last_group: int = -1
    system: tuple[int, int, int] = (-1, 0, -1)  # formula, number and group of the last system of equations


def statements(source: str, notation: Notation, macros: Macros) -> tuple[Statement, ...]:
    """Return every statement of a text."""
    assembly = _Assembly()
    words = ""
    found = pieces(source, macros)
    for number, piece in enumerate(found):
        if piece.kind == "words":
            words = piece.text
            continue
        behind = found[number + 1] if number + 1 < len(found) else None
        after = behind.text if behind is not None and behind.kind == "words" else ""
        _assemble(assembly, piece, number, words, after, macros)
        words = ""
    return _numbered(assembly.drafts[:MAX_STATEMENTS], notation, macros)


def last_words(words: str) -> str:
    """Return the end of a stretch of words, from its last full stop on, lower case."""
    tail = re.split(r"[.;!?](?=\s)|\n[ \t]*\n|\\item", words)[-1]
    return " ".join(tail.lower().split())


def first_words(words: str) -> str:
    """Return the beginning of a stretch of words, up to its first full stop, lower case."""
    return " ".join(re.split(r"[.;!?](?=\s|$)|\n[ \t]*\n", words)[0].lower().split())


def _assemble(assembly: _Assembly, piece: Piece, number: int, words: str, after: str, macros: Macros) -> None:
    """Turn one formula's chains into drafts."""
    chains = split_formula(piece.text, piece.start, macros)
    main: Side | None = None  # what a row that begins with a relation goes on from
    main_group = -1
    for at, chain in enumerate(chains):
        lead = chain.lead or (last_words(words) if at == 0 else "")
        follow = chain.follow or (first_words(after) if at == len(chains) - 1 else "")
        aside = not chain.opens_row
        if not chain.links:
            if chain.sides[0].text and not (aside and main is not None):
                main = assembly.last_side = chain.sides[0]
            continue
        left_side, left_group = assembly.last_side, assembly.last_group
        if chain.opens_row and main is not None:
            left_side, left_group = main, main_group
        if chain.begins_with_relation and left_side is not None:
            chain.sides[0] = left_side
        _draft_chain(assembly, chain, piece, number, lead.lower(), follow.lower(), aside, left_group)
        if not aside or not (chain.lead or main is None):
            main, main_group = chain.sides[-1], assembly.last_group
        assembly.last_side = chain.sides[-1]


def _draft_chain(
    assembly: _Assembly,
    chain: Chain,
    piece: Piece,
    number: int,
    lead: str,
    follow: str,
    aside: bool,
    left_group: int,
) -> None:
    formula, system, joined = assembly.system
    group = joined if chain.system and (formula, system) == (number, chain.system) else assembly.group
    previous = left_group
    for at, (relation, offset) in enumerate(chain.links):
        draft = _Draft(
            relation, chain.sides[at], chain.sides[at + 1], offset, piece, number, at, lead, follow, group, aside
        )
        if relation in IMPLICATIONS:
            draft.before = previous if at == 0 else group
            group = assembly.group = assembly.group + 1
            draft.after = group
            draft.group = -1
        assembly.drafts.append(draft)
    assembly.last_group = group
    if chain.system:
        assembly.system = (number, chain.system, group)
    assembly.group += 1


def _numbered(drafts: list[_Draft], notation: Notation, macros: Macros) -> tuple[Statement, ...]:
    """Number the drafts and read their sides."""
    groups: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts, start=1):
        if draft.group >= 0:
            groups.setdefault(draft.group, []).append(index)
    read: dict[str, Expression] = {}

    def side(each: Side) -> Expression:
        found = read.get(each.text)
        if found is None:
            found = read_side(each, notation, macros)
            read[each.text] = found
        return replace(found, start=each.start, end=each.end)

    return tuple(
        Statement(
            index=index,
            relation=draft.relation,
            left=side(draft.left),
            right=side(draft.right),
            at=draft.at,
            display=draft.piece.kind == "display",
            paragraph=draft.piece.paragraph,
            sentence=draft.piece.sentence,
            formula=draft.formula,
            place=draft.place,
            lead=draft.lead,
            follow=draft.follow,
            before=tuple(groups.get(draft.before, ())),
            after=tuple(groups.get(draft.after, ())),
            aside=draft.aside,
        )
        for index, draft in enumerate(drafts, start=1)
    )


def lone_sides(source: str, macros: Macros) -> list[Side]:
    r"""Return the formulas of a text in which no relation stands: « the eigenvalues are $\pm\frac{i}{2}$ »."""
    return [
        chain.sides[0]
        for piece in pieces(source, macros)
        if piece.kind != "words"
        for chain in split_formula(piece.text, piece.start, macros)
        if not chain.links and chain.sides[0].text.strip(" .,;")
    ]


def read_side(side: Side, notation: Notation, macros: Macros) -> Expression:
    """Read one side."""
    text = re.sub(r"^[\s,;.]+|[\s,;.]+$", "", side.text)
    indent = side.text.find(text)
    if not text:
        empty = LocalizedText(en="A side of the relation is missing.", fr="Il manque un membre à la relation.")
        return Expression(side.text, side.start, side.end, None, empty)
    label = re.fullmatch(r"\\text(?:rm|bf|it)?\s*\{\s*([A-Za-z]+)\s*\}", text)
    if label:
        return Expression(text, side.start, side.end, Symbol(label.group(1)), indent=indent)
    result = parse_latex(text, notation, macros)
    notes = result.notes if isinstance(result, Parsed) else ()
    if not isinstance(result, Parsed):
        respelled = text
        for pattern, spelling in _RESPELLED:
            respelled = pattern.sub(spelling, respelled)
        if respelled != text:
            again = parse_latex(respelled, notation, macros)
            result = again if isinstance(again, Parsed) else result
    if isinstance(result, Parsed):
        return Expression(text, side.start, side.end, as_written(result.node), notes=notes, indent=indent)
    return Expression(text, side.start, side.end, None, result.message, result, indent=indent)
