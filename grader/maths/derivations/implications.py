"""Implications between equations and inequalities."""

import numpy as np

from grader.maths.derivations.compare import ORDERED
from grader.maths.derivations.judge import Judgement
from grader.maths.derivations.settings import Condition, Settings, Unmet
from grader.maths.derivations.solve import residuals, solutions
from grader.maths.tree import Node, Relation, Symbol
from grader.maths.worlds.batch import Batch
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.values import Array, NoValue

Claim = tuple[Node, str, Node]
EQUATIONS = frozenset({"eq", "equivalent", "define"})
VANISHED = 1e-5  # relative residual below which a solution of one equation solves the other; double roots lose digits


def implication(
    settings: Settings,
    before: tuple[Claim, ...],
    after: tuple[Claim, ...],
    relation: str,
    conditions: tuple[Condition, ...],
) -> Judgement:
    """Judge before ⇒ after (or ⇔, ⇐) between claims that are no identities.

    One-way implications that hold only the other way are undecided, as authors often write ⇒ for "it suffices";
    an equivalence of which one direction holds is undecided too.
    """
    if relation == "implied":
        before, after = after, before
    try:
        forward = _follows(settings, before, after, conditions)
        backward = _follows(settings, after, before, conditions)
    except (NoValue, Unmet, np.linalg.LinAlgError) as reason:
        code, detail = (reason.code, reason.detail) if isinstance(reason, NoValue) else ("no_worlds", "")
        return Judgement("undecided", reason=code, detail=detail)
    if forward is None or backward is None:
        return Judgement("undecided", reason="no_solutions")
    if forward and (backward or relation != "iff"):
        return Judgement("holds")
    if forward or backward:
        return Judgement("undecided", reason="one_way")
    return Judgement("fails", reason="does_not_follow")


def _follows(
    settings: Settings, before: tuple[Claim, ...], after: tuple[Claim, ...], conditions: tuple[Condition, ...]
) -> bool | None:
    """Whether the claims after hold wherever those before do; None if no such place was found."""
    if all(relation in EQUATIONS for _, relation, _ in before):
        return _equations_follow(settings, before, after, conditions)
    held = followed = 0
    for evaluator in settings.dense(conditions):
        premise = _truth(evaluator, before)
        claim = _truth(evaluator, after)
        held += int(premise.sum())
        followed += int((premise & claim).sum())
    return None if not held else followed == held


def _truth(evaluator: Evaluator, claims: tuple[Claim, ...]) -> Array:
    result = np.ones(evaluator.batch.count, dtype=bool)
    for left, relation, right in claims:
        with np.errstate(all="ignore"):
            found = evaluator.value(Relation((left, right), (relation,)), {}).data
        result &= np.broadcast_to(found.reshape(len(found), -1).all(axis=1), result.shape)
    return result


def _equations_follow(
    settings: Settings, before: tuple[Claim, ...], after: tuple[Claim, ...], conditions: tuple[Condition, ...]
) -> bool | None:
    equations = [(left, right) for left, _, right in before]
    solved = False
    for evaluator in settings.narrow(conditions):
        batch = evaluator.batch
        unknowns = _unknowns(settings, equations, evaluator)
        if not unknowns:
            raise NoValue("unsupported", "equation without an unknown")
        starts = settings.unknowns(tuple(equations), batch, is_complex=_is_spectral(settings, equations))
        chosen = {name: start for name, start in starts.items() if name in unknowns}
        # further starts: the same worlds again with the starts of the others, so that several roots are met
        for turn in range(3):
            turned = {name: np.roll(start, turn) * (1.0 - 0.7 * turn) for name, start in chosen.items()}
            found = solutions(equations, turned, batch, settings.definitions)
            if not found.count:
                continue
            solved = True
            if not _hold_at(settings, found, after):
                return False
    return True if solved else None


def _hold_at(settings: Settings, batch: Batch, after: tuple[Claim, ...]) -> bool:
    for left, relation, right in after:
        if relation in EQUATIONS:
            gaps = np.abs(residuals([(left, right)], batch, settings.definitions))
            if bool((gaps > VANISHED).any()):
                return False
        elif relation in ORDERED or relation == "ne":
            if not bool(_truth(Evaluator(batch, settings.definitions), ((left, relation, right),)).all()):
                return False
        else:
            raise NoValue("unsupported", relation)
    return True


def _unknowns(settings: Settings, equations: list[tuple[Node, Node]], evaluator: Evaluator) -> set[str]:
    """Return the names to solve for: the question's unknowns and stationary names, else every number."""
    preferred = {*settings.question.unknowns, *settings.question.stationary}
    names = {name for pair in equations for side in pair for name in evaluator.names(side)}
    symbols = {
        node.name
        for pair in equations
        for side in pair
        for _, node in side.walk()
        if isinstance(node, Symbol) and settings.is_number(node)
    }
    chosen = {name for name in names if name in preferred} | {
        node.name
        for pair in equations
        for side in pair
        for _, node in side.walk()
        if isinstance(node, Symbol) and node.stem in settings.question.unknowns
    }
    return chosen or symbols


def _is_spectral(settings: Settings, equations: list[tuple[Node, Node]]) -> bool:
    return any(
        isinstance(node, Symbol) and node.stem in settings.question.spectra
        for pair in equations
        for side in pair
        for _, node in side.walk()
    )
