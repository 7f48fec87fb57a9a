"""Two formulas compared entry by entry, and what is shown of the first entry that differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from grader.checkers.formula_answers import Formula
from grader.maths.deciding.compare import compare
from grader.maths.deciding.verdict import Comparison, Witness
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.writing import to_latex
from grader.model.evidence import CounterExample, Diagnosis, EntryGap, Evidence
from grader.numerics.shown import cut, shown_number

LONGEST_FORMULA = 400
_SLIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class FormulaGap:
    """How two formulas of one shape compare; ``index`` is that of the entry which decides, () for an expression."""

    comparison: Comparison
    actual: Node
    expected: Node
    index: tuple[int, ...] = ()
    wrong: int = 0
    total: int = 1

    @property
    def is_same(self) -> bool:
        """Whether every entry is the same."""
        return self.comparison.is_same

    @property
    def is_different(self) -> bool:
        """Whether an entry certainly differs."""
        return self.comparison.is_different

    @property
    def is_slight(self) -> bool:
        """Whether the difference that was found is as small as the rounding of a float."""
        values = _values(self.comparison.witness)
        return values is not None and abs(values[0] - values[1]) <= _SLIGHT * max(1.0, abs(values[1]))

    def evidence(self, call: str, unknown: Sequence[str], notation: Notation) -> tuple[Evidence, ...]:
        """Return the point that tells the formulas apart, the entry, and names that are no symbols of the question.

        Args:
            call: the call as it is shown.
            unknown: symbols of the answer that the rubric does not declare.
            notation: for writing.
        """
        witness = self.comparison.witness or Witness((), "", "")
        answer, reference = (cut(to_latex(each, notation), LONGEST_FORMULA) for each in (self.actual, self.expected))
        found: list[Evidence] = [
            CounterExample(witness.point, witness.left or answer, witness.right or reference, answer, reference)
        ]
        if self.index:
            values = _values(witness)
            gap = "nan" if values is None else shown_number(abs(values[0] - values[1]), 3)
            found.append(EntryGap(call, self.index, witness.left, witness.right, gap, self.wrong, self.total))
        if unknown:
            found.append(Diagnosis("unknown_symbol", ", ".join(cut(name, 40) for name in unknown[:5])))
        return tuple(found)


def entries_apart(actual: Formula, expected: Formula, notation: Notation) -> FormulaGap:
    """Compare two formulas.

    Args:
        actual: the student's.
        expected: the reference's.
        notation: the domains of the symbols.

    Returns:
        The first entry that differs, otherwise the first that could not be decided, otherwise that all are the same.
        Formulas of different shapes differ without a witness.
    """
    if actual.shape != expected.shape:
        return FormulaGap(Comparison("different", proved=True, method="shape"), actual.tree, expected.tree)
    pairs = list(zip(actual.entries, expected.entries, strict=True))
    outcomes = [compare(mine, theirs, notation) for mine, theirs in pairs]
    different = [at for at, each in enumerate(outcomes) if each.is_different]
    undecided = [at for at, each in enumerate(outcomes) if not each.is_different and not each.is_same]
    at = (*different, *undecided, 0)[0]
    index = divmod(at, expected.shape[1]) if expected.shape else ()
    return FormulaGap(outcomes[at], *pairs[at], index, len(different), len(pairs))


def _values(witness: Witness | None) -> tuple[complex, complex] | None:
    if witness is None:
        return None
    try:
        return complex(witness.left), complex(witness.right)
    except ValueError:
        return None
