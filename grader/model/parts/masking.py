r"""A text with everything blanked that can hold no label of a part: comments, formulas, listings, the preamble.

Offsets stay: every character is replaced by one other. A formula becomes ``FORMULA`` characters, so that what follows
it is not taken for the beginning of a paragraph.
"""

import re

FORMULA = "\x01"
_MATHS = (
    "equation|align|gather|multline|eqnarray|flalign|alignat|displaymath|math|dmath|IEEEeqnarray|xalignat|darray|"
    "dgroup|aligned|array|tabular"
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_HIDDEN = re.compile(
    r"\\begin\s*\{(comment|verbatim|lstlisting|minted|Verbatim|tikzpicture|thebibliography)\*?\}.*?\\end\s*\{\1\*?\}",
    re.DOTALL,
)
_FORMULA = re.compile(
    r"(?P<escaped>\\\\|\\[$%&#_{}])"
    r"|\$\$(?:(?!\$\$).){0,20000}?\$\$"
    r"|\\\[(?:(?!\\\[).){0,20000}?\\\]"
    r"|\\\((?:(?!\\\().){0,4000}?\\\)"
    rf"|\\begin\s*\{{(?P<name>{_MATHS})\*?\}}.{{0,40000}}?\\end\s*\{{(?P=name)\*?\}}"
    r"|\$(?:(?!\n[ \t]*\n)[^$]){1,4000}\$",
    re.DOTALL,
)
_FENCED = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.DOTALL | re.MULTILINE)


def masked(text: str, *, is_latex: bool) -> str:
    """Return a text of the same length in which only words and commands outside formulas are left."""
    shown = _COMMENT.sub(lambda match: match.group(1) + " " * (len(match.group()) - len(match.group(1))), text)
    hidden = _HIDDEN if is_latex else _FENCED
    shown = hidden.sub(lambda match: _blank(match.group(), " "), shown)
    if is_latex:
        shown = _outside_document(shown)
    return _FORMULA.sub(
        lambda match: match.group() if match.group("escaped") else _blank(match.group(), FORMULA), shown
    )


def without_comments(text: str) -> str:
    """Return a text without its LaTeX comments."""
    return _COMMENT.sub(lambda match: match.group(1), text)


def has_formula(text: str) -> bool:
    """Return whether a text holds a formula."""
    return any(match.group("escaped") is None for match in _FORMULA.finditer(without_comments(text)))


def _blank(text: str, filler: str) -> str:
    return re.sub(r"[^\n]", filler, text)


def _outside_document(text: str) -> str:
    r"""Blank what stands before ``\begin{document}`` and behind ``\end{document}``."""
    start = text.find("\\begin{document}")
    end = text.find("\\end{document}")
    if start >= 0:
        start += len("\\begin{document}")
        text = _blank(text[:start], " ") + text[start:]
    return text[:end] + _blank(text[end:], " ") if end >= 0 else text
