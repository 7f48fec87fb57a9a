"""The smallest edit that makes a failing step hold, sought on its right side first, then on its left."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from grader.maths.derivations.compare import ORDERED, compared
from grader.maths.derivations.edits import Edit, Vocabulary, edits
from grader.maths.derivations.judge import Judge
from grader.maths.derivations.settings import Condition, Unmet
from grader.maths.derivations.steps import Repair
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.tree import Density, Number, Symbol
from grader.maths.worlds.evaluate import Evaluator
from grader.maths.worlds.values import Meaning, NoValue
from grader.maths.writing.markup import to_latex

MOST_EDITS = 1_500  # tried on one side; a formula with more is too long to guess what was meant
MOST_FOUND = 4  # edits that mend the step before the best of them is taken
FLIPPED = {"le": "ge", "ge": "le", "lt": "gt", "gt": "lt"}
SIGNS = {"le": "\\le", "ge": "\\ge", "lt": "<", "gt": ">", "eq": "="}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The step beside a failing one that shares the side to be edited.

    Attributes:
        other: its other side.
        relation: its relation.
        side: on which side of it the shared formula stands.
    """

    other: Node
    relation: str
    side: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A failing step with what stands around it."""

    left: Node
    relation: str
    right: Node
    conditions: tuple[Condition, ...]
    before: Neighbour | None  # shares the left side
    after: Neighbour | None  # shares the right side
    around: tuple[Node, ...]  # formulas near by, whose pieces an edit may use
    declared: tuple[Symbol, ...]  # parameters of the question


def repaired(judge: Judge, broken: Broken, notation: Notation) -> tuple[Repair, Node | None] | None:
    """Return the repair of a failing step with the side that it changes, None if no small edit mends it."""
    flipped = _flipped(judge, broken)
    if flipped is not None and flipped[0]:
        return flipped[1], None
    try:
        probe = judge.settings.narrow(broken.conditions)[0]
    except Unmet:
        return None
    right = _search(judge, broken, "right", probe)
    if right is not None and right[0]:
        return _shown(broken.right, right[1], "right", notation)
    left = _search(judge, broken, "left", probe)
    is_shared = broken.before is not None  # a side that begins a chain is not the one to doubt
    if left is not None and ((left[0] and is_shared) or right is None):
        return _shown(broken.left, left[1], "left", notation)
    if flipped is not None:
        return flipped[1], None
    return None if right is None else _shown(broken.right, right[1], "right", notation)


def _flipped(judge: Judge, broken: Broken) -> tuple[bool, Repair] | None:
    """Return the other direction of an inequality if it holds, and whether the next step holds as it stands."""
    if broken.relation not in FLIPPED:
        return None
    flipped = FLIPPED[broken.relation]
    if judge.judged(broken.left, flipped, broken.right, broken.conditions).verdict != "holds":
        return None
    sign = SIGNS[flipped]
    good = broken.after is None or _neighbour_holds(judge, broken.right, broken.after, broken.conditions)
    return good, Repair("relation", "relation", sign, sign, SIGNS[broken.relation], sign)


def _search(judge: Judge, broken: Broken, name: Literal["left", "right"], probe: Evaluator) -> tuple[bool, Edit] | None:
    """Return the best edit of one side, and whether the neighbouring step holds after it (or there is none)."""
    side, other = (broken.right, broken.left) if name == "right" else (broken.left, broken.right)
    neighbour = broken.after if name == "right" else broken.before
    vocabulary = Vocabulary.of(side, (other, *broken.around), broken.declared)
    candidates = edits(side, vocabulary)[:MOST_EDITS]
    with np.errstate(all="ignore"):
        try:
            fixed = probe.meaning(other, {})
        except NoValue:
            return None
        best: Edit | None = None
        found = 0
        for edit in candidates:
            changed = side.replace(edit.path, edit.new)
            if not isinstance(changed, (Symbol, Number)) and (changed == other or changed in broken.around):
                continue  # the whole of another side would mend any step
            if not _holds_in(probe, changed, fixed, broken.relation, name):
                continue
            pair = (broken.left, changed) if name == "right" else (changed, broken.right)
            if _repeats(changed) and not _repeats(side):
                continue
            verdict = judge.judged(
                pair[0], broken.relation, pair[1], broken.conditions, final=broken.relation in ORDERED
            )
            if verdict.verdict != "holds":
                continue
            if neighbour is None or _neighbour_holds(judge, changed, neighbour, broken.conditions):
                return True, edit
            best = best or edit
            found += 1
            if found >= MOST_FOUND:
                break
    return None if best is None else (False, best)


def _holds_in(probe: Evaluator, changed: Node, fixed: Meaning, relation: str, side: str) -> bool:
    try:
        value = probe.meaning(changed, {})
        pair = (fixed, value) if side == "right" else (value, fixed)
        return compared(*pair, relation).verdict == "holds"
    except NoValue:
        return False


def _repeats(node: Node) -> bool:
    """Whether some law has a variable on both sides of its bar."""
    return any(isinstance(each, Density) and set(each.of) & set(each.given) for _, each in node.walk())


def _neighbour_holds(judge: Judge, changed: Node, neighbour: Neighbour, conditions: tuple[Condition, ...]) -> bool:
    pair = (changed, neighbour.other) if neighbour.side == "left" else (neighbour.other, changed)
    return judge.judged(pair[0], neighbour.relation, pair[1], conditions, final=False).verdict == "holds"


def _shown(side: Node, edit: Edit, name: Literal["left", "right"], notation: Notation) -> tuple[Repair, Node]:
    changed = side.replace(edit.path, edit.new)
    repair = Repair(
        edit=edit.kind,
        side=name,
        latex=to_latex(changed, notation),
        marked=to_latex(changed, notation, marked=edit.path),
        before=_piece(side.at(edit.path), notation),
        after=_piece(edit.new, notation),
    )
    return repair, changed


def _piece(node: Node, notation: Notation) -> str:
    return to_latex(node, notation)
