"""Two formulas as text, and lines of JSON that hold such pairs: the command ``grader maths equal``."""

import json
import math
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from grader.maths.deciding.budget import DEFAULT_BUDGET, Budget
from grader.maths.deciding.compare import compare
from grader.maths.deciding.conventions import doubt
from grader.maths.deciding.verdict import Comparison, Witness, undecided
from grader.maths.node import Node
from grader.maths.notation import Notation
from grader.maths.syntax.latex import parse_latex
from grader.maths.syntax.result import Parsed, ParseTrouble
from grader.maths.syntax.typed import parse_typed
from grader.maths.tree import Op

MAX_LINE = 200_000  # characters of one line
MAX_TEXT_SHOWN = 300  # of a problem's detail
DOMAINS = ("real", "positive", "complex")
_ASSUMED = ("real", "positive", "nonnegative", "negative", "nonzero", "complex", "integer", "natural")

_LOOSE = re.compile(r"\^(\d{2,})")
_COMMA = re.compile(r"(?<=\d),(?=\d)")

JsonValue = str | int | float | bool | None | dict[str, "JsonValue"] | list["JsonValue"]


@dataclass(frozen=True, slots=True)
class EqualResult:
    """The outcome for two texts.

    Attributes:
        verdict: that of the comparison, or ``unread``.
        proved: whether it is a theorem.
        method: how it was found; ``reading`` for what was not read.
        witness: where the formulas differ, if they do.
        problem: why it was not read, with the place; else None.
    """

    verdict: Literal["same", "different", "undecided", "unread"]
    proved: bool
    method: str
    witness: Witness | None = None
    problem: str | None = None


