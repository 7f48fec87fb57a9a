"""Tests that were written for other graders, as criteria of a rubric."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import yaml

Way = Literal["cell", "doctest", "function"]
WhyNotApart = Callable[[str, Way, tuple[str, ...]], str]
"""Says of a test's code why it cannot be taken apart; nothing where it can."""


@dataclass(frozen=True, slots=True)
class ForeignCase:
    """One test case: its code, how that is meant, what it is worth, and what is said to those who pass or fail it."""

    code: str
    points: Fraction
    hidden: bool = False
    way: Way = "cell"
    takes: tuple[str, ...] = ()
    success: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ForeignQuestion:
    """One question with its cases; ``manual`` points are a person's; ``place`` is text of the cell of its test."""

    name: str
    cases: tuple[ForeignCase, ...] = ()
    manual: Fraction = Fraction(0)
    all_or_nothing: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A rubric in YAML, and how many of its criteria are judged in which way; ``reasons`` says why some run inside."""

    text: str
    outside: int
    inside: int
    by_hand: int
    reasons: tuple[tuple[str, str], ...]


def make_rubric(
    identity: str, questions: Sequence[ForeignQuestion], why_not_apart: WhyNotApart, confirm: str = "person"
) -> Imported:
    """Make a rubric of the tests of another grader.

    Args:
        identity: the rubric's id.
        questions: in order.
        why_not_apart: what takes tests apart.
        confirm: who confirms a pass of the others, as ``test_code`` has it.
    """
    parts: list[dict[str, Any]] = []
    outside = inside = by_hand = 0
    reasons: list[tuple[str, str]] = []
    taken: set[str] = set()
    for question in questions:
        part_id = _free(re.sub(r"[^A-Za-z0-9_-]+", "-", question.name).strip("-_") or "part", taken)
        criteria: list[dict[str, Any]] = []
        for number, case in enumerate(_cases(question), start=1):
            reason = why_not_apart(case.code, case.way, case.takes)
            outside, inside = outside + (not reason), inside + bool(reason)
            if reason:
                reasons.append((f"{part_id}.{number}", reason))
            criteria.append({
                "id": f"{part_id}.{number}",
                "title": _both(f"{question.name}, test {number}"),
                "points": str(case.points),
                "visibility": "staff" if case.hidden else "student",
                "checker": "test_code",
                "with": _parameters(case, question.place, confirm if reason else ""),
            })
        if question.manual or not criteria:
            by_hand += 1
            criteria.append({
                "id": f"{part_id}.manual",
                "title": _both(f"{question.name}, marked by a person"),
                "points": str(question.manual),
                **_by_hand(question.manual),
            })
        points = sum((case.points for case in question.cases), question.manual)
        parts.append({"id": part_id, "title": _both(question.name), "points": str(points), "criteria": criteria})
    document = {"schema": "grader.rubric/1", "id": identity, "title": _both(identity), "parts": parts}
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return Imported(text, outside, inside, by_hand, tuple(reasons))


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as such, so that a test reads as it was written."""


def _lines(_: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _lines)


def _cases(question: ForeignQuestion) -> tuple[ForeignCase, ...]:
    if not question.all_or_nothing or len(question.cases) < 2:
        return question.cases
    # One criterion of all of it: hidden as soon as any of it is.
    first = question.cases[0]
    return (
        ForeignCase(
            "\n".join(each.code for each in question.cases),
            sum((each.points for each in question.cases), Fraction(0)),
            any(each.hidden for each in question.cases),
            first.way,
            tuple(dict.fromkeys(name for each in question.cases for name in each.takes)),
        ),
    )


def _parameters(case: ForeignCase, place: str, confirm: str) -> dict[str, Any]:
    code = "\n".join(line.rstrip().expandtabs(4) for line in case.code.strip("\n").splitlines()) + "\n"
    found: dict[str, Any] = {"code": code}
    if case.way != "cell":
        found["way"] = case.way
    if case.takes:
        found["takes"] = list(case.takes)
    if confirm:
        found["judged"] = "inside"
        found["confirm"] = confirm
    if place:
        found["place"] = place
    if case.success:
        found["success"] = _both(case.success)
    if case.failure:
        found["failure"] = _both(case.failure)
    return found


def _by_hand(points: Fraction) -> dict[str, Any]:
    full, none = {"en": "In full", "fr": "Entièrement"}, {"en": "Not at all", "fr": "Pas du tout"}
    scale = [{"points": float(points), "text": full}, {"points": 0, "text": none}]
    return {"checker": "by_hand", "with": {"scale": scale}}


def _free(name: str, taken: set[str]) -> str:
    count = 2
    free = name
    while free.lower() in taken:
        free, count = f"{name}-{count}", count + 1
    taken.add(free.lower())
    return free


def _both(text: str) -> dict[str, str]:
    return {"en": text, "fr": text}
