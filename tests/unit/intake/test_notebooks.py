"""A notebook gives its cells, whatever state the rest of it is in."""

import json
from collections.abc import Callable
from typing import Any, cast

import nbformat
import pytest

from grader.intake.notebook import NotebookReading, read_notebook
from grader.model.evidence.intake import IntakeNote, Unreadable
from tests.unit.intake.notebooks import book, code, markdown, packed


def read(document: object) -> NotebookReading:
    return read_notebook("a.ipynb", packed(document))


def notes(reading: NotebookReading) -> list[str]:
    return [each.note for each in reading.troubles if isinstance(each, IntakeNote)]


def reasons(reading: NotebookReading) -> list[str]:
    return [each.reason for each in reading.troubles if isinstance(each, Unreadable)]


def sources(reading: NotebookReading) -> list[tuple[int, str, str]]:
    return [(cell.number, cell.kind, cell.source) for cell in reading.cells]


def test_sources_come_as_list_or_as_text() -> None:
    reading = read(book(code(["def f():\n", "  return 1"]), markdown("# Title"), code("x = 1\r\ny = 2\r")))
    assert sources(reading) == [
        (1, "code", "def f():\n  return 1"),
        (2, "markdown", "# Title"),
        (3, "code", "x = 1\ny = 2\n"),
    ]
    assert reading.troubles == ()


@pytest.mark.parametrize("version", [2, 3, 4])
def test_cells_are_those_that_nbformat_finds(version: int) -> None:
    library = cast("Any", nbformat)
    made = library.versions[version]
    cells = [made.new_code_cell("x = 1\nprint(x)"), made.new_code_cell("%matplotlib inline\n!ls")]
    if version == 4:
        document = made.new_notebook(cells=[*cells, made.new_markdown_cell("*é*")])
    else:
        cells.append(made.new_text_cell("markdown", "*é*"))
        document = made.new_notebook(worksheets=[made.new_worksheet(cells=cells)])
    written = json.dumps(document)
    expected = [(cell.cell_type, cell.source) for cell in library.reads(written, as_version=4).cells]
    reading = read_notebook("a.ipynb", written.encode())
    assert [(cell.kind, cell.source) for cell in reading.cells] == expected
    assert reading.troubles == ()


def test_cells_of_all_worksheets_are_read_and_headings_kept() -> None:
    sheets = [
        {"cells": [{"cell_type": "heading", "level": 2, "source": ["Forces"]}]},
        {"cells": [{"cell_type": "code", "input": ["x = 1"]}]},
        "no worksheet",
    ]
    reading = read({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": sheets})
    assert sources(reading) == [(1, "markdown", "## Forces"), (2, "code", "x = 1")]


DAMAGED: list[tuple[str, dict[str, Any]]] = [
    ("no metadata", {"nbformat": 4, "nbformat_minor": 4, "cells": [code("x = 1")]}),
    ("metadata is a list", book(code("x = 1"), metadata=[1])),
    ("a cell's metadata is text", book(code("x = 1", metadata="no"))),
    ("ids missing", book(code("x = 1"), minor=5)),
    ("ids twice", book(code("x = 1", id="a"), markdown("y", id="a"), minor=5)),
    ("an id that is a list", book(code("x = 1", id=["a"]), minor=5)),
    ("no version", {"cells": [code("x = 1")]}),
    ("a version to come", book(code("x = 1"), nbformat=7)),
    ("version as text", book(code("x = 1"), nbformat="4")),
    ("no execution count", book({"cell_type": "code", "source": "x = 1"})),
    ("negative minor version", book(code("x = 1"), minor=-3)),
]


@pytest.mark.parametrize("document", [row[1] for row in DAMAGED], ids=[row[0] for row in DAMAGED])
def test_damage_outside_the_sources_costs_a_note_and_no_cell(document: dict[str, Any]) -> None:
    reading = read(document)
    assert sources(reading)[0] == (1, "code", "x = 1")
    assert notes(reading) == ["damaged_notebook"]
    assert reasons(reading) == []


def test_outputs_are_never_looked_into() -> None:
    outputs = [{"output_type": "nonsense", "data": "A" * 3_000_000}, 7, {"huge": 10**4000}]
    document = packed(book(code("x = 1", outputs=outputs))).replace(b'"huge": 1', b'"huge": 1' + b"0" * 100_000)
    reading = read_notebook("a.ipynb", document)
    assert sources(reading) == [(1, "code", "x = 1")]
    assert reading.troubles == ()


def test_a_bad_cell_costs_that_cell_and_numbers_stay() -> None:
    reading = read(book(code("x = 1"), "no cell", code(7), code(["a\n", 3]), code("y = 2")))
    assert sources(reading) == [(1, "code", "x = 1"), (4, "code", "a\n"), (5, "code", "y = 2")]
    assert [(t.cell, t.reason, t.is_ours) for t in reading.troubles if isinstance(t, Unreadable)] == [
        (2, "bad_cell", False),
        (3, "bad_cell", False),
        (4, "bad_cell", False),
    ]


def test_lost_line_ends_are_put_back() -> None:
    reading = read(book(code(["def f():", "    return 1"])))
    assert reading.cells[0].source == "def f():\n    return 1"
    assert notes(reading) == ["repaired"]


def test_a_cell_of_unknown_kind_is_code_only_if_it_looks_run() -> None:
    reading = read(book({"cell_type": "sql", "source": "a"}, {"source": "b", "outputs": []}, {"cell_type": 5}))
    assert [cell.kind for cell in reading.cells] == ["raw", "code", "raw"]
    assert notes(reading)[:3] == ["repaired"] * 3


def test_lone_surrogates_and_zeros_do_not_travel_on() -> None:
    content = packed(book(code("x = '?'"))).replace(b"?", rb"\ud800\u0000")
    reading = read_notebook("a.ipynb", content)
    assert reading.cells[0].source == "x = '\ufffd'"
    reading.cells[0].source.encode()


def test_another_language_is_noted() -> None:
    other = book(code("x <- 1"), metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}})
    assert notes(read(other)) == ["kernel_language"]
    python = book(code("x"), metadata={"kernelspec": {"name": "my env", "display_name": "x", "language": "python"}})
    assert notes(read(python)) == []


