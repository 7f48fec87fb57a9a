"""What the notebook format's own schema says of a notebook, outputs aside."""

from collections.abc import Iterable
from typing import Any, Protocol, cast

from grader.intake.decoding import without_surrogates

_CELLS = 400
"""Beyond this many cells the schema is not asked: its answer changes nothing about how cells are read."""
_LONGEST = 160
_NEWEST = _WITH_IDS = 5
"""The newest minor version of format 4, which brought the ids."""


class _Problem(Protocol):
    """What a schema library says of one flaw."""

    @property
    def message(self) -> str: ...


class _Schema(Protocol):
    """A schema that has been made ready."""

    def iter_errors(self, data: object) -> Iterable[_Problem]: ...


def schema_complaint(book: dict[str, Any]) -> str:
    """Return the first complaint of nbformat's schema, or an empty string.

    Outputs are emptied first: they do not matter here and make most of a notebook. Cell ids that are missing or stand
    twice are a complaint.
    """
    major, minor = book.get("nbformat"), book.get("nbformat_minor", 0)
    if not isinstance(major, int) or not isinstance(minor, int):
        return "nbformat: no version"
    if major in {1, 2, 3}:
        return ""
    if major != 4 or minor < 0:
        return f"nbformat: unknown version {major}.{minor}"
    cells = cast("list[Any]", book.get("cells"))
    if len(cells) > _CELLS:
        return ""
    lean = {**book, "cells": [_without_outputs(cell) for cell in cells]}
    from nbformat import validator  # slow to import, and needed for notebooks alone

    # Not iter_validate, which words the complaint with parts of the notebook that may be missing.
    schema = cast("_Schema", cast("Any", validator).get_validator(4, min(minor, _NEWEST)))
    try:
        problem = next(iter(schema.iter_errors(lean)), None)
    except RecursionError:  # the schema library walks what it is given by recursion
        return "nested too deeply"
    if problem is not None:
        return without_surrogates(problem.message[:_LONGEST])
    return _twice(cells) if minor >= _WITH_IDS else ""


def _without_outputs(cell: object) -> object:
    if not isinstance(cell, dict):
        return cell
    fields = cast("dict[str, object]", cell)
    return {**fields, "outputs": []} if isinstance(fields.get("outputs"), list) else fields


def _twice(cells: list[Any]) -> str:
    seen: set[object] = set()
    for cell in cells:
        identity = cast("dict[str, object]", cell).get("id")
        if identity in seen:
            return without_surrogates(f"id {identity!r} stands twice"[:_LONGEST])
        seen.add(identity)
    return ""
