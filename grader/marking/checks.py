"""The public checks of a rubric, as a file that students get: values, and nothing to read a formula from.

A criterion is public when students may see it and its checker needs no more of the reference than values at the
criterion's own inputs, or can judge without any result (the steps of a derivation). Where a value would be the answer
itself, it stays in class: a function without inputs has but one. Functions of the reference are renamed to numbers;
known wrong answers stay with staff, since their sentences would tell, and so do the phrases that texts are
searched for. Every criterion carries its own seed: from the rubric's, the inputs of hidden criteria could be drawn. It
is a digest of the rubric's, which can be found by trying if it is short.

A part that is written gets a criterion more, without points, on whether it can be read (``public_reading``).
"""

import base64
import dataclasses
import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast, runtime_checkable

from grader.marking.grade import Grader
from grader.marking.judging import is_ours
from grader.marking.oracle import ReferenceOracle
from grader.marking.plan import make_plan
from grader.marking.public_reading import reading_criterion
from grader.marking.recorded import Asked, RecordedOracle, RecordingOracle
from grader.marking.seeds import derive_seed
from grader.marking.unknown_checks import why_unknown
from grader.model.checker import Checker, ReadsPart
from grader.model.errors import RubricError, SpokenError
from grader.model.probe import Limits
from grader.model.rubric import Criterion, Part, Rubric
from grader.model.status import Visibility
from grader.model.submission import ArtifactKind
from grader.model.text import LocalizedText
from grader.model.typed_plain import from_plain, to_plain
from grader.sandbox import pack_value, unpack_value

if TYPE_CHECKING:
    from pydantic import TypeAdapter

CHECKS_FILE = "checks.json"
"""Of one rubric's checks; those of several are named ``checks-RUBRIC.json``."""


@runtime_checkable
class _GoesHome(Protocol):
    """A checker that can judge some of an answer without what only staff may know."""

    def for_students(self) -> Checker | None:
        """Return the checker that students get, or None for nothing."""
        ...


@dataclass(frozen=True, slots=True)
class ShippedCriterion:
    """A public criterion."""

    id: str
    title: LocalizedText
    points: Fraction
    reveal: bool
    seed: int
    checker: str
    parameters: Mapping[str, Any]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShippedPart:
    """A part with its public criteria; ``points`` are theirs alone."""

    id: str
    title: LocalizedText
    points: Fraction
    criteria: tuple[ShippedCriterion, ...]


@dataclass(frozen=True, slots=True)
class ShippedAnswer:
    """A value that is expected of a call."""

    function: str
    arguments: str
    value: str


@dataclass(frozen=True, slots=True)
class Checks:
    """The file."""

    schema: Literal["grader.checks/3"]
    rubric: str
    title: LocalizedText
    language: Literal["en", "fr"]
    kinds: tuple[ArtifactKind, ...]
    limits: Limits
    decimals: int
    parts: tuple[ShippedPart, ...]
    others: int
    """How many criteria are judged in class alone."""
    others_points: Fraction
    total_points: Fraction
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
        schema="grader.checks/3",
        rubric=rubric.id,
        title=rubric.title,
        language=rubric.language,
        kinds=rubric.kinds,
        limits=rubric.limits,
        decimals=rubric.decimals,
        parts=tuple(_ship_part(part, names, rubric.seed) for part in shipped.parts),
        others=len(others),
        others_points=sum((each.points for each in others), Fraction(0)),
        total_points=rubric.points,
        answers=tuple(
            ShippedAnswer(function=names[function], arguments=digest, value=_to_text(pack_value(value)))
            for (function, digest), value in recording.answers.items()
        ),
    )


def checks_text(checks: Checks) -> str:
    """Return the checks as the text of their file."""
    return json.dumps(to_plain(checks), indent=1, ensure_ascii=False) + "\n"


