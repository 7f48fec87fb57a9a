"""Our own plan as data that the peers' tests can read: inputs, right values, tolerances, points."""

import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.checkers.closeness import Tolerance, numbers_of
from grader.checkers.installed import installed_checkers
from grader.checkers.picking import BadPick, Picking, pick_expected
from grader.checkers.values import Values
from grader.checkers.witness import Witness
from grader.marking.oracle import ReferenceOracle, to_python
from grader.marking.plan import CriterionPlan, make_plan
from grader.model.checker import Oracle
from grader.model.values import Array, ArrayValue, FunctionValue, Value
from grader.numerics.convert import NotNumbers, as_array
from grader.numerics.draws import Case, draw_cases
from grader.rubric import load_rubric

ROOT = Path(__file__).resolve().parent.parent
RUBRIC = ROOT / "rubrics" / "hw3-code.yaml"
REFERENCE = ROOT / "reference" / "hw3"
PEERS = ROOT / "benchmarks" / "peers"

# The symbolic criteria by what the rubric says, in SymPy's own words: the peers compare by simplify(a - b) == 0.
_S = "1/(1 + exp(-(psi0*theta + psi1)))"
_SYMBOLIC: dict[str, dict[str, Any]] = {
    "Q1.expression": {
        "function": "kl_expression",
        "entries": ["log(sigma1/sigma2) + (sigma2**2 + (mu2 - mu1)**2)/(2*sigma1**2) - Rational(1, 2)"],
        "symbols": {"mu1": "real", "sigma1": "positive", "mu2": "real", "sigma2": "positive"},
        "shape": None,
    },
    "Q4.4.expression": {
        "function": "velocity_expression",
        "entries": [f"-theta*{_S} - gamma*psi0", f"1 - 1/(1 + exp(-psi1)) - {_S}", f"psi0*{_S}"],
        "symbols": {"psi0": "real", "psi1": "real", "theta": "real", "gamma": "real"},
        "shape": (3, 1),
    },
}


@dataclass(frozen=True, slots=True)
class ExportedCheck:
    """One criterion as the peers' tests see it."""

    criterion: str
    points: float
    data: dict[str, Any]


def export_checks(rubric_file: Path = RUBRIC) -> tuple[ExportedCheck, ...]:
    """Return every criterion of a rubric that a machine judges, in its order.

    The same work as ours: the same functions, called with the same inputs, compared with the same right values at the
    same tolerances. Ours alone: pictures, recognised errors, errors carried forward, the review's text.

    Raises:
        ValueError: for a criterion that the peers' runner does not know how to check.
    """
    rubric = load_rubric(rubric_file, installed_checkers())
    plan = make_plan(rubric, ReferenceOracle(rubric.reference), warm=False)
    exported: list[ExportedCheck] = []
    for planned in plan.criteria:
        data = _data(planned, plan.oracle)
        if data is not None:
            exported.append(ExportedCheck(planned.criterion.id, float(planned.criterion.points), data))
    return tuple(exported)


def write_checks(checks: tuple[ExportedCheck, ...], folder: Path) -> None:
    """Write what the peers' tests import: the data, the runner, the predicates and the library of functions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "checks.pickle").write_bytes(pickle.dumps({check.criterion: check.data for check in checks}))
    shutil.copyfile(PEERS / "bench_checks.py", folder / "bench_checks.py")
    shutil.copyfile(REFERENCE / "predicates.py", folder / "bench_predicates.py")
    shutil.copyfile(ROOT / "grader" / "sandbox" / "nursery" / "functions.py", folder / "bench_library.py")


def _data(planned: CriterionPlan, oracle: Oracle) -> dict[str, Any] | None:
    criterion, checker = planned.criterion, planned.criterion.checker
    if criterion.id in _SYMBOLIC:
        return {"kind": "symbolic", **_SYMBOLIC[criterion.id]}
    if isinstance(checker, Values):
        cases = draw_cases(checker.draws, planned.probes[0].seed, oracle)
        return {
            "kind": "values",
            "function": checker.function,
            "cases": [_case(checker, case, oracle) for case in cases],
            "select": checker.select,
            "combine": list(checker.combine),
            "items": checker.items,
            "unordered": checker.unordered,
            "one_entry": checker.shape == "one_entry",
        }
    if isinstance(checker, Witness):
        return {
            "kind": "witness",
            "function": checker.function,
            "accept": checker.accept.rpartition(".")[2],
            "numbers": checker.numbers,
            "cases": [{"arguments": [_plain(each) for each in probe.arguments]} for probe in planned.probes],
        }
    if checker.functions() == ("review",):
        return None
    msg = f"the peers have no check for {criterion.id}"
    raise ValueError(msg)


def _case(checker: Values, case: Case, oracle: Oracle) -> dict[str, Any]:
    tolerance = _tolerance(checker, case, oracle)
    like = case.values[checker.scalar_or_like] if checker.scalar_or_like else None
    return {
        "arguments": [_plain(each) for each in case.arguments],
        "expected": _expected(checker, case, oracle),
        "rtol": tolerance.rtol,
        "atol": tolerance.atol,
        "like": None if like is None else like.data.shape if isinstance(like, ArrayValue) else (),
    }


def _expected(checker: Values, case: Case, oracle: Oracle) -> Array:
    if checker.expect is not None:
        expected = as_array(case.values[checker.expect.draw])
    else:
        picking = Picking(checker.select, checker.combine, checker.items, checker.unordered)
        expected = pick_expected(oracle.call(checker.reference or "", case.arguments), picking)
    if isinstance(expected, BadPick | NotNumbers):
        raise TypeError(expected.reason)
    return expected


def _tolerance(checker: Values, case: Case, oracle: Oracle) -> Tolerance:
    if checker.tolerance is not None:
        return Tolerance(0.0, numbers_of(oracle, checker.tolerance.reference, case.arguments))
    if checker.atol_scale is not None:
        scale = numbers_of(oracle, checker.atol_scale.reference, case.arguments)
        return Tolerance(checker.rtol, checker.atol * scale)
    return Tolerance(checker.rtol, checker.atol)


def _plain(value: Value) -> object:
    return {"function": value.name} if isinstance(value, FunctionValue) else to_python(value)
