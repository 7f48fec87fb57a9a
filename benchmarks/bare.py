"""The floor: the student's own computing, in a warm interpreter, with nothing around it.

``python -m benchmarks.bare [COUNT]`` prints a JSON object: for each hand-in the CPU seconds of running its cells and of
making every call that the rubric makes (pictures and earlier parts included), on the second of two rounds, so that all
imports are done. What SymPy remembers of the first round is kept, which is a lower floor than a run of its own has, or
forgotten (``bare_cpu_s(..., forgetting=True)``), as it is where hand-ins must not know of each other.
"""

import contextlib
import io
import json
import sys
import time
import warnings
from typing import Any

from sympy.core.cache import clear_cache

from benchmarks.checks import RUBRIC
from benchmarks.class_of_notebooks import STUDENTS, Student, as_script, chunks_of
from grader.checkers.installed import installed_checkers
from grader.marking.oracle import ReferenceOracle, to_python
from grader.marking.plan import Plan, make_plan
from grader.rubric import load_rubric


def bare_cpu_s(count: int, *, forgetting: bool = False) -> dict[str, float]:
    """Return the CPU seconds of each of the first ``count`` hand-ins.

    Args:
        count: how many.
        forgetting: empty SymPy's cache of results before each hand-in.
    """
    rubric = load_rubric(RUBRIC, installed_checkers())
    plan = make_plan(rubric, ReferenceOracle(rubric.reference), warm=False)
    warnings.simplefilter("ignore")
    for student in STUDENTS[:count]:
        _run(student, plan)
    return {student.name: _run(student, plan, forgetting=forgetting) for student in STUDENTS[:count]}


def _run(student: Student, plan: Plan, *, forgetting: bool = False) -> float:
    code = compile(as_script(chunks_of(student)), student.name, "exec")
    calls = [(probe.function, [to_python(each) for each in probe.arguments]) for probe in plan.probes]
    namespace: dict[str, Any] = {"__name__": student.name}
    if forgetting:
        clear_cache()
    began = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        with contextlib.suppress(NameError):  # the last cell of one of them
            exec(code, namespace)
        for function, arguments in calls:
            with contextlib.suppress(Exception):
                namespace[function](*arguments)
    return time.process_time() - began


if __name__ == "__main__":
    print(json.dumps(bare_cpu_s(int(sys.argv[1]) if len(sys.argv) > 1 else len(STUDENTS))))
