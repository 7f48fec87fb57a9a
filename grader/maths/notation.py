r"""What the symbols of a question are: the declaration that decides where written mathematics is ambiguous.

A ``Notation`` is given by a rubric (``Notation.from_mapping``) or is the default one. What the readers do with it:

=====================  ===========================================================================================
written                read as
=====================  ===========================================================================================
``e``, ``E`` (typed)   Euler's number unless declared
``i``, ``I`` (typed)   the imaginary unit unless declared, bound by the sum around it, or inside a subscript
``\pi``                π unless declared
``f(…)``               a call if f is declared a function, density or operator; a product if declared anything else.
                       Undeclared: a call for the letters f, g, h, F, G (with any marks and subscripts); for other
                       letters a call where the brackets hold one plain symbol, several things with commas or a
                       bar (``y(t)``, ``\mu(x, t)``), else a product (``a(b + c)``)
``p(… | …)``           a density. Without bar: p, q, P, ``\Pr`` and what is declared a density
``\Gamma(x)``          the gamma function unless declared
``\sigma(…)``          a call of σ; the logistic function only where it is declared one (``means: logistic``)
``f'``                 the derivative where f is a function (as above), else a part of the name
``f^{-1}``             the inverse function where f is a function, else a power
``\sin^{-1} x``        the arcsine; ``\sin^2 x`` the square of the sine
``x^T``                ``\top`` always transposes. A capital T does where it is not declared and stands on a symbol,
                       a matrix, or a bracket without a bare number: ``(AB)^T`` but not ``(1 + r)^T``
``x^{(i)}``            an index, where the brackets hold one symbol or integer and x is a symbol
``x^*``                a part of the name
``|x|``                absolute value; determinant of a matrix written as such; norm of what is declared a vector
``\log``, ``\ln``      natural, unless ``log_base`` says otherwise for ``\log``; ``\lg`` has base 10
``3\frac{1}{2}``       a mixed number 3 + 1/2 where digits alone stand in all three places, noted
``1/2x``               from left to right, (1/2)x, noted; ``slash="tight"``: 1/(2x)
=====================  ===========================================================================================

Every choice that another reader could have made differently is kept as a ``Note`` beside the tree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, cast, get_args

from grader.maths.tree import Symbol

Domain = Literal[
    "real", "positive", "nonnegative", "negative", "nonzero", "complex", "integer", "natural", "probability", "boolean"
]
Role = Literal["variable", "parameter", "index", "function", "random", "density", "operator", "constant", "unknown"]
Shape = Literal["scalar", "vector", "matrix"]
Slash = Literal["left", "tight"]

APPLIED_ROLES = frozenset({"function", "density", "operator"})
FUNCTION_LETTERS = frozenset({"f", "g", "h", "F", "G"})
DENSITY_LETTERS = frozenset({"p", "q", "P", "Pr"})
FONT_MARKS = frozenset({"bold", "cal", "bb", "frak", "upright", "vec"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one symbol is.

    Attributes:
        name: canonical name (``Symbol.name``: ``sigma_1``, ``tilde_z``), or a stem (``x``) that stands for every index.
        role: what it does in the question.
        domain: where its values lie, or for a function where its results lie.
        shape: scalar, vector or matrix; of a function, the shape of its results.
        arity: number of arguments of a function, None when it varies.
        conditions: further conditions as typed formulas (``Derivative(f(x), x) > -1``, ``beta >= -alpha``).
        means: a known function or law that the name stands for: an operator name such as ``logistic``, ``identity``,
            ``normal``, ``expectation``, ``variance``, ``kl``.
    """

    name: str
    role: Role = "variable"
    domain: Domain = "real"
    shape: Shape = "scalar"
    arity: int | None = None
    conditions: tuple[str, ...] = ()
    means: str | None = None

    @property
    def is_applied(self) -> bool:
        """Whether brackets behind the name hold its arguments."""
        return self.role in APPLIED_ROLES


