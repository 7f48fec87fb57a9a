"""Why an answer is wrong: the small edit of the reference that makes it equal to the answer."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grader.maths.arrays import NotEvaluable, evaluate_array
from grader.maths.deciding.budget import Budget, Clock, OutOfBudget
from grader.maths.deciding.build import count_nodes
from grader.maths.deciding.compare import compare, kind_of
from grader.maths.deciding.decimals import bare_number
from grader.maths.deciding.rewrite import core
from grader.maths.diagnose.edits import Edit, edits
from grader.maths.diagnose.fingerprints import Fingerprints, Values, agree
from grader.maths.node import Node, Path
from grader.maths.notation import DEFAULT, Notation
from grader.maths.tree import Matrix, Op
from grader.maths.writing.markup import to_latex

MAX_DIAGNOSES = 3
MAX_CONFIRMED = 12  # candidates that are compared in earnest
MAX_STATEMENT_EDITS = 60
MISROUNDED_UNITS = 5
MAX_NODES = 600


@dataclass(frozen=True, slots=True)
class Slip:
    """One edit of a diagnosis.

    Attributes:
        key: what kind of slip; see ``edits``.
        path: where in the reference.
        before: the piece of the reference, as LaTeX.
        after: what the answer seems to have instead, as LaTeX; empty for what it lost.
    """

    key: str
    path: Path
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An explanation of a wrong answer: with these slips the reference becomes it. Confirmed by ``compare``."""

    slips: tuple[Slip, ...]
    proved: bool

    @property
    def key(self) -> str:
        """The keys of the slips, joined."""
        return "+".join(slip.key for slip in self.slips)


def diagnose(
    reference: Node, answer: Node, notation: Notation = DEFAULT, budget: Budget | None = None
) -> tuple[Diagnosis, ...]:
    """Search for the slips that turn a reference into a wrong answer.

    Args:
        reference: the right formula.
        answer: a formula that differs from it.
        notation: domains of the symbols.
        budget: what the search may cost; one second by default.

    Returns:
        At most ``MAX_DIAGNOSES`` explanations, single slips before pairs; empty if none was found in time.
    """
    clock = Clock(budget or Budget(seconds=1.0))
    if count_nodes(reference, answer, most=MAX_NODES) > MAX_NODES:
        return ()
    try:
        return tuple(_Search(notation, clock).run(reference, answer, ()))[:MAX_DIAGNOSES]
    except (OutOfBudget, RecursionError):
        return ()


