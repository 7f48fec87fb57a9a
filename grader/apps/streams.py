"""Output that any terminal takes: an old Windows console, or a pipe on Windows, knows few of our characters."""

import codecs
import io
import sys
import unicodedata
from collections.abc import Mapping
from typing import Final

_HANDLER: Final = "grader.plainer"
_PLAINER: Final[Mapping[str, str]] = {
    "✓": "+",
    "✗": "x",
    "◐": "~",
    "◷": "o",
    "…": "...",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "·": "-",
    "→": "->",
    "↵": "|",
    "\u00a0": " ",
    "\u202f": " ",
    "«": '"',
    "»": '"',
}
"""What stands for a character where it cannot be written: the signs of right and wrong must not become the same."""


def make_streams_safe() -> None:
    """Let the standard streams write something plainer for what their encoding does not have, and never raise."""
    codecs.register_error(_HANDLER, _plainer)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(errors=_HANDLER)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_plain(each) for each in error.object[error.start : error.end]), error.end


def _plain(character: str) -> str:
    """Return what stands for a character: a letter without its accent, or what the table says."""
    letters = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return _PLAINER.get(character) or letters or "?"
