"""One worker process of a batch: hand-ins in, rows out, a JSON line each.

Started as ``python -m grader.classroom.worker``. The first line on standard input is the job, each further line a
hand-in; each line on standard output says what came of it. Lines hold plain data only. The process ends when its input
does, and with its parent.
"""

import json
import signal
import sys
import traceback
from pathlib import Path
from typing import IO, Any

from grader.checkers import BUILTIN
from grader.classroom.rows import row_to_plain
from grader.classroom.session import Session, Settings
from grader.classroom.work import hand_in_from_plain
from grader.model.errors import GraderError
from grader.rubric import load_rubric
from grader.sandbox import Tier


def serve(lines: IO[str], answers: IO[str]) -> int:
    """Work until the input ends.

    Args:
        lines: the job, then hand-ins.
        answers: where a line goes for each.

    Returns:
        The process's exit status.
    """

    def answer(event: str, **fields: Any) -> None:  # noqa: ANN401  # JSON
        answers.write(json.dumps({"event": event, **fields}) + "\n")
        answers.flush()

    job = json.loads(lines.readline())
    try:
        rubrics = [
            load_rubric(Path(path), BUILTIN, reference=Path(job["reference"]) if job["reference"] else None)
            for path in job["rubrics"]
        ]
        settings = Settings(
            out=Path(job["out"]),
            language=job["language"],
            require_tier=Tier[job["require_tier"]] if job["require_tier"] else None,
            python=job["python"],
        )
        session = Session(rubrics, settings)
    except GraderError as error:
        answer("refused", message=str(error))
        return 2
    with session:
        answer("ready")
        for line in lines:
            task = json.loads(line)
            try:
                if task["remark"]:
                    rows = session.remark(task["name"])
                else:
                    rows = session.grade(hand_in_from_plain(task["hand_in"]))
            except GraderError as error:
                answer("refused", message=str(error), name=task["name"])
            except Exception as error:  # whatever goes wrong with one hand-in must not cost the others
                answer(
                    "crashed",
                    message=f"{type(error).__name__}: {error}",
                    name=task["name"],
                    traceback=traceback.format_exc(limit=-8),
                )
            else:
                answer("graded", name=task["name"], rows=[row_to_plain(row) for row in rows])
    return 0


def main() -> int:
    """Run the worker over standard input and output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    return serve(sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
