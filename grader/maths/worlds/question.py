r"""A question's notation for derivations: what the reader knows, and what each symbol means in a random world.

The mapping (a rubric's ``notation:``) holds the reader's own keys (``symbols``, ``aliases``, ``ignore_marks``,
``domain``, ``decimal_comma``, ``log_base``, ``slash``; see ``Notation``) and these, all optional; formulas are LaTeX:

==============  ======================================================================================================
``sizes``       the integers that give a world its shape, one value per shape: ``T: [3, 4, 1]``, ``N: [3, 4]``
``indices``     free indices and their ranges: ``t: [2, T]``; a third entry is where sums without bounds begin
``random``      random variables: ``x: {from: 0, to: T}``, ``z: discrete``, ``x: real``
``models``      readings of the question, its own first: a list of ``{name, laws, definitions}``; ``laws`` alone is one
``laws``        ``p: ["x_T", "x_{t-1} | x_t"]`` factors of a joint law, ``p: {normal: [x, \mu_1, \sigma_1^2]}``,
                ``p_D: {dirac: [x, 0]}``
``observed``    variables that an expectation without its law leaves free: ``[x_0, c]``
``expectation`` the law of an E that names none
``definitions`` equations ``g(z) = z + f(z)``, ``r = \|z - z_0\|`` that every world satisfies
``conditions``  inequalities ``\beta \ge -\alpha`` that every world satisfies
``groups``      names for several symbols: ``psi: [psi_0, psi_1]``
``families``    indexed parameters: ``w: {size: N, sums_to: 1}``
``functions``   abstract functions: ``f: {derivative_above: -1}``; also ``increasing``, ``positive``, ``bounded``
``stationary``  values of starred names: ``psi_0: 0``
``spectra``     unknowns that stand for eigenvalues: ``lambda: J^*``
``unknowns``    names whose equations are imposed, not claimed
``permutable``  names of matrices that are right under any one order of rows and columns
``orders``      what an imposed ``v = 0`` is about: names of vectors that are right in any order of their entries
``granted``     statements of the question itself, that no one has to derive
``identity``    the size of the identity matrix I: ``3`` or a size's name
==============  ======================================================================================================
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, cast

from grader.maths.notation import Notation
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.result import ParseTrouble
from grader.maths.tree import Call, Node, Op, Relation, Symbol

READER_KEYS = frozenset({"symbols", "aliases", "ignore_marks", "domain", "decimal_comma", "log_base", "slash"})
FUNCTION_KEYS = frozenset({"derivative_above", "increasing", "positive", "bounded"})


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name stands for: ``g(z) = z + f(z)`` has the parameter ``z``; ``y = g(z)`` has none."""

    parameters: tuple[str, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Variable:
    """A random variable; ``first`` and ``last`` bound the index of an indexed one (``0``, ``T``)."""

    name: str
    kind: Literal["discrete", "real"]
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a joint law, by names with indices still unresolved: ``x_{t-1} | x_t``."""

    of: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A joint law over discrete variables that factorises so."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class NormalSpec:
    """A normal law of one real variable."""

    variable: str
    mean: Node
    variance: Node


@dataclass(frozen=True, slots=True)
class DiracSpec:
    """All mass at one point."""

    variable: str
    atom: Node


LawSpec = TableSpec | NormalSpec | DiracSpec


@dataclass(frozen=True, slots=True)
class Model:
    """One reading of the question: its laws, and definitions that hold beside the question's own."""

    name: str
    laws: Mapping[str, LawSpec]
    definitions: Mapping[str, Definition] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Family:
    """Parameters w_1 … w_N."""

    size: str
    sums_to: float | None = None


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """The declared conditions of an abstract function."""

    derivative_above: float | None = None
    positive: bool = False
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class QuestionNotation:
    """See the module's table; every field is its key's value, read."""

    reader: Notation
    sizes: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    indices: Mapping[str, tuple[str, str, str]] = field(default_factory=lambda: MappingProxyType({}))
    random: Mapping[str, Variable] = field(default_factory=lambda: MappingProxyType({}))
    models: tuple[Model, ...] = (Model("", MappingProxyType({})),)
    observed: tuple[str, ...] = ()
    expectation: str | None = None
    definitions: Mapping[str, Definition] = field(default_factory=lambda: MappingProxyType({}))
    conditions: tuple[Node, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    families: Mapping[str, Family] = field(default_factory=lambda: MappingProxyType({}))
    functions: Mapping[str, FunctionSpec] = field(default_factory=lambda: MappingProxyType({}))
    stationary: Mapping[str, Node] = field(default_factory=lambda: MappingProxyType({}))
    spectra: Mapping[str, Node] = field(default_factory=lambda: MappingProxyType({}))
    unknowns: tuple[str, ...] = ()
    permutable: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    granted: tuple[Node, ...] = ()
    identity: str | None = None

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> "QuestionNotation":
        """Read a question's notation from plain data, as a rubric's YAML holds it.

        Raises:
            ValueError: if a key or value is not understood; the message names it.
        """
        return _Reading(mapping).question()

    def under(self, model: Model) -> "QuestionNotation":
        """Return the question with a model's own definitions among its definitions."""
        if not model.definitions:
            return self
        return replace(self, definitions={**self.definitions, **model.definitions})

    def law_of(self, model: Model, head: Node) -> str | None:
        """Return under which name a law is declared: its full name, else its stem."""
        if not isinstance(head, Symbol):
            return None
        if head.name in model.laws:
            return head.name
        return head.stem if head.stem in model.laws else None


class _Reading:
    """One mapping being read."""

    def __init__(self, mapping: Mapping[str, object]) -> None:
        known = READER_KEYS | set(QuestionNotation.__dataclass_fields__) | {"laws"}
        for key in mapping:
            if key not in known or key == "reader":
                raise ValueError(f"notation: no key {key!r}")
        self.mapping = mapping
        self.reader = Notation.from_mapping({key: mapping[key] for key in mapping if key in READER_KEYS})

    def question(self) -> QuestionNotation:
        """Read every key."""
        definitions = dict(self.definition(text) for text in self.texts("definitions"))
        identity = self.mapping.get("identity")
        return QuestionNotation(
            reader=self.reader,
            sizes={name: tuple(int(str(size)) for size in _items(value)) for name, value in self.table("sizes")},
            indices={name: _bounds(name, value) for name, value in self.table("indices")},
            random={name: _variable(name, value) for name, value in self.table("random")},
            models=self.models(),
            observed=self.texts("observed"),
            expectation=str(self.mapping["expectation"]) if "expectation" in self.mapping else None,
            definitions=definitions,
            conditions=tuple(self.formula(text) for text in self.texts("conditions")),
            groups={name: tuple(str(item) for item in _items(value)) for name, value in self.table("groups")},
            families={name: _family(name, value) for name, value in self.table("families")},
            functions={name: _function(name, value) for name, value in self.table("functions")},
            stationary={name: self.formula(str(value)) for name, value in self.table("stationary")},
            spectra={name: self.formula(str(value)) for name, value in self.table("spectra")},
            unknowns=self.texts("unknowns"),
            permutable=self.texts("permutable"),
            orders=self.texts("orders"),
            granted=tuple(self.formula(text) for text in self.texts("granted")),
            identity=None if identity is None else str(identity),
        )

    def models(self) -> tuple[Model, ...]:
        """Read ``models`` or the one model of ``laws``."""
        if "models" not in self.mapping:
            return (Model("", {name: self.law(name, value) for name, value in self.table("laws")}),)
        models: list[Model] = []
        shared = {name: self.law(name, value) for name, value in self.table("laws")}
        for entry in _items(self.mapping["models"]):
            table = _table("models", entry)
            laws = {name: self.law(name, value) for name, value in _table("models.laws", table.get("laws", {})).items()}
            definitions = dict(self.definition(str(text)) for text in _items(table.get("definitions", ())))
            models.append(Model(str(table.get("name", "")), laws or dict(shared), definitions))
        return tuple(models)

    def law(self, name: str, value: object) -> LawSpec:
        """Read one law."""
        if isinstance(value, (list, tuple, str)):
            return TableSpec(tuple(_factor(str(item)) for item in _items(cast("object", value))))
        table = _table(f"laws.{name}", value)
        if set(table) == {"normal"}:
            variable, mean, variance = (str(item) for item in _items(table["normal"]))
            return NormalSpec(variable, self.formula(mean), self.formula(variance))
        if set(table) == {"dirac"}:
            variable, atom = (str(item) for item in _items(table["dirac"]))
            return DiracSpec(variable, self.formula(atom))
        raise ValueError(f"notation.laws.{name}: factors, normal or dirac is needed")

    def definition(self, text: str) -> tuple[str, Definition]:
        """Read one defining equation."""
        node = self.formula(text)
        if isinstance(node, Relation) and len(node.operands) == 2:
            found = defined(*node.operands)
            if found is not None:
                return found
        raise ValueError(f"notation.definitions: {text!r} does not define a name")

    def formula(self, text: str) -> Node:
        """Read one formula."""
        read = parse_latex(text, self.reader)
        if isinstance(read, ParseTrouble):
            raise ValueError(f"notation: {text!r}: {read.message.en}")  # noqa: TRY004 - one error for bad data
        return read.node

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(str(item) for item in _items(self.mapping.get(key, ())))

    def table(self, key: str) -> list[tuple[str, object]]:
        """Return the entries of a mapping."""
        return list(_table(key, self.mapping.get(key, {})).items())


def defined(left: Node, right: Node) -> tuple[str, Definition] | None:
    """Return the name that an equation defines and its definition, None if its left side is no name to define."""
    if isinstance(left, Symbol):
        return left.name, Definition((), right)
    if isinstance(left, Call) and isinstance(left.head, Symbol):
        names = tuple(arg.name for argument in left.args for arg in _parts(argument) if isinstance(arg, Symbol))
        parts = [arg for argument in left.args for arg in _parts(argument)]
        if names and len(names) == len(parts) and len(set(names)) == len(names):
            return left.head.name, Definition(names, right)
    return None


def by_arity(name: str, count: int) -> str:
    """Return the key of a second function of one name, told apart by how many arguments it takes."""
    return f"{name}#{count}"


def _parts(argument: Node) -> tuple[Node, ...]:
    if isinstance(argument, Op) and argument.op in {"tuple", "sequence"}:
        return argument.args
    return (argument,)


def _factor(text: str) -> Factor:
    of, _, given = text.partition("|")
    return Factor(_split(of), _split(given))


def _split(text: str) -> tuple[str, ...]:
    return tuple(item for item in re.split(r"\s*,\s*", text.strip()) if item)


def _variable(name: str, value: object) -> Variable:
    if value == "discrete":
        return Variable(name, "discrete")
    if value == "real":
        return Variable(name, "real")
    table = _table(f"random.{name}", value)
    if set(table) != {"from", "to"}:
        raise ValueError(f"notation.random.{name}: discrete, real, or from and to are needed")
    return Variable(name, "discrete", str(table["from"]), str(table["to"]))


def _family(name: str, value: object) -> Family:
    table = _table(f"families.{name}", value)
    total = table.get("sums_to")
    return Family(str(table.get("size", "N")), None if total is None else float(str(total)))


def _function(name: str, value: object) -> FunctionSpec:
    table = _table(f"functions.{name}", value)
    for key in table:
        if key not in FUNCTION_KEYS:
            raise ValueError(f"notation.functions.{name}: no condition {key!r}")
    above = 0.0 if table.get("increasing") else table.get("derivative_above")
    return FunctionSpec(
        None if above is None else float(str(above)), bool(table.get("positive")), bool(table.get("bounded"))
    )


def _bounds(name: str, value: object) -> tuple[str, str, str]:
    items = _items(value)
    if len(items) not in {2, 3}:
        raise ValueError(f"notation.indices.{name}: two bounds are needed, or three")
    return str(items[0]), str(items[1]), str(items[-1] if len(items) == 3 else items[0])


def _items(value: object) -> tuple[object, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(cast("list[object] | tuple[object, ...]", value))
    return (value,)


def _table(where: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"notation.{where}: a mapping is needed")  # noqa: TRY004 - one error for bad data
    return cast("Mapping[str, object]", value)
