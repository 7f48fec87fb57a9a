"""The table in ``docs/security.md`` is of the attacks that there are, and says that every claim holds."""

from tests.escapes.attacks import all_attacks
from tests.escapes.cases import CASES
from tests.escapes.outcome import Outcome, Session
from tests.escapes.table import BEGIN, DOCUMENT, END, FAILS, GETS_IN, STOPPED, render, word_for


def rows() -> dict[str, list[str]]:
    text = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if line.startswith("| `")
    ]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_every_attack_has_its_row_with_what_it_wants_and_from_which_tier_it_is_stopped() -> None:
    found = {name: (row[0], row[1]) for name, row in rows().items()}
    assert found == {each.name: (each.wants.replace("|", "\\|"), each.stopped_from.name) for each in all_attacks()}


def test_no_claim_fails_and_every_case_has_its_column() -> None:
    for row in rows().values():
        assert len(row) == 2 + len(CASES)
        assert FAILS not in row


def test_a_row_says_whether_an_attack_was_stopped_got_in_or_broke_a_claim() -> None:
    attack = next(each for each in all_attacks() if each.name == "network/tcp")
    got = Outcome(attack.name, got=("reached over tcp",))
    words = [
        word_for(attack, Session(case, CASES[case].tier.name, "python", (outcome,)))
        for case, outcome in (("root-T1", Outcome(attack.name)), ("anyone-T0", got), ("root-T1", got))
    ]
    assert words == [STOPPED, GETS_IN, FAILS]
    skipped = Session("root-T1", "T1", "", (), skipped="no root")
    assert word_for(attack, skipped) == "–"
    assert "root-T1: no root" in render([attack], [skipped])
