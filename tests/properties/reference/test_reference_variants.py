"""Every known wrong answer really is wrong, looks like an answer, and can be told from the others."""

import inspect
import itertools
from collections.abc import Callable
from types import ModuleType
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from reference.hw3 import q1_kl, q2_flows, q3_vae_ddpm, q4_gan
from reference.hw3.variants import q1_slips, q2_radial_slips, q2_slips, q3_gaussian_vae_slips, q3_slips, q4_slips
from tests.properties.reference.chain_worlds import random_chain, random_rows

Function = Callable[..., Any]
Array = NDArray[np.complex128]


def public_functions(*modules: ModuleType) -> dict[str, Function]:
    return {
        name: member
        for module in modules
        for name, member in vars(module).items()
        if inspect.isfunction(member) and member.__module__ == module.__name__ and not name.startswith("_")
    }


REFERENCES = public_functions(q1_kl, q2_flows, q3_vae_ddpm, q4_gan)
VARIANTS = public_functions(q1_slips, q2_slips, q2_radial_slips, q3_slips, q3_gaussian_vae_slips, q4_slips)
# These give way at extreme input only, which is their point.
EXTREME = {"sigmoid_flow_overflowing", "sigmoid_flow_clipped", "sigmoid_flow_inverse_narrow_bracket"}
RESHAPED = {"simulate_without_start"}


def imitated(variant: str) -> str:
    """The function whose name the variant's begins with; the longest, as one name may begin another."""
    return max((name for name in REFERENCES if variant.startswith(name + "_")), key=len)


def bent_line(z: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.8 * z + np.sin(z)


def typical_arguments(function: str) -> tuple[Any, ...]:
    rng = np.random.default_rng(20)
    chain = random_chain(rng, 3, 4)
    mixture = (rng.dirichlet(np.ones(4)), rng.uniform(0.3, 3, 4), rng.normal(size=4))
    cloud = (rng.normal(size=(9, 3)) * 2, rng.normal(size=3), 1.4)
    joined = (np.array([0.7, 0.3]), np.array([0.2, 0.8]), random_rows(rng, 2, 3))
    tables = (random_rows(rng, 2, 3), random_rows(rng, 2, 4, 3, 3), random_rows(rng, 2, 4, 3, 3))
    arguments: dict[str, tuple[Any, ...]] = {
        "kl_gaussians": (rng.normal(size=(3, 1)), np.array([0.7, 1.3]), np.array([0.4, -1.2]), 1.9),
        "kl_expression": (),
        "relu_flow": (rng.normal(size=12), np.array([[-1.7], [1.3]]), 1.6, 0.8),
        "sigmoid_flow": (rng.normal(size=12) * 3, *mixture),
        "sigmoid_flow_derivative": (rng.normal(size=12) * 3, *mixture),
        "sigmoid_flow_inverse": (rng.normal(size=12) * 3, *mixture),
        "residual_flow_inverse": (rng.normal(size=12), bent_line),
        "radial_flow": (*cloud, 2.5),
        "radial_flow_inverse": (*cloud, 2.5),
        "radial_flow_log_det": (*cloud, 2.5),
        "elbo_joint": chain.tables,
        "log_likelihood": (chain.p_T, chain.p_rev, chain.x0),
        "elbo_terms": chain.tables,
        "ddpm_posterior": (rng.normal(size=(5, 2)), rng.normal(size=(5, 2)), np.array([0.1, 0.2, 0.3, 0.5]), 3),
        "vae_ddpm_terms": (*joined, *tables, 1, 2),
        "velocity": (*rng.normal(size=(3, 8)), 0.6),
        "velocity_expression": (),
        "jacobian": (0.6,),
        "eigenvalues": (0.6,),
        "simulate": (0.5, -0.3, 0.8, 0.6, 0.2, 30),
    }
    return arguments[function]


def extreme_arguments(function: str) -> tuple[Any, ...]:
    return (np.array([-600.0, -45.0, 50.0, 700.0]), *typical_arguments(function)[1:])


def numbers(value: Any) -> list[Array]:
    """The numbers of an answer: one array a returned value, expressions taken at a point."""
    if isinstance(value, tuple):
        entries = cast("tuple[Any, ...]", value)
        return [array for entry in entries for array in numbers(entry)]
    if hasattr(value, "subs"):
        at = {symbol: 0.3 + 0.2 * place for place, symbol in enumerate(sorted(value.free_symbols, key=str))}
        value = np.asarray(value.subs(at).evalf().tolist() if hasattr(value, "tolist") else float(value.subs(at)))
    return [np.asarray(value, np.complex128)]


def gap(left: list[Array], right: list[Array]) -> float:
    """The widest relative gap; infinite where shapes differ or a number is missing on one side only."""
    if [a.shape for a in left] != [a.shape for a in right]:
        return np.inf
    with np.errstate(invalid="ignore"):
        gaps = [np.abs(a - b) / (1 + np.abs(a)) for a, b in zip(left, right, strict=True)]
    return max(float(np.nan_to_num(one, nan=np.inf).max(initial=0.0)) for one in gaps)


def test_there_is_a_wrong_answer_to_every_function_that_has_one_right_value() -> None:
    any_right_answer = {"kl_asymmetry_witness", "relu_collision"}
    assert {imitated(name) for name in VARIANTS} == set(REFERENCES) - any_right_answer
    assert len(VARIANTS) >= 35


@pytest.mark.parametrize("name", VARIANTS)
def test_it_takes_the_same_arguments_and_says_its_slip(name: str) -> None:
    ours, theirs = inspect.signature(REFERENCES[imitated(name)]), inspect.signature(VARIANTS[name])
    assert [(p.name, p.default) for p in theirs.parameters.values()] == [
        (p.name, p.default) for p in ours.parameters.values()
    ]
    assert inspect.getdoc(VARIANTS[name])


@pytest.mark.parametrize("name", VARIANTS)
def test_it_is_wrong_by_more_than_any_tolerance_and_shaped_like_an_answer(name: str) -> None:
    function = imitated(name)
    arguments = extreme_arguments(function) if name in EXTREME else typical_arguments(function)
    right, wrong = numbers(REFERENCES[function](*arguments)), numbers(VARIANTS[name](*arguments))
    assert gap(right, wrong) > 1e-2
    assert ([a.shape for a in right] == [a.shape for a in wrong]) == (name not in RESHAPED)


def test_no_two_slips_of_a_function_give_the_same_answer() -> None:
    answers = {name: numbers(VARIANTS[name](*typical_arguments(imitated(name)))) for name in VARIANTS}
    for left, right in itertools.combinations(sorted(set(VARIANTS) - EXTREME), 2):
        if right.startswith(left + "_"):  # two ways to compute with one slip
            continue
        if imitated(left) == imitated(right):
            assert gap(answers[left], answers[right]) > 1e-3, (left, right)


@pytest.mark.parametrize("name", sorted(EXTREME))
def test_the_fragile_ones_are_right_on_tame_input(name: str) -> None:
    function = imitated(name)
    arguments = (np.linspace(-3, 3, 9), *typical_arguments(function)[1:])
    assert gap(numbers(REFERENCES[function](*arguments)), numbers(VARIANTS[name](*arguments))) < 1e-9
