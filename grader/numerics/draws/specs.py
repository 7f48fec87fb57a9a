"""The language of inputs: what a rubric may say of each argument. Data only; ``generate`` draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from grader.model.checker import Parameters

Shape: TypeAlias = tuple[int | str, ...]
"""Sizes, outermost first: numbers, or names of integers that are drawn as well. ``[]`` is a scalar."""

Number: TypeAlias = bool | int | float | Literal["inf", "-inf", "nan"]
Row: TypeAlias = tuple[Number, ...]
Table: TypeAlias = tuple[Row, ...]
Stack: TypeAlias = tuple[Table, ...]
Plain: TypeAlias = Number | Row | Table | Stack | tuple[Stack, ...]
"""A number, or nested lists of numbers, up to four deep: these become arrays of floats."""

MOST_CASES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal(Parameters):
    """Independent normal numbers: ``{normal: [8, 3]}``."""

    normal: Shape
    """The shape; ``[]`` for one float."""
    loc: float = 0.0
    """The mean."""
    scale: float = 1.0
    """The standard deviation."""

    def __post_init__(self) -> None:
        check_shape(self.normal)
        if not self.scale >= 0:
            msg = f"scale must be 0 or more, not {self.scale}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform(Parameters):
    """Numbers evenly from an interval: ``{uniform: [1, 3]}``."""

    uniform: tuple[float, float]
    """Both ends, in the argument's units."""
    shape: Shape = ()
    """The shape; one float by default."""

    def __post_init__(self) -> None:
        check_shape(self.shape)
        check_ends(self.uniform)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogUniform(Parameters):
    """Positive numbers whose logarithm is even: ``{log_uniform: [1.0e-3, 1.0e+3]}``."""

    log_uniform: tuple[float, float]
    """Both ends, above 0."""
    shape: Shape = ()
    """The shape; one float by default."""

    def __post_init__(self) -> None:
        check_shape(self.shape)
        check_ends(self.log_uniform)
        if not self.log_uniform[0] > 0:
            msg = f"a log-uniform number needs ends above 0, not {list(self.log_uniform)}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integers(Parameters):
    """Whole numbers: ``{integers: [2, 5]}``."""

    integers: tuple[int, int]
    """Both ends; either may be drawn."""
    shape: Shape = ()
    """The shape; one Python integer by default."""

    def __post_init__(self) -> None:
        check_shape(self.shape)
        check_ends(self.integers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Parameters):
    """A value as written: ``{value: 0.5}``, ``{value: [[0.0, 1.0]]}``."""

    value: Plain
    """A number crosses as a Python number, nested lists as an array of floats."""

    def __post_init__(self) -> None:
        check_even(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionNamed(Parameters):
    """A function argument from the small library that knows nothing of the answer: ``{function: tanh}``."""

    function: str
    """Its name in the library."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Parameters):
    """One of several values, at random: ``{choice: [0.5, 1.0, 2.0]}``."""

    choice: tuple[Plain | FunctionNamed, ...]
    """What to choose from."""

    def __post_init__(self) -> None:
        check_items(self.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle(Parameters):
    """Several values in turn, one a case, so that each is surely used: ``{cycle: [0.5, 1.0, 2.0]}``."""

    cycle: tuple[Plain | FunctionNamed, ...]
    """The values, in order."""

    def __post_init__(self) -> None:
        check_items(self.cycle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linspace(Parameters):
    """Evenly spaced numbers, both ends included: ``{linspace: [-3, 3, 61]}``."""

    linspace: tuple[float, float, int]
    """First, last, how many."""
    column: bool = False
    """Whether the shape is (n, 1) in place of (n,)."""

    def __post_init__(self) -> None:
        if not 1 <= self.linspace[2] <= 100_000:  # a picture or a grid, not a data set
            msg = f"linspace wants 1 to 100000 numbers, not {self.linspace[2]}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Simplex(Parameters):
    """Tables of probabilities, each row of the last axis summing to 1: ``{simplex: [T, K, K]}``."""

    simplex: Shape
    """The shape, one axis at least. Rows are uniform over the simplex."""
    zeros: int = 0
    """How many entries of every row are exactly 0, at random places; fewer than the row has."""

    def __post_init__(self) -> None:
        check_shape(self.simplex)
        if not self.simplex or self.zeros < 0:
            msg = "a simplex wants a shape of one axis at least, and `zeros` of 0 or more"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived(Parameters):
    """What a reference function makes of other names: ``{reference: q2_flows.radial_flow, of: [z, z0, a, b]}``."""

    reference: str
    """Dotted name below the rubric's reference folder."""
    of: tuple[str, ...] = ()
    """The names it is called with, in order: arguments, or auxiliary names."""


Spec: TypeAlias = (
    Normal | Uniform | LogUniform | Integers | Listed | FunctionNamed | Choice | Cycle | Linspace | Simplex | Derived
)
Given: TypeAlias = Spec | Plain
"""A spec, or a value as short for ``{value: …}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws(Parameters):
    """The calls to make: random ones and listed ones.

    Every name of every case has a random stream of its own, so that a case added, or an argument changed, leaves all
    other inputs as they were.
    """

    count: int | None = None
    """How many random cases; 1 by default, 0 where only ``cases`` are wanted."""
    arguments: Mapping[str, Given] = field(default_factory=dict[str, Given])
    """How each argument is drawn, in the order of the call. None at all: the function is called without arguments."""
    auxiliary: Mapping[str, Given] = field(default_factory=dict[str, Given])
    """Further names that are drawn and not passed: sizes, or what an argument is derived from."""
    cases: tuple[Mapping[str, Given], ...] = ()
    """Edge cases beside the random ones: what they say of a name replaces its draw; all else is drawn as ever."""

    def __post_init__(self) -> None:
        if not 1 <= self.random_count + len(self.cases) <= MOST_CASES or self.random_count < 0:
            msg = f"there must be 1 to {MOST_CASES} cases, random and listed together"
            raise ValueError(msg)
        names: dict[str, Given] = {**self.arguments, **self.auxiliary}
        if both := set(self.arguments) & set(self.auxiliary):
            msg = f"drawn twice: {', '.join(sorted(both))}"
            raise ValueError(msg)
        for at, case in enumerate(self.cases):
            if unknown := [name for name in case if name not in names]:
                msg = f"cases[{at}] names {unknown[0]!r}, which is neither an argument nor auxiliary"
                raise ValueError(msg)
        check_order(names)
        for case in self.cases:
            check_order({**names, **case})

    @property
    def random_count(self) -> int:
        """How many random cases there are."""
        return 1 if self.count is None else self.count


def needs(spec: Given) -> tuple[str, ...]:
    """Return the names that a spec refers to."""
    match spec:
        case Normal():
            shape = spec.normal
        case Uniform() | LogUniform() | Integers():
            shape = spec.shape
        case Simplex():
            shape = spec.simplex
        case Derived():
            return spec.of
        case _:
            return ()
    return tuple(size for size in shape if isinstance(size, str))


def check_order(specs: Mapping[str, Given]) -> None:
    """Check that every name referred to exists and that none is, through others, made of itself.

    Raises:
        ValueError: naming the first that is not so.
    """
    state: dict[str, bool] = {}

    def visit(name: str, asked_by: str) -> None:
        if name not in specs:
            msg = f"{asked_by!r} refers to {name!r}, which is not drawn"
            raise ValueError(msg)
        if state.get(name) is False:
            msg = f"{name!r} is made of itself"
            raise ValueError(msg)
        if name not in state:
            state[name] = False
            for other in needs(specs[name]):
                visit(other, name)
            state[name] = True

    for name in specs:
        visit(name, name)


def check_shape(shape: Shape) -> None:
    """Check that sizes are not negative.

    Raises:
        ValueError: if one is.
    """
    if any(isinstance(size, int) and size < 0 for size in shape):
        msg = f"a shape has sizes of 0 or more, not {list(shape)}"
        raise ValueError(msg)


def check_ends(ends: tuple[float, float]) -> None:
    """Check that an interval is in order and finite.

    Raises:
        ValueError: if it is not.
    """
    if not -1e308 <= ends[0] <= ends[1] <= 1e308:  # beyond lies infinity
        msg = f"an interval is [low, high], both finite, not {list(ends)}"
        raise ValueError(msg)


def check_items(items: tuple[Plain | FunctionNamed, ...]) -> None:
    """Check that there is something to choose from, every table of it even.

    Raises:
        ValueError: if not.
    """
    if not items:
        msg = "there is nothing to choose from"
        raise ValueError(msg)
    for item in items:
        if not isinstance(item, FunctionNamed):
            check_even(item)


def check_even(value: Plain) -> tuple[int, ...]:
    """Return the shape of nested lists.

    Raises:
        ValueError: if rows differ in length.
    """
    if not isinstance(value, tuple):
        return ()
    shapes = {check_even(each) for each in value}
    if len(shapes) > 1:
        msg = "the rows of a table must have one length"
        raise ValueError(msg)
    return (len(value), *next(iter(shapes), ()))
