"""Eigenvalues given one by one, as a pair with ±, or as a set: all of them, and nothing else."""

from dataclasses import dataclass

import numpy as np

from grader.checkers.theory.reading import Reading, unfolded
from grader.checkers.theory.results import Found
from grader.maths.derivations.settings import Condition, Unmet
from grader.maths.derivations.spectra import Spectrum, is_plain_unknown, member
from grader.maths.derivations.statements import Expression
from grader.maths.tree import Node, Op, Symbol
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.matrices import eigenvalues, entries
from grader.maths.worlds.values import Array, Meaning, NoValue, Several, Value

_SAME = 1e-5
_MOST = 400  # sides looked at


@dataclass(frozen=True, slots=True)
class _Given:
    side: Expression
    node: Node
    conditions: tuple[Condition, ...]
    is_named: bool  # whether it is said to be an eigenvalue, λ = …


def find_eigenvalues(reading: Reading, matrix: Node, unknown: str) -> tuple[Found, float]:
    """Look for all eigenvalues of a matrix.

    Args:
        reading: the part.
        matrix: whose they are.
        unknown: the letter that stands for them.

    Returns:
        What was found, and the share of the eigenvalues that is given.
    """
    spectrum = Spectrum(unknown, matrix)
    right: list[_Given] = []
    wrong: tuple[_Given, Found] | None = None
    astray = 0  # values that are said to be eigenvalues and are none
    doubtful: Expression | None = None
    for given in _given(reading, unknown)[:_MOST]:
        found = member(reading.judged.settings, spectrum, given.node, given.conditions)
        if found.verdict == "holds":
            right.append(given)
        elif found.verdict == "fails" and given.is_named:
            wrong = given, Found("other", given.side, found.witness)
            astray += _count(reading, given.node)
        elif found.verdict == "undecided" and given.is_named and found.reason not in {"shape", "no_worlds"}:
            doubtful = given.side
    share = _share(reading, spectrum, right)
    if share == 1 and wrong is None:
        return Found("found", right[-1].side), 1.0
    if wrong is not None:
        # « A or B » with one of the two wrong earns no more than what is left
        return wrong[1], min(share, max(0.0, 1 - astray / _size(reading, matrix))) if right else 0.0
    unread = next((side for side in reading.sides if side.node is None), None)
    if doubtful is not None or unread is not None:
        return Found("unread", doubtful or unread), share
    return (Found("other", right[-1].side), share) if share > 0 else (Found("none"), 0.0)


def _count(reading: Reading, node: Node) -> int:
    """Return how many values a side has: two behind ±."""
    try:
        evaluator = reading.judged.settings.narrow(())[0]
        return len(_flat(evaluator.meaning(node, {})))
    except (NoValue, Unmet):
        return 1


def _size(reading: Reading, matrix: Node) -> int:
    """Return how many eigenvalues a matrix has."""
    return max(1, _count(reading, Op("spectrum", (matrix,))))


def _given(reading: Reading, unknown: str) -> list[_Given]:
    found: list[_Given] = []
    for chain in reading.chains:
        names = [at for at, side in enumerate(chain.sides) if side.node is not None and _names(side.node, unknown)]
        for at, side in enumerate(chain.sides):
            if side.node is None or _has_unknown(side.node, unknown):
                continue
            conditions: tuple[Condition, ...] = ()
            if chain.statements:
                conditions = reading.judged.in_force(chain.statements[max(at - 1, 0)])
            links = chain.statements[names[0] : at] if names and at > names[0] else ()
            is_named = bool(links) and all(link.relation in {"eq", "define", "in"} for link in links)
            node = unfolded(side.node, reading.judged)
            if is_named or not chain.statements:
                found.append(_Given(side, node, conditions, is_named))
    return found


def _names(node: Node, unknown: str) -> bool:
    if isinstance(node, Op) and node.op in {"tuple", "sequence", "set"}:
        return all(is_plain_unknown(each, unknown) for each in node.args)
    return is_plain_unknown(node, unknown)


def _has_unknown(node: Node, unknown: str) -> bool:
    return any(isinstance(each, Symbol) and each.stem == unknown for _, each in node.walk())


def _share(reading: Reading, spectrum: Spectrum, right: list[_Given]) -> float:
    """Return the share of the eigenvalues that is covered, under the author's own cases."""
    best = 0.0
    for conditions in dict.fromkeys([(), *(given.conditions for given in right)]):
        try:
            evaluators = reading.judged.settings.narrow(conditions)
        except Unmet:
            continue
        best = max(best, min(_covered(evaluator, spectrum, right) for evaluator in evaluators))
    return best


def _covered(evaluator: Evaluator, spectrum: Spectrum, right: list[_Given]) -> float:
    with np.errstate(all="ignore"):
        true = _columns(evaluator, eigenvalues(evaluator.value(spectrum.matrix, {})))
        covered = np.zeros(true.shape, dtype=bool)
        for given in right:
            try:
                values = _columns(evaluator, evaluator.meaning(given.node, {}))
            except NoValue:
                continue
            near = np.abs(true[:, :, None] - values[:, None, :]) <= _SAME * (1 + np.abs(true[:, :, None]))
            covered |= near.any(axis=-1)
    return float(covered.mean(axis=-1).min())


def _columns(evaluator: Evaluator, meaning: Meaning) -> Array:
    values = [np.broadcast_to(each.data, (evaluator.batch.count,)) for each in _flat(meaning) if not each.axes]
    return np.stack(values, axis=-1) if values else np.zeros((evaluator.batch.count, 0), dtype=complex)


def _flat(meaning: Meaning) -> list[Value]:
    if isinstance(meaning, Several):
        return [value for item in meaning.items for value in _flat(item)]
    return entries(meaning)
