"""A line of a hand-in with signs below the place that is meant, cut to the room there is."""

from rich.cells import cell_len

from grader.report.clean import clean
from grader.report.facts import Fact

_LONGEST = 400
_BEFORE = 0.6  # of the room goes to what stands before the place: that is what was read already


def has_excerpt(fact: Fact) -> bool:
    """Whether a fact points at a place in a line."""
    return bool(getattr(fact.evidence, "caret", ""))


def excerpt_lines(fact: Fact, width: int) -> tuple[str, str]:
    """Return the line of a fact that has one, and the line of signs that stands below it.

    Args:
        fact: one of which ``has_excerpt`` is true.
        width: columns that there are for each of the two.

    Returns:
        Neither is wider than that; the place that is meant is always in sight.
    """
    written = str(getattr(fact.evidence, "excerpt", ""))
    signs = str(getattr(fact.evidence, "caret", ""))
    place = len(signs) - len(signs.lstrip(" "))
    # Cleaned piece by piece: what is made visible takes more room, and the signs must stay below their place.
    before, meant, behind = (
        _shown(each) for each in (written[:place], written[place : len(signs)], written[len(signs) :])
    )
    line = before + meant + behind
    start, end = len(before), len(before) + max(1, len(meant))
    room = max(width, 8)
    if len(line) > room:
        first = max(0, min(start - int(_BEFORE * room), len(line) - room))
        first = max(first, min(end + 1 - room, start - 1))  # the whole place, if it fits
        last = first + room
        # The sign for what is left out takes the place of one more character, on each side where something is.
        kept = line[first + (first > 0) : last - (last < len(line))]
        line = f"{'…' if first else ''}{kept}{'…' if last < len(line) else ''}"
        start, end = start - first, min(end - first, (first > 0) + len(kept))
    return line, " " * cell_len(line[:start]) + "^" * max(1, cell_len(line[start:end]))


def _shown(text: str) -> str:
    return clean(text, longest=_LONGEST, longest_line=_LONGEST).replace("\n", "↵").replace("\t", " ")
