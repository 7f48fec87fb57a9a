"""The hostile hand-ins of ``tests/escapes`` as they would come in on Gradescope: nothing gained, results valid.

A sample runs always; all of them with ``pytest -m long tests/replica/test_attacks.py``.
"""

import json
from pathlib import Path

import pytest

from tests.escapes.attacks import Attack, all_attacks
from tests.escapes.small_rubric import HONEST
from tests.replica.conftest import RunHandIn, verdicts

ATTACKS = all_attacks()
_ALWAYS = frozenset({
    "forging/forge_results",
    "ending/exit_hard",
    "signals/signal_others",
    "patching/patch_numpy",
    "processes/run_programs",
})
_KNOWN = {
    "place": "/autograder",
    "victim": "/autograder/source",
    "grader": 3,
    "nursery": 4,
    "bystander": 1,
    "address": 4096,
    "length": 30,
    "tcp": 9,
    "udp": 9,
    "unix": "/autograder/socket",
    "abstract": "nobody",
}


@pytest.mark.parametrize(
    "attack",
    [pytest.param(each, id=each.name, marks=[] if each.name in _ALWAYS else [pytest.mark.long]) for each in ATTACKS],
)
def test_an_attack_gains_nothing_and_the_results_are_valid(attack: Attack, graded: RunHandIn, tmp_path: Path) -> None:
    hand_in = tmp_path / "hand_in"
    hand_in.mkdir()
    attack.lay_out(hand_in)
    (hand_in / "known.json").write_text(json.dumps(_KNOWN), encoding="utf-8")
    found = verdicts(ran := graded(hand_in))
    honest = {name: found[f"Q{at}.{name}"] for at, name in ((2, "square"), (3, "derivative"))}
    assert found["Q0.attack"] != "passed"
    assert found["Q1.double"] != "passed"
    assert {name for name in HONEST - attack.costs if honest[name] != "passed"} == set(), ran.printed
    assert ran.results["score"] == 2 * sum(each == "passed" for each in honest.values())
    assert ran.results["extra_data"]["finished"]
    assert ran.results["extra_data"]["rubrics"][0]["tier"] == "T2"
