"""Bytes of a text file to text, whatever editor wrote them."""

import codecs
import re
from dataclasses import dataclass

from grader.model.evidence import Evidence
from grader.model.evidence.intake import IntakeNote

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_PYTHON_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_COMMENT_OR_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LATEX_COOKIE = re.compile(rb"^[^%\n\r]*\\usepackage\s{0,20}\[([^\]]{0,60})\]\s{0,20}\{inputenc\}", re.MULTILINE)
_LATEX_NAMES = {"latin1": "cp1252", "ansinew": "cp1252", "applemac": "mac-roman", "latin9": "iso8859-15"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_FOR_FILES = frozenset({"punycode", "idna", "undefined"})
"""Codecs of the standard library that are no encoding of a file; the first two take quadratic time."""


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text with ``\n`` alone as line end, and what was peculiar about its bytes."""

    text: str
    notes: tuple[Evidence, ...] = ()


def decode_python(path: str, content: bytes) -> Decoded:
    """Decode Python source as the interpreter would, and where it would refuse, as well as can be.

    A byte-order mark wins over a declaration (PEP 263), a declaration over UTF-8; what does not decode is read as
    UTF-8 or else as Windows-1252, with a note.
    """
    declared = _python_declaration(content)
    return _decode(path, content, declared, trust_declaration=True)


def decode_text(path: str, content: bytes) -> Decoded:
    """Decode LaTeX, Markdown or plain text: UTF-8 if it is, else what ``inputenc`` declares, else Windows-1252."""
    found = _LATEX_COOKIE.search(content[:65536])
    declared = found.group(1).decode("ascii", "replace").strip().lower() if found else None
    return _decode(path, content, _LATEX_NAMES.get(declared or "", declared), trust_declaration=False)


def _decode(path: str, content: bytes, declared: str | None, *, trust_declaration: bool) -> Decoded:
    notes: list[Evidence] = []
    text = _by_mark(path, content, notes)
    if text is None and declared and trust_declaration:
        text = _by_declaration(path, content, declared, notes)
    if text is None:
        text = _try(content, "utf-8")
    if text is None and declared and not trust_declaration:
        text = _by_declaration(path, content, declared, notes)
    if text is None:
        notes.append(_guess_note(path, content))
        text = _try(content, "cp1252") or content.decode("latin-1")
    return Decoded(_clean(path, text, notes), tuple(notes))


def _by_mark(path: str, content: bytes, notes: list[Evidence]) -> str | None:
    """Decode by a byte-order mark, or by the zeros that UTF-16 puts between ASCII letters."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), None) or _unmarked_utf16(content)
    if encoding is None:
        return None
    text = _try(content, encoding)
    if text is None:
        text = content.decode(encoding, "replace")
        notes.append(IntakeNote(path, "encoding", f"damaged {encoding}", line=_line_of(text, text.find("\ufffd"))))
    elif encoding != "utf-8-sig":
        notes.append(IntakeNote(path, "encoding", encoding))
    return text


def _unmarked_utf16(content: bytes) -> str | None:
    sample = content[:4096]
    if len(sample) < 4 or len(content) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _by_declaration(path: str, content: bytes, declared: str, notes: list[Evidence]) -> str | None:
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        name = None
    if name is None or name in _NOT_FOR_FILES:
        notes.append(IntakeNote(path, "unknown_declared_encoding", declared[:80]))
        return None
    text = _try(content, name)
    if text is None:
        notes.append(IntakeNote(path, "wrong_declared_encoding", declared[:80]))
    return text


def _python_declaration(content: bytes) -> str | None:
    # CPython ends lines at a lone CR as well.
    for line in re.split(rb"\r\n|\r|\n", content[:8192], maxsplit=2)[:2]:
        found = _PYTHON_COOKIE.match(line)
        if found:
            return found.group(1).decode("ascii", "replace")
        if not _COMMENT_OR_BLANK.match(line):
            return None
    return None


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError, ValueError):  # LookupError: a codec that is no text encoding, e.g. rot13
        return None


def _guess_note(path: str, content: bytes) -> IntakeNote:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = re.sub(rb"\r\n?", b"\n", content[: error.start])
        return IntakeNote(path, "encoding", "not utf-8, read as cp1252", line=before.count(b"\n") + 1)
    return IntakeNote(path, "encoding", "read as cp1252")


def _clean(path: str, text: str, notes: list[Evidence]) -> str:
    """Unify line ends and drop what no text has, keeping every line on its number."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if "\r" in text:
        notes.append(IntakeNote(path, "line_ends", "carriage returns", line=_line_of(text, text.find("\r"))))
        text = text.replace("\r", "\n")
    if "\0" in text:
        notes.append(IntakeNote(path, "nul_bytes", str(text.count("\0")), line=_line_of(text, text.find("\0"))))
        text = text.replace("\0", "")
    return without_surrogates(text)


def without_surrogates(text: str) -> str:
    """Return ``text`` with every lone surrogate replaced, so that it can be written as UTF-8 again."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, max(position, 0)) + 1
