"""The theory rubric's notations and the model solution's answers, read once."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from grader.maths.derivations.check import check_steps
from grader.maths.derivations.steps import Derivation
from grader.maths.syntax.macros import Macros
from grader.maths.worlds.question import QuestionNotation

ROOT = Path(__file__).parents[4]
REFERENCE = ROOT / "reference" / "hw3"


@cache
def notations() -> dict[str, QuestionNotation]:
    rubric: Any = yaml.safe_load((ROOT / "rubrics" / "hw3-theory.yaml").read_text(encoding="utf-8"))
    return {
        part["id"]: QuestionNotation.from_mapping(part["notation"]) for part in rubric["parts"] if "notation" in part
    }


def check(part: str, latex: str, *, repairs: bool = False) -> Derivation:
    return check_steps(latex, notations()[part], Macros.from_document(latex), repairs=repairs)


def verdicts(part: str, latex: str) -> list[str]:
    """Return role and verdict of every step: ``step holds``."""
    return [f"{step.role} {step.verdict}" for step in check(part, latex).steps]


def solution(name: str) -> list[tuple[str, str, Macros]]:
    """Return part, answer and macros of every answer of a model solution."""
    source = (REFERENCE / name).read_text(encoding="utf-8")
    macros = Macros.from_document(source)
    pattern = re.compile(r"\\begin\{exercise\}\[([^\]]*)\].*?\\begin\{answer\}(.*?)\\end\{answer\}", re.DOTALL)
    found = [(label.strip(" ."), answer, macros) for label, answer in pattern.findall(source)]
    return [each for each in found if each[0] in notations()]  # the review has no derivations


def right_chains() -> list[tuple[str, str]]:
    return _chains("right_chains.txt")


def wrong_chains() -> list[tuple[str, str]]:
    return _chains("wrong_chains.txt")


def _chains(name: str) -> list[tuple[str, str]]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    pieces = re.split(r"^## (\S+)\n", text, flags=re.MULTILINE)[1:]
    return list(zip(pieces[::2], pieces[1::2], strict=True))
