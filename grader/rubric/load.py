"""A rubric file to a checked ``Rubric``, or to every problem it has, with lines."""

import dataclasses
import hashlib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from grader.model.checker import Checker, ReadsPart
from grader.model.errors import RubricError
from grader.model.rubric import Criterion, Part, Rubric
from grader.rubric.document import CriterionSection, PartSection, RubricDocument
from grader.rubric.problems import did_you_mean, place_text, problems_of
from grader.rubric.yaml_source import Place, YamlSource, read_yaml

Checkers = Mapping[str, type[Checker]]
_MAX_BYTES = 4 * 1024 * 1024


def load_rubric(path: Path, checkers: Checkers, *, reference: Path | None = None) -> Rubric:
    """Load a rubric.

    Args:
        path: the YAML file.
        checkers: the checkers that exist, by name.
        reference: the reference's folder, in place of the one that the file names.

    Returns:
        The rubric, ready for use.

    Raises:
        RubricError: with every problem found, each with its line.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RubricError(str(path), (("file", f"cannot be read: {error.strerror or error}"),)) from error
    if len(content) > _MAX_BYTES:
        raise RubricError(str(path), (("file", f"is larger than {_MAX_BYTES} bytes; is it a rubric?"),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RubricError(str(path), (("file", f"is not UTF-8 (byte {error.start})"),)) from error
    source = read_yaml(text)
    reader = _Reader(source, checkers, path)
    rubric = reader.read(reference, hashlib.sha256(content).hexdigest())
    if reader.problems or rubric is None:
        raise RubricError(str(path), reader.sorted_problems())
    return rubric


class _Reader:
    """Collects problems while a document becomes a rubric."""

    def __init__(self, source: YamlSource, checkers: Checkers, path: Path) -> None:
        self.source, self.checkers, self.path = source, checkers, path
        self.problems: list[tuple[Place, str]] = list(source.problems)

    def sorted_problems(self) -> tuple[tuple[str, str], ...]:
        ordered = sorted(self.problems, key=lambda each: self.source.line_of(each[0]))
        return tuple(
            (f"line {self.source.line_of(place)}: {place_text(place, self.source.data)}", message)
            for place, message in ordered
        )

    def read(self, reference: Path | None, sha256: str) -> Rubric | None:
        if self.source.data is None:
            return None
        if not isinstance(self.source.data, dict):
            self.problems.append(((), "a rubric is a mapping: `schema:`, `id:`, `parts:` …"))
            return None
        data = cast("dict[str, Any]", self.source.data)
        try:
            document = RubricDocument.model_validate(data)
        except ValidationError as error:
            known = [field.alias or name for name, field in RubricDocument.model_fields.items()]
            self.problems += problems_of(error, (), data, known)
            self._check_parameters_of_raw(data)
            return None
        parts = tuple(self._part(section, ("parts", at)) for at, section in enumerate(document.parts))
        self._check_unique(document)
        self._check_requires(document)
        self._check_leaderboard(document)
        folder = reference or (self.path.parent / document.reference if document.reference else None)
        if folder is not None and not folder.is_dir():
            self.problems.append((("reference",), f"no such folder: {folder}"))
        return Rubric(
            id=document.id,
            title=document.title.to_text(),
            language=document.language,
            seed=document.seed,
            parts=parts,
            kinds=document.kinds,
            path=self.path,
            reference=folder,
            sha256=sha256,
            limits=document.limits.to_limits(),
            python=document.python,
            decimals=document.decimals,
            late=document.late.to_policy() if document.late else None,
            gradescope=document.gradescope.to_rules(),
        )

    def _part(self, section: PartSection, place: Place) -> Part:
        criteria = [
            self._criterion(criterion, (*place, "criteria", at), section)
            for at, criterion in enumerate(section.criteria)
        ]
        total = sum((each.points for each in section.criteria), Fraction(0))
        if total != section.points:
            self.problems.append(((*place, "points"), f"the part has {section.points} points, its criteria {total}"))
        return Part(
            id=section.id,
            title=section.title.to_text(),
            points=section.points,
            criteria=tuple(each for each in criteria if each is not None),
            notation=section.notation,
        )

    def _criterion(self, section: CriterionSection, place: Place, part: PartSection) -> Criterion | None:
        checker = self._checker(section.checker, section.with_, place, part)
        if checker is None:
            return None
        return Criterion(
            id=section.id,
            title=section.title.to_text(),
            points=section.points,
            checker=checker,
            checker_name=section.checker,
            requires=section.requires,
            visibility=section.visibility,
            reveal=section.reveal,
        )

    def _checker(
        self, name: str, parameters: Mapping[str, Any], place: Place, part: PartSection | None = None
    ) -> Checker | None:
        checker = self.checkers.get(name)
        if checker is None:
            self.problems.append(((*place, "checker"), f"no '{name}'{did_you_mean(name, self.checkers)}"))
            return None
        given = dict(parameters)
        if part is not None and issubclass(checker, ReadsPart):
            given |= {"part": part.id, "notation": part.notation}
        try:
            return _adapter(checker).validate_python(given)
        except ValidationError as error:
            known = [each.name for each in dataclasses.fields(checker)] if dataclasses.is_dataclass(checker) else []
            self.problems += problems_of(error, (*place, "with"), parameters, known)
            return None

    def _check_parameters_of_raw(self, data: Mapping[str, Any]) -> None:
        # The document itself is wrong somewhere: the checkers' parameters are looked at all the same,
        # so that an author sees every problem at once.
        for at_part, part in enumerate(_list_of_mappings(data.get("parts"))):
            for at, criterion in enumerate(_list_of_mappings(part.get("criteria"))):
                name, parameters = criterion.get("checker"), criterion.get("with", {})
                if isinstance(name, str) and isinstance(parameters, Mapping):
                    place = ("parts", at_part, "criteria", at)
                    self._checker(name, cast("Mapping[str, Any]", parameters), place)

    def _check_unique(self, document: RubricDocument) -> None:
        seen: dict[str, str] = {}
        for at_part, part in enumerate(document.parts):
            places: list[tuple[str, Place]] = [(part.id, ("parts", at_part, "id"))]
            for at, criterion in enumerate(part.criteria):
                place = ("parts", at_part, "criteria", at, "id")
                places.append((criterion.id, place))
                if not criterion.id.startswith(f"{part.id}."):
                    self.problems.append((place, f"'{criterion.id}' must begin with '{part.id}.'"))
            for identifier, place in places:
                if identifier.casefold() in seen:
                    self.problems.append((place, f"the id '{identifier}' stands twice"))
                seen[identifier.casefold()] = identifier

    def _check_leaderboard(self, document: RubricDocument) -> None:
        known = ["total", *(part.id for part in document.parts)]
        for at, name in enumerate(document.gradescope.leaderboard):
            if name not in known:
                place: Place = ("gradescope", "leaderboard", at)
                self.problems.append((place, f"no part '{name}'{did_you_mean(name, known)}"))

    def _check_requires(self, document: RubricDocument) -> None:
        requires = {each.id: each.requires for part in document.parts for each in part.criteria}
        for at_part, part in enumerate(document.parts):
            for at, criterion in enumerate(part.criteria):
                place = ("parts", at_part, "criteria", at, "requires")
                for name in criterion.requires:
                    if name not in requires:
                        self.problems.append((place, f"no criterion '{name}'{did_you_mean(name, requires)}"))
                if _reaches_itself(criterion.id, requires):
                    self.problems.append((place, f"'{criterion.id}' requires itself, directly or through others"))


@cache
def _adapter(checker: type[Checker]) -> TypeAdapter[Checker]:
    return TypeAdapter(checker)  # takes tens of milliseconds to make


def _reaches_itself(start: str, requires: Mapping[str, tuple[str, ...]]) -> bool:
    open_ids, visited = list(requires[start]), set[str]()
    while open_ids:
        name = open_ids.pop()
        if name == start:
            return True
        if name not in visited:
            visited.add(name)
            open_ids.extend(requires.get(name, ()))
    return False


def _list_of_mappings(value: object) -> list[Mapping[str, Any]]:
    # Keeps positions: what is no mapping becomes an empty one.
    if not isinstance(value, list):
        return []
    items = cast("list[object]", value)
    return [cast("Mapping[str, Any]", each) if isinstance(each, Mapping) else {} for each in items]
