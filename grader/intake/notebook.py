"""A notebook's bytes to its cells: sources alone, whatever the rest looks like."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast

from grader.intake.decoding import decode_text, without_surrogates
from grader.intake.files import few
from grader.intake.notebook_schema import schema_complaint
from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote, Unreadable
from grader.model.submission import Cell

_CODE, _MARKDOWN, _RAW = "code", "markdown", "raw"
_KINDS = {
    "code": _CODE,
    "input": _CODE,
    "markdown": _MARKDOWN,
    "heading": _MARKDOWN,
    "text": _MARKDOWN,
    "html": _MARKDOWN,
    "raw": _RAW,
    "plaintext": _RAW,
}
_PYTHON_NAMES = ("python", "ipython", "sage", "xpython", "pyodide")
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class NotebookReading:
    """The cells of a notebook, numbered from 1 over all of them, and what was peculiar."""

    cells: tuple[Cell, ...]
    troubles: tuple[Evidence, ...] = ()


def read_notebook(path: str, content: bytes) -> NotebookReading:
    """Read a notebook of format 1 to 4.5 or of something near it.

    Args:
        path: where it stands in the hand-in; only named in facts.
        content: its bytes.

    Returns:
        Its cells with their sources; outputs, attachments and metadata are never looked into. A notebook that is no
        JSON yields no cell and an ``Unreadable`` with the place: half a notebook could show a function that a later,
        lost cell defines anew. Never raises.
    """
    if not content.strip(b" \t\r\n\0"):
        return NotebookReading((), (_unreadable(path, "empty_file"),))
    decoded = decode_text(path, content)
    notes = list(decoded.notes)
    document = _parse(path, decoded.text)
    if isinstance(document, Unreadable):
        return NotebookReading((), (*notes, document))
    if not isinstance(document, dict):
        return NotebookReading((), (*notes, _unreadable(path, "no_notebook", f"a JSON {type(document).__name__}")))
    book = cast("dict[str, Any]", document)
    raw_cells = _raw_cells(book)
    if raw_cells is None:
        return NotebookReading((), (*notes, _unreadable(path, "no_notebook", "no list of cells")))
    cells: list[Cell] = []
    for number, raw in enumerate(raw_cells, start=1):
        cell = _cell(path, number, raw, notes)
        if cell is not None:
            cells.append(cell)
    notes += _language_notes(path, book)
    complaint = schema_complaint(book)
    if complaint:
        notes.append(IntakeNote(path, "damaged_notebook", complaint))
    if not any(cell.source.strip() for cell in cells):
        notes.append(IntakeNote(path, "empty"))
    return NotebookReading(tuple(cells), few(notes, path))


def looks_like_notebook(text: str) -> bool:
    """Whether text under another name is a notebook: a JSON object that says so near its beginning or its end."""
    if text.lstrip()[:1] != "{":
        return False
    ends = text[:4000] + text[-4000:]
    return '"nbformat"' in ends and ('"cells"' in text or '"worksheets"' in text)


def _parse(path: str, text: str) -> Any:  # noqa: ANN401 - JSON enters here
    try:
        return json.loads(text, strict=False, parse_int=_number, parse_float=_number, parse_constant=_number)
    except json.JSONDecodeError as error:
        lines = text.split("\n")
        line = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
        start = max(0, error.colno - 1 - _EXCERPT // 2)
        first = text.lstrip()[:200]
        reason = "bad_json"
        if first.startswith("<"):
            reason = "web_page"  # the page that shows a notebook, saved in its place
        elif error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            reason = "truncated"
        return Unreadable(
            path=path,
            reason=reason,
            detail=error.msg,
            line=error.lineno,
            column=error.colno,
            excerpt=without_surrogates(line[start : start + _EXCERPT]),
            is_ours=True,
        )
    except RecursionError:
        return _unreadable(path, "bad_json", "nested too deeply")


def _number(text: str) -> float | int:
    # Format numbers and counts alone matter; a number of a million digits in an output must not cost the notebook.
    return int(text) if len(text) < 10 and text.lstrip("-").isdigit() else 0.0


def _unreadable(path: str, reason: str, detail: str = "") -> Unreadable:
    return Unreadable(path=path, reason=reason, detail=detail, is_ours=True)


def _raw_cells(book: dict[str, Any]) -> list[Any] | None:
    """Return the list of cells of format 4, or of all worksheets of formats 1 to 3."""
    cells = book.get("cells")
    if isinstance(cells, list):
        return cast("list[Any]", cells)
    sheets = book.get("worksheets")
    if isinstance(sheets, list):
        found: list[Any] = []
        for sheet in cast("list[Any]", sheets):
            inner = cast("dict[str, Any]", sheet).get("cells") if isinstance(sheet, dict) else None
            if isinstance(inner, list):
                found += cast("list[Any]", inner)
        return found
    return None


def _cell(path: str, number: int, raw: object, notes: list[Evidence]) -> Cell | None:
    if not isinstance(raw, dict):
        notes.append(Unreadable(path=path, reason="bad_cell", detail=f"a JSON {type(raw).__name__}", cell=number))
        return None
    fields = cast("dict[str, Any]", raw)
    kind = _kind(path, number, fields, notes)
    # Formats 1 to 3 call a code cell's source "input"; 4 took "source" for all.
    value = next((fields[key] for key in ("source", "input", "text") if fields.get(key) is not None), "")
    source = _source(path, number, value, notes)
    if source is None:
        return None
    if fields.get("cell_type") == "heading":
        level = fields.get("level")
        source = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + source
    return Cell(number, kind, source)


def _kind(path: str, number: int, fields: dict[str, Any], notes: list[Evidence]) -> str:
    said = fields.get("cell_type")
    kind = _KINDS.get(said.lower()) if isinstance(said, str) else None
    if kind is not None:
        return kind
    # Only code cells have these; without them prose would be run as Python.
    kind = _CODE if {"outputs", "execution_count", "prompt_number"} & fields.keys() else _RAW
    notes.append(IntakeNote(path, "repaired", f"unknown kind of cell, read as {kind}", cell=number))
    return kind


def _source(path: str, number: int, value: object, notes: list[Evidence]) -> str | None:
    if isinstance(value, str):
        text = value
    elif isinstance(value, list):
        items = cast("list[object]", value)
        pieces = [item for item in items if isinstance(item, str)]
        if len(pieces) < len(items):
            reason = f"{len(items) - len(pieces)} lines of source are no text"
            notes.append(Unreadable(path=path, reason="bad_cell", detail=reason, cell=number))
            if not pieces:
                return None
        if len(pieces) > 1 and not any("\n" in piece for piece in pieces):
            notes.append(IntakeNote(path, "repaired", "line ends were missing", cell=number))
            text = "\n".join(pieces)
        else:
            text = "".join(pieces)
    else:
        notes.append(
            Unreadable(path=path, reason="bad_cell", detail=f"source is a {type(value).__name__}", cell=number)
        )
        return None
    if "\0" in text:
        notes.append(IntakeNote(path, "nul_bytes", str(text.count("\0")), cell=number))
    cleaned = re.sub(r"\r\n?", "\n", text.replace("\0", ""))
    return without_surrogates(cleaned)


def _language_notes(path: str, book: dict[str, Any]) -> list[Evidence]:
    metadata = book.get("metadata")
    if not isinstance(metadata, dict):
        return []
    sections = cast("dict[str, Any]", metadata)
    for section, key in (("language_info", "name"), ("kernelspec", "language"), ("kernelspec", "name")):
        inner = sections.get(section)
        name = cast("dict[str, Any]", inner).get(key) if isinstance(inner, dict) else None
        if isinstance(name, str) and name:
            if name.lower().startswith(_PYTHON_NAMES):
                return []
            return [IntakeNote(path, "kernel_language", without_surrogates(name[:80]))]
    return []
