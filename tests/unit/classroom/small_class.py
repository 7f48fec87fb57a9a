"""A small class and its rubric, made in a temporary folder: quick to grade, with every kind of outcome."""

import os
import subprocess
import sys
from pathlib import Path

LATE = "late: {due: 2026-11-20T12:00:00Z, per_day: 0.5, of: points, cap: 1}\n"
GROUP = """\
submission_11:
  ":submitters":
  - {":name": Anna Tremblay, ":email": anna@example.org, ":sid": "2001"}
  - {":name": Zoé Lévesque, ":email": zoe@example.org, ":sid": "2002"}
  ":created_at": 2026-11-21 18:00:00 Z
"""
"""Of a Gradescope export: two students who handed in together, thirty hours late."""
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


def grader(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would."""
    command = [sys.executable, "-m", "grader", *(str(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=dict(os.environ))
