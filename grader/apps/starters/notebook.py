"""The starter notebook: a Markdown prompt, a cell and a check for every part."""

import json
from collections.abc import Collection
from typing import Any

from grader.apps.starters.module import Starter
from grader.model.rubric import Rubric
from grader.model.text import Language

_INTRODUCTION = {
    "en": "Write each function in its cell. `%check Q1` checks one part on the spot, `%check` all of them.",
    "fr": "Écrivez chaque fonction dans sa cellule. `%check Q1` vérifie une partie, `%check` toutes.",
}
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def starter_notebook(rubric: Rubric, starter: Starter, checked: Collection[str], language: Language) -> str:
    """Return the text of a notebook with every function to write, part by part.

    Args:
        rubric: whose parts give the prompts.
        starter: the functions.
        checked: the parts that have public checks.
        language: of the prompts.
    """
    sources = {stub.name: stub.source for stub in starter.stubs}
    cells: list[dict[str, Any]] = []

    def add(cell: dict[str, Any]) -> None:
        cells.append(cell | {"id": f"cell-{len(cells)}"})  # the same file each time, whoever releases it

    add(_markdown(f"# {rubric.title.in_language(language)}\n\n{_INTRODUCTION[language]}"))
    add(_code(f"%load_ext grader\n%check_language {language}"))
    add(_code(starter.cell))
    written: set[str] = set()
    texts = {part.id for part in rubric.parts if any(hasattr(each.checker, "section") for each in part.criteria)}
    for part in rubric.parts:
        called = dict.fromkeys(name for each in part.criteria for name in each.checker.functions())
        if part.id in texts:  # written in Markdown, below its heading
            called.clear()
        mine = [name for name in called if name in sources and name not in written]
        written.update(mine)
        add(_markdown(f"## {part.id}. {part.title.in_language(language)}"))
        for name in mine:
            add(_code(sources[name]))
        if part.id in checked:
            add(_code(f"%check {part.id}"))
    notebook = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