@dataclass(frozen=True, slots=True)
class Notation:
    r"""The symbols of a question and the options of reading.

    Attributes:
        symbols: declarations by name; a name with indices wins over its stem.
        aliases: other spellings of a name, by stem: ``{"varepsilon": "epsilon"}``; applied to every symbol read.
        ignore_marks: fonts that carry no meaning here (``bold``, ``vec`` …): a symbol loses them unless the marked
            name is declared.
        domain: of symbols that are not declared.
        decimal_comma: whether ``0,5`` is a half; then lists are written with semicolons or spaced commas.
        log_base: of ``\log``: ``e`` or ``10``.
        slash: how far a slash reaches to its right over an implicit product.
    """

    symbols: Mapping[str, Declaration] = field(default_factory=lambda: MappingProxyType({}))
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ignore_marks: frozenset[str] = frozenset()
    domain: Domain = "real"
    decimal_comma: bool = False
    log_base: Literal["e", "10"] = "e"
    slash: Slash = "left"

    @classmethod
    def of(cls, *declarations: Declaration, domain: Domain = "real", decimal_comma: bool = False) -> "Notation":
        """Return a notation with these declarations and the default options."""
        table = MappingProxyType({each.name: each for each in declarations})
        return cls(symbols=table, domain=domain, decimal_comma=decimal_comma)

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> "Notation":
        """Read a notation from plain data, as a rubric's YAML holds it.

        ``symbols`` maps each name to a domain (``sigma_1: positive``), a role (``q: density``), or a mapping with
        the fields of ``Declaration``. The other keys are the fields of ``Notation``.

        Raises:
            ValueError: if a key or value is not known; the message names it.
        """
        known = {"symbols", "aliases", "ignore_marks", "domain", "decimal_comma", "log_base", "slash"}
        for key in mapping:
            if key not in known:
                raise ValueError(f"notation: no option {key!r}; the options are {', '.join(sorted(known))}")
        symbols = {name: _declaration(name, value) for name, value in _mapping(mapping, "symbols").items()}
        aliases = {name: str(value) for name, value in _mapping(mapping, "aliases").items()}
        comma = mapping.get("decimal_comma", False)
        if not isinstance(comma, bool):
            raise ValueError("notation.decimal_comma: true or false is needed")  # noqa: TRY004 - one error for bad data
        return cls(
            symbols=MappingProxyType(symbols),
            aliases=MappingProxyType(aliases),
            ignore_marks=frozenset(_names("notation.ignore_marks", mapping.get("ignore_marks", ()))),
            domain=cast("Domain", _one_of("notation.domain", mapping.get("domain", "real"), get_args(Domain))),
            decimal_comma=comma,
            log_base=cast(
                'Literal["e", "10"]', _one_of("notation.log_base", str(mapping.get("log_base", "e")), ("e", "10"))
            ),
            slash=cast("Slash", _one_of("notation.slash", mapping.get("slash", "left"), get_args(Slash))),
        )

    def declared(self, symbol: Symbol) -> Declaration | None:
        """Return what is declared of a symbol: of its full name, else of its stem, else None."""
        symbols = self.symbols
        if not symbols:
            return None
        found = symbols.get(symbol.name)
        return found if found is not None or not symbol.children else symbols.get(symbol.stem)

    def canonical(self, symbol: Symbol) -> Symbol:
        """Return the symbol under the name that the notation knows it by: fonts ignored, aliases followed."""
        if self.ignore_marks and symbol.marks and self.declared(symbol) is None:
            kept = tuple(mark for mark in symbol.marks if mark not in self.ignore_marks)
            if kept != symbol.marks:
                symbol = Symbol(symbol.base, kept, symbol.subs, symbol.sups, symbol.span)
        if self.aliases:
            other = self.aliases.get(symbol.stem)
            if other is not None:
                symbol = Symbol(other, (), symbol.subs, symbol.sups, symbol.span)
        return symbol

    def domain_of(self, symbol: Symbol) -> Domain:
        """Return the domain of a symbol, the notation's default when it is not declared."""
        found = self.declared(symbol)
        return self.domain if found is None else found.domain


DEFAULT = Notation()


def _declaration(name: str, value: object) -> Declaration:
    where = f"notation.symbols.{name}"
    if isinstance(value, str):
        if value in get_args(Role):
            return Declaration(name, role=cast("Role", value))
        if value in get_args(Shape):
            return Declaration(name, shape=cast("Shape", value))
        return Declaration(name, domain=cast("Domain", _one_of(where, value, get_args(Domain))))
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}: a domain, a role or a mapping is needed")  # noqa: TRY004 - one error for bad data
    fields = cast("Mapping[str, object]", value)
    for key in fields:
        if key not in {"role", "domain", "shape", "arity", "conditions", "means"}:
            raise ValueError(f"{where}: no field {key!r}")
    arity = fields.get("arity")
    if arity is not None and not isinstance(arity, int):
        raise ValueError(f"{where}.arity: a number is needed")
    means = fields.get("means")
    return Declaration(
        name,
        role=cast("Role", _one_of(f"{where}.role", fields.get("role", "variable"), get_args(Role))),
        domain=cast("Domain", _one_of(f"{where}.domain", fields.get("domain", "real"), get_args(Domain))),
        shape=cast("Shape", _one_of(f"{where}.shape", fields.get("shape", "scalar"), get_args(Shape))),
        arity=arity,
        conditions=_names(f"{where}.conditions", fields.get("conditions", ())),
        means=None if means is None else str(means),
    )


def _names(where: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"{where}: a list is needed")  # noqa: TRY004 - one error for bad data
    return tuple(str(each) for each in cast("list[object] | tuple[object, ...]", value))


def _one_of(where: str, value: object, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{where}: {value!r} is none of {', '.join(allowed)}")
    return str(value)


def _mapping(mapping: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = mapping.get(key, {})
    if not isinstance(value, Mapping):
        raise ValueError(f"notation.{key}: a mapping is needed")  # noqa: TRY004 - one error for bad data
    return cast("Mapping[str, object]", value)
