"""Random output: right samplers pass whatever their seed, wrong ones fail with the statistic that tells."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

import math
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from grader.checkers.sampling import Sampling
from grader.model.errors import CheckerError
from grader.model.evidence import BadValue, SampleGap, ShapeMismatch
from grader.model.probe import Ended
from grader.model.status import Status
from grader.model.values import Array
from grader.model.verdict import Verdict, passed
from tests.fakes.oracles import Ends, Plain, TableOracle, verdict_on


def normal_cdf(n: int, mu: float, sigma: float, sample: Array) -> Array:
    return np.array([(1 + math.erf((x - mu) / sigma / math.sqrt(2))) / 2 for x in sample])


ORACLE = TableOracle({
    "m.law": lambda n, mu, sigma: (mu, sigma**2, 3 * sigma**4),
    "m.two_moments": lambda n, mu, sigma: (mu, sigma**2),
    "m.vector_law": lambda n, mu, sigma: (np.full(2, mu), np.full(2, sigma**2)),
    "m.no_variance": lambda n, mu, sigma: (mu, 0.0),
    "m.one_moment": lambda n, mu, sigma: (mu,),
    "m.cdf": normal_cdf,
    "m.no_cdf": lambda n, mu, sigma, sample: 0.5,
})


def judge(function: Plain | Ends, **parameters: Any) -> Verdict:
    checker = TypeAdapter(Sampling).validate_python({
        "function": "f",
        "samples": "n",
        "law": "m.law",
        "cdf": "m.cdf",
        "independent": True,
        "draws": {"count": 2, "arguments": {"n": 2000, "mu": {"normal": []}, "sigma": {"uniform": [0.5, 2]}}},
        **parameters,
    })
    return verdict_on(checker, {"f": function}, ORACLE)


def statistic(verdict: Verdict) -> str:
    assert verdict.status is Status.FAILED
    evidence = verdict.evidence[0]
    assert isinstance(evidence, SampleGap)
    return evidence.statistic


def sampler(seed: int) -> Plain:
    random = np.random.default_rng(seed)

    def draw(n: int, mu: float, sigma: float) -> Array:
        return random.normal(mu, sigma, n)

    return draw


@pytest.mark.parametrize("seed", range(8))
def test_a_right_sampler_passes_with_any_seed(seed: int) -> None:
    assert judge(sampler(seed)) == passed()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        (lambda z, mu, sigma: mu + 0.5 + sigma * z, "mean"),
        (lambda z, mu, sigma: mu - sigma * z + 10, "mean"),
        (lambda z, mu, sigma: mu + sigma**2 * 2 * z, "variance"),
        (lambda z, mu, sigma: np.full(z.shape, mu), "variance"),
        (lambda z, mu, sigma: mu + sigma * np.sort(z), "lag_1_correlation"),
        (lambda z, mu, sigma: mu + sigma * np.where(z > 0, 1.0, -1.0), "distribution"),
    ],
)
def test_a_wrong_sampler_fails_by_the_statistic_that_tells(wrong: Plain, name: str) -> None:
    random = np.random.default_rng(1)
    assert statistic(judge(lambda n, mu, sigma: wrong(random.standard_normal(n), mu, sigma))) == name


def test_the_distribution_tells_what_moments_do_not() -> None:
    random = np.random.default_rng(1)

    def uniform(n: int, mu: float, sigma: float) -> Array:
        return mu + sigma * math.sqrt(3) * random.uniform(-1, 1, n)

    assert judge(uniform, law="m.two_moments", cdf=None) == passed()
    assert statistic(judge(uniform, law="m.two_moments")) == "distribution"


def test_the_gap_says_how_far_off_and_at_what_rate() -> None:
    verdict = judge(lambda n, mu, sigma: sampler(1)(n, mu + 1, sigma), false_fail_rate=1e-4)
    gap = verdict.evidence[0]
    assert isinstance(gap, SampleGap)
    assert float(gap.actual) - float(gap.expected) == pytest.approx(1, abs=0.2)
    assert float(gap.standard_errors) > 20
    assert gap.false_fail_rate == "0.0001"


def test_samples_may_be_vectors() -> None:
    vectors = {"law": "m.vector_law", "cdf": None}
    random = np.random.default_rng(2)
    assert judge(lambda n, mu, sigma: random.normal(mu, sigma, (n, 2)), **vectors) == passed()
    assert isinstance(judge(sampler(2), **vectors).evidence[0], ShapeMismatch)


@pytest.mark.parametrize(
    ("function", "evidence"),
    [
        (lambda n, mu, sigma: np.zeros(n - 1), ShapeMismatch),
        (lambda n, mu, sigma: np.full(n, np.nan), BadValue),
        (lambda n, mu, sigma: np.full(n, 1j), BadValue),
        (lambda n, mu, sigma: np.full(n, 1e300), SampleGap),
        (lambda n, mu, sigma: "text", BadValue),
        (lambda n, mu, sigma: [0.0] * 100_000, BadValue),
    ],
)
def test_what_is_no_sample_fails(function: Plain, evidence: type) -> None:
    verdict = judge(function)
    assert verdict.status is Status.FAILED
    assert isinstance(verdict.evidence[0], evidence)


def test_our_fault_is_ungraded() -> None:
    assert judge(Ends(Ended.FAULT)).status is Status.UNGRADED


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"law": "m.no_variance"}, "variance above 0"),
        ({"law": "m.one_moment"}, "must return"),
        ({"cdf": "m.no_cdf"}, "a probability for each"),
    ],
)
def test_a_law_that_is_none_is_a_mistake_of_the_rubric(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(CheckerError, match=message):
        judge(sampler(1), **parameters)


def test_too_few_samples_are_refused_when_drawing() -> None:
    draws = {"arguments": {"n": 50, "mu": 0.0, "sigma": 1.0}}
    with pytest.raises(ValueError, match="from 100 to 1000000"):
        judge(sampler(1), draws=draws)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [({"samples": "m"}, "'m' is no argument"), ({"false_fail_rate": 0.5}, "false_fail_rate lies")],
)
def test_parameters_that_make_no_sense_are_refused_with_a_sentence(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        judge(sampler(1), **parameters)
