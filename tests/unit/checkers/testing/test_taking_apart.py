"""A test that was taken apart says what it says where it runs as written, unless the hand-in lies."""

import pytest

from grader.checkers.testing.plain import CannotSeparateError
from grader.checkers.testing.taking_apart import plan_test, prints_as, wanted_value
from tests.unit.checkers.testing.making import as_it_was_meant, outcome_of

TABLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("assert f(2) == 4", ("def f(x): return x * x", "def f(x): return x", "def f(x): return 1 / 0", "f = 3", "")),
    (
        "x = np.array([1.0, 2.0])\nexpected = x ** 2\n"
        "np.testing.assert_allclose(f(x), expected, rtol=1e-6)\nassert x[0] == 1",
        ("def f(x): return x**2", "def f(x): return x", "def f(x): return [1, 4]", "def f(x): return x[:1]"),
    ),
    (
        "for x, y in [(1, 1), (2, 4), (3, 9)]:\n    assert f(x) == y, f'not at {x}'",
        ("def f(x): return x * x", "def f(x): return x", "def f(x): return x * x if x < 3 else 0"),
    ),
    (
        "r = f(2)\nassert isinstance(r, float), 'a float'\nassert abs(r - 0.5) < 1e-9",
        ("def f(x): return 1 / x", "def f(x): return 0", "def f(x):\n    return np.float64(0.5)\nimport numpy as np"),
    ),
    ("a, b = f(3)\nassert a < b", ("def f(x): return 1, x", "def f(x): return x, 1", "def f(x): return x")),
    (
        "acc = Account(5)\nacc.deposit(3)\nassert acc.balance == 8\nassert acc.size() == 1",
        (
            "class Account:\n    def __init__(s, b): s.balance, s.log = b, []\n"
            "    def deposit(s, x): s.balance += x; s.log.append(x)\n    def size(s): return len(s.log)",
            "class Account:\n    balance = 5\n    def __init__(s, b): pass\n    def deposit(s, x): pass",
        ),
    ),
    (
        "values = [3, 1, 2]\nsort(values)\nassert values == [1, 2, 3]",
        ("def sort(x): x.sort()", "def sort(x): return sorted(x)"),
    ),
    (
        "values = [3, 1, 2]\nassert f(values) == [1, 2, 3]\nassert values == [3, 1, 2]",
        ("def f(x): return sorted(x)", "def f(x):\n    x.sort()\n    return x"),
    ),
    (
        "try:\n    f(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no error')",
        (
            "def f(x): raise ValueError(x)",
            "def f(x): return x",
            "def f(x): raise KeyError(x)",
            "class Own(ValueError): pass\ndef f(x): raise Own('x', 2)",
        ),
    ),
    (
        "raised = False\ntry:\n    f(0)\nexcept (ValueError, TypeError):\n    raised = True\nassert raised",
        ("def f(x): raise TypeError(x)", "def f(x): return x"),
    ),
    (
        "with np.testing.assert_raises(ValueError):\n    f(0)",
        ("def f(x): raise ValueError", "def f(x): return x", "def f(x): raise KeyError"),
    ),
    ("assert all(f(x) == x**2 for x in range(4))", ("def f(x): return x * x", "def f(x): return 0")),
    (
        "assert any(f(x) == 4 for x in [2, 0])",
        ("def f(x): return 8 // x", "def f(x): return 0", "def f(x): return 1 // x"),
    ),
    ("assert f(1) == 3 or f(0) == 3", ("def f(x): return 3 // x", "def f(x): return 2")),
    (
        "out = f(3)\nassert len(out) == 3\nfor v in out:\n    assert v > 0\nassert sum(out) == 6",
        (
            "def f(n): return [1, 2, 3]",
            "def f(n): return [6, 0, 0]",
            "def f(n): return np.array([1, 2, 3])\nimport numpy as np",
        ),
    ),
    (
        "def check(n, wanted):\n    assert f(n) == wanted, n\ncheck(1, 2)\ncheck(3, 4)",
        ("def f(n): return n + 1", "def f(n): return 2"),
    ),
    (
        "def check(g, n):\n    for k in range(n):\n        assert g(k) == k * k, 'wrong at {}'.format(k)\ncheck(f, 5)",
        ("def f(n): return n * n", "def f(n): return n", "def f(n): return 1 / 0", "f = 3"),
    ),
    (
        "def slope(g, x, h=1e-5):\n    return (g(x + h) - g(x - h)) / (2 * h)\n"
        "assert abs(slope(f, 0.5) - df(0.5)) < 1e-3\nassert f(1.0) == 1.0\n"
        "assert abs(slope(x=2.0, g=f) - df(2.0)) < 1e-3",
        (
            "def f(x): return x**2\ndef df(x): return 2 * x",
            "def f(x): return x**2\ndef df(x): return x",
            "def f(x): return 0 * x\ndef df(x): return 0 * x",
        ),
    ),
    (
        "def twice(g, h, x):\n    return g(h(x))\nassert twice(f, lambda x: x + 1, 1) == 4\n"
        "assert twice(lambda x: x + 1, f, 3) == 7",
        ("def f(x): return 2 * x", "def f(x): return x + 2"),
    ),
    (
        "x, found = [0] * 3, {}\nfor i in range(3):\n    x[i] = f(i)\n    found['a', i], y = f(i), 1\n"
        "assert x == [0, 1, 4] and found['a', 2] == 4",
        ("def f(x): return x * x", "def f(x): return 0"),
    ),
    (
        "np.random.seed(42)\nassert np.allclose(f(2), [0.37454012, 0.95071431])\nnp.random.seed(42)\na = f(3)\n"
        "np.random.seed(42)\nassert np.allclose(a, f(3))",
        ("import numpy as np\ndef f(n): return np.random.rand(n)", "import numpy as np\ndef f(n): return np.ones(n)"),
    ),
    (
        "import random\nfrom numpy.random import seed\nSEED = 3\nrandom.seed(SEED)\nseed(SEED)\n"
        "a = f()\nrandom.seed(SEED)\nseed(SEED)\nassert a == f()",
        (
            "import random\nimport numpy as np\ndef f(): return random.random() + np.random.rand()",
            "i = 0\ndef f():\n    global i\n    i += 1\n    return i",
        ),
    ),
    ("x = [5]\nx[0], y = f(1)\nassert x[0] == y", ("def f(x): return (x, x)", "def f(x): return (5, x)")),
    (
        "import hashlib\nassert hashlib.md5(str(k).encode()).hexdigest() == '8f14e45fceea167a5a36dedd4bea2543'",
        ("k = 7", "k = 8", "k = '7'"),
    ),
    (
        "from hashlib import md5\nassert md5((str(type(k)) + str(round(k, 2))).encode('utf-8')).hexdigest() == "
        "'013c6f7db7815ccdc8a4580a0bbdda46', 'k is wrong'",
        ("k = 0.25", "k = 1", "import numpy as np\nk = np.float64(0.25)", "k = 0.2501"),
    ),
    (
        "assert abs(newton(lambda x: x**2 - 2, 1.0) - np.sqrt(2)) < 1e-6",
        ("def newton(f, x):\n    return 2 ** 0.5", "def newton(f, x): return f(x)"),
    ),
    (
        "c = 3\nassert apply(lambda x: x + c + math.floor(0.5), 2) == 5\nassert apply(np.sin, 0.0) == 0",
        ("def apply(f, x): return f(x)", "def apply(f, x): return x"),
    ),
    (
        "results = [f(i) for i in range(3)]\nassert results == [0, 1, 4]\nassert max(results) == 4",
        ("def f(i): return i * i", "def f(i): return i"),
    ),
    (
        "out = []\nfor i in range(3):\n    out.append(f(i))\nassert out == [0, 1, 4]",
        ("def f(i): return i * i", "def f(i): return i"),
    ),
    (
        "assert sorted(f(2), key=lambda t: t[1]) == [('b', 1), ('a', 2)]\nassert dict(f(2))['a'] == 2",
        ("def f(x): return [('a', 2), ('b', 1)]", "def f(x): return []", "def f(x): return {('a', 2), ('b', 1)}"),
    ),
    ("assert 'abc' in f(2).lower() and f(2)[0] != 'x'", ("def f(x): return 'ABCD'", "def f(x): return 'xabc'")),
    (
        "assert f(2) is None and g(2) is True",
        ("def f(x): pass\ndef g(x): return True", "def f(x): pass\ndef g(x): return 1"),
    ),
    (
        "m = f(2)\nassert m.shape == (2, 2)\nassert (m == m.T).all() and np.linalg.det(m) != 0 and m[0, 1] == 1",
        (
            "import numpy as np\ndef f(n): return np.array([[2, 1], [1, 2]])",
            "import numpy as np\ndef f(n): return np.array([[2, 1], [0, 2]])",
            "def f(n): return [[2, 1], [1, 2]]",
        ),
    ),
    (
        "total = 0\nfor i in range(3):\n    total += f(i)\nassert total == 3",
        ("def f(i): return i", "def f(i): return 0"),
    ),
    (
        "x, y = 2, 3\nassert 0 < f(x, k=y) <= 8",
        ("def f(x, k): return x**k", "def f(x, k): return 0", "def f(x): return 1"),
    ),
    ("assert type(f(1)) == int and round(f(1) / 3, 2) == 0.33", ("def f(x): return x", "def f(x): return float(x)")),
    (
        "s = Stack()\ns.push(4)\nassert len(s) == 1 and str(s) == 'one' and bool(s) and len(s.items) == 1",
        (
            "class Stack:\n    def __init__(s): s.items = []\n    def push(s, x): s.items.append(x)\n"
            "    def __len__(s): return len(s.items)\n    def __str__(s): return 'one'",
            "class Stack(list):\n    items = [1]\n    push = list.append",
            "class Stack:\n    items = [1]\n    def push(s, x): pass",
        ),
    ),
    (
        "s = Stack()\ns.push(1)\ns.push(2)\nassert len(s) == 2\nassert s.pop() == 2 and s.pop() == 1 and s.size == 0",
        (
            "class Stack(list):\n    push = list.append\n    @property\n    def size(s): return len(s)",
            "class Stack:\n    size = 0\n    def push(s, x): s.x = x\n    def pop(s): return s.x",
        ),
    ),
    (
        "p = make(1, 2)\nassert p.x == 1 and p[1] == 2 and p == (1, 2)",
        ("from collections import namedtuple\nmake = namedtuple('P', 'x y')", "def make(x, y): return (x, y)"),
    ),
    (
        "d = table()\nassert d.setdefault('a', 1) == 1 and d.pop('a') == 1 and 'a' not in d and not d",
        ("def table(): return {}", "def table(): return {'b': 1}"),
    ),
    ("f.memory = 3\nassert f(1) == 3", ("def f(x): return f.memory", "def f(x): return 1")),
    ("i = 0\nwhile i < 3:\n    assert f(i) == -i\n    i = i + 1", ("def f(x): return -x", "def f(x): return 0")),
    ("if 2 > 1:\n    assert f(1)\nelse:\n    assert g(1)", ("def f(x): return 'yes'", "def f(x): return []")),
    (
        "np.random.seed(3)\nx = np.random.rand(3)\nassert np.allclose(f(x), 2 * x)",
        (
            "def f(x): return x + x",
            "import numpy as np\ndef f(x):\n    np.random.rand(7)\n    return 2 * x",
            "def f(x): return x",
        ),
    ),
)


