"""Inputs are drawn as the rubric says, the same ones on every run."""
# Lambdas stand for students' functions and references, which have no types here:
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false

from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from grader.model.digest import value_digest
from grader.model.values import Array, ArrayValue, FunctionValue, Value
from grader.numerics.draws import Case, Draws, draw_cases
from tests.fakes.oracles import TableOracle

ADAPTER = TypeAdapter(Draws)
ORACLE = TableOracle({"m.twice": lambda x: 2 * x, "m.scalar": lambda x: np.float64(x), "m.plus": lambda x, y: x + y})


def draw(seed: int = 3, **parameters: Any) -> tuple[Case, ...]:
    return draw_cases(ADAPTER.validate_python(parameters), seed, ORACLE)


def one(spec: object, **auxiliary: object) -> Value:
    return draw(arguments={"x": spec}, auxiliary=auxiliary)[0].values["x"]


def array(spec: object, **auxiliary: object) -> Array:
    value = one(spec, **auxiliary)
    assert isinstance(value, ArrayValue)
    return value.data


def digests(cases: tuple[Case, ...], name: str) -> list[str]:
    return [value_digest(case.values[name]) for case in cases]


def test_arguments_are_passed_in_the_order_written_and_auxiliary_names_are_not() -> None:
    case = draw(arguments={"z": 1, "a": 2.5}, auxiliary={"n": 3})[0]
    assert case.arguments == (1, 2.5)
    assert case.values["n"] == 3


def test_a_function_may_have_no_arguments_at_all() -> None:
    assert [case.arguments for case in draw()] == [()]


def test_scalars_are_python_numbers() -> None:
    assert type(one({"normal": []})) is float
    assert type(one({"uniform": [0, 1]})) is float
    assert type(one({"log_uniform": [1, 2]})) is float
    assert type(one({"integers": [1, 2]})) is int
    assert type(one(3)) is int
    assert type(one(3.0)) is float
    assert one(value := True) is value


def test_nested_lists_become_arrays_of_floats() -> None:
    assert array([[1, 2], [3, 4]]).dtype == np.float64
    assert array([]).shape == (0,)
    assert array({"value": [[[[0, "inf"]]]]}).shape == (1, 1, 1, 2)


def test_infinities_and_nan_can_be_written() -> None:
    assert one("-inf") == -float("inf")
    assert np.isnan(array(["nan", 1])[0])


def test_exponents_without_a_point_are_numbers_too() -> None:
    assert one("1e-6") == 1e-6  # YAML 1.1 reads these as text


def test_each_distribution_keeps_to_its_range_and_shape() -> None:
    assert array({"normal": [8, 3]}).shape == (8, 3)
    assert abs(array({"normal": [4000], "loc": 5, "scale": 0.1}).mean() - 5) < 0.01
    uniform = array({"uniform": [-1, 4], "shape": [500]})
    assert -1 <= uniform.min() < -0.9
    assert 3.9 < uniform.max() <= 4
    logs = np.log10(array({"log_uniform": [1e-3, 1e3], "shape": [2000]}))
    assert abs(logs.mean()) < 0.1
    assert logs.min() >= -3
    assert set(array({"integers": [2, 4], "shape": [100]}).tolist()) == {2, 3, 4}
    assert array({"linspace": [-1, 1, 5]}).tolist() == [-1, -0.5, 0, 0.5, 1]
    assert array({"linspace": [-1, 1, 5], "column": True}).shape == (5, 1)


def test_rows_of_a_simplex_are_probabilities() -> None:
    table = array({"simplex": [4, 3, 3]})
    assert np.all(table > 0)
    assert np.allclose(table.sum(axis=-1), 1, rtol=0, atol=1e-15)


def test_a_simplex_has_exactly_the_zeros_asked_for() -> None:
    table = array({"simplex": [50, 4], "zeros": 2})
    assert np.all((table == 0).sum(axis=-1) == 2)
    assert np.allclose(table.sum(axis=-1), 1, rtol=0, atol=1e-15)
    assert len({tuple(row) for row in (table == 0).tolist()}) == 6  # every choice of places occurs


def test_sizes_may_be_drawn_themselves() -> None:
    for case in draw(
        count=20, arguments={"p": {"simplex": ["T", "K", "K"]}}, auxiliary={"T": {"integers": [1, 3]}, "K": 4}
    ):
        table = case.values["p"]
        assert isinstance(table, ArrayValue)
        assert table.data.shape == (case.values["T"], 4, 4)


