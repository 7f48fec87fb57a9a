"""Laws that a function's values obey, whatever they are exactly."""

from dataclasses import dataclass, field

from grader.checkers.calls import make_probes, show
from grader.checkers.observing import CaseResult, Trouble, observe, result_of, settle
from grader.checkers.picking import BadPick, Picking, pick, pick_expected
from grader.checkers.predicates import ask
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.errors import CheckerError
from grader.model.evidence import BadValue, PropertyBroken, ShapeMismatch
from grader.model.probe import Probe
from grader.model.values import Array, array_value
from grader.model.verdict import Verdict
from grader.numerics.draws import Draws, draw_cases
from grader.numerics.shown import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Parameters):
    """The returned array obeys a law: a predicate of the reference holds for it in every case."""

    function: str
    """The student's function."""
    law: str
    """Dotted name of a reference predicate, called with the call's arguments and then the returned array. It returns
    True, or a short key that says what is broken."""
    reference: str
    """Dotted name of a function whose values obey the law and have the right shape: the shape is compared first, so
    that the law need not fear any other."""
    draws: Draws = field(default_factory=Draws)
    """The function's arguments; by default it is called once, without any."""
    select: int | None = None
    """Take this item, from 0, of a returned tuple."""

    def functions(self) -> tuple[str, ...]:
        """Return the function called."""
        return (self.function,)

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return one call a case."""
        cases = draw_cases(self.draws, context.seed, context.oracle)
        return make_probes(context, [(self.function, case.arguments) for case in cases])

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Check that the reference obeys the law.

        Raises:
            CheckerError: if it does not.
        """
        for probe in probes:
            expected = self._expected(probe, oracle)
            reason = ask(oracle, self.law, (*probe.arguments, array_value(expected)))
            if reason is not None:
                msg = f"{self.reference} breaks {self.law} at {show(self.draws, probe)}: {reason}"
                raise CheckerError(msg)

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Put every value to the law."""
        return settle([self._judge_case(probe, seen, oracle) for probe in probes])

    def _expected(self, probe: Probe, oracle: Oracle) -> Array:
        expected = pick_expected(oracle.call(self.reference, probe.arguments), Picking(self.select))
        if isinstance(expected, BadPick):
            msg = f"{self.reference} returned no numbers: {expected.reason}"
            raise CheckerError(msg)
        return expected

    def _judge_case(self, probe: Probe, seen: Seen, oracle: Oracle) -> CaseResult:
        call = show(self.draws, probe)
        observed = observe(probe, seen, call)
        if isinstance(observed, Trouble):
            return result_of(observed)
        expected = self._expected(probe, oracle)
        actual = pick(observed.value, Picking(self.select), most=expected.size)
        if isinstance(actual, BadPick):
            return CaseResult("wrong", (BadValue(call, actual.wanted, shown(observed.value), actual.reason),))
        if actual.shape != expected.shape:
            return CaseResult("wrong", (ShapeMismatch(call, actual.shape, expected.shape),))
        reason = ask(oracle, self.law, (*probe.arguments, array_value(actual)))
        if reason is None:
            return CaseResult("right")
        law = self.law.rpartition(".")[2]
        return CaseResult("wrong", (PropertyBroken(call, law, shown(observed.value), reason),))