@pytest.mark.parametrize(("code", "hand_in"), [(code, hand_in) for code, hand_ins in TABLE for hand_in in hand_ins])
def test_it_says_what_it_says_as_written(code: str, hand_in: str) -> None:
    assert outcome_of(code, hand_in).status == ("right" if as_it_was_meant(code, hand_in) else "wrong")


@pytest.mark.parametrize("code", [code for code, _ in TABLE])
def test_each_of_them_passes_for_somebody_and_fails_for_somebody(code: str) -> None:
    hand_ins = dict(TABLE)[code]
    assert {as_it_was_meant(code, each) for each in hand_ins} == {True, False}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("del f\ntry:\n    g(1)\nexcept NameError:\n    pass", "`del f`"),
        ("assert callable(f)", "`callable`"),
        ("assert eval('f(2)') == 4", "`eval`"),
        ("assert open(f(2)).read()", "`open`"),
        ("import pandas as pd\nassert f(pd.DataFrame()) == 1", "imports pandas"),
        ("import os\nassert f(2) == os.getpid()", "imports os"),
        ("for v in f(3):\n    assert g(v) == v", "goes through the test's own code"),
        ("if f(1) > 2:\n    assert g(1) == 3", "hangs on what the hand-in returns"),
        ("x = f(1) + 1\nassert g(x) == 2", "goes through the test's own code"),
        ("assert f(1) is g(1)", "`is`"),
        ("assert f(2).__class__.__mro__", "__class__"),
        ("assert sum(map(f, [1, 2])) == 3 and np.load('x')", "load"),
        ("x = [1]\nx.append(f)\nassert f(x) == 1", "itself is looked at"),
        ("x = [1]\nf(x)\nx.append(2)\nassert f(x) == 1", "changes what it has given"),
        ("class A: pass\nassert f(A()) == 1", "class A"),
        ("assert isinstance(f(1), A)", "class of the hand-in's"),
        ("f(1)\nassert f", "itself is looked at"),
        ("def run(g):\n    g = g\n    return g(1)\nassert run(f) == 2", "may be a function of the hand-in's"),
        ("import hashlib\nm = hashlib.md5()\nm.update(str(k).encode())\nassert m.hexdigest() == 'a'", "update"),
        ("x = np.zeros(2)\nx[0] = f(1)\nassert x[0] == 2", "put into an array"),
        ("np.random.seed(1)\ni = np.random.choice(f(3))\nx = np.random.rand()\nassert g(x) == x", "random draw"),
        ("import random\nrandom.seed('abc')\nassert f(1) == 1", "something else than an integer"),
        ("np.random.seed([1, 2])\nassert f(1) == 1", "something else than an integer"),
        ("np.random.seed()\nassert f(1) == 1", "something else than an integer"),
        ("rng = np.random.default_rng(0)\nassert f(rng) == 0.6", "Generator is given"),
        ("rng = np.random.RandomState(0)\na = f(1)\nassert g(rng) == a", "RandomState is given"),
        ("x = 3", "asks nothing"),
        ("assert 1 == 1", "asks nothing"),
        ("while True:\n    x = f(1)", "many calls"),
        ("assert f(", "SyntaxError"),
    ],
)
def test_what_cannot_be_taken_apart_is_told_with_the_reason(code: str, reason: str) -> None:
    with pytest.raises(CannotSeparateError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        plan_test(code, "cell")


DRAWS = "import numpy as np\nimport random\ndef f(n): return np.random.rand(n)\ndef g(): return random.random()"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("np.random.seed(0)\nx = np.random.rand(2)\nassert np.allclose(f(1), [0.60276338])", "unknown"),
        ("np.random.seed(0)\na = f(1)\nx = np.random.rand(1)\nassert np.allclose(x, [0.71518937])", "unknown"),
        ("import random\nrandom.seed(1)\nx = random.random()\nassert g() == 0.8474337369372327", "unknown"),
        ("np.random.seed(0)\nx = np.random.rand(2)\nnp.random.seed(0)\nassert np.allclose(f(1), [0.5488135])", "right"),
        ("np.random.seed(0)\nx = np.random.rand(2)\nnp.random.seed(0)\nassert np.allclose(f(1), [0.6])", "wrong"),
        ("np.random.seed(0)\nx = np.random.rand(2)\nassert f(1) < 1", "right"),
        ("np.random.seed(0)\nx = np.random.RandomState(1).rand(2)\nassert np.allclose(f(1), [0.6])", "wrong"),
        ("import random\nnp.random.seed(0)\nx = random.random()\nassert np.allclose(f(1), [0.6])", "wrong"),
        ("np.random.seed(seed=0)\nassert np.allclose(f(1), [0.5488135])", "right"),
        ("from numpy.random import seed as begin\nbegin(0)\nassert np.allclose(f(1), [0.5488135])", "right"),
        ("begin = np.random.seed\nbegin(np.int64(0))\nassert np.allclose(f(1), [0.5488135])", "right"),
    ],
)
def test_where_both_sides_draw_from_one_generator_no_answer_is_called_wrong(code: str, status: str) -> None:
    assert outcome_of(code, DRAWS).status == status


