"""What a hand-in's functions are given tells it nothing about the answers of others."""

from pathlib import Path

import pytest

from grader.checkers.installed import installed_checkers
from grader.marking.oracle import ReferenceOracle
from grader.marking.plan import CriterionPlan, make_plan
from grader.model.values import ArrayValue, SequenceValue, Value
from grader.rubric import load_rubric

ROOT = Path(__file__).parents[2]
_SMALLEST_TELLING = 3
"""Digits: numbers like 0, 2 or 0.5 stand in many places and tell nothing."""


def parts(value: Value) -> set[bytes | complex]:
    """Return the floats and arrays of floats in a value that no one would guess."""
    match value:
        case float() | complex():
            return {complex(value)} if len(repr(value)) > _SMALLEST_TELLING + 2 else set()
        case ArrayValue() if value.data.dtype.kind in "fc":
            return (
                {value.data.tobytes()}
                if value.data.size > 1
                else set[bytes | complex]().union(*(parts(complex(each)) for each in value.data.flat))
            )
        case SequenceValue():
            return set[bytes | complex]().union(*(parts(item) for item in value.items))
        case _:
            return set()


def where_defined(reference: Path) -> dict[str, str]:
    """Return the dotted name of each of the reference's functions, by its bare name."""
    found: dict[str, str] = {}
    for file in sorted(reference.rglob("*.py")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("def "):
                name = line[4:].partition("(")[0]
                found.setdefault(name, ".".join([*file.relative_to(reference).with_suffix("").parts, name]))
    return found


@pytest.mark.parametrize("name", ["hw3-code", "sampling"])
def test_no_criterion_can_be_answered_by_what_other_functions_are_given(name: str) -> None:
    rubric = load_rubric(ROOT / "rubrics" / f"{name}.yaml", installed_checkers())
    assert rubric.reference is not None
    oracle, names = ReferenceOracle(rubric.reference), where_defined(rubric.reference)
    plan = make_plan(rubric, oracle, warm=False)
    given: dict[bytes | complex, set[str]] = {}
    for probe in plan.probes:
        for argument in probe.arguments:
            for part in parts(argument):
                given.setdefault(part, set()).add(probe.function)

    def answers(planned: CriterionPlan) -> list[set[bytes | complex]]:
        known = [each for each in planned.probes if each.function in names]
        return [parts(oracle.call(names[each.function], each.arguments)) for each in known]

    def is_given_elsewhere(planned: CriterionPlan, part: bytes | complex) -> bool:
        return bool(given.get(part, set()) - {each.function for each in planned.probes})

    open_to_all = [
        planned.criterion.id
        for planned in plan.criteria
        if (found := [each for each in answers(planned) if each])
        and all(is_given_elsewhere(planned, part) for each in found for part in each)
    ]
    assert open_to_all == []
