"""What our own machinery costs: the start, judging again, memory. ``python -m benchmarks.overhead [SECTION...]``.

Sections: ``cold`` (from the command line to the result), ``whole`` (a class of 1,000 different hand-ins on two cores),
``remark`` (the same number judged again), ``memory`` (a child's own; the parent's while a class is judged again).
``python -m benchmarks.stages`` shows where the time of a hand-in goes.
"""

import argparse
import compileall
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.checks import ROOT, RUBRIC
from benchmarks.class_of_notebooks import STUDENTS, WORK, as_script, chunks_of, make_cell, notebook_text, write_class
from benchmarks.measuring import Cost, load_note, run
from benchmarks.peers.our_batch import GRADER
from benchmarks.processes import descendants, memory_kib, peak_resident_kib
from benchmarks.sources import Chunk
from grader.classroom import Store

_ROUNDS = 9
_SAMPLE_S = 0.01
_LOG = WORK / "overhead-log.txt"
_GRADED = frozenset({0, 1})


def cold(_: int) -> str:
    """Time commands from a cold start, in turns, beside the imports that any of them would need.

    Our modules are compiled before, as pip leaves them (and as those of the libraries are).
    """
    compileall.compile_dir(ROOT / "grader", quiet=1)
    script = WORK / "cold" / "hw3.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(as_script(chunks_of(STUDENTS[0])), encoding="utf-8")
    commands: dict[str, Sequence[str | Path]] = {
        'python -c "import numpy, sympy"': [sys.executable, "-c", "import numpy, sympy"],
        "grader --help": [GRADER, "--help"],
        "grader grade hw3.py": [GRADER, "grade", script, "--rubric", RUBRIC, "--json", os.devnull],
    }
    released = script.parent / "released"
    run([GRADER, "release", "--rubric", RUBRIC, "--out", released], cwd=ROOT, log=_LOG)
    commands["grader check hw3.py"] = [GRADER, "check", script, "--checks", released / "checks.json"]
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(_ROUNDS + 1):
        for name, command in commands.items():
            costs[name].append(run(command, cwd=ROOT, log=_LOG, accept=_GRADED))
    medians = {name: _median(each[1:]) for name, each in costs.items()}  # the first warms the disk's cache
    yardstick = next(iter(medians.values()))
    lines = ["| command, cold | wall s | CPU s | wall against the imports | CPU |", "|---|---|---|---|---|"]
    for name, cost in medians.items():
        in_turns = zip(costs[name][1:], next(iter(costs.values()))[1:], strict=True)
        wall = statistics.median(each.wall_s / imports.wall_s for each, imports in in_turns)
        ratios = f"{wall:.2f} | {cost.cpu_s / yardstick.cpu_s:.2f}"
        lines.append(f"| `{name}` | {cost.wall_s:.2f} | {cost.cpu_s:.2f} | {ratios} |")
    return "\n".join(lines)


def whole(count: int) -> str:
    """Grade a class from nothing on two cores: every hand-in is another file, none is found in the record."""
    folder, out = WORK / "whole-class", WORK / "whole"
    for each in (folder, out):
        shutil.rmtree(each, ignore_errors=True)
    folder.mkdir(parents=True)
    for at in range(count):
        student = STUDENTS[at % len(STUDENTS)]
        name = f"{student.name}-{at:04d}"
        cells = [
            make_cell(chunk, f"{name}-{place}")
            for place, chunk in enumerate((*chunks_of(student), Chunk("code", f"# {name}")))
        ]
        (folder / f"{name}.ipynb").write_text(notebook_text(cells), encoding="utf-8")
    batch = [GRADER, "batch", folder, "--rubric", RUBRIC, "--out", out, "--jobs", "2", "--quiet"]
    peak, began = _Peak(), time.perf_counter()
    _sampled_run(batch, peak.look)
    wall_s = time.perf_counter() - began
    lines = [
        "| `grader batch`, two cores | hand-ins | wall s | hand-ins a second | parent's peak, MiB |",
        "|---|---|---|---|---|",
        f"| from nothing, reports included | {count} | {wall_s:.0f} | {count / wall_s:.1f} | {peak.kib / 1024:.0f} |",
    ]
    return "\n".join(lines)


def remark(count: int) -> str:
    """Judge a recorded class again on two cores."""
    out = recorded_class(count)
    command = [GRADER, "remark", out, "--rubric", RUBRIC, "--jobs", "2", "--quiet"]
    # The first finds most names without a verdict, the second finds everything as it was, the third one new tolerance.
    costs = [run(command, cwd=ROOT, log=_LOG, accept=_GRADED) for _ in range(2)]
    command[command.index(RUBRIC)] = _with_another_tolerance()
    costs.append(run(command, cwd=ROOT, log=_LOG, accept=_GRADED))
    lines = [
        f"| `grader remark`, {count} hand-ins, two cores | wall s | CPU s | hand-ins a second |",
        "|---|---|---|---|",
    ]
    for name, cost in zip(("first", "again", "one tolerance changed"), costs, strict=True):
        lines.append(f"| {name} | {cost.wall_s:.1f} | {cost.cpu_s:.1f} | {count / cost.wall_s:.1f} |")
    return "\n".join(lines)


