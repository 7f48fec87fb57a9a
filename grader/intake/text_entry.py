"""Text typed into a learning platform's own box, which comes as HTML, to Markdown.

The standard library's HTML parser takes cubic time on some input and raises on other, so tags are read here; a text
box writes few kinds of them.
"""

import html
import re

TEXT_ENTRY = "onlinetext.html"
"""What such a text is called inside a hand-in."""

_BLOCKS = frozenset({
    "p",
    "div",
    "br",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "blockquote",
    "pre",
    "hr",
})
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BOLD = frozenset({"b", "strong"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>")
_LONG_REFERENCE = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")


class _Writer:
    """Keeps the words, the paragraphs, the headings and what is bold."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._silent = ""

    def tag(self, name: str, *, is_end: bool) -> None:
        """Begin or end a paragraph, a heading, a list item, a bold stretch or one that is not shown."""
        if self._silent:
            self._silent = "" if is_end and name == self._silent else self._silent
        elif name in _SILENT:
            self._silent = "" if is_end else name
        elif name in _BOLD:
            self.pieces.append("**")
        elif name in _BLOCKS and not (is_end and name == "li"):
            self.pieces.append(_begin(name) if not is_end else "\n\n")

    def words(self, text: str) -> None:
        """Keep words; line breaks of the source are spaces."""
        if not self._silent:
            # Python refuses to make a number of very many digits.
            plain = html.unescape(_LONG_REFERENCE.sub("\ufffd", text))
            self.pieces.append(re.sub(r"\s+", " ", plain))


def text_of_html(source: str) -> str:
    """Return what a reader sees of some HTML, headings and bold words marked as in Markdown.

    Args:
        source: a page or a piece of one, well formed or not. Takes time in proportion to its length.

    Returns:
        Paragraphs with an empty line between them.
    """
    writer = _Writer()
    position = 0
    while (opens := source.find("<", position)) >= 0:
        writer.words(source[position:opens])
        tag = _TAG.match(source, opens)
        if tag:
            writer.tag(tag.group(2).lower(), is_end=bool(tag.group(1)))
            position = tag.end()
            continue
        closing = "-->" if source.startswith("<!--", opens) else ">" if source[opens + 1 : opens + 2] in "!?" else ""
        closes = source.find(closing, opens) if closing else -1
        if closes >= 0:
            position = closes + len(closing)
        elif closing:
            position = opens  # what never ends is shown
            break
        else:
            writer.words("<")
            position = opens + 1
    writer.words(source[position:])
    lines = [line.strip() for line in "".join(writer.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _begin(name: str) -> str:
    if name[0] == "h" and name[1:].isdigit():
        return "\n\n" + "#" * int(name[1:]) + " "
    return {"br": "\n", "li": "\n- "}.get(name, "\n\n")
