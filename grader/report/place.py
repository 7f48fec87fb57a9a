"""Where something stands in a hand-in, in words."""

from markupsafe import Markup

from grader.report.catalogue import Catalogue
from grader.report.spans import mark_code
from grader.report.typesetting import NO_BREAK


def place_words(facts: object, words: Catalogue) -> Markup:
    """Return a marked text such as ``hw3.ipynb, cell 4, line 2``.

    Args:
        facts: anything with some of ``path``, ``cell``, ``line`` and ``column``.
        words: the language's.

    Returns:
        Empty when it has none of them.
    """
    pieces: list[Markup | str] = []
    if path := getattr(facts, "path", None):
        pieces.append(mark_code(path))
    for name in ("cell", "line", "column"):
        number = getattr(facts, name, None)
        if isinstance(number, int):
            pieces.append(words.say(f"place.{name}", n=number).replace(" ", NO_BREAK))
    return Markup(", ").join(pieces)
