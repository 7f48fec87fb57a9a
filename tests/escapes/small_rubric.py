"""A rubric of three criteria, its reference, and a hand-in that is right: quick to grade."""

from pathlib import Path

from grader.checkers.installed import installed_checkers
from grader.model.rubric import Rubric
from grader.rubric import load_rubric

RUBRIC = """\
schema: grader.rubric/1
id: small
title: {en: Small, fr: Petit}
seed: 11
reference: reference
limits: {call_cpu_s: 0.6, call_wall_s: 1.2, load_cpu_s: 1.5, load_wall_s: 2, hand_in_wall_s: 7, memory_mb: 128}
parts:
  - id: Q1
    title: {en: Double, fr: Double}
    points: 2
    criteria:
      - id: Q1.double
        title: {en: "`double` doubles", fr: "`double` double"}
        points: 2
        checker: values
        with: &values
          function: double
          reference: small.double
          draws: {count: 2, arguments: {x: {normal: [2]}}}
          rtol: 1.0e-9
          atol: 1.0e-9
  - id: Q2
    title: {en: Square, fr: Carré}
    points: 2
    criteria:
      - id: Q2.square
        title: {en: "`square` squares", fr: "`square` met au carré"}
        points: 2
        checker: values
        with: {<<: *values, function: square, reference: small.square}
  - id: Q3
    title: {en: Derivative, fr: Dérivée}
    points: 2
    criteria:
      - id: Q3.derivative
        title: {en: The derivative, fr: La dérivée}
        points: 2
        checker: symbolic
        with:
          function: derivative
          formula: 2*x*cos(x**2)
          symbols: {x: real}
"""

FUNCTIONS: tuple[str, ...] = ("double", "square", "derivative")
HONEST = frozenset({"square", "derivative"})
"""What ``zz_answers.py`` has right."""

_NUMBERS = """\
def double(x):
    return 2 * x


def square(x):
    return x * x
"""
_FORMULA = """

def derivative():
    import sympy

    x = sympy.Symbol("x")
    return 2 * x * sympy.cos(x**2)
"""
NEIGHBOURS: dict[tuple[str, ...], str] = {FUNCTIONS: _NUMBERS + _FORMULA, FUNCTIONS[:2]: _NUMBERS}
"""Honest hand-ins, by what they have right: one with formulas, one without (they may run in different nurseries)."""


def write_rubric(folder: Path, secret: str) -> Rubric:
    """Write the rubric and its reference, which holds a secret, and load it."""
    (folder / "reference").mkdir()
    reference = f"# {secret}\ndef double(x):\n    return 2 * x\n\n\ndef square(x):\n    return x * x\n"
    (folder / "reference" / "small.py").write_text(reference, encoding="utf-8")
    file = folder / "small.yaml"
    file.write_text(f"# {secret}\n{RUBRIC}", encoding="utf-8")
    return load_rubric(file, installed_checkers())
