"""What students are told of how readable their LaTeX is: every written part, both languages, and no answer with it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from grader.apps.commands.check import command as check
from grader.apps.commands.release import command as release
from grader.maths.worlds.question import READER_KEYS

RUBRIC = Path(__file__).parents[2] / "rubrics" / "hw3-theory.yaml"
WRITTEN = {"Q1", *(f"Q2.{n}" for n in range(1, 5)), *(f"Q3.{x}" for x in "abcde"), *(f"Q4.{n}" for n in range(1, 7))}
ANSWER = r"""
\documentclass{article}
\begin{document}
Q3.d. $q(x_{1:T}, z|c, x_0) = q(z|c, x_0) \mystery q(x_{1:T}|z, c, x_0)$

Q4.1. We have $v_\theta = \psi_0 \sigma(\psi_0\theta + \psi_1$ and $\dot\psi_0 = -u(1 + \theta)$.

Q4.2. $$J^* = \begin{pmatrix} 0 & 1 \\ 2 & 3 \end{pmatrix}$$
\end{document}
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle")
    done = CliRunner().invoke(release, ["--rubric", str(RUBRIC), "--out", str(out)], standalone_mode=False)
    assert done.return_value == 0
    (out / "mine.tex").write_text(ANSWER, encoding="utf-8")
    return out


def shown(bundle: Path, monkeypatch: pytest.MonkeyPatch, language: str, columns: int = 100) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    done = CliRunner().invoke(check, [str(bundle / "mine.tex"), "--lang", language], standalone_mode=False)
    assert done.return_value == 0, done.output
    return done.output


def readings(bundle: Path) -> Iterator[dict[str, Any]]:
    checks = json.loads((bundle / "checks.json").read_text(encoding="utf-8"))
    yield from (each for part in checks["parts"] for each in part["criteria"] if each["checker"] == "readable")


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_the_line_is_shown_with_signs_below_the_place(
    bundle: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    lines = shown(bundle, monkeypatch, "en", columns).splitlines()
    assert max(map(len, lines)) <= columns
    at = next(number for number, line in enumerate(lines) if "\\mystery" in line and "^" in lines[number + 1])
    signs = lines[at + 1]
    assert lines[at][signs.index("^") : signs.rindex("^") + 1] == "\\mystery"


def test_both_languages_say_what_is_unread_and_what_can_be_read_in_two_ways(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, words in (
        ("en", ("line 4: this could not be read. The command \\mystery is not known.", "is opened and never closed",
                "can be read in several ways. Letter before brackets: read as a product.", "✓  Q4.2.reading")),
        ("fr", ("ligne 4 : ceci n’a pas pu être lu. La commande \\mystery est inconnue.",
                "est ouvert et jamais fermé", "peut se lire de plusieurs façons", "✓  Q4.2.reading")),
    ):  # fmt: skip
        said = re.sub(r"\s+", " ", shown(bundle, monkeypatch, language))
        for each in words:
            assert re.sub(r"\s+", " ", each) in said


def test_every_written_part_gets_one_and_knows_nothing_but_how_to_read(bundle: Path) -> None:
    found = {each["id"]: each for each in readings(bundle)}
    assert set(found) == {f"{part}.reading" for part in WRITTEN}
    for each in found.values():
        assert each["points"] == "0"
        notation = each["parameters"]["notation"]
        assert set(notation) <= READER_KEYS - {"domain"}
        for declared in notation["symbols"].values():
            assert set(declared) <= {"role", "shape", "arity", "means"}


def test_the_answers_of_parts_that_are_not_judged_at_home_stay_there(bundle: Path) -> None:
    text = (bundle / "checks.json").read_text(encoding="utf-8")
    for answer in ('"z | c, x_0"', "encoder_of_c", "v_{\\\\psi_0}(", '"stationary"', "spectra", "barred", "J(0, 0, 0)"):
        assert answer not in text, answer
