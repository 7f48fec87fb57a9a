"""Nothing that a student can write makes intake raise."""

import copy
import json
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.intake import load_submission
from grader.intake.decoding import decode_python, decode_text
from grader.intake.files import safe_path
from grader.intake.layouts.moments import read_moment
from grader.intake.layouts.platform_yaml import read_platform_yaml
from grader.intake.notebook import read_notebook
from grader.intake.text_entry import text_of_html
from grader.model.errors import IntakeError
from grader.model.evidence.intake import Unreadable
from grader.model.sections import SectionSpec, lines_of, split_sections, text_outside

QUICK = settings(max_examples=200, derandomize=True, deadline=None, database=None)

NOTEBOOK: dict[str, Any] = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Title\n", "text"]},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {"tags": ["x"]},
            "execution_count": 3,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}],
            "source": ["def f(x):\n", "    return x\n"],
        },
        {"cell_type": "raw", "id": "c", "metadata": {}, "source": "raw"},
    ],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        inner = list(cast("dict[Any, Any]", value).items())
    elif isinstance(value, list):
        inner = list(enumerate(cast("list[Any]", value)))
    return [here, *(place for key, each in inner for place in places(each, (*here, key)))]


PLACES = places(NOTEBOOK)[1:]


def mutated(place: tuple[Any, ...], action: str, value: object) -> Any:
    document = copy.deepcopy(NOTEBOOK)
    parent: Any = document
    for step in place[:-1]:
        parent = parent[step]
    if action == "replace":
        parent[place[-1]] = value
    elif action == "delete":
        del parent[place[-1]]
    elif isinstance(parent, list):
        cast("list[Any]", parent).insert(place[-1], value)
    else:
        parent[f"{place[-1]}2"] = value
    return document


def check_reading(content: bytes) -> None:
    reading = read_notebook("a.ipynb", content)
    assert reading.cells or reading.troubles
    numbers = [cell.number for cell in reading.cells]
    assert numbers == sorted(set(numbers))
    for cell in reading.cells:
        assert cell.kind in {"code", "markdown", "raw"}
        cell.source.encode()
        assert "\r" not in cell.source
        assert "\0" not in cell.source


@QUICK
@given(st.sampled_from(PLACES), st.sampled_from(["replace", "delete", "insert"]), JSON)
def test_no_change_of_a_notebooks_json_makes_its_reader_raise(
    place: tuple[Any, ...], action: str, value: object
) -> None:
    check_reading(json.dumps(mutated(place, action, value)).encode())


@QUICK
@given(st.integers(0, 2000), st.integers(0, 40), st.binary(max_size=12))
def test_no_change_of_a_notebooks_bytes_makes_its_reader_raise(start: int, length: int, bytes_put: bytes) -> None:
    content = json.dumps(NOTEBOOK).encode()
    start %= len(content)
    check_reading(content[:start] + bytes_put + content[start + length :])


@QUICK
@given(st.sampled_from(PLACES), JSON)
def test_a_change_outside_the_cells_leaves_them_as_they_were(place: tuple[Any, ...], value: object) -> None:
    if place[0] == "cells":
        place = ("metadata",)
    expected = read_notebook("a.ipynb", json.dumps(NOTEBOOK).encode()).cells
    assert read_notebook("a.ipynb", json.dumps(mutated(place, "replace", value)).encode()).cells == expected


@QUICK
@given(st.binary(max_size=200), st.sampled_from([b"", b"# coding: ", b"\xef\xbb\xbf", b"\xff\xfe", b"#!x\r# coding="]))
def test_any_bytes_become_text(content: bytes, before: bytes) -> None:
    for decode in (decode_python, decode_text):
        text = decode("a.py", before + content).text
        text.encode()
        assert "\r" not in text
        assert "\0" not in text


@QUICK
@given(st.text(max_size=200))
def test_utf8_text_keeps_its_lines(text: str) -> None:
    content = text.replace("\r", "").replace("\0", "").removeprefix("\ufeff").encode("utf-8", "replace")
    assert decode_text("a.tex", content).text == content.decode()


@QUICK
@given(st.text(max_size=60) | st.lists(st.sampled_from(["..", "/", "\\", "C:", "a", ".", "\0", "\n"])).map("".join))
def test_a_safe_path_stays_below_its_folder(name: str) -> None:
    path = safe_path(name)
    if path is not None:
        assert path
        assert not path.startswith("/")
        assert not {"", ".", ".."} & set(path.split("/"))
        assert (Path("/hand-in") / path).is_relative_to("/hand-in")
        path.encode()


@QUICK
@given(
    st.dictionaries(
        st.sampled_from(["a.py", "b.ipynb", "c.zip", "d.tar.gz", "e.tex", "f.md", "g", "h.json", "onlinetext.html"]),
        st.binary(max_size=120)
        | st.sampled_from([b"PK\3\4" + bytes(40), b"\x1f\x8b\x08" + bytes(20), b'{"cells": []}']),
        max_size=4,
    )
)
def test_every_file_of_a_folder_is_taken_or_named(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as place:
        for name, content in files.items():
            (Path(place) / name).write_bytes(content)
        submission = load_submission(Path(place))
    taken = {each.path for each in submission.artifacts} | {each.path for each in submission.data_files}
    refused = {each.path for each in submission.troubles if isinstance(each, Unreadable)}
    assert set(files) <= taken | refused


@QUICK
@given(st.text(alphabet="abc:{}[]&*<>!-|'\"#\n \t?%@`,1", max_size=60))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    reason = ""
    try:
        read_platform_yaml(text.encode())
    except IntakeError as error:
        reason = error.args[0]
    assert reason in {"", "bad_yaml", "yaml_bomb"}


@QUICK
@given(st.text(max_size=120))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or moment.tzinfo is not None


PIECES = st.sampled_from([
    "# Summary",
    "## Strengths",
    "**Forces**",
    "Résumé",
    "===",
    "---",
    "```",
    "text",
    "",
    "\\section{Summary}",
    "{",
    "# X",
])
WANTED = (SectionSpec("summary", ("summary", "résumé")), SectionSpec("strengths", ("strengths", "forces")))


@QUICK
@given(st.lists(PIECES | st.text(max_size=10), max_size=14))
def test_sections_never_overlap_and_lose_no_line(pieces: list[str]) -> None:
    text = "\n".join(pieces)
    sections = split_sections(text, WANTED)
    spans = [(each.source.line or 0, each.source.end_line or 0) for each in sections if not each.shares_heading_with]
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    outside = text_outside(text, sections).split("\n")
    for line in lines_of(text):
        is_inside = any(start <= line.number <= end for start, end in spans)
        assert is_inside or not line.text.strip() or line.text in outside


@QUICK
@given(st.text(alphabet="<>/&;#!-abph1 \n\"'=", max_size=80))
def test_any_html_becomes_text(html: str) -> None:
    assert text_of_html(html).endswith("\n")