class _Search:
    def __init__(self, notation: Notation, clock: Clock) -> None:
        self.notation = notation
        self.clock = clock

    def run(self, reference: Node, answer: Node, prefix: Path) -> list[Diagnosis]:
        kinds = kind_of(reference), kind_of(answer)
        if kinds[0] != kinds[1]:
            return []
        if kinds[0] == "value":
            return self.values(reference, answer, prefix)
        found = self.whole(reference, answer, prefix)
        return found or self.inside(reference, answer, prefix)

    def confirmed(
        self, candidates: Iterator[tuple[Node, tuple[Edit, ...]]], reference: Node, answer: Node, prefix: Path
    ) -> list[Diagnosis]:
        """Keep the candidates that equal the answer in earnest."""
        found: list[Diagnosis] = []
        places: list[tuple[Edit, ...]] = []
        for tried, (candidate, made) in enumerate(candidates):
            if tried >= MAX_CONFIRMED or len(found) >= MAX_DIAGNOSES:
                break
            self.clock.check()
            result = compare(candidate, answer, self.notation, Budget(seconds=min(0.3, self.clock.left), helpers=False))
            if result.is_same and not any(_is_along(made, earlier) for earlier in places):
                places.append(made)
                slips = tuple([self.slip(reference, each, prefix) for each in made])
                found.append(Diagnosis(slips, result.proved))
        return found

    def slip(self, reference: Node, edit: Edit, prefix: Path) -> Slip:
        before = edit.lost or reference.at(edit.path)
        after = "" if edit.lost is not None else to_latex(edit.new, self.notation)
        return Slip(edit.key, (*prefix, *edit.path), to_latex(before, self.notation), after)

    def rounded(self, reference: Node, answer: Node, prefix: Path) -> list[Diagnosis]:
        """Recognise a decimal that was rounded wrongly or too early: off by a few units of its last digit."""
        written = bare_number(answer)
        if written is None or not written.is_decimal:
            return []
        try:
            value, given = (float(np.real(evaluate_array(node, {}))) for node in (reference, answer))
        except NotEvaluable:
            return []
        if abs(value - given) > MISROUNDED_UNITS * 2 * float(written.half_unit):
            return []
        return [
            Diagnosis(
                (Slip("rounded", prefix, to_latex(reference, self.notation), to_latex(answer, self.notation)),),
                proved=True,
            )
        ]

    def values(self, reference: Node, answer: Node, prefix: Path) -> list[Diagnosis]:
        """Look the answer's fingerprint up among those of the edits."""
        rounded = self.rounded(reference, answer, prefix)
        if rounded:
            return rounded
        prints = Fingerprints(reference, answer, self.notation)
        try:
            target = prints.of(core(answer, self.notation, self.clock))
            prints.of(reference)
        except NotEvaluable:
            return self.whole(reference, answer, prefix)
        if not np.count_nonzero(np.isfinite(target)):
            return []
        with np.errstate(all="ignore"):
            hits = sorted(self.singles(prints, target), key=lambda hit: _rank(hit[1][0]))
            singles = self.confirmed(iter(hits), reference, answer, prefix)
            return singles or self.confirmed(self.pairs(prints, target), reference, answer, prefix)

    def singles(self, prints: Fingerprints, target: Values) -> Iterator[tuple[Node, tuple[Edit, ...]]]:
        for count, edit in enumerate(edits(prints.root)):
            if count & 31 == 31:
                self.clock.check()
            value = self.value(prints, edit)
            if value is not None and agree(value, target):
                yield prints.root.replace(edit.path, edit.new), (edit,)

    def value(self, prints: Fingerprints, edit: Edit) -> Values | None:
        """Return the whole's values after an edit."""
        try:
            return prints.replaced(edit.path, prints.of(edit.new))
        except NotEvaluable:
            pass
        try:
            return prints.of(prints.root.replace(edit.path, edit.new))
        except NotEvaluable:
            return None

    def pairs(self, prints: Fingerprints, target: Values) -> Iterator[tuple[Node, tuple[Edit, ...]]]:
        """Yield pairs of slips in different terms of a sum, or factors of a product.

        For each variant of one part, what the other part would have to be is known, and looked up in a table.

        Yields:
            The formula with both edits, and the edits.
        """
        root = prints.root
        if not isinstance(root, Op) or root.op not in {"add", "mul", "div"}:
            return
        parts = [prints.of(arg) for arg in root.args]
        tables = [self.variants(prints, at) for at in range(len(parts))]
        for i in range(len(parts)):
            for j in range(i + 1, len(parts)):
                index = {_rounded(value): edit for edit, value in tables[j]}
                for edit, value in tables[i]:
                    wanted = _needed(root.op, parts, target, i, j, value)
                    other = index.get(_rounded(wanted))
                    if other is not None:
                        yield root.replace(edit.path, edit.new).replace(other.path, other.new), (edit, other)
                self.clock.check()

    def variants(self, prints: Fingerprints, at: int) -> list[tuple[Edit, Values]]:
        """Return the edits inside one part with the part's values."""
        root = prints.root
        part = root.children[at]
        inner = Fingerprints(part, root, self.notation)
        inner.points, inner.known = prints.points, prints.known
        found: list[tuple[Edit, Values]] = []
        for edit in edits(part):
            value = self.value(inner, edit)
            if value is not None:
                found.append((Edit(edit.key, (at, *edit.path), edit.new), value))
        self.clock.check()
        return found

    def whole(self, reference: Node, answer: Node, prefix: Path) -> list[Diagnosis]:
        """Try the edits of a statement, list or matrix one by one."""
        candidates = (
            (reference.replace(edit.path, edit.new), (edit,))
            for count, edit in enumerate(edits(reference))
            if count < MAX_STATEMENT_EDITS and (not edit.path or kind_of(reference) in {"statement", "value"})
        )
        found: list[Diagnosis] = []
        for candidate, made in candidates:
            if found:
                break
            self.clock.check()
            found = self.confirmed(iter([(candidate, made)]), reference, answer, prefix)
        return found

    def inside(self, reference: Node, answer: Node, prefix: Path) -> list[Diagnosis]:
        """Explain the one element that differs."""
        if isinstance(reference, Matrix) and isinstance(answer, Matrix):
            if reference.shape != answer.shape:
                return []
        elif not (isinstance(reference, Op) and isinstance(answer, Op) and reference.op == answer.op):
            return []
        first, second = reference.children, answer.children
        if len(first) != len(second):
            return []
        wrong = [
            at for at, (a, b) in enumerate(zip(first, second, strict=True)) if not compare(a, b, self.notation).is_same
        ]
        if len(wrong) != 1:
            return []
        return self.run(first[wrong[0]], second[wrong[0]], (*prefix, wrong[0]))


def _is_along(made: tuple[Edit, ...], earlier: tuple[Edit, ...]) -> bool:
    """Whether an explanation changes the same places as one that was found, or places inside or around them."""
    return len(made) == len(earlier) and all(
        one.path[: len(other.path)] == other.path or other.path[: len(one.path)] == one.path
        for one, other in zip(made, earlier, strict=True)
    )


_LIKELY = ("sign", "reciprocal", "lost_power", "lost_term", "lost_factor", "lost_brackets", "swapped_arguments",
           "swapped_indices", "other_index", "swapped_symbols", "log_base", "square", "lost_square", "lost_denominator",
           "other_function", "doubled", "halved", "off_by_one")  # fmt: skip


def _rank(edit: Edit) -> tuple[int, int]:
    """Order explanations: common slips first, then small pieces."""
    place = _LIKELY.index(edit.key) if edit.key in _LIKELY else len(_LIKELY)
    return place, len(edit.path)


def _needed(op: str, parts: list[Values], target: Values, i: int, j: int, value: Values) -> Values:
    """Return what part j would have to be if part i had this value."""
    rest = [part for at, part in enumerate(parts) if at not in {i, j}]
    if op == "add":
        return target - value - sum(rest, start=np.zeros(1))
    if op == "mul":
        return target / (
            value
            * np.prod(
                np.array([np.broadcast_to(each, target.shape) for each in rest] or [np.ones_like(target)]), axis=0
            )
        )
    return value / target


def _rounded(values: Values) -> tuple[str, ...]:
    """Return a key that equal rows of values share, but for bad luck at the last digit."""
    flat = np.atleast_1d(values)[:4]
    return tuple([f"{complex(each):.7e}" if np.isfinite(each) else "none" for each in flat])
