# ruff: noqa: D102 - what `children`, `with_children` and `key` promise is said once, in Node
"""The syntax tree that every reader builds and every judge walks.

Twelve node classes, all frozen; what they mean beyond their shape is told by an operator's name
(``Op("div", (a, b))``), so an evaluator is one table from names to functions and an edit search is one rule
per name. A node never evaluates or rewrites anything: ``2 + 2`` stays a sum, ``-2`` is ``neg`` of 2, brackets that
group stay visible as nesting (``a + (b + c)`` is a sum in a sum).

Equality and hash ignore where a node stood in the source. The hash is computed once per node, so trees may serve
as keys of caches; two equal subtrees are one key.

Paths: a path is a tuple of indices into ``children``; ``()`` is the node itself.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from grader.maths.node import NOWHERE, Leaf, Node, Path, Span

__all__ = [
    "AFTER_MARKS",
    "NOWHERE",
    "Binder",
    "Call",
    "Constant",
    "Density",
    "Expectation",
    "Hole",
    "Leaf",
    "Matrix",
    "Node",
    "Number",
    "Op",
    "Path",
    "Relation",
    "Span",
    "Symbol",
    "Text",
]


@dataclass(frozen=True, slots=True, eq=False)
class Number(Leaf):
    """A literal: an integer or a decimal, exact, never negative when it was read.

    ``written`` is normalised: digits with at most one ``.`` (``0.50``, ``.5`` as ``0.5``, ``1{,}000`` as ``1000``)
    and perhaps an exponent (``5.1e-2``). It belongs to equality: 1.20 promises more than 1.2.
    """

    value: Fraction
    written: str
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def is_decimal(self) -> bool:
        """Whether it was written with a decimal point or an exponent, hence perhaps rounded."""
        return "." in self.written or "e" in self.written

    @property
    def half_unit(self) -> Fraction:
        """Half a unit of the last digit written: 1/200 for 0.81, 0 for an integer."""
        if not self.is_decimal:
            return Fraction(0)
        digits, _, exponent = self.written.partition("e")
        places = len(digits.partition(".")[2]) - (int(exponent) if exponent else 0)
        return Fraction(1, 2) * (Fraction(1, 10**places) if places >= 0 else Fraction(10**-places))

    def key(self) -> tuple[object, ...]:
        return (self.value, self.written)


@dataclass(frozen=True, slots=True, eq=False)
class Symbol(Node):
    r"""A name: ``x``, ``\mu_1``, ``\hat{\mathbf{x}}_{t-1}``, ``x^{(i)}``, ``\psi^*``.

    Attributes:
        base: the letter or word, Greek spelled out (``mu``, ``varepsilon``, ``Sigma``).
        marks: what is written around the letter and belongs to the name, innermost first: fonts
            (``bold``, ``cal``, ``bb``, ``frak``, ``upright``), accents (``hat``, ``tilde``, ``bar``, ``dot``,
            ``ddot``, ``vec``, ``check``, ``breve``), then ``prime``, ``star``, ``dagger``, ``plus``, ``minus``.
        subs: indices below, each a tree: ``x_{t-1}`` keeps ``t - 1``, ``x_{1:T}`` an ``Op("range", …)``,
            ``x_{ij}`` and ``x_{i,j}`` two indices, ``L_{\text{DDPM}}`` a ``Text``.
        sups: indices above, written in brackets: ``x^{(i)}``, or declared by the notation.
    """

    base: str
    marks: tuple[str, ...] = ()
    subs: tuple[Node, ...] = ()
    sups: tuple[Node, ...] = ()
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def stem(self) -> str:
        """The name without its indices: ``hat_x`` of a hatted x, ``psi_star``."""
        name = self.base
        for mark in self.marks:
            name = f"{name}_{mark}" if mark in AFTER_MARKS else f"{mark}_{name}"
        return name

    @property
    def name(self) -> str:
        """The canonical name with its indices: ``mu_1``, ``x_{t-1}``, ``x_{1:T}``, ``x_{i,j}``, ``x^(i)``."""
        below = ",".join(_short(index) for index in self.subs)
        if below:
            below = f"_{below}" if below.isalnum() else f"_{{{below}}}"
        above = ",".join(_short(index) for index in self.sups)
        return f"{self.stem}{below}^({above})" if above else f"{self.stem}{below}"

    @property
    def children(self) -> tuple[Node, ...]:
        return (*self.subs, *self.sups)

    def with_children(self, children: tuple[Node, ...]) -> "Symbol":
        below = len(self.subs)
        return Symbol(self.base, self.marks, children[:below], children[below:], self.span)

    def key(self) -> tuple[object, ...]:
        return (self.base, self.marks, self.subs, self.sups)


AFTER_MARKS = frozenset({"prime", "star", "dagger", "plus", "minus"})  # written behind the letter


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Leaf):
    """A name whose meaning is fixed; ``operators.CONSTANTS`` lists them."""

    name: str
    span: Span = field(default=NOWHERE, repr=False)

    def key(self) -> tuple[object, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True, eq=False)
class Op(Node):
    """An operator or a well-known function applied to its arguments; ``operators.OPERATORS`` lists them."""

    op: str
    args: tuple[Node, ...]
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        return self.args

    def with_children(self, children: tuple[Node, ...]) -> "Op":
        return Op(self.op, children, self.span)

    def key(self) -> tuple[object, ...]:
        return (self.op, self.args)


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    r"""A function of the author's applied: ``f(x)``, ``f'(x)``, ``f^{-1}(y)``, ``C_\psi(x)``, ``(f ∘ g)(x)``.

    ``head`` is a ``Symbol`` or ``Op`` ``prime``, ``inverse_function``, ``compose`` over heads. ``L(ψ, θ; x)`` has
    its parameters after the semicolon as further arguments.
    """

    head: Node
    args: tuple[Node, ...]
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.head, *self.args)

    def with_children(self, children: tuple[Node, ...]) -> "Call":
        return Call(children[0], children[1:], self.span)

    def key(self) -> tuple[object, ...]:
        return (self.head, self.args)


@dataclass(frozen=True, slots=True, eq=False)
class Density(Node):
    r"""A law at a point: ``p_\phi(x_{t-1} \mid x_t, x_0)``; also a probability of events, ``P(A | B)``.

    As the law of an expectation or an argument of ``kl`` it stands for the law itself. ``given`` is empty for a
    marginal or joint ``p(x, z)``. Whether an undeclared ``p(x)`` is a ``Density`` or a ``Call``: see ``Notation``.
    """

    head: Node
    of: tuple[Node, ...]
    given: tuple[Node, ...] = ()
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.head, *self.of, *self.given)

    def with_children(self, children: tuple[Node, ...]) -> "Density":
        cut = 1 + len(self.of)
        return Density(children[0], children[1:cut], children[cut:], self.span)

    def key(self) -> tuple[object, ...]:
        return (self.head, self.of, self.given)


@dataclass(frozen=True, slots=True, eq=False)
class Expectation(Node):
    r"""``\mathbb{E}_{law}[body | given]`` and its kin.

    Attributes:
        op: ``expectation``, ``variance``, ``covariance`` or ``entropy``.
        laws: what the subscript says, piece by piece: a ``Density``, a ``Symbol`` (a law's or a variable's name),
            or a ``Relation`` ``x ∼ q``; empty without subscript.
        args: what is averaged; two for a covariance.
        given: what stands behind a bar at the end of the bracket.
    """

    op: str
    laws: tuple[Node, ...]
    args: tuple[Node, ...]
    given: tuple[Node, ...] = ()
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        return (*self.laws, *self.args, *self.given)

    def with_children(self, children: tuple[Node, ...]) -> "Expectation":
        first = len(self.laws)
        second = first + len(self.args)
        return Expectation(self.op, children[:first], children[first:second], children[second:], self.span)

    def key(self) -> tuple[object, ...]:
        return (self.op, self.laws, self.args, self.given)


@dataclass(frozen=True, slots=True, eq=False)
class Binder(Node):
    r"""An operator that binds variables in its body: ``\sum_{t=2}^{T} a_t``, ``\int f dx``, ``\forall x \in A: …``.

    Attributes:
        op: ``sum``, ``product``, ``integral``, ``limit``, ``max``, ``min``, ``sup``, ``inf``, ``argmax``, ``argmin``,
            ``union``, ``intersection``, ``forall``, ``exists``, ``set_of`` (set-builder) or ``map`` (``x ↦ body``).
        variables: what is bound. Empty for an integral without ``dx`` or an operator without subscript: then
            the notation's default decides, or nobody.
        lower: the lower bound; a limit's point (with ``Op("from_above", (a,))`` or ``from_below`` for one-sided ones).
        upper: the upper bound.
        domain: a set, or a condition on the variables (``Relation`` ``i ≠ j``, ``Op`` ``and`` of several) instead.
        body: what is summed, integrated, claimed.
    """

    op: str
    variables: tuple[Node, ...]
    lower: Node | None
    upper: Node | None
    domain: Node | None
    body: Node
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        bounds = (self.lower, self.upper, self.domain)
        return (*self.variables, *(bound for bound in bounds if bound is not None), self.body)

    def with_children(self, children: tuple[Node, ...]) -> "Binder":
        count = len(self.variables)
        rest = iter(children[count:])
        lower = None if self.lower is None else next(rest)
        upper = None if self.upper is None else next(rest)
        domain = None if self.domain is None else next(rest)
        return Binder(self.op, children[:count], lower, upper, domain, children[-1], self.span)

    def key(self) -> tuple[object, ...]:
        return (self.op, self.variables, self.lower, self.upper, self.domain, self.body)


@dataclass(frozen=True, slots=True, eq=False)
class Relation(Node):
    """A chain ``A = B ≤ C``: ``operands`` (n + 1 of them) around ``relations`` (n names of ``operators.RELATIONS``)."""

    operands: tuple[Node, ...]
    relations: tuple[str, ...]
    span: Span = field(default=NOWHERE, repr=False)
    places: tuple[Span, ...] = field(default=(), repr=False)  # of the relation signs, for reports

    @property
    def children(self) -> tuple[Node, ...]:
        return self.operands

    def with_children(self, children: tuple[Node, ...]) -> "Relation":
        return Relation(children, self.relations, self.span, self.places)

    def key(self) -> tuple[object, ...]:
        return (self.operands, self.relations)


@dataclass(frozen=True, slots=True, eq=False)
class Matrix(Node):
    """A matrix, row by row; a column vector has one column. Its brackets carry no meaning (a ``det`` is an ``Op``)."""

    columns: int
    entries: tuple[Node, ...]
    span: Span = field(default=NOWHERE, repr=False)

    @property
    def rows(self) -> tuple[tuple[Node, ...], ...]:
        """The entries, one tuple a row."""
        width = self.columns
        return tuple(self.entries[at : at + width] for at in range(0, len(self.entries), width))

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return len(self.entries) // self.columns, self.columns

    @property
    def children(self) -> tuple[Node, ...]:
        return self.entries

    def with_children(self, children: tuple[Node, ...]) -> "Matrix":
        return Matrix(self.columns, children, self.span)

    def key(self) -> tuple[object, ...]:
        return (self.columns, self.entries)


@dataclass(frozen=True, slots=True, eq=False)
class Text(Leaf):
    """Words: a subscript like ``data``, a label of a brace, prose. It has no value; nothing that judges may skip it."""

    text: str
    span: Span = field(default=NOWHERE, repr=False)

    def key(self) -> tuple[object, ...]:
        return (self.text,)


@dataclass(frozen=True, slots=True, eq=False)
class Hole(Leaf):
    """A named gap in a pattern; it is built, never read."""

    name: str
    span: Span = field(default=NOWHERE, repr=False)

    def key(self) -> tuple[object, ...]:
        return (self.name,)


def _short(index: Node) -> str:
    """Write an index as it appears in a canonical name."""
    match index:
        case Number(written=written):
            return written
        case Symbol():
            return index.name
        case Text(text=text):
            return text
        case Constant(name=name):
            return name
        case Op(op="range", args=(start, end)):
            return f"{_short(start)}:{_short(end)}"
        case Op(op="add", args=args):
            parts = (_short(arg) if _is_neg(arg) else "+" + _short(arg) for arg in args)
            return "".join(parts).removeprefix("+")
        case Op(op="neg", args=(arg,)):
            return f"-{_short(arg)}"
        case Op(op=op, args=args):
            return f"{op}({','.join(_short(arg) for arg in args)})"
        case _:
            inside = ",".join(_short(child) for child in index.children)
            return f"{type(index).__name__.lower()}({inside})"


def _is_neg(node: Node) -> bool:
    return isinstance(node, Op) and node.op == "neg"
