r"""Boxes to LaTeX and to presentation MathML."""

from html import escape

from grader.maths.node import Node, Path
from grader.maths.notation import DEFAULT, Notation
from grader.maths.writing import signs
from grader.maths.writing.boxes import (
    Box,
    Decorated,
    Fence,
    Fraction,
    Glyph,
    Marked,
    Radical,
    Row,
    Scripts,
    Table,
)
from grader.maths.writing.operations import Writer

_OPERATORS = frozenset(
    {"+", "-", "=", "<", ">", ",", "\\cdot", "/", "\\mid", "\\|", ";", "\\neg"}
    | {latex for table in (signs.INFIX, signs.RELATIONS) for latex, _ in table.values()}
)
_TIGHT = frozenset({",", "!", "!!", ";", "\\%", ")", ":"})
_TEXT_ESCAPES = {"\\": "", "{": "", "}": "", "$": "", "%": "\\%", "#": "\\#", "&": "\\&"}


def to_latex(node: Node, notation: Notation = DEFAULT, marked: Path | None = None) -> str:
    r"""Write a tree as LaTeX that reads back as the same tree under the same notation.

    Args:
        node: the tree.
        notation: what its symbols are; it decides which brackets are needed.
        marked: the path of a node to be put into a ``\boxed``.

    Returns:
        A formula without dollar signs. Not read back as themselves are what no reader makes (negative numbers,
        holes), numbers with an exponent, ``cartesian`` and ``cross`` products, and a closed interval that stands
        alone, which is a list.
    """
    return _latex(Writer(notation, marked).whole(node))


def to_mathml(node: Node, notation: Notation = DEFAULT, marked: Path | None = None) -> str:
    """Write a tree as one ``<math>`` element of presentation MathML; every text in it is escaped.

    Args:
        node: the tree.
        notation: what its symbols are.
        marked: the path of a node to be put into an ``<mstyle class="marked">``.
    """
    inside = _mathml(Writer(notation, marked).whole(node))
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow>{inside}</mrow></math>'


# --- LaTeX
def _latex(box: Box) -> str:
    match box:
        case Glyph():
            return _glyph(box)
        case Row():
            return _side_by_side([part for part in map(_latex, box.boxes) if part])
        case Fraction():
            command = "\\frac" if box.line else "\\binom"
            return f"{command}{{{_latex(box.top)}}}{{{_latex(box.bottom)}}}"
        case Scripts():
            return _latex_scripts(box)
        case Radical():
            order = "" if box.order is None else f"[{_latex(box.order)}]"
            return f"\\sqrt{order}{{{_latex(box.body)}}}"
        case Fence():
            opening, closing = signs.FENCES[box.opening][0], signs.FENCES[box.closing][0]
            text = f"\\left{opening}{_latex(box.body)}\\right{closing.rstrip()}"
            return f"{{{text}}}" if box.applied else text
        case Table():
            name = "cases" if box.cases else "pmatrix"
            rows = " \\\\ ".join(" & ".join(map(_latex, row)) for row in box.rows)
            return f"\\begin{{{name}}}{rows}\\end{{{name}}}"
        case Decorated():
            return _latex_decorated(box)
        case Marked():
            return f"\\boxed{{{_latex(box.body)}}}"


def _side_by_side(parts: list[str]) -> str:
    """Join pieces with the spaces that TeX needs or a reader likes."""
    text = parts[0] if parts else ""
    for index, part in enumerate(parts[1:], 1):
        before = parts[index - 1]
        bracket = part.startswith(("\\left", "{\\left")) and before not in _OPERATORS
        tight = bracket or part in _TIGHT or before == "(" or (index == 1 and before in {"-", "\\pm"})
        command = len(text) > 1 and text[-1].isalpha() and text.rpartition("\\")[2].isalpha() and "\\" in text
        text += part if tight and not (command and part[0].isalpha()) else f" {part}"
    return text


def _glyph(box: Glyph) -> str:
    if box.kind == "mtext":
        inner = "".join(_TEXT_ESCAPES.get(character, character) for character in box.character)
        return f"\\text{{{inner}}}"
    return box.latex


