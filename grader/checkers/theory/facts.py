"""From what was found of a derivation to the facts that a report shows."""

from dataclasses import replace

from grader.checkers.theory.reading import Reading
from grader.maths.derivations.judge import Witness
from grader.maths.derivations.lines import SIGNS
from grader.maths.derivations.sayings import said
from grader.maths.derivations.statements import Expression, Statement
from grader.maths.derivations.steps import Repair, Step
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.result import Parsed
from grader.maths.tree import Node, Symbol
from grader.maths.worlds.question import defined
from grader.maths.writing import to_latex, to_mathml
from grader.model.evidence import (
    CounterExample,
    Evidence,
    ResultFound,
    StepFails,
    StepGiven,
    StepHolds,
    StepRepair,
    StepsJudged,
    StepUndecided,
    StepUnread,
    StepWitness,
)
from grader.model.parts import PartAnswer, SourceLine
from grader.numerics.shown import cut

_LONGEST = 1_500  # characters of one side that are shown
_LONGEST_DRAWING = 40_000
_LONGEST_EXCERPT = 240
_CLASSES = {"holds": StepHolds, "fails": StepFails, "undecided": StepUndecided, "unread": StepUnread}


def step_facts(reading: Reading, answer: PartAnswer) -> tuple[Evidence, ...]:
    """Return one fact for every relation of a part, in source order."""
    facts: list[Evidence] = []
    before: Expression | None = None
    statements = {statement.index: statement for statement in reading.judged.found}
    for step in reading.steps:
        statement = statements[step.index]
        goes_on = before is not None and (before.start, before.end) == (statement.left.start, statement.left.end)
        facts.append(_fact(step, reading, answer, statement, goes_on=goes_on))
        if not statement.is_implication:
            before = statement.right
    return tuple(facts)


def summary(reading: Reading, wanted: int = 0) -> StepsJudged:
    """Return how many steps hold, fail, and were left."""
    verdicts = [step.verdict for step in steps_that_count(reading) if step.reason != "explained"]
    hold, fail = verdicts.count("holds"), verdicts.count("fails")
    return StepsJudged(hold, fail, verdicts.count("undecided"), verdicts.count("unread"), wanted)


def steps_that_count(reading: Reading) -> tuple[Step, ...]:
    """Return the steps by which a derivation is marked: what says nothing, or is said again, earns nothing."""
    counted: list[Step] = []
    said: set[tuple[Node, str, Node]] = set()
    for step, statement in zip(reading.steps, reading.judged.found, strict=True):
        left, right = statement.left.node, statement.right.node
        if step.role != "step":
            continue
        if step.verdict == "holds" and not statement.is_implication and left is not None and right is not None:
            claim = (left, step.relation, right)
            says_nothing = left == right or not any(_has_name(side) for side in (left, right))
            says_nothing = says_nothing or _is_the_question(reading, left, right)
            if says_nothing or claim in said:
                continue
            said.add(claim)
        counted.append(step)
    return tuple(counted)


def _is_the_question(reading: Reading, left: Node, right: Node) -> bool:
    """Whether a statement copies a definition of the question: g(z) = z + f(z)."""
    definitions = reading.judged.question.definitions
    for name, body in ((left, right), (right, left)):
        found = defined(name, body)
        if found is not None and definitions.get(found[0]) == found[1]:
            return True
    return False


def _has_name(node: Node) -> bool:
    return any(isinstance(each, Symbol) for _, each in node.walk())


def result_fact(reading: Reading, answer: PartAnswer, side: Expression) -> ResultFound:
    """Return where a result stands."""
    line = line_at(answer, reading.text.count("\n", 0, max(side.start, 0)) + 1)
    path, number, cell = (None, None, None) if line is None else (line.path, line.number, line.cell)
    return ResultFound(_understood(side, reading), path, number, cell)


