import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from reference.hw3 import q3_vae_ddpm
from tests.properties.reference.chain_worlds import (
    Chain,
    bound_by_paths,
    evidence_by_paths,
    paths,
    random_chain,
    random_rows,
    terms_by_paths,
)

Array = NDArray[np.float64]

SIZES = [(2, 1), (2, 5), (3, 4), (4, 3), (5, 1), (1, 3)]  # states, steps


def chains(states: int, steps: int, *, p_zeros: float = 0.0, q_zeros: float = 0.0) -> list[Chain]:
    rng = np.random.default_rng([states, steps])
    return [random_chain(rng, states, steps, p_zeros=p_zeros, q_zeros=q_zeros) for _ in range(8)]


@pytest.mark.parametrize(("states", "steps"), SIZES)
def test_bound_and_likelihood_are_sums_over_all_paths(states: int, steps: int) -> None:
    for chain in chains(states, steps):
        bound = q3_vae_ddpm.elbo_joint(*chain.tables)
        evidence = q3_vae_ddpm.log_likelihood(chain.p_T, chain.p_rev, chain.x0)
        assert type(bound) is float
        assert type(evidence) is float
        assert bound == pytest.approx(bound_by_paths(chain), rel=1e-12, abs=1e-13)
        assert evidence == pytest.approx(evidence_by_paths(chain), rel=1e-12, abs=1e-13)
        assert bound <= evidence + 1e-13


