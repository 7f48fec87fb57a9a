"""Hostile hand-ins get nothing, on every tier that claims to stop them.

Each attack runs in every case that this machine can make; the cases marked ``long`` differ from the others only by
who starts the grader. What a tier does not claim to stop is not run there (``python -m tests.escapes.table`` runs it
and writes down what it gets).
"""

from collections import Counter

import pytest

from grader.sandbox import Tier
from tests.escapes.attacks import Attack, all_attacks
from tests.escapes.cases import CASES
from tests.escapes.conftest import RunCase

ATTACKS = all_attacks()
_LONG = frozenset({"root-T1", "root-T2", "user-T3"})


def claimed() -> list[object]:
    return [
        pytest.param(name, attack, id=f"{name}-{attack.name}", marks=[pytest.mark.long] if name in _LONG else [])
        for name, case in CASES.items()
        for attack in ATTACKS
        if attack.stopped_from <= case.tier
    ]


@pytest.mark.parametrize(("case", "attack"), claimed())
def test_an_attack_gets_nothing_where_it_is_claimed_to_be_stopped(
    case: str, attack: Attack, session_of: RunCase
) -> None:
    session = session_of(case)
    if session.skipped:
        pytest.skip(f"{case}: {session.skipped}")
    outcome = session.outcome(attack.name)
    told = "\n".join(outcome.told)
    assert not outcome.got, f"{attack.name} wants {attack.wants}; it came back with:\n{told}"
    assert not outcome.broken, f"{attack.name} broke a promise; it came back with:\n{told}"
    assert not outcome.unexpected, f"{attack.name} says that its calls end as {sorted(attack.expects)}:\n{told}"


@pytest.mark.parametrize("case", [pytest.param(each, id=each) for each in CASES if each not in _LONG])
def test_nothing_is_left_when_all_have_run(case: str, session_of: RunCase) -> None:
    session = session_of(case)
    if session.skipped:
        pytest.skip(f"{case}: {session.skipped}")
    assert session.troubles == ()


def test_there_are_attacks_of_every_kind_and_each_says_what_it_wants() -> None:
    kinds = Counter(each.kind for each in ATTACKS)
    assert len(ATTACKS) >= 64
    assert min(kinds.values()) >= 3
    assert set(kinds) == {
        "ending", "signals", "looking", "patching", "lying", "forging", "processes", "network", "resources",
        "expressions", "privileges", "notebooks",
    }  # fmt: skip
    assert all(len(each.wants.split()) >= 4 for each in ATTACKS)


def test_every_tier_is_tried_in_some_case() -> None:
    assert {CASES[name].tier for name in CASES if name not in _LONG} == set(Tier)
