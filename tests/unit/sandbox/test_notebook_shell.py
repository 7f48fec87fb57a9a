"""The magics of a notebook's shell that time code: the code runs, the timing does not."""

import builtins
from collections.abc import Iterator
from typing import Any

import pytest

from grader.sandbox.nursery.cells import Ready, prepare_cell, transform_lines
from grader.sandbox.nursery.magics import unknown_magics
from grader.sandbox.nursery.shell import install_shell


@pytest.fixture(autouse=True)
def builtins_as_they_were() -> Iterator[None]:
    before = dict(vars(builtins))
    yield
    for name in set(vars(builtins)) - set(before):
        delattr(builtins, name)


def run(cell: str) -> dict[str, Any]:
    left_out: list[str] = []
    names: dict[str, Any] = {"__name__": "__main__"}
    install_shell(names, left_out.append)
    prepared = prepare_cell(cell, transform_lines)
    assert isinstance(prepared, Ready)
    exec(compile(prepared.source, "cell", "exec"), names)
    assert left_out == []
    return names


@pytest.mark.parametrize(
    "cell",
    [
        "x = %time 6 * 7",
        "%time x = 42",
        "def f(n):\n    y = %time n * 7\n    return y\nx = f(6)",
        "def f(n):\n    %timeit -n 10 -r1 n * 7\n    return n * 7\nx = f(6)",
        "def f(n):\n    spent = %timeit -o -n1 -r1 n * 7\n    return n * 7\nx = f(6)",
        "x = 42\n%timeit -n 2 x + 1",
        "x = 42\n%prun -s cumulative -l 5 this is no Python",
    ],
)
def test_code_behind_a_timing_magic_runs_where_it_stands_whatever_the_options(cell: str) -> None:
    assert run(cell)["x"] == 42


def test_an_error_in_the_timed_code_is_the_students() -> None:
    with pytest.raises(ZeroDivisionError):
        run("x = %time 1 / 0")


@pytest.mark.parametrize(
    ("cell", "unknown"),
    [
        ("%precision 3\nx = 1\n  %who", ["%precision", "%who"]),
        ("x = %env HOME", ["%env"]),
        ("%%time\n%%sympy\nx", ["%%sympy"]),
        ("%%time\n%run a.py", ["%run"]),
        (
            "%matplotlib inline\n%load_ext autoreload\n%autoreload\n%config InlineBackend.rc = {}\n!ls\n%pip install",
            [],
        ),
        ("%config Completer.use_jedi = False", ["%config"]),
        ("%%bash\n%who", []),
        ("%%writefile a.py\n%who", []),
        ("a = b\\\n %c", ["%c"]),
        ("x = 5\ny = x %len('a')\nprint('%s' % x)", []),
    ],
)
def test_magics_that_only_ipython_knows_are_told_by_the_text(cell: str, unknown: list[str]) -> None:
    assert list(unknown_magics(cell)) == unknown
