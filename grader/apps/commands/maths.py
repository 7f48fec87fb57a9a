"""`grader maths`: the formula engine by itself, a JSON line in, a JSON line out."""

import json
import sys
from pathlib import Path

import click

from grader.apps.options import EXISTING_FILE
from grader.maths.deciding import equal_lines


@click.group("maths")
def command() -> None:
    """Compare formulas, line by line of JSON."""


@command.command("equal")
@click.option("--jsonl", "source", type=EXISTING_FILE, required=True, help="A pair of formulas a line.")
def equal(source: Path) -> None:
    """Say of each pair whether both sides are the same, different (with a witness), or neither could be shown."""
    with source.open("rb") as lines:
        for result in equal_lines(line.decode("utf-8", errors="replace") for line in lines):
            sys.stdout.write(json.dumps(result, ensure_ascii=True, allow_nan=False) + "\n")
