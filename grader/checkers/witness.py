"""Witnesses: any answer is right that does what it should."""

from dataclasses import dataclass, field

import numpy as np

from grader.checkers.calls import make_probes, show
from grader.checkers.observing import CaseResult, Trouble, observe, result_of, settle
from grader.checkers.predicates import ask
from grader.checkers.symbolic_numbers import with_plain_numbers
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.errors import CheckerError
from grader.model.evidence import BadValue, Evidence, WitnessRefused
from grader.model.probe import Probe
from grader.model.values import SequenceValue, Value
from grader.model.verdict import Verdict
from grader.numerics.convert import NotNumbers, as_array
from grader.numerics.draws import Draws, draw_cases
from grader.numerics.shown import shown

_MOST_NUMBERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness(Parameters):
    """The returned numbers are finite, and a predicate of the reference accepts them."""

    function: str
    """The student's function."""
    accept: str
    """Dotted name of a reference predicate, called with the call's arguments and then the answer, a tuple of floats
    (one float where ``numbers`` is 1). It returns True, or a short key that says why not (``trivial`` …)."""
    numbers: int
    """How many real numbers the answer holds."""
    draws: Draws = field(default_factory=Draws)
    """The function's arguments; by default it is called once, without any."""
    reference: str | None = None
    """Dotted name of a function that gives a witness: the predicate is tried on it before any hand-in is judged."""

    def __post_init__(self) -> None:
        if not 1 <= self.numbers <= _MOST_NUMBERS:
            msg = f"numbers lies between 1 and {_MOST_NUMBERS}, not {self.numbers}"
            raise ValueError(msg)

    def functions(self) -> tuple[str, ...]:
        """Return the function called."""
        return (self.function,)

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return one call a case."""
        cases = draw_cases(self.draws, context.seed, context.oracle)
        return make_probes(context, [(self.function, case.arguments) for case in cases])

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Try the predicate on the reference's own witness.

        Raises:
            CheckerError: if it is refused.
        """
        if self.reference is None:
            return
        for probe in probes:
            answer = self._answer(oracle.call(self.reference, probe.arguments), "")
            reason = answer.code if isinstance(answer, Evidence) else self._refusal(probe, answer, oracle)
            if reason is not None:
                msg = f"{self.accept} refuses what {self.reference} gives: {reason}"
                raise CheckerError(msg)

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Put every witness to the predicate."""
        return settle([self._judge_case(probe, seen, oracle) for probe in probes])

    def _judge_case(self, probe: Probe, seen: Seen, oracle: Oracle) -> CaseResult:
        call = show(self.draws, probe)
        observed = observe(probe, seen, call)
        if isinstance(observed, Trouble):
            return result_of(observed)
        answer = self._answer(observed.value, call)
        if isinstance(answer, Evidence):
            return CaseResult("wrong", (answer,))
        reason = self._refusal(probe, answer, oracle)
        if reason is None:
            return CaseResult("right")
        return CaseResult("wrong", (WitnessRefused(call, shown(observed.value), reason),))

    def _answer(self, value: Value, call: str) -> tuple[float, ...] | Evidence:
        wanted = "number" if self.numbers == 1 else f"tuple_of_{self.numbers}"
        array = as_array(with_plain_numbers(value), most=2 * _MOST_NUMBERS)
        if isinstance(array, NotNumbers):
            return BadValue(call, wanted, shown(value), array.reason)
        if array.size != self.numbers:
            return BadValue(call, wanted, shown(value), "wrong_count")
        row = array.ravel()
        if not np.all(np.isfinite(row)):
            return WitnessRefused(call, shown(value), "not_finite")
        if row.dtype.kind == "c" and np.any(np.imag(row) != 0):
            return BadValue(call, wanted, shown(value), "not_real")
        return tuple(float(each) for each in np.real(row))

    def _refusal(self, probe: Probe, answer: tuple[float, ...], oracle: Oracle) -> str | None:
        value: Value = answer[0] if self.numbers == 1 else SequenceValue("tuple", answer)
        return ask(oracle, self.accept, (*probe.arguments, value))
