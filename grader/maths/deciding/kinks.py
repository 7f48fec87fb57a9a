"""Points on both sides of every kink: where |u| bends, a branch ends, a case begins.

Random points may all lie on one side, as |x − 1000| = 1000 − x shows. So formulas with kinks are looked at, in floating
point and at many points at once, for the sign patterns that their kinks take; one exact point is returned for each.
"""

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from grader.maths.arrays import NotEvaluable, evaluate_array
from grader.maths.deciding.build import ONE, free_names, sub
from grader.maths.deciding.survey import survey
from grader.maths.node import Node
from grader.maths.notation import Domain
from grader.maths.tree import Number, Op, Relation

CANDIDATES = 1_500
MAX_PATTERNS = 48
MAX_KINKS = 24
MAX_TOWER_NAMES = 4
_SIGNED = frozenset({"abs", "sgn", "relu", "heaviside", "logistic"})
_STEPPED = frozenset({"floor", "ceil"})
_EVEN_INSIDE = frozenset({"sqrt", "log", "root", "pow"})
_SPLIT_BY_POLES = frozenset({"atan", "acot", "tanh", "sgn", "acoth"})


def kinks_of(roots: Sequence[Node]) -> list[Node]:
    """Return the expressions whose signs tell the pieces of formulas apart."""
    found: dict[Node, None] = {}
    for root in roots:
        for _, node in root.walk():
            if isinstance(node, Op):
                for each in _of_op(node):
                    found[each] = None
            elif isinstance(node, Relation):
                for left, right in zip(node.operands, node.operands[1:], strict=False):
                    found[sub(left, right)] = None
    return [node for node in found if free_names(node)][:MAX_KINKS]


def _of_op(node: Op) -> list[Node]:
    args = node.args
    if node.op in _SIGNED:
        return [args[0]]
    if node.op in _STEPPED:
        return [args[0], sub(args[0], ONE)]
    if node.op in {"max", "min"}:
        return [sub(args[0], other) for other in args[1:]]
    if node.op in _EVEN_INSIDE:
        return [each.args[0] for each in _powers(args[0])]
    if node.op in _SPLIT_BY_POLES:
        return [each.args[1] for _, each in args[0].walk() if isinstance(each, Op) and each.op == "div"]
    return []


def _powers(node: Node) -> list[Op]:
    """Return the even powers among the factors of a radicand: their bases may have either sign."""
    parts = node.args if isinstance(node, Op) and node.op in {"mul", "div", "neg"} else (node,)
    return [
        part
        for part in parts
        if isinstance(part, Op)
        and part.op == "pow"
        and isinstance(part.args[1], Number)
        and part.args[1].value.denominator == 1
        and part.args[1].value % 2 == 0
    ]


def patterned_points(roots: Sequence[Node], domain_of: Callable[[str], Domain], seed: int) -> list[dict[str, float]]:
    """Return one point for each pattern of signs that the kinks were seen to take, rare ones too.

    Args:
        roots: the formulas.
        domain_of: where a symbol of a name lies.
        seed: of the random points.
    """
    kinks = kinks_of(roots)
    if not kinks:
        return []
    names = sorted({name for root in roots for name in free_names(root)})
    random = np.random.default_rng(seed & 0xFFFFFFFF)
    literals = [float(each.value) for root in roots for each in survey(root).literals if each.value < 1e12]
    points = {name: _column(random, domain_of(name), literals) for name in names}
    patterns: list[NDArray[np.int64]] = []
    for kink in kinks:
        try:
            value = np.broadcast_to(evaluate_array(kink, points), CANDIDATES)
        except NotEvaluable:
            continue
        if np.iscomplexobj(value):
            continue
        patterns.append(np.where(np.isnan(value), 2, np.sign(np.nan_to_num(value))).astype(np.int64))
    if not patterns:
        return []
    table = np.stack(patterns, axis=1)
    _, first = np.unique(table, axis=0, return_index=True)
    return [{name: float(points[name][at]) for name in names} for at in sorted(first.tolist())[:MAX_PATTERNS]]


def special_points(roots: Sequence[Node], domain_of: Callable[[str], Domain]) -> list[dict[str, float]]:
    """Return points on which kinks like to stand: small whole numbers, and the numbers that are written.

    Random points never meet them, and there ceil(x) is not floor(x) + 1.

    Args:
        roots: the formulas.
        domain_of: where a symbol of a name lies.
    """
    if not kinks_of(roots):
        return []
    names = sorted({name for root in roots for name in free_names(root)})
    written = {float(each.value) for root in roots for each in survey(root).literals if each.value < 1e6}
    sizes = sorted({0.0, 1.0, 2.0, *sorted(written)[:6]})
    numbers = [*sizes, *(-size for size in sizes if size)]
    return [
        dict.fromkeys(names, number) for number in numbers if all(_holds(domain_of(name), number) for name in names)
    ]


def tower_points(roots: Sequence[Node], domain_of: Callable[[str], Domain]) -> list[dict[str, float]]:
    """Return points at which a power of a power, both with symbols above, may be no single power: a negative base.

    Args:
        roots: the formulas.
        domain_of: where a symbol of a name lies.
    """
    if not any(_is_tower(node) for root in roots if "pow" in survey(root).names for _, node in root.walk()):
        return []
    names = sorted({name for root in roots for name in free_names(root)})
    if len(names) > MAX_TOWER_NAMES or any(domain_of(name) != "real" for name in names):
        return []
    return [dict(zip(names, values, strict=True)) for values in product((-1.0, 2.0, 0.5), repeat=len(names))]


def _is_tower(node: Node) -> bool:
    match node:
        case Op(op="pow", args=(Op(op="pow", args=(_, inner)), outer)):
            return bool(free_names(inner) and free_names(outer))
        case _:
            return False


def _holds(domain: Domain, number: float) -> bool:
    match domain:
        case "real":
            return True
        case "positive":
            return number > 0
        case "nonnegative":
            return number >= 0
        case "negative":
            return number < 0
        case _:
            return False  # whole numbers and probabilities are drawn with care elsewhere


def _column(random: np.random.Generator, domain: Domain, literals: list[float]) -> NDArray[np.float64]:
    """Draw coordinates from 10^−4 to 10^8, and on both sides of the numbers that are written."""
    sizes = 10.0 ** random.uniform(-1.5, 1.5, CANDIDATES)
    third = CANDIDATES // 3
    sizes[:third] = 10.0 ** random.uniform(-4.0, 8.0, third)
    if literals:
        near = random.choice(np.array(literals), third)
        sizes[third : 2 * third] = np.abs(near * (1 + random.uniform(-0.3, 0.3, third))) + 1e-3
    signs = random.choice(np.array([-1.0, 1.0]), CANDIDATES)
    match domain:
        case "positive" | "nonnegative":
            return sizes
        case "negative":
            return -sizes
        case "probability":
            return random.uniform(0.001, 0.999, CANDIDATES)
        case "integer":
            return np.round(sizes * signs)
        case "natural":
            return np.ceil(sizes)
        case _:
            return sizes * signs