def _understood(side: Expression, reading: Reading) -> str:
    """Return a formula as it was understood, in LaTeX without the author's own commands."""
    if side.node is None:
        return cut(side.latex, _LONGEST)
    try:
        return cut(to_latex(side.node, reading.question.reader), _LONGEST)
    except (ValueError, LookupError, RecursionError):
        return cut(side.latex, _LONGEST)


def gap_fact(reading: Reading, side: Expression, witness: Witness | None, expected: str) -> CounterExample | None:
    """Return the point at which a result differs from the right one; values of the right one are for staff."""
    if witness is None:
        return None
    point = (
        *((name, str(size)) for name, size in witness.sizes),
        *((name, _plain(value)) for name, value in witness.values),
        *((name, str(state)) for name, state in witness.at),
    )
    return CounterExample(point, _plain(witness.right), _plain(witness.left), _understood(side, reading), expected)


def line_at(answer: PartAnswer, line: int) -> SourceLine | None:
    """Return the line of a file that a line of a part's text is."""
    return answer.lines[line - 1] if 1 <= line <= len(answer.lines) else None


def _fact(step: Step, reading: Reading, answer: PartAnswer, statement: Statement, *, goes_on: bool) -> Evidence:
    source = line_at(answer, step.line)
    make = _CLASSES[step.verdict] if step.role == "step" else StepGiven
    fact = make(
        index=step.index,
        line=None if source is None else source.number,
        left=cut(step.left, _LONGEST),
        relation=SIGNS.get(step.relation, step.relation),
        right=cut(step.right, _LONGEST),
        role=step.role,
        goes_on=goes_on,
        path=None if source is None else source.path,
        cell=None if source is None else source.cell,
        witness=None if step.witness is None else _witness(step.witness),
        repair=None if step.repair is None else _repair(step.repair, reading),
        reason=step.reason,
        detail=step.detail,
        problem=step.problem,
        left_drawn=_drawn(statement.left.node, reading),
        right_drawn=_drawn(statement.right.node, reading),
    )
    fault = statement.left.fault or statement.right.fault
    if isinstance(fact, StepUnread) and fault is not None:
        excerpt, caret = pointed_at(answer, *fault)
        return replace(fact, excerpt=excerpt, caret=caret)
    return fact


def pointed_at(answer: PartAnswer, start: int, end: int) -> tuple[str, str]:
    """Return the line on which a place of an answer begins, and signs to stand below the place.

    Args:
        answer: of the part.
        start: offset of the place in the answer's text.
        end: offset behind it.

    Returns:
        Both of about the same length; a line that is long without measure is cut around the place.
    """
    text = answer.text
    start = min(max(start, 0), len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line, at = text[first : len(text) if last < 0 else last], start - first
    width = max(1, min(end, first + len(line)) - start)
    margin = len(line) - len(line.lstrip())  # the layout of the file says nothing here
    line, at = line[margin:], max(at - margin, 0)
    if len(line) > _LONGEST_EXCERPT:
        cut_at = max(0, at - _LONGEST_EXCERPT // 2)
        line = line[cut_at : cut_at + _LONGEST_EXCERPT]
        if cut_at:
            line, at = f"…{line[1:]}", at - cut_at
    return line.replace("\t", " ").rstrip(), " " * at + "^" * min(width, max(1, len(line) - at))


def _witness(witness: Witness) -> StepWitness:
    return StepWitness(witness.sizes, witness.values, witness.at, witness.left, witness.right)


def _repair(repair: Repair, reading: Reading) -> StepRepair:
    drawn = ""
    for latex in (repair.marked, repair.latex):
        read = parse_latex(latex, reading.question.reader)
        if isinstance(read, Parsed):
            drawn = _drawn(read.node, reading)
            break
    return StepRepair(cut(repair.latex, _LONGEST), said(repair), repair.side, repair.edit, drawn)


def _drawn(node: Node | None, reading: Reading) -> str:
    if node is None:
        return ""
    try:
        drawn = to_mathml(node, reading.question.reader)
    except (ValueError, LookupError, RecursionError):
        return ""  # the LaTeX is shown in its place
    return drawn if len(drawn) <= _LONGEST_DRAWING else ""


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"
