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
from grader.model.values import Array, SequenceValue, Value, array_value
from grader.model.verdict import Verdict
from grader.numerics.draws import Draws, draw_cases
from grader.numerics.shown import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Parameters):
    """The returned value obeys a law: a predicate of the reference holds for it in every case."""

    function: str
    """The student's function."""
    law: str
    """Dotted name of a reference predicate, called with the call's arguments and then the returned array, or a tuple of
    arrays where the reference returns a tuple. It returns True, or a short key that says what is broken."""
    reference: str
    """Dotted name of a function whose values obey the law and have the right shapes: these are compared first, so that
    the law need not fear any other."""
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
            reason = ask(oracle, self.law, (*probe.arguments, _as_value(expected)))
            if reason is not None:
                msg = f"{self.reference} breaks {self.law} at {show(self.draws, probe)}: {reason}"
                raise CheckerError(msg)

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Put every value to the law."""
        return settle([self._judge_case(probe, seen, oracle) for probe in probes])

    def _expected(self, probe: Probe, oracle: Oracle) -> tuple[Array, ...] | Array:
        value = oracle.call(self.reference, probe.arguments)
        count = len(value.items) if isinstance(value, SequenceValue) and self.select is None else None
        expected = pick_expected(value, Picking(self.select)) if count is None else _picked(value, None, count, None)
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
        count = len(expected) if isinstance(expected, tuple) else None
        actual = _picked(observed.value, self.select, count, sum(each.size for each in _arrays(expected)))
        if isinstance(actual, BadPick):
            return CaseResult("wrong", (BadValue(call, actual.wanted, shown(observed.value), actual.reason),))
        for mine, theirs in zip(_arrays(actual), _arrays(expected), strict=True):
            if mine.shape != theirs.shape:
                return CaseResult("wrong", (ShapeMismatch(call, mine.shape, theirs.shape),))
        reason = ask(oracle, self.law, (*probe.arguments, _as_value(actual)))
        if reason is None:
            return CaseResult("right")
        law = self.law.rpartition(".")[2]
        return CaseResult("wrong", (PropertyBroken(call, law, shown(observed.value), reason),))


def _picked(
    value: Value, select: int | None, count: int | None, most: int | None
) -> tuple[Array, ...] | Array | BadPick:
    """Return one array, or an array for each of ``count`` items."""
    if count is None:
        return pick(value, Picking(select), most=most)
    items: list[Array] = []
    for at in range(count):
        item = pick(value, Picking(at, items=count), most=most)
        if isinstance(item, BadPick):
            return item
        items.append(item)
    return tuple(items)


def _arrays(value: tuple[Array, ...] | Array) -> tuple[Array, ...]:
    return value if isinstance(value, tuple) else (value,)


def _as_value(value: tuple[Array, ...] | Array) -> Value:
    if isinstance(value, tuple):
        return SequenceValue("tuple", tuple(array_value(each) for each in value))
    return array_value(value)
