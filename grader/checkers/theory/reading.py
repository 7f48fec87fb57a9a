"""A part's text read and judged once, for all the criteria that look at it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from grader.checkers.observing import missing
from grader.maths.derivations.check import best_pass
from grader.maths.derivations.mender import Mender
from grader.maths.derivations.statements import Expression, Statement, lone_sides
from grader.maths.derivations.steps import Step
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.macros import Macros
from grader.maths.syntax.result import Parsed
from grader.maths.tree import Call, Matrix, Node, Op, Symbol
from grader.maths.worlds.question import Definition, QuestionNotation
from grader.model.checker import Seen
from grader.model.evidence import NotAnswered, NotFound
from grader.model.parts import PartAnswer
from grader.model.verdict import Verdict, failed, ungraded

LONGEST_TEXT = 100_000
"""Characters of one part that are read."""
_KEPT = 24  # readings: the parts of one hand-in


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Sides joined by relations: ``A = B = C``. ``statements`` join each side to the next."""

    sides: tuple[Expression, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A part's text with every verdict on it.

    Attributes:
        text: as it was handed in.
        judged: the pass over its statements, with the worlds.
        steps: what was found of each relation.
        chains: its chains, in order; a formula without a relation is a chain of one side.
        is_carried: whether the author's own earlier results stand in the place of the question's.
    """

    text: str
    judged: Mender
    steps: tuple[Step, ...]
    chains: tuple[Chain, ...]
    is_carried: bool = False

    @property
    def question(self) -> QuestionNotation:
        """What its symbols mean."""
        return self.judged.question

    @property
    def sides(self) -> tuple[Expression, ...]:
        """Every side, in order."""
        return tuple(side for chain in self.chains for side in chain.sides)

    def formula(self, latex: str) -> Node:
        """Read a formula of the rubric's.

        Raises:
            ValueError: if it cannot be read.
        """
        return formula_of(latex, self.question)


@dataclass(frozen=True, slots=True)
class Carry:
    """The author's own results of an earlier part: its text, and the names that it gives values to."""

    text: str
    names: tuple[str, ...]
    matrix: bool = False


def formula_of(latex: str, question: QuestionNotation) -> Node:
    """Read a formula in a question's notation.

    Raises:
        ValueError: if it cannot be read.
    """
    read = parse_latex(latex, question.reader)
    if not isinstance(read, Parsed):
        msg = f"{latex!r}: {read.message.en}"
        raise ValueError(msg)  # noqa: TRY004  # the text is wrong, not a type of ours
    return read.node


def question_of(notation: Mapping[str, Any]) -> QuestionNotation:
    """Return a part's notation, read.

    Raises:
        ValueError: if it is not understood.
    """
    return _question(_key(notation))


def absent(part: str, seen: Seen) -> Verdict | None:
    """Return the verdict where nothing was written for a part; None where something was."""
    answer = seen.answers.of(part)
    if answer.state == "answered":
        return None
    if answer.state == "lost":
        path = answer.lines[0].path if answer.lines else None
        return ungraded(NotFound(part, path))
    trouble = missing(part, seen)
    return trouble.verdict if trouble.is_ours else failed(NotAnswered(part))


def read_part(seen: Seen, part: str, notation: Mapping[str, Any], carry: Carry | None = None) -> Reading:
    """Return a part's reading; the same text is read once."""
    return _reading(_text(seen.answers.of(part)), seen.answers.definitions, _key(notation), carry)


def carried_question(seen: Seen, carry: Carry, notation: Mapping[str, Any]) -> QuestionNotation | None:
    """Return the question with the author's own earlier results in the place of its own; None if they are the same."""
    return _carried(carry, seen.answers.definitions, _key(notation))


def carry_from(seen: Seen, part: str, names: tuple[str, ...], *, matrix: bool) -> Carry | None:
    """Return what can be carried forward from a part, None where nothing was written for it."""
    answer = seen.answers.of(part)
    return Carry(_text(answer), names, matrix) if answer.state == "answered" else None


def chains_of(found: Mender, macros: Macros) -> tuple[Chain, ...]:
    """Return the chains of a pass, in source order."""
    chains: list[Chain] = []
    sides: list[Expression] = []
    links: list[Statement] = []
    taken: set[tuple[int, int]] = set()

    def close() -> None:
        if sides:
            chains.append(Chain(tuple(sides), tuple(links)))
        sides.clear()
        links.clear()

    for statement in found.found:
        if statement.is_implication:
            continue
        goes_on = sides and (sides[-1].start, sides[-1].end) == (statement.left.start, statement.left.end)
        if not goes_on:
            close()
            sides.append(statement.left)
        sides.append(statement.right)
        links.append(statement)
        taken |= {(side.start, side.end) for side in (statement.left, statement.right)}
    close()
    chains += [Chain((side,), ()) for side in _lone(found, macros) if (side.start, side.end) not in taken]
    return tuple(sorted(chains, key=lambda chain: chain.sides[0].start))


def _lone(found: Mender, macros: Macros) -> list[Expression]:
    """Return the formulas in which no relation stands, read."""
    sides: list[Expression] = []
    for side in lone_sides(found.source, macros):
        text = side.text.strip(" .,;\n\t")
        read = parse_latex(text, found.question.reader, macros)
        sides.append(Expression(text, side.start, side.end, read.node if isinstance(read, Parsed) else None))
    return sides


def own_values(chains: tuple[Chain, ...], names: tuple[str, ...]) -> dict[str, tuple[Expression, ...]]:
    """Return the sides that each name is said to equal, by canonical name."""
    found: dict[str, tuple[Expression, ...]] = {}
    for chain in chains:
        if len(chain.sides) < 2 or any(link.relation not in {"eq", "define"} for link in chain.statements):
            continue
        for at, side in enumerate(chain.sides):
            name = name_of(side.node)
            if name in names:
                found[name] = (*found.get(name, ()), *chain.sides[at + 1 :])
    return found


def name_of(node: Node | None) -> str | None:
    """Return the name that a side is, applied to its arguments or not."""
    head = node.head if isinstance(node, Call) else node
    return head.name if isinstance(head, Symbol) else None


def entries_of(node: Node) -> tuple[Node, ...] | None:
    """Return the entries of a tuple or of a vector."""
    if isinstance(node, Op) and node.op in {"tuple", "sequence", "list"}:
        return node.args
    if isinstance(node, Op) and node.op == "transpose" and isinstance(node.args[0], Matrix):
        return node.args[0].entries
    if isinstance(node, Matrix) and 1 in node.shape:
        return node.entries
    return None


def _text(answer: PartAnswer) -> str:
    return answer.text[:LONGEST_TEXT]


def _key(notation: Mapping[str, Any]) -> str:
    return json.dumps(notation, sort_keys=False, default=str)


@lru_cache(maxsize=64)
def _question(key: str) -> QuestionNotation:
    return QuestionNotation.from_mapping(json.loads(key))


@lru_cache(maxsize=8)
def _macros(definitions: tuple[str, ...]) -> Macros:
    return Macros.from_document(*definitions)


@lru_cache(maxsize=_KEPT)
def _reading(text: str, definitions: tuple[str, ...], key: str, carry: Carry | None) -> Reading:
    macros = _macros(definitions)
    question = _question(key)
    carried = None if carry is None else _carried(carry, definitions, key)
    matrix = None if carry is None or not carry.matrix else _wrong_matrix(carry.text, definitions, key)
    judged = best_pass(text, question if carried is None else carried, macros, matrix=matrix)
    if judged is None:
        msg = "a notation needs a model of its laws"
        raise ValueError(msg)
    return Reading(
        text, judged, judged.steps(repairs=True), chains_of(judged, macros), carried is not None or matrix is not None
    )


@lru_cache(maxsize=_KEPT)
def _wrong_matrix(text: str, definitions: tuple[str, ...], key: str) -> Node | None:
    """Return the author's own matrix where it is not the question's."""
    question = _question(key)
    found = best_pass(text, question, _macros(definitions))
    if found is None or found.matrix is None:
        return None
    is_right = any(_is_same(found, right, found.matrix, final=True) for right in question.spectra.values())
    return None if is_right else found.matrix


@lru_cache(maxsize=_KEPT)
def _carried(carry: Carry, definitions: tuple[str, ...], key: str) -> QuestionNotation | None:
    question = _question(key)
    macros = _macros(definitions)
    found = best_pass(carry.text, question, macros)
    if found is None:
        return None
    own: dict[str, Definition] = {}
    for name, sides in own_values(chains_of(found, macros), carry.names).items():
        body = _last_closed(found, sides)
        known = found.question.definitions.get(name)
        if body is None or known is None or _is_same(found, body, known.body):
            continue
        if not _hangs_on(found, body, known.parameters):
            return None  # a constant in the place of a field: nothing worth carrying follows from it
        own[name] = Definition(known.parameters, body)
    return replace(question, definitions={**question.definitions, **own}) if own else None


def _last_closed(found: Mender, sides: tuple[Expression, ...]) -> Node | None:
    for side in reversed(sides):
        node = None if side.node is None else unfolded(side.node, found)
        if node is not None and is_closed(node, found.question):
            return node
    return None


def unfolded(node: Node, found: Mender, depth: int = 0) -> Node:
    """Return a formula with the names that the author defined replaced by what they stand for."""
    if depth > 6:
        return node
    if isinstance(node, Symbol):
        definition = found.settings.definitions.get(node.name)
        if definition is not None and not definition.parameters:
            return unfolded(definition.body, found, depth + 1)
        return node
    children = tuple(unfolded(child, found, depth) for child in node.children)
    return node.with_children(children) if children else node


_OPEN = frozenset({
    "kl", "derivative", "partial", "gradient", "prime", "jacobian", "hessian", "entropy", "at", "dot", "det", "nabla",
})  # fmt: skip


def is_closed(node: Node, question: QuestionNotation, allowed: tuple[str, ...] = ()) -> bool:
    """Return whether a formula is an answer: no law, expectation, integral, derivative, name that the question defines.

    Args:
        node: the formula, the author's own names unfolded.
        question: the notation.
        allowed: names that may stand in it although the question defines them.
    """
    for _, each in node.walk():
        kind = type(each).__name__
        if kind in {"Density", "Expectation", "Hole"}:
            return False
        if kind == "Binder" and getattr(each, "op", "") not in {"sum", "product"}:
            return False
        if isinstance(each, Op) and each.op in _OPEN:
            return False
        if isinstance(each, Symbol) and not _is_answer_name(each, question, allowed):
            return False
    return True


def _is_answer_name(symbol: Symbol, question: QuestionNotation, allowed: tuple[str, ...]) -> bool:
    if symbol.name in allowed or symbol.stem in allowed:
        return True
    if symbol.name in question.definitions or symbol.stem in question.definitions or "star" in symbol.marks:
        return False
    return not any(symbol.name in model.definitions for model in question.models)


def _is_same(found: Mender, left: Node, right: Node, *, final: bool = False) -> bool:
    return found.judge.judged(left, "eq", right, final=final).verdict == "holds"


def _hangs_on(found: Mender, body: Node, parameters: tuple[str, ...]) -> bool:
    names = {name for each in parameters for name in found.question.groups.get(each, (each,))}
    return any(isinstance(each, Symbol) and each.name in names for _, each in body.walk())
