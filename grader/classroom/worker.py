"""One worker process of a batch: tasks in, rows out, a JSON line each.

Started as ``python -m grader.classroom.worker``. The first line on standard input is the job, each further line a task;
each line on standard output says what came of it. Lines hold plain data only. The process ends when its input does,
and, on Linux, with its parent.
"""

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from grader.classroom.rows import row_to_plain
from grader.classroom.session import Session, Settings
from grader.classroom.work import task_from_plain
from grader.model.errors import GraderError
from grader.rubric import Checkers, load_rubric
from grader.sandbox import Tier

_PR_SET_PDEATHSIG = 1


def serve(lines: IO[str], answers: IO[str], checkers: Checkers) -> int:
    """Work until the input ends.

    Args:
        lines: the job, then tasks.
        answers: where a line goes for each.
        checkers: those that rubrics may name.

    Returns:
        The process's exit status.
    """

    def answer(event: str, **fields: Any) -> None:  # noqa: ANN401  # JSON
        answers.write(json.dumps({"event": event, **fields}) + "\n")
        answers.flush()

    try:
        session = _open(json.loads(lines.readline()), checkers)
    except GraderError as error:
        answer("refused", message=str(error))
        return 2
    with session:
        answer("ready")
        for line in lines:
            task = task_from_plain(json.loads(line))
            try:
                rows = session.remark(task.name) if task.hand_in is None else session.grade(task.hand_in)
            except GraderError as error:
                answer("refused", message=str(error), name=task.name)
            except Exception as error:  # whatever goes wrong with one hand-in must not cost the others
                trace = traceback.format_exc(limit=-8)
                answer("crashed", message=f"{type(error).__name__}: {error}", name=task.name, traceback=trace)
            else:
                answer("graded", name=task.name, rows=[row_to_plain(row) for row in rows])
    return 0


def _open(job: Mapping[str, Any], checkers: Checkers) -> Session:
    reference = Path(job["reference"]) if job["reference"] else None
    rubrics = [load_rubric(Path(path), checkers, reference=reference) for path in job["rubrics"]]
    settings = Settings(
        out=Path(job["out"]),
        language=job["language"],
        require_tier=Tier[job["require_tier"]] if job["require_tier"] else None,
        python=job["python"],
    )
    return Session(rubrics, settings)


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, so that no batch goes on unwatched."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def main() -> int:
    """Run the worker over standard input and output."""
    from grader.checkers.installed import installed_checkers

    gc.set_threshold(50_000, 20, 20)  # frozen values hold no cycles: garbage is rare, and looking for it is not cheap
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    die_with_parent()
    if os.getppid() != parent:  # it ended before we asked
        return 1
    return serve(sys.stdin, sys.stdout, installed_checkers())


if __name__ == "__main__":
    sys.exit(main())
