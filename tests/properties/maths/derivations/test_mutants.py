"""Single-edit mutants of the model solution's chains fail, and are put back; the chains themselves hold.

A sample; ``python -m tests.properties.maths.derivations.measure`` judges all of them.
"""

import pytest

from grader.maths.derivations.check import check_steps
from tests.properties.maths.derivations.chains import CHAINS, Chain
from tests.properties.maths.derivations.enumeration import everywhere
from tests.properties.maths.derivations.measure import chain_latex, measure, notations


@pytest.mark.parametrize("chain", CHAINS, ids=[chain.name for chain in CHAINS])
def test_the_chains_hold_and_enumeration_agrees(chain: Chain) -> None:
    found = check_steps(chain_latex(chain.sides, chain.relations), notations()[chain.part], repairs=False)
    assert [step.verdict for step in found.steps] == ["holds"] * len(chain.relations)
    for world in chain.worlds():
        values = [everywhere(side, world) for side in chain.sides]
        for left, right, relation in zip(values, values[1:], chain.relations, strict=False):
            assert left == pytest.approx(right, rel=1e-5) if relation == "=" else (left >= right).all()


def test_mutants_that_enumeration_tells_apart_fail() -> None:
    tally = measure(every=9, repairs=False)
    kept = sum(tally.kept.values())
    fails = sum(count for (_, verdict), count in tally.verdicts.items() if verdict == "fails")
    holds = sum(count for (_, verdict), count in tally.verdicts.items() if verdict == "holds")
    assert kept > 60
    assert fails >= 0.97 * kept, tally.escaped
    assert holds <= 1, tally.escaped


def test_the_first_repair_puts_the_original_back() -> None:
    tally = measure(every=13)
    fails = sum(count for (_, verdict), count in tally.verdicts.items() if verdict == "fails")
    assert sum(tally.restored.values()) >= 0.7 * fails, tally.escaped
