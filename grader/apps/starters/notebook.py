"""The starter notebook: a Markdown prompt, a cell and a check for every part."""

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

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


def starter_notebook(rubric: Rubric, starter: Starter, language: Language) -> str:
    """Return the text of a notebook with every function to write, part by part.

    Args:
        rubric: whose parts give the prompts.
        starter: the functions.
        language: of the prompts.
    """
    sources = {stub.name: stub.source for stub in starter.stubs}
    cells: list[NotebookNode] = []

    def add(cell: NotebookNode) -> None:
        cell["id"] = f"cell-{len(cells)}"  # the same file each time, whoever releases it
        cells.append(cell)

    add(new_markdown_cell(f"# {rubric.title.in_language(language)}\n\n{_INTRODUCTION[language]}"))
    add(new_code_cell(f"%load_ext grader\n%check_language {language}"))
    add(new_code_cell(starter.cell))
    written: set[str] = set()
    texts = {part.id for part in rubric.parts if any(hasattr(each.checker, "section") for each in part.criteria)}
    for part in rubric.parts:
        called = dict.fromkeys(name for each in part.criteria for name in each.checker.functions())
        if part.id in texts:  # written in Markdown, below its heading
            called.clear()
        mine = [name for name in called if name in sources and name not in written]
        written.update(mine)
        add(new_markdown_cell(f"## {part.id}. {part.title.in_language(language)}"))
        for name in mine:
            add(new_code_cell(sources[name]))
        add(new_code_cell(f"%check {part.id}"))
    notebook = new_notebook(cells=cells, metadata=_METADATA)
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"
