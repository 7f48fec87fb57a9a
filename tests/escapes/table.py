"""Write the table of attacks, tiers and outcomes into ``docs/security.md``: ``python -m tests.escapes.table``.

Every attack is run in every case that this machine can make, those included that a tier does not claim to stop.
"""

import platform
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.escapes.attacks import Attack, all_attacks
from tests.escapes.cases import CASES
from tests.escapes.outcome import Session
from tests.escapes.sessions import run_case

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- outcomes: begin -->", "<!-- outcomes: end -->"

STOPPED, GETS_IN, FAILS = "stopped", "*gets in*", "**FAILS**"


def word_for(attack: Attack, session: Session) -> str:
    """Return what the table says of an attack in a case."""
    if session.skipped:
        return "–"
    if session.outcome(attack.name).is_stopped:
        return STOPPED
    return FAILS if attack.stopped_from <= CASES[session.case].tier else GETS_IN


def render(attacks: Sequence[Attack], sessions: Sequence[Session]) -> str:
    """Return the tables: a summary, and a row for each attack."""
    environment = next((each.environment for each in sessions if each.environment), "nothing was run")
    lines = [
        f"{len(attacks)} attacks, run on Linux {'.'.join(platform.release().split('.')[:2])} with {environment}.",
        "",
        f"| | {' | '.join(each.case for each in sessions)} |",
        f"|---|{'---|' * len(sessions)}",
    ]
    words = {each.case: Counter(word_for(attack, each) for attack in attacks) for each in sessions}
    for says, word in (
        ("stopped", STOPPED),
        ("get in, as this tier says", GETS_IN),
        ("get in against its word", FAILS),
    ):
        lines.append(f"| {says} | {' | '.join(str(words[each.case][word]) for each in sessions)} |")
    lines += [f"\nNot run: {each.case}: {each.skipped}." for each in sessions if each.skipped]
    lines += ["", f"| attack | wants | claimed from | {' | '.join(each.case for each in sessions)} |"]
    lines.append(f"|---|---|---|{'---|' * len(sessions)}")
    for attack in attacks:
        row = [f"`{attack.name}`", attack.wants.replace("|", "\\|"), attack.stopped_from.name]
        lines.append(f"| {' | '.join([*row, *(word_for(attack, each) for each in sessions)])} |")
    return "\n".join(lines)


def main() -> None:
    """Run everything and write the tables between the marks."""
    sessions = [run_case(name) for name in CASES]
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = render(all_attacks(), sessions)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
