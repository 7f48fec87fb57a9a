"""A file of checks that is damaged, or of another version, gives a sentence: no traceback, and no mark."""

import copy
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest

from grader.checkers.installed import installed_checkers
from grader.marking import checks_text, make_checks, open_checks
from grader.model.checker import Checker, Oracle, ProbeContext, Seen
from grader.model.errors import SpokenError
from grader.model.probe import Probe
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.submission import ArtifactKind
from grader.model.text import LocalizedText
from grader.model.verdict import Verdict, passed
from grader.rubric import load_rubric

ROOT = Path(__file__).parents[3]
ODD: tuple[Any, ...] = (None, True, -1, 1.5, "", "1/0", "1e999999999", [], [[]], {"a": 1}, 10**300, 2**70)


@pytest.fixture(scope="module")
def known() -> Mapping[str, type[Checker]]:
    return installed_checkers()


@pytest.fixture(scope="module")
def content(known: Mapping[str, type[Checker]]) -> str:
    return checks_text(make_checks(load_rubric(ROOT / "rubrics" / "hw3-theory.yaml", known)))


def places(plain: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything in what JSON holds."""
    inner: dict[Any, Any] = {}
    if isinstance(plain, dict):
        inner = cast("dict[Any, Any]", plain)
    elif isinstance(plain, list):
        inner = dict(enumerate(cast("list[Any]", plain)))
    for step, value in inner.items():
        yield (*at, step)
        yield from places(value, (*at, step))


def opened(text: str, path: Path, known: Mapping[str, type[Checker]]) -> object:
    """Return what opening the text as a file says, or None."""
    path.write_text(text, encoding="utf-8")
    try:
        open_checks(path, known)
    except SpokenError as error:
        return str(error)
    return None


def test_the_file_as_it_is_can_be_opened(content: str, known: Mapping[str, type[Checker]], tmp_path: Path) -> None:
    assert opened(content, tmp_path / "checks.json", known) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '{"schema": "grader.checks/3"}',
        '{"schema": ["grader.checks/3"]}',
        "[" * 200_000,
        '{"schema": ' * 200_000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
    ids=["empty", "a row", "null", "fields missing", "odd schema", "deep rows", "deep mappings", "bytes"],
)
def test_what_is_no_file_of_checks_says_so(text: str, known: Mapping[str, type[Checker]], tmp_path: Path) -> None:
    assert opened(text, tmp_path / "checks.json", known)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("schema",), "grader.checks/4"),
        (("language",), "de"),
        (("kinds",), ["film"]),
        (("others",), "3"),
        (("total_points",), "1/0"),
        (("total_points",), "1e999999999"),
        (("limits", "call_cpu_s"), "10"),
        (("limits", "call_cpu_s"), float("nan")),
        (("limits", "unknown"), 1),
        (("unknown",), 1),
        (("parts", 0, "unknown"), 1),
        (("parts", 0, "criteria", 0, "points"), 1),
        (("parts", 0, "criteria", 0, "seed"), 1.0),
        (("parts", 0, "criteria", 0, "checker"), "no_such_checker"),
        (("parts", 0, "criteria", 0, "parameters", "unknown"), 1),
        (("parts", 0, "criteria", 0, "parameters"), []),
    ],
)
def test_a_field_that_is_not_as_it_should_be_makes_the_file_unusable(
    place: tuple[Any, ...], value: object, content: str, known: Mapping[str, type[Checker]], tmp_path: Path
) -> None:
    plain = json.loads(content)
    inner = plain
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert opened(json.dumps(plain), tmp_path / "checks.json", known)


def test_whatever_is_changed_there_is_a_sentence_or_a_file_that_can_be_used(
    content: str, known: Mapping[str, type[Checker]], tmp_path: Path
) -> None:
    plain = json.loads(content)
    everywhere = list(places(plain))
    draw = random.Random(3)
    said = 0
    for _ in range(200):
        changed = copy.deepcopy(plain)
        *way, last = draw.choice(everywhere)
        inner = changed
        for step in way:
            inner = inner[step]
        if draw.random() < 0.3:
            del inner[last]
        else:
            inner[last] = draw.choice(ODD)
        said += opened(json.dumps(changed), tmp_path / "checks.json", known) is not None
    assert said > 100


def test_values_that_are_missing_make_the_file_one_of_another_version(
    known: Mapping[str, type[Checker]], tmp_path: Path
) -> None:
    plain = json.loads(checks_text(make_checks(load_rubric(ROOT / "rubrics" / "hw3-code.yaml", known))))
    del plain["answers"][-1]
    assert "another version" in str(opened(json.dumps(plain), tmp_path / "checks.json", known))


@dataclass(frozen=True, slots=True)
class Lenient:
    """A checker of a course's own, whose fields pydantic reads in its own way."""

    wanted: int = 0
    ships_as_values = True

    def functions(self) -> tuple[str, ...]:
        return ()

    def probes(self, context: ProbeContext) -> tuple[Probe, ...]:
        return ()

    def warm(self, probes: tuple[Probe, ...], oracle: Oracle) -> None:
        pass

    def judge(self, probes: tuple[Probe, ...], seen: Seen, oracle: Oracle) -> Verdict:
        return passed()


def test_a_checker_of_a_course_is_read_as_its_rubric_would_be(tmp_path: Path) -> None:
    title = LocalizedText("Own", "À soi")
    criterion = Criterion("Q1.own", title, Fraction(1, 3), Lenient(wanted=3), "lenient")
    rubric = Rubric(
        "own", title, "en", 1, (Part("Q1", title, Fraction(1, 3), (criterion,)),), (ArtifactKind.SCRIPT,), tmp_path,
        tmp_path, "",
    )  # fmt: skip
    plain = json.loads(checks_text(make_checks(rubric)))
    plain["parts"][0]["criteria"][0]["parameters"] = {"wanted": "3"}
    path = tmp_path / "checks.json"
    path.write_text(json.dumps(plain), encoding="utf-8")
    grading, _ = open_checks(path, {"lenient": Lenient})
    (read,) = grading.rubric.criteria()
    assert (read.checker, read.points) == (Lenient(wanted=3), Fraction(1, 3))
