"""Random output, judged by its law at a stated rate of false alarms."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grader.checkers.calls import make_probes, show
from grader.checkers.observing import CaseResult, Trouble, observe, result_of, settle
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.errors import CheckerError
from grader.model.evidence import BadValue, SampleGap, ShapeMismatch
from grader.model.probe import Probe
from grader.model.values import Array, ArrayValue, SequenceValue, Value, array_value
from grader.model.verdict import Verdict
from grader.numerics.convert import NotNumbers, as_array
from grader.numerics.draws import Draws, draw_cases
from grader.numerics.shown import shown, shown_number
from grader.numerics.statistics import (
    distance_limit,
    distribution_distance,
    lag_scores,
    mean_scores,
    score_limit,
    variance_scores,
)

_FEWEST = 100
_MOST_SAMPLES = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class _Law:
    mean: Array
    variance: Array
    fourth: Array | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling(Parameters):
    """A function's random output has the right mean, variance and distribution, as far as so many samples tell."""

    function: str
    """The student's function."""
    draws: Draws
    """Its arguments; among them the number of samples."""
    samples: str
    """The argument that says how many samples are wanted: the value's first axis."""
    law: str
    """Dotted name of a reference function, called with the arguments: it returns the mean and the variance of one
    sample, and its fourth central moment if the variance is to be tested; each of one sample's shape."""
    cdf: str | None = None
    """Dotted name of the law's distribution function, for continuous laws of single numbers: called with the arguments
    and then the samples, shape (n,), it returns their probabilities."""
    independent: bool = False
    """Whether each sample must be uncorrelated with the next."""
    false_fail_rate: float = 1e-6
    """Chance that right output fails, over all cases and statistics together."""

    def __post_init__(self) -> None:
        if self.samples not in self.draws.arguments:
            msg = f"samples: {self.samples!r} is no argument"
            raise ValueError(msg)
        if not 0 < self.false_fail_rate <= 0.01:
            msg = f"false_fail_rate lies in (0, 0.01], not {self.false_fail_rate}"
            raise ValueError(msg)

    def functions(self) -> tuple[str, ...]:
        """Return the function called."""
        return (self.function,)

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return one call a case.

        Raises:
            ValueError: if a case asks for too few samples, or too many.
        """
        cases = draw_cases(self.draws, context.seed, context.oracle)
        for case in cases:
            count = case.values[self.samples]
            if not isinstance(count, int) or not _FEWEST <= count <= _MOST_SAMPLES:
                msg = f"{self.samples} must be an integer from {_FEWEST} to {_MOST_SAMPLES}, not {shown(count)}"
                raise ValueError(msg)
        return make_probes(context, [(self.function, case.arguments) for case in cases])

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Ask for the law of every case."""
        for probe in probes:
            self._law(probe, oracle)

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Test every case; the allowed rate of false alarms is shared among all tests of all cases."""
        laws = [self._law(probe, oracle) for probe in probes]
        tests = sum(self._tests(law) for law in laws)
        return settle([
            self._judge_case(probe, law, tests, seen, oracle) for probe, law in zip(probes, laws, strict=True)
        ])

    def _law(self, probe: Probe, oracle: Oracle) -> _Law:
        value = oracle.call(self.law, probe.arguments)
        items = value.items if isinstance(value, SequenceValue) else ()
        moments = [as_array(item) for item in items]
        arrays = [each.astype(np.float64) for each in moments if not isinstance(each, NotNumbers)]
        if len(arrays) != len(moments) or len(arrays) not in {2, 3} or len({each.shape for each in arrays}) != 1:
            msg = f"{self.law} must return (mean, variance) or (mean, variance, fourth central moment), of one shape"
            raise CheckerError(msg)
        mean, variance, *rest = arrays
        if not (
            np.all(np.isfinite(arrays)) and np.all(variance > 0) and all(np.all(each > variance**2) for each in rest)
        ):
            msg = f"{self.law} must return a variance above 0 and a fourth moment above its square, all finite"
            raise CheckerError(msg)
        return _Law(mean, variance, rest[0] if rest else None)

    def _tests(self, law: _Law) -> int:
        return law.mean.size * (1 + (law.fourth is not None) + self.independent) + (self.cdf is not None)

    def _judge_case(self, probe: Probe, law: _Law, tests: int, seen: Seen, oracle: Oracle) -> CaseResult:
        call = show(self.draws, probe)
        observed = observe(probe, seen, call)
        if isinstance(observed, Trouble):
            return result_of(observed)
        wanted = (self._count(probe), *law.mean.shape)
        sample = as_array(observed.value, most=10_000 + 4 * int(np.prod(wanted)))
        if isinstance(sample, NotNumbers) or sample.dtype.kind == "c":
            reason = sample.reason if isinstance(sample, NotNumbers) else "not_real"
            return CaseResult("wrong", (BadValue(call, "numbers", shown(observed.value), reason),))
        if sample.shape != wanted:
            return CaseResult("wrong", (ShapeMismatch(call, sample.shape, wanted),))
        if not np.all(np.isfinite(sample)):
            return CaseResult("wrong", (BadValue(call, "numbers", shown(observed.value), "not_finite"),))
        gaps = self._gaps(call, sample.astype(np.float64), law, tests)
        gap = next(gaps, None) or self._distance(call, probe, sample.astype(np.float64), tests, oracle)
        return CaseResult("right") if gap is None else CaseResult("wrong", (gap,))

    def _count(self, probe: Probe) -> int:
        count = probe.arguments[tuple(self.draws.arguments).index(self.samples)]
        return count if isinstance(count, int) else 0

    def _gaps(self, call: str, sample: Array, law: _Law, tests: int) -> Iterator[SampleGap]:
        with np.errstate(all="ignore"):  # finite samples may still overflow when squared: infinite scores fail
            rows: list[tuple[str, Array, Array, Array]] = [
                ("mean", mean_scores(sample, law.mean, law.variance), sample.mean(axis=0), law.mean)
            ]
            squares = ((sample - law.mean) ** 2).mean(axis=0)
            if law.fourth is not None:
                scores = variance_scores(sample, law.mean, law.variance, law.fourth)
                rows.append(("variance", scores, squares, law.variance))
            if self.independent:
                scores = lag_scores(sample, law.mean, law.variance)
                rows.append(("lag_1_correlation", scores, scores / np.sqrt(len(sample) - 1), np.zeros(law.mean.shape)))
        limit = score_limit(self.false_fail_rate, tests)
        for name, scores, actual, expected in rows:
            sizes = np.where(np.isnan(scores), np.inf, np.abs(scores)).ravel()
            worst = int(np.argmax(sizes))
            if sizes[worst] > limit:
                yield SampleGap(
                    call,
                    name,
                    shown_number(np.ravel(actual)[worst].item()),
                    shown_number(np.ravel(expected)[worst].item()),
                    shown_number(sizes[worst].item(), 3),
                    shown_number(self.false_fail_rate, 3),
                )

    def _distance(self, call: str, probe: Probe, sample: Array, tests: int, oracle: Oracle) -> SampleGap | None:
        if self.cdf is None:
            return None
        value: Value = oracle.call(self.cdf, (*probe.arguments, array_value(sample)))
        if (
            not isinstance(value, ArrayValue)
            or value.data.shape != (len(sample),)
            or not np.all(np.isfinite(value.data))
        ):
            msg = f"{self.cdf} must return a probability for each of the {len(sample)} samples"
            raise CheckerError(msg)
        distance = distribution_distance(value.data)
        limit = distance_limit(self.false_fail_rate, tests, len(sample))
        if distance <= limit:
            return None
        rate = shown_number(self.false_fail_rate, 3)
        errors = shown_number(distance * float(np.sqrt(len(sample))), 3)
        return SampleGap(call, "distribution", shown_number(distance, 3), f"<= {limit:.3g}", errors, rate)