def _with_another_tolerance() -> Path:
    text = RUBRIC.read_text(encoding="utf-8")
    changed, number = re.subn(r"^( *rtol: )\S+$", r"\g<1>3.0e-7", text, count=1, flags=re.MULTILINE)
    if not number:
        raise SystemExit(f"{RUBRIC} has no tolerance to change")
    folder = re.search(r"^reference: *(\S+)$", changed, flags=re.MULTILINE)
    if folder:
        there = (RUBRIC.parent / folder[1]).resolve()
        changed = changed.replace(folder[0], f"reference: {there}")
    file = WORK / RUBRIC.name
    file.write_text(changed, encoding="utf-8")
    return file


def memory(count: int) -> str:
    """Sample the memory of a batch's processes, and of the parent while a class is judged again."""
    folder = WORK / "class"
    write_class(folder)
    out = WORK / "memory"
    shutil.rmtree(out, ignore_errors=True)
    seen = _Sampled()
    batch = [GRADER, "batch", folder, "--rubric", RUBRIC, "--out", out, "--jobs", "1", "--quiet"]
    _sampled_run(batch, seen.look)
    peak = _Peak()
    again = [GRADER, "remark", recorded_class(count), "--rubric", RUBRIC, "--jobs", "2", "--quiet"]
    _sampled_run(again, peak.look)
    lines = ["| process | resident MiB | shared fairly (PSS) MiB | its own (private) MiB |", "|---|---|---|---|"]
    for name, most in seen.most.items():
        figures = " | ".join(f"{most[key] / 1024:.0f}" for key in ("Rss", "Pss", "Private"))
        lines.append(f"| {name}, the most seen | {figures} |")
    lines.append(f"| parent, class of {count}, peak | {peak.kib / 1024:.0f} | | |")
    return "\n".join(lines)


def recorded_class(count: int) -> Path:
    """Return a folder with the record of ``count`` hand-ins: the class of 20, graded once, under many names."""
    out = WORK / f"recorded-{count}"
    shutil.rmtree(out, ignore_errors=True)
    folder = WORK / "class"
    write_class(folder)
    batch = [GRADER, "batch", folder, "--rubric", RUBRIC, "--out", out, "--quiet"]
    run(batch, cwd=ROOT, log=_LOG, accept=_GRADED)
    store = Store(out)
    known = [found for name in store.hand_ins() if (found := store.hand_in(name)) is not None]
    for at in range(len(known), count):
        # The record is found by content: the same files under a new name need no new look, but are judged anew.
        submission = known[at % len(known)].submission
        store.put_hand_in(replace(submission, id=f"{submission.id}-{at:04d}"))
    store.close()
    return out


class _Sampled:
    """The most memory seen of the nursery, of hand-ins' processes (below it), and of functions' (below those)."""

    def __init__(self) -> None:
        self.most: dict[str, dict[str, int]] = {}
        self._depth: dict[int, int] = {}

    def look(self, pid: int) -> None:
        for each in descendants(pid):
            name = self._role(each, pid)
            if name:
                now = memory_kib(each)
                most = self.most.setdefault(name, {"Rss": 0, "Pss": 0, "Private": 0})
                for key, value in now.items():
                    most[key] = max(most[key], value)

    def _role(self, pid: int, root: int) -> str:
        line, above = _command_line(pid), 0
        if "nursery" not in line:
            return "worker" if "worker" in line else ""
        at = pid
        while at != root and "nursery" in _command_line(_parent(at)):
            at, above = _parent(at), above + 1
        # With a process namespace the nursery's first process only waits: levels count from the second then.
        return f"nursery's tree, level {above}"


class _Peak:
    def __init__(self) -> None:
        self.kib = 0

    def look(self, pid: int) -> None:
        self.kib = max(self.kib, peak_resident_kib(pid))


def _sampled_run(command: Sequence[str | Path], look: Callable[[int], None]) -> None:
    with (
        _LOG.open("ab") as log,
        subprocess.Popen([str(each) for each in command], cwd=ROOT, stdout=log, stderr=log) as it,
    ):
        while it.poll() is None:
            look(it.pid)
            time.sleep(_SAMPLE_S)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(each.wall_s for each in costs), statistics.median(each.cpu_s for each in costs))


SECTIONS: dict[str, Callable[[int], str]] = {"cold": cold, "whole": whole, "remark": remark, "memory": memory}


def main() -> None:
    """Print the sections asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sections", nargs="*", default=list(SECTIONS), help=", ".join(SECTIONS))
    parser.add_argument("--hand-ins", type=int, default=1000, help="of the class that is judged again")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    for section in options.sections:
        print(f"{section}: {load_note()}\n\n{SECTIONS[section](options.hand_ins)}\n", flush=True)


if __name__ == "__main__":
    main()
