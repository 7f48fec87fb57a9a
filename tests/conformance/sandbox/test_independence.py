"""No verdict depends on the order of functions, on the run, or on what was there before."""

import sys

import numpy as np

from grader.model.probe import Ended
from grader.model.values import ArrayValue, FunctionValue, OpaqueValue, SequenceValue, SymbolicValue, array_value
from grader.sandbox import Sandbox
from tests.conformance.sandbox.hand_ins import QUICK, call, hand_in, look, observe, value_of_call, without_times

STATEFUL = """
import os, random
import numpy as np
count = 0
def f(x):
    global count
    count += 1
    np.sin = np.cos
    open("trace", "w").write("here")
    return count, random.random(), float(np.random.rand()), sorted({"a", "b", "c", "longer"}, key=hash)[0]
def g(x):
    return count, os.path.exists("trace"), float(np.sin(0.0)), random.random()
def h(): return list({"x", "y", "zeta", "alpha"}), repr(object())[:18]
"""


def test_one_functions_calls_change_nothing_for_another(sandbox: Sandbox) -> None:
    one_way = observe(sandbox, STATEFUL, call("f", 1), call("f", 2), call("g", 1))
    other_way = observe(sandbox, STATEFUL, call("g", 1), call("f", 1), call("f", 2))
    by_key = {each.probe_key: without_times(each) for each in other_way}
    assert [without_times(each) for each in one_way] == [by_key[each.probe_key] for each in one_way]
    assert isinstance(one_way[2].value, SequenceValue)
    assert one_way[2].value.items[:3] == (0, False, 0.0)


def test_two_runs_are_alike(sandbox: Sandbox) -> None:
    probes = (call("f", 1), call("f", 2), call("g", 1), call("h"))
    runs = [observe(sandbox, STATEFUL, *probes) for _ in range(2)]
    assert [without_times(each) for each in runs[0]] == [without_times(each) for each in runs[1]]


def test_the_seed_of_a_call_is_its_probes(sandbox: Sandbox) -> None:
    source = "import random\ndef f(x): return random.random()\n"
    one, other, again = observe(sandbox, source, call("f", 1), call("f", 2, seed=8), call("f", 3))
    assert one.value == again.value != other.value


def test_a_call_gets_its_own_writable_arguments(sandbox: Sandbox) -> None:
    source = "def f(x, y):\n    x += 1\n    return x.sum(), type(y).__name__, x.flags.writeable\n"
    arguments = (array_value([1.0, 2.0]), 2.0)
    seen = observe(sandbox, source, call("f", *arguments), call("f", *arguments, seed=9))
    assert len(seen) == 1
    assert arguments[0].data.tolist() == [1.0, 2.0]
    value = seen[0].value
    assert isinstance(value, SequenceValue)
    assert value.items[1:] == ("float", True)


def test_arguments_of_every_kind_arrive(sandbox: Sandbox) -> None:
    source = "def f(*a): return [type(x).__name__ for x in a], a[0], a[2], a[4]\n"
    arguments = (2**80, 1.5, 1 + 2j, None, "é\ud800", SequenceValue("list", (1, True)), array_value(np.float64(2.0)))
    value = value_of_call(sandbox, source, call("f", *arguments))
    assert isinstance(value, SequenceValue)
    names = ("int", "float", "complex", "NoneType", "str", "list", "float64")
    assert value.items == (SequenceValue("list", names), 2**80, 1 + 2j, "é\ud800")


def test_a_function_argument_closes_over_nothing(sandbox: Sandbox) -> None:
    source = "def f(g, x): return g(x), g.__closure__, g.__name__, [k for k in g.__globals__ if 'xpect' in k]\n"
    value = value_of_call(sandbox, source, call("f", FunctionValue("cubic"), 2.0))
    assert isinstance(value, SequenceValue)
    assert value.items == (8.0, None, "cubic", SequenceValue("list", ()))


def test_results_of_many_kinds_come_back(sandbox: Sandbox) -> None:
    source = """
import numpy as np, sympy, fractions
x = sympy.Symbol("x")
class Lying(np.ndarray):
    def __eq__(self, other): return True
class Odd:
    pass
def f():
    return (np.arange(6.0).reshape(2, 3)[:, ::-1], np.float32(0.5), np.zeros(2).view(Lying), x + 1, float("nan"),
            {"a": (1, 2)}, Odd(), fractions.Fraction(1, 4), np.bool_(True), np.array(3 + 1j))
"""
    value = value_of_call(sandbox, source, "f")
    assert isinstance(value, SequenceValue)
    kinds = [type(item) for item in value.items]
    assert kinds == [
        *(ArrayValue,) * 3, SymbolicValue, float, SequenceValue, OpaqueValue, *(ArrayValue,) * 3
    ]  # fmt: skip
    came_as = [item.came_as for item in value.items if isinstance(item, ArrayValue)]
    assert came_as == ["ndarray", "float32", "Lying", "Fraction", "bool_", "ndarray"]


def test_one_observation_for_each_key_in_order_and_as_it_arrives(sandbox: Sandbox) -> None:
    probes = (call("g"), call("f"), call("g"))
    told: list[str] = []
    seen = sandbox.observe(
        hand_in("def f(): return 1\ndef g(): return 2\n"),
        ("f", "g"),
        probes,
        QUICK,
        on_observation=lambda each: told.append(each.probe_key),
    )
    assert [each.value for each in seen.observations] == [2, 1]
    assert sorted(told) == sorted({probe.key for probe in probes})


def test_nothing_of_ours_is_in_the_process(sandbox: Sandbox) -> None:
    source = """
import gc, os, sys
def names(): return sorted({name.split(".")[0] for name in sys.modules} & {"grader", "pytest", "yaml", "msgpack"})
def variables(): return sorted(set(os.environ) - {"SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LC_CTYPE"})
def imports():
    import grader
def paths(): return [path for path in sys.path if "nursery" in path or path.endswith("grader")]
def words(): return sys.argv
"""
    seen = observe(sandbox, source, "names", "variables", "imports", "paths", "words")
    listed = {each.probe_id: each.value.items for each in seen if isinstance(each.value, SequenceValue)}
    assert listed["names/0"] == ()
    assert listed["paths/0"] == ()
    assert listed["words/0"] == ("",)
    assert all(isinstance(name, str) and name.isupper() for name in listed["variables/0"])
    assert not {"USER", "PWD", "PYTEST_CURRENT_TEST"} & set(listed["variables/0"])
    assert seen[2].ended is Ended.RAISED


def test_the_loading_names_tier_and_environment(sandbox: Sandbox) -> None:
    loading = look(sandbox, hand_in("def f(): return 1\n"), "f").loading
    assert loading.tier == sandbox.tier.name
    assert loading.environment == sandbox.environment
    assert loading.environment.startswith(f"python {sys.version_info.major}.{sys.version_info.minor}")
