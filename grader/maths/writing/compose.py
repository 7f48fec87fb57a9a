r"""Trees to boxes, with no more brackets than reading back needs.

Every node gets a level, and stands in brackets where a tighter one is needed: statements 0 to 4, sums 6, products 8,
what takes the product to its right 9 (a sum sign, ``d/dx``), powers 10, operands 11.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from grader.maths.node import Node, Path
from grader.maths.notation import DEFAULT, FUNCTION_LETTERS, Notation
from grader.maths.tree import (
    AFTER_MARKS,
    Binder,
    Call,
    Constant,
    Density,
    Expectation,
    Hole,
    Matrix,
    Number,
    Op,
    Relation,
    Symbol,
    Text,
)
from grader.maths.writing import signs
from grader.maths.writing.boxes import (
    Box,
    Decorated,
    Fence,
    Glyph,
    Marked,
    Row,
    Scripts,
    Table,
    sign,
    word,
)

OPEN, IFF, OR, AND, NOT, RELATION, SUM, PRODUCT, RIGHT, POWER, OPERAND = 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11
Drawn = tuple[Box, int]
COMMA = sign(",", ",")


class Composer(ABC):
    """Draws one tree, all but its operators; ``marked`` is the path of the node to be shown as marked."""

    def __init__(self, notation: Notation = DEFAULT, marked: Path | None = None) -> None:
        self.notation = notation
        self.marked = marked

    def whole(self, node: Node) -> Box:
        """Draw a tree that stands alone; a bare list has no brackets."""
        if isinstance(node, Op) and node.op == "sequence":
            items = (self.drawn(arg, (index,))[0] for index, arg in enumerate(node.args))
            return Row(tuple(joined(items, COMMA)))
        return self.drawn(node, ())[0]

    def drawn(self, node: Node, path: Path) -> Drawn:
        """Draw a node, in a frame if it is the marked one."""
        box, level = self.plain(node, path)
        return (Marked(box), level) if path == self.marked else (box, level)

    def at(self, node: Node, path: Path, level: int) -> Box:
        """Draw a node for a place that needs a level, in brackets where it is looser."""
        box, own = self.drawn(node, path)
        return box if own >= level else Fence("(", ")", box)

    def plain(self, node: Node, path: Path) -> Drawn:
        """Draw a node by its class."""
        match node:
            case Number():
                return self.number(node)
            case Symbol():
                return self.symbol(node, path), OPERAND if not _is_raised(node) else POWER
            case Constant():
                latex, character = signs.CONSTANTS[node.name]
                return Glyph("mi", latex, character), OPERAND
            case Op():
                return self.operation(node, path)
            case Call():
                return self.call(node, path), OPERAND
            case Density():
                return self.density(node, path), OPERAND
            case Expectation():
                return self.expectation(node, path), OPERAND
            case Binder():
                return self.binder(node, path)
            case Relation():
                parts: list[Box] = [self.at(node.operands[0], (*path, 0), SUM)]
                for index, name in enumerate(node.relations):
                    parts += [sign(*signs.RELATIONS[name]), self.at(node.operands[index + 1], (*path, index + 1), SUM)]
                return Row(tuple(parts)), RELATION
            case Matrix():
                cells = [self.drawn(entry, (*path, index))[0] for index, entry in enumerate(node.entries)]
                width = node.columns
                return Table(tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width))), OPERAND
            case Text():
                return Glyph("mtext", f"\\text{{{node.text}}}", node.text), OPERAND
            case Hole():
                return Scripts(sign("\\square", "□"), Glyph("mtext", f"\\text{{{node.name}}}", node.name)), OPERAND
            case _:
                raise TypeError(f"no way to draw a {type(node).__name__}")

    # --- leaves
    def number(self, node: Number) -> Drawn:
        """Draw a literal; an exponent becomes a power of ten."""
        if node.value < 0:
            return Row((sign("-", "−"), Glyph("mn", node.written.lstrip("-"), node.written.lstrip("-")))), SUM
        digits, _, exponent = node.written.partition("e")
        glyph = Glyph("mn", digits, digits)
        if not exponent:
            return glyph, OPERAND
        ten = Glyph("mn", "10", "10")
        return Row((glyph, sign("\\cdot", "·"), Scripts(ten, above=Glyph("mn", exponent, exponent)))), PRODUCT

    def symbol(self, node: Symbol, path: Path) -> Box:
        """Draw a name with its marks and indices."""
        base = node.base
        box: Box
        if base in signs.GREEK and base not in signs.NO_COMMAND:
            box = Glyph("mi", f"\\{base}", signs.GREEK[base])
        elif base in signs.GREEK:
            box = Glyph("mi", signs.GREEK[base], signs.GREEK[base])
        elif base == "Pr":
            box = Glyph("mi", "\\Pr", "Pr")
        else:
            box = Glyph("mi", base, base) if len(base) == 1 else word(base)
        for mark in node.marks:
            if mark not in AFTER_MARKS:
                box = Decorated(mark, box)
        primes = node.marks.count("prime")
        above: list[Box] = [sign("'" * primes, "′" * primes)] if primes else []
        stars = {"star": ("*", "*"), "plus": ("+", "+"), "minus": ("-", "−"), "dagger": ("\\dagger", "†")}
        above += [sign(*stars[mark]) for mark in node.marks if mark in stars]
        indices = [self.index(index, (*path, at)) for at, index in enumerate(node.subs)]
        below = Row(tuple(joined(indices, COMMA))) if indices else None
        if node.sups:
            count = len(node.subs)
            upper = [self.drawn(index, (*path, count + at))[0] for at, index in enumerate(node.sups)]
            above.append(Row((sign("(", "("), *joined(upper, COMMA), sign(")", ")"))))
        if not above:
            return box if below is None else Scripts(box, below)
        box = Scripts(box, below, above[0])
        for extra in above[1:]:
            box = Scripts(box, None, extra)
        return box

    def index(self, node: Node, path: Path) -> Box:
        """Draw one index."""
        if isinstance(node, Op) and node.op == "range":
            ends = [self.drawn(arg, (*path, at))[0] for at, arg in enumerate(node.args)]
            return Row((ends[0], sign(":", ":"), ends[1]))
        if isinstance(node, Text) and node.text in {"+", "-", "*", ":"}:
            return sign(node.text, node.text)
        return self.drawn(node, path)[0]

    # --- applications
    def arguments(self, args: tuple[Node, ...], path: Path, first: int) -> Box:
        """Draw arguments with commas between."""
        return Row(tuple(joined((self.drawn(arg, (*path, first + at))[0] for at, arg in enumerate(args)), COMMA)))

    def head(self, node: Node, path: Path) -> Box:
        """Draw what is applied."""
        if isinstance(node, Symbol) or (isinstance(node, Op) and node.op in {"prime", "inverse_function"}):
            return self.drawn(node, path)[0]
        return Fence("(", ")", self.drawn(node, path)[0])

    def call(self, node: Call, path: Path) -> Box:
        """Draw a function applied; braces mark it where brackets alone would be a product."""
        inside = self.arguments(node.args, path, 1)
        return Row((self.head(node.head, (*path, 0)), Fence("(", ")", inside, applied=self.needs_braces(node.head))))

    def needs_braces(self, head: Node) -> bool:
        """Tell whether brackets behind a head would not be read as its arguments by themselves."""
        while isinstance(head, Op) and head.op in {"prime", "inverse_function"}:
            head = head.args[0]
        if not isinstance(head, Symbol):
            return False
        declared = self.notation.declared(head)
        if declared is not None:
            return not declared.is_applied
        return not (head.base in FUNCTION_LETTERS or (len(head.base) > 1 and head.base not in signs.GREEK))

    def density(self, node: Density, path: Path) -> Box:
        """Draw a law at a point."""
        inside = self.arguments(node.of, path, 1)
        if node.given:
            behind = self.arguments(node.given, path, 1 + len(node.of))
            inside = Row((inside, sign("\\mid", "∣"), behind))
        head = node.head
        simple = bool(node.given) or len(node.of) > 1 or all(isinstance(each, Symbol) for each in node.of)
        applied = isinstance(head, Symbol) and self.notation.declared(head) is None and not simple
        return Row((self.head(head, (*path, 0)), Fence("(", ")", inside, applied=applied)))

    def expectation(self, node: Expectation, path: Path) -> Box:
        """Draw an expectation or its kin."""
        base: Box = Glyph("mi", *signs.AVERAGES[node.op])
        laws = [self.index(law, (*path, at)) for at, law in enumerate(node.laws)]
        if laws:
            base = Scripts(base, Row(tuple(joined(laws, COMMA))))
        inside = self.arguments(node.args, path, len(laws))
        if node.given:
            behind = self.arguments(node.given, path, len(laws) + len(node.args))
            inside = Row((inside, sign("\\mid", "∣"), behind))
        return Row((base, Fence("[", "]", inside)))

    # --- binders
    def binder(self, node: Binder, path: Path) -> Drawn:
        """Draw an operator that binds."""
        variables = tuple(joined((self.drawn(v, (*path, at))[0] for at, v in enumerate(node.variables)), COMMA))
        at = len(node.variables)
        places: dict[str, Path] = {}
        for role, child in (("lower", node.lower), ("upper", node.upper), ("domain", node.domain), ("body", node.body)):
            if child is not None:
                places[role] = (*path, at)
                at += 1
        upper = None if node.upper is None else self.drawn(node.upper, places["upper"])[0]
        if node.op == "set_of":
            return self.set_of(node, variables, places), OPERAND
        if node.op == "map":
            body = self.drawn(node.body, places["body"])[0]
            return Row((*_grouped(variables), sign("\\mapsto", "↦"), body)), OPEN
        if node.op in {"forall", "exists"}:
            quantifier = sign(f"\\{node.op}", "∀" if node.op == "forall" else "∃")
            body = self.drawn(node.body, places["body"])[0]
            return Row((quantifier, *self.domain(node, variables, places), COMMA, body)), OPEN
        base = sign(*signs.BIG[node.op])
        if node.op == "integral":
            role = "lower" if node.lower is not None else "domain"
            bound = node.lower if node.lower is not None else node.domain
            below = None if bound is None else self.drawn(bound, places[role])[0]
            body = self.at(node.body, places["body"], POWER)
            tail = [part for variable in variables if variable is not COMMA for part in (_THIN, _D, variable)]
            return Row((Scripts(base, below, upper), body, *tail)), RIGHT
        below = self.below(node, variables, places)
        return Row((Scripts(base, below, upper, limits=True), self.at(node.body, places["body"], PRODUCT))), RIGHT

    def below(self, node: Binder, variables: tuple[Box, ...], places: dict[str, Path]) -> Box | None:
        """Draw what stands under a big operator."""
        if node.lower is not None:
            relation = sign("\\to", "→") if node.op == "limit" else sign("=", "=")
            start = (*variables, relation, self.at(node.lower, places["lower"], SUM))
            if node.domain is None:
                return Row(start)
            return Row((*start, COMMA, self.drawn(node.domain, places["domain"])[0]))
        domain = self.domain(node, variables, places)
        return Row(domain) if domain else None

    def domain(self, node: Binder, variables: tuple[Box, ...], places: dict[str, Path]) -> tuple[Box, ...]:
        """Draw bound variables with their domain: a condition as it stands, a set behind ∈."""
        if node.domain is None:
            return variables
        if isinstance(node.domain, Relation) or (isinstance(node.domain, Op) and node.domain.op == "and"):
            return (self.drawn(node.domain, places["domain"])[0],)
        return (*variables, sign("\\in", "∈"), self.at(node.domain, places["domain"], SUM))

    def set_of(self, node: Binder, variables: tuple[Box, ...], places: dict[str, Path]) -> Box:
        """Draw a set given by a condition."""
        body = self.drawn(node.body, places["body"])[0]
        if not node.variables:
            condition = () if node.domain is None else (self.drawn(node.domain, places["domain"])[0],)
            return Fence("{", "}", Row((body, sign("\\mid", "∣"), *condition)))
        member = variables
        if node.domain is not None:
            member = (*variables, sign("\\in", "∈"), self.at(node.domain, places["domain"], SUM))
        return Fence("{", "}", Row((*member, sign("\\mid", "∣"), body)))

    @abstractmethod
    def operation(self, node: Op, path: Path) -> Drawn:
        """Draw an operator with its arguments."""


_D = Glyph("mi", "\\mathrm{d}", "d")
_THIN = Glyph("mspace", "\\,", " ")


def _is_raised(node: Symbol) -> bool:
    """Tell whether a name has something above it, so that a power needs a group around it."""
    return bool(node.sups) or any(mark in AFTER_MARKS and mark != "prime" for mark in node.marks)


def _grouped(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    return boxes if len(boxes) <= 1 else (Fence("(", ")", Row(boxes)),)


def joined(boxes: Iterable[Box], between: Box) -> list[Box]:
    """Return boxes with another between each two."""
    found: list[Box] = []
    for box in boxes:
        if found:
            found.append(between)
        found.append(box)
    return found
