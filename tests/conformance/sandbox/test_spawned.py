"""Where there is no fork: interpreters started in advance, each for one function; modules that load on first use."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.model.values import SymbolicValue
from grader.sandbox import Sandbox
from tests.conformance.sandbox.hand_ins import ROOMY, call, observe

ROOT = Path(__file__).parents[3]
LOOK = "import sys\ndef f(): return 'sympy.core' in sys.modules\n"


@pytest.fixture(scope="module")
def spawned() -> Iterator[Sandbox]:
    with Sandbox(spawn=True) as found:
        yield found


@pytest.mark.parametrize(
    ("source", "is_there"),
    [
        ("import sympy as sp\n", False),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from sympy import Expr\n", False),
        ("import sympy as sp\nX = sp.Symbol('x')\n", True),
        ("from sympy import Symbol\n", True),
        ("import sympy.stats\n", True),
    ],
)
def test_it_loads_when_the_hand_in_uses_it(spawned: Sandbox, source: str, is_there: bool) -> None:
    seen, again = observe(spawned, f"{source}{LOOK}def g(): return f()\n", call("f"), call("g"), limits=ROOMY)
    assert (seen.value, again.value) == (is_there, is_there)


@pytest.mark.parametrize(
    "source",
    [
        "import sympy as sp\ndef f(): return sp.Symbol('x') ** 2\n",
        "import sympy as sp\ndef name(): return sp.Symbol('x')\ndef f(): return name() ** 2\n",
        "def f():\n    from sympy import Symbol\n    return Symbol('x') ** 2\n",
        "import sympy as sp\nclass Made:\n    def it(self): return sp.Symbol('x') ** 2\ndef f(): return Made().it()\n",
        "def make():\n    import sympy\n    return lambda: sympy.Symbol('x') ** 2\nf = make()\n",
        "import sympy as sp\ndef f(): return getattr(globals()['s' + 'p'], 'Symbol')('x') ** 2\n",
    ],
)
def test_a_function_that_uses_it_has_it(spawned: Sandbox, source: str) -> None:
    (seen,) = observe(spawned, source, call("f"), limits=ROOMY)
    assert isinstance(seen.value, SymbolicValue)
    assert seen.value.root.head == "Pow"


def test_no_function_sees_what_another_did(spawned: Sandbox) -> None:
    source = "N = []\ndef f():\n    N.append(1)\n    return len(N)\ndef g(): return f()\ndef h(): return f()\n"
    seen = observe(spawned, source, call("f"), call("g"), call("h"))
    assert [each.value for each in seen] == [1, 1, 1]


KILLS_ITS_SIBLINGS = """
import os, signal
def f():
    for entry in os.listdir('/proc'):
        try:
            with open(f'/proc/{entry}/stat') as file:
                parent = int(file.read().rsplit(')', 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        if entry.isdigit() and parent == os.getppid() and int(entry) != os.getpid():
            os.kill(int(entry), signal.SIGKILL)
    return 1
def g(): return 2
def h(): return 3
"""


@pytest.mark.skipif(sys.platform != "linux", reason="finds its siblings by /proc")
def test_those_that_wait_may_be_ended_by_a_hand_in_and_others_come() -> None:
    # In a process of its own: the siblings are its interpreters alone.
    code = (
        "import sys\n"
        "from grader.sandbox import Sandbox\n"
        "from tests.conformance.sandbox.hand_ins import ROOMY, call, observe\n"
        "with Sandbox(preload=(), spawn=True) as sandbox:\n"
        "    seen = observe(sandbox, sys.argv[1], call('f'), call('g'), call('h'), limits=ROOMY)\n"
        "print([each.value for each in seen])\n"
    )
    command = [sys.executable, "-c", code, KILLS_ITS_SIBLINGS]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
    assert done.stdout.strip() == "[1, 2, 3]"


def test_none_is_left_when_all_is_closed() -> None:
    code = (
        "from pathlib import Path\n"
        "from grader.sandbox import Sandbox\n"
        "with Sandbox(spawn=True): pass\n"
        "me = Path('/proc/self/task')\n"
        "print([each for task in me.iterdir() for each in (task / 'children').read_text().split()])\n"
    )
    if not Path("/proc/self/task").exists():
        pytest.skip("counts processes by /proc")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
