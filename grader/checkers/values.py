"""The workhorse: a function's values, compared with the reference's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from grader.checkers.calls import make_probes, show
from grader.checkers.carrying import CarryForward, follows
from grader.checkers.closeness import FromReference, Tolerance, gap_between, numbers_of
from grader.checkers.known import Answered, KnownWrong, check_telling, recognise
from grader.checkers.observing import CaseResult, Trouble, observe, result_of, settle
from grader.checkers.picking import BadPick, Picking, ShapeRule, fit_shape, pick, pick_expected
from grader.checkers.picturing import Picture, draw_picture
from grader.model.checker import Oracle, Parameters, ProbeContext, Seen
from grader.model.errors import CheckerError
from grader.model.evidence import BadValue, CarriedForward, Evidence, KnownError, OurFault, ShapeMismatch
from grader.model.memo import IdentityMemo
from grader.model.probe import Ended, Probe
from grader.model.status import Status
from grader.model.values import Array, ArrayValue, Value
from grader.model.verdict import Verdict, partial, passed
from grader.numerics.convert import NotNumbers, as_array
from grader.numerics.draws import Case, Draws, draw_cases
from grader.numerics.shown import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn(Parameters):
    """What is expected is a drawn value: ``expect: {draw: z}``, where y was made of z and the function goes back."""

    draw: str
    """Its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values(Parameters):
    """Every entry of every returned value lies within tolerance of what is expected.

    Shapes must be equal, NaN is never close, an infinity is close only to itself. The first case that fails is shown.
    """

    function: str
    """The student's function."""
    draws: Draws
    """Its arguments: random cases and listed ones."""
    rtol: float
    """Relative tolerance, scaled by the expected value."""
    atol: float
    """Absolute tolerance, in the units of the value: the size of the terms that cancel. There is no good default."""
    reference: str | None = None
    """Dotted name of the reference's function, called with the same arguments."""
    expect: Drawn | None = None
    """Or the drawn value that is expected."""
    atol_scale: FromReference | None = None
    """Multiplies ``atol``, call by call, where conditioning varies."""
    tolerance: FromReference | None = None
    """Replaces both tolerances by an absolute one, call by call."""
    select: int | None = None
    """Judge this item, from 0, of a returned tuple."""
    combine: tuple[float, ...] = ()
    """Judge this weighted sum of the returned tuple's items, each summed over its entries: ``[1, -1, 1]``."""
    items: int | None = None
    """How many items the returned tuple must have (with ``select``)."""
    shape: ShapeRule = "exact"
    """``one_entry``: where the right value has exactly one entry, any shape with one entry will do."""
    scalar_or_like: str | None = None
    """The value may be a scalar, or have the shape of this argument."""
    unordered: bool = False
    """Values without an order (eigenvalues): every one must find a partner of its own."""
    credit: Literal["all", "fraction"] = "all"
    """``fraction``: the share of right cases is earned; ``all``: one wrong case costs all."""
    known_errors: tuple[KnownWrong, ...] = ()
    """Wrong answers that are recognised, the first that fits."""
    carry_forward: CarryForward | None = None
    """The student's earlier answer, against which a wrong answer is judged again."""
    picture: Picture | None = None
    """A picture of the student's values beside the right ones."""

    def __post_init__(self) -> None:
        names = (*self.draws.arguments, *self.draws.auxiliary)
        if (self.reference is None) == (self.expect is None):
            _refuse("say either `reference` or `expect`")
        if self.expect is not None and self.expect.draw not in names:
            _refuse(f"expect: {self.expect.draw!r} is not drawn")
        if not (self.rtol >= 0 and self.atol >= 0):
            _refuse("tolerances are 0 or more")
        if self.select is not None and (self.combine or self.select < 0):
            _refuse("select is a position from 0, and excludes `combine`")
        if self.items is not None and (self.items < 1 or (self.combine and len(self.combine) != self.items)):
            _refuse("items is how many the tuple has, 1 or more, and as many as `combine` weighs")
        if self.scalar_or_like is not None and self.scalar_or_like not in self.draws.arguments:
            _refuse(f"scalar_or_like: {self.scalar_or_like!r} is no argument")
        for known in self.known_errors:
            known.check_names(tuple(self.draws.arguments))
        if self.carry_forward is not None:
            self.carry_forward.check_names(names)
        if self.picture is not None:
            if self.picture.x and self.picture.x not in self.draws.arguments:
                _refuse(f"picture: x: {self.picture.x!r} is no argument")
            self._with_picture()  # checks the names in its case

    def for_students(self) -> "Values | None":
        """Return the checker for a student's machine, or None where its values would be an answer.

        A function without inputs has one right value, which is the answer to its question; numbers that an earlier
        function is called with may be the answer to an earlier one. Known wrong answers stay with staff: their
        sentences would tell.
        """
        carried = () if self.carry_forward is None else self.carry_forward.arguments or ()
        if not self.draws.arguments or any(not isinstance(each, str) for each in carried):
            return None
        return replace(self, known_errors=())

    def functions(self) -> tuple[str, ...]:
        """Return the functions called: this one, and the earlier one that errors come from."""
        return (self.function,) if self.carry_forward is None else (self.function, self.carry_forward.function)

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        """Return one call a case, the picture's, then those of the earlier function, case by case."""
        cases = self._cases(context.seed, context.oracle)
        calls = [(self.function, case.arguments) for case in cases]
        if self.carry_forward is not None:
            for case in cases[: self._count]:
                base = self.carry_forward.base(case.values, case.arguments)
                calls += [(self.carry_forward.function, each) for each in self.carry_forward.calls(base)]
        return make_probes(context, calls)

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        """Ask for every right value, and for every known wrong one; check that the reference is sound.

        Raises:
            CheckerError: if the reference gives no numbers or NaN, or a known error can never be recognised.
        """
        cases = self._cases(probes[0].seed, oracle)
        answered: list[Answered] = []
        for case in cases:
            expected = self._expected(case, oracle)
            if isinstance(expected, Evidence):
                msg = f"{shown_fault(expected)} at {[shown(each) for each in case.arguments]}"
                raise CheckerError(msg)
            answered.append(Answered(_passed(case), expected, expected, self._tolerance(case, oracle)))
        check_telling(self.known_errors, answered[: self._count], self._picking, oracle)

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        """Compare every case; where one is wrong, look whether the answer is a known one, or follows from another."""
        cases = self._cases(probes[0].seed, oracle)
        results: list[CaseResult] = []
        answers: list[Answered] = []
        for case, probe in zip(cases[: self._count], probes, strict=False):
            result, answer = self._judge_case(case, probe, seen, oracle)
            results.append(result)
            if answer is not None:
                answers.append(answer)
        verdict = settle(results, fraction=self.credit == "fraction")
        if verdict.status in {Status.FAILED, Status.PARTIAL} and len(answers) == len(results):
            verdict = self._second_look(verdict, answers, cases, probes, seen, oracle)
        picture = self._picture_evidence(cases, probes, seen, oracle)
        return verdict if picture is None else replace(verdict, evidence=(*verdict.evidence, picture))

    @property
    def _count(self) -> int:
        return self.draws.random_count + len(self.draws.cases)

    @property
    def _picking(self) -> Picking:
        return Picking(self.select, self.combine, self.items, self.unordered)

    def _with_picture(self) -> Draws:
        cases = () if self.picture is None else (self.picture.case,)
        return _PICTURED.get((self,), None, lambda: replace(self.draws, count=0, cases=cases))

    def _cases(self, seed: int, oracle: Oracle) -> tuple[Case, ...]:
        cases = draw_cases(self.draws, seed, oracle)
        return cases if self.picture is None else (*cases, *draw_cases(self._with_picture(), seed, oracle))

    def _expected(self, case: Case, oracle: Oracle) -> Array | OurFault:
        return _EXPECTED.get((self, case, oracle), None, lambda: self._work_out_expected(case, oracle))

    def _work_out_expected(self, case: Case, oracle: Oracle) -> Array | OurFault:
        value = case.values[self.expect.draw] if self.expect else oracle.call(self.reference or "", case.arguments)
        expected = pick_expected(value, self._picking) if self.reference else as_array(value)
        if isinstance(expected, BadPick | NotNumbers):
            return OurFault("bad_reference", f"{self.reference or 'the drawn value'}: {expected.reason}")
        if np.any(np.isnan(expected)):
            return OurFault("bad_reference", f"{self.reference or 'the drawn value'} is NaN")
        expected.flags.writeable = False  # remembered, and so the same array for every hand-in
        return expected

    def _tolerance(self, case: Case, oracle: Oracle) -> Tolerance:
        return _TOLERANCES.get((self, case, oracle), None, lambda: self._work_out_tolerance(case, oracle))

    def _work_out_tolerance(self, case: Case, oracle: Oracle) -> Tolerance:
        if self.tolerance is not None:
            return Tolerance(0.0, numbers_of(oracle, self.tolerance.reference, case.arguments))
        if self.atol_scale is not None:
            return Tolerance(self.rtol, self.atol * numbers_of(oracle, self.atol_scale.reference, case.arguments))
        return Tolerance(self.rtol, self.atol)

    def _judge_case(self, case: Case, probe: Probe, seen: Seen, oracle: Oracle) -> tuple[CaseResult, Answered | None]:
        expected = self._expected(case, oracle)
        if isinstance(expected, OurFault):
            return CaseResult("unknown", (expected,)), None
        call = show(self.draws, probe)
        observed = observe(probe, seen, call)
        if isinstance(observed, Trouble):
            return result_of(observed), None
        actual = pick(observed.value, self._picking, most=expected.size)
        if isinstance(actual, BadPick):
            return CaseResult("wrong", (BadValue(call, actual.wanted, shown(observed.value), actual.reason),)), None
        like = None if self.scalar_or_like is None else _shape_of(case.values[self.scalar_or_like])
        actual, expected = fit_shape(actual, expected, self.shape, like)
        tolerance = self._tolerance(case, oracle)
        answer = Answered(_passed(case), actual, expected, tolerance)
        if actual.shape != expected.shape:
            return CaseResult("wrong", (ShapeMismatch(call, actual.shape, expected.shape),)), answer
        gap = gap_between(actual, expected, tolerance, unordered=self.unordered)
        if gap is None:
            return CaseResult("right"), answer
        evidence, index = gap
        return CaseResult("wrong", (replace(evidence, call=show(self.draws, probe, index)),)), answer

    def _second_look(
        self,
        verdict: Verdict,
        answers: Sequence[Answered],
        cases: Sequence[Case],
        probes: Sequence[Probe],
        seen: Seen,
        oracle: Oracle,
    ) -> Verdict:
        if self.carry_forward is not None and self._is_carried(
            self.carry_forward, answers, cases, probes, seen, oracle
        ):
            return passed(CarriedForward(self.carry_forward.source, self.carry_forward.function))
        known = recognise(self.known_errors, answers, self._picking, oracle)
        if known is None:
            return verdict
        evidence = (KnownError(known.name, known.feedback), *verdict.evidence)
        return partial(max(known.share, verdict.credit), *evidence)

    def _is_carried(
        self,
        carry: CarryForward,
        answers: Sequence[Answered],
        cases: Sequence[Case],
        probes: Sequence[Probe],
        seen: Seen,
        oracle: Oracle,
    ) -> bool:
        left = list(probes[len(cases) :])
        derived: list[Array | None] = []
        bases: list[tuple[Value, ...]] = []
        for case in cases[: self._count]:
            base = carry.base(case.values, case.arguments)
            count = len(carry.calls(base))
            mine, left = left[:count], left[count:]
            observed = [seen.of(probe) for probe in mine]
            returned = [each.value for each in observed if each is not None and each.ended is Ended.RETURNED]
            derived.append(carry.value(returned, base, oracle) if len(returned) == count else None)
            bases.append(base)
        return follows(carry, answers, derived, bases, oracle, unordered=self.unordered)

    def _picture_evidence(
        self, cases: Sequence[Case], probes: Sequence[Probe], seen: Seen, oracle: Oracle
    ) -> Evidence | None:
        if self.picture is None:
            return None
        case, observed = cases[-1], seen.of(probes[len(cases) - 1])
        expected = self._expected(case, oracle)
        if observed is None or observed.ended is not Ended.RETURNED or isinstance(expected, OurFault):
            return None
        actual = pick(observed.value, self._picking, most=expected.size)
        if isinstance(actual, BadPick):
            return None
        x = as_array(case.values[self.picture.x]) if self.picture.x else None
        return draw_picture(self.picture, self.function, None if isinstance(x, NotNumbers) else x, actual, expected)


_PICTURED = IdentityMemo[Draws](most=2000)
_EXPECTED = IdentityMemo[Array | OurFault](most=20_000)
_TOLERANCES = IdentityMemo[Tolerance](most=20_000)


def shown_fault(fault: Evidence) -> str:
    """Return a fault of ours as a sentence for the rubric's author."""
    return fault.detail if isinstance(fault, OurFault) else fault.code


def _passed(case: Case) -> Mapping[str, Value]:
    return {name: case.values[name] for name in case.names}


def _shape_of(value: Value) -> tuple[int, ...]:
    return value.data.shape if isinstance(value, ArrayValue) else ()


def _refuse(sentence: str) -> None:
    raise ValueError(sentence)
