"""Whether what a student wrote can be read, as a public criterion without points: to read takes no answer."""

from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, cast

from grader.checkers import BUILTIN
from grader.model.rubric import Criterion, Part
from grader.model.text import LocalizedText

if TYPE_CHECKING:
    from grader.checkers.theory.readable import Readable

_CHECKER = "readable"
_TITLE = LocalizedText(
    "The program can read what you wrote (no points)",
    "Le programme peut lire ce que vous avez écrit (sans points)",
)


def reading_criterion(part: Part) -> tuple[Criterion, ...]:
    """Return the criterion that students get for a written part, none where the rubric has one of its own.

    Args:
        part: with its notation.
    """
    if any(each.checker_name == _CHECKER for each in part.criteria):
        return ()
    readable = cast("type[Readable]", BUILTIN[_CHECKER])  # imported where something is written, and only there
    made = readable(part=part.id, notation=part.notation).for_students()
    taken = {each.id for each in part.criteria}
    names = (f"{part.id}.reading{'_' * more}" for more in count())
    name = next(each for each in names if each not in taken)
    return (Criterion(id=name, title=_TITLE, points=Fraction(0), checker=made, checker_name=_CHECKER),)
