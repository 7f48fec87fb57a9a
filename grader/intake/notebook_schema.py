"""What the notebook format's own schema says of a notebook, outputs aside."""

from collections.abc import Iterable
from typing import Any, Protocol, cast

from grader.intake.decoding import without_surrogates

_CELLS = 400
"""Beyond this many cells the schema is not asked: its answer changes nothing about how cells are read."""
_LONGEST = 160


class _Problem(Protocol):
    """What a schema library says of one flaw."""

    @property
    def path(self) -> Iterable[object]: ...

    @property
    def message(self) -> str: ...


def schema_complaint(book: dict[str, Any]) -> str:
    """Return the first complaint of nbformat's schema, or an empty string.

    Outputs are emptied first: they do not matter here and make most of a notebook. Cell ids that are missing or stand
    twice are a complaint.
    """
    major, minor = book.get("nbformat"), book.get("nbformat_minor", 0)
    if not isinstance(major, int) or not isinstance(minor, int):
        return "nbformat: no version"
    if major != 4:
        return "" if major in {1, 2, 3} else f"nbformat: unknown version {major}"
    cells = cast("list[Any]", book.get("cells"))
    if len(cells) > _CELLS:
        return ""
    lean = {key: value for key, value in book.items() if key != "cells"}
    lean["cells"] = [_without_outputs(cell) for cell in cells]
    from nbformat import validator  # slow to import, and needed for notebooks alone

    # The schema library walks what it is given by recursion.
    try:
        problems = cast("Any", validator).iter_validate(lean, version=4, version_minor=min(minor, 5))
        for problem in cast("Iterable[_Problem]", problems):
            place = ".".join(str(step) for step in problem.path)
            return without_surrogates(f"{place}: {problem.message}"[:_LONGEST])
    except RecursionError:
        return "nested too deeply"
    return _twice(cells) if minor >= 5 else ""


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
