"""Unordered values are paired as well as they can be."""

import numpy as np
import pytest

from grader.numerics.matching import Unmatched, unmatched

NAN = float("nan")


def left(actual: list[complex], expected: list[complex], atol: float = 0.1) -> Unmatched | None:
    return unmatched(np.array(actual), np.array(expected), rtol=0.0, atol=atol)


def test_the_order_does_not_matter() -> None:
    assert left([0.5j, -0.5, -0.5j], [-0.5, 0.5j, -0.5j]) is None


def test_a_greedy_choice_does_not_spoil_the_pairing() -> None:
    # 1.0 is nearest to 1.05, which 1.1 needs for itself.
    assert left([1.0, 1.1], [1.05, 0.95]) is None


def test_a_chain_of_exchanges_is_found() -> None:
    assert left([0.0, 0.1, 0.2, 0.3], [0.1, 0.2, 0.3, -0.05], atol=0.11) is None


def test_one_partner_serves_once() -> None:
    found = left([1.0, 1.0, 2.0], [1.0, 2.0, 2.0])
    assert found == Unmatched(actual=1.0, nearest=2.0, wrong=1)


def test_the_value_farthest_off_is_reported_with_the_nearest_left_over() -> None:
    found = left([0.0, 7.0, 90.0], [0.0, 5.0, 50.0])
    assert found == Unmatched(actual=90.0, nearest=50.0, wrong=2)


def test_conjugates_are_different() -> None:
    assert left([1j, 1j], [1j, -1j]) == Unmatched(actual=1j, nearest=-1j, wrong=1)


def test_nan_has_no_partner() -> None:
    found = left([NAN], [NAN])
    assert found is not None
    assert found.wrong == 1


def test_infinities_pair_with_themselves() -> None:
    assert left([float("inf"), 1.0], [1.0, float("inf")]) is None


def test_no_values_match_no_values() -> None:
    assert left([], []) is None


def test_hundreds_of_values_need_no_recursion() -> None:
    row = np.arange(400.0)
    assert unmatched(row + 0.6, row, rtol=0.0, atol=0.7) is None
    shifted = unmatched(row + 1.0, row, rtol=0.0, atol=0.5)
    assert shifted == Unmatched(actual=400.0, nearest=0.0, wrong=1)


def test_lengths_must_be_equal() -> None:
    with pytest.raises(ValueError, match="one length"):
        left([1.0], [1.0, 2.0])
