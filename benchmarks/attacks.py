"""What graders give for wrong answers with an attack on top, in one run, written into ``docs/security.md``.

    python -m benchmarks.peers.setup     # once
    python -m benchmarks.attacks         # some five minutes

Every hand-in answers one function of four right: 25 of 100 is honest. The others run as their manuals say, outside a
container, with the tests that ``benchmarks/checks.py`` exports. A hand-in that has not ended after 45 s is given up.
"""

from pathlib import Path
from typing import Final

from benchmarks.attacked.reference import four
from benchmarks.checks import ROOT, export_checks
from benchmarks.class_of_notebooks import make_cell, notebook_text
from benchmarks.measuring import adopt_orphans
from benchmarks.peers.contest import Assignment, Contestant, Scores
from benchmarks.peers.module_suites import GradescopeUtils, PytestGradescope
from benchmarks.peers.nbgrader_course import Nbgrader
from benchmarks.peers.otter_autograder import Otter
from benchmarks.peers.our_batch import Ours
from benchmarks.sources import Chunk

ATTACKED: Final = Path(four.__file__).resolve().parents[1]
WORK: Final = ROOT / "build" / "benchmarks" / "attacked"
DOCUMENT: Final = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"
PATIENCE_S: Final = 45.0

ANSWERS: Final = """\
import numpy as np


def double(x):
    return 3 * x


def square(x):
    return x * x * x


def centre(x):
    return x + x.mean()


def wave(x):
    return np.sin(x)
"""


def main() -> None:
    """Grade all attacks with all graders and write the table."""
    adopt_orphans()
    attacks = sorted((ATTACKED / "hand_ins").glob("*.py"), key=lambda path: (path.stem != "honest", path.stem))
    assignment = _lay_out(attacks)
    otter, utils, plugin = Otter(), GradescopeUtils(), PytestGradescope()
    otter.patience_s = utils.patience_s = plugin.patience_s = PATIENCE_S
    contestants: tuple[Contestant, ...] = (Ours(ATTACKED / "attacked.yaml"), otter, Nbgrader(), utils, plugin)
    scores: dict[str, Scores] = {}
    for contestant in contestants:
        contestant.lay_out(assignment, WORK)
        contestant.grade()
        scores[contestant.name] = contestant.scores()
        print(f"{contestant.name} done", flush=True)
    text = table(attacks, scores)
    print(text)
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def table(attacks: list[Path], scores: dict[str, Scores]) -> str:
    """Return the points of each attack with each grader as Markdown."""
    lines = [f"| attack | wants | {' | '.join(scores)} |", f"|---|---|{'---|' * len(scores)}"]
    for path in attacks:
        wants = path.read_text(encoding="utf-8").splitlines()[0].partition("# wants: ")[2]
        cells = [_cell(each.get(path.stem), path.stem) for each in scores.values()]
        lines.append(f"| `{path.stem}` | {wants} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(points: dict[str, float] | None, attack: str) -> str:
    if points is None:
        return "hand-in lost" if attack != "endless_loop" else "never ended"
    total = sum(points.values())
    return f"**{total:g}**" if total > four.HONEST_POINTS else f"{total:g}"


def _lay_out(attacks: list[Path]) -> Assignment:
    notebooks: list[Path] = []
    scripts: list[Path] = []
    for folder in ("class", "scripts"):
        (WORK / folder).mkdir(parents=True, exist_ok=True)
    for path in attacks:
        text = path.read_text(encoding="utf-8")
        cells = [make_cell(Chunk("code", part), f"{path.stem}-{at}") for at, part in enumerate((ANSWERS, text))]
        notebooks.append(WORK / "class" / f"{path.stem}.ipynb")
        notebooks[-1].write_text(notebook_text(cells), encoding="utf-8")
        scripts.append(WORK / "scripts" / f"{path.stem}.py")
        scripts[-1].write_text(f"{ANSWERS}\n\n{text}", encoding="utf-8")
    return Assignment(tuple(notebooks), tuple(scripts), export_checks(ATTACKED / "attacked.yaml"))


if __name__ == "__main__":
    main()
