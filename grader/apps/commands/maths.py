"""`grader maths`: the formula engine by itself, a JSON line in, a JSON line out."""

import json
import sys
from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE, LANGUAGE
from grader.checkers.installed import installed_checkers
from grader.maths.deciding import equal_lines
from grader.maths.derivations.lines import steps_lines
from grader.maths.worlds.question import QuestionNotation
from grader.model.text import Language
from grader.rubric import load_rubric


@click.group("maths")
def command() -> None:
    """Compare formulas and check derivations, line by line of JSON."""


@command.command("equal")
@click.option("--jsonl", "source", type=EXISTING_FILE, required=True, help="A pair of formulas a line.")
def equal(source: Path) -> None:
    """Say of each pair whether both sides are the same, different (with a witness), or neither could be shown."""
    with source.open("rb") as lines:
        for result in equal_lines(line.decode("utf-8", errors="replace") for line in lines):
            sys.stdout.write(json.dumps(result, ensure_ascii=True, allow_nan=False) + "\n")


@command.command("steps")
@click.option("--jsonl", "source", type=EXISTING_FILE, required=True, help="A part's id and its LaTeX a line.")
@click.option("--rubric", "rubric_file", type=EXISTING_FILE, required=True, help="Says what the parts' symbols mean.")
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="Of the sentences.")
def steps(source: Path, rubric_file: Path, language: Language) -> None:
    """Judge every step of the derivations of a part: it holds, fails, or could not be decided or read."""
    rubric = load_rubric(rubric_file, installed_checkers())
    notations = {part.id: QuestionNotation.from_mapping(part.notation) for part in rubric.parts if part.notation}
    with source.open("rb") as lines:
        texts = (line.decode("utf-8", errors="replace") for line in lines)
        for result in steps_lines(texts, notations, language):
            sys.stdout.write(json.dumps(result, ensure_ascii=True, allow_nan=False) + "\n")
