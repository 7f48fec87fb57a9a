"""SymPy answers, compared with a formula as mathematics and never as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from grader.checkers.calls import make_probes, show
from grader.checkers.formula_answers import Formula, NoFormula, formula_of
from grader.checkers.formula_gaps import LONGEST_FORMULA, FormulaGap, entries_apart
from grader.checkers.observing import CaseResult, Trouble, observe, result_of, settle
from grader.maths.deciding.build import count_nodes
from grader.maths.node import NOWHERE
from grader.maths.notation import Declaration, Domain, Notation
from grader.maths.syntax.result import ParseTrouble
from grader.maths.syntax.typed import parse_typed
from grader.maths.syntax.typed_names import symbol_of
from grader.maths.tree import Matrix, Symbol
from grader.maths.writing import to_latex
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.errors import CheckerError
from grader.model.evidence import BadValue, KnownError, ShapeMismatch, Undecided
from grader.model.memo import IdentityMemo
from grader.model.probe import Probe
from grader.model.status import Status
from grader.model.text import LocalizedText
from grader.model.values import Value
from grader.model.verdict import Verdict, partial
from grader.numerics.draws import Draws, draw_cases
from grader.numerics.shown import cut, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFormula(Parameters):
    """A wrong formula that students give."""

    name: str
    """A short name for statistics, e.g. ``swapped``."""
    feedback: LocalizedText
    """What the student reads, in both languages."""
    formula: str | None = None
    """The formula, typed as in SymPy."""
    variant: str | None = None
    """Or the dotted name of a reference function that returns it as a SymPy expression."""
    credit: float = 0.0
    """Share of the points that this answer still earns."""

    def __post_init__(self) -> None:
        if (self.formula is None) == (self.variant is None):
            msg = f"known error {self.name!r} wants either `formula` or `variant`"
            raise ValueError(msg)
        if not 0 <= self.credit < 1:
            msg = f"known error {self.name!r}: credit must lie in [0, 1), not {self.credit}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbolic(Parameters):
    """The returned SymPy expression equals a formula wherever its symbols may lie; matrices entry by entry.

    The form does not matter. A student's symbols are taken by name, whatever their assumptions: the domains are the
    rubric's.
    """

    function: str
    """The student's function."""
    symbols: Mapping[str, Domain]
    """The domain of each symbol: ``real``, ``positive``, ``nonnegative``, ``complex``, ``integer`` …"""
    formula: str | None = None
    """The right formula, typed as in SymPy: ``log(x) + 1/2``, ``Matrix([[a], [b]])``."""
    reference: str | None = None
    """Or the dotted name of a reference function that returns it as a SymPy expression."""
    known_errors: tuple[KnownFormula, ...] = ()
    """Wrong formulas that are recognised, the first that fits."""
    draws: Draws = field(default_factory=Draws)
    """The function's arguments; by default it is called once, without any."""

    def __post_init__(self) -> None:
        if (self.formula is None) == (self.reference is None):
            msg = "say either `formula` or `reference`"
            raise ValueError(msg)
        for text in (self.formula, *(known.formula for known in self.known_errors)):
            if text is not None:
                self._check(text)

    def functions(self) -> tuple[str, ...]:
        """Return the function called."""
        return (self.function,)

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return one call a case."""
        cases = draw_cases(self.draws, context.seed, context.oracle)
        return make_probes(context, [(self.function, case.arguments) for case in cases])

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Ask for every formula of the reference, and check that known errors are errors.

        Raises:
            CheckerError: if one is no formula, or a known error is right.
        """
        for probe in probes:
            expected = self._right(probe, oracle)
            for known in self.known_errors:
                if self._apart(self._wrong(known, probe, oracle), expected).is_same:
                    msg = f"known error {known.name!r} is the right formula"
                    raise CheckerError(msg)

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Compare every case; a wrong formula is compared with the known ones as well."""
        results: list[CaseResult] = []
        answers: list[Formula] = []
        for probe in probes:
            result, answer = self._judge_case(probe, seen, oracle)
            results.append(result)
            if answer is not None:
                answers.append(answer)
        verdict = settle(results)
        if verdict.status is not Status.FAILED or len(answers) != len(probes):
            return verdict
        for known in self.known_errors:
            if all(
                self._apart(answer, self._wrong(known, probe, oracle)).is_same
                for answer, probe in zip(answers, probes, strict=True)
            ):
                evidence = (KnownError(known.name, known.feedback), *verdict.evidence)
                return partial(Fraction(str(known.credit)), *evidence)
        return verdict

    @property
    def _notation(self) -> Notation:
        return Notation.of(*(Declaration(_canonical(name), domain=domain) for name, domain in self.symbols.items()))

    def _check(self, text: str) -> None:
        read = parse_typed(text, self._notation)
        if isinstance(read, ParseTrouble):
            msg = f"{text!r}: {read.message.en}"
            raise ValueError(msg)  # noqa: TRY004  # the text is wrong, not a type of ours
        known = {_canonical(name) for name in self.symbols}
        unknown = sorted({node.name for _, node in read.node.walk() if isinstance(node, Symbol)} - known)
        if unknown:
            msg = f"{text!r} has the symbol {unknown[0]!r}, whose domain is not declared under `symbols`"
            raise ValueError(msg)

    def _read(self, text: str) -> Formula:
        read = parse_typed(text, self._notation)
        if isinstance(read, ParseTrouble):
            msg = f"{text!r}: {read.message.en}"
            raise CheckerError(msg)
        return Formula(read.node, read.node.shape if isinstance(read.node, Matrix) else (), has_floats=False)

    def _right(self, probe: Probe, oracle: Oracle) -> Formula:
        return self._ours(self.formula, self.reference, probe, oracle)

    def _wrong(self, known: KnownFormula, probe: Probe, oracle: Oracle) -> Formula:
        return self._ours(known.formula, known.variant, probe, oracle)

    def _ours(self, formula: str | None, reference: str | None, probe: Probe, oracle: Oracle) -> Formula:
        def read() -> Formula:
            return self._read(formula) if formula else _of_reference(oracle, reference or "", probe)

        return _OURS.get((self, probe, oracle), (formula, reference), read)

    def _apart(self, answer: Formula, other: Formula) -> FormulaGap:
        """Compare two formulas; students who agree need no comparison each."""

        def compare() -> FormulaGap:
            return entries_apart(answer, other, self._notation)

        if count_nodes(answer.tree, most=_MOST_NODES) > _MOST_NODES:
            return compare()
        return _COMPARED.get((self,), (answer.tree, other.tree), compare, lambda gap: gap.is_same or gap.is_different)

    def _judge_case(self, probe: Probe, seen: Seen, oracle: Oracle) -> tuple[CaseResult, Formula | None]:
        call = show(self.draws, probe)
        observed = observe(probe, seen, call)
        if isinstance(observed, Trouble):
            return result_of(observed), None
        expected = self._right(probe, oracle)
        answer = formula_of(observed.value)
        if isinstance(answer, NoFormula):
            return _no_formula(answer, call, observed.value, expected), None
        if answer.shape != expected.shape:
            return CaseResult("wrong", (ShapeMismatch(call, answer.shape, expected.shape),)), answer
        gap = self._apart(answer, expected)
        if gap.is_same:
            return CaseResult("right"), answer
        if gap.is_different and not (answer.has_floats and gap.is_slight):
            return CaseResult("wrong", gap.evidence(call, self._unknown(answer), self._notation)), answer
        # A float that is no simple fraction carries rounding: a difference as small as that shows nothing.
        reason = "floats" if gap.is_different else gap.comparison.method
        return CaseResult("unknown", (Undecided(self._latex(answer), reason),)), None

    def _unknown(self, answer: Formula) -> tuple[str, ...]:
        known = {_canonical(name) for name in self.symbols}
        return tuple(sorted({node.name for _, node in answer.tree.walk() if isinstance(node, Symbol)} - known))

    def _latex(self, answer: Formula) -> str:
        return cut(to_latex(answer.tree, self._notation), LONGEST_FORMULA)


_OURS = IdentityMemo[Formula](most=2000)
_COMPARED = IdentityMemo[FormulaGap](most=256)
_MOST_NODES = 500
"""Of an answer whose comparison is remembered: larger ones are rarely given twice."""


def _canonical(name: str) -> str:
    return symbol_of(name, NOWHERE).name


def _of_reference(oracle: Oracle, name: str, probe: Probe) -> Formula:
    formula = formula_of(oracle.call(name, probe.arguments))
    if isinstance(formula, NoFormula):
        msg = f"{name} must return a formula: {formula.reason}"
        raise CheckerError(msg)
    return formula


def _no_formula(trouble: NoFormula, call: str, value: Value, expected: Formula) -> CaseResult:
    if trouble.is_ours:
        return CaseResult("unknown", (Undecided(shown(value), trouble.reason),))
    wanted = "matrix" if expected.shape else "expression"
    return CaseResult("wrong", (BadValue(call, wanted, shown(value), trouble.reason),))