def _latex_scripts(box: Scripts) -> str:
    base = _latex(box.base)
    if (isinstance(box.base, Scripts) and (box.above is None or box.base.above is not None)) or isinstance(
        box.base, Row
    ):
        base = f"{{{base}}}"
    if box.below is not None:
        base += f"_{{{_latex(box.below)}}}"
    if box.above is None:
        return base
    above = _latex(box.above)
    return base + above if above.strip("'") == "" else f"{base}^{{{above}}}"


def _latex_decorated(box: Decorated) -> str:
    body = _latex(box.body)
    if box.label is not None:
        label = _latex(box.label)
        if box.name == "above":
            return f"\\overset{{{label}}}{{{body}}}"
        return f"\\{box.name}{{{body}}}{'_' if box.name == 'underbrace' else '^'}{{{label}}}"
    if box.name in signs.ACCENTS:
        return f"{signs.ACCENTS[box.name][0]}{{{body}}}"
    is_greek = box.name == "bold" and isinstance(box.body, Glyph) and box.body.latex.startswith("\\")
    command = "\\boldsymbol" if is_greek else signs.FONTS[box.name]
    return f"{command}{{{body}}}"


# --- MathML
def _mathml(box: Box) -> str:
    match box:
        case Glyph():
            if box.kind == "mspace":
                return '<mspace width="0.17em"/>'
            return f"<{box.kind}>{escape(box.character)}</{box.kind}>" if box.character else ""
        case Row():
            return "".join(map(_mathml, box.boxes))
        case Fraction():
            line = "" if box.line else ' linethickness="0"'
            fraction = f"<mfrac{line}>{_one(box.top)}{_one(box.bottom)}</mfrac>"
            return fraction if box.line else f"<mo>(</mo>{fraction}<mo>)</mo>"
        case Scripts():
            return _mathml_scripts(box)
        case Radical():
            if box.order is None:
                return f"<msqrt>{_mathml(box.body)}</msqrt>"
            return f"<mroot>{_one(box.body)}{_one(box.order)}</mroot>"
        case Fence():
            opening, closing = (escape(signs.FENCES[side][1]) for side in (box.opening, box.closing))
            before = f'<mo fence="true" form="prefix">{opening}</mo>' if opening else ""
            after = f'<mo fence="true" form="postfix">{closing}</mo>' if closing else ""
            return f"<mrow>{before}{_mathml(box.body)}{after}</mrow>"
        case Table():
            cells = ("".join(f"<mtd>{_mathml(cell)}</mtd>" for cell in row) for row in box.rows)
            table = f"<mtable>{''.join(f'<mtr>{row}</mtr>' for row in cells)}</mtable>"
            opening, closing = ("{", "") if box.cases else ("(", ")")
            after = f'<mo fence="true" form="postfix">{closing}</mo>' if closing else ""
            return f'<mrow><mo fence="true" form="prefix">{opening}</mo>{table}{after}</mrow>'
        case Decorated():
            return _mathml_decorated(box)
        case Marked():
            return f'<mstyle class="marked" mathbackground="#fde68a">{_mathml(box.body)}</mstyle>'


def _one(box: Box) -> str:
    """Write a box as exactly one element."""
    return f"<mrow>{_mathml(box)}</mrow>"


def _mathml_scripts(box: Scripts) -> str:
    both, below, above = ("munderover", "munder", "mover") if box.limits else ("msubsup", "msub", "msup")
    base = _one(box.base)
    if box.below is not None and box.above is not None:
        return f"<{both}>{base}{_one(box.below)}{_one(box.above)}</{both}>"
    if box.below is not None:
        return f"<{below}>{base}{_one(box.below)}</{below}>"
    return base if box.above is None else f"<{above}>{base}{_one(box.above)}</{above}>"


def _mathml_decorated(box: Decorated) -> str:
    body = _one(box.body)
    if box.label is not None:
        label = _one(box.label)
        if box.name == "above":
            return f"<mover>{body}{label}</mover>"
        tag, brace = ("munder", "⏟") if box.name == "underbrace" else ("mover", "⏞")
        return f"<{tag}><{tag}>{body}<mo>{brace}</mo></{tag}>{label}</{tag}>"
    if box.name in signs.ACCENTS:
        return f'<mover accent="true">{body}<mo>{escape(signs.ACCENTS[box.name][1])}</mo></mover>'
    return f'<mstyle mathvariant="{signs.VARIANTS[box.name]}">{body}</mstyle>'
