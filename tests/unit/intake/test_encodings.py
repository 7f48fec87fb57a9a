"""Whatever editor wrote a file, its text and its line numbers come out right."""

import codecs
from pathlib import Path

import pytest

from grader.intake import load_submission
from grader.intake.decoding import decode_python, decode_text
from grader.model.evidence.intake import IntakeNote

TEXT = "# été\nβ = 'π'\n"
FRENCH = "# été\nx = 'é'\n"

ENCODINGS: list[tuple[str, bytes, str | None, list[str]]] = [
    ("utf-8", TEXT.encode(), TEXT, []),
    ("byte-order mark", codecs.BOM_UTF8 + TEXT.encode(), TEXT, []),
    ("utf-16 from a Windows editor", TEXT.encode("utf-16"), TEXT, ["encoding"]),
    ("utf-16, big end first", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, ["encoding"]),
    ("utf-16 without a mark", FRENCH.encode("utf-16-le"), FRENCH, ["encoding"]),
    ("utf-32", TEXT.encode("utf-32"), TEXT, ["encoding"]),
    ("Windows line ends", TEXT.replace("\n", "\r\n").encode(), TEXT, []),
    ("lone carriage returns", TEXT.replace("\n", "\r").encode(), TEXT, ["line_ends"]),
    ("declared latin-1", b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\nx = 'é'\n", []),
    ("declared in line 2", b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\n'\x80'", None, []),
    ("declared after a CR", b"# a\r# coding: latin-1\rx='\xe9'\r", "# a\n# coding: latin-1\nx='é'\n", ["line_ends"]),
    ("declared too late", b"x = 1\n# coding: latin-1\n'\xc3\xa9'\n", "x = 1\n# coding: latin-1\n'é'\n", []),
    ("declared koi8-r", "# coding: koi8-r\n'Ж'\n".encode("koi8-r"), "# coding: koi8-r\n'Ж'\n", []),
    ("wrongly declared", b"# coding: ascii\n'\xc3\xa9'\n", "# coding: ascii\n'é'\n", ["wrong_declared_encoding"]),
    ("unknown codec", b"# coding: klingon\nx = 1\n", "# coding: klingon\nx = 1\n", ["unknown_declared_encoding"]),
    ("no text codec", b"# coding: rot13\nx = 1\n", "# coding: rot13\nx = 1\n", ["wrong_declared_encoding"]),
    ("a slow codec", b"# coding: punycode\nx = 1\n", "# coding: punycode\nx = 1\n", ["unknown_declared_encoding"]),
    ("latin-1, not declared", b"a = 1\nx = '\xe9'\n", "a = 1\nx = 'é'\n", ["encoding"]),
    ("zeros at the end", b"x = 1\n\0\0\0\0\0", "x = 1\n", ["nul_bytes"]),
    ("a zero within", b"x = 1\ny\0 = 2\n", "x = 1\ny = 2\n", ["nul_bytes"]),
    ("tabs and form feeds", b"def f():\n\treturn 1\n\x0c\nx = 1\n", "def f():\n\treturn 1\n\x0c\nx = 1\n", []),
    ("empty", b"", "", []),
]


@pytest.mark.parametrize(
    ("content", "text", "notes"), [row[1:] for row in ENCODINGS], ids=[row[0] for row in ENCODINGS]
)
def test_python_source_is_decoded(content: bytes, text: str | None, notes: list[str]) -> None:
    decoded = decode_python("a.py", content)
    if text is not None:
        assert decoded.text == text
    assert [note.note for note in decoded.notes if isinstance(note, IntakeNote)] == notes


def test_a_euro_sign_survives_a_declared_windows_code_page() -> None:
    assert decode_python("a.py", b"#!/bin/python\n# coding: cp1252\n'\x80'").text.endswith("'€'")


def test_a_note_names_the_first_line_that_is_no_utf8() -> None:
    (note,) = decode_python("a.py", b"a\r\nb\rc\n'\xe9'").notes[:1]
    assert isinstance(note, IntakeNote)
    assert note.line == 4


def test_lines_of_a_decoded_file_are_where_the_interpreter_counts_them(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"# \x0c \x1c \xe2\x80\xa8\r\nx = 1\r\n\x0c\r\ndef f(:\r\n")
    (artifact,) = load_submission(file).artifacts
    with pytest.raises(SyntaxError) as caught:
        compile(artifact.text, "a.py", "exec")
    assert caught.value.lineno == 4
    assert artifact.text.split("\n")[3] == "def f(:"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\\usepackage[latin1]{inputenc}\n\xe9", "é"),
        (b"\\usepackage[applemac]{inputenc}\n\x8e", "é"),
        ("\\usepackage[latin1]{inputenc}\né".encode(), "é"),
        (b"% \\usepackage[applemac]{inputenc}\n\xe9", "é"),
        (b"\\usepackage[nonsense]{inputenc}\n\xe9", "é"),
        (b"no declaration \x92", "’"),
    ],
)
def test_latex_is_utf8_if_it_can_be_and_else_what_it_declares(content: bytes, expected: str) -> None:
    assert decode_text("a.tex", content).text.endswith(expected)


def test_every_text_can_be_written_as_utf8_again() -> None:
    for content in (b"\xff\xfe\x00\xd8a\x00", b"\xed\xa0\x80", bytes(range(256)) * 3):
        decode_python("a.py", content).text.encode()
