"""The public checks of a rubric, as a file that students get: values, and nothing to read a formula from.

A criterion is public when students may see it and its checker needs no more of the reference than values at the
criterion's own inputs. Functions of the reference are renamed to numbers; known wrong answers stay with staff, since
their sentences would tell.
"""

import base64
import dataclasses
import zlib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from grader.marking.grade import Grader
from grader.marking.oracle import ReferenceOracle
from grader.marking.plan import make_plan
from grader.marking.recorded import Asked, RecordedOracle, RecordingOracle
from grader.model.checker import Checker
from grader.model.errors import UsageError
from grader.model.probe import Limits
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.status import Visibility
from grader.model.submission import ArtifactKind
from grader.model.text import LocalizedText
from grader.sandbox import pack_value, unpack_value

FILE_NAME = "checks.json"


class _Shipped(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ShippedCriterion(_Shipped):
    """A public criterion."""

    id: str
    title: LocalizedText
    points: str
    reveal: bool
    checker: str
    parameters: dict[str, Any]


class ShippedPart(_Shipped):
    """A part with its public criteria; ``points`` are theirs alone."""

    id: str
    title: LocalizedText
    points: str
    criteria: tuple[ShippedCriterion, ...]


class ShippedAnswer(_Shipped):
    """A value that is expected of a call."""

    function: str
    arguments: str
    value: str


class Checks(_Shipped):
    """The file."""

    schema_: Annotated[Literal["grader.checks/1"], Field(alias="schema")]
    rubric: str
    title: LocalizedText
    language: Literal["en", "fr"]
    seed: int
    kinds: tuple[ArtifactKind, ...]
    limits: Limits
    decimals: int
    parts: tuple[ShippedPart, ...]
    others: int
    """How many criteria are judged in class alone."""
    others_points: str
    answers: tuple[ShippedAnswer, ...]


def make_checks(rubric: Rubric) -> Checks:
    """Return the public checks of a rubric.

    Args:
        rubric: with its reference, which is asked for every value that the checks need.

    Returns:
        The checks; no function of the reference is named in them.
    """
    shipped = _only_public(rubric)
    recording = RecordingOracle(ReferenceOracle(rubric.reference))
    make_plan(shipped, recording)
    names = {function: f"f{at}" for at, function in enumerate(dict.fromkeys(name for name, _ in recording.answers))}
    public = {each.id for each in shipped.criteria()}
    others = [each for each in rubric.criteria() if each.id not in public]
    return Checks(
        schema_="grader.checks/1",
        rubric=rubric.id,
        title=rubric.title,
        language=rubric.language,
        seed=rubric.seed,
        kinds=rubric.kinds,
        limits=rubric.limits,
        decimals=rubric.decimals,
        parts=tuple(_ship_part(part, names) for part in shipped.parts),
        others=len(others),
        others_points=str(sum((each.points for each in others), Fraction(0))),
        answers=tuple(
            ShippedAnswer(function=names[function], arguments=digest, value=_to_text(pack_value(value)))
            for (function, digest), value in recording.answers.items()
        ),
    )


def checks_text(checks: Checks) -> str:
    """Return the checks as the text of their file."""
    return checks.model_dump_json(by_alias=True, indent=1) + "\n"


def open_checks(path: Path, checkers: Mapping[str, type[Checker]]) -> tuple[Grader, Checks]:
    """Open a file of checks.

    Args:
        path: the file.
        checkers: those that are installed.

    Returns:
        A grader that knows the public criteria alone, and what the file says beside them.

    Raises:
        UsageError: when the file is none, or needs another version of this program.
    """
    try:
        checks = Checks.model_validate_json(path.read_bytes())
        parts = tuple(_unship_part(part, checkers) for part in checks.parts)
        answers: dict[Asked, Any] = {
            (each.function, each.arguments): unpack_value(_from_text(each.value)) for each in checks.answers
        }
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise UsageError(msg) from error
    except (ValidationError, ValueError, KeyError, zlib.error) as error:
        msg = f"{path} holds no checks that this version of the program knows; get the file anew from your course"
        raise UsageError(msg) from error
    rubric = Rubric(
        id=checks.rubric,
        title=checks.title,
        language=checks.language,
        seed=checks.seed,
        parts=parts,
        kinds=checks.kinds,
        path=path,
        reference=None,
        sha256="",
        limits=checks.limits,
        decimals=checks.decimals,
    )
    return Grader(rubric, oracle=RecordedOracle(answers)), checks


def is_public(criterion: Criterion) -> bool:
    """Whether a criterion can be judged on a student's machine without giving anything away."""
    ships = getattr(criterion.checker, "ships_as_values", False)
    return criterion.visibility is Visibility.STUDENT and bool(ships)


def _only_public(rubric: Rubric) -> Rubric:
    parts: list[Part] = []
    public = {each.id for each in rubric.criteria() if is_public(each)}
    for part in rubric.parts:
        kept = tuple(
            dataclasses.replace(each, checker=_without_known_errors(each.checker))
            for each in part.criteria
            if each.id in public and public.issuperset(each.requires)
        )
        if kept:
            parts.append(dataclasses.replace(part, criteria=kept))
    return dataclasses.replace(rubric, parts=tuple(parts))


def _without_known_errors(checker: Checker) -> Checker:
    if not dataclasses.is_dataclass(checker) or not hasattr(checker, "known_errors"):
        return checker
    return dataclasses.replace(checker, known_errors=())


def _ship_part(part: Part, names: Mapping[str, str]) -> ShippedPart:
    return ShippedPart(
        id=part.id,
        title=part.title,
        points=str(sum((each.points for each in part.criteria), Fraction(0))),
        criteria=tuple(
            ShippedCriterion(
                id=each.id,
                title=each.title,
                points=str(each.points),
                reveal=each.reveal,
                checker=each.checker_name,
                parameters=_renamed(TypeAdapter(type(each.checker)).dump_python(each.checker, mode="json"), names),
            )
            for each in part.criteria
        ),
    )


def _renamed(plain: object, names: Mapping[str, str]) -> Any:  # noqa: ANN401  # JSON
    if isinstance(plain, dict):
        return {key: _renamed(value, names) for key, value in cast("dict[str, object]", plain).items()}
    if isinstance(plain, list):
        return [_renamed(value, names) for value in cast("list[object]", plain)]
    return names.get(plain, plain) if isinstance(plain, str) else plain


def _unship_part(part: ShippedPart, checkers: Mapping[str, type[Checker]]) -> Part:
    criteria = tuple(
        Criterion(
            id=each.id,
            title=each.title,
            points=Fraction(each.points),
            checker=TypeAdapter(checkers[each.checker]).validate_python(each.parameters),
            checker_name=each.checker,
            reveal=each.reveal,
        )
        for each in part.criteria
    )
    return Part(part.id, part.title, Fraction(part.points), criteria)


def _to_text(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode()


def _from_text(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