def equal_text(
    a: str,
    b: str,
    syntax: Literal["latex", "typed"] = "latex",
    domain: str = "real",
    assume: Mapping[str, str] | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> EqualResult:
    """Read two formulas and compare them.

    Args:
        a: the first formula.
        b: the second.
        syntax: how both are written.
        domain: of symbols without an assumption: ``real``, ``positive`` or ``complex``.
        assume: domains of single symbols, by canonical name.
        budget: what the comparison may cost.

    Returns:
        The outcome; what cannot be read is ``unread``, whatever the text. A ``domain`` or ``assume`` that is not
        known is a ``ValueError``.
    """
    notation = _notation(domain, assume or {})
    parse = parse_latex if syntax == "latex" else parse_typed
    trees: list[Parsed] = []
    for name, text in (("a", a), ("b", b)):
        try:
            read = parse(text, notation)
        except RecursionError:
            return EqualResult("unread", proved=False, method="reading", problem=f"{name}: nested too deeply")
        if isinstance(read, ParseTrouble):
            return EqualResult("unread", proved=False, method="reading", problem=f"{name}: {_described(read)}")
        trees.append(read)
    for at, text in enumerate((a, b)):
        trees[at] = _as_list(trees[at], trees[1 - at], text, parse, notation)
    left, right = trees[0].node, trees[1].node
    found = compare(left, right, notation, budget)
    if found.is_different:

        def is_same(one: Node, other: Node) -> bool:
            return compare(one, other, notation, budget).is_same

        reason = doubt(left, right, notation, is_same, is_typed=syntax == "typed")
        if reason is not None:
            found = undecided(reason)
    if found.verdict != "undecided" and left != right and any(_is_loose(tree) for tree in trees):
        found = _both_ways(found, (a, b), notation, budget)
    return _result(found)


def _is_loose(read: Parsed) -> bool:
    return any(note.code == "loose_exponent" for note in read.notes)


def _both_ways(found: Comparison, texts: tuple[str, str], notation: Notation, budget: Budget) -> Comparison:
    """Judge ``2^10`` as LaTeX sets it, 2¹0, and as it was meant, and say what holds both ways."""
    meant: list[Node] = []
    for text in texts:
        read = parse_latex(_LOOSE.sub(r"^{\1}", text), notation)
        if isinstance(read, ParseTrouble):
            return undecided("digits behind ^ without braces")
        meant.append(read.node)
    other = compare(meant[0], meant[1], notation, budget)
    return found if other.verdict == found.verdict else undecided("digits behind ^ without braces")


def _as_list(
    read: Parsed, beside: Parsed, text: str, parse: Callable[[str, Notation], Parsed | ParseTrouble], notation: Notation
) -> Parsed:
    """Read ``99,100`` as a list and not as one number where a list stands beside it."""
    is_list = isinstance(beside.node, Op) and beside.node.op == "sequence"
    if not is_list or all(note.code != "thousands" for note in read.notes):
        return read
    again = parse(_COMMA.sub(", ", text), notation)
    return again if isinstance(again, Parsed) else read


def _notation(domain: str, assume: Mapping[str, str]) -> Notation:
    if domain not in DOMAINS:
        raise ValueError(f"domain: {domain[:40]!r} is none of {', '.join(DOMAINS)}")
    for name, each in assume.items():
        if each not in _ASSUMED:
            raise ValueError(f"assume.{name[:40]}: {each[:40]!r} is none of {', '.join(_ASSUMED)}")
    return Notation.from_mapping({"domain": domain, "symbols": dict(assume)})


def _described(trouble: ParseTrouble) -> str:
    return f"{trouble.message.en} (at {trouble.span.start}: {trouble.text[trouble.span.start :][:20]!r})"[
        :MAX_TEXT_SHOWN
    ]


def _result(found: Comparison) -> EqualResult:
    return EqualResult(found.verdict, found.proved, found.method, found.witness)


def equal_lines(lines: Iterable[str], budget: Budget = DEFAULT_BUDGET) -> Iterator[dict[str, JsonValue]]:
    """Compare the pair on each line of JSON.

    Args:
        lines: each ``{"id", "a", "b", "syntax", "domain"?, "assume"?}``; blank lines are skipped.
        budget: of each comparison.

    Yields:
        For each line ``{"id", "verdict", "proved", "witness", "method", "ms", "problem"}``, plain JSON without NaN. A
        line that is no such object is ``unread`` with its problem; nothing is raised.
    """
    for line in lines:
        if line.strip():
            yield equal_line(line, budget)


def equal_line(line: str, budget: Budget = DEFAULT_BUDGET) -> dict[str, JsonValue]:
    """Compare the pair on one line of JSON; see ``equal_lines``."""
    start = time.perf_counter()
    identifier: JsonValue = None
    try:
        row = _row(line)
        identifier = _identifier(row.get("id"))
        outcome = _compared(row, budget)
    except ValueError as trouble:
        outcome = EqualResult("unread", proved=False, method="reading", problem=str(trouble)[:MAX_TEXT_SHOWN])
    witness: JsonValue = None
    if outcome.witness is not None:
        point: dict[str, JsonValue] = dict(outcome.witness.point)
        witness = {"point": point, "a": outcome.witness.left, "b": outcome.witness.right}
    return {
        "id": identifier,
        "verdict": outcome.verdict,
        "proved": outcome.proved,
        "witness": witness,
        "method": outcome.method,
        "ms": round((time.perf_counter() - start) * 1000, 3),
        "problem": outcome.problem,
    }


def _row(line: str) -> Mapping[str, object]:
    if len(line) > MAX_LINE:
        raise ValueError(f"a line of more than {MAX_LINE} characters")
    try:
        row: object = json.loads(line)
    except (ValueError, RecursionError) as trouble:
        raise ValueError(f"not JSON: {trouble}") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - one error for bad data
    return cast("Mapping[str, object]", row)


def _identifier(value: object) -> JsonValue:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, str | int | float | bool) else None


def _compared(row: Mapping[str, object], budget: Budget) -> EqualResult:
    texts: list[str] = []
    for key in ("a", "b"):
        text = row.get(key)
        if not isinstance(text, str):
            raise ValueError(f"{key}: a text is needed")  # noqa: TRY004 - one error for bad data
        texts.append(text)
    syntax = row.get("syntax", "latex")
    if syntax not in {"latex", "typed"}:
        raise ValueError("syntax: latex or typed is needed")
    domain = row.get("domain")
    assume = row.get("assume")
    if domain is not None and not isinstance(domain, str):
        raise ValueError("domain: a text is needed")
    if assume is not None and not isinstance(assume, dict):
        raise ValueError("assume: an object of symbol: domain is needed")
    pairs = {str(name): str(each) for name, each in cast("Mapping[object, object]", assume or {}).items()}
    a, b = texts
    return equal_text(a, b, cast('Literal["latex", "typed"]', syntax), domain or "real", pairs, budget)
