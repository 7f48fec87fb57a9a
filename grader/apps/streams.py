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
    "—": "-",
    "·": "-",
    "→": "->",
    "↵": "|",
    "«": '"',
    "»": '"',
    "−": "-",
    "×": "*",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "±": "+/-",
    "∞": "infinity",
    "∂": "d",
    "∇": "nabla",
    "‖": "||",
    "λ": "lambda",  # which Unicode's names spell otherwise
    "Λ": "Lambda",
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
    """Return what stands for a character: what the table says, a letter's name or the letter without its accent.

    Only letters and spaces are taken apart: a sign without its stroke would say the contrary, an exponent without its
    height another number.
    """
    if character in _PLAINER:
        return _PLAINER[character]
    name = unicodedata.name(character, "").split()
    if name[:1] == ["GREEK"] and "LETTER" in name:
        letter = name[name.index("LETTER") + 1]
        return letter.lower() if "SMALL" in name else letter.capitalize()
    if not unicodedata.category(character).startswith(("L", "Z", "M")):
        return "?"
    plain = unicodedata.normalize("NFKD", character)
    return plain.encode("ascii", "ignore").decode("ascii") or ("" if unicodedata.combining(character) else "?")
