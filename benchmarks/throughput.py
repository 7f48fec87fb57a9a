"""Our throughput beside other graders': one class, the same checks, one core, one run.

    python -m benchmarks.peers.setup                # once
    python -m benchmarks.throughput                 # 20 notebooks: some ten minutes
    python -m benchmarks.throughput --hand-ins 4 --peers nbgrader,gradescope-utils

Ours is run before, between and after the others, so that a change of the machine's load shows; its median counts.
"""

import argparse
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.checks import export_checks
from benchmarks.class_of_notebooks import STUDENTS, WORK, as_script, chunks_of, write_class
from benchmarks.comparing import compare
from benchmarks.measuring import Cost, adopt_orphans, load_note, pin_to_one_core
from benchmarks.peers.contest import Assignment, Contestant
from benchmarks.peers.module_suites import GradescopeUtils, PytestGradescope
from benchmarks.peers.nbgrader_course import Nbgrader
from benchmarks.peers.otter_autograder import Otter
from benchmarks.peers.our_batch import Ours

PEERS: dict[str, type[Contestant]] = {
    "nbgrader": Nbgrader,
    "otter-grader": Otter,
    "gradescope-utils": GradescopeUtils,
    "pytest-gradescope": PytestGradescope,
}


def main() -> None:
    """Run the comparison and print its tables."""
    options = _options()
    adopt_orphans()
    core = pin_to_one_core()
    assignment = make_assignment(options.hand_ins)
    ours, peers = Ours(), [PEERS[name]() for name in options.peers]
    for contestant in (ours, *peers):
        contestant.lay_out(assignment, WORK / "throughput")
    print(f"{options.hand_ins} notebooks, {len(assignment.checks)} checks each, core {core}; {load_note()}", flush=True)
    own_costs = [ours.grade()]
    costs: dict[str, Cost] = {}
    for peer in peers:
        costs[peer.name] = peer.grade()
        own_costs.append(ours.grade())
        print(f"  {peer.name} done; {load_note()}", flush=True)
    own = _median(own_costs)
    print("\n" + table(own, costs, options.hand_ins))
    print(f"\nours, each run, CPU s: {', '.join(f'{each.cpu_s:.2f}' for each in own_costs)};", end=" ")
    print(f"wall s: {', '.join(f'{each.wall_s:.2f}' for each in own_costs)}")
    for peer in peers:
        print("\n" + compare(ours, peer, assignment.checks))


def make_assignment(count: int) -> Assignment:
    """Write the class, as notebooks and as modules."""
    notebooks = write_class(WORK / "class", count)
    scripts: list[Path] = []
    (WORK / "scripts").mkdir(parents=True, exist_ok=True)
    for student in STUDENTS[:count]:
        script = WORK / "scripts" / f"{student.name}.py"
        script.write_text(as_script(chunks_of(student)), encoding="utf-8")
        scripts.append(script)
    return Assignment(notebooks, tuple(scripts), export_checks())


def table(own: Cost, others: dict[str, Cost], count: int) -> str:
    """Return the costs of one hand-in and the ratios as Markdown."""
    lines = [
        "| grader | wall s a hand-in | CPU s a hand-in | ours is faster: wall | CPU |",
        "|---|---|---|---|---|",
        f"| ours | {own.wall_s / count:.3f} | {own.cpu_s / count:.3f} | 1 | 1 |",
    ]
    for name, cost in others.items():
        each = cost.per(count)
        ratios = f"{cost.wall_s / own.wall_s:.1f} | {cost.cpu_s / own.cpu_s:.1f}"
        lines.append(f"| {name} | {each.wall_s:.2f} | {each.cpu_s:.2f} | {ratios} |")
    return "\n".join(lines)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(each.wall_s for each in costs), statistics.median(each.cpu_s for each in costs))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hand-ins", type=int, default=len(STUDENTS), help="how many of the class")
    names = list(PEERS)
    parser.add_argument("--peers", type=lambda text: text.split(","), default=names, help=",".join(names))
    return parser.parse_args()


if __name__ == "__main__":
    main()