@pytest.mark.parametrize(("states", "steps"), SIZES)
def test_the_three_terms_are_their_means_over_paths_and_make_up_the_bound(states: int, steps: int) -> None:
    for chain in chains(states, steps):
        reconstruction, denoising, prior = q3_vae_ddpm.elbo_terms(*chain.tables)
        expected = terms_by_paths(chain)
        assert denoising.shape == (steps - 1,)
        assert reconstruction == pytest.approx(expected[0], rel=1e-12, abs=1e-13)
        assert_allclose(denoising, expected[1], rtol=1e-12, atol=1e-13)
        assert prior == pytest.approx(expected[2], rel=1e-12, abs=1e-13)
        assert np.all(denoising >= 0)
        assert prior >= 0
        split = reconstruction - denoising.sum() - prior
        assert split == pytest.approx(q3_vae_ddpm.elbo_joint(*chain.tables), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(("states", "steps"), SIZES)
def test_the_bound_is_tight_when_q_is_the_posterior_of_the_reverse_process(states: int, steps: int) -> None:
    for chain in chains(states, steps):
        marginal = chain.p_T
        forward: list[Array] = []
        for kernel in chain.p_rev[::-1]:
            joint = marginal[:, None] * kernel  # of (x_t, x_{t-1})
            marginal = joint.sum(axis=0)
            forward.insert(0, (joint / marginal).T)
        tight = (chain.p_T, chain.p_rev, np.array(forward), chain.x0)
        evidence = q3_vae_ddpm.log_likelihood(chain.p_T, chain.p_rev, chain.x0)
        assert q3_vae_ddpm.elbo_joint(*tight) == pytest.approx(evidence, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize(("states", "steps"), SIZES)
def test_every_divergence_vanishes_when_the_reverse_process_is_the_exact_posterior(states: int, steps: int) -> None:
    for chain in chains(states, steps):
        marginals = [np.eye(states)[chain.x0]]
        for kernel in chain.q_fwd:
            marginals.append(kernel.T @ marginals[-1])
        reverse = np.empty_like(chain.q_fwd)
        for t in range(1, steps + 1):
            for i in range(states):
                reverse[t - 1, i] = marginals[t - 1] * chain.q_fwd[t - 1][:, i] / marginals[t][i]
        exact = (marginals[-1], reverse, chain.q_fwd, chain.x0)
        reconstruction, denoising, prior = q3_vae_ddpm.elbo_terms(*exact)
        assert_allclose([reconstruction, *denoising, prior], 0.0, atol=1e-14)
        assert q3_vae_ddpm.elbo_joint(*exact) == pytest.approx(0.0, abs=1e-14)
        # That process has no end but x0, so its likelihood is 1: the bound is tight here as well.
        assert q3_vae_ddpm.log_likelihood(*exact[:2], chain.x0) == pytest.approx(0.0, abs=1e-14)


@pytest.mark.parametrize(("states", "steps"), SIZES)
@pytest.mark.parametrize(("p_zeros", "q_zeros"), [(0.0, 0.5), (0.3, 0.0), (0.15, 0.6), (0.6, 0.6)])
def test_zero_probabilities_give_numbers_or_infinities(states: int, steps: int, p_zeros: float, q_zeros: float) -> None:
    with np.errstate(all="raise", under="ignore"):
        for chain in chains(states, steps, p_zeros=p_zeros, q_zeros=q_zeros):
            bound = q3_vae_ddpm.elbo_joint(*chain.tables)
            evidence = q3_vae_ddpm.log_likelihood(chain.p_T, chain.p_rev, chain.x0)
            reconstruction, denoising, prior = q3_vae_ddpm.elbo_terms(*chain.tables)
            expected = terms_by_paths(chain)
            assert bound == pytest.approx(bound_by_paths(chain), rel=1e-12, abs=1e-13)
            assert evidence == pytest.approx(evidence_by_paths(chain), rel=1e-12, abs=1e-13)
            assert reconstruction == pytest.approx(expected[0], rel=1e-12, abs=1e-13)
            assert_allclose(denoising, expected[1], rtol=1e-12, atol=1e-13)
            assert prior == pytest.approx(expected[2], rel=1e-12, abs=1e-13)
            split = reconstruction - denoising.sum() - prior
            assert split == pytest.approx(bound, rel=1e-12, abs=1e-12)


def test_zeros_of_both_kinds_are_among_those_cases() -> None:
    bounds = [bound_by_paths(chain) for chain in chains(3, 4, p_zeros=0.15, q_zeros=0.6)]
    assert any(math.isinf(bound) for bound in bounds)
    assert any(math.isfinite(bound) for bound in bounds)


def test_tiny_probabilities_stay_finite() -> None:
    tiny = 1e-300
    p_T, p_rev = np.array([1.0, tiny]), np.array([[[1.0, tiny], [1.0, tiny]]] * 3)
    stays = np.array([np.eye(2)] * 3)
    assert q3_vae_ddpm.log_likelihood(p_T, p_rev, 1) == pytest.approx(math.log(tiny), rel=1e-14)
    assert q3_vae_ddpm.elbo_joint(p_T, p_rev, stays, 1) == pytest.approx(4 * math.log(tiny), rel=1e-14)
    reconstruction, denoising, prior = q3_vae_ddpm.elbo_terms(p_T, p_rev, stays, 1)
    assert_allclose([reconstruction, *-denoising, -prior], math.log(tiny), rtol=1e-14)


def test_a_long_chain_is_no_harder() -> None:
    rng = np.random.default_rng(4)
    chain = random_chain(rng, 4, 500)
    reconstruction, denoising, prior = q3_vae_ddpm.elbo_terms(*chain.tables)
    bound = q3_vae_ddpm.elbo_joint(*chain.tables)
    assert reconstruction - denoising.sum() - prior == pytest.approx(bound, rel=1e-12)
    assert bound <= q3_vae_ddpm.log_likelihood(chain.p_T, chain.p_rev, chain.x0)


class World:
    """A chain for every z, a VAE's tables, and the bound on log p(x_0, c) by brute force."""

    def __init__(self, seed: int, *, zeros: float = 0.0) -> None:
        rng = np.random.default_rng(seed)
        hidden, values, states, steps = (int(rng.integers(1, top)) for top in (4, 4, 4, 4))
        self.q_z = random_rows(rng, hidden, zeros=zeros)
        self.p_z = random_rows(rng, hidden, zeros=zeros / 4)
        self.p_c = random_rows(rng, hidden, values, zeros=zeros / 4)
        self.chains = [random_chain(rng, states, steps, p_zeros=zeros / 4, q_zeros=zeros) for _ in range(hidden)]
        self.c, self.x0 = int(rng.integers(values)), int(rng.integers(states))
        self.chains = [Chain(one.p_T, one.p_rev, one.q_fwd, self.x0) for one in self.chains]

    def terms(self) -> tuple[float, float, float]:
        p_T, p_rev, q_fwd = (
            np.array([getattr(one, name) for one in self.chains]) for name in ("p_T", "p_rev", "q_fwd")
        )
        return q3_vae_ddpm.vae_ddpm_terms(self.q_z, self.p_z, self.p_c, p_T, p_rev, q_fwd, self.c, self.x0)

    def bound(self) -> float:
        total: list[float] = []
        for z, one in enumerate(self.chains):
            given_z = float(self.p_z[z] * self.p_c[z, self.c])
            for _, p, q in paths(one):
                weight = float(self.q_z[z]) * q
                if weight > 0:
                    total.append(weight * math.log(given_z * p / weight) if given_z * p > 0 else -math.inf)
        return -math.inf if -math.inf in total else math.fsum(total)

    def evidence(self) -> float:
        shares = self.p_z * self.p_c[:, self.c]
        return math.log(sum(s * math.exp(evidence_by_paths(one)) for s, one in zip(shares, self.chains, strict=True)))


@pytest.mark.parametrize("seed", range(12))
def test_the_vae_and_the_diffusion_make_up_the_bound_over_all_paths(seed: int) -> None:
    world = World(seed)
    first, second, third = world.terms()
    assert first - second + third == pytest.approx(world.bound(), rel=1e-12, abs=1e-12)
    assert first - second + third <= world.evidence() + 1e-12
    log_emission = np.log(world.p_c[:, world.c])
    assert first == pytest.approx(float(world.q_z @ log_emission), rel=1e-12, abs=1e-13)
    assert second == pytest.approx(float(world.q_z @ np.log(world.q_z / world.p_z)), rel=1e-11, abs=1e-13)
    mean = sum(q * bound_by_paths(one) for q, one in zip(world.q_z, world.chains, strict=True))
    assert third == pytest.approx(mean, rel=1e-12, abs=1e-13)


def test_the_split_knows_zeros_too() -> None:
    kinds: set[bool] = set()
    with np.errstate(all="raise", under="ignore"):
        for seed in range(40):
            world = World(seed, zeros=0.5)
            first, second, third = world.terms()
            assert first - second + third == pytest.approx(world.bound(), rel=1e-12, abs=1e-12)
            kinds.add(math.isinf(third))
    assert kinds == {True, False}
