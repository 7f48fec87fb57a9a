"""LaTeX formulas as MathML that a page can hold, whoever wrote them."""

import html
import re
from functools import lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

from grader.report.clean import clean

_LONGEST = 1500
_LONGEST_DRAWING = 60_000
_MOST_BRACES = 400
_DEEPEST = 60
# Definitions could expand without end, links could leave the page, styles and classes could undo its layout.
_REFUSED = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|def|gdef|let|href|style|class|require|color|cssId)\b"
)

_TAGS = frozenset({
    "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose", "mstyle",
    "mmultiscripts", "mprescripts", "none",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "display", "mathvariant", "stretchy", "fence", "separator", "form", "lspace", "rspace", "minsize", "maxsize",
    "symmetric", "largeop", "movablelimits", "accent", "accentunder", "linethickness", "width", "height", "depth",
    "voffset", "columnalign", "rowspacing", "columnspacing", "rowlines", "columnlines", "displaystyle", "scriptlevel",
    "notation",
})  # fmt: skip
_ARITIES = {
    "mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3,
}  # fmt: skip
_INVISIBLE = "\u2061\u2062\u2063\u2064"
_PLAIN = re.compile(r"[\w .%+\-]{0,60}")


@lru_cache(maxsize=4096)
def formula_html(latex: str) -> Markup:
    """Return a formula as a ``math`` element, or its source in ``code`` where it cannot be shown.

    Args:
        latex: without dollar signs; hostile until here.

    Returns:
        HTML made of allow-listed elements and attributes only.
    """
    element = _convert(latex)
    if element is None or not all(len(each) == _ARITIES.get(each.tag, len(each)) for each in element.iter()):
        return Markup("<code>{}</code>").format(latex)
    return Markup(_serialised(element))  # noqa: S704  # built below from allow-listed names and escaped text


@lru_cache(maxsize=4096)
def drawn_html(mathml: str) -> Markup | None:
    """Return MathML as HTML made of allow-listed elements and attributes only; None where it is none.

    Args:
        mathml: as our own writer makes it; what has passed through other hands is trusted no more than LaTeX is.
    """
    if len(mathml) > _LONGEST_DRAWING or "<!" in mathml or "<?" in mathml:
        return None
    try:
        element = ElementTree.fromstring(mathml)  # noqa: S314  # no entities: see above
    except (ElementTree.ParseError, RecursionError, ValueError):
        return None
    for each in element.iter():
        each.tag = each.tag.rpartition("}")[2]
        for child in [child for child in each if (child.text or "") in _INVISIBLE and not len(child) and child.text]:
            each.remove(child)  # signs that are not seen; ``clean`` would make them visible
    if element.tag != "math" or not all(len(each) == _ARITIES.get(each.tag, len(each)) for each in element.iter()):
        return None
    return Markup(_serialised(element))  # noqa: S704  # built below from allow-listed names and escaped text


def _convert(latex: str) -> Element | None:
    if len(latex) > _LONGEST or latex.count("{") > _MOST_BRACES or _depth(latex) > _DEEPEST or _REFUSED.search(latex):
        return None
    # Imported late: loading its tables takes longer than grading a hand-in's report, and few commands need them.
    from latex2mathml import converter, exceptions  # see above

    troubles = tuple(
        each for each in vars(exceptions).values() if isinstance(each, type) and issubclass(each, Exception)
    )
    surprises = (LookupError, ValueError, TypeError, AttributeError, RuntimeError, StopIteration, AssertionError)
    try:
        # Not its text: that is unescaped at the end, so that \text{<b>} would come out as an element.
        return converter.Converter().convert_to_element(latex)
    except (*troubles, *surprises):
        return None


def _depth(latex: str) -> int:
    depth = deepest = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return max(deepest, latex.count(r"\left"), latex.count(r"\begin"))


def _text(text: str | None) -> str:
    # The converter writes signs as entities; what a student wrote as one must not come out as a control character.
    return html.escape(clean(html.unescape(text)), quote=False) if text else ""


def _serialised(element: Element) -> str:
    inner = _text(element.text) + "".join(_serialised(child) + _text(child.tail) for child in element)
    if element.tag not in _TAGS:
        return inner
    attributes = "".join(
        f' {name}="{html.escape(value)}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and _PLAIN.fullmatch(value)
    )
    return f"<{element.tag}{attributes}>{inner}</{element.tag}>"
