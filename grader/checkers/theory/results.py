"""A result looked for in a part: which of its formulas could be it, and whether one of them is."""

from dataclasses import dataclass, replace
from typing import Literal

from grader.checkers.theory.reading import Chain, Reading, entries_of, is_closed, unfolded
from grader.maths.derivations.judge import Judgement, Witness
from grader.maths.derivations.ledger import EQUALITIES
from grader.maths.derivations.statements import Expression
from grader.maths.tree import Binder, Density, Expectation, Matrix, Node, Number, Op, Symbol

Outcome = Literal["found", "other", "unread", "none"]
_NO_VALUE_HERE = frozenset({"shape", "range", "no_worlds"})


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    Attributes:
        formulas: any one of them will do, whatever form it has.
        allowed: names that the question defines and that may stand in it all the same.
        mentions: what must stand in it: of each group one pattern at least. With any, it need not be a closed formula.
        without: names that must not stand in it.
    """

    formulas: tuple[Node, ...]
    allowed: tuple[str, ...] = ()
    mentions: tuple[tuple[Node, ...], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the search found.

    Attributes:
        outcome: ``found``; ``other``, the author says that the result is something else; ``unread``, it may be in what
            could not be read or judged; ``none``, nothing claims to be it.
        side: the formula that is the result, or is said to be.
        witness: where that differs from it.
        is_lost_again: whether a wrong value follows the right one.
    """

    outcome: Outcome
    side: Expression | None = None
    witness: Witness | None = None
    is_lost_again: bool = False


def find(reading: Reading, sought: Sought) -> Found:
    """Look for a result in a part."""
    right: Expression | None = None
    doubtful: Expression | None = None
    wrong: tuple[Expression, Witness | None] | None = None
    for chain in reading.chains:
        is_about = False  # whether a side of the chain has the value of the result
        for at, side in enumerate(chain.sides):
            if at and not is_equality(chain, at):
                is_about = False
            found = judged(reading, side, sought)
            if found is None:
                doubtful = doubtful or (side if _may_be(chain, at) else None)
                continue
            is_candidate = is_result(reading, side, sought)
            if found.verdict == "holds":
                is_about = True
                if is_candidate:
                    right, wrong = side, None
            elif found.verdict == "fails" and is_candidate and is_about and _ends_wrong(reading, chain, at):
                wrong = side, found.witness
            elif found.verdict == "undecided" and is_candidate and found.reason not in _NO_VALUE_HERE:
                doubtful = doubtful or side
    right = right or _entry(reading, sought)
    if right is not None and wrong is None:
        return Found("found", right)
    if wrong is not None:
        return Found("other", wrong[0], wrong[1], is_lost_again=right is not None)
    return Found("unread", doubtful) if doubtful is not None else Found("none")


def _ends_wrong(reading: Reading, chain: Chain, at: int) -> bool:
    """Whether a chain ends with a side behind a step that fails; a number for a special case fails no step."""
    links = chain.statements[:at]
    return at == len(chain.sides) - 1 and any(reading.judged.verdict_of(link.index) == "fails" for link in links)


def _entry(reading: Reading, sought: Sought) -> Expression | None:
    """Return the entry of a vector that is the result."""
    for side in reading.sides:
        for entry in (entries_of(side.node) or ()) if side.node is not None else ():
            one = replace(side, node=entry)
            found = judged(reading, one, sought)
            if found is not None and found.verdict == "holds" and is_result(reading, one, sought):
                return side
    return None


def judged(reading: Reading, side: Expression, sought: Sought) -> Judgement | None:
    """Compare a side with every formula that will do; None where it could not be read."""
    if side.node is None:
        return None
    best: Judgement | None = None
    for formula in sought.formulas:
        found = same(reading, formula, side)
        if found.verdict == "holds":
            return found
        if best is None or best.reason in _NO_VALUE_HERE:
            best = found
    return best


def same(reading: Reading, formula: Node, side: Expression) -> Judgement:
    """Compare a side with a formula, everywhere and then under the conditions in force where it stands."""
    node = side.node
    if node is None:
        return Judgement("undecided", reason="unread")
    found = reading.judged.judge.judged(formula, "eq", node)
    if found.verdict == "holds":
        return found
    for statement in reading.judged.found:
        if (statement.right.start, statement.right.end) == (side.start, side.end):
            conditions = reading.judged.in_force(statement)
            if conditions and not fixes_parameters(reading, conditions):
                under = reading.judged.judge.judged(formula, "eq", node, conditions)
                return under if under.verdict == "holds" else found
    return found


def fixes_parameters(reading: Reading, conditions: tuple[object, ...]) -> bool:
    """Return whether conditions give numbers to symbols: what holds for μ₁ = μ₂ = 0 is no general result."""
    return any(getattr(each, "is_equation", False) for each in conditions)


def is_result(reading: Reading, side: Expression, sought: Sought) -> bool:
    """Return whether a side has the form of the result, whatever its value."""
    if side.node is None:
        return False
    node = unfolded(side.node, reading.judged)
    if any(_name_of(each) in sought.without for _, each in node.walk()):
        return False
    if sought.mentions:
        return all(any(mentions(node, pattern) for pattern in group) for group in sought.mentions)
    if sought.without:
        return True
    return is_closed(node, reading.question, sought.allowed)


def _name_of(node: Node) -> str:
    """Return the name of a symbol, of an operator as authors write it: KL."""
    if isinstance(node, Symbol):
        return node.name
    return node.op.upper() if isinstance(node, Op) else ""


def is_equality(chain: Chain, at: int) -> bool:
    """Return whether a chain's side is said to equal the one before it."""
    return chain.statements[at - 1].relation in EQUALITIES


def mentions(node: Node, pattern: Node) -> bool:
    """Return whether something like a pattern stands in a formula; indices may have other names."""
    return any(_is_like(each, pattern) for _, each in node.walk())


def _is_like(node: Node, pattern: Node) -> bool:
    match pattern:
        case Density():
            return (
                isinstance(node, Density)
                and _stem(node.head) == _stem(pattern.head)
                and _variables(node.of) == _variables(pattern.of)
                and _variables(node.given) == _variables(pattern.given)
            )
        case Expectation():
            return isinstance(node, Expectation) and node.op == pattern.op
        case Binder():
            is_same = isinstance(node, Binder) and node.op == pattern.op
            wants_bound = isinstance(pattern.lower, Number)
            return is_same and (not wants_bound or (isinstance(node, Binder) and node.lower == pattern.lower))
        case Op():
            return isinstance(node, Op) and node.op == pattern.op
        case Matrix():
            return isinstance(node, Matrix) and node.shape == pattern.shape
        case Symbol():
            return isinstance(node, Symbol) and node.name == pattern.name
        case _:
            return node == pattern


def _stem(head: Node) -> str:
    return head.stem if isinstance(head, Symbol) else ""


def _variables(nodes: tuple[Node, ...]) -> list[str]:
    """Return the variables of a law, indices that are no number left out, in any order."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Symbol):
            fixed = [index.written for index in node.subs if isinstance(index, Number)]
            ranged = ["range" for index in node.subs if isinstance(index, Op) and index.op == "range"]
            found.append(":".join([node.stem, *fixed, *ranged]))
        else:
            found.append(type(node).__name__)
    return sorted(found)


def _may_be(chain: Chain, at: int) -> bool:
    """Whether an unread side might hold a result: it stands right of an equals sign, or alone in a display."""
    return bool(at) or not chain.statements
