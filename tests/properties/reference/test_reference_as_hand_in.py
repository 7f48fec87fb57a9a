"""The reference is a hand-in like any other: loose files in a folder, under the homework's names."""

import importlib.util
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "reference" / "hw3"

SIGNATURES = {
    "q1_kl": {
        "kl_gaussians": "mu1, sigma1, mu2, sigma2",
        "kl_expression": "",
        "kl_asymmetry_witness": "",
    },
    "q2_flows": {
        "relu_flow": "z, a, b, c",
        "relu_collision": "a, b, c",
        "sigmoid_flow": "z, w, a, b",
        "sigmoid_flow_derivative": "z, w, a, b",
        "sigmoid_flow_inverse": "y, w, a, b",
        "residual_flow_inverse": "y, f",
        "radial_flow": "z, z0, alpha, beta",
        "radial_flow_inverse": "y, z0, alpha, beta",
        "radial_flow_log_det": "z, z0, alpha, beta",
    },
    "q3_vae_ddpm": {
        "elbo_joint": "p_T, p_rev, q_fwd, x0",
        "log_likelihood": "p_T, p_rev, x0",
        "elbo_terms": "p_T, p_rev, q_fwd, x0",
        "ddpm_posterior": "x_t, x0, betas, t",
        "vae_ddpm_terms": "q_z, p_z, p_c, p_T, p_rev, q_fwd, c, x0",
    },
    "q4_gan": {
        "velocity": "psi0, psi1, theta, gamma=0.0",
        "jacobian": "gamma=0.0",
        "eigenvalues": "gamma=0.0",
        "velocity_expression": "",
        "simulate": "psi0, psi1, theta, gamma, eta, steps",
    },
    "q5_review": {"review": ""},
}


def load_loose(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"loose_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", SIGNATURES)
def test_each_file_alone_defines_its_questions_functions(name: str) -> None:
    module = load_loose(FOLDER / f"{name}.py")
    actual: dict[str, str] = {}
    for function, member in vars(module).items():
        if inspect.isfunction(member) and not function.startswith("_"):
            parameters = inspect.signature(member).parameters.values()
            actual[function] = ", ".join(str(p.replace(annotation=inspect.Parameter.empty)) for p in parameters)
    assert actual == SIGNATURES[name]


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_each_file_loads_alone_and_no_variant_takes_a_references_name(path: Path) -> None:
    module = load_loose(path)
    if path.parent.name == "variants":
        assert not set(vars(module)) & {name for names in SIGNATURES.values() for name in names}


def test_the_numbers_need_no_symbolic_algebra() -> None:
    names = ", ".join(SIGNATURES)
    program = f"import sys; sys.path.insert(0, {str(FOLDER)!r}); import {names}; print('sympy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "False"


def test_the_review_has_its_four_sections_in_order_on_one_page() -> None:
    text: str = load_loose(FOLDER / "q5_review.py").review()
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["Summary", "Strengths", "Weaknesses", "Reflection"]
    assert 300 <= len(text.split()) <= 550
