"""Values of a formula at fixed points, node by node, so that an edit costs only the way up to the root."""

import zlib

import numpy as np
from numpy.typing import NDArray

from grader.maths.arrays import NotEvaluable, apply_operator, evaluate_array
from grader.maths.deciding.survey import survey
from grader.maths.node import Node, Path
from grader.maths.notation import Domain, Notation
from grader.maths.tree import Binder, Call, Op, Symbol

POINTS = 12
TOLERANCE = 1e-9
FEWEST = 4  # points at which both sides have values

Values = NDArray[np.float64] | NDArray[np.complex128]


class Fingerprints:
    """The points, and the values of the subtrees of one formula at them."""

    def __init__(self, root: Node, other: Node, notation: Notation) -> None:
        self.root = root
        symbols = {**survey(root).symbols, **survey(other).symbols}
        counted = _counted(root) | _counted(other)
        self.points = {
            name: _coordinates(name, "natural" if name in counted else notation.domain_of(symbol))
            for name, symbol in symbols.items()
        }
        self.known: dict[Node, Values] = {}

    def of(self, node: Node) -> Values:
        """Return a formula's values at the points.

        Raises:
            NotEvaluable: if a part has none.
        """
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = self._of(node)
        return found

    def _of(self, node: Node) -> Values:
        match node:
            case Op(op="piecewise"):
                return evaluate_array(node, self.points)
            case Op(op=op, args=args):
                return apply_operator(op, [self.of(arg) for arg in args])
            case Call():
                return self._call(node)
            case Binder():
                return self._binder(node)
            case _:
                return evaluate_array(node, self.points)

    def _binder(self, node: Binder) -> Values:
        """Evaluate a sum point by point, since its bounds may differ from point to point."""
        results: list[complex] = []
        for index in range(POINTS):
            here = {name: values[index] for name, values in self.points.items()}
            results.append(complex(evaluate_array(node, here)))
        if any(each.imag for each in results):
            return np.array(results, dtype=np.complex128)
        return np.array([each.real for each in results], dtype=np.float64)

    def _call(self, node: Call) -> Values:
        """Give an unknown function a fixed smooth value; its primes are other functions here."""
        seed = zlib.crc32(repr(node.head).encode())
        total = np.full(POINTS, (seed % 97) / 31.0)
        for at, arg in enumerate(node.args):
            total = total + self.of(arg) * (0.6 + ((seed >> (3 * at + 4)) % 17) / 13.0)
        return np.sin(total) + 0.1 * (seed % 13)

    def replaced(self, path: Path, value: Values) -> Values:
        """Return the root's values if the node at a path had other values.

        Raises:
            NotEvaluable: if the way up leads through something that is not built of its children's values.
        """
        above: list[tuple[Node, int]] = []
        node = self.root
        for index in path:
            above.append((node, index))
            node = node.children[index]
        for parent, index in reversed(above):
            if not isinstance(parent, Op) or parent.op == "piecewise":
                raise NotEvaluable("a way through a binder")
            inputs = [value if at == index else self.of(arg) for at, arg in enumerate(parent.args)]
            value = apply_operator(parent.op, inputs)
        return value


def agree(left: Values, right: Values) -> bool:
    """Whether two rows of values are the same where both are finite, and both have values at the same points."""
    left, right = np.broadcast_arrays(left, right)
    first, second = np.isfinite(left), np.isfinite(right)
    if not np.array_equal(first, second) or np.count_nonzero(first) < min(FEWEST, left.size):
        return False
    gap = np.abs(left[first] - right[first])
    return bool(np.all(gap <= TOLERANCE * (np.abs(left[first]) + np.abs(right[first])) + 1e-300))


def _counted(root: Node) -> set[str]:
    found: set[str] = set()
    if "Binder" in survey(root).names:
        for _, node in root.walk():
            if isinstance(node, Binder):
                bounds = [bound for bound in (node.lower, node.upper) if bound is not None]
                found |= {each.name for bound in bounds for _, each in bound.walk() if isinstance(each, Symbol)}
    return found


def _coordinates(name: str, domain: Domain) -> Values:
    random = np.random.default_rng(zlib.crc32(name.encode()))
    sizes = random.uniform(0.3, 2.7, POINTS)
    match domain:
        case "positive" | "nonnegative":
            return sizes
        case "probability":
            return random.uniform(0.05, 0.95, POINTS)
        case "negative":
            return -sizes
        case "integer":
            return random.integers(-6, 7, POINTS).astype(np.float64)
        case "natural":
            return random.integers(2, 9, POINTS).astype(np.float64)
        case "complex":
            return sizes + 1j * random.uniform(-1.5, 1.5, POINTS)
        case _:
            signs = np.where(np.arange(POINTS) % 3 == 0, -1.0, 1.0)
            return sizes * signs
