"""A small class and its rubric, made in a temporary folder: quick to grade, with every kind of outcome."""

from pathlib import Path

RUBRIC = """\
schema: grader.rubric/1
id: small
title: {en: Small, fr: Petit}
seed: 7
reference: reference
limits: {call_cpu_s: 1, call_wall_s: 5}
parts:
  - id: Q1
    title: {en: Double, fr: Double}
    points: 2
    criteria:
      - id: Q1.double
        title: {en: "`double` doubles", fr: "`double` double"}
        points: 2
        checker: values
        with:
          function: double
          reference: small.double
          draws: {count: 3, arguments: {x: {normal: [2]}}}
          rtol: 1.0e-9
          atol: 1.0e-9
  - id: Q2
    title: {en: Text, fr: Texte}
    points: 3
    criteria:
      - id: Q2.text
        title: {en: A text, fr: Un texte}
        points: 3
        checker: text_review
        with:
          function: essay
          section: all
          sections: [{id: all, headings: [Essay]}]
          scale: [{points: 3, text: {en: Good, fr: Bon}}, {points: 0, text: {en: Not, fr: Non}}]
"""

ESSAY = "\n\ndef essay():\n    return '# Essay\\n' + 'word ' * 80\n"
RIGHT = "def double(x):\n    return 2 * x\n" + ESSAY
WRONG = "def double(x):\n    return 3 * x\n" + ESSAY
EMPTY = "x = 1\n"
CRASHING = "import os\n\n\ndef double(x):\n    os._exit(3)\n" + ESSAY


def make_rubric(folder: Path, text: str = RUBRIC) -> Path:
    """Write the rubric and its reference into a folder and return the rubric's file."""
    (folder / "reference").mkdir(parents=True, exist_ok=True)
    (folder / "reference" / "small.py").write_text("def double(x):\n    return 2 * x\n", encoding="utf-8")
    file = folder / "small.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def make_class(folder: Path, copies: int = 1) -> Path:
    """Write a class of four hand-ins, or several times four, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(copies):
        for name, text in (("anna", RIGHT), ("bob", WRONG), ("cleo", EMPTY), ("dan", CRASHING)):
            (folder / f"{name}{at or ''}.py").write_text(f"# {name} {at}\n{text}", encoding="utf-8")
    return folder
