"""A batch of worlds of one shape: the same sizes, many draws of every number, table and function."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from zlib import crc32

import numpy as np

from grader.maths.notation import Domain
from grader.maths.worlds.draws import SmoothFunction, numbers, smooth_function, stream
from grader.maths.worlds.question import Factor, FunctionSpec, Model, QuestionNotation, TableSpec, Variable
from grader.maths.worlds.tables import TableLaw
from grader.maths.worlds.values import Array, NoValue, Value, over_axis

BOUNDARY_SHARE = 8  # one world in so many of a dense batch stands on the boundary of each condition


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Where a formula is evaluated.

    Attributes:
        question: the notation whose symbols get a meaning.
        model: which of its families of laws.
        sizes: the integers of this shape.
        seed: of all draws; equal batches give equal values.
        pool: how many worlds were drawn.
        wide: whether numbers spread widely, for inequalities.
        kept: indices into the pool of the worlds that satisfy the conditions; all when None.
        fixed: values that a condition (``μ_1 = 0``) or a boundary gives to names, shape (pool,).
        drawn: what was drawn so far.
    """

    question: QuestionNotation
    model: Model
    sizes: Mapping[str, int]
    seed: int
    pool: int
    wide: bool = False
    kept: Array | None = None
    fixed: Mapping[str, Array] = field(default_factory=lambda: MappingProxyType({}))
    number_shape: int = 0

    @property
    def count(self) -> int:
        """How many worlds the batch has."""
        return self.pool if self.kept is None else len(self.kept)

    def restricted(self, holds: Array) -> "Batch":
        """Return the batch of those worlds where a condition holds; ``holds`` has shape (count,)."""
        kept = np.arange(self.pool) if self.kept is None else self.kept
        return replace(self, kept=kept[holds])

    def first(self, count: int) -> "Batch":
        """Return the first worlds of the batch."""
        if self.count <= count:
            return self
        kept = np.arange(self.pool) if self.kept is None else self.kept
        return replace(self, kept=kept[:count])

    def fixing(self, name: str, values: Array) -> "Batch":
        """Return the batch in which a name has these values, shape (1,) or (count,)."""
        if self.kept is not None and len(values) == len(self.kept):
            whole = np.zeros(self.pool, dtype=values.dtype)
            whole[self.kept] = values
            values = whole
        return replace(self, fixed={**self.fixed, name: np.broadcast_to(values, (self.pool,))})

    def selected(self, drawn: Array) -> Array:
        """Return the rows of the worlds that are kept."""
        return drawn if self.kept is None else drawn[self.kept]

    def number(self, name: str, domain: Domain) -> Value:
        """Return a parameter's values."""
        if name in self.fixed:
            return Value(self.selected(self.fixed[name]))
        return Value(self.selected(numbers(name, domain, self.seed, self.pool, wide=self.wide)))

    def vector(self, name: str, domain: Domain, size: int) -> Value:
        """Return a vector's values."""
        parts = [self.selected(numbers(f"{name}#{at}", domain, self.seed, self.pool, wide=False)) for at in range(size)]
        return Value(np.stack(parts, axis=-1), (), 1)

    def member(self, family: str, index: int, domain: Domain) -> Value:
        """Return one of the indexed parameters w_1 … w_N.

        Raises:
            NoValue: ``range`` if there is no such member.
        """
        spec = self.question.families[family]
        size = self.sizes.get(spec.size)
        if size is None or not 1 <= index <= size:
            raise NoValue("range", f"{family}_{index}")
        drawn = [numbers(f"{family}_{at}", domain, self.seed, self.pool, wide=False) for at in range(1, size + 1)]
        value = drawn[index - 1]
        if spec.sums_to is not None:
            value = value * spec.sums_to / np.sum(drawn, axis=0)
        return Value(self.selected(value))

    def function(self, name: str, spec: FunctionSpec, arity: int) -> SmoothFunction:
        """Return the random function that a name stands for."""
        whole = smooth_function(name, spec, arity, self.seed, self.pool)
        if self.kept is None:
            return whole
        return SmoothFunction(
            whole.slope[self.kept],
            whole.weights[self.kept],
            whole.rates[self.kept],
            whole.shifts[self.kept],
            whole.offset[self.kept],
            whole.positive,
        )

    # --- indices and random variables
    def integer(self, text: str) -> int:
        """Return a bound as a number: ``2``, ``T``, ``T-1``.

        Raises:
            NoValue: ``unknown`` if it is neither.
        """
        name, sign, rest = text.partition("-")
        start = self.sizes.get(name.strip())
        if start is None:
            if not name.strip().isdigit():
                raise NoValue("unknown", text)
            start = int(name)
        return start - int(rest) if sign else start

    def free_index(self, name: str) -> int:
        """Return what an index stands for where nothing binds it: inside its range, not at its ends if that can be.

        Raises:
            NoValue: ``range`` if it has no range in these worlds.
        """
        bounds = self.question.indices.get(name)
        if bounds is None:
            raise NoValue("unknown", name)
        low, high = self.integer(bounds[0]), self.integer(bounds[1])
        inside = [at for at in range(low, high + 1) if at not in {1, high}] or list(range(low, high + 1))
        if not inside:
            raise NoValue("range", name)
        return inside[(self.number_shape + crc32(name.encode())) % len(inside)]

    def index_range(self, name: str) -> tuple[int, int] | None:
        """Return the range of an index that a sum without bounds runs over."""
        bounds = self.question.indices.get(name)
        return None if bounds is None else (self.integer(bounds[2]), self.integer(bounds[1]))

    def states(self, variable: str) -> int:
        """Return how many values a discrete random variable takes: 2 or 3, neighbours unequal."""
        stem, _, index = variable.partition("_")
        start = int(index) if index.isdigit() else len(self.question.random) + list(self.question.random).index(stem)
        return 2 + (start + self.number_shape) % 2

    def variables(self) -> tuple[str, ...]:
        """Return every discrete random variable of these worlds, by resolved name."""
        found: list[str] = []
        for variable in self.question.random.values():
            if variable.kind == "discrete":
                found.extend(self.resolved(variable))
        return tuple(found)

    def resolved(self, variable: Variable) -> list[str]:
        """Return the names that an indexed variable stands for."""
        if variable.first is None or variable.last is None:
            return [variable.name]
        first, last = self.integer(variable.first), self.integer(variable.last)
        return [f"{variable.name}_{at}" for at in range(first, last + 1)]

    def states_of(self, variable: str) -> Value:
        """Return the numbers that a discrete variable's states stand for, along its axis."""
        rng = stream(f"states {variable}", self.seed)
        return over_axis(rng.uniform(-2, 2, (1, self.states(variable))), variable)

    def table_law(self, name: str, spec: TableSpec) -> TableLaw:
        """Draw a joint law that factorises as declared; variables that no factor has get a law of their own."""
        factors: list[Factor] = []
        for factor in spec.factors:
            factors.extend(self._instances(factor))
        covered = {variable for factor in factors for variable in factor.of}
        missing = tuple(variable for variable in self.variables() if variable not in covered)
        if missing:
            factors.append(Factor(missing, ()))
        drawn: list[Value] = []
        for factor in factors:
            axes = tuple(sorted({*factor.of, *factor.given}))
            rng = stream(f"{name}({','.join(factor.of)}|{','.join(factor.given)})", self.seed)
            shape = (self.pool, *(self.states(axis) for axis in axes))
            table = np.exp(rng.normal(0.0, 0.9, shape))
            over = tuple(axes.index(axis) + 1 for axis in factor.of)
            drawn.append(Value(self.selected(table / table.sum(axis=over, keepdims=True)), axes))
        return TableLaw.of(drawn)

    def _instances(self, factor: Factor) -> list[Factor]:
        """Return a factor for each value of its index t; ``x_{1:T}`` becomes x_1, …, x_T."""
        names = (*factor.of, *factor.given)
        if any("t" in _index_of(name) for name in names):
            last = self.integer("T")
            return [Factor(self._at(factor.of, t), self._at(factor.given, t)) for t in range(1, last + 1)]
        return [Factor(self._at(factor.of, 0), self._at(factor.given, 0))]

    def _at(self, names: tuple[str, ...], t: int) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            stem, _, index = name.partition("_")
            index = index.strip("{}")
            if not index:
                found.append(stem)
            elif ":" in index:
                low, high = (self.integer(bound) for bound in index.split(":"))
                found.extend(f"{stem}_{at}" for at in range(low, high + 1))
            elif index.startswith("t"):
                found.append(f"{stem}_{t - int(index[2:] or 0) if len(index) > 1 else t}")
            else:
                found.append(f"{stem}_{self.integer(index)}")
        return tuple(found)


def _index_of(name: str) -> str:
    return name.partition("_")[2]
