"""The marks around solutions in a reference: comments ``BEGIN SOLUTION`` and ``END SOLUTION``, each on its own line.

What stands between them never reaches students. In a Python file ``# BEGIN SOLUTION`` leaves a stub behind and
``# BEGIN SOLUTION NO PROMPT`` leaves nothing; in LaTeX (``%``) both leave nothing.
"""

import re

from grader.model.errors import UsageError

STUB = "raise NotImplementedError"
"""What students find in place of a solution: text written into their files, never run by the program."""
_MARK = re.compile(r"^(?P<indent>[ \t]*)(?:#|%)+[ \t]*(?P<word>BEGIN|END) SOLUTION(?P<silent> NO PROMPT)?[ \t]*$")


class SolutionMarkError(UsageError):
    """Marks that do not pair up, or a solution that stands outside them."""


def has_marks(text: str) -> bool:
    """Return whether a text holds any mark."""
    return any(_MARK.match(line) for line in text.splitlines())


def without_solutions(text: str, name: str, *, stub: str = STUB) -> str:
    """Take the solutions out of a text.

    Args:
        text: of a Python or LaTeX file.
        name: the file's, for errors.
        stub: the line that takes the place of a solution, indented as its mark; empty for none.

    Returns:
        The text without marks and solutions.

    Raises:
        SolutionMarkError: if a mark has no partner.
    """
    kept: list[str] = []
    opened = 0
    for number, line in enumerate(text.splitlines(), start=1):
        mark = _MARK.match(line)
        if mark is None:
            if not opened:
                kept.append(line)
            continue
        begins = mark["word"] == "BEGIN"
        if begins == bool(opened):
            msg = f"{name}, line {number}: {line.strip()} has no partner; every BEGIN SOLUTION needs one END SOLUTION"
            raise SolutionMarkError(msg)
        opened = number if begins else 0
        if begins and stub and not mark["silent"]:
            kept.append(mark["indent"] + stub)
    if opened:
        msg = f"{name}, line {opened}: this BEGIN SOLUTION is never ended"
        raise SolutionMarkError(msg)
    return "\n".join(kept) + "\n"