@pytest.mark.parametrize("code", [
    "expected = 123456\nx = 2\nassert f(x) == expected",
    "for x, y in [(1, 123456), (2, 123456)]:\n    assert f(x) == y",
    "def check(x, y):\n    assert f(x) == y\ncheck(1, 123456)",
    "x, y = 1, 123456\nassert abs(f(x) - y) < 1e-3, 'it is 123456'",
    "np.testing.assert_allclose(f(1), [123456])",
    "r = f(2)\nassert r.shape == (123456,)\nassert r[0] == 123456",
    "values = [1]\nf(values)\nassert values == [123456]",
])  # fmt: skip
def test_what_a_test_expects_is_in_none_of_its_steps(code: str) -> None:
    assert "123456" not in str(plan_test(code, "cell").steps)


LIES = """
import numpy as np
np.allclose = np.isclose = np.array_equal = lambda *a, **k: True
np.testing.assert_allclose = lambda *a, **k: None
import builtins
class Liar(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __le__ = __gt__ = __ge__ = __lt__
    def __abs__(self): return 0.0
    __hash__ = None
class LyingArray(np.ndarray):
    shape = (2,)
    def __eq__(self, other): return np.True_
    def all(self): return True
def f(x):
    return Liar(7)
def g(x):
    x[:] = 0
    return x * 0
def h(x):
    return np.zeros(3).view(LyingArray)
"""


