"""What is written as plain data is read back as it was, and anything else is refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest

from grader.checkers.installed import installed_checkers
from grader.model.evidence import all_evidence_classes
from grader.model.status import Status
from grader.model.typed_plain import from_plain, reader_of, to_plain
from grader.rubric import load_rubric

RUBRICS = sorted((Path(__file__).parents[3] / "rubrics").glob("*.yaml"))


@dataclass(frozen=True, slots=True)
class Small:
    """One of everything that is read."""

    status: Status
    share: Fraction
    numbers: tuple[float | int | str, ...] = ()
    pair: tuple[str, int] | None = None
    inner: "Tolerance | None" = None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A number, and what it may be."""

    rtol: float
    scale: Literal["own", 1] = "own"
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])


def through_json(value: object) -> Any:  # JSON
    return json.loads(json.dumps(to_plain(value)))


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda path: path.stem)
def test_every_checker_of_the_rubrics_comes_back_as_it_was(rubric: Path) -> None:
    for criterion in load_rubric(rubric, installed_checkers()).criteria():
        # The texts tell an integer from a float, which equality does not.
        assert repr(from_plain(type(criterion.checker), through_json(criterion.checker))) == repr(criterion.checker)


def test_every_kind_of_evidence_can_be_read() -> None:
    assert all(callable(reader_of(cls)) for cls in all_evidence_classes())


def test_types_come_back_exactly() -> None:
    small = Small(Status.FAILED, Fraction(1, 3), (1, 1.0, "x", float("inf")), ("a", 2), Tolerance(1.0, 1, {"a": 2}))
    assert repr(from_plain(Small, through_json(small))) == repr(small)


def test_what_another_version_has_in_addition_is_left_aside_where_that_is_wanted() -> None:
    plain: dict[str, Any] = {"status": "passed", "share": "1", "new": 0, "inner": {"rtol": 1, "newer": []}}
    wanted = Small(Status.PASSED, Fraction(1), inner=Tolerance(1.0))
    assert from_plain(Small, plain, of_any_version=True) == wanted
    with pytest.raises(ValueError, match="new"):
        from_plain(Small, plain)
    del plain["new"]
    with pytest.raises(ValueError, match="newer"):
        from_plain(Small, plain)


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (Small, []),
        (Small, {"status": "passed"}),
        (Small, {"status": "odd", "share": "1"}),
        (Small, {"status": "passed", "share": 1}),
        (Small, {"status": "passed", "share": "1", "pair": ["a"]}),
        (Small, {"status": "passed", "share": "1", "pair": ["a", True]}),
        (Small, {"status": "passed", "share": "1", "numbers": "12"}),
        (Small, {"status": ["passed"], "share": "1"}),
        (Small, {"status": "passed", "share": "1/0"}),
        (Small, {"status": "passed", "share": "1e999999999"}),
        (Small, {"status": "passed", "share": "٣"}),
        (Small, {"status": "passed", "share": "1", "inner": {"status": "passed"}}),
        (Tolerance, {"rtol": "1"}),
        (Tolerance, {"rtol": True}),
        (Tolerance, {"rtol": 10**400}),
        (Tolerance, {"rtol": 1, "rtoll": 2}),
        (Tolerance, {"rtol": 1, "scale": True}),
        (Tolerance, {"rtol": 1, "scale": []}),
        (Tolerance, {"rtol": 1, "sizes": {"a": 1.0}}),
        (Tolerance, {"rtol": 1, "sizes": [["a", 1]]}),
        (set[int], [1]),
    ],
)
def test_anything_else_is_refused(kind: Any, plain: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_plain(kind, plain)
