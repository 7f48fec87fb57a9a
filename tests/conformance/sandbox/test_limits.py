"""A hang, a crash or a hog costs its own call, says which limit it hit, and the rest goes on."""

from dataclasses import replace

import pytest

from grader.model.probe import Ended
from grader.model.values import OpaqueValue
from grader.sandbox import Sandbox
from tests.conformance.sandbox.hand_ins import QUICK, call, observe

GOOD = "def good(): return 1\n"


def test_a_loop_is_timed_out_by_its_processor_time_and_its_function_called_no_more(sandbox: Sandbox) -> None:
    source = f"{GOOD}def f(x):\n    while x: pass\n    return 0\n"
    before, loop, after, other = observe(sandbox, source, call("f", 0), call("f", 1), call("f", 0, 0), "good")
    assert before.ended is Ended.RETURNED
    assert (loop.ended, loop.detail, loop.limit) == (Ended.TIMED_OUT, "cpu", QUICK.call_cpu_s)
    assert (after.ended, after.detail) == (Ended.NOT_RUN, "after_time_out")
    assert other.ended is Ended.RETURNED


def test_a_program_that_sleeps_is_run_once_more_and_then_timed_out_by_the_wall_clock(sandbox: Sandbox) -> None:
    source = f"import time\n{GOOD}def f(): time.sleep(60)\n"
    seen, other = observe(sandbox, source, "f", "good", limits=replace(QUICK, call_wall_s=0.3))
    assert (seen.ended, seen.detail, seen.limit) == (Ended.TIMED_OUT, "wall", 0.3)
    assert other.ended is Ended.RETURNED


def test_too_much_memory_costs_the_call_and_the_function_goes_on(sandbox: Sandbox) -> None:
    source = "def f(n): return len(bytearray(n))\n"
    limits = replace(QUICK, memory_bytes=128 * 2**20)
    hog, after = observe(sandbox, source, call("f", 2**30), call("f", 10), limits=limits)
    assert (hog.ended, hog.limit) == (Ended.OUT_OF_MEMORY, float(limits.memory_bytes))
    assert (after.ended, after.value) == (Ended.RETURNED, 10)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("os._exit(3)", "exit 3"),
        ("os._exit(0)", "exit 0"),
        ("ctypes.string_at(0)", "signal 11"),
        ("os.abort()", "signal 6"),
    ],
)
def test_the_end_of_the_process_costs_the_call_alone(sandbox: Sandbox, body: str, detail: str) -> None:
    source = f"import ctypes, os\ndef f(x):\n    if x: {body}\n    return 5\n"
    died, after = observe(sandbox, source, call("f", 1), call("f", 0))
    assert (died.ended, died.detail) == (Ended.DIED, detail)
    assert (after.ended, after.value) == (Ended.RETURNED, 5)


@pytest.mark.parametrize("body", ["sys.exit(2)", "raise KeyboardInterrupt", "raise GeneratorExit", "quit()", "input()"])
def test_whatever_is_raised_is_an_observation(sandbox: Sandbox, body: str) -> None:
    (seen,) = observe(sandbox, f"import sys\ndef f():\n    {body}\n", "f")
    assert seen.ended is Ended.RAISED
    assert seen.exception is not None
    assert seen.exception.type_name in {"SystemExit", "KeyboardInterrupt", "GeneratorExit", "EOFError"}
    assert (seen.exception.path, seen.exception.line, seen.exception.source_line) == ("answer.py", 3, body)


def test_endless_recursion_is_an_exception_with_a_short_traceback(sandbox: Sandbox) -> None:
    (seen,) = observe(sandbox, "def f(): return f()\n", "f")
    assert seen.exception is not None
    assert seen.exception.type_name == "RecursionError"
    assert "more frames" in seen.exception.traceback
    assert len(seen.exception.traceback) < 3000


def test_a_flood_of_output_is_cut_and_told(sandbox: Sandbox) -> None:
    source = (
        "import os\ndef f():\n    for _ in range(20000): print('x' * 99)\n    os.write(1, b'y' * 100)\n    return 1\n"
    )
    (seen,) = observe(sandbox, source, "f", limits=replace(QUICK, printed_bytes=1000))
    assert seen.ended is Ended.RETURNED
    assert seen.printed.startswith("x" * 99)
    assert "1999000 more bytes were printed" in seen.printed
    assert len(seen.printed) < 1100


def test_a_result_that_is_too_large_is_opaque(sandbox: Sandbox) -> None:
    source = "import numpy\ndef f(): return numpy.zeros(10**6)\n"
    (seen,) = observe(sandbox, source, "f", limits=replace(QUICK, result_bytes=10**6))
    assert isinstance(seen.value, OpaqueValue)
    assert seen.value.reason == "too_large"


def test_large_results_do_not_add_up_without_end(sandbox: Sandbox) -> None:
    source = "import numpy\ndef f(n): return numpy.zeros(10**5 + n)\n"
    seen = observe(sandbox, source, *(call("f", n) for n in range(4)), limits=replace(QUICK, result_bytes=10**6))
    kinds = [type(each.value).__name__ for each in seen]
    assert kinds == ["ArrayValue", "ArrayValue", "OpaqueValue", "OpaqueValue"]


def test_a_file_does_not_grow_past_its_limit(sandbox: Sandbox) -> None:
    source = "def f():\n    with open('big', 'wb') as file:\n        for _ in range(100): file.write(bytes(10**6))\n"
    (seen,) = observe(sandbox, source, "f", limits=replace(QUICK, file_bytes=10**6))
    assert seen.exception is not None
    assert seen.exception.type_name == "OSError"


def test_the_hand_ins_time_leaves_the_rest_not_run(sandbox: Sandbox) -> None:
    source = f"import time\n{GOOD}def f(): time.sleep(60)\n"
    limits = replace(QUICK, hand_in_wall_s=0.9, call_wall_s=30.0)
    seen, other = observe(sandbox, source, "f", "good", limits=limits)
    assert (seen.ended, seen.detail) == (Ended.NOT_RUN, "hand_in_time")
    assert (other.ended, other.detail) == (Ended.NOT_RUN, "hand_in_time")


def test_nothing_is_left_when_a_hand_in_is_over(sandbox: Sandbox) -> None:
    observe(sandbox, "def f(): open('left', 'w').close()\n", "f")
    (seen,) = observe(sandbox, "import os\ndef f(): return sorted(os.listdir('.'))\n", "f")
    assert getattr(seen.value, "items", None) == ("answer.py",)