@pytest.mark.parametrize("code", [
    "assert f(2) == 4",
    "assert abs(f(2) - 4) < 1e-6",
    "assert np.isclose(f(2), 4)",
    "np.testing.assert_allclose(f(2), 4)",
    "assert not f(2) != 4",
    "r = f(2)\nassert r < 5",
    "assert h(2).shape == (2,)",
    "assert (h(2) == np.array([1, 2, 3])).all()",
    "from unittest import TestCase\nt = TestCase()\nt.assertEqual(f(2), 4)",
    "from nose.tools import assert_almost_equal\nassert_almost_equal(f(2), 4)",
])  # fmt: skip
def test_lies_are_found_out(code: str) -> None:
    assert as_it_was_meant(code, LIES) or "nose" in code  # that is how a test is fooled
    assert outcome_of(code, LIES).status == ("unknown" if "h(2)" in code else "wrong")


def test_an_input_that_is_changed_cannot_make_what_is_expected() -> None:
    code = "x = np.array([1.0, 2.0])\nassert np.allclose(g(x), x ** 2)"
    honest = "import numpy as np\ndef g(x):\n    x[:] = 0\n    return x * 0"
    assert as_it_was_meant(code, honest)
    outcome = outcome_of(code, LIES)
    assert (outcome.status, "changes `x`" in outcome.message) == ("unknown", True)


