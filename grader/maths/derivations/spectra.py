"""Equations in an eigenvalue λ: every root must be an eigenvalue, and ``λ_k = …`` names one."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from grader.maths.derivations.compare import compared
from grader.maths.derivations.judge import Judgement, Witness, shown_number
from grader.maths.derivations.settings import Condition, Settings, Unmet
from grader.maths.tree import Node, Op, Symbol
from grader.maths.worlds.context import Env
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.matrices import eigenvalues, entries
from grader.maths.worlds.operators import COMPARED
from grader.maths.worlds.values import Array, NoValue, Several, Value

POINTS = 16  # on the circle on which the polynomial's coefficients are found
RADIUS = 1.5
SAME = 1e-5  # roots may be double, so half the digits are lost


@dataclass(frozen=True, slots=True)
class Spectrum:
    """An unknown that stands for the eigenvalues of a matrix."""

    unknown: str
    matrix: Node


def unknown_in(node: Node, unknown: str) -> bool:
    """Whether a formula contains the unknown, with or without an index."""
    return any(isinstance(each, Symbol) and each.stem == unknown for _, each in node.walk())


def is_plain_unknown(node: Node, unknown: str) -> bool:
    """Whether a side is the unknown itself, several indexed ones included."""
    return isinstance(node, Symbol) and node.stem == unknown


def _eigenvalues(evaluator: Evaluator, spectrum: Spectrum) -> Array:
    """Return the eigenvalues, shape (worlds, n)."""
    found = eigenvalues(evaluator.value(spectrum.matrix, {}))
    columns = [item.data for item in found.items if isinstance(item, Value)]
    stacked = np.stack(columns, axis=-1)
    return np.broadcast_to(stacked, (evaluator.batch.count, stacked.shape[-1]))


def member(settings: Settings, spectrum: Spectrum, side: Node, conditions: tuple[Condition, ...]) -> Judgement:
    """Judge ``λ_k = side``: every value of the side is an eigenvalue."""

    def values(evaluator: Evaluator) -> Array:
        meaning = evaluator.meaning(side, {})
        flat = _flat(meaning) if isinstance(meaning, Several) else entries(meaning)
        if any(each.axes for each in flat):
            raise NoValue("unsupported", "eigenvalue with a free variable")
        return np.stack([np.broadcast_to(each.data, (evaluator.batch.count,)) for each in flat], axis=-1)

    return _judged(settings, spectrum, values, conditions)


def equation(
    settings: Settings, spectrum: Spectrum, left: Node, right: Node, conditions: tuple[Condition, ...]
) -> Judgement:
    """Judge an equation in λ by its roots: all of them must be eigenvalues."""

    def values(evaluator: Evaluator) -> Array:
        circle = RADIUS * np.exp(2j * np.pi * np.arange(POINTS) / POINTS)
        axis = Value(circle[None], ("~root",))
        env = {spectrum.unknown: axis}
        a, b = evaluator.value(left, env), evaluator.value(right, env)
        if {*a.axes, *b.axes} - {"~root"}:
            raise NoValue("unsupported", "equation with a free variable")
        residual = np.broadcast_to(_column(a) - _column(b), (evaluator.batch.count, POINTS))
        coefficients = np.fft.fft(residual, axis=-1) / POINTS / RADIUS ** np.arange(POINTS)
        return _roots(coefficients)

    return _judged(settings, spectrum, values, conditions)


def everywhere(
    settings: Settings, spectrum: Spectrum, left: Node, relation: str, right: Node, conditions: tuple[Condition, ...]
) -> Judgement:
    """Judge a relation that is said of an eigenvalue, ``Re(λ) < 0``, for every eigenvalue."""
    try:
        evaluators = settings.narrow(conditions)
    except Unmet:
        return Judgement("undecided", reason="no_worlds")
    for evaluator in evaluators:
        with np.errstate(all="ignore"):
            try:
                true = _eigenvalues(evaluator, spectrum)
                for at in range(true.shape[-1]):
                    env = {spectrum.unknown: Value(true[:, at])}
                    found = compared(evaluator.meaning(left, env), evaluator.meaning(right, env), relation)
                    if found.verdict != "holds":
                        return Judgement(found.verdict, None, found.reason or "not_for_every_eigenvalue")
            except (NoValue, np.linalg.LinAlgError) as reason:
                return Judgement("undecided", reason=reason.code if isinstance(reason, NoValue) else "nan")
    return Judgement("holds", notes=("as_eigenvalue",))


def assigned(
    settings: Settings, left: Node, relation: str, right: Node, spectrum: Spectrum, conditions: tuple[Condition, ...]
) -> Judgement:
    """Judge ``Re(λ_{2,3}) = −γ/2`` or ``λ_2 λ_3 = 1/4``: it holds if the eigenvalues can be numbered to suit it."""
    symbols = sorted(
        {
            each
            for side in (left, right)
            for _, each in side.walk()
            if isinstance(each, Symbol) and each.stem == spectrum.unknown and each.name not in settings.definitions
        },
        key=lambda each: each.name,
    )
    counts = [max(len(_flat_subs(each)), 1) for each in symbols]
    if not symbols or any(not each.subs for each in symbols):
        return Judgement("undecided", reason="unsupported", detail="equation in an eigenvalue")
    try:
        for evaluator in settings.narrow(conditions):
            true = _eigenvalues(evaluator, spectrum)
            if sum(counts) > true.shape[-1]:
                return Judgement("undecided", reason="unsupported", detail="equation in an eigenvalue")
            possible = np.zeros(len(true), dtype=bool)
            for order in permutations(range(true.shape[-1]), sum(counts)):
                starts = np.cumsum([0, *counts])
                slots = [order[start : start + count] for start, count in zip(starts, counts, strict=False)]
                fits = np.ones(len(true), dtype=bool)
                for chosen in product(*slots):  # λ_{2,3} stands for each of the two
                    env = {each.name: Value(true[:, at]) for each, at in zip(symbols, chosen, strict=True)}
                    fits &= _fits(evaluator, left, relation, right, env)
                possible |= fits
            if not possible.all():
                return Judgement("fails", None, "not_for_every_eigenvalue")
    except (Unmet, NoValue, np.linalg.LinAlgError) as reason:
        code, detail = (reason.code, reason.detail) if isinstance(reason, NoValue) else ("no_worlds", "")
        return Judgement("undecided", reason=code, detail=detail)
    return Judgement("holds", notes=("as_eigenvalue",))


def _flat_subs(symbol: Symbol) -> list[Node]:
    found: list[Node] = []
    for sub in symbol.subs:
        found.extend(sub.args if isinstance(sub, Op) and sub.op in {"tuple", "sequence", "list"} else (sub,))
    return found


def _fits(evaluator: Evaluator, left: Node, relation: str, right: Node, env: Env) -> Array:
    """Return in which worlds a relation holds."""
    a, b = evaluator.value(left, env).data, evaluator.value(right, env).data
    count = evaluator.batch.count
    if relation == "eq":
        return np.broadcast_to(np.abs(a - b) <= SAME * (1 + np.abs(a)), (count,))
    if relation not in COMPARED:
        raise NoValue("unsupported", relation)
    return np.broadcast_to(COMPARED[relation](a, b), (count,))


def repeated(settings: Settings, spectrum: Spectrum, conditions: tuple[Condition, ...]) -> Judgement:
    """Judge ``λ_2 = λ_3``: it can only be said where some eigenvalue is double."""
    try:
        evaluators = settings.narrow(conditions)
        for evaluator in evaluators:
            true = _eigenvalues(evaluator, spectrum)
            gaps = np.abs(true[:, :, None] - true[:, None, :]) + np.eye(true.shape[-1])
            if bool((gaps.min(axis=(1, 2)) > SAME**0.5).any()):
                return Judgement("undecided", reason="not_a_double_eigenvalue")
    except (Unmet, NoValue, np.linalg.LinAlgError):
        return Judgement("undecided", reason="no_worlds")
    return Judgement("holds", notes=("as_eigenvalue",))


def _column(value: Value) -> Array:
    if value.rank:
        raise NoValue("shape", "equation")
    return value.data if value.axes else value.data[:, None]


def _roots(coefficients: Array) -> Array:
    scale = np.abs(coefficients).max(axis=-1, keepdims=True)
    small = np.abs(coefficients) <= 1e-9 * np.maximum(scale, 1e-12)
    degrees = [int(np.max(np.nonzero(~row)[0], initial=0)) for row in small]
    degree = max(degrees)
    if degree == 0 or degree > 6 or min(degrees) != degree:
        raise NoValue("unsupported", "equation in an eigenvalue")
    return np.stack([np.roots(row[degree::-1]) for row in coefficients])


def _judged(
    settings: Settings, spectrum: Spectrum, values: Callable[[Evaluator], Array], conditions: tuple[Condition, ...]
) -> Judgement:
    try:
        evaluators = settings.narrow(conditions)
    except Unmet:
        return Judgement("undecided", reason="no_worlds")
    for evaluator in evaluators:
        with np.errstate(all="ignore"):
            try:
                found, true = values(evaluator), _eigenvalues(evaluator, spectrum)
            except (NoValue, np.linalg.LinAlgError) as reason:
                code, detail = (reason.code, reason.detail) if isinstance(reason, NoValue) else ("nan", "")
                return Judgement("undecided", reason=code, detail=detail)
        gaps = np.abs(found[:, :, None] - true[:, None, :]).min(axis=-1)
        bad = gaps > SAME * (1 + np.abs(found))
        if bool(bad.any()):
            world, at = (int(index) for index in np.argwhere(bad)[0])
            nearest = true[world, int(np.argmin(np.abs(true[world] - found[world, at])))]
            return Judgement(
                "fails",
                Witness(
                    tuple(sorted(evaluator.batch.sizes.items())),
                    _parameters(evaluator, spectrum, world),
                    (),
                    shown_number(complex(found[world, at])),
                    shown_number(complex(nearest)),
                ),
                "not_an_eigenvalue",
            )
    return Judgement("holds", notes=("as_eigenvalue",))


def _parameters(evaluator: Evaluator, spectrum: Spectrum, world: int) -> tuple[tuple[str, float | str], ...]:
    names = evaluator.names(spectrum.matrix)
    shown: list[tuple[str, float | str]] = []
    for name, declared in evaluator.question.reader.symbols.items():
        if (
            name in names
            and not declared.is_applied
            and declared.shape == "scalar"
            and name not in evaluator.definitions
        ):
            try:
                value = evaluator.by_name(name, {})
            except NoValue:
                continue
            if not value.axes and not value.rank:
                shown.append((name, shown_number(complex(value.data[min(world, len(value.data) - 1)]))))
    return tuple(shown)


def _flat(meaning: Several) -> list[Value]:
    found: list[Value] = []
    for item in meaning.items:
        found.extend(_flat(item) if isinstance(item, Several) else entries(item))
    return found
