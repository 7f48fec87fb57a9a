"""Our comparison of formulas beside three others, on the same pairs, in one run.

``python benchmarks/equal.py --pairs FILE`` installs the others into environments of their own below ``build/``, never
into ours, and prints how often each is right and how long it takes, reading included.
"""

import argparse
import json
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

HERE = Path(__file__).parent
PAIRS = Path(os.environ.get("GRADER_EQUAL_PAIRS", HERE.parent.parent / "shared" / "data" / "equal-dev.jsonl"))


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool: its script and what it needs."""

    name: str
    script: str
    packages: tuple[str, ...]


PEERS = (
    Peer(
        "math-verify",
        "math_verify_peer.py",
        (
            "math-verify==0.9.0",
            "antlr4-python3-runtime==4.13.2",
        ),
    ),
    Peer("SymPy parse_latex + simplify", "sympy_peer.py", ("sympy==1.14.0", "antlr4-python3-runtime==4.11.*")),
    Peer("latex2sympy2-extended + equals", "latex2sympy2_peer.py", ("latex2sympy2-extended[antlr4_13_2]==1.11.0",)),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool said of one pair."""

    verdict: str
    ms: float


Rows = Sequence[dict[str, str]]


def environment(peer: Peer, build: Path) -> Path:
    """Make a peer's environment if there is none yet; return its interpreter."""
    folder = build / peer.script.removesuffix(".py")
    python = folder / "bin" / "python"
    if not (folder / "ready").is_file():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *peer.packages], check=True)
        (folder / "ready").touch()
    return python


def outcomes(command: Sequence[str | Path], rows: Rows) -> dict[str, Outcome]:
    """Run a tool that reads pairs and writes outcomes, line by line."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    found: dict[str, Outcome] = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            row = cast("dict[str, str | float]", json.loads(line))
            found[str(row["id"])] = Outcome(str(row["verdict"]), float(row["ms"]))
    return found


def ours() -> None:
    """Serve as one of the tools: our own comparison, warmed up as a command that reads many lines is."""
    from grader.maths.deciding import equal_line

    lines = sys.stdin.readlines()
    for line in lines[:5]:
        equal_line(line)
    for line in lines:
        print(json.dumps(equal_line(line)))


def quantile(values: Sequence[float], share: float) -> float:
    """Return an order statistic."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def row_of(name: str, found: dict[str, Outcome], rows: Rows, median: float | None) -> tuple[str, float]:
    """Return a line of the table and the median time."""
    said = [(row["expected"], found.get(row["id"], Outcome("error", 0.0))) for row in rows]
    right = sum(expected == outcome.verdict for expected, outcome in said)
    wrong_same = sum(expected != "same" and outcome.verdict == "same" for expected, outcome in said)
    wrong_different = sum(expected != "different" and outcome.verdict == "different" for expected, outcome in said)
    none = len(said) - right - wrong_same - wrong_different
    times = [outcome.ms for outcome in found.values()]
    middle = quantile(times, 0.5)
    ratio = "1" if median is None else f"{middle / median:.0f}"
    line = (
        f"| {name} | {100 * right / len(said):.1f} % | {wrong_same} | {wrong_different} | {none} "
        f"| {middle:.2f} | {quantile(times, 0.99):.1f} | {ratio} |"
    )
    return line, middle


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--build", type=Path, default=HERE.parent / "build" / "benchmarks")
    parser.add_argument("--ours", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ours:
        ours()
        return
    every: Rows = [json.loads(line) for line in options.pairs.read_text(encoding="utf-8").splitlines() if line.strip()]
    latex = [row for row in every if row["syntax"] == "latex"]
    print(f"{len(latex)} pairs in LaTeX out of {len(every)}\n")
    print("| tool | right | false same | false different | no verdict | median ms | p99 ms | times our median |")
    print("|---|---|---|---|---|---|---|---|")
    own = [sys.executable, str(Path(__file__)), "--ours"]
    line, median = row_of("ours", outcomes(own, latex), latex, None)
    print(line, flush=True)
    for peer in PEERS:
        python = environment(peer, options.build)
        line, _ = row_of(peer.name, outcomes([python, HERE / "peers" / peer.script], latex), latex, median)
        print(line, flush=True)
    typed = [row for row in every if row["syntax"] != "latex"]
    if typed:
        line, _ = row_of("ours, typed pairs", outcomes(own, typed), typed, median)
        print(line)


if __name__ == "__main__":
    main()
