"""Values cross as data; what lies, is too large or is not on the list is refused or opaque; nothing is ever run."""

import builtins
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as _untyped_sympy
from hypothesis import given, settings
from hypothesis.extra import numpy as st_numpy
from sympy.parsing import sympy_parser

from grader.model.digest import value_digest
from grader.model.values import ArrayValue, OpaqueValue, SequenceValue, SymbolicNode, SymbolicValue, Value
from grader.sandbox import value_of
from grader.sandbox.nursery.vocabulary import DEEPEST_SYMBOLIC, MOST_DIGITS
from grader.sandbox.nursery.wire import WireError
from grader.sandbox.values import decode_value

sympy: Any = _untyped_sympy
_numpy: Any = np
x, y = sympy.symbols("x y")


@given(
    st_numpy.arrays(
        st_numpy.boolean_dtypes()
        | st_numpy.integer_dtypes(endianness="?")
        | st_numpy.floating_dtypes(endianness="?", sizes=(16, 32, 64))
        | st_numpy.complex_number_dtypes(endianness="?", sizes=(64, 128)),
        st_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    )
)
@settings(derandomize=True, deadline=None, max_examples=150)
def test_arrays_cross_exactly(data: Any) -> None:
    value = value_of(data)
    assert isinstance(value, ArrayValue)
    assert value.data.shape == data.shape
    assert value.data.dtype == data.dtype.newbyteorder("<")
    np.testing.assert_array_equal(value.data, data)
    assert not value.data.flags.writeable


@pytest.mark.parametrize("order", ["transposed", "reversed", "strided", "fortran"])
def test_the_layout_in_memory_does_not_matter(order: str) -> None:
    base = np.arange(24.0).reshape(4, 6)
    views = {
        "transposed": base.T,
        "reversed": base[::-1],
        "strided": base[::2, ::3],
        "fortran": np.asfortranarray(base),
    }
    value = value_of(views[order])
    assert isinstance(value, ArrayValue)
    np.testing.assert_array_equal(value.data, views[order])


class LyingArray(np.ndarray[Any, Any]):
    """Says that it is something else, and equal to everything."""

    def __array__(self, *_: Any, **__: Any) -> Any:
        return np.full(3, 42.0)

    def __eq__(self, other: object) -> Any:
        return True

    def __getitem__(self, key: Any) -> Any:
        return 42.0

    __hash__ = None


class LyingList(list[Any]):
    def __iter__(self) -> Any:
        return iter([42])

    def __len__(self) -> int:
        return 10**9


class LyingFloat(float):
    def __float__(self) -> float:
        return 42.0

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


class LyingInt(int):
    def __index__(self) -> int:
        return 42

    def __int__(self) -> int:
        return 42


class LyingComplex(complex):
    def __complex__(self) -> complex:
        return 42j


class LyingText(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "42"


class Raising:
    def __array__(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("no")

    def __repr__(self) -> str:
        raise RuntimeError("no")


def test_a_subclass_is_what_it_is_based_on() -> None:
    array = np.arange(3.0).view(LyingArray)
    found = value_of([array, LyingList([1, 2]), LyingFloat(1.5), LyingInt(7), LyingComplex(1 + 2j), LyingText("a")])
    assert isinstance(found, SequenceValue)
    first, *rest = found.items
    assert isinstance(first, ArrayValue)
    assert first.data.tolist() == [0.0, 1.0, 2.0]
    assert rest == [SequenceValue("list", (1, 2)), 1.5, 7, 1 + 2j, "a"]
    assert [type(each) for each in rest[1:]] == [float, int, complex, str]


def test_what_raises_when_it_is_looked_at_is_opaque() -> None:
    value = value_of((Raising(), 1))
    assert isinstance(value, SequenceValue)
    assert isinstance(value.items[0], OpaqueValue)
    assert value.items[0].reason == "conversion_raised RuntimeError"
    assert value.items[1] == 1


@pytest.mark.parametrize(
    ("thing", "reason"),
    [
        (_numpy.ma.array([1, 2], mask=[False, True]), "masked"),
        (np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]), "unsupported_dtype"),
        (np.array(["a", "b"]), "unsupported_dtype"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), "unsupported_dtype"),
        (object(), "unsupported_type"),
        (lambda: 1, "unsupported_type"),
        ((each for each in "ab"), "unsupported_type"),
        (b"bytes", "unsupported_type"),
        (10**100_000, "too_large"),
        ("a" * (1 << 21), "too_large"),
        (sympy.Symbol("x") ** (10**5000), "too_large"),
        (sympy.MatrixSymbol("A", 2, 2), "unsupported_node MatrixSymbol"),
        ([[0] * 300_000], "too_large"),
    ],
    ids=range(13),
)
def test_what_does_not_cross_is_opaque_with_a_reason(thing: object, reason: str) -> None:
    value = value_of(thing)
    assert isinstance(value, OpaqueValue)
    assert value.reason == reason


def test_endless_structures_are_opaque() -> None:
    endless: list[Any] = [1]
    endless.append(endless)
    value = value_of(endless)
    assert isinstance(value, OpaqueValue)
    assert value.reason == "too_deep"


def test_numbers_of_other_kinds_become_arrays() -> None:
    things = (np.float32(0.5), np.bool_(True), Fraction(1, 4), np.longdouble(2), np.array([sympy.Integer(2), 1.5]))
    value = value_of(things)
    assert isinstance(value, SequenceValue)
    found = [(each.data.tolist(), each.came_as) for each in value.items if isinstance(each, ArrayValue)]
    assert found == [(0.5, "float32"), (True, "bool_"), (0.25, "Fraction"), (2.0, "longdouble"), ([2.0, 1.5], "object")]


