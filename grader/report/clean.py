"""Texts that a student had a hand in, made harmless to look at. Escaping for HTML or Markdown comes on top of this."""

import re

LONGEST_LINE = 400
LONGEST_TEXT = 4000
LONGEST_NAME = 120

# Terminal sequences: CSI, OSC/DCS/APC/PM/SOS up to their end, and two-character escapes; 7- and 8-bit forms.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|$)"
    r"|\x1b[ -/]*[0-~]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# What cannot be seen but changes what is: C1, soft hyphen, bidirectional marks and overrides, zero-width characters,
# line and paragraph separators, invisible operators, surrogates without a partner, noncharacters (our own marks are
# such), interlinear marks, tags. The joiners U+200C and U+200D stay: scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\x80-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff"
    "\uffa0\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED_MARKS = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
_SUSPICIOUS = re.compile(f"{_CONTROL.pattern}|{_INVISIBLE.pattern}|[{_MARKS}]{{4}}")


def clean(text: str, *, longest: int = LONGEST_TEXT, longest_line: int = LONGEST_LINE) -> str:
    """Return a text of several lines that shows what it is.

    Terminal sequences are removed, control and invisible characters made visible, piles of combining marks and lines
    without end cut (with the number of characters left out).

    Args:
        text: anything, lone surrogates included.
        longest: characters kept in all.
        longest_line: characters kept of a line.
    """
    beyond = len(text) - longest
    if beyond > 0:
        text = text[:longest]  # first, so that a huge text costs no more than a long one
    text = _visible(text)
    if len(text) > longest_line:
        text = "\n".join(_cut(line, longest_line) for line in text.split("\n"))
    return f"{text}… [+{beyond}]" if beyond > 0 else text


def clean_line(text: str, *, longest: int = LONGEST_LINE) -> str:
    """Return a text as one line that shows what it is: line ends become ``↵``, tabs and runs of spaces one space."""
    line = clean(text, longest=longest, longest_line=longest)
    if "\n" in line or "\t" in line or "  " in line:
        line = re.sub(r"[ \t]+", " ", line.strip("\n").replace("\n", "↵"))
    return line


def _visible(text: str) -> str:
    if _SUSPICIOUS.search(text) is None:
        return text
    text = text.replace("\r\n", "\n")
    text = _ANSI.sub("", text)
    text = _CONTROL.sub(lambda found: "␡" if found[0] == "\x7f" else chr(0x2400 + ord(found[0])), text)
    text = _INVISIBLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    return _PILED_MARKS.sub(r"\1", text)


def _cut(line: str, longest: int) -> str:
    return line if len(line) <= longest else f"{line[:longest]}… [+{len(line) - longest}]"
