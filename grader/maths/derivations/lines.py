"""JSON lines in, JSON lines out: the contract of ``grader maths steps``."""

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, cast

from grader.maths.derivations.check import check_steps
from grader.maths.derivations.judge import Witness
from grader.maths.derivations.sayings import said
from grader.maths.derivations.steps import Derivation, Step
from grader.maths.syntax.macros import Macros
from grader.maths.worlds.question import QuestionNotation

Json = dict[str, object]
Language = Literal["en", "fr"]
MAX_LATEX = 200_000  # characters of one line's text


def steps_lines(
    lines: Iterable[str], notations: Mapping[str, QuestionNotation], language: Language = "en"
) -> Iterator[Json]:
    """Check one chain a line.

    Args:
        lines: JSON objects ``{"id", "part", "latex"}``; blank lines are left out.
        notations: of the parts, by id.
        language: of the sentences.

    Yields:
        ``{"id", "steps", "first_failure", "ms"}`` for each line, in order; a line that cannot be taken has no steps and
        a ``problem``. Nothing is raised, whatever a line holds.
    """
    for line in lines:
        if line.strip():
            started = time.perf_counter()
            found = _checked(line, notations, language)
            found["ms"] = round(1000 * (time.perf_counter() - started), 2)
            yield found


def _checked(line: str, notations: Mapping[str, QuestionNotation], language: Language) -> Json:
    try:
        entry: object = json.loads(line)
    except (ValueError, RecursionError):
        return _problem(None, "the line is not JSON")
    if not isinstance(entry, dict):
        return _problem(None, "the line is not an object")
    fields = cast("dict[str, object]", entry)
    name, part, latex = fields.get("id"), fields.get("part"), fields.get("latex")
    if not isinstance(latex, str):
        return _problem(name, "latex: a text is needed")
    if not isinstance(part, str) or part not in notations:
        return _problem(name, f"part: one of {', '.join(notations)} is needed")
    if len(latex) > MAX_LATEX:
        return _problem(name, "latex: the text is too long")
    try:
        derivation = check_steps(latex, notations[part], Macros.from_document(latex))
    except Exception as surprise:
        return _problem(name, f"the checker failed: {type(surprise).__name__}")
    return {"id": name, **derivation_json(derivation, language)}


def _problem(name: object, problem: str) -> Json:
    return {"id": name, "steps": [], "first_failure": None, "verdict": "unread", "problem": problem}


def derivation_json(derivation: Derivation, language: Language = "en") -> Json:
    """Return a derivation as plain data."""
    return {
        "steps": [step_json(step, language) for step in derivation.steps],
        "first_failure": derivation.first_failure,
    }


def step_json(step: Step, language: Language = "en") -> Json:
    """Return a step as plain data; numbers are finite, anything else is text."""
    repair: Json | None = None
    if step.repair is not None:
        says = said(step.repair)
        repair = {
            "latex": step.repair.latex,
            "marked": step.repair.marked,
            "edit": step.repair.edit,
            "side": step.repair.side,
            "before": step.repair.before,
            "after": step.repair.after,
            "says": says.fr if language == "fr" else says.en,
        }
    problem = step.problem
    return {
        "index": step.index,
        "line": step.line,
        "relation": SIGNS.get(step.relation, step.relation),
        "role": step.role,
        "verdict": step.verdict,
        "left": step.left,
        "right": step.right,
        "witness": None if step.witness is None else witness_json(step.witness),
        "repair": repair,
        "reason": step.reason or None,
        "detail": step.detail or None,
        "notes": list(step.notes),
        "problem": None if problem is None else (problem.fr if language == "fr" else problem.en),
    }


def witness_json(witness: Witness) -> Json:
    """Return a witness as plain data."""
    return {
        "sizes": dict(witness.sizes),
        "values": dict(witness.values),
        "at": dict(witness.at),
        "left": witness.left,
        "right": witness.right,
    }


SIGNS: Mapping[str, str] = {
    "eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥", "approx": "≈", "equivalent": "≡", "define": ":=",
    "defined_by": "=:", "proportional": "∝", "similar": "∼", "in": "∈", "not_in": "∉", "to": "→", "implies": "⇒",
    "iff": "⇔", "implied": "⇐", "subset": "⊂", "subset_eq": "⊆", "superset": "⊃", "superset_eq": "⊇", "much_less": "≪",
    "much_greater": "≫", "congruent": "≅",
}  # fmt: skip