TEXT = json.dumps(book(code("x = 1\nprint('é')"), markdown("b")), indent=1)

UNREADABLE: list[tuple[str, bytes, str]] = [
    ("empty", b"", "empty_file"),
    ("zeros", b"\0\0\0\0\0", "empty_file"),
    ("cut in a string", TEXT[: TEXT.index("print")].encode(), "truncated"),
    ("cut between cells", TEXT[: TEXT.index('"markdown"')].rstrip().encode(), "truncated"),
    ("a web page", b"<!DOCTYPE html><html>", "web_page"),
    ("a merge conflict", TEXT.replace('"cells"', '<<<<<<< HEAD\n"cells"').encode(), "bad_json"),
    ("a list", b"[1, 2]", "no_notebook"),
    ("no cells", b'{"nbformat": 4}', "no_notebook"),
    ("cells that are a number", b'{"nbformat": 4, "cells": 4}', "no_notebook"),
    ("nested without end", b'{"cells":' + b"[" * 200_000, "bad_json"),
]


@pytest.mark.parametrize(("content", "reason"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_what_is_no_notebook_is_for_a_person_to_see(content: bytes, reason: str) -> None:
    reading = read_notebook("a.ipynb", content)
    assert reading.cells == ()
    (trouble,) = [each for each in reading.troubles if isinstance(each, Unreadable)]
    assert trouble.reason == reason
    assert trouble.is_ours


def test_the_place_of_bad_json_is_told() -> None:
    reading = read_notebook("a.ipynb", b'{\n "cells": [\n  {"cell_type": code}\n ]\n}')
    (trouble,) = reading.troubles
    assert isinstance(trouble, Unreadable)
    assert (trouble.line, trouble.column) == (3, 17)
    assert "code}" in trouble.excerpt


RECODED: list[tuple[str, Callable[[str], bytes]]] = [
    ("byte-order mark", lambda text: b"\xef\xbb\xbf" + text.encode()),
    ("utf-16", lambda text: text.encode("utf-16")),
    ("latin-1", lambda text: text.encode("latin-1")),
    ("zeros behind it", lambda text: text.encode() + b"\0" * 100),
    ("raw control characters", lambda text: text.replace("\\n", "\t\n").encode()),
]


@pytest.mark.parametrize("recode", [row[1] for row in RECODED], ids=[row[0] for row in RECODED])
def test_a_notebook_in_odd_bytes_is_read(recode: Callable[[str], bytes]) -> None:
    text = json.dumps(book(code("x = 1\nprint('é')")), ensure_ascii=False)
    (cell,) = read_notebook("a.ipynb", recode(text)).cells
    assert cell.source.replace("\t", "") == "x = 1\nprint('é')"
