r"""What LaTeX commands do to the shape of a formula: relations, arrows, spaces, texts; tokens and groups."""

import re

RELATIONS = {
    "=": "eq", "<": "lt", ">": "gt", ":=": "define", "=:": "defined_by", "≤": "le", "≥": "ge", "≠": "ne", "≈": "approx",
    "le": "le", "leq": "le", "leqslant": "le", "leqq": "le", "ge": "ge", "geq": "ge", "geqslant": "ge", "geqq": "ge",
    "lt": "lt", "gt": "gt", "ne": "ne", "neq": "ne", "approx": "approx", "simeq": "approx", "approxeq": "approx",
    "equiv": "equivalent", "propto": "proportional", "coloneqq": "define", "triangleq": "define", "doteq": "define",
    "coloneq": "define", "sim": "similar", "in": "in", "notin": "not_in", "subset": "subset", "subseteq": "subset_eq",
    "supset": "superset", "supseteq": "superset_eq", "to": "to", "rightarrow": "to", "longrightarrow": "to",
    "ll": "much_less", "gg": "much_greater", "cong": "congruent", "succ": "gt", "prec": "lt", "succeq": "ge",
    "preceq": "le", "eqdef": "define", "defeq": "define",
}  # fmt: skip
ARROWS = {
    "Rightarrow": "implies", "implies": "implies", "Longrightarrow": "implies", "Leftrightarrow": "iff", "iff": "iff",
    "Longleftrightarrow": "iff", "leftrightarrow": "iff", "Leftarrow": "implied", "impliedby": "implied",
    "Longleftarrow": "implied", "⇒": "implies", "⇔": "iff", "⟹": "implies", "⟺": "iff",
}  # fmt: skip
TRANSPARENT = frozenset({"aligned", "split", "gathered", "alignedat", "multlined"})
SPACES = frozenset({"quad", "qquad", "hspace", "hfill", "enspace"})
IGNORED = frozenset({"nonumber", "notag", "hline", "displaystyle", "allowdisplaybreaks", "noindent", "qedhere"})
TEXTS = frozenset({
    "text",
    "textrm",
    "textbf",
    "textit",
    "mbox",
    "hbox",
    "textnormal",
    "intertext",
    "shortintertext",
    "textsf",
})
STACKED = frozenset({"stackrel", "overset", "underset", "stackbin", "overunderset"})
TOKEN = re.compile(r"\\([A-Za-z]+)\*?|(\\.)|(:=|=:|[=<>≤≥≠≈⇒⇔⟹⟺])|([{}()\[\],;&])|(\s+)|(.)", re.DOTALL)
JOINING = frozenset({
    "and", "et", "or", "ou", "if", "si", "for", "pour", "with", "avec", "where", "où", "donc", "so", "hence", "since",
    "car", "then", "alors", "when", "quand", "because", "thus", "let", "soit", "as", "iff", "by", "par", "on", "sur",
})  # fmt: skip


def group_at(text: str, at: int) -> tuple[int, int] | None:
    """Return the bounds of the braced group that begins at ``at``, blanks before it allowed."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] != "{":
        return None
    depth = 0
    for index in range(at, len(text)):
        if text[index] == "{" and text[index - 1] != "\\":
            depth += 1
        elif text[index] == "}" and text[index - 1] != "\\":
            depth -= 1
            if depth == 0:
                return at + 1, index
    return None


def tokens_outside(text: str) -> list[tuple[str, int]]:
    """Return the tokens in no bracket, with their offsets, of one row."""
    depth = 0
    found: list[tuple[str, int]] = []
    for match in TOKEN.finditer(text):
        piece = match.group()
        if piece in {"{", "(", "[", "\\{", "\\left", "\\begin"}:
            depth += 1
        elif piece in {"}", ")", "]", "\\}", "\\right", "\\end"}:
            depth = max(depth - 1, 0)
        elif piece == "\\\\" and depth == 0:
            break
        elif depth == 0:
            found.append((piece, match.start()))
    return found


def has_relation(text: str) -> bool:
    """Return whether a relation stands outside every bracket of a row."""
    return any(token.lstrip("\\") in RELATIONS or token.lstrip("\\") in ARROWS for token, _ in tokens_outside(text))


def until_comma(text: str) -> str:
    """Return a text up to its first comma outside every bracket."""
    for token, at in tokens_outside(text):
        if token in {",", ";"}:
            return text[:at]
    return text
