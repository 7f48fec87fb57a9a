"""Trees as values: equality without places, paths, pickles, names."""

import pickle
from fractions import Fraction

import pytest

from grader.maths.operators import OPERATORS, as_interval
from grader.maths.syntax import Parsed, parse_latex
from grader.maths.tree import Call, Node, Number, Op, Symbol


def read(text: str) -> Node:
    result = parse_latex(text)
    assert isinstance(result, Parsed)
    return result.node


def test_equality_and_hash_ignore_places() -> None:
    assert read("x + 1") == read("x  +  1")
    assert hash(read("x + 1")) == hash(read(r"\left( x + 1 \right)"))
    assert read("1.20") != read("1.2")
    assert read("x") != read("X")


def test_trees_of_other_classes_differ() -> None:
    assert Op("f", (Symbol("x"),)) != Call(Symbol("f"), (Symbol("x"),))
    assert read("x") != "x"


def test_walk_gives_paths_that_at_and_replace_understand() -> None:
    tree = read(r"\frac{a + 1}{x_{t-1}}")
    assert [path for path, node in tree.walk() if node == read("t")] == [(1, 0, 0)]
    assert tree.at((1, 0, 0)) == Symbol("t")
    assert tree.replace((1, 0, 0), Symbol("s")) == read(r"\frac{a + 1}{x_{s-1}}")
    assert tree.replace((), Symbol("s")) == Symbol("s")
    with pytest.raises(IndexError):
        tree.at((5,))


def test_replace_shares_what_is_not_on_the_path() -> None:
    tree = read("a b + c d")
    changed = tree.replace((0, 0), Symbol("z"))
    assert changed.children[1] is tree.children[1]


def test_pickles_do_not_carry_a_hash_of_another_process() -> None:
    tree = read(r"\sum_{i=1}^n x_i^2")
    hash(tree)
    copied = pickle.loads(pickle.dumps(tree))
    assert copied == tree
    assert hash(copied) == hash(tree)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"\mu_1", "mu_1"),
        (r"\hat{x}_{t-1}", "hat_x_{t-1}"),
        ("x_{1:T}", "x_{1:T}"),
        ("x^{(i)}_j", "x_j^(i)"),
        (r"\psi^*", "psi_star"),
        (r"x'_{i,j}", "x_prime_{i,j}"),
        (r"L_{\text{DDPM}}", "L_DDPM"),
    ],
)
def test_canonical_names(text: str, name: str) -> None:
    symbol = read(text)
    assert isinstance(symbol, Symbol)
    assert symbol.name == name


@pytest.mark.parametrize(
    ("written", "half"),
    [
        ("0.81", Fraction(1, 200)),
        ("12", Fraction(0)),
        ("1.20", Fraction(1, 200)),
        ("5e-2", Fraction(1, 200)),
        ("3e2", Fraction(50)),
    ],
)
def test_half_a_unit_of_the_last_digit(written: str, half: Fraction) -> None:
    assert Number(Fraction(written), written).half_unit == half


def test_pairs_in_brackets_may_be_intervals() -> None:
    assert as_interval(read("(0, 1)")) == read("]0, 1[")
    closed = as_interval(read("[0, 1]"))
    assert closed is not None
    assert read(r"x \in [0, 1]").children[1] == closed
    assert as_interval(read("(0, 1, 2)")) is None
    assert as_interval(read("x")) is None


def test_every_operator_says_what_it_takes() -> None:
    for name, (fewest, most, meaning) in OPERATORS.items():
        assert fewest >= 0, name
        assert most is None or most >= fewest, name
        assert meaning, name
