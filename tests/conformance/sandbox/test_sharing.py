"""Functions share a process only while each leaves it as loading did: whatever one leaves behind, no other sees."""

from collections.abc import Callable

import pytest

import grader.sandbox.fork_launcher as fork_launcher
import grader.sandbox.spawn_launcher as spawn_launcher
from grader.model.probe import Ended, Observation
from grader.model.values import SequenceValue
from grader.sandbox import Sandbox
from grader.sandbox.pack import pack_observation
from tests.conformance.sandbox.hand_ins import ROOMY, call, hand_in, notebook, observe, without_times
from tests.conformance.sandbox.leftovers import LEFT_BEHIND, PLAIN

CALLERS = "def f(): return bump()\ndef g(): return bump()\ndef h(): return bump()\n"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the functions for which a process was started."""
    names: list[str] = []
    for launcher in (fork_launcher.ForkLauncher, spawn_launcher.SpawnLauncher):
        start: Callable[..., object] = launcher.start_calls

        def counted(self: object, function: str, deadline: float, start: Callable[..., object] = start) -> object:
            names.append(function)
            return start(self, function, deadline)

        monkeypatch.setattr(launcher, "start_calls", counted)
    return names


def tell(seen: Observation) -> object:
    return seen.value if seen.ended is Ended.RETURNED else (seen.ended, seen.exception)


@pytest.mark.parametrize("source", PLAIN.values(), ids=PLAIN.keys())
def test_functions_that_leave_nothing_share_a_process(sandbox: Sandbox, started: list[str], source: str) -> None:
    seen = observe(sandbox, source, call("f", 2), call("g", 2), call("f", 3), limits=ROOMY)
    assert {each.ended for each in seen} == {Ended.RETURNED}
    assert started == ["f"]


@pytest.mark.parametrize("source", PLAIN.values(), ids=PLAIN.keys())
def test_sharing_changes_nothing_of_what_is_seen(sandbox: Sandbox, source: str) -> None:
    together = observe(sandbox, source, call("f", 2), call("g", 2), limits=ROOMY)
    apart = [
        *observe(sandbox, source, call("f", 2), limits=ROOMY),
        *observe(sandbox, source, call("g", 2), limits=ROOMY),
    ]
    assert [pack_observation(without_times(each)) for each in together] == [
        pack_observation(without_times(each)) for each in apart
    ]


@pytest.mark.parametrize("source", LEFT_BEHIND.values(), ids=LEFT_BEHIND.keys())
def test_what_one_leaves_behind_no_other_sees(sandbox: Sandbox, source: str) -> None:
    seen = observe(sandbox, source + CALLERS, call("f"), call("g"), call("h"), limits=ROOMY)
    assert [tell(each) for each in seen] == [tell(seen[0])] * 3
    assert tell(seen[0]) == 1


def test_within_one_function_calls_go_on_from_one_another(sandbox: Sandbox) -> None:
    source = "N = []\ndef bump(x):\n    N.append(x)\n    return len(N)\n"
    seen = observe(sandbox, source, call("bump", 1), call("bump", 2), limits=ROOMY)
    assert [each.value for each in seen] == [1, 2]


def test_a_process_is_left_for_good_once_something_was_left_in_it(sandbox: Sandbox, started: list[str]) -> None:
    source = "N = []\ndef f(): return N.append(1)\ndef g(): return len(N)\ndef h(): return len(N)\n"
    seen = observe(sandbox, source, "f", "g", "h", limits=ROOMY)
    assert [each.value for each in seen] == [None, 0, 0]
    assert started == ["f", "g"]


def test_what_ends_a_shared_process_is_looked_at_again_alone(sandbox: Sandbox, started: list[str]) -> None:
    source = "def f(): return 1\ndef g(): return len(bytearray(1 << 40))\ndef h(): return 3\n"
    seen = observe(sandbox, source, "f", "g", "h", limits=ROOMY)
    assert [seen[0].value, seen[1].ended, seen[2].value] == [1, Ended.OUT_OF_MEMORY, 3]
    assert started == ["f", "g", "h"]


def test_a_time_out_in_a_shared_process_costs_its_own_function(sandbox: Sandbox) -> None:
    source = "def f(): return 1\ndef g():\n    while True: pass\ndef h(): return 3\n"
    seen = observe(sandbox, source, "f", "g", "h")
    assert [seen[0].value, seen[1].ended, seen[2].value] == [1, Ended.TIMED_OUT, 3]


def test_memory_that_another_function_filled_is_not_a_functions_fault(sandbox: Sandbox) -> None:
    # What f keeps is reachable, so that g is called elsewhere; and if it were not, it would be looked at again alone.
    source = "N = []\ndef f():\n    N.append(bytearray(300 << 20))\ndef g(): return len(bytearray(300 << 20))\n"
    seen = observe(sandbox, source, "f", "g", limits=ROOMY)
    assert seen[1].value == 300 << 20


def test_warnings_are_printed_by_each_function_as_if_it_were_the_first(sandbox: Sandbox) -> None:
    source = "import numpy as np\ndef low(x): return np.log(x)\ndef f(): return low(0.0)\ndef g(): return low(0.0)\n"
    one, other = observe(sandbox, source, "f", "g", limits=ROOMY)
    assert "divide by zero" in one.printed
    assert one.printed == other.printed


def test_a_test_of_staffs_leaves_its_process_to_nobody(sandbox: Sandbox, started: list[str]) -> None:
    sets = "import numpy as np\nnp.set_printoptions(precision=2)"
    looks = "import numpy as np\nassert np.get_printoptions()['precision'] == 8"
    names = SequenceValue("tuple", ())
    calls = [call("test 1", "function", names, sets), call("test 2", "function", names, looks)]
    seen = observe(sandbox, "def f(): return 1\n", *calls, limits=ROOMY)
    assert [each.value for each in seen] == [SequenceValue("tuple", ("passed",))] * 2
    assert started == ["test 1", "test 2"]


def test_a_notebooks_functions_share_one_as_well(sandbox: Sandbox, started: list[str]) -> None:
    cells = ("import numpy as np\nnp.zeros(2)", "def f(): return np.ones(1)", "%time f()\ndef g(): return 2")
    seen = observe(sandbox, hand_in(notebook("a.ipynb", *cells)), "f", "g", limits=ROOMY)
    assert seen[1].value == 2
    assert started == ["f"]
