"""Two of the student's own functions that must agree, right or wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from grader.checkers.calls import cases_again, make_probes
from grader.checkers.closeness import Tolerance, gap_between
from grader.checkers.observing import CaseResult, Trouble, observe, result_of, settle
from grader.checkers.own_values import OwnValue
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.evidence import BadValue, EntryGap, PropertyBroken, ShapeMismatch
from grader.model.probe import Probe
from grader.model.values import Array, Value
from grader.model.verdict import Verdict
from grader.numerics.draws import Case, Draws, draw_cases
from grader.numerics.shown import shown, shown_call


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Parameters):
    """Two values made of the student's own functions are the same in every case.

    All calls are fixed before any is made, so that one function cannot be called with what the other returned: an
    inverse is judged by ``values`` on images that the reference made, not by composition.
    """

    ships_as_values: ClassVar[bool] = True

    first: OwnValue
    """The value that is judged."""
    second: OwnValue
    """What it must agree with."""
    rtol: float
    """Relative tolerance, scaled by the second value."""
    atol: float
    """Absolute tolerance; for differences of step h about the size of the third derivative times h squared."""
    law: str = "agreement"
    """A short key for what agrees with what, e.g. ``log_det_of_flow``."""
    draws: Draws = field(default_factory=Draws)
    """The arguments of both."""

    def __post_init__(self) -> None:
        if not (self.rtol >= 0 and self.atol >= 0):
            msg = "tolerances are 0 or more"
            raise ValueError(msg)
        for own in (self.first, self.second):
            own.check_names((*self.draws.arguments, *self.draws.auxiliary))

    def functions(self) -> tuple[str, ...]:
        """Return both functions."""
        return tuple(dict.fromkeys((self.first.function, self.second.function)))

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return the calls of the first value and of the second, case by case."""
        cases = draw_cases(self.draws, context.seed, context.oracle)
        return make_probes(context, [call for case in cases for call in self._calls(case)])

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Nothing is asked of the reference."""

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Compare both values in every case; values that are one constant throughout agree on nothing."""
        left = list(probes)
        results: list[CaseResult] = []
        for case in cases_again(self.draws, probes, oracle):
            count = len(self._calls(case))
            mine, left = left[:count], left[count:]
            results.append(self._judge_case(case, mine, seen, oracle))
        answers = [each.answer.ravel() for each in results if each.answer is not None]
        entries = np.concatenate(answers) if answers else np.zeros(0)
        if len(answers) == len(results) and entries.size > 1 and np.all(entries == entries[0]):
            call = shown_call(self.first.function, (), ())
            results.insert(0, CaseResult("wrong", (PropertyBroken(call, self.law, str(entries[0]), "constant"),)))
        return settle(results)

    def _calls(self, case: Case) -> list[tuple[str, tuple[Value, ...]]]:
        return [
            (own.function, arguments)
            for own in (self.first, self.second)
            for arguments in own.calls(own.base(case.values, case.arguments))
        ]

    def _judge_case(self, case: Case, probes: Sequence[Probe], seen: Seen, oracle: Oracle) -> CaseResult:
        values: list[Array] = []
        left = list(probes)
        call = ""
        for own in (self.first, self.second):
            base = own.base(case.values, case.arguments)
            names = tuple(self.draws.arguments) if own.arguments is None else ()
            call = call or shown_call(own.function, names, base)
            count = len(own.calls(base))
            mine, left = left[:count], left[count:]
            returned: list[Value] = []
            for probe in mine:
                observed = observe(probe, seen, shown_call(own.function, names, probe.arguments))
                if isinstance(observed, Trouble):
                    return result_of(observed)
                returned.append(observed.value)
            value = own.value(returned, base, oracle)
            if value is None:
                shown_here = shown_call(own.function, names, mine[0].arguments)
                return CaseResult("wrong", (BadValue(shown_here, "numbers", shown(returned[0]), own.derive),))
            values.append(value)
        return self._compare(call, *values)

    def _compare(self, call: str, first: Array, second: Array) -> CaseResult:
        if first.shape != second.shape:
            return CaseResult("wrong", (ShapeMismatch(call, first.shape, second.shape),))
        gap = gap_between(first, second, Tolerance(self.rtol, self.atol), unordered=False)
        if gap is None:
            return CaseResult("right", answer=first)
        evidence, index = gap
        actual, other = (evidence.actual, evidence.expected) if isinstance(evidence, EntryGap) else ("", "")
        place = f"[{', '.join(map(str, index))}]" if index else ""
        detail = f"{self.second.function}{place}: {other}"
        return CaseResult("wrong", (PropertyBroken(call, self.law, f"{actual}", detail),), first)