def test_what_is_no_plain_data_is_not_judged() -> None:
    hand_in = "class A:\n    def __eq__(self, other): return True\ndef f(x): return A()"
    assert outcome_of("assert f(2) == 4", hand_in).status == "unknown"
    assert outcome_of("assert isinstance(f(2), float)", hand_in).status == "unknown"


def test_numbers_of_another_type_pass_and_never_fail() -> None:
    hand_in = "from fractions import Fraction\nimport numpy\ndef f(x): return Fraction(1, x)"
    assert outcome_of("assert f(2) == 0.5", hand_in).status == "right"
    assert outcome_of("assert f(3).numerator == 1", hand_in).status == "right"
    assert outcome_of("assert isinstance(f(2), int)", hand_in).status == "unknown"


def test_the_evidence_names_the_line_and_both_sides() -> None:
    outcome = outcome_of("x = 2\n# a remark\nassert f(x) == 4, 'squares'", "def f(x): return x + 1")
    assert (outcome.line, outcome.source, outcome.message) == (3, "assert f(x) == 4, 'squares'", "squares")
    assert (outcome.actual, outcome.expected) == ("3", "4")


@pytest.mark.parametrize(("code", "hand_in", "status"), [
    (">>> f(2)\n4\n>>> x = 3\n>>> f(x)\n9.0", "def f(x): return x * x", "right"),
    (">>> f(2)\n4", "def f(x): return '4'", "wrong"),
    (">>> f(2)\n1", "def f(x): return True", "wrong"),
    (">>> f(2) == 4\nTrue", "def f(x): return 4", "right"),
    (">>> f(2) == 4\nTrue", "def f(x): return 5", "wrong"),
    (">>> f(2)\n'a'", "def f(x): return 'a'", "right"),
    (">>> f(2)\n[1, 2.5]", "def f(x): return [1, 2.5]", "right"),
    (">>> f(2)\n[1, 2.5]", "def f(x): return (1, 2.5)", "wrong"),
    (">>> f(2)\narray([1, 2])", "import numpy as np\ndef f(x): return np.array([1, 2])", "right"),
    (">>> f(2)\narray([1, 2])", "import numpy as np\ndef f(x): return np.array([1, 3])", "wrong"),
    (">>> f(2)\nnp.float64(0.5)", "import numpy as np\ndef f(x): return np.float64(0.5)", "right"),
    (">>> print(f(2))\nhello 2", "def f(x): return f'hello {x}'", "right"),
    (">>> print(f(2))\nhello 2", "def f(x): return f'hello'", "wrong"),
    (">>> f(2)", "def f(x): pass", "right"),
    (">>> f(2)", "def f(x): return 1", "wrong"),
    (">>> assert f(2) == 4", "def f(x): return 4", "right"),
    (">>> for i in range(2):\n...     assert f(i) == i\n", "def f(x): return x", "right"),
    (">>> import numpy as np\n>>> bool(np.isclose(f(2), 4))\nTrue", "def f(x): return 4.0", "right"),
])  # fmt: skip
def test_doctests_are_judged_by_value(code: str, hand_in: str, status: str) -> None:
    assert outcome_of(code, hand_in, "doctest").status == status


@pytest.mark.parametrize("code", [
    ">>> f(2)\nTraceback (most recent call last):\nValueError: no",
    ">>> f(2)\n<object at ...>",
    ">>> f(2) # doctest: +ELLIPSIS\n4",
])  # fmt: skip
def test_doctests_that_print_other_things_are_not_taken_apart(code: str) -> None:
    with pytest.raises(CannotSeparateError):
        plan_test(code, "doctest")


def test_a_printed_number_is_a_number() -> None:
    assert prints_as(0.1 + 0.2, wanted_value("0.30000000000000004"))
    assert not prints_as(0.3001, wanted_value("0.3"))
    assert prints_as(float("nan"), wanted_value("nan"))


def test_a_test_functions_parameters_are_none_where_there_are_none() -> None:
    assert outcome_of("assert x is None", "", "function", ("x",)).status == "right"
    assert outcome_of("assert x == 3", "x = 3", "function", ("x",)).status == "right"
    with pytest.raises(CannotSeparateError, match="env"):
        plan_test("assert env['x'] == 3", "function", ("env",))