def open_checks(
    path: Path, checkers: Mapping[str, type[Checker]], parts: Collection[str] | None = None
) -> tuple[Grader, Checks]:
    """Open a file of checks.

    Args:
        path: the file.
        checkers: those that are installed.
        parts: keep these alone; None for all.

    Returns:
        A grader that knows the public criteria alone, and what the file says beside them.

    Raises:
        SpokenError: when the file is none, or needs another version of this program.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        msg = LocalizedText(f"{path} cannot be read: {error.strerror}", f"{path} n'a pas pu être lu : {error.strerror}")
        raise SpokenError(msg) from error
    try:
        checks = from_plain(Checks, json.loads(content, parse_constant=_refuse_nan))
        kept = tuple(_unship_part(each, checkers) for each in checks.parts if parts is None or each.id in parts)
        answers: dict[Asked, Any] = {
            (each.function, each.arguments): unpack_value(_from_text(each.value)) for each in checks.answers
        }
    except (ValueError, KeyError, RecursionError, zlib.error) as error:
        raise SpokenError(why_unknown(path, content)) from error
    rubric = Rubric(
        id=checks.rubric,
        title=checks.title,
        language=checks.language,
        seed=0,
        parts=kept,
        kinds=checks.kinds,
        path=path,
        reference=None,
        sha256="",
        limits=checks.limits,
        decimals=checks.decimals,
    )
    seeds = {each.id: each.seed for shipped in checks.parts for each in shipped.criteria}
    try:
        return Grader(rubric, oracle=RecordedOracle(answers), seeds=seeds), checks
    except RubricError as error:  # another version draws other inputs, for which there are no values here
        raise SpokenError(why_unknown(path, content)) from error


def find_checks(folder: Path) -> tuple[Path, ...]:
    """Return the files of checks in a folder, by their names."""
    stem, ending = CHECKS_FILE.split(".")
    return tuple(sorted([*folder.glob(CHECKS_FILE), *folder.glob(f"{stem}-*.{ending}")]))


def is_public(criterion: Criterion) -> bool:
    """Whether a criterion can be judged on a student's machine without giving anything away."""
    return criterion.visibility is Visibility.STUDENT and _for_students(criterion.checker) is not None


def _only_public(rubric: Rubric) -> Rubric:
    parts: list[Part] = []
    public = {each.id for each in rubric.criteria() if is_public(each)}
    while behind := {
        each.id for each in rubric.criteria() if each.id in public and not public.issuperset(each.requires)
    }:
        public -= behind  # judged in class alone, as what they require is, however long the chain
    for part in rubric.parts:
        kept = tuple(
            dataclasses.replace(each, checker=checker)
            for each in part.criteria
            if each.id in public and (checker := _for_students(each.checker)) is not None
        )
        if part.notation:
            kept += reading_criterion(part)
        if kept:
            parts.append(dataclasses.replace(part, criteria=kept))
    return dataclasses.replace(rubric, parts=tuple(parts))


def _for_students(checker: Checker) -> Checker | None:
    """Return a checker without what only staff may know, or None where nothing would be left to judge by."""
    if isinstance(checker, _GoesHome):
        return checker.for_students()
    return checker if getattr(checker, "ships_as_values", False) else None


def _ship_part(part: Part, names: Mapping[str, str], seed: int) -> ShippedPart:
    return ShippedPart(
        id=part.id,
        title=part.title,
        points=sum((each.points for each in part.criteria), Fraction(0)),
        criteria=tuple(
            ShippedCriterion(
                id=each.id,
                title=each.title,
                points=each.points,
                reveal=each.reveal,
                seed=derive_seed(seed, each.id),
                checker=each.checker_name,
                parameters=_renamed(_parameters_of(each.checker), names),
                requires=each.requires,
            )
            for each in part.criteria
        ),
    )


def _renamed(plain: object, names: Mapping[str, str]) -> Any:  # noqa: ANN401  # JSON
    if isinstance(plain, dict):
        return {key: _renamed(value, names) for key, value in cast("dict[str, object]", plain).items()}
    if isinstance(plain, list | tuple):
        return [_renamed(value, names) for value in cast("list[object]", plain)]
    return names.get(plain, plain) if isinstance(plain, str) else plain


def _unship_part(part: ShippedPart, checkers: Mapping[str, type[Checker]]) -> Part:
    criteria = tuple(
        Criterion(
            id=each.id,
            title=each.title,
            points=each.points,
            checker=_checker_of(checkers[each.checker], each.parameters),
            checker_name=each.checker,
            requires=each.requires,
            reveal=each.reveal,
        )
        for each in part.criteria
    )
    notations: list[Mapping[str, Any]] = [{}]
    notations += [each.checker.notation for each in criteria if isinstance(each.checker, ReadsPart)]
    notation = max(notations, key=len)
    return Part(part.id, part.title, part.points, criteria, notation)


def _parameters_of(checker: Checker) -> Any:  # noqa: ANN401  # JSON
    if is_ours(type(checker)):
        return to_plain(checker)
    return _adapter(type(checker)).dump_python(checker, mode="json")


def _checker_of(cls: type[Checker], parameters: Mapping[str, Any]) -> Checker:
    if is_ours(cls):
        return cast("Checker", from_plain(cls, parameters))
    return _adapter(cls).validate_python(parameters)


@cache
def _adapter(checker: type[Checker]) -> "TypeAdapter[Checker]":
    from pydantic import TypeAdapter  # takes long to load; a course's own checker may have validators of its own

    return TypeAdapter(checker)


def _refuse_nan(constant: str) -> float:
    if constant == "NaN":
        msg = "NaN is no number to judge by: no answer would be near enough"
        raise ValueError(msg)
    return float(constant)


def _to_text(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode()


def _from_text(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