def test_a_choice_and_a_cycle_draw_from_their_list() -> None:
    chosen = [case.values["x"] for case in draw(count=40, arguments={"x": {"choice": [1, 2.5, {"function": "sin"}]}})]
    assert all(each in {1, 2.5, FunctionValue("sin")} for each in chosen)
    assert len(set(chosen)) == 3
    turns = [case.values["x"] for case in draw(count=5, arguments={"x": {"cycle": [{"function": "tanh"}, 2]}})]
    assert turns == [FunctionValue("tanh"), 2, FunctionValue("tanh"), 2, FunctionValue("tanh")]


def test_derived_values_come_from_the_reference_whatever_the_order_written() -> None:
    case = draw(
        arguments={"y": {"reference": "m.plus", "of": ["z", "b"]}, "b": {"uniform": [0, 1]}},
        auxiliary={"z": {"reference": "m.twice", "of": ["b"]}},
    )[0]
    y, b = case.arguments
    assert isinstance(b, float)
    assert y == 3 * b
    assert type(one({"reference": "m.scalar", "of": ["b"]}, b=1.5)) is float


def test_listed_cases_follow_the_random_ones_and_replace_only_what_they_name() -> None:
    cases = draw(count=2, arguments={"a": {"uniform": [0, 1]}, "b": {"normal": [3]}}, cases=[{"a": 7.0}, {"b": [0]}])
    assert len(cases) == 4
    assert cases[2].values["a"] == 7.0
    assert isinstance(cases[2].values["b"], ArrayValue)
    assert isinstance(cases[3].values["a"], float)


def test_the_seed_decides_everything() -> None:
    spec = {"arguments": {"x": {"normal": [5]}}, "count": 3}
    assert digests(draw(3, **spec), "x") == digests(draw(3, **spec), "x")
    assert not set(digests(draw(3, **spec), "x")) & set(digests(draw(4, **spec), "x"))


def test_no_input_depends_on_what_else_is_drawn() -> None:
    few = draw(count=2, arguments={"x": {"normal": [5]}}, cases=[{}])
    many = draw(
        count=9, arguments={"w": {"normal": [50]}, "x": {"normal": [5]}}, auxiliary={"v": {"normal": []}}, cases=[{}]
    )
    assert digests(few[:2], "x") == digests(many[:2], "x")
    assert digests(few[-1:], "x") == digests(many[-1:], "x")


def test_all_cases_differ() -> None:
    cases = draw(count=30, arguments={"x": {"normal": []}}, cases=[{}, {}])
    assert len(set(digests(cases, "x"))) == 32


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"count": 0}, "1 to 1000 cases"),
        ({"count": -1}, "1 to 1000 cases"),
        ({"count": 1001}, "1 to 1000 cases"),
        ({"arguments": {"x": {"normal": ["n"]}}}, "'n', which is not drawn"),
        ({"arguments": {"x": {"reference": "m.f", "of": ["x"]}}}, "'x' is made of itself"),
        ({"arguments": {"x": 1}, "auxiliary": {"x": 2}}, "drawn twice: x"),
        ({"arguments": {"x": 1}, "cases": [{"y": 1}]}, "neither an argument nor auxiliary"),
        ({"arguments": {"x": 1}, "cases": [{"x": {"normal": ["n"]}}]}, "'n', which is not drawn"),
        ({"arguments": {"x": {"uniform": [2, 1]}}}, "low, high"),
        ({"arguments": {"x": {"log_uniform": [0, 1]}}}, "ends above 0"),
        ({"arguments": {"x": {"normal": [-1]}}}, "sizes of 0 or more"),
        ({"arguments": {"x": {"normal": [], "scale": -1}}}, "scale must be 0 or more"),
        ({"arguments": {"x": {"value": [[1], [1, 2]]}}}, "rows of a table"),
        ({"arguments": {"x": {"choice": []}}}, "nothing to choose"),
        ({"arguments": {"x": {"simplex": []}}}, "one axis at least"),
        ({"arguments": {"x": {"linspace": [0, 1, 0]}}}, "1 to 100000 numbers"),
        ({"arguments": {"x": {"normal": [3], "sd": 1}}}, "sd"),
        ({"cuont": 3}, "cuont"),
    ],
)
def test_a_draw_that_makes_no_sense_is_refused_with_a_sentence(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ADAPTER.validate_python(parameters)


@pytest.mark.parametrize(
    ("spec", "size", "message"),
    [
        ({"simplex": [3], "zeros": 3}, 1, "cannot have 3 zeros"),
        ({"normal": ["n"]}, -2, "no size"),
        ({"normal": ["n"]}, 1.5, "no size"),
        ({"normal": ["n"]}, 10**7, "more than"),
    ],
)
def test_a_size_that_does_not_do_is_refused_when_drawing(spec: object, size: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        one(spec, n=size)
