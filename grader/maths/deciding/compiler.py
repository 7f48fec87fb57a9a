"""A formula compiled once into a flat list of ball operations, shared subtrees once."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from grader.maths.deciding.analytic import ANALYTIC
from grader.maths.deciding.balls import Function
from grader.maths.deciding.build import free_names
from grader.maths.deciding.calculus import NotDifferentiable, head_and_orders
from grader.maths.deciding.functions import OPEN, STRICT
from grader.maths.deciding.program import CONSTANT_VALUES, NotComputable, Program, Special, Step, Surroundings, Traits
from grader.maths.deciding.specials import arccotangent, exact_arithmetic, indexed_symbol, odd_root
from grader.maths.deciding.state import RandomFunction
from grader.maths.node import Node
from grader.maths.notation import DENSITY_LETTERS
from grader.maths.tree import Binder, Call, Constant, Number, Op, Relation, Symbol

_ADD = STRICT["add"]  # the same object in every table
_MOVED = frozenset({Symbol, Call, Binder})  # what a point moves, or may
_STEEP = frozenset({
    "tanh",
    "coth",
    "sinh",
    "cosh",
    "erf",
    "erfc",
    "logistic",
    "softplus",
    "gamma",
    "factorial",
    "atan",
})
_KINKS = frozenset(
    {"sqrt", "log", "log_base", "abs", "sgn", "floor", "ceil", "mod", "max", "min", "gcd", "lcm", "heaviside", "relu",
     "re", "im", "arg", "conjugate", "lambert_w", "logit", "double_factorial", "asin", "acos", "atan", "acot", "asec",
     "acsc", "acosh", "atanh", "acoth", "asech", "acsch", "asinh", "softplus"}
)  # fmt: skip


def compile_formulas(nodes: Sequence[Node], around: Surroundings) -> Program:
    """Compile formulas of the core (see ``rewrite``) into one program.

    Raises:
        NotComputable: if a piece has no numeric value.
    """
    compiler = Compiler(around)
    raw = [compiler.register(node) for node in nodes]
    return compiler.finish(raw)


class Compiler:
    """Numbers registers in three kinds while compiling; ``finish`` lays them out in one row.

    A raw register is ``3k`` for the k-th number, ``3k + 1`` for the k-th symbol, ``3k + 2`` for the k-th step.
    """

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.known: dict[Node, int] = {}
        self.exact: dict[Node, Fraction | None] = {}
        self.constant: dict[Node, bool] = {}
        self.numbers: dict[Fraction | str, int] = {}
        self.symbols: dict[str, int] = {}
        self.steps: list[tuple[Function, int, int] | tuple[Callable[[tuple[int, ...]], Special], tuple[int, ...]]] = []
        self.kinks = self.opaque = self.conventions = self.integrals = self.alternates = False
        self.nesting = 0
        self.counted: set[str] = set()
        self.steep: set[int] = set()

    def finish(self, outputs: Sequence[int]) -> Program:
        """Lay the registers out and return the program."""
        count, names = len(self.numbers), len(self.symbols)
        starts = (0, count, count + names)

        def place(raw: int) -> int:
            return starts[raw % 3] + raw // 3

        code: list[Step] = []
        for step in self.steps:
            if len(step) == 3:
                code.append((step[0], place(step[1]), place(step[2])))
            else:
                code.append((step[0](tuple([place(raw) for raw in step[1]])), -1, 0))
        terms = {raw for step in self.steps if len(step) == 3 and step[0] is _ADD for raw in step[1:]}
        places = tuple([place(raw) for raw in terms]), tuple([place(raw) for raw in self.steep])
        traits = Traits(
            *places,
            kinks=self.kinks,
            opaque=self.opaque,
            conventions=self.conventions,
            integrals=self.integrals,
            alternates=self.alternates,
            nesting=self.nesting,
            counted=frozenset(self.counted),
        )
        return Program(list(self.numbers), list(self.symbols), code, [place(raw) for raw in outputs], traits)

    def absorb(self, traits: Traits, bound: str | None = None) -> None:
        """Take over what was met in a part that was compiled apart, such as a sum's body."""
        self.kinks |= traits.kinks
        self.opaque |= traits.opaque
        self.conventions |= traits.conventions
        self.integrals |= traits.integrals
        self.alternates |= traits.alternates
        self.nesting = max(self.nesting, traits.nesting + (bound is not None))
        self.counted |= traits.counted - {bound}

    def number(self, value: Fraction | str) -> int:
        """Return the register of a constant."""
        return 3 * self.numbers.setdefault(value, len(self.numbers))

    def symbol(self, name: str) -> int:
        """Return the register of a symbol."""
        return 3 * self.symbols.setdefault(name, len(self.symbols)) + 1

    def step(self, function: Function, i: int, j: int) -> int:
        """Append an operation and return its register."""
        self.steps.append((function, i, j))
        return 3 * len(self.steps) - 1

    def special(self, make: Callable[[tuple[int, ...]], Special], raws: Sequence[int]) -> int:
        """Append an operation that sees the state; ``make`` gets the final places of the registers it needs."""
        self.steps.append((make, tuple(raws)))
        return 3 * len(self.steps) - 1

    def register(self, node: Node) -> int:
        """Return the register that holds a formula's value."""
        found = self.known.get(node)
        if found is None:
            exact = self.exact_value(node)
            found = self.number(exact) if exact is not None else self._register(node)
            self.known[node] = found
        return found

    def is_constant(self, node: Node) -> bool:
        """Whether nothing in it depends on the point."""
        if type(node) in _MOVED:
            return False
        found = self.constant.get(node)
        if found is None:
            found = self.constant[node] = all(self.is_constant(child) for child in node.children)
        return found

    def table(self, node: Node) -> dict[str, Function]:
        """Return the functions that a part may use: on the real line, only parts without symbols may leave it."""
        if self.around.is_analytic:
            return ANALYTIC
        return OPEN if self.around.is_complex or self.is_constant(node) else STRICT

    def exact_value(self, node: Node) -> Fraction | None:
        """Return the value of a formula of small rational numbers and arithmetic, None for any other."""
        if isinstance(node, Number):
            return node.value
        if not isinstance(node, Op) or node.op not in {"neg", "add", "mul", "div", "pow"}:
            return None
        if node in self.exact:
            return self.exact[node]
        values: list[Fraction] = []
        result: Fraction | None = None
        for arg in node.args:
            value = self.exact_value(arg)
            if value is None:
                break
            values.append(value)
        else:
            result = exact_arithmetic(node.op, values)
        self.exact[node] = result
        return result

    def _register(self, node: Node) -> int:
        match node:
            case Symbol():
                return self._symbol(node)
            case Constant(name=name):
                if name not in CONSTANT_VALUES:
                    raise NotComputable(name)
                return self.number(name)
            case Op():
                return self._operator(node)
            case Call():
                return self._call(node)
            case Binder():
                from grader.maths.deciding.binders import register_binder  # binders compile their bodies here

                return register_binder(self, node)
            case _:
                return self.unknown(node)

    def unknown(self, node: Node) -> int:
        """Return a register for something that no one can evaluate: the same node, the same random value."""
        if isinstance(node, Constant | Relation) or type(node).__name__ in {"Text", "Hole", "Matrix"}:
            raise NotComputable(type(node).__name__.lower())
        self.opaque = True
        return self.symbol(f"⟨{node!r}⟩")

    def _symbol(self, node: Symbol) -> int:
        declared = self.around.notation.declared(node)
        if declared is not None and declared.shape != "scalar":
            raise NotComputable(node.name)
        names = {name for child in node.children for name in free_names(child)} & self.around.indices
        if not names or node.name in self.around.indices:
            return self.symbol(node.name)
        ordered = sorted(names)

        return self.special(indexed_symbol(node, ordered), [self.symbol(name) for name in ordered])

    def _operator(self, node: Op) -> int:
        op, args = node.op, node.args
        if op in _KINKS:
            self.kinks = True
        if op in {"add", "mul", "max", "min", "gcd", "lcm"}:
            return self._chain(node)
        if op == "pow":
            return self._power(node)
        if op == "root":
            return self._root(node)
        if op == "acot":
            return self._arccotangent(node)
        if op == "log" and len(args) == 2:
            self.kinks = True
            op = "log_base"
        function = self.table(node).get(op)
        one, *others = args
        if function is not None and len(others) <= 1:
            first = self.register(one)
            if op in _STEEP:
                self.steep.add(first)
            return self.step(function, first, self.register(others[0]) if others else first)
        if op in {"piecewise", "indicator"}:
            from grader.maths.deciding.conditions import register_cases  # conditions compile their sides here

            self.kinks = True
            return register_cases(self, node)
        if op in {"derivative", "partial"} and isinstance(args[0], Symbol):
            return self.symbol(f"⟨{node!r}⟩")  # dy/dx, of a y that nobody gave
        if op in _OPAQUE:
            return self.unknown(node)
        raise NotComputable(op)

    def _chain(self, node: Op) -> int:
        function = self.table(node)[node.op]
        raws = [self.register(arg) for arg in node.args]
        total = raws[0]
        for raw in raws[1:]:
            total = self.step(function, total, raw)
        return total

    def _power(self, node: Op) -> int:
        base, exponent = node.args
        table = self.table(node)
        exact = self.exact_value(exponent)
        if exact is None:
            self.kinks = True
            self.alternates |= self.is_constant(base) and not self.is_constant(exponent) and _is_negative(base)
        elif exact.denominator != 1:
            self.kinks = True
            if exact.denominator % 2 == 1 and not self.around.is_complex:
                self.conventions = True
                odd = odd_root(exact, table["pow"], is_doubtful=True)
                return self.special(odd, (self.register(base), self.register(exponent)))
        return self.step(table["pow"], self.register(base), self.register(exponent))

    def _root(self, node: Op) -> int:
        base, index = node.args
        around = self.around
        self.kinks = True
        table = self.table(node)
        exact = self.exact_value(index)
        inverse = self.register(Op("div", (Number(Fraction(1), "1"), index)))
        if exact is not None and exact.denominator == 1 and exact % 2 == 1 and exact > 0 and not around.is_complex:
            self.conventions = True
            return self.special(
                odd_root(1 / exact, table["pow"], is_doubtful=around.has_imaginary), (self.register(base), inverse)
            )
        return self.step(table["pow"], self.register(base), inverse)

    def _arccotangent(self, node: Op) -> int:
        self.kinks = self.conventions = True

        return self.special(arccotangent, (self.register(node.args[0]),))

    def _call(self, node: Call) -> int:
        try:
            head, orders = head_and_orders(node)
        except NotDifferentiable:
            return self.unknown(node)
        match head:
            case Symbol():
                if head.base in DENSITY_LETTERS and self.around.notation.declared(head) is None:
                    self.opaque = True  # p(x, y) and p(x) p(y) may be equal or not
                declared = self.around.notation.declared(head)
                name, is_positive = head.name, declared is not None and declared.domain in {"positive", "probability"}
                if declared is not None and (declared.shape != "scalar" or declared.role in {"density", "operator"}):
                    return self.unknown(node)
            case Op(op="inverse_function", args=(Symbol() as f,)):
                name, is_positive = f"{f.name}⁻¹", False
            case _:
                return self.unknown(node)
        function = RandomFunction(name, len(node.args), is_positive=is_positive)

        def make(places: tuple[int, ...]) -> Special:
            return lambda _, registers: function([registers[k] for k in places], orders)

        return self.special(make, [self.register(arg) for arg in node.args])


def _is_negative(base: Node) -> bool:
    return isinstance(base, Op) and base.op == "neg"


_OPAQUE = frozenset({
    "kl",
    "normal",
    "prime",
    "derivative",
    "partial",
    "gradient",
    "divergence",
    "laplacian",
    "entropy",
})
