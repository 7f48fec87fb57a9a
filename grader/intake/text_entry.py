"""Text typed into a learning platform's own box, which comes as HTML, to Markdown."""

import re
from html.parser import HTMLParser

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


class _Reader(HTMLParser):
    """Keeps the words, the paragraphs, the headings and what is bold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, a heading, a list item or a bold stretch."""
        if tag in _SILENT:
            self._silent += 1
        elif re.fullmatch("h[1-6]", tag):
            self.pieces.append("\n\n" + "#" * int(tag[1]) + " ")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in _BLOCKS:
            self.pieces.append("\n" if tag == "br" else "\n\n")
        elif tag in _BOLD:
            self.pieces.append("**")

    def handle_endtag(self, tag: str) -> None:
        """End what ``handle_starttag`` began."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS and tag not in {"br", "li"}:
            self.pieces.append("\n\n")
        elif tag in _BOLD:
            self.pieces.append("**")

    def handle_data(self, data: str) -> None:
        """Keep words; line breaks of the source are spaces."""
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """Return what a reader sees of ``html``, headings and bold words marked as in Markdown.

    Args:
        html: a page or a piece of one, well formed or not.

    Returns:
        Paragraphs with an empty line between them.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [line.strip() for line in "".join(reader.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