def test_long_lists_of_floats_cross_packed_and_come_back_as_lists() -> None:
    assert value_of([0.5] * 300_000) == SequenceValue("list", (0.5,) * 300_000)
    assert value_of((1.0, float("inf"), -0.0, 2.0)) == SequenceValue("tuple", (1.0, float("inf"), -0.0, 2.0))


def test_sets_come_in_one_order() -> None:
    assert value_of({"b", "a", "c"}) == SequenceValue("set", ("a", "b", "c"))


@pytest.mark.parametrize(
    "expression",
    [
        x + 1,
        sympy.sqrt(x) / 3 - sympy.Float(0.1, 30),
        sympy.log(x / y) + sympy.exp(-(x**2)),
        sympy.Matrix([[x, 1], [sympy.pi, sympy.Rational(1, 3)]]),
        sympy.ImmutableMatrix([[x]]),
        sympy.Eq(x, y),
        sympy.Piecewise((x, x > 0), (0, True)),
        sympy.Integral(sympy.Function("f")(x), (x, 0, sympy.oo)),
        sympy.Derivative(sympy.Function("f")(x), x),
        sympy.Dummy("d") + sympy.Dummy("d"),
        sympy.I * sympy.zoo,
    ],
    ids=str,
)
def test_expressions_cross_the_same_on_every_run(expression: Any) -> None:
    value = value_of(expression)
    assert isinstance(value, SymbolicValue)
    assert value_digest(value) == value_digest(value_of(expression))


def test_an_expressions_tree_is_names_and_texts() -> None:
    assert value_of(sympy.Rational(1, 2) * sympy.sin(x)) == SymbolicValue(
        SymbolicNode(
            "Mul", (SymbolicNode("Rational", text="1/2"), SymbolicNode("sin", (SymbolicNode("Symbol", text="x"),)))
        )
    )


def nested(depth: int) -> Any:
    node: Any = ("Symbol", "x", ())
    for _ in range(depth):
        node = ("sin", None, (node,))
    return node


@pytest.mark.parametrize(
    "data",
    [
        ("a", "<f8", (3,), bytes(16), "ndarray"),
        ("a", "<f8", (2**40,), b"", "ndarray"),
        ("a", "<f8", (-1,), bytes(8), "ndarray"),
        ("a", "<f8", (0, 2**39, 2**39), b"", "ndarray"),
        ("a", "<f8", (True,), bytes(8), "ndarray"),
        ("a", "|O", (1,), bytes(8), "ndarray"),
        ("a", "<M8[D]", (1,), bytes(8), "ndarray"),
        ("a", "f8,f8", (1,), bytes(16), "ndarray"),
        ("a", ">f8", (1,), bytes(8), "ndarray"),
        ("a", "<f8", (1,) * 40, bytes(8), "ndarray"),
        ("d", "list", bytes(7)),
        ("d", "dict", bytes(8)),
        ("q", "object", ()),
        ("q", "dict", (1, 2)),
        ("i", "0x" + "f" * (MOST_DIGITS + 9)),
        ("i", "zz"),
        ("c", 1, 2),
        ("f", "zero"),
        ("o", "x" * 10_000, "", ""),
        ("unknown",),
        (),
        b"bytes",
        ("y", ("__import__", None, ())),
        ("y", ("Symbol", "x", (("Symbol", "y", ()),))),
        ("y", ("Symbol", "", ())),
        ("y", ("Integer", "9**9**9", ())),
        ("y", ("Integer", "1" * (MOST_DIGITS + 1), ())),
        ("y", ("Integer", "1_0", ())),
        ("y", ("Integer", "\u0661", ())),
        ("y", ("Rational", "1/0", ())),
        ("y", ("Rational", "1/-2", ())),
        ("y", ("Float", "1e5x", ())),
        ("y", ("sin", "text", ())),
        ("y", ("Matrix", "2,2", (("Symbol", "x", ()),))),
        ("y", ("Matrix", "99999,99999", ())),
        ("y", nested(DEEPEST_SYMBOLIC + 5)),
        ("y", ("Add", None, tuple(("Symbol", "x", ()) for _ in range(30_000)))),
    ],
    ids=range(37),
)
def test_a_lying_frame_is_refused(data: Any) -> None:
    with pytest.raises(WireError):
        decode_value(data)


def test_a_boolean_array_holds_nothing_but_booleans() -> None:
    value = decode_value(("a", "|b1", (3,), b"\x00\x02\xff", "ndarray"))
    assert isinstance(value, ArrayValue)
    assert value.data.tolist() == [False, True, True]
    assert (value.data.astype(int) <= 1).all()


def test_nothing_is_evaluated_on_the_way_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: Any, **__: Any) -> Any:
        pytest.fail("something was run")

    hostile = ("y", ("Add", None, (("Symbol", "__import__('os').system('false')", ()), ("Integer", "1", ()))))
    for owner, name in (
        (builtins, "eval"), (builtins, "exec"), (pickle, "loads"), (pickle, "load"), (sympy, "sympify"),
        (sympy_parser, "parse_expr"), (np, "load"),
    ):  # fmt: skip
        monkeypatch.setattr(owner, name, explode)
    value: Value = decode_value(hostile)
    assert isinstance(value, SymbolicValue)
    assert value.root.args[0].text == "__import__('os').system('false')"
